"""The order of the reports, with its reasons, and how each party's position moves along it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from middleground.evidence.across import Roster, merge_actors
from middleground.evidence.comparison import Relation, compare_figures
from middleground.evidence.entries import Entry
from middleground.evidence.opposition import (
    compare_events,
    compare_positions,
    compare_structure,
    compare_terms,
)
from middleground.evidence.topics import topics

Move = Literal["harder", "softer", "reversed", "unchanged"]
_FIRMNESS = {
    "readiness": 0, "offer": 0, "concession": 0, "support": 1, "commitment": 1, "demand": 2,
    "order": 2, "rejection": 3, "red_line": 4, "threat": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """Which report is the earlier, as far as it can be told.

    Attributes:
        reports: The reports from the earliest; those that nothing places stand last, in the
            order given.
        reasons: For each pair that could be ordered, why.
        doubts: Pairs for which reasons point both ways; they are left unordered.
    """

    reports: tuple[str, ...]
    reasons: tuple[tuple[str, str, str], ...]
    doubts: tuple[tuple[str, str], ...]

    @property
    def placed(self) -> tuple[str, ...]:
        """The reports that a reason places."""
        named = {name for earlier, later, _ in self.reasons for name in (earlier, later)}
        return tuple(name for name in self.reports if name in named)


def infer_order(
    entries: Sequence[Entry],
    dates: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> Order:
    """The order of the reports, from what is known and from what they say.

    A date or an "after" that the analyst gave decides. Else a count that only grows is larger in
    the later report, and what is announced in one has happened in the later.

    Args:
        entries: The ledger.
        dates: Publication dates of reports, ISO 8601, as far as known.
        after: For a report, one that it comes after.
    """
    names = list(dict.fromkeys(e.report for e in entries))
    votes: dict[tuple[str, str], str] = {}
    given = dict(_given(names, dates or {}, after or {}))
    for earlier, later, why in _told(entries):
        if (earlier, later) not in given and (later, earlier) not in given:
            before = votes.get((earlier, later))
            votes[earlier, later] = f"{before}; {why}" if before and why not in before else why
    doubts = tuple(pair for pair in votes if pair[::-1] in votes and pair[0] < pair[1])
    votes = {pair: why for pair, why in votes.items() if pair[::-1] not in votes} | given
    return Order(
        _sorted(names, list(votes)), tuple((a, b, why) for (a, b), why in votes.items()), doubts
    )


def _given(
    names: Sequence[str], dates: Mapping[str, str], after: Mapping[str, str]
) -> list[tuple[tuple[str, str], str]]:
    found = [((earlier, later), "the scenario says so") for later, earlier in after.items()]
    for one, two in combinations([n for n in names if n in dates], 2):
        if dates[one] != dates[two]:
            first, second = sorted((one, two), key=lambda name: dates[name])
            found.append(((first, second), f"dated {dates[first]} and {dates[second]}"))
    return found


def _told(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    by_id = {e.id: e for e in entries}
    told = []
    for relation in compare_figures(entries):
        one, two = by_id[relation.first], by_id[relation.second]
        if relation.kind != "update" or one.report == two.report:
            continue
        a, b = one.figure, two.figure
        if a and b and a.value is not None and b.value is not None:
            first, second = (one, two) if a.value < b.value else (two, one)
            why = f"a count that only grows: {first.words}, then {second.words}"
            told.append((first.report, second.report, why))
    for relation in compare_events(entries, (), merge_actors(entries)):
        one, two = by_id[relation.first], by_id[relation.second]
        told.append((one.report, two.report, f"announced: {one.words}; then: {two.words}"))
    return told


def _sorted(names: Sequence[str], before: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names with every pair in order, as far as no circle forbids it."""
    earlier: dict[str, set[str]] = {name: set() for name in names}
    for first, later in before:
        earlier.setdefault(later, set()).add(first)
    named = {name for pair in before for name in pair}
    waiting = sorted(names, key=lambda name: name not in named)  # placed ones first, else as given
    done: list[str] = []
    while waiting:
        left = set(waiting)
        chosen = next((n for n in waiting if not earlier[n] & left - {n}), waiting[0])
        done.append(chosen)
        waiting.remove(chosen)
    return tuple(done)


def compare(entries: Sequence[Entry], order: Order | None = None) -> list[Relation]:
    """How the claims of all reports stand to each other: see `Relation.kind`.

    Args:
        entries: The ledger; rejected entries are left out.
        order: The order of the reports; inferred where it is not given.

    Returns:
        Figures first, then terms, positions, events and ties, each in the order of the entries.
    """
    kept = [e for e in entries if e.status != "rejected"]
    placed = (order or infer_order(kept)).placed
    roster = merge_actors(kept)
    return [
        *compare_figures(kept, placed),
        *compare_terms(kept, roster),
        *compare_positions(kept, roster),
        *compare_events(kept, placed, roster),
        *compare_structure(kept, roster),
    ]


@dataclass(frozen=True, slots=True)
class Drift:
    """How a party's position on one topic moves from report to report.

    Attributes:
        party: The party.
        topic: The topic, as in `Position.topics` without its sign.
        steps: Ids of the entries, in the order of the reports.
        move: "harder" or "softer" by kind of position, "reversed" where it turns to the opposite.
    """

    party: str
    topic: str
    steps: tuple[str, ...]
    move: Move


def find_drift(entries: Sequence[Entry], order: Order, roster: Roster | None = None) -> list[Drift]:
    """The moves of each party on each topic that several reports tell of.

    Of a report's positions of a party on a topic the firmest counts.
    """
    known = {topic for topic, _ in topics().signed.values()}
    roster = roster or merge_actors(entries)
    firmest: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        position = entry.position
        if position is None or entry.status == "rejected" or position.kind not in _FIRMNESS:
            continue
        for party in position.parties:
            for topic in {t[:-1] for t in position.topics} & known:
                steps = firmest[roster.name(entry.report, party), topic]
                held = steps.get(entry.report)
                if held is None or _firmness(entry) > _firmness(held):
                    steps[entry.report] = entry
    found = []
    for (party, topic), by_report in sorted(firmest.items()):
        told = [by_report[name] for name in order.placed if name in by_report]
        if len(told) > 1:
            ids = tuple(entry.id for entry in told)
            found.append(Drift(party, topic, ids, _move(told[0], told[-1], topic)))
    return found


def _firmness(entry: Entry) -> int:
    return _FIRMNESS.get(entry.position.kind, 0) if entry.position else 0


def _move(first: Entry, last: Entry, topic: str) -> Move:
    signs = [
        {t[-1] for t in entry.position.topics if t[:-1] == topic}
        for entry in (first, last)
        if entry.position
    ]
    if not signs[0] & signs[1]:
        return "reversed"
    change = _firmness(last) - _firmness(first)
    return "harder" if change > 0 else "softer" if change < 0 else "unchanged"
