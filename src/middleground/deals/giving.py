"""Least give: how many points those who refuse would have to be given for a deal to be agreeable.

The deal and the vector g >= 0 that minimise sum g_k, or max g_k, such that u_k + g_k >= r_k for
everybody whose yes is needed. Points of different people are added or compared here: whoever prints
such a figure says so. Deals are sorted out in floating point, the near-best compared as fractions.

Source: Lax & Sebenius (1986) for what is given to a blocker; Chinneck (2008) for least relaxation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Floats, Wholes
from middleground.deals.requirements import Requirements
from middleground.deals.scan import Block, Scan
from middleground.scenario.ranges import MILLION

Norm = Literal["sum", "max"]
NORMS: tuple[Norm, ...] = ("sum", "max")
_CLOSE = 1e-9
_MOST_KEPT = 4_096


@dataclass(frozen=True)
class Give:
    """The least that would have to be given, by one measure.

    Attributes:
        points: The sum, or the most that anybody is given.
        by: What each of those who refuse would have to be given, in the first of the deals. Others
            need nothing.
        numbers: Positions of the deals for which so little is enough, ascending: the first of them.
        tied: How many deals there are for which it is enough; at least, where not `counted`.
        counted: Whether that is their exact number.
        proved: Whether no deal needs less; found by a solver, by less than a millionth of a point
            for each person.
    """

    points: Fraction
    by: dict[str, Fraction]
    numbers: list[int]
    tied: int
    counted: bool
    proved: bool = True


Groups = Sequence[Sequence[frozenset[str]]]
"""For each party, the smallest groups whose yes is enough."""


def least_give(
    requirements: Requirements, norm: Norm, lift: int | None = None, most: int = 12
) -> Give | None:
    """The least give over the deals that the rules and pins allow, every deal looked at.

    Args:
        requirements: What an agreeable deal has to meet; the first draw of its reading.
        norm: The sum over people, or the most for anybody.
        lift: A set of groups: only those in it are given anything, its rules and facts are set
            aside, and all else has to hold. None: everybody may be given, all rules hold.
        most: How many deals to list.

    Returns:
        The least; None if no deal will do, whatever is given.
    """
    people = may_be_given(requirements, lift)
    found = [
        give
        for scan in _scans(requirements, lift or 0)
        if (give := _least_in(scan, needed_groups(requirements), norm, people, most))
    ]
    return min(found, key=lambda give: give.points, default=None)


def needed_groups(requirements: Requirements) -> Groups:
    """For each party the smallest groups whose yes is enough, with the events of the reading."""
    events = requirements.reading.events(0)
    return [rule.sufficient(events) for rule in requirements.ratified_by]


def give_at(
    reading: Appraisal, number: int, groups: Groups, norm: Norm, people: frozenset[str]
) -> tuple[Fraction, dict[str, Fraction]] | None:
    """The least give of one deal, and to whom: exactly. None where nothing given will do.

    Args:
        reading: Preferences, facts and events; its first draw.
        number: Position of the deal.
        groups: For each party the groups whose yes is enough.
        norm: The measure.
        people: Who may be given anything.
    """
    by: dict[str, Fraction] = {}
    for ways in groups:
        open_ = []
        for group in ways:
            lacks = {who: lack_of(reading, who, number) for who in sorted(group)}
            given = {who: lack for who, lack in lacks.items() if lack > 0}
            if given.keys() <= people:
                total, peak = sum(given.values(), Fraction(0)), max(given.values(), default=_NONE)
                open_.append(((total, peak) if norm == "sum" else (peak, total), given))
        if not open_:
            return None
        by |= min(open_, key=lambda way: (way[0], sorted(way[1])))[1]
    total = sum(by.values(), _NONE) if norm == "sum" else max(by.values(), default=_NONE)
    return total, by


def lack_of(reading: Appraisal, who: str, number: int) -> Fraction:
    """How many points somebody lacks to accept a deal; 0 where they accept."""
    utility = reading.utilities[who]
    surplus = int(utility.surplus(reading.space, number, reading.draws)[0])
    return Fraction(max(0, -surplus), int(utility.scale[0]) * MILLION)


_NONE = Fraction(0)


def may_be_given(requirements: Requirements, lift: int | None) -> frozenset[str]:
    """Those who may be given points: whose acceptance is in a set of groups; None: everybody."""
    return frozenset(
        group.name
        for n, group in enumerate(requirements.groups)
        if group.kind == "acceptance" and (lift is None or lift >> n & 1)
    )


def _scans(requirements: Requirements, lift: int) -> Iterator[Scan]:
    """The deals that the conditions allow, apart from those that are set aside."""
    bit = requirements.bit
    freed = {
        group.name
        for n, group in enumerate(requirements.groups)
        if group.kind == "fact" and lift >> n & 1
    }
    for setting in requirements.settings:
        if setting.free <= freed:
            scan = Scan(requirements.reading.scenario, setting.draws)
            scan.utilities = requirements.reading.utilities
            kept = {p: c for p, c in requirements.conditions.items() if not lift >> bit[p] & 1}
            pins = {f"pin.{n}": pin for n, pin in enumerate(requirements.background)}
            scan.rules = {**kept, **pins}
            yield scan


def _least_in(
    scan: Scan, groups: Groups, norm: Norm, people: frozenset[str], most: int
) -> Give | None:
    """The least give over the deals of one scan."""
    near = _Nearest()
    for block in scan.feasible(0):
        near.take(_costs(_lacks(scan, block), groups, norm, people, block), block.numbers)
    numbers = near.numbers()
    exact = {
        int(number): given
        for number in numbers[:_MOST_KEPT]
        if (given := give_at(scan, int(number), groups, norm, people))
    }
    if not exact:
        return None
    least = min(points for points, _ in exact.values())
    tied = [number for number, (points, _) in exact.items() if points == least]
    is_counted = len(numbers) <= _MOST_KEPT
    return Give(least, exact[tied[0]][1], tied[:most], len(tied), is_counted)


def _lacks(scan: Scan, block: Block) -> dict[str, Floats]:
    """How many points everybody asked lacks. Shape (deals,) each."""
    found = {}
    for who in dict.fromkeys(scan.ratification.constituencies):
        values = scan.values(who, 0)
        lack = np.maximum(0, values.no_deal - values.of(block))
        found[who] = lack / (float(scan.utilities[who].scale[0]) * MILLION)
    return found


def _costs(
    lacks: Mapping[str, Floats],
    groups: Groups,
    norm: Norm,
    people: frozenset[str],
    block: Block,
) -> Floats:
    """The least give of each deal, over the cheapest groups whose yes is enough."""
    join = np.add if norm == "sum" else np.maximum
    total = np.zeros(len(block.numbers))
    for ways in groups:
        least = np.full(len(block.numbers), np.inf)
        for group in ways:
            cost = np.zeros(len(block.numbers))
            for who in sorted(group):
                is_open = who in people
                cost = join(cost, lacks[who] if is_open else np.where(lacks[who] > 0, np.inf, 0.0))
            least = np.minimum(least, cost)
        total = join(total, least)
    return total


@dataclass
class _Nearest:
    """The deals with nearly the least cost so far."""

    least: float = np.inf
    parts: list[tuple[Floats, Wholes]] = field(default_factory=list)

    def take(self, costs: Floats, numbers: Wholes) -> None:
        """Look at some more deals."""
        if len(costs) and np.isfinite(costs.min()):
            self.least = min(self.least, float(costs.min()))
            near = costs <= self._limit
            self.parts.append((costs[near], numbers[near]))

    @property
    def _limit(self) -> float:
        return self.least + _CLOSE * max(1.0, self.least)

    def numbers(self) -> Wholes:
        """Positions of those that are near the least of all, ascending."""
        found = [numbers[costs <= self._limit] for costs, numbers in self.parts]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
