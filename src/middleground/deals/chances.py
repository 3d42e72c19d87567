"""How surely a rule holds when everybody in it says yes with a chance of their own.

Independent parts multiply. Counts and weighted sums are added up yes by yes (dynamic programming
over the sums that can come about). A name that stands in several parts is tried both ways. All of
it is exact; what would take too many steps is refused.

Source: Kurz & Napel (2014) for weighted sums; Darwiche (2001) for decomposition.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan

import numpy as np

from middleground.deals.draws import Floats
from middleground.scenario.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    AtLeast,
    Comparison,
    Node,
    Not,
    Number,
    Situation,
    Yes,
    holds,
    names_in,
    walk,
)

_MOST_STEPS = 20_000
_MOST_SUMS = 20_000
_ALWAYS, _NEVER = AllOf(()), AnyOf(())
Sums = tuple[float, float]


class TooTangled(Exception):  # noqa: N818  (a finding that callers put into words)
    """A rule whose chance takes too many steps to work out."""


def chance_that(node: Node, chances: Mapping[str, Floats | float]) -> Floats:
    """The chance that a rule holds, by broadcasting the chances of its names.

    Args:
        node: A rule over constituencies and events.
        chances: For each of its names the chance that it holds, independent of all others.

    Raises:
        TooTangled: If names stand in so many parts, or sums take so many values, that it is not
            worked out.
    """
    return np.asarray(_Chance(chances).of(node), dtype=float)


@dataclass
class _Chance:
    chances: Mapping[str, Floats | float]
    steps: int = field(default=0)

    def of(self, node: Node) -> Floats | float:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooTangled
        match node:
            case Yes(name):
                return self.chances[name]
            case Not(item):
                return 1 - self.of(item)
            case AllOf(items):
                return self._all([AllOf(group) for group in _apart(items)])
            case AnyOf(items):
                return 1 - self._all([Not(AnyOf(group)) for group in _apart(items)])
            case AtLeast(count, items):
                terms = [(1.0, 0.0, item) for item in items]
                return self._weighed(node, ">=", [*terms, (0.0, float(count), _ALWAYS)])
            case Comparison(sign, left, right):
                one, other = self._linear(left), self._linear(right)
                if one is None or other is None:
                    return self._split(node)
                terms = [(weight, 0.0, item) for weight, item in one]
                terms += [(0.0, weight, item) for weight, item in other]
                return self._weighed(node, sign, terms)
        raise TypeError(f"{node} is no rule over yeses")

    def _all(self, parts: Sequence[Node]) -> Floats | float:
        """The chance of all of some parts that share no name; one that is whole is split first."""
        chance: Floats | float = 1.0
        for part in parts:
            chance = chance * self._part(part)
        return chance

    def _part(self, part: Node) -> Floats | float:
        match part:
            case AllOf((item,)):
                return self.of(item)
            case Not(AnyOf((item,))):
                return 1 - self.of(item)
        return self._split(part)

    def _split(self, node: Node) -> Floats | float:
        """Try the name that stands in most places both ways."""
        named = Counter(part.name for part in walk(node) if isinstance(part, Yes))
        most = max(named.values())
        name = min(name for name, times in named.items() if times == most)
        chance = self.chances[name]
        return chance * self.of(_settled(node, name, _ALWAYS)) + (1 - chance) * self.of(
            _settled(node, name, _NEVER)
        )

    def _weighed(
        self, node: Node, sign: str, terms: Sequence[tuple[float, float, Node]]
    ) -> Floats | float:
        """A comparison of sums of yeses, added up one by one; split where yeses share names."""
        if any(n > 1 for n in Counter(w for *_, i in terms for w in names_in(i)).values()):
            return self._split(node)
        sums: dict[Sums, Floats | float] = {(0.0, 0.0): 1.0}
        for left, right, item in terms:
            chance, grown = self.of(item), dict[Sums, Floats | float]()
            for (one, other), share in sums.items():
                for key, part in (
                    ((round(one + left, 9), round(other + right, 9)), share * chance),
                    ((one, other), share * (1 - chance)),
                ):
                    grown[key] = grown[key] + part if key in grown else part
            sums = grown
            if len(sums) > _MOST_SUMS:
                raise TooTangled
        return sum((share for key, share in sums.items() if _met(sign, *key)), 0.0)

    def _linear(self, node: Node) -> list[tuple[float, Node]] | None:
        """A sum as weights of yeses, what is fixed as a weight of `_ALWAYS`; None if it is none."""
        match node:
            case Number(value):
                return [(value, _ALWAYS)]
            case Arithmetic("+" | "-" as sign, left, right):
                one, other = self._linear(left), self._linear(right)
                if one is None or other is None:
                    return None
                return one + [(weight if sign == "+" else -weight, item) for weight, item in other]
            case Arithmetic("*" | "/" as sign, left, right):
                one, other = self._linear(left), self._linear(right)
                if one is None or other is None:
                    return None
                if sign == "*" and _is_fixed(one):
                    one, other = other, one
                if not _is_fixed(other):
                    return None
                factor = sum(weight for weight, _ in other)
                if sign == "/":
                    factor = 1 / factor if factor else nan
                return [(weight * factor, item) for weight, item in one]
        if not names_in(node):
            return [(float(self.of(node)), _ALWAYS)]
        return [(1.0, node)]


def _is_fixed(terms: Sequence[tuple[float, Node]]) -> bool:
    return all(item == _ALWAYS for _, item in terms)


def _apart(items: Sequence[Node]) -> list[tuple[Node, ...]]:
    """Items in groups that share no name with each other."""
    groups: list[tuple[frozenset[str], tuple[Node, ...]]] = []
    for item in items:
        names = names_in(item)
        members: tuple[Node, ...] = (item,)
        for group in [g for g in groups if g[0] & names]:
            groups.remove(group)
            names, members = names | group[0], (*group[1], *members)
        groups.append((names, members))
    return [members for _, members in groups]


def _settled(node: Node, name: str, truth: Node) -> Node:
    """The rule with one name known to hold, or not to."""
    match node:
        case Yes(named):
            return truth if named == name else node
        case Not(item):
            return Not(_settled(item, name, truth))
        case AllOf(items) | AnyOf(items):
            return type(node)(tuple(_settled(item, name, truth) for item in items))
        case AtLeast(count, items):
            return AtLeast(count, tuple(_settled(item, name, truth) for item in items))
        case Comparison(sign, left, right) | Arithmetic(sign, left, right):
            sides = (_settled(side, name, truth) for side in (left, right))
            return type(node)(sign, *sides)
    return node


def _met(sign: str, left: float, right: float) -> bool:
    """Whether two sums compare as asked, to the same grain as everywhere."""
    return bool(holds(Comparison(sign, Number(left), Number(right)), Situation()))
