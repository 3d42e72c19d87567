"""The deal space: every combination of options, numbered, and where conditions hold in it.

Deals are numbered in mixed radix, the last issue changing fastest. The issues are split into a high
part (rows) and a low part (columns), so that a deal is a row and a column, what depends on one part
alone is a short vector, and nothing as long as the space needs to be stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from middleground.deals.draws import Bools, Draws, Floats, Wholes
from middleground.deals.views import Deal, Option
from middleground.errors import AnswerError
from middleground.scenario.expressions import Node, Situation, holds, names_in, number_of
from middleground.scenario.model import Scenario

MOST_DEALS = 10_000_000
_MOST_NAMED = 8  # issues that a message lists one by one
_MOST_LARGEST = 3  # issues that it names among more
_WIDEST_ROW = 1 << 15


@dataclass(frozen=True)
class DealSpace:
    """All combinations of options.

    Attributes:
        issues: Names of the issues, in the order of the file.
        options: Their options, in order.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[Option, ...], ...]

    @classmethod
    def of(cls, scenario: Scenario) -> "DealSpace":
        """The space of a scenario."""
        return cls(tuple(scenario.issues), tuple(i.ids for i in scenario.issues.values()))

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of options of each issue."""
        return tuple(map(len, self.options))

    @cached_property
    def count(self) -> int:
        """Number of deals, exact at any size."""
        return prod(self.sizes)

    @cached_property
    def first_low(self) -> int:
        """Position of the first issue of the low part: as many issues as one row can hold."""
        at = len(self.sizes)
        while at > 0 and prod(self.sizes[at - 1 :]) <= _WIDEST_ROW:
            at -= 1
        return min(at, len(self.sizes) - 1)

    @cached_property
    def columns(self) -> int:
        """Number of combinations of the low issues."""
        return prod(self.sizes[self.first_low :])

    @cached_property
    def rows(self) -> int:
        """Number of combinations of the high issues."""
        return prod(self.sizes[: self.first_low])

    @cached_property
    def is_numeric(self) -> tuple[bool, ...]:
        """Whether each issue's options are numbers."""
        return tuple(not isinstance(options[0], str) for options in self.options)

    def require_enumerable(self, constituencies: int) -> None:
        """Refuse, at once and with the factors, a space that cannot be looked at deal by deal.

        Raises:
            AnswerError: If there are more deals than this version can enumerate.
        """
        if self.count <= MOST_DEALS:
            return
        raise AnswerError(
            f"{self.in_words()} for {constituencies} constituencies are too many to look at one "
            "by one",
            code="too-large",
            where="issues",
            expected=f"{MOST_DEALS:,} deals at most where numbers are drawn",
            mend="ask for the nominal reading alone (--nominal), which needs no list of all deals; "
            "or give the largest issues fewer options (a larger step)",
        )

    def in_words(self) -> str:
        """The number of deals with its factors: `about 1.1e+12 deals (outcomes: wage 4 x ...)`."""
        factors = " x ".join(self._factors())
        count = f"{self.count:,}" if self.count < 10**15 else f"about {self.count:.3g}"
        return f"{count} deals (outcomes: {factors})"

    def _factors(self) -> list[str]:
        """Every issue with its number of options; of many issues, only the largest by name."""
        named = list(zip(self.issues, self.sizes, strict=True))
        if len(named) <= _MOST_NAMED:
            return [f"{name} {size}" for name, size in named]
        alike = {size: self.sizes.count(size) for size in sorted({*self.sizes}, reverse=True)}
        largest = max(self.sizes)
        factors = [f"{name} {size}" for name, size in named if size == largest]
        if len(factors) <= _MOST_LARGEST:
            del alike[largest]
        else:
            factors = []
        return factors + [
            f"{count} issue{'s' * (count != 1)} of {size} option{'s' * (size != 1)}"
            for size, count in alike.items()
        ]

    def deal(self, number: int) -> Deal:
        """The deal at a position, counted from 0."""
        options = []
        for issue in reversed(self.options):
            number, at = divmod(number, len(issue))
            options.append(issue[at])
        return dict(zip(self.issues, reversed(options), strict=True))

    def digits(self, numbers: Wholes) -> tuple[Wholes, ...]:
        """For each issue, the position of its option in each of these deals."""
        positions = []
        for size in reversed(self.sizes):
            positions.append(np.asarray(numbers % size, dtype=np.int64))
            numbers = numbers // size  # Python's own whole numbers, where there are very many deals
        return tuple(reversed(positions))

    def digits_of(self, number: int) -> dict[str, Wholes]:
        """For each issue, the position of its option in one deal, in a space of any size."""
        positions = []
        for size in reversed(self.sizes):
            number, at = divmod(number, size)
            positions.append(np.array([at]))
        return dict(zip(self.issues, reversed(positions), strict=True))

    def situation(
        self, digits: Mapping[str, NDArray[np.integer]], draws: Draws, one: int | None = None
    ) -> Situation:
        """What a condition is evaluated on: these options, with the facts and events of the draws.

        Args:
            digits: For each issue that the condition names, positions of options.
            draws: Facts and events.
            one: Only this draw; all of them, along the last axis, where None.
        """
        pick = slice(None) if one is None else slice(one, one + 1)
        facts = {n: v if len(v) == 1 else v[pick] for n, v in draws.fact_numbers().items()}
        events = {n: v if len(v) == 1 else v[pick] for n, v in draws.truths.items()}
        numbers: dict[str, Floats | float] = {
            name: np.asarray(options, dtype=float)[digits[name]]
            for name, options, numeric in zip(
                self.issues, self.options, self.is_numeric, strict=True
            )
            if numeric and name in digits
        }
        return Situation(digits, numbers | facts, dict(events))

    def quantity(self, node: Node, number: int) -> float | None:
        """What a sum comes to in a deal; None if it rests on facts as well."""
        if not names_in(node) <= set(self.issues):
            return None
        situation = self.situation(self.digits_of(number), Draws(1, {}, {}))
        return float(number_of(node, situation)[0])


@dataclass(frozen=True)
class PlacedCondition:
    """A condition, laid out over the rows and columns of a deal space.

    Attributes:
        node: The condition.
        space: Where it is laid out.
        scope: Positions of the issues that it names.
        varies: Whether it depends on facts or events, and so on the draw.
    """

    node: Node
    space: DealSpace
    scope: tuple[int, ...]
    varies: bool

    @classmethod
    def of(cls, node: Node, space: DealSpace) -> "PlacedCondition":
        """Lay a condition out."""
        names = names_in(node)
        scope = tuple(n for n, issue in enumerate(space.issues) if issue in names)
        return cls(node, space, scope, not names <= set(space.issues))

    @property
    def high(self) -> tuple[int, ...]:
        """Its issues among the rows."""
        return tuple(n for n in self.scope if n < self.space.first_low)

    @property
    def low(self) -> tuple[int, ...]:
        """Its issues among the columns."""
        return tuple(n for n in self.scope if n >= self.space.first_low)

    def table(self, draws: Draws, one: int) -> Bools:
        """Where it holds in one draw. Shape (combinations of high issues, of low issues)."""
        grid = {}
        for axis, n in enumerate(self.scope):
            shape = [1] * len(self.scope)
            shape[axis] = self.space.sizes[n]
            grid[self.space.issues[n]] = np.arange(self.space.sizes[n]).reshape(shape)
        # A fact of one draw has shape (1,), which broadcasts against any of these.
        held = holds(self.node, self.space.situation(grid, draws, one))
        shape = [self.space.sizes[n] for n in self.scope]
        full = np.broadcast_to(held.reshape(held.shape or (1,)), shape or (1,))
        return np.ascontiguousarray(full).reshape(prod(self.space.sizes[n] for n in self.high), -1)


def positions_in(space: DealSpace, part: Sequence[int], issues: Sequence[int]) -> Wholes:
    """For each combination of a part's issues, which combination of some of them it belongs to.

    Args:
        space: The deal space.
        part: Positions of the issues of a part, rows or columns, in order.
        issues: Some of these, in order.

    Returns:
        Shape (combinations of the part,).
    """
    numbers = np.arange(prod(space.sizes[n] for n in part), dtype=np.int64)
    digits = {}
    for n in reversed(part):
        numbers, digits[n] = np.divmod(numbers, space.sizes[n])
    at = np.zeros(prod(space.sizes[n] for n in part), dtype=np.int64)
    for n in issues:
        at = at * space.sizes[n] + digits[n]
    return at
