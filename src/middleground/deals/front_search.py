"""The efficient frontier by asking a solver for one deal after another, with a proven distance.

What no known point dominates falls into regions, each bounded from below by known points. Of a
region a solver finds an efficient deal, or proves that there is none. First only deals are asked
for that lie far beyond all known points; then ever nearer ones. Whenever a round ends, every deal
is matched by a known point to within that distance; when the round at distance 0 ends, the frontier
is complete. Any number of parties.

Sources: Klamroth, Lacour & Vanderpooten (2015), regions of search; Laumanns, Thiele & Zitzler
(2006), epsilon-constraint.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from middleground.deals.integer_model import IntegerModel
from middleground.deals.solving import Allotment, Solution, solve, weights_for

MOST_POINTS = 1_000
_ROUNDS = (3, 5, 7, 9)
Point = tuple[int, ...]
Region = tuple[int | None, ...]


@dataclass(frozen=True)
class FoundFront:
    """Points of a frontier, and how far it is proved.

    Attributes:
        points: V of each objective, in the structure's units; for each the options of one deal.
        error: By how much V of a deal may exceed its nearest point, in each objective; None where
            nothing is proved.
        is_settled: Whether each point is itself proved to be efficient.
    """

    points: dict[Point, tuple[int, ...]]
    error: tuple[int, ...] | None
    is_settled: bool

    @property
    def is_complete(self) -> bool:
        """Whether these are all points: then none of them is dominated either."""
        return self.error is not None and not any(self.error)


@dataclass
class _Search:
    """A search on its way."""

    source: IntegerModel
    objectives: tuple[int, ...]
    allotment: Allotment
    points: dict[Point, tuple[int, ...]] = field(default_factory=dict)
    regions: list[Region] = field(default_factory=list)
    is_settled: bool = True

    def __post_init__(self) -> None:
        self.regions = [(None,) * len(self.objectives)]
        self.weights = weights_for(self.source, self.objectives)
        self.tops = [self.source.reach[who][1] for who in self.objectives]

    def enter(self, solution: Solution) -> None:
        """A new point, and the regions that it leaves."""
        point = tuple(solution.worth[who] for who in self.objectives)
        self.is_settled &= solution.outcome == "best"
        self.points[point] = solution.chosen
        self.regions = _split(self.regions, point)

    def best_of(self, objective: int) -> bool:
        """Ask for the most that one objective can be."""
        question = self.source.model.clone()
        question.maximize(self.source.worth[self.objectives[objective]])
        found = solve(self.source, question, self.allotment)
        if found.outcome == "best":
            self.tops[objective] = found.worth[self.objectives[objective]]
        return found.outcome != "none"

    def beyond(self, region: Region, by: Sequence[int]) -> Solution | None:
        """A deal of a region, so far beyond its bounds; None where there can be none."""
        question = self.source.model.clone()
        values = [self.source.worth[who] for who in self.objectives]
        for value, low, step, top in zip(values, region, by, self.tops, strict=True):
            if low is None:
                continue
            if low + step >= top:
                return None
            question.add(value > low + step)
        question.maximize(sum(w * v for w, v in zip(self.weights, values, strict=True)))
        return solve(self.source, question, self.allotment)


def search_front(
    source: IntegerModel,
    objectives: Sequence[int],
    allotment: Allotment,
    known: Sequence[Solution] = (),
) -> FoundFront:
    """Look for the frontier of all deals of a model.

    Args:
        source: The model.
        objectives: Places of the constituencies between whose V no deal may be dominated.
        allotment: What may be spent.
        known: Deals proved to be efficient, to begin with.
    """
    search = _Search(source, tuple(objectives), allotment)
    if not all(search.best_of(n) for n in range(len(objectives))):
        return FoundFront({}, (0,) * len(objectives), is_settled=True)
    for solution in known:
        search.enter(solution)
    spans = [
        top - source.reach[who][0] for top, who in zip(search.tops, search.objectives, strict=True)
    ]
    proved: tuple[int, ...] | None = None
    for by in dict.fromkeys(
        [*(tuple(span >> n for span in spans) for n in _ROUNDS), (0,) * len(spans)]
    ):
        if not _round(search, by):
            break
        proved = by
    return FoundFront(_not_dominated(search.points), proved, search.is_settled)


def _round(search: _Search, by: Point) -> bool:
    """Until no deal lies so far beyond the known points; whether that is proved."""
    empty: set[Region] = set()
    while todo := [region for region in search.regions if region not in empty]:
        region = min(todo, key=_in_order)
        found = search.beyond(region, by)
        if found is None or found.outcome == "none":
            empty.add(region)
        elif found.is_deal and len(search.points) < MOST_POINTS:
            search.enter(found)
        else:
            return False
    return True


def _in_order(region: Region) -> tuple[Any, ...]:
    """Regions with fewer bounds first: they are larger."""
    bounds = [low for low in region if low is not None]
    return len(bounds), sum(bounds), bounds


def _split(regions: Sequence[Region], point: Point) -> list[Region]:
    """The regions that are left when nothing that a point dominates is looked for any more."""
    kept, made = [], []
    for region in regions:
        if all(low is None or low < value for low, value in zip(region, point, strict=True)):
            made += [(*region[:n], value, *region[n + 1 :]) for n, value in enumerate(point)]
        else:
            kept.append(region)
    fresh = list(dict.fromkeys(made))
    return kept + [
        region
        for region in fresh
        if not any(other != region and _holds(other, region) for other in (*kept, *fresh))
    ]


def _holds(outer: Region, inner: Region) -> bool:
    """Whether one region lies in another."""
    return all(
        low is None or (other is not None and low <= other)
        for low, other in zip(outer, inner, strict=True)
    )


def _not_dominated(points: dict[Point, tuple[int, ...]]) -> dict[Point, tuple[int, ...]]:
    """Without points that were found before it was proved that they are efficient, and are not."""
    return {
        point: chosen
        for point, chosen in points.items()
        if not any(
            other != point and all(a >= b for a, b in zip(other, point, strict=True))
            for other in points
        )
    }
