"""How many deals each group of people accepts, by looking at every deal without keeping any.

For spaces whose conditions tie too much together to be swept, up to a thousand million deals. The
issues are split in two: for each combination of the first ones, a row, what everybody makes of all
combinations of the last ones, the columns, is added up and compared with their no-deal values, in a
few thousand columns at a time. What is counted is who accepts: 2 to the power of those asked are
all cases there are, and every count about yeses follows from them.

Whole numbers: of 32 bits where all sums fit, else of 64.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.deals.assent import Assent
from middleground.deals.compiling import can_compile
from middleground.deals.counters import Counter
from middleground.deals.draws import Bools, Wholes
from middleground.deals.sampling import Progress, no_progress
from middleground.deals.structure import Structure

MOST_LISTED = 1_000_000_000
WORTH_COMPILING = 20_000_000
_COLUMNS = 4_096
_ROWS_AT_ONCE = 2_048
_MOST_ASKED = 16
_SMALL_NUMBER = 1 << 30


@dataclass(frozen=True)
class _Test:
    """A sum of pieces and what it is compared with."""

    pieces: tuple[tuple[tuple[int, ...], Wholes], ...]
    threshold: int
    exactly: bool = False
    negated: bool = False


@dataclass(frozen=True)
class FusedScan:
    """Every deal of a reading, row by row.

    Attributes:
        structure: The reading.
        asked: Whose yeses are told apart, by place.
    """

    structure: Structure
    asked: tuple[int, ...]

    @classmethod
    def of(cls, structure: Structure) -> "FusedScan | None":
        """Make a scan ready; None where there are too many deals, or conditions of another form."""
        asked = tuple(range(len(structure.people)))
        counters = [*structure.counters, *(worth.counter for worth in structure.counted)]
        if prod(structure.sizes) > MOST_LISTED or len(asked) > _MOST_ASKED:
            return None
        if structure.counted or structure.formulas or structure.formulated:
            return None
        if any(counter.parts for counter in counters):
            return None
        return cls(structure, asked)

    @cached_property
    def first_column(self) -> int:
        """The position of the first issue of the columns."""
        at = len(self.structure.sizes)
        while at > 1 and prod(self.structure.sizes[at - 1 :]) <= _COLUMNS:
            at -= 1
        return at

    @cached_property
    def rows(self) -> int:
        """Combinations of the first issues."""
        return prod(self.structure.sizes[: self.first_column])

    @cached_property
    def columns(self) -> int:
        """Combinations of the last issues."""
        return prod(self.structure.sizes[self.first_column :])

    @cached_property
    def _tests(self) -> list[_Test]:
        """Everybody's yes; then what every deal must meet: no refused table, all counters."""
        structure = self.structure
        tests = []
        for who in self.asked:
            own: list[tuple[tuple[int, ...], Wholes]] = [
                ((n,), adds) for n, adds in enumerate(structure.options[who])
            ]
            own += [(w.scope, w.adds) for w in structure.local if w.who == who]
            tests.append(_Test(tuple(own), structure.no_deal[who]))
        refused = tuple((t.scope, (~t.held).astype(np.int64)) for t in structure.tables)
        if refused:
            tests.append(_Test(refused, 0, exactly=True))
        return tests + [_as_test(counter) for counter in structure.counters]

    def count(self, progress: Progress = no_progress) -> Wholes:
        """How many allowed deals are accepted by just these people: by the bits of the position.

        Args:
            progress: Told the rows done and their number.

        Returns:
            Shape (2 ** asked,).
        """
        sheets = [_Sheet.of(self, test) for test in self._tests]
        widest = max(sheet.widest for sheet in sheets)
        number: Any = np.int32 if widest < _SMALL_NUMBER else np.int64
        found = np.zeros(1 << len(self.asked), dtype=np.int64)
        compiled = self.rows * self.columns >= WORTH_COMPILING and can_compile()
        if not self.structure.is_possible:
            return found
        for start in range(0, self.rows, _ROWS_AT_ONCE):
            rows = np.arange(start, min(start + _ROWS_AT_ONCE, self.rows))
            digits = self._digits(rows)
            some = [sheet.at(digits, number) for sheet in sheets]
            found += self._compiled(some) if compiled else self._plain(some)
            progress(int(rows[-1]) + 1, self.rows)
        return found

    def _digits(self, rows: Wholes) -> dict[int, Wholes]:
        digits = {}
        for n in reversed(range(self.first_column)):
            rows, digits[n] = np.divmod(rows, self.structure.sizes[n])
        return digits

    def _plain(self, some: Sequence["_Rows"]) -> Wholes:
        """A few rows in numpy."""
        people = len(self.asked)
        found = np.zeros(1 << people, dtype=np.int64)
        for row in range(len(some[0].base)):
            code = np.zeros(self.columns, dtype=np.int64)
            allowed = np.ones(self.columns, dtype=bool)
            for n, test in enumerate(some):
                met = test.met(row)
                if n < people:
                    code |= met.astype(np.int64) << n
                else:
                    allowed &= met
            found += np.bincount(code[allowed], minlength=len(found))
        return found

    def _compiled(self, some: Sequence["_Rows"]) -> Wholes:
        """The same by compiled loops."""
        from middleground.deals.fused_kernels import count_codes

        found = np.zeros(1 << len(self.asked), dtype=np.int64)
        tables = [table for test in some for table, _ in test.mixed]
        places = [place for test in some for _, place in test.mixed]
        wide = max((table.shape[1] for table in tables), default=1)
        number = some[0].base.dtype
        packed = np.zeros((len(tables), len(some[0].base), wide), dtype=number)
        for n, table in enumerate(tables):
            packed[n, :, : table.shape[1]] = table
        at = np.array(places, dtype=np.int32).reshape(len(tables), self.columns)
        owner = np.array([n for n, test in enumerate(some) for _ in test.mixed], dtype=np.int64)
        kinds = np.array([2 * t.test.exactly + t.test.negated for t in some], dtype=np.int64)
        count_codes(
            np.stack([test.test.threshold - test.base for test in some]).astype(number),
            np.stack([test.columns for test in some]),
            packed, at, owner,
            kinds, len(self.asked), found,
        )  # fmt: skip
        return found


@dataclass(frozen=True)
class _Sheet:
    """A test, taken apart into rows, columns, and what ties one to the other.

    Attributes:
        test: The test.
        high: Pieces over rows alone.
        columns: What columns alone add up to. Shape (columns,).
        mixed: By issues of the columns: the pieces that also rest on rows, and the place of each
            column among the combinations of these issues.
        widest: What no sum exceeds, either way.
    """

    test: _Test
    high: list[tuple[tuple[int, ...], Wholes]]
    columns: Wholes
    mixed: list[tuple[list[tuple[tuple[int, ...], Wholes]], Wholes]]
    widest: int

    @classmethod
    def of(cls, scan: FusedScan, test: _Test) -> "_Sheet":
        """Take a test apart."""
        first, sizes = scan.first_column, scan.structure.sizes
        digits = _column_digits(sizes, first)
        columns = np.zeros(scan.columns, dtype=np.int64)
        high, mixed = [], dict[tuple[int, ...], list[tuple[tuple[int, ...], Wholes]]]()
        for scope, adds in test.pieces:
            low = tuple(n for n in scope if n >= first)
            if not low:
                high.append((scope, adds))
            elif low == scope:
                columns += adds[tuple(digits[n] for n in scope)]
            else:
                mixed.setdefault(low, []).append((scope, adds))
        widest = abs(test.threshold) + sum(int(np.abs(adds).max()) for _, adds in test.pieces)
        groups = [(pieces, _place(low, sizes, digits)) for low, pieces in mixed.items()]
        return cls(test, high, columns, groups, widest)

    def at(self, digits: dict[int, Wholes], number: Any) -> "_Rows":
        """What some rows make of it.

        Args:
            digits: The option of each of the first issues, by row.
            number: The kind of whole number.
        """
        rows = len(next(iter(digits.values()))) if digits else 1
        base = np.zeros(rows, dtype=np.int64)
        for scope, adds in self.high:
            base += adds[tuple(digits[n] for n in scope)]
        mixed = []
        for pieces, place in self.mixed:
            tables = []
            for scope, adds in pieces:
                known = tuple(digits[n] for n in scope if n in digits)
                tables.append(adds[known].reshape(rows, -1))
            mixed.append((np.sum(tables, axis=0).astype(number), place))
        return _Rows(self.test, base.astype(number), self.columns.astype(number), mixed)


@dataclass(frozen=True)
class _Rows:
    """A test at some rows: base of the row, column, and a table of the row for each group."""

    test: _Test
    base: NDArray[Any]
    columns: NDArray[Any]
    mixed: list[tuple[NDArray[Any], Wholes]]

    def met(self, row: int) -> Bools:
        """In which columns of a row it holds."""
        total = self.base[row] + self.columns
        for table, place in self.mixed:
            total = total + table[row][place]
        threshold = self.test.threshold
        held = total == threshold if self.test.exactly else total >= threshold
        return np.asarray(held != self.test.negated)


def accepted_by(counts: Wholes, asked: Sequence[int], assent: Assent) -> int:
    """Of counts by who accepts: how many deals everybody needed says yes to."""
    codes = np.arange(len(counts))
    bit = {who: 1 << n for n, who in enumerate(asked)}
    held = np.ones(len(codes), dtype=bool)
    for party in assent.groups:
        ways = np.zeros(len(codes), dtype=bool)
        for group in party:
            needed = sum(bit[who] for who in group)
            ways |= codes & needed == needed
        held &= ways
    return int(counts[held].sum())


def _as_test(counter: Counter) -> _Test:
    pieces = tuple((piece.scope, piece.adds) for piece in counter.pieces)
    return _Test(pieces, counter.threshold, counter.exactly, counter.negated)


def _column_digits(sizes: Sequence[int], first: int) -> dict[int, Wholes]:
    numbers = np.arange(prod(sizes[first:]), dtype=np.int64)
    digits = {}
    for n in reversed(range(first, len(sizes))):
        numbers, digits[n] = np.divmod(numbers, sizes[n])
    return digits


def _place(low: Sequence[int], sizes: Sequence[int], digits: dict[int, Wholes]) -> Wholes:
    at = np.zeros_like(digits[low[0]])
    for n in low:
        at = at * sizes[n] + digits[n]
    return at
