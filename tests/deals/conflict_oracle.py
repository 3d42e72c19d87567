"""Conflict and concession sets, and the least give, by exhaustion: in code of its own.

Every subset of the groups is asked about, over every deal and many values of the fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, pairwise, product
from typing import Any

from tests.deals.brute_force import MILLION, Deal, World

# Wherever a condition of made_scenarios can change: option numbers, their products and parts.
_BREAKS = [0, 0.5, 1, 1.25, 2, 2.5, 3.125, 4, 5, 8, 10]


@dataclass(frozen=True)
class Exhaustive:
    """All that can be asked about one scenario, asked.

    Attributes:
        world: The scenario with its numbers.
        demands: Whether every demand is a group and nobody is asked.
        pins: Options that are settled.
    """

    world: World
    demands: bool = False
    pins: Mapping[str, Any] | None = None

    @cached_property
    def conditions(self) -> dict[str, str]:
        written = self.world.written
        found = {f"rules.{n}": rule["rule"] for n, rule in written.get("rules", {}).items()}
        for name, demand in written.get("demands", {}).items():
            if self.demands or demand.get("binds"):
                found[f"demands.{name}"] = demand["requires"]
        return found

    @cached_property
    def people(self) -> dict[str, list[str]]:
        """Everybody within each party."""
        return {
            party: [f"{party}.{name}" for name in written.get("constituencies") or {}] or [party]
            for party, written in self.world.written["parties"].items()
        }

    def says_yes(self, party: str, accepts: frozenset[str]) -> bool:
        own = frozenset(self.people[party])
        return self.answers[party, accepts & own]

    @cached_property
    def answers(self) -> dict[tuple[str, frozenset[str]], bool]:
        """What each party says when some of its people accept."""
        found = {}
        any_deal = next(self.world.deals())
        for party, own in self.people.items():
            rule = self.world.written["parties"][party]["ratifies"]
            for some in chain.from_iterable(combinations(own, n) for n in range(len(own) + 1)):
                said = {who.rpartition(".")[2]: who in some for who in own}
                found[party, frozenset(some)] = bool(self.world.holds(rule, any_deal, said))
        return found

    @cached_property
    def groups(self) -> list[str]:
        """In no particular order; the fact last."""
        asked = [] if self.demands else [w for own in self.people.values() for w in own]
        known = [f"preferences.{who}" for who in asked if who in self.world.written["preferences"]]
        return [*known, *self.conditions, "facts.stock"]

    @cached_property
    def seen(self) -> set[tuple[bool, frozenset[str], frozenset[str]]]:
        """What deals satisfy: whether the fact is its own, who accepts, which conditions hold."""
        found = set()
        for is_own, world in self.worlds:
            for deal in world.deals():
                if any(deal[issue] != option for issue, option in (self.pins or {}).items()):
                    continue
                held = frozenset(
                    p for p, text in self.conditions.items() if world.holds(text, deal)
                )
                yes = frozenset(
                    group.partition(".")[2]
                    for group in self.groups
                    if group.startswith("preferences.")
                    and world.surplus(group.partition(".")[2], deal) >= 0
                )
                found.add((is_own, yes, held))
        return found

    @cached_property
    def worlds(self) -> list[tuple[bool, World]]:
        """The scenario as it is, and with the fact elsewhere in its range."""
        path = "facts.stock.value"
        written = self.world.written["facts"]["stock"]["value"]
        match written:
            case {"values": values}:
                candidates = list(values)
            case {"low": low, "high": high}:
                candidates = _within(low, high)
            case [low, high]:
                candidates = _within(low, high)
            case _:
                candidates = [written]

        def at(number: float) -> World:
            value = self.world.value
            here = round(number * MILLION)
            return replace(self.world, value=lambda p: here if p == path else value(p))

        return [(True, self.world), *((False, at(number)) for number in candidates)]

    def can_hold(self, wanted: frozenset[str]) -> bool:
        """Whether some deal satisfies some groups."""
        people = {g.partition(".")[2] for g in wanted if g.startswith("preferences.")}
        for is_own, yes, held in self.seen:
            if ("facts.stock" in wanted and not is_own) or not (
                wanted & {*self.conditions}
            ) <= held:
                continue
            everybody = {who for own in self.people.values() for who in own}
            free = yes | (everybody - people)
            if self.demands or all(self.says_yes(p, frozenset(free)) for p in self.people):
                return True
        return False

    def sets(
        self, asked: list[str], given: frozenset[str] = frozenset()
    ) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
        """All minimal conflict sets and all minimal concession sets, by exhaustion."""
        held = {
            frozenset(some): self.can_hold(frozenset(some) | given)
            for size in range(len(asked) + 1)
            for some in combinations(asked, size)
        }
        conflicts = {
            some
            for some, holds in held.items()
            if not holds and all(held[some - {g}] for g in some)
        }
        every = frozenset(asked)
        concessions = {
            every - some
            for some, holds in held.items()
            if holds and not any(held[some | {g}] for g in every - some)
        }
        return conflicts, concessions

    def least_give(self, norm: str) -> tuple[Fraction, list[Deal]] | None:
        """The least give in points, by sum or maximum, and the deals for which it is enough."""
        costs = [
            (self._cost(deal, norm), deal)
            for deal in self.world.deals()
            if self.world.is_allowed(deal)
            and not any(deal[i] != option for i, option in (self.pins or {}).items())
        ]
        known = [(cost, deal) for cost, deal in costs if cost is not None]
        if not known:
            return None
        least = min(cost for cost, _ in known)
        return least / MILLION, [deal for cost, deal in known if cost == least]

    def _cost(self, deal: Deal, norm: str) -> Fraction | None:
        each = []
        for party, own in self.people.items():
            lacks = {
                who: max(Fraction(0), -self.world.surplus(who, deal))
                for who in own
                if who in self.world.written["preferences"]
            }
            some = chain.from_iterable(combinations(lacks, n) for n in range(len(lacks) + 1))
            ways = [
                [lacks[who] for who in group]
                for group in some
                if self.says_yes(party, frozenset(group))
            ]
            if not ways:
                return None
            each.append(ways)
        totals = [list(chain.from_iterable(choice)) for choice in product(*each)]
        measure = sum if norm == "sum" else max
        return min(Fraction(measure([Fraction(0), *given])) for given in totals)


def _within(low: float, high: float) -> list[float]:
    known = sorted({low, high, *(b for b in _BREAKS if low <= b <= high)})
    between = [(a + b) / 2 for a, b in pairwise(known)]
    return [*known, *between]
