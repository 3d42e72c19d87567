"""Labels that cannot lead beyond deals already known: dropped before they multiply.

With people to be asked beside two objectives, labels are many, and most lead nowhere near the
frontier. Two things tell which: some agreeable deals, found quickly by keeping few labels; and for
each state the frontier of all that can still be added to the objectives, whoever accepts. If every
sum of a label and such an addition is dominated by a known agreeable deal, so is every deal that
the label leads to. Nothing on the frontier, no tie of it and no deal behind it is lost.

Source: Nemhauser & Ullmann (1969) and Morin & Marsten (1976) for bounds in dynamic programming.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.course import Course
from middleground.deals.draws import Bools, Wholes
from middleground.deals.labels import Labels, only_efficient_pairs, spread

_MOST_ADDITIONS = 400_000
_CORNERS = 48
_BELOW_ALL = int(np.iinfo(np.int64).min)


@dataclass(frozen=True)
class Ahead:
    """For each state at one step, corners that hold everything that can still be added.

    Attributes:
        starts: Where each state's corners begin; one more than there are states.
        first, second: What the two objectives gain at most together, corner by corner.
    """

    starts: Wholes
    first: Wholes
    second: Wholes


@dataclass(frozen=True)
class Bound:
    """What is known of two objectives before a sweep.

    Attributes:
        ahead: For each number of stages behind.
        known_first, known_second: V of agreeable deals that do not dominate each other, rising for
            the first objective; then an end below all.
    """

    ahead: tuple[Ahead, ...]
    known_first: Wholes
    known_second: Wholes

    @classmethod
    def of(cls, course: Course, objectives: Sequence[int], known: Labels) -> "Bound | None":
        """From some agreeable deals; None where the additions themselves are too many."""
        found = _additions(course, objectives)
        if found is None:
            return None
        pairs = only_efficient_pairs(known)
        first, second = (column[::-1] for column in pairs.objectives)
        return cls(found, first, np.append(second, _BELOW_ALL))

    def may_matter(self, labels: Labels, at: int) -> Bools:
        """Which labels may lead to a deal that no known one dominates."""
        ahead = self.ahead[at]
        which, corners = spread(ahead.starts[labels.states], ahead.starts[labels.states + 1])
        first = labels.objectives[0][which] + ahead.first[corners]
        second = labels.objectives[1][which] + ahead.second[corners]
        place = np.searchsorted(self.known_first, first)
        better = np.append(self.known_first, 0)[place] > first
        rival = self.known_second[place]
        open_still = ~((rival > second) | ((rival == second) & better))
        return np.bincount(which[open_still], minlength=len(labels)) > 0


def _additions(course: Course, objectives: Sequence[int]) -> tuple[Ahead, ...] | None:
    """From the last issue back: the frontier of what can be added from each state on."""
    nothing = np.zeros(1, dtype=np.int64)
    fronts = Labels(nothing, (nothing, nothing), ())
    starts = np.array([0, 1])
    found = [_corners(fronts, starts)]
    for stage in reversed(course.stages):
        states, options = np.nonzero(stage.to >= 0)
        to = stage.to[states, options]
        which, at = spread(starts[to], starts[to + 1])
        if len(which) > _MOST_ADDITIONS:
            return None
        came, chosen = states[which], options[which]
        sums = [
            column[at] + stage.adds[who][came, chosen]
            for column, who in zip(fronts.objectives, objectives, strict=True)
        ]
        fronts = only_efficient_pairs(Labels(came, (sums[0], sums[1]), ()))
        starts = np.searchsorted(fronts.states, np.arange(len(stage.to) + 1))
        found.append(_corners(fronts, starts))
    return tuple(reversed(found))


def _corners(fronts: Labels, starts: Wholes) -> Ahead:
    """A few points for each state that are nowhere below its frontier."""
    counts = np.diff(starts)
    length = -(-counts // _CORNERS)
    place = np.arange(len(fronts)) - np.repeat(starts[:-1], counts)
    step = np.repeat(np.maximum(length, 1), counts)
    heads = np.flatnonzero(place % step == 0)
    tails = np.append(heads, len(fronts))[1:] - 1
    # Along a frontier the first objective falls and the second rises.
    return Ahead(
        np.searchsorted(fronts.states[heads], np.arange(len(starts))),
        fronts.objectives[0][heads],
        fronts.objectives[1][tails],
    )
