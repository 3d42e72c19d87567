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
from middleground.scenario.expressions import holds

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
