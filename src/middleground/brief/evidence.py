"""What the reports say of each other: their order, relations of claims, drift, doubts about actors.

Everything is by id of an entry, so that machines can follow it; the page puts it in words.
"""

import re
from collections.abc import Sequence

from middleground.deals.views import Result
from middleground.evidence.across import merge_actors
from middleground.evidence.entries import Entry
from middleground.evidence.identity import list_doubts
from middleground.evidence.timeline import compare, find_drift, infer_order
from middleground.scenario.model import Scenario

MOST_COMPARED = 20_000
"""Entries; more are not compared, for the work grows with their square."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class OrderReason(Result):
    """Why one report is taken for earlier than another."""

    earlier: str
    later: str
    why: str


class RelationFound(Result):
    """Two entries about the same thing; kinds as in `middleground.evidence.comparison`.

    Attributes:
        topics: On which topics positions are opposed, without their signs; empty for other kinds.
    """

    kind: str
    first: str
    second: str
    same_asserter: bool
    why: str
    topics: list[str]


class DriftFound(Result):
    """How a party's position on a topic moves along the reports; steps are ids of entries."""

    party: str
    topic: str
    move: str
    steps: list[str]


class DoubtFound(Result):
    """Words that fit two actors: one actor or two?"""

    name: str
    entry: str
    other: str
    others: list[str]
    why: str


class Evidence(Result):
    """What comparing the reports yields.

    Attributes:
        compared: Whether the reports were compared; they are not where they say too much.
        order: The reports from the earliest; those that nothing places stand last.
        placed: Those that a reason places.
        unordered: Pairs of reports for which reasons point both ways.
    """

    compared: bool
    order: list[str]
    placed: list[str]
    reasons: list[OrderReason]
    unordered: list[tuple[str, str]]
    relations: list[RelationFound]
    drift: list[DriftFound]
    doubts: list[DoubtFound]


def find_evidence(entries: Sequence[Entry], scenario: Scenario) -> Evidence:
    """Compare the reports.

    Args:
        entries: The ledger as decided.
        scenario: Dates of reports, and which comes after which.
    """
    reports = scenario.reports
    if len(entries) > MOST_COMPARED:
        return Evidence(compared=False, order=list(reports), placed=[], reasons=[], unordered=[],
                        relations=[], drift=[], doubts=[])  # fmt: skip
    dates = {
        name: report.published
        for name, report in reports.items()
        if report.published and _DAY.fullmatch(report.published)
    }
    after = {name: report.after for name, report in reports.items() if report.after}
    order = infer_order(entries, dates, after)
    by_id = {entry.id: entry for entry in entries}
    return Evidence(
        compared=True,
        order=list(order.reports),
        placed=list(order.placed),
        reasons=[OrderReason(earlier=a, later=b, why=why) for a, b, why in order.reasons],
        unordered=list(order.doubts),
        relations=[
            RelationFound(
                kind=r.kind,
                first=r.first,
                second=r.second,
                same_asserter=r.same_asserter,
                why=r.why,
                topics=_opposed(by_id[r.first], by_id[r.second]),
            )
            for r in compare(entries, order)
        ],
        drift=[
            DriftFound(party=d.party, topic=d.topic, move=d.move, steps=list(d.steps))
            for d in find_drift(entries, order, merge_actors(entries))
        ],
        doubts=[
            DoubtFound(name=d.name, entry=d.entry, other=d.other, others=list(d.others), why=d.why)
            for d in list_doubts(entries)
        ],
    )


def signs(entry: Entry) -> dict[str, str]:
    """For each topic of a position whether it is for it ("+") or against it ("-")."""
    return {t[:-1]: t[-1] for t in entry.position.topics} if entry.position else {}


def _opposed(one: Entry, two: Entry) -> list[str]:
    a, b = signs(one), signs(two)
    return sorted(topic for topic in a.keys() & b.keys() if a[topic] != b[topic])
