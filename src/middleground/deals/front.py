"""The efficient frontier as a sweep finds it: its points, and the deals behind each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import merge
from itertools import islice

import numpy as np

from middleground.deals.draws import Wholes
from middleground.deals.structure import Structure
from middleground.deals.sweep import Swept
from middleground.deals.tracing import Traced


@dataclass(frozen=True)
class Front:
    """An efficient frontier, best for the first party first.

    Attributes:
        structure: The reading that it belongs to.
        swept: The sweep that found it.
        values: V of each objective, as utilities have it. Shape (points, objectives).
        labels: The final labels of each point: they differ in who accepts.
    """

    structure: Structure
    swept: Swept
    values: Wholes
    labels: tuple[tuple[int, ...], ...]
    _firsts: dict[int, list[list[int]]] = field(default_factory=dict, init=False, compare=False)

    @classmethod
    def of(cls, structure: Structure, swept: Swept) -> "Front":
        """The frontier that a sweep ended with."""
        last = swept.layers[-1]
        values = np.stack(last.objectives, axis=1)
        order = np.lexsort(tuple(-column for column in reversed(last.objectives)))
        ranked = values[order]
        new = np.ones(len(ranked), dtype=bool)
        new[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
        starts = np.flatnonzero(new)
        units = np.array([structure.units[who] for who in swept.aim.objectives], dtype=np.int64)
        ends = [*starts[1:].tolist(), len(order)]
        which = order.tolist()
        labels = tuple(tuple(which[a:b]) for a, b in zip(starts.tolist(), ends, strict=False))
        return cls(structure, swept, ranked[starts] * units, labels)

    @property
    def is_complete(self) -> bool:
        """Whether these are all points and all deals behind them."""
        return self.swept.is_complete

    @property
    def error(self) -> tuple[int, ...]:
        """By how much V of a deal may exceed its nearest point, in each objective."""
        units = [self.structure.units[who] for who in self.swept.aim.objectives]
        return tuple(e * u for e, u in zip(self.swept.error, units, strict=True))

    @cached_property
    def _traced(self) -> Traced:
        return Traced.of(self.swept, self.structure.sizes)

    @cached_property
    def counts(self) -> list[int]:
        """How many deals have each point's utilities: all that there are, if it is complete."""
        counts = self._traced.counts
        return [sum(counts[n] for n in labels) for labels in self.labels]

    def first_deals(self, points: Sequence[int], most: int) -> list[list[int]]:
        """The first deals of some points, as positions in the deal space, ascending."""
        if most not in self._firsts:
            self._firsts[most] = self._traced.first_deals(most)
        found = self._firsts[most]
        return [list(islice(merge(*(found[n] for n in self.labels[p])), most)) for p in points]
