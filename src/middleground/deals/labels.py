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
