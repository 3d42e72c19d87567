"""Who would say yes to what: the one idea on which every answer rests.

A constituency accepts a deal that it values at least as highly as no deal, decided in whole numbers
and without a tolerance. A party ratifies by its rule over these yeses and named events.

Source: Raiffa (1982); Putnam (1988).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from middleground.deals.draws import Bools, Floats, Wholes
from middleground.scenario.conditions import ratification
from middleground.scenario.expressions import Node, Situation, holds, names_in
from middleground.scenario.model import Scenario


def accepts(value: Wholes, no_deal: Wholes | int) -> Bools:
    """Whether deals are accepted: as good as no deal is good enough. Both in V, broadcast."""
    return np.asarray(value >= no_deal)


@dataclass(frozen=True)
class RatificationRule:
    """When a party says yes.

    Attributes:
        party: The party.
        node: A condition over constituencies, by their full names, and events.
        constituencies: Those that the rule asks.
    """

    party: str
    node: Node
    constituencies: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, party: str) -> "RatificationRule":
        """The rule of a party."""
        node = ratification(scenario, party)
        named = names_in(node)
        asked = tuple(who for who in scenario.constituencies_of(party) if who in named)
        return cls(party, node, asked)

    def ratifies(
        self, accepted: Mapping[str, Bools | bool], events: Mapping[str, Bools | bool]
    ) -> Bools:
        """Whether the party says yes, by broadcasting what its constituencies say."""
        return holds(self.node, Situation(truths={**events, **accepted}))

    def sufficient(self, events: Mapping[str, bool]) -> list[frozenset[str]]:
        """The smallest groups whose yes is enough, with these events; none if nothing is."""
        count = len(self.constituencies)
        numbers = np.arange(1 << count)
        bits = {who: (numbers >> n & 1).astype(bool) for n, who in enumerate(self.constituencies)}
        enough = np.broadcast_to(self.ratifies(bits, dict(events)), numbers.shape)
        found: list[int] = []
        for number in sorted(np.flatnonzero(enough).tolist(), key=int.bit_count):
            if not any(number & smaller == smaller for smaller in found):
                found.append(number)
        return [
            frozenset(who for n, who in enumerate(self.constituencies) if number >> n & 1)
            for number in found
        ]

    def vetoes(self, events: Mapping[str, bool]) -> frozenset[str]:
        """Those without whose yes the party never ratifies, with these events."""
        return frozenset(
            who
            for who in self.constituencies
            if not self.ratifies({w: w != who for w in self.constituencies}, dict(events)).any()
        )

    def shortfall(
        self, surplus: Mapping[str, Floats], events: Mapping[str, bool], deals: int
    ) -> Floats:
        """The most points that one of its constituencies would still have to be given.

        Over the cheapest group whose yes is enough. 0 where the party ratifies; infinite where it
        cannot. Points of different people are compared here: say so beside the figure.

        Args:
            surplus: In points, by constituency. Shape (deals,) each.
            events: Which events hold.
            deals: Number of deals.
        """
        lacking = {who: np.maximum(0, -points) for who, points in surplus.items()}
        least = np.full(deals, np.inf)
        for group in self.sufficient(events):
            worst = np.zeros(deals)
            for who in group:
                worst = np.maximum(worst, lacking[who])
            least = np.minimum(least, worst)
        return least


@dataclass(frozen=True)
class Ratification:
    """The rules of all parties."""

    rules: tuple[RatificationRule, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> "Ratification":
        """The rules of a scenario."""
        return cls(tuple(RatificationRule.of(scenario, party) for party in scenario.parties))

    @cached_property
    def constituencies(self) -> tuple[str, ...]:
        """Everybody whom some rule asks."""
        return tuple(who for rule in self.rules for who in rule.constituencies)
