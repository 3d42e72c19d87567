"""Sets of levers: which are permitted, what they cost, and each lever's share in what all reach.

Source: Shapley (1953).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import factorial

import numpy as np

from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.levers import Levers


@dataclass(frozen=True)
class LeverSets:
    """Sets of levers as bits, in the order of the levers' names.

    Attributes:
        levers: The levers over draws.
    """

    levers: Levers

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The levers that bear on who accepts what, and those that they need."""
        found = {n for n, pull in enumerate(self.levers.pulls) if not pull.is_idle}
        while True:
            more = found.union(*(self._needs[n] for n in found))
            if more == found:
                return tuple(sorted(found))
            found = more

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.levers.names)}

    @cached_property
    def _needs(self) -> list[frozenset[int]]:
        known = self.levers.scenario.levers
        return [frozenset(self._place[o] for o in known[n].needs) for n in self.levers.names]

    @cached_property
    def _excludes(self) -> list[frozenset[int]]:
        known = self.levers.scenario.levers
        return [frozenset(self._place[o] for o in known[n].excludes) for n in self.levers.names]

    def permitted(self, sets: Wholes) -> Bools:
        """Which sets hold all that their levers need and nothing that one excludes."""
        found = np.ones(len(sets), dtype=bool)
        for n in range(len(self.levers.pulls)):
            used = sets >> n & 1 > 0
            for other in self._needs[n]:
                found &= ~used | (sets >> other & 1 > 0)
            for other in self._excludes[n]:
                found &= ~(used & (sets >> other & 1 > 0))
        return found

    def all(self) -> Wholes:
        """Every permitted set of the levers kept; the empty one first."""
        sets = np.zeros(1 << len(self.kept), dtype=np.int64)
        numbers = np.arange(len(sets))
        for place, n in enumerate(self.kept):
            sets |= (numbers >> place & 1) << n
        return sets[self.permitted(sets)]

    def with_needs(self, lever: int) -> int:
        """A lever with all that it needs, directly or through others."""
        found, waiting = 0, [lever]
        while waiting:
            n = waiting.pop()
            if not found >> n & 1:
                found |= 1 << n
                waiting += self._needs[n]
        return found

    def members(self, chosen: int) -> list[int]:
        """The levers of a set."""
        return [n for n in range(len(self.levers.pulls)) if chosen >> n & 1]

    def names(self, chosen: int) -> list[str]:
        """The names of a set's levers."""
        return [self.levers.names[n] for n in self.members(chosen)]

    def cost(self, chosen: int) -> Floats:
        """What a set costs, draw by draw."""
        return np.asarray(
            sum((self.levers.pulls[n].cost for n in self.members(chosen)), np.zeros(1)), dtype=float
        )

    def usual_costs(self, sets: Wholes) -> Floats:
        """What sets cost in the nominal reading. Shape (sets,)."""
        found = np.zeros(len(sets))
        for n, pull in enumerate(self.levers.pulls):
            found += (sets >> n & 1) * pull.usual_cost
        return found.round(9)

    def reach(self, sets: Wholes, shares: Floats) -> Floats:
        """For each group of the levers kept, the most that a permitted choice among them reaches.

        Args:
            sets: All permitted sets.
            shares: The probability with each.

        Returns:
            Shape (2 ** levers kept,), the groups numbered by the places of their levers in `kept`.
        """
        size = len(self.kept)
        places = np.zeros(len(sets), dtype=np.int64)
        for place, n in enumerate(self.kept):
            places |= (sets >> n & 1) << place
        most = np.full(1 << size, -1.0)
        most[places] = shares
        for place in range(size):
            view = most.reshape(-1, 2, 1 << place)
            np.maximum(view[:, 1], view[:, 0], out=view[:, 1])
        return most


def shapley_shares(worth: Floats) -> list[float]:
    """Each player's share of what all reach: its average gain over all orders of joining.

    Args:
        worth: What each group reaches, groups as bits. Shape (2 ** players,).

    Example:
        >>> shapley_shares(np.array([0.0, 1.0, 2.0, 4.0]))
        [1.5, 2.5]
    """
    players = len(worth).bit_length() - 1
    numbers = np.arange(len(worth))
    sizes = sum(((numbers >> n & 1) for n in range(players)), np.zeros(len(worth), np.int64))
    weights = np.array(
        [factorial(s) * factorial(players - 1 - s) / factorial(players) for s in range(players)]
    )
    shares = []
    for n in range(players):
        without = numbers[numbers >> n & 1 == 0]
        gains = worth[without | (1 << n)] - worth[without]
        shares.append(float((weights[sizes[without]] * gains).sum()))
    return shares


def smallest(sets: Sequence[int], most: int) -> list[int]:
    """The first sets that hold no other before them.

    Args:
        sets: In an order in which no set precedes its own parts.
        most: How many are wanted.
    """
    found: list[int] = []
    for one in sets:
        if not any(known & one == known for known in found):
            found.append(one)
            if len(found) == most:
                break
    return found
