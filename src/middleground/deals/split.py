"""Draws of a scenario laid out as rows and columns of whole numbers, for the compiled loops.

Issues are split anew for this purpose: those that matter little to the people asked, and that no
worth ties to others, become columns, so that a row alone shows how far its deals can reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import MOST_ASKED
from middleground.deals.draws import Bools, Draws, Wholes
from middleground.deals.space import DealSpace, PlacedCondition
from middleground.scenario.expressions import holds, names_in

_WIDEST_ROW = 1 << 10
_WIDEST_BLOCK = 1 << 7
_MOST_LOW = 1 << 18
_MOST_PEOPLE = 62
_MOST_CELLS = 1 << 26
IN_ROWS, IN_COLUMNS, IN_BOTH = 0, 1, 2


def can_split(appraisal: Appraisal) -> bool:
    """Whether the parties' rules fit tables over their people's yeses."""
    rules = appraisal.ratification.rules
    people = {*appraisal.ratification.constituencies, *appraisal.deciders}
    return len(people) <= _MOST_PEOPLE and all(
        len(rule.constituencies) <= MOST_ASKED for rule in rules
    )


@dataclass(frozen=True)
class Placed:
    """A condition over rows and columns: it holds where its cell does.

    Attributes:
        condition: The condition.
        rows: What each row contributes to the number of the cell. Shape (rows,).
        columns: What each column does. Shape (columns,).
        where: Whether it rests on rows, on columns or on both.
    """

    condition: PlacedCondition
    rows: Wholes
    columns: Wholes
    where: int


@dataclass(frozen=True)
class Split:
    """How a scenario's issues are split, and what does not depend on the draw.

    Attributes:
        appraisal: Some draws of the scenario: only their first is looked at here.
        high: Positions of the issues that make the rows.
        low: Positions of those that make the columns.
    """

    appraisal: Appraisal
    high: tuple[int, ...]
    low: tuple[int, ...]

    @classmethod
    def of(cls, appraisal: Appraisal) -> "Split":
        """Choose the columns: issues that move little, and that no worth of combinations names."""
        moves = _moves(appraisal)
        tied = {
            n
            for who in appraisal.ratification.constituencies
            for term in appraisal.utilities[who].terms
            if len(term.when.scope) > 1
            for n in term.when.scope
        }
        sizes = appraisal.space.sizes
        order = sorted(range(len(sizes)), key=lambda n: (n in tied, moves[n], n))
        widest = _WIDEST_ROW
        while True:
            low: list[int] = []
            for n in order:
                if prod(sizes[m] for m in low) * sizes[n] <= widest:
                    low.append(n)
            high = [n for n in reversed(order) if n not in low]
            split = cls(appraisal, tuple(high), tuple(reversed(low)))
            if widest == 1 or len(split.seen_rows) * len(split.column_numbers) <= _MOST_LOW:
                return split
            widest //= 2

    @property
    def space(self) -> DealSpace:
        """The deal space."""
        return self.appraisal.space

    @property
    def block(self) -> int:
        """How many columns are looked at together: the issues that move least."""
        width = 1
        for n in reversed(self.low):
            if width * self.space.sizes[n] > _WIDEST_BLOCK and width > 1:
                break
            width *= self.space.sizes[n]
        return width

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody whom some rule asks, party by party; then those who decide without being asked.

        That is possible where a rule lets others overrule them.
        """
        asked = self.appraisal.ratification.constituencies
        return (*asked, *(who for who in self.appraisal.deciders if who not in asked))

    @cached_property
    def row_digits(self) -> dict[int, Wholes]:
        """For each issue of the rows, the position of its option in each row."""
        return _digits([self.space.sizes[n] for n in self.high], self.high)

    @cached_property
    def column_digits(self) -> dict[int, Wholes]:
        """For each issue of the columns, the position of its option in each column."""
        return _digits([self.space.sizes[n] for n in self.low], self.low)

    @cached_property
    def row_numbers(self) -> Wholes:
        """What each row contributes to the position of a deal. Shape (rows,)."""
        return self._placed(self.row_digits, self.space.sizes, range(len(self.space.sizes)))

    @cached_property
    def column_numbers(self) -> Wholes:
        """What each column does. Shape (columns,)."""
        return self._placed(self.column_digits, self.space.sizes, range(len(self.space.sizes)))

    def _placed(
        self, digits: dict[int, Wholes], sizes: Sequence[int], scope: Iterable[int]
    ) -> Wholes:
        count = len(next(iter(digits.values()))) if digits else 1
        at = np.zeros(count, dtype=np.int64)
        for n in scope:
            at *= sizes[n]
            if n in digits:
                at += digits[n]
        return at

    def _place(self, condition: PlacedCondition) -> Placed:
        rows = any(n in self.row_digits for n in condition.scope)
        columns = any(n in self.column_digits for n in condition.scope)
        return Placed(
            condition,
            self._placed(self.row_digits, self.space.sizes, condition.scope),
            self._placed(self.column_digits, self.space.sizes, condition.scope),
            IN_BOTH if rows and columns else IN_COLUMNS if columns else IN_ROWS,
        )

    @cached_property
    def terms(self) -> tuple[tuple[int, int, Placed], ...]:
        """Worths of combinations: whose, which of theirs, and where they hold."""
        return tuple(
            (k, n, self._place(term.when))
            for k, who in enumerate(self.people)
            for n, term in enumerate(self.appraisal.utilities[who].terms)
        )

    @cached_property
    def _variants(self) -> list[tuple[Wholes, Wholes]]:
        """For everybody, each row's variant, and a row of each variant."""
        found = []
        for k in range(len(self.people)):
            seen = [p.rows for who, _, p in self.terms if who == k and p.where == IN_BOTH]
            if not seen:
                found.append((np.zeros(len(self.row_numbers), np.int64), np.zeros(1, np.int64)))
                continue
            _, first, variant = np.unique(
                np.stack(seen, axis=1), axis=0, return_index=True, return_inverse=True
            )
            found.append((variant.reshape(-1).astype(np.int64), first.astype(np.int64)))
        return found

    @cached_property
    def variant(self) -> Wholes:
        """Each row's variant for everybody asked. Shape (people, rows)."""
        rows = np.zeros((0, len(self.row_numbers)), np.int64)
        return np.concatenate([rows, *(variant[None, :] for variant, _ in self._variants)])

    @cached_property
    def low_at(self) -> Wholes:
        """Where everybody's variants start among all variants. Shape (people + 1,)."""
        return np.cumsum([0, *(len(first) for _, first in self._variants)], dtype=np.int64)

    @cached_property
    def seen_rows(self) -> Wholes:
        """A row of each variant. Shape (variants,)."""
        return np.concatenate([np.zeros(0, np.int64), *(first for _, first in self._variants)])

    @cached_property
    def masks(self) -> tuple[Wholes, NDArray[np.uint8]]:
        """What the rules allow that are the same in all draws.

        Returns:
            Which mask each row has; and the masks. Shapes (rows,) and (masks, columns).
        """
        allowed = np.ones((len(self.row_numbers), len(self.column_numbers)), dtype=bool)
        for rule in self.appraisal.rules.values():
            if not rule.varies:
                placed = self._place(rule)
                held = cells_of(rule, self.appraisal.draws)[0]
                allowed &= np.asarray(held[placed.rows[:, None] + placed.columns])
        packed = np.packbits(allowed, axis=1)
        rows = packed.view([("", packed.dtype, packed.shape[1])]).reshape(-1)
        _, first, which = np.unique(rows, return_index=True, return_inverse=True)
        return which.reshape(-1).astype(np.int64), allowed[first].astype(np.uint8)

    @cached_property
    def rules(self) -> tuple[Placed, ...]:
        """The rules that depend on the draw."""
        return tuple(self._place(rule) for rule in self.appraisal.rules.values() if rule.varies)

    @property
    def cells_a_draw(self) -> int:
        """How many truths each draw needs of its own."""
        varying = [p.condition for p in self.rules]
        varying += [p.condition for _, _, p in self.terms if p.condition.varies]
        return sum(prod(self.space.sizes[n] for n in c.scope) for c in varying)

    def draws_at_a_time(self, most: int) -> int:
        """How many draws fit into memory together."""
        return max(1, min(most, _MOST_CELLS // max(1, self.cells_a_draw)))


def _digits(sizes: Sequence[int], issues: Sequence[int]) -> dict[int, Wholes]:
    numbers = np.arange(prod(sizes), dtype=np.int64)
    digits = {}
    for n, size in zip(reversed(issues), reversed(sizes), strict=True):
        numbers, digits[n] = np.divmod(numbers, size)
    return digits


def _moves(appraisal: Appraisal) -> list[float]:
    """How far each issue moves people who are asked, in shares of all that moves them, summed."""
    total = [0.0] * len(appraisal.space.sizes)
    for who in appraisal.ratification.constituencies:
        spread = [float(np.ptp(v[0])) for v in appraisal.utilities[who].options]
        whole = sum(spread) or 1.0
        total = [t + s / whole for t, s in zip(total, spread, strict=True)]
    return total


def cells_of(condition: PlacedCondition, draws: Draws) -> Bools:
    """Where a condition holds, by combination of its issues. Shape (draws or 1, combinations)."""
    space, scope = condition.space, condition.scope
    grid: dict[str, Any] = {}
    for axis, n in enumerate(scope):
        shape = [1] * (len(scope) + 1)
        shape[axis] = space.sizes[n]
        grid[space.issues[n]] = np.arange(space.sizes[n]).reshape(shape)
    held = holds(condition.node, space.situation(grid, draws))
    count = draws.count if condition.varies else 1
    shape = [space.sizes[n] for n in scope]
    full = np.broadcast_to(held, (*shape, count)).reshape(-1, count)
    return np.ascontiguousarray(full.T)


@dataclass(frozen=True)
class Sheet:
    """All numbers of some draws, laid out for the compiled loops.

    Attributes:
        arguments: What `middleground.deals.kernels.sift` is given between the draws and the
            results, in its order.
    """

    arguments: tuple[Any, ...]

    @classmethod
    def of(cls, split: Split, appraisal: Appraisal) -> "Sheet":
        """Lay out some draws of the scenario that was split."""
        utilities = [appraisal.utilities[who] for who in split.people]
        count = appraisal.draws.count
        order = [*split.high, *split.low]
        width = sum(appraisal.space.sizes)
        options = np.zeros((count, len(utilities), width), np.int64)
        for k, utility in enumerate(utilities):
            np.concatenate([utility.options[n] for n in order], axis=1, out=options[:, k, :])
        no_deal = np.stack([u.no_deal for u in utilities], axis=1)
        add = np.zeros((count, len(split.terms)), np.int64)
        for t, (k, n, _) in enumerate(split.terms):
            add[:, t] = utilities[k].terms[n].add
        cells = _Cells(appraisal.draws)
        terms = [(k, p.where, *cells.put(p.condition)) for k, _, p in split.terms]
        rules = [(p.where, *cells.put(p.condition)) for p in split.rules]
        which, masks = split.masks
        kept = np.flatnonzero(np.asarray(masks.any(axis=1))[which])
        people = np.repeat(np.arange(len(utilities)), np.diff(split.low_at))
        return cls(
            (
                split.block,
                np.array([split.space.sizes[n] for n in split.high], np.int64),
                np.array([split.space.sizes[n] for n in split.low], np.int64),
                options,
                no_deal,
                add,
                np.array(terms, np.int64).reshape(-1, 4),
                _stacked([p.rows for _, _, p in split.terms], len(split.row_numbers)),
                _stacked([p.columns for _, _, p in split.terms], len(split.column_numbers)),
                cells.all,
                split.variant,
                split.low_at,
                split.seen_rows,
                people,
                np.array([split.people.index(who) for who in appraisal.deciders], np.int64),
                kept,
                which,
                split.row_numbers,
                split.column_numbers,
                masks,
                np.array(rules, np.int64).reshape(-1, 3),
                _stacked([p.rows for p in split.rules], len(split.row_numbers)),
                _stacked([p.columns for p in split.rules], len(split.column_numbers)),
                *_ratification(split, appraisal),
            )
        )


def _stacked(arrays: Sequence[Wholes], width: int) -> Wholes:
    return np.concatenate([np.zeros((0, width), np.int64), *(a[None, :] for a in arrays)])


class _Cells:
    """All truth tables one after the other."""

    def __init__(self, draws: Draws) -> None:
        self._draws, self._parts, self._at = draws, [np.zeros(1, np.uint8)], 1

    def put(self, condition: PlacedCondition) -> tuple[int, int]:
        """Where a condition's table starts, and how far it is to the next draw's."""
        table = cells_of(condition, self._draws)
        start = self._at
        self._parts.append(table.reshape(-1).astype(np.uint8))
        self._at += table.size
        return start, table.shape[1] if condition.varies else 0

    @property
    def all(self) -> NDArray[np.uint8]:
        return np.concatenate(self._parts)


def _ratification(split: Split, appraisal: Appraisal) -> tuple[Any, ...]:
    """Who says yes to what, by which events hold: for each party a table over its people's yeses.

    Returns:
        Each draw's state; the tables; where they start, by state and party; the place of each
        party's first bit; which bits are its own; who must say yes in each state, the least
        inclined first, then -1.
    """
    rules = appraisal.ratification.rules
    named = sorted({n for rule in rules for n in names_in(rule.node)} & set(appraisal.draws.truths))
    count = appraisal.draws.count
    truths = [np.broadcast_to(appraisal.draws.truths[n], (count,)) for n in named]
    patterns, state = np.unique(
        np.stack([np.zeros(count, bool), *truths], axis=1), axis=0, return_inverse=True
    )
    tables, at = [], 0
    starts: list[list[int]] = []
    vetoes: list[list[int]] = []
    place = {who: k for k, who in enumerate(split.people)}
    rank = {who: (_inclination(appraisal, who), who) for who in split.people}
    for pattern in patterns:
        events = dict(zip(named, map(bool, pattern[1:]), strict=True))
        starts.append([])
        needed: list[str] = []
        for rule in rules:
            size = 1 << len(rule.constituencies)
            bits = {
                who: (np.arange(size) >> n & 1).astype(bool)
                for n, who in enumerate(rule.constituencies)
            }
            table = np.broadcast_to(rule.ratifies(bits, dict(events)), (size,))
            tables.append(table.astype(np.uint8))
            starts[-1].append(at)
            at += size
            needed += rule.vetoes(events)
        ordered = [place[who] for who in sorted(needed, key=lambda who: rank[who])]
        vetoes.append(ordered + [-1] * (len(place) - len(ordered)))
    lengths = [len(rule.constituencies) for rule in rules]
    return (
        state.reshape(-1).astype(np.int64),
        np.concatenate(tables),
        np.array(starts, np.int64),
        np.cumsum([0, *lengths[:-1]], dtype=np.int64),
        np.array([(1 << length) - 1 for length in lengths], np.int64),
        np.array(vetoes, np.int64).reshape(len(patterns), len(place)),
    )


def _inclination(appraisal: Appraisal, who: str) -> float:
    """Roughly how far a constituency's deals lie above its no-deal value, in spreads."""
    utility = appraisal.utilities[who]
    means = sum(v[0].mean() for v in utility.options)
    spread = np.sqrt(sum(v[0].astype(float).var() for v in utility.options)) or 1.0
    return float((means - utility.no_deal[0]) / spread)
