"""Conditions made ready for a sweep over the issues: small tables, or counters.

A condition over two or three issues is a table of where it holds. One that touches many issues is
usually a sum in disguise (a budget, a count, at least so many of several things): it is carried
along as a counter, to which each issue adds its part, and decided when the last part is in. What
the counter has to tell apart is how much more is needed, which is far less than all combinations.

Counters are whole numbers. Sums are compared exactly where the engine's own grain of comparison
(`middleground.scenario.expressions.GRAIN`) cannot make a difference; a sum for which it could is
left a table, or is too wide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm, prod

import numpy as np
from numpy.typing import NDArray

from middleground.deals.draws import Bools, Draws, Wholes
from middleground.deals.space import DealSpace
from middleground.scenario.expressions import (
    GRAIN,
    AllOf,
    AnyOf,
    Arithmetic,
    AtLeast,
    Comparison,
    Node,
    Not,
    Number,
    holds,
    names_in,
    number_of,
)

SMALL = 4_096
_FINEST = 10**9
_DIGITS = 12


@dataclass(frozen=True)
class Table:
    """Where a condition holds, over the few issues that it names.

    Attributes:
        scope: Positions of these issues, ascending.
        held: One axis for each.
    """

    scope: tuple[int, ...]
    held: Bools


@dataclass(frozen=True)
class Piece:
    """What a few issues add to a counter.

    Attributes:
        scope: Positions of these issues, ascending.
        adds: One axis for each.
    """

    scope: tuple[int, ...]
    adds: Wholes


@dataclass(frozen=True)
class Counter:
    """A condition on a sum: it holds where the sum is at least, or exactly, so much.

    Attributes:
        pieces: What issues add.
        parts: Counters that each add 1 where they hold.
        threshold: What the sum is compared with.
        exactly: Compare with `==` rather than `>=`.
        negated: The condition holds where the comparison does not.
    """

    pieces: tuple[Piece, ...]
    parts: tuple["Counter", ...]
    threshold: int
    exactly: bool = False
    negated: bool = False

    @property
    def scopes(self) -> list[tuple[int, ...]]:
        """Which issues must be known together, its parts included."""
        return [p.scope for p in self.pieces] + [s for part in self.parts for s in part.scopes]

    def holds_at(self, total: Wholes) -> Bools:
        """Whether it holds at these sums."""
        met = total == self.threshold if self.exactly else total >= self.threshold
        return np.asarray(met != self.negated)


@dataclass(frozen=True)
class Formula:
    """A condition that is neither a small table nor a sum: only a solver can make something of it.

    Attributes:
        scope: Positions of the issues that it ties together, ascending.
        node: The condition.
        layout: What lays its parts out.
    """

    scope: tuple[int, ...]
    node: Node
    layout: "Layout"


Laid = Table | Counter | Formula


@dataclass(frozen=True)
class TooWide(Exception):  # noqa: N818  (a finding that the planner puts into words)
    """A condition that is neither a small table nor a sum.

    Attributes:
        scope: Positions of the issues that it ties together.
        cells: The combinations of their options.
    """

    scope: tuple[int, ...]
    cells: int


@dataclass(frozen=True)
class Layout:
    """Lays conditions out for one reading: facts and events have their value.

    Attributes:
        space: The deal space.
        draws: Facts and events.
        draw: Which of the draws.
        any_form: Leave what is neither a table nor a counter as a formula.
    """

    space: DealSpace
    draws: Draws
    draw: int = 0
    any_form: bool = False

    def rules(self, nodes: Iterable[Node]) -> list[Laid]:
        """Conditions that must all hold; each `and` is taken apart."""
        laid: list[Laid] = []
        for node in nodes:
            laid += self.rules(node.items) if isinstance(node, AllOf) else [self.lay_out(node)]
        return laid

    def lay_out(self, node: Node) -> Laid:
        """A condition as a table or a counter, whichever tells fewer things apart.

        Raises:
            TooWide: If it is neither, and may not be left as a formula.
        """
        scope = self.scope(node)
        sizes = [self.space.sizes[n] for n in scope]
        cells = prod(sizes)
        counter = self._counter(node) if len(scope) > 2 else None
        if counter and (cells > SMALL or _values_of(counter) < cells // max(sizes)):
            return counter
        if cells > SMALL:
            if self.any_form:
                return Formula(scope, node, self)
            raise TooWide(scope, cells)
        return Table(scope, self._held(node, scope))

    def numbers(self, node: Node) -> tuple[tuple[int, ...], NDArray[np.object_]] | None:
        """What a sum over few issues comes to, exactly; None if over many, or not always a number.

        Returns:
            The issues, and a fraction for each combination of their options.
        """
        scope = self.scope(node)
        if prod(self.space.sizes[n] for n in scope) > SMALL:
            return None
        found = self._term(node, scope, Fraction(1))
        return (scope, found[scope]) if found else None

    def combinations(self, scope: Sequence[int]) -> int:
        """How many combinations of options some issues have."""
        return prod(self.space.sizes[n] for n in scope)

    def scope(self, node: Node) -> tuple[int, ...]:
        """Positions of the issues that a condition or sum names, ascending."""
        names = names_in(node)
        return tuple(n for n, issue in enumerate(self.space.issues) if issue in names)

    def _grid(self, scope: Sequence[int]) -> dict[str, NDArray[np.integer]]:
        return {
            self.space.issues[n]: np.arange(self.space.sizes[n]).reshape(
                [-1 if m == n else 1 for m in scope]
            )
            for n in scope
        }

    def _held(self, node: Node, scope: Sequence[int]) -> Bools:
        held = holds(node, self.space.situation(self._grid(scope), self.draws, self.draw))
        return np.array(self._spread(held, scope))

    def _spread(self, found: NDArray[np.generic], scope: Sequence[int]) -> NDArray[np.generic]:
        """A result over all of a scope's options; a fact leaves an axis of length 1 behind."""
        shape = tuple(self.space.sizes[n] for n in scope)
        return np.broadcast_to(found.reshape(found.shape or (1,)), shape or (1,)).reshape(shape)

    def _counter(self, node: Node) -> Counter | None:
        match node:
            case Not(item):
                inner = self._counter(item)
                return _opposite(inner) if inner else None
            case AtLeast(count, items):
                return self._count_of(items, count)
            case AnyOf(items):
                return self._count_of(items, 1)
            case AllOf(items):
                return self._count_of(items, len(items))
            case Comparison(sign, left, right):
                return self._sum(sign, left, right)
        return None

    def _count_of(self, items: Sequence[Node], least: int) -> Counter | None:
        pieces, parts = [], []
        for item in items:
            try:
                laid = self.lay_out(item)
            except TooWide:
                return None
            if isinstance(laid, Formula):
                return None
            if isinstance(laid, Counter):
                parts.append(laid)
            elif not laid.scope:
                least -= int(laid.held)
            else:
                pieces.append(Piece(laid.scope, laid.held.astype(np.int64)))
        return Counter(tuple(pieces), tuple(parts), least)

    def _sum(self, sign: str, left: Node, right: Node) -> Counter | None:
        """A comparison of two sums, as one sum compared with 0."""
        terms: dict[tuple[int, ...], NDArray[np.object_]] = {}
        largest = Fraction(1)
        for side, factor in ((left, Fraction(1)), (right, Fraction(-1))):
            added = self._terms(side, factor)
            if added is None:
                return None
            reach = Fraction(0)
            for scope, values in added.items():
                terms[scope] = terms[scope] + values if scope in terms else values
                reach += max(abs(v) for v in values.ravel())
            largest = max(largest, reach)
        finest = lcm(*(v.denominator for values in terms.values() for v in values.ravel()))
        if finest > _FINEST or 2 * GRAIN * float(largest) * finest >= 1:
            return None
        whole = {s: np.asarray(v * finest).astype(np.int64) for s, v in terms.items()}
        pieces = tuple(Piece(scope, values) for scope, values in whole.items() if scope)
        threshold = -int(whole.get((), np.zeros((), np.int64)))
        match sign:
            case "==" | "!=":
                return Counter(pieces, (), threshold, exactly=True, negated=sign == "!=")
            case ">=" | "<":
                return Counter(pieces, (), threshold, negated=sign == "<")
        return Counter(pieces, (), threshold + 1, negated=sign == "<=")

    def _terms(
        self, node: Node, factor: Fraction
    ) -> dict[tuple[int, ...], NDArray[np.object_]] | None:
        """A sum taken apart: by scope, what is added to it; None if a part is too wide."""
        if not self.scope(node):
            return self._term(node, (), factor)
        match node:
            case Arithmetic("+" | "-" as sign, left, right):
                first = self._terms(left, factor)
                second = self._terms(right, factor if sign == "+" else -factor)
                if first is None or second is None:
                    return None
                for scope, values in second.items():
                    first[scope] = first[scope] + values if scope in first else values
                return first
            case Arithmetic("*", left, right) if not self.scope(left):
                return self._scaled(right, left, factor, inverse=False)
            case Arithmetic("*" | "/" as sign, left, right) if not self.scope(right):
                return self._scaled(left, right, factor, inverse=sign == "/")
        scope = self.scope(node)
        if prod(self.space.sizes[n] for n in scope) > SMALL:
            return None
        return self._term(node, scope, factor)

    def _scaled(
        self, node: Node, by: Node, factor: Fraction, inverse: bool
    ) -> dict[tuple[int, ...], NDArray[np.object_]] | None:
        known = self._term(by, (), Fraction(1))
        if known is None:
            return None
        scale = known[()].item()
        if inverse and scale == 0:
            return None
        return self._terms(node, factor / scale if inverse else factor * scale)

    def _term(
        self, node: Node, scope: tuple[int, ...], factor: Fraction
    ) -> dict[tuple[int, ...], NDArray[np.object_]] | None:
        if isinstance(node, Number):
            values = np.array(node.value)
        else:
            situation = self.space.situation(self._grid(scope), self.draws, self.draw)
            values = self._spread(number_of(node, situation), scope).astype(float)
        if not np.isfinite(values).all():
            return None
        exact = np.empty(values.shape, dtype=object)
        for at, value in np.ndenumerate(values):
            exact[at] = factor * Fraction(Decimal(f"{value:.{_DIGITS}g}"))
        return {scope: exact}


def _opposite(counter: Counter) -> Counter:
    return Counter(
        counter.pieces, counter.parts, counter.threshold, counter.exactly, not counter.negated
    )


def _values_of(counter: Counter) -> int:
    """How many sums a counter may have to tell apart, parts included; not counted beyond SMALL."""
    known = np.zeros(1, dtype=np.int64)
    for piece in counter.pieces:
        known = np.unique(np.add.outer(known, np.unique(piece.adds)))
        if len(known) > SMALL:
            return SMALL
    return min(SMALL, len(known) * prod(_values_of(part) for part in counter.parts))
