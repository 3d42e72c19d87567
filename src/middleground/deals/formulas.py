"""Conditions of any form for a solver: products of sums, and whatever is said of them.

What is small or a sum is a table or a counter as everywhere else; only what joins these is written
out here. Numbers are whole: a sum is so many times its finest part. A comparison that the engine's
own grain (`middleground.scenario.expressions.GRAIN`) could decide otherwise is too wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any, Protocol

import numpy as np

from middleground.deals.counters import Counter, Layout, Table, TooWide
from middleground.deals.draws import Bools
from middleground.scenario.expressions import (
    GRAIN,
    AllOf,
    AnyOf,
    Arithmetic,
    AtLeast,
    Comparison,
    IsOption,
    Node,
    Not,
    Yes,
)

_LARGEST = 1 << 50


class Writer(Protocol):
    """A model that truths are written into."""

    model: Any

    def cells(self, scope: tuple[int, ...]) -> dict[tuple[int, ...], Any]:
        """For each combination of some issues, whether the deal has it."""

    def counts(self, counter: Counter) -> Any:
        """Whether a counted condition holds."""

    def one_of(self, scope: tuple[int, ...], held: Bools) -> Any:
        """Whether the deal has one of some combinations."""


@dataclass(frozen=True)
class _Whole:
    """A number of a deal: a whole number over a common denominator.

    Attributes:
        expression: The whole number, for the solver.
        low, high: What it can be.
        parts: The denominator.
    """

    expression: Any
    low: int
    high: int
    parts: int

    def finer(self, parts: int) -> "_Whole":
        """The same over a larger denominator."""
        times = parts // self.parts
        return _Whole(self.expression * times, self.low * times, self.high * times, parts)


def truth_of(writer: Writer, layout: Layout, node: Node) -> Any:
    """Whether a condition holds, as a truth of the model.

    Raises:
        TooWide: If it divides by what many issues decide, or has numbers too large or too fine.
    """
    laid = layout.lay_out(node)
    if isinstance(laid, Counter):
        return writer.counts(laid)
    if isinstance(laid, Table):
        if not laid.scope:
            return writer.model.new_constant(int(laid.held))
        return writer.one_of(laid.scope, laid.held)
    match node:
        case Not(item):
            return ~truth_of(writer, layout, item)
        case AllOf(items):
            return _so_many(writer, layout, items, len(items))
        case AnyOf(items):
            return _so_many(writer, layout, items, 1)
        case AtLeast(count, items):
            return _so_many(writer, layout, items, count)
        case Comparison(sign, left, right):
            return _compared(writer, layout, sign, left, right)
    raise TooWide(laid.scope, layout.combinations(laid.scope))


def _so_many(writer: Writer, layout: Layout, items: Sequence[Node], least: int) -> Any:
    truths = [truth_of(writer, layout, item) for item in items]
    return _either(writer, sum(truths) >= least, sum(truths) < least)


def _either(writer: Writer, holds: Any, fails: Any) -> Any:
    truth = writer.model.new_bool_var("")
    writer.model.add(holds).only_enforce_if(truth)
    writer.model.add(fails).only_enforce_if(~truth)
    return truth


def _compared(writer: Writer, layout: Layout, sign: str, left: Node, right: Node) -> Any:
    first, second = _number(writer, layout, left), _number(writer, layout, right)
    parts = lcm(first.parts, second.parts)
    first, second = first.finer(parts), second.finer(parts)
    largest = max(1.0, *(abs(n) / parts for s in (first, second) for n in (s.low, s.high)))
    if 2 * GRAIN * largest * parts >= 1:
        scope = layout.scope(Comparison(sign, left, right))
        raise TooWide(scope, layout.combinations(scope))
    a, b = first.expression, second.expression
    match sign:
        case "==":
            return _either(writer, a == b, a != b)
        case "!=":
            return _either(writer, a != b, a == b)
        case "<":
            return _either(writer, a < b, a >= b)
        case "<=":
            return _either(writer, a <= b, a > b)
        case ">":
            return _either(writer, a > b, a <= b)
    return _either(writer, a >= b, a < b)


def _number(writer: Writer, layout: Layout, node: Node) -> _Whole:
    known = layout.numbers(node)
    if known is not None:
        scope, values = known
        parts = lcm(*(value.denominator for value in values.ravel()))
        whole = {at: int(value * parts) for at, value in np.ndenumerate(values)}
        if not scope:
            return _fits(layout, node, _Whole(whole[()], whole[()], whole[()], parts))
        cells = writer.cells(scope).items()
        expression = sum(literal * whole[at] for at, literal in cells)
        return _fits(
            layout, node, _Whole(expression, min(whole.values()), max(whole.values()), parts)
        )
    match node:
        case Arithmetic("+" | "-" as sign, left, right):
            return _fits(layout, node, _sum(writer, layout, sign, left, right))
        case Arithmetic("*", left, right):
            return _product(writer, layout, node, left, right)
        case Yes() | IsOption() | Comparison() | Not() | AllOf() | AnyOf() | AtLeast():
            return _Whole(truth_of(writer, layout, node), 0, 1, 1)
    scope = layout.scope(node)
    raise TooWide(scope, layout.combinations(scope))


def _sum(writer: Writer, layout: Layout, sign: str, left: Node, right: Node) -> _Whole:
    first, second = _number(writer, layout, left), _number(writer, layout, right)
    parts = lcm(first.parts, second.parts)
    first, second = first.finer(parts), second.finer(parts)
    a, b = first.expression, second.expression
    if sign == "+":
        return _Whole(a + b, first.low + second.low, first.high + second.high, parts)
    return _Whole(a - b, first.low - second.high, first.high - second.low, parts)


def _product(writer: Writer, layout: Layout, node: Node, left: Node, right: Node) -> _Whole:
    first, second = _number(writer, layout, left), _number(writer, layout, right)
    ends = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    parts = first.parts * second.parts
    product = _fits(layout, node, _Whole(0, min(ends), max(ends), parts))
    factors = []
    for factor in (first, second):
        value = writer.model.new_int_var(factor.low, factor.high, "")
        writer.model.add(value == factor.expression)
        factors.append(value)
    result = writer.model.new_int_var(product.low, product.high, "")
    writer.model.add_multiplication_equality(result, factors)
    return _Whole(result, product.low, product.high, parts)


def _fits(layout: Layout, node: Node, number: _Whole) -> _Whole:
    if max(-number.low, number.high, number.parts) >= _LARGEST:
        scope = layout.scope(node)
        raise TooWide(scope, layout.combinations(scope))
    return number
