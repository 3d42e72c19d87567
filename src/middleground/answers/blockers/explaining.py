"""One question about groups under several readings and over draws, its sets in order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from middleground.answers.blockers.results import (
    ConcessionSet,
    ConflictSet,
    Explanation,
    ReadingName,
)
from middleground.deals.conflict_draws import OverDraws
from middleground.deals.conflict_search import Finder
from middleground.deals.conflicts import ConflictSets, by_size, conflict_sets, members
from middleground.deals.giving import Give
from middleground.deals.requirements import Group, Requirements
from middleground.deals.views import Estimate
from middleground.scenario.model import Scenario

SHOWN = 40
_OFTEN = 8  # conflict sets that are taken from the draws
_FIRMNESS = {"red_line": 0, "firm": 1, "open": 2}


@dataclass
class Inquiry:
    """A question about groups, with the means to answer it.

    Attributes:
        requirements: The groups, nominal.
        asked: Those that the question is about, as bits.
        given: Those that have to hold in any case.
        finders: By reading.
        over: The draws; None for the readings alone.
    """

    requirements: Requirements
    asked: int
    given: int
    finders: Mapping[ReadingName, Finder]
    over: OverDraws | None = None

    def is_possible(self, wanted: int) -> list[ReadingName]:
        """In which readings a deal meets a set of groups beside what is given."""
        return [n for n, finder in self.finders.items() if finder.can_hold(wanted | self.given)]

    def share(self, wanted: int, possible: bool = True) -> Estimate | None:
        """The share of draws in which a deal meets a set beside what is given; or none does."""
        if self.over is None:
            return None
        held = self.over.can_hold(wanted | self.given)
        return self.over.requirements.reading.draws.estimate(held == possible)

    def minimal(self, clash: int) -> Estimate | None:
        """The share of draws in which no deal meets a set, while any one fewer can be met."""
        if self.over is None:
            return None
        held = ~self.over.can_hold(clash | self.given)
        for n in members(clash):
            held &= self.over.can_hold(clash & ~(1 << n) | self.given)
        return self.over.requirements.reading.draws.estimate(held)

    def paths(self, mask: int) -> list[str]:
        """The paths of the groups of a set."""
        return [self.requirements.groups[n].path for n in members(mask)]


def explain(inquiry: Inquiry, gives: Mapping[int, Give] | None = None) -> Explanation:
    """What clashes, and what would resolve it: in the readings, and often in the draws.

    Args:
        inquiry: The question.
        gives: The least give, nominal, of some concession sets.
    """
    found = {n: f.find(inquiry.asked, inquiry.given) for n, f in inquiry.finders.items()}
    conflicts = _joined(sets.conflicts for sets in found.values())
    concessions = [mask for mask in _joined(s.concessions for s in found.values()) if mask]
    often = [mask for mask in _often(inquiry) if mask not in conflicts]
    scenario = inquiry.requirements.reading.scenario
    clashes = [_conflict(inquiry, mask) for mask in [*conflicts, *often]]
    ways = [_concession(inquiry, mask, (gives or {}).get(mask)) for mask in concessions]
    return Explanation(
        asked=inquiry.paths(inquiry.asked),
        possible=inquiry.is_possible(inquiry.asked),
        conflicts=sorted(clashes, key=lambda one: _rank_conflict(scenario, one))[:SHOWN],
        concessions=sorted(ways, key=lambda one: _rank_concession(scenario, one))[:SHOWN],
        conflicts_found=len(clashes),
        concessions_found=len(ways),
        complete=all(s.conflicts_complete and s.concessions_complete for s in found.values()),
    )


def _joined(kinds: Iterable[Sequence[int]]) -> list[int]:
    return by_size({mask for kind in kinds for mask in kind})


def _often(inquiry: Inquiry) -> list[int]:
    """The sets that are minimal conflicts in most draws."""
    if inquiry.over is None:
        return []
    counts: Counter[int] = Counter()
    known: dict[bytes, ConflictSets] = {}
    for masks in inquiry.over.masks:
        key = masks.tobytes()
        if key not in known:
            known[key] = conflict_sets(masks, inquiry.asked, inquiry.given)
        counts.update(mask for mask in known[key].conflicts if mask)
    ranked = sorted(
        counts, key=lambda mask: (-counts[mask], mask.bit_count(), sorted(inquiry.paths(mask)))
    )
    return ranked[:_OFTEN]


def _conflict(inquiry: Inquiry, mask: int) -> ConflictSet:
    possible = inquiry.is_possible(mask)
    return ConflictSet(
        members=inquiry.paths(mask),
        readings=[name for name in inquiry.finders if name not in possible],
        share=inquiry.share(mask, possible=False),
        minimal=inquiry.minimal(mask),
        through=_through(inquiry, mask),
    )


def _through(inquiry: Inquiry, mask: int) -> list[str]:
    """The fewest of the given rules and facts with which a set clashes."""
    if not inquiry.given or not inquiry.finders:
        return []
    finder = next(iter(inquiry.finders.values()))
    if finder.can_hold(mask | inquiry.given):
        return []
    return inquiry.paths(finder.find(inquiry.given, mask).conflicts[0])


def _concession(inquiry: Inquiry, mask: int, give: Give | None) -> ConcessionSet:
    rest = inquiry.asked & ~mask
    empty = set(inquiry.finders) - set(inquiry.is_possible(inquiry.asked))
    groups = [inquiry.requirements.groups[n] for n in members(mask)]
    scenario = inquiry.requirements.reading.scenario
    space = inquiry.requirements.space
    return ConcessionSet(
        members=inquiry.paths(mask),
        people=len({_person(scenario, group) for group in groups} - {""}),
        readings=[name for name in inquiry.is_possible(rest) if name in empty],
        opens=inquiry.share(rest),
        points=float(give.points) if give else None,
        by={who: float(points) for who, points in give.by.items()} if give else {},
        deal=space.deal(give.numbers[0]) if give else None,
    )


def _person(scenario: Scenario, group: Group) -> str:
    """Whoever has to give way: a constituency, or whoever asks; "" for a rule or a fact."""
    if group.kind == "demand":
        return scenario.demands[group.name].by
    return group.name if group.kind == "acceptance" else ""


def _rank_conflict(scenario: Scenario, one: ConflictSet) -> tuple[object, ...]:
    """Nominal first: fewest members, the firmest, the best supported. Others by frequency."""
    merits = [_merit(scenario, Group(path)) for path in one.members]
    is_nominal = "nominal" in one.readings
    return (
        not is_nominal,
        0 if is_nominal or one.minimal is None else -one.minimal.share,
        len(one.members),
        max((firmness for firmness, _, _ in merits), default=0),
        *(sum(kind) for kind in zip(*merits, strict=True)),
        -(one.share.share if one.share else 0),
        sorted(one.members),
    )


def _rank_concession(scenario: Scenario, one: ConcessionSet) -> tuple[object, ...]:
    """Nominal first; then fewest people moved, least points, the softest, the most often enough."""
    merits = [_merit(scenario, Group(path)) for path in one.members]
    return (
        "nominal" not in one.readings,
        one.people,
        np.inf if one.points is None else one.points,
        len(one.members),
        -sum(firmness for firmness, _, _ in merits),
        -(one.opens.share if one.opens else 0),
        sorted(one.members),
    )


def _merit(scenario: Scenario, group: Group) -> tuple[int, int, int]:
    """Firmness, then stance, then evidence of a member: less is harder to set aside."""
    match group.kind:
        case "demand":
            demand = scenario.demands[group.name]
            is_assumed = int(not demand.evidence)
            return _FIRMNESS[demand.firmness], int(demand.stance == "public"), is_assumed
        case "acceptance":
            preference = scenario.preferences[group.name]
            worths = [preference, *preference.issues.values()]
            return 0, 0, int(not any(worth.evidence for worth in worths))
        case "rule":
            return 0, 0, int(not scenario.rules[group.name].evidence)
    return 0, 0, int(not scenario.facts[group.name].evidence)
