"""Looking at every deal, block by block, without storing the space.

A deal is a row (its high issues) and a column (its low issues); see `middleground.deals.space`. A
constituency's V is then a number for the row plus a number for the column. Where a condition ties
rows to columns, rows are grouped by what it sees of them (a *variant*), and each group has columns
of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from middleground.deals.acceptance import accepts
from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Wholes
from middleground.deals.space import DealSpace, PlacedCondition, positions_in

_BLOCK = 1 << 18


@dataclass(frozen=True)
class Block:
    """Some deals of one variant, by row and column.

    Attributes:
        numbers: Their positions in the space, ascending within a block.
    """

    variant: int
    rows: Wholes
    columns: Wholes
    numbers: Wholes

    def where(self, keep: Bools) -> "Block":
        """Only the deals of the block where `keep` holds."""
        return Block(self.variant, self.rows[keep], self.columns[keep], self.numbers[keep])


@dataclass(frozen=True)
class _Values:
    """One constituency's V in one draw: `high[row] + low[variant, column]`."""

    high: Wholes
    low: Wholes
    no_deal: int

    def of(self, block: Block) -> Wholes:
        low = self.low[block.variant if len(self.low) > 1 else 0]
        return np.asarray(self.high[block.rows] + low[block.columns])


@dataclass
class Scan(Appraisal):
    """Every deal of a scenario under a reading."""

    def __post_init__(self) -> None:
        """Refuse a space that is too large before any of it is built."""
        DealSpace.of(self.scenario).require_enumerable(len(self.scenario.preferences))
        super().__post_init__()

    @cached_property
    def _high(self) -> tuple[int, ...]:
        return tuple(range(self.space.first_low))

    @cached_property
    def _low(self) -> tuple[int, ...]:
        return tuple(range(self.space.first_low, len(self.space.sizes)))

    @cached_property
    def _linking(self) -> tuple[int, ...]:
        """High issues that some condition ties to low ones."""
        conditions = [*self.rules.values()]
        conditions += [t.when for u in self.utilities.values() for t in u.terms]
        tied = {n for c in conditions if c.high and c.low for n in c.high}
        return tuple(sorted(tied))

    @cached_property
    def _variants(self) -> Wholes:
        """Each row's variant. Shape (rows,)."""
        return positions_in(self.space, self._high, self._linking)

    @cached_property
    def _rows_of(self) -> list[Wholes]:
        count = prod(self.space.sizes[n] for n in self._linking)
        return [np.flatnonzero(self._variants == v) for v in range(count)]

    def _laid_out(self, condition: PlacedCondition, draw: int) -> tuple[Bools, Bools]:
        """Where a condition holds: by row, and by variant and column; both must.

        Shapes (rows,) and (variants or 1, columns).
        """
        table = condition.table(self.draws, draw)
        every_row = np.ones(self.space.rows, dtype=bool)
        every_column = np.ones((1, self.space.columns), dtype=bool)
        if not condition.low:
            at = positions_in(self.space, self._high, condition.high)
            return table[:, 0][at], every_column
        columns = positions_in(self.space, self._low, condition.low)
        if not condition.high:
            return every_row, table[:1, columns]
        first_row = np.array([rows[0] for rows in self._rows_of])
        at = positions_in(self.space, self._high, condition.high)[first_row]
        return every_row, table[at][:, columns]

    @cached_property
    def _always_allowed(self) -> tuple[Bools, Bools]:
        """What the rules allow that do not depend on the draw."""
        return self._allowed_by([c for c in self.rules.values() if not c.varies], 0)

    def _allowed_by(self, rules: Sequence[PlacedCondition], draw: int) -> tuple[Bools, Bools]:
        rows = np.ones(self.space.rows, dtype=bool)
        columns = np.ones((1, self.space.columns), dtype=bool)
        for rule in rules:
            by_row, by_column = self._laid_out(rule, draw)
            rows, columns = rows & by_row, columns & by_column
        return rows, columns

    def _allowed(self, draw: int) -> tuple[Bools, Bools]:
        rows, columns = self._always_allowed
        varying = [c for c in self.rules.values() if c.varies]
        if varying:
            more_rows, more_columns = self._allowed_by(varying, draw)
            rows, columns = rows & more_rows, columns & more_columns
        return rows, columns

    def feasible(self, draw: int) -> Iterator[Block]:
        """All deals that the rules allow in a draw, in blocks."""
        allowed_rows, allowed = self._allowed(draw)
        for variant, rows in enumerate(self._rows_of):
            columns = np.flatnonzero(allowed[variant if len(allowed) > 1 else 0])
            rows = rows[allowed_rows[rows]]
            step = max(1, _BLOCK // max(1, len(columns)))
            for start in range(0, len(rows) if len(columns) else 0, step):
                some = np.repeat(rows[start : start + step], len(columns))
                yield self._block(variant, some, np.tile(columns, len(rows[start : start + step])))

    def _block(self, variant: int, rows: Wholes, columns: Wholes) -> Block:
        return Block(variant, rows, columns, rows * self.space.columns + columns)

    def values(self, who: str, draw: int) -> _Values:
        """One constituency's V in one draw, for every row and column."""
        utility = self.utilities[who]
        high = np.zeros(1, dtype=np.int64)
        for n in self._high:
            high = np.add.outer(high, utility.options[n][draw]).ravel()
        low = np.zeros(1, dtype=np.int64)
        for n in self._low:
            low = np.add.outer(low, utility.options[n][draw]).ravel()
        low = low[None, :]
        for n, term in enumerate(utility.terms):
            rows, columns = self._term(who, n, draw)
            if not term.when.low:
                high = high + np.where(rows, term.add[draw], 0)
            else:
                low = low + np.where(columns, term.add[draw], 0)
        return _Values(high, low, int(utility.no_deal[draw]))

    def _term(self, who: str, n: int, draw: int) -> tuple[Bools, Bools]:
        condition = self.utilities[who].terms[n].when
        if condition.varies:
            return self._laid_out(condition, draw)
        if (who, n) not in self._terms:
            self._terms[who, n] = self._laid_out(condition, draw)
        return self._terms[who, n]

    _terms: dict[tuple[str, int], tuple[Bools, Bools]] = field(default_factory=dict, init=False)

    def agreeable(self, draw: int) -> Iterator[Block]:
        """All deals that the rules allow and every party ratifies, in one draw.

        Those whose no alone stops their party are asked first, the least inclined before the
        others: most deals need no second look.
        """
        events = self.events(draw)
        vetoes = self._veto_order(tuple(sorted(events.items())))
        asked: dict[str, _Values] = {}
        for block in self._first_asked(vetoes, draw, asked):
            for who in vetoes[1:]:
                values = self._asked(who, draw, asked)
                block = block.where(accepts(values.of(block), values.no_deal))
                if not len(block.numbers):
                    break
            block = self._ratified(block, draw, events, asked, set(vetoes))
            if len(block.numbers):
                yield block

    def _asked(self, who: str, draw: int, asked: dict[str, _Values]) -> _Values:
        if who not in asked:
            asked[who] = self.values(who, draw)
        return asked[who]

    def _first_asked(
        self, vetoes: Sequence[str], draw: int, asked: dict[str, _Values]
    ) -> Iterator[Block]:
        """The allowed deals that the first of them accepts, found without adding anything up."""
        if not vetoes:
            yield from self.feasible(draw)
            return
        values = self._asked(vetoes[0], draw, asked)
        allowed_rows, allowed = self._allowed(draw)
        for variant, rows in enumerate(self._rows_of):
            columns = np.flatnonzero(allowed[variant if len(allowed) > 1 else 0])
            low = values.low[variant if len(values.low) > 1 else 0][columns]
            rows = rows[allowed_rows[rows]]
            step = max(1, _BLOCK // max(1, len(columns)))
            for start in range(0, len(rows) if len(columns) else 0, step):
                some = rows[start : start + step]
                needed = values.no_deal - values.high[some]
                at = np.flatnonzero(accepts(low[None, :], needed[:, None]))
                if len(at):
                    row, column = np.divmod(at, len(columns))
                    yield self._block(variant, some[row], columns[column])

    def _ratified(
        self,
        block: Block,
        draw: int,
        events: dict[str, bool],
        asked: dict[str, _Values],
        yes: set[str],
    ) -> Block:
        """The deals of a block that every party ratifies, where some are known to have said yes."""
        for rule in self.ratification.rules:
            if not len(block.numbers):
                return block
            said: dict[str, Bools | bool] = {}
            for who in rule.constituencies:
                if who in yes:
                    said[who] = True
                else:
                    values = self._asked(who, draw, asked)
                    said[who] = accepts(values.of(block), values.no_deal)
            agreed = rule.ratifies(said, dict(events))
            block = block.where(np.broadcast_to(agreed, block.numbers.shape))
        return block

    def _veto_order(self, events: tuple[tuple[str, bool], ...]) -> list[str]:
        """Those whose yes is needed with these events, the least inclined first."""
        if events not in self._orders:
            needed = [w for r in self.ratification.rules for w in r.vetoes(dict(events))]
            self._orders[events] = sorted(needed, key=lambda who: (self.inclination(who), who))
        return self._orders[events]

    _orders: dict[tuple[tuple[str, bool], ...], list[str]] = field(default_factory=dict, init=False)
