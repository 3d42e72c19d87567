"""Two scenarios asked about the same draws, and their answers set side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from middleground.answers.changes.shapes import (
    Changed,
    Changes,
    FairChange,
    Grounds,
    Quoted,
    Said,
    ZoneChange,
)
from middleground.deals.appraisal import Appraisal
from middleground.deals.contrast import Contrast, contrast
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import Bools, Floats, draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.portrait import stand
from middleground.deals.readings import digest
from middleground.deals.sampling import SCRAMBLINGS, Progress, Sampling, no_progress
from middleground.deals.scan import Scan
from middleground.deals.space import DealSpace
from middleground.deals.views import Deal, Option
from middleground.errors import AnswerError
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry
from middleground.scenario.basis import Basis
from middleground.scenario.differences import Difference, find_differences
from middleground.scenario.model import Scenario
from middleground.scenario.places import Path
from middleground.scenario.ranges import MILLION
from middleground.scenario.reader import Reading
from middleground.version import __version__

_SAID_KINDS = ("position", "figure", "event")
IDEAS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@dataclass(frozen=True)
class Version:
    """A scenario that is compared.

    Attributes:
        name: What it is called.
        reading: The scenario as read.
        reasons: What its changed paths rest on, where it is a what-if of the other.
        entries: Its ledger; None where it has none, or none of its own.
    """

    name: str
    reading: Reading
    reasons: Mapping[Path, str] = field(default_factory=dict)
    entries: Sequence[Entry] | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.reading.scenario


def find_changes(
    before: Version,
    after: Version,
    sampling: Sampling | None = None,
    progress: Progress = no_progress,
) -> Changes:
    """Compare two scenarios and their answers.

    Args:
        before: The first.
        after: The second.
        sampling: How the uncertain numbers are drawn; None for the nominal reading alone.
        progress: Told the draws done and their number, those of both together.

    Returns:
        Where they differ; and, unless one of them cannot be asked, the answers of both with the
        interval of each difference.
    """
    zone, fair, unanswered = None, dict[str, FairChange](), list[str]()
    try:
        sides = (_Side.of(before.scenario), _Side.of(after.scenario))
        drawn = _ask_draws(sides, sampling, progress) if sampling else None
        zone = _zone(sides, drawn)
        fair = {idea: _fair(idea, sides, drawn) for idea in IDEAS}
    except AnswerError as error:
        zone, fair = None, {}
        unanswered = [problem.what for problem in error.problems]
    return Changes(
        before=before.name,
        after=after.name,
        draws=sampling.draws if sampling and zone else 0,
        scramblings=SCRAMBLINGS if sampling and zone else 0,
        seed=sampling.seed if sampling else 0,
        scenarios=(digest(before.scenario), digest(after.scenario)),
        version=__version__,
        changed=[
            _changed(difference)
            for difference in find_differences(before.reading, after.reading, after.reasons)
        ],
        said_before=_said_only(before, after),
        said_after=_said_only(after, before),
        zone=zone,
        fair=fair,
        unanswered=unanswered,
        notes=_notes(before.scenario, after.scenario),
    )


def _changed(difference: Difference) -> Changed:
    return Changed(
        path=".".join(map(str, difference.path)),
        kind=difference.kind,
        before=difference.before,
        after=difference.after,
        rested_on=_grounds(difference.rested_on),
        rests_on=_grounds(difference.rests_on),
    )


def _grounds(basis: Basis | None) -> Grounds | None:
    if basis is None:
        return None
    return Grounds(
        quotes=[
            Quoted(report=said.report, words=said.quote, source=list(said.source))
            for _, said in basis.quotations
        ],
        assumption=basis.assumption,
    )


def _said_only(one: Version, other: Version) -> list[Said]:
    """What the ledger of one side has and that of the other has not."""
    if one.entries is None or other.entries is None:
        return []
    known = {entry.id for entry in as_decided(other.entries)}
    return [
        Said(
            kind=entry.kind,
            report=entry.report,
            source=[link.name or "unstated" for link in entry.chain],
            sentence=entry.sentence,
            words=" … ".join(passage.text for passage in entry.content),
        )
        for kind in _SAID_KINDS
        for entry in as_decided(one.entries)
        if entry.kind == kind and entry.id not in known
    ]


def _notes(before: Scenario, after: Scenario) -> list[str]:
    return [
        f"the two have different {what}: their answers are about different deals"
        for what in ("parties", "issues")
        if list(getattr(before, what)) != list(getattr(after, what))
    ]


@dataclass(frozen=True)
class _Side:
    """One of the two scenarios with its nominal answers."""

    scenario: Scenario
    space: DealSpace
    nominal: Appraisal
    feasible: int
    table: DealTable
    chosen: dict[str, NDArray[np.int64]]

    @classmethod
    def of(cls, scenario: Scenario) -> "_Side":
        """Ask about the nominal reading.

        Raises:
            AnswerError: If the scenario has no model yet, or too many deals.
        """
        if not scenario.has_model:
            raise AnswerError("one of the two has no parties, issues or preferences yet")
        scan = Scan(scenario, nominal_reading(scenario))
        table = DealTable.of(scan, 0)
        feasible = sum(len(block.numbers) for block in scan.feasible(0))
        return cls(scenario, scan.space, scan, feasible, table, pick_fair(table)[0])

    def fair_deals(self, idea: str) -> list[Deal]:
        """All tied fair deals, nominal."""
        return [self.space.deal(n) for n in self.table.numbers[self.chosen[idea]].tolist()]

    def gain_of_first(self, idea: str) -> dict[str, float]:
        """What the first of them gives every party over no deal, in its points."""
        at = self.chosen[idea][:1]
        if not len(at):
            return {}
        gains = self.table.gains[at[0]] / (self.table.scales * float(MILLION))
        named = zip(self.scenario.parties, gains, strict=True)
        return {party: round(float(gain), 6) + 0.0 for party, gain in named}

    def number_of(self, deal: Deal) -> int | None:
        """The position of a deal of the other scenario; None where this one has no such deal."""
        if set(deal) != set(self.space.issues):
            return None
        number = 0
        for issue, options in zip(self.space.issues, self.space.options, strict=True):
            if deal[issue] not in options:
                return None
            number = number * len(options) + options.index(deal[issue])
        return number


@dataclass(frozen=True)
class _Drawn:
    """One of the two over the draws.

    Attributes:
        appraisal: Every number, in every draw.
        held: Whether any deal is agreeable. Shape (draws,).
        picked: By idea, for each draw the positions of the fair deals; empty for none.
        gains: By idea and party, the gain by the first of them, 0 without one. Shape (draws,).
    """

    appraisal: Appraisal
    held: Bools
    picked: dict[str, list[frozenset[int]]]
    gains: dict[str, dict[str, Floats]]


def _ask_draws(
    sides: tuple[_Side, _Side], sampling: Sampling, progress: Progress
) -> tuple[_Drawn, _Drawn]:
    one, other = sides
    total = 2 * sampling.draws

    def report(first: int) -> Progress:
        return lambda done, _: progress(first + done, total)

    return (
        _ask_side(one, other, sampling, report(0)),
        _ask_side(other, one, sampling, report(sampling.draws)),
    )


def _ask_side(side: _Side, beside: _Side, sampling: Sampling, progress: Progress) -> _Drawn:
    draws = draw(side.scenario, sampling, beside.scenario)
    appraisal = Appraisal(side.scenario, draws)
    held: Bools = np.zeros(draws.count, dtype=bool)
    parties = list(side.scenario.parties)
    picked: dict[str, list[frozenset[int]]] = {idea: [frozenset()] * draws.count for idea in IDEAS}
    gains = {idea: {p: np.zeros(draws.count) for p in parties} for idea in IDEAS}
    for n, table in ManyDraws(side.scenario, draws, progress).each_contending():
        held[n] = len(table.numbers) > 0
        if not held[n]:
            continue
        points = table.gains / (table.scales * float(MILLION))
        for idea, chosen in pick_fair(table)[0].items():
            if len(chosen):
                picked[idea][n] = frozenset(table.numbers[chosen].tolist())
                for p, party in enumerate(parties):
                    gains[idea][party][n] = points[chosen[0], p]
    return _Drawn(appraisal, held, picked, gains)


def _zone(sides: tuple[_Side, _Side], drawn: tuple[_Drawn, _Drawn] | None) -> ZoneChange:
    probability, opens, closes = None, None, None
    if drawn:
        before, after = drawn[0].held, drawn[1].held
        probability = contrast(before.astype(float), after.astype(float))
        opens = drawn[0].appraisal.draws.estimate(after & ~before)
        closes = drawn[0].appraisal.draws.estimate(before & ~after)
    return ZoneChange(
        feasible=(sides[0].feasible, sides[1].feasible),
        agreeable=(len(sides[0].table.numbers), len(sides[1].table.numbers)),
        probability=probability,
        opens=opens,
        closes=closes,
    )


def _fair(idea: str, sides: tuple[_Side, _Side], drawn: tuple[_Drawn, _Drawn] | None) -> FairChange:
    deals = [side.fair_deals(idea) for side in sides]
    first: list[Deal | None] = [some[0] if some else None for some in deals]
    was, now = first[0] or {}, first[1] or {}
    issues = dict.fromkeys([*was, *now]) if was and now else {}
    return FairChange(
        before=first[0],
        after=first[1],
        same=_as_set(deals[0]) == _as_set(deals[1]),
        differs={
            issue: (was.get(issue), now.get(issue))
            for issue in issues
            if was.get(issue) != now.get(issue)
        },
        gain_before=sides[0].gain_of_first(idea),
        gain_after=sides[1].gain_of_first(idea),
        robustness=_robustness(first[0], sides, drawn) if drawn else None,
        same_in=_same_in(idea, sides, drawn) if drawn else None,
        gain={
            party: contrast(gain, drawn[1].gains[idea][party])
            for party, gain in drawn[0].gains[idea].items()
            if party in drawn[1].gains[idea]
        }
        if drawn
        else {},
    )


def _as_set(deals: list[Deal]) -> set[frozenset[tuple[str, Option]]]:
    return {frozenset(deal.items()) for deal in deals}


def _robustness(
    deal: Deal | None, sides: tuple[_Side, _Side], drawn: tuple[_Drawn, _Drawn]
) -> Contrast | None:
    """How robust the fair deal of before is, before and after."""
    numbers = [side.number_of(deal) if deal else None for side in sides]
    if numbers[0] is None or numbers[1] is None:
        return None
    held = [
        stand(one.appraisal, number).agreeable.astype(float)
        for one, number in zip(drawn, numbers, strict=True)
        if number is not None
    ]
    return contrast(held[0], held[1])


def _same_in(idea: str, sides: tuple[_Side, _Side], drawn: tuple[_Drawn, _Drawn]) -> float | None:
    """In how many of the draws with a fair deal on both sides it is the same one."""
    is_one_space = sides[0].space == sides[1].space
    both = [
        (one, other)
        for one, other in zip(drawn[0].picked[idea], drawn[1].picked[idea], strict=True)
        if one and other
    ]
    if not both or not is_one_space:
        return None
    return round(sum(one == other for one, other in both) / len(both), 9)
