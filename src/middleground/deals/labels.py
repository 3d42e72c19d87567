"""Labels: what a sweep carries for the partial deals that can still matter.

A label stands for all partial deals that are in the same state and worth the same: to those whose
utility is the party's own (the objectives), exactly; to everybody else who is asked, as far as it
is still open whether they will accept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from middleground.deals.course import Stage
from middleground.deals.draws import Bools, Wholes

# In place of V of somebody asked: they will accept, or refuse, whatever is settled from here on.
WILL_ACCEPT = int(np.iinfo(np.int64).max)
WILL_REFUSE = int(np.iinfo(np.int64).min)
LARGEST_KEY = 62
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Labels:
    """Labels at one step of a sweep.

    Attributes:
        states: Shape (labels,).
        objectives: V so far of each objective. Shape (labels,) each.
        carried: V so far of each of the others who are asked, or one of the two marks above.
    """

    states: Wholes
    objectives: tuple[Wholes, ...]
    carried: tuple[Wholes, ...]

    def __len__(self) -> int:
        """The number of labels."""
        return len(self.states)

    @classmethod
    def start(cls, objectives: int, carried: int) -> "Labels":
        """Before the first issue: one label, worth nothing yet."""
        nothing = np.zeros(1, dtype=np.int64)
        return cls(nothing, (nothing,) * objectives, (nothing,) * carried)

    def take(self, which: Wholes | Bools | slice) -> "Labels":
        """Some of the labels."""
        return Labels(
            self.states[which],
            tuple(column[which] for column in self.objectives),
            tuple(column[which] for column in self.carried),
        )

    def moves(self, stage: Stage) -> tuple[Wholes, Wholes]:
        """Every label with every option that is allowed to it: positions of both."""
        count, size = len(self.states), stage.to.shape[1]
        if stage.is_open:
            return np.repeat(np.arange(count), size), np.tile(np.arange(size), count)
        at = np.flatnonzero(stage.to[self.states] >= 0)
        rows, options = np.divmod(at, size)
        return rows, options

    def follow(
        self,
        stage: Stage,
        rows: Wholes,
        options: Wholes,
        objectives: Sequence[int],
        carried: Sequence[int],
    ) -> "Labels":
        """The labels that some labels become by some options.

        Args:
            stage: The issue that is settled.
            rows: Positions of labels.
            options: Positions of options, one for each.
            objectives: The constituencies whose V the objectives are.
            carried: The constituencies whose V is carried.
        """
        at = self.states[rows] * stage.to.shape[1] + options
        return Labels(
            stage.to.ravel()[at],
            tuple(
                column[rows] + stage.adds[who].ravel()[at]
                for column, who in zip(self.objectives, objectives, strict=True)
            ),
            tuple(
                _add_open(column[rows], stage.adds[who].ravel()[at])
                for column, who in zip(self.carried, carried, strict=True)
            ),
        )

    def in_order(self) -> Wholes:
        """By state, best first by one objective after the other; then by what is carried."""
        keys = [self.states, *(-column for column in self.objectives), *self.carried]
        return np.asarray(np.lexsort(tuple(reversed(keys))))

    def differ(self) -> Bools:
        """Whether each label differs from the one before it. Shape (labels,)."""
        new = np.ones(len(self), dtype=bool)
        if len(self) > 1:
            columns = [self.states, *self.objectives, *self.carried]
            new[1:] = np.logical_or.reduce([c[1:] != c[:-1] for c in columns])
        return new


def _add_open(values: Wholes, adds: Wholes) -> Wholes:
    settled = (values == WILL_ACCEPT) | (values == WILL_REFUSE)
    return np.where(settled, values, values + np.where(settled, 0, adds))


def mixed(columns: Iterable[Wholes]) -> NDArray[np.uint64]:
    """One number for each row of some columns: equal for equal rows, rarely so for others."""
    result: NDArray[np.uint64] = np.zeros(1, dtype=np.uint64)
    for column in columns:
        result = (result ^ (result >> np.uint64(29))) * np.uint64(_ODD) + column.astype(np.uint64)
    return result ^ (result >> np.uint64(32))


def spread(first: Wholes, last: Wholes) -> tuple[Wholes, Wholes]:
    """All positions of some intervals, one after another, each with its interval."""
    counts = last - first
    which = np.repeat(np.arange(len(first)), counts)
    ends = np.cumsum(counts)
    at = np.arange(len(which)) - np.repeat(ends - counts, counts) + np.repeat(first, counts)
    return which, at


def only_efficient_pairs(labels: Labels) -> Labels:
    """Of labels with two objectives and nothing beside, those that none of their state dominates.

    One sort of whole numbers, then one pass. Sorted by state, best first by the first objective.
    """
    if not len(labels):
        return labels
    states, (first, second) = labels.states, labels.objectives
    top, peak = int(first.max()), int(second.max())
    bits = [int(column.max() - column.min()).bit_length() for column in (first, second)]
    if bits[0] + bits[1] + int(states.max()).bit_length() > LARGEST_KEY:
        return _pairs_far_apart(labels)
    shift = bits[0] + bits[1]
    keys = (states << shift) | ((top - first) << bits[1]) | (peak - second)
    keys.sort()
    states = keys >> shift
    second = keys & ((1 << bits[1]) - 1)
    # Within a state the first objective falls, so the second has to rise: above all before it.
    height = (states << bits[1]) | ((1 << bits[1]) - 1 - second)
    kept = np.ones(len(keys), dtype=bool)
    kept[1:] = height[1:] > np.maximum.accumulate(height)[:-1]
    keys, states, second = keys[kept], states[kept], second[kept]
    first = top - ((keys >> bits[1]) & ((1 << bits[0]) - 1))
    return Labels(states, (first, peak - second), ())


def _pairs_far_apart(labels: Labels) -> Labels:
    """The same for numbers that do not fit into one key."""
    labels = labels.take(labels.in_order())
    ranks = np.empty(len(labels), dtype=np.int64)
    order = np.argsort(labels.objectives[1], kind="stable")
    second = labels.objectives[1][order]
    ranks[order] = np.concatenate([[0], np.cumsum(second[1:] != second[:-1])])
    height = labels.states * (len(labels) + 1) + ranks
    kept = np.ones(len(labels), dtype=bool)
    kept[1:] = height[1:] > np.maximum.accumulate(height)[:-1]
    return labels.take(kept)
