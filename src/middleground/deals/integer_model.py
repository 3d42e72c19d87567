"""A reading of a scenario as an integer model, for spaces too wide and dense to be swept.

One truth for each option of each issue, one for each combination of the few issues that a worth or
a rule ties together. Combinations add up to their options, which keeps the model tight: what a
solver proves then rests on few cases. V of everybody is a sum of whole numbers, never rounded, so
that acceptance is decided as exactly as by looking at each deal.

Sources: Wainwright & Jordan (2008) for the local polytope; Perron & Furnon, OR-Tools CP-SAT.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

import numpy as np

from middleground.deals.assent import Assent
from middleground.deals.counters import Counter, Formula, Piece, Table, TooWide
from middleground.deals.draws import Bools
from middleground.deals.formulas import truth_of
from middleground.deals.structure import Structure

MOST_TRUTHS = 200_000
_LARGEST = 1 << 60
_FEW = 1_024


class TooLarge(Exception):  # noqa: N818  (a finding that the planner puts into words)
    """A model that no solver would get through.

    Attributes:
        because: What makes it so, in words.
    """

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@dataclass(frozen=True)
class IntegerModel:
    """All deals that the rules allow, and what they are worth, as constraints.

    Attributes:
        structure: The reading.
        model: The solver's own model. Questions are put to copies of it.
        picks: For each issue a truth for each option.
        worth: V of each constituency that counts, by its place, in the structure's units.
        reach: The least and the most that each of these can be.
    """

    structure: Structure
    model: Any
    picks: tuple[tuple[Any, ...], ...]
    worth: dict[int, Any]
    reach: dict[int, tuple[int, int]]

    @classmethod
    def of(
        cls, structure: Structure, people: Iterable[int], assent: Assent | None = None
    ) -> "IntegerModel":
        """Write the model down.

        Args:
            structure: The reading, taken apart.
            people: Whose V will be asked for.
            assent: Whose yes the deals need; None for all that the rules allow.

        Raises:
            TooLarge: If there are too many combinations, or numbers beyond the solver's.
        """
        asked = assent.asked if assent else ()
        writer = Writer(structure)
        worth, reach = {}, {}
        for who in sorted({*people, *asked}):
            worth[who], reach[who] = writer.worth_of(who)
        writer.require_rules()
        if assent:
            writer.require_assent(assent, worth)
        return cls(structure, writer.model, tuple(map(tuple, writer.picks)), worth, reach)

    def number(self, chosen: Sequence[int]) -> int:
        """The position of a deal in the deal space."""
        at = 0
        for size, option in zip(self.structure.sizes, chosen, strict=True):
            at = at * size + option
        return at

    def without(self, model: Any, chosen: Sequence[int]) -> None:
        """Rule one deal out."""
        picked = [row[option] for row, option in zip(self.picks, chosen, strict=True)]
        model.add_bool_or([~literal for literal in picked])


def size_of(structure: Structure) -> int:
    """How many truths the model of a reading has, at least: its options and combinations."""
    scopes = {worth.scope for worth in structure.local} | {t.scope for t in structure.tables}
    counters = [*structure.counters, *(worth.counter for worth in structure.counted)]
    for counter in counters:
        scopes |= {scope for scope in counter.scopes if len(scope) > 1}
    cells = sum(prod(structure.sizes[n] for n in scope) for scope in scopes)
    return sum(structure.sizes) + cells


@dataclass
class Writer:
    """A model on its way."""

    structure: Structure
    model: Any = None
    picks: list[list[Any]] = field(default_factory=list)
    _cells: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from ortools.sat.python import cp_model

        truths = size_of(self.structure)
        if truths > MOST_TRUTHS:
            raise TooLarge(
                f"its conditions make {truths:,} combinations of options, of which a solver is "
                f"given {MOST_TRUTHS:,} at most"
            )
        self.model = cp_model.CpModel()
        for size in self.structure.sizes:
            row = [self.model.new_bool_var("") for _ in range(size)]
            self.model.add_exactly_one(row)
            self.picks.append(row)

    def cells(self, scope: tuple[int, ...]) -> dict[tuple[int, ...], Any]:
        """For each combination of some issues that the rules allow, whether the deal has it."""
        if len(scope) == 1:
            return {(option,): literal for option, literal in enumerate(self.picks[scope[0]])}
        if scope not in self._cells:
            held = [t.held for t in self.structure.tables if t.scope == scope]
            allowed = np.logical_and.reduce(held) if held else None
            self._cells[scope] = self._combined(scope, allowed)
        return self._cells[scope]

    def _combined(self, scope: tuple[int, ...], allowed: Any) -> dict[tuple[int, ...], Any]:
        model = self.model
        sizes = [self.structure.sizes[n] for n in scope]
        cells = {
            at: model.new_bool_var("")
            for at in product(*map(range, sizes))
            if allowed is None or allowed[at]
        }
        model.add_exactly_one(list(cells.values()))
        for axis, n in enumerate(scope):
            shares: list[list[Any]] = [[] for _ in range(sizes[axis])]
            for at, literal in cells.items():
                shares[at[axis]].append(literal)
            for share, picked in zip(shares, self.picks[n], strict=True):
                model.add(sum(share) == picked)
        return cells

    def worth_of(self, who: int) -> tuple[Any, tuple[int, int]]:
        """V of a constituency as a variable, and what it can be."""
        structure = self.structure
        terms, weights = [], []
        low = high = 0
        for row, adds in zip(self.picks, structure.options[who], strict=True):
            terms += row
            weights += adds.tolist()
            low, high = low + int(adds.min()), high + int(adds.max())
        for worth in structure.local:
            if worth.who == who:
                for at, literal in self.cells(worth.scope).items():
                    if add := int(worth.adds[at]):
                        terms.append(literal)
                        weights.append(add)
                low += min(0, int(worth.adds.min()))
                high += max(0, int(worth.adds.max()))
        for counted in structure.counted:
            if counted.who == who:
                terms.append(self.counts(counted.counter))
                weights.append(counted.add)
                low, high = low + min(0, counted.add), high + max(0, counted.add)
        for formulated in structure.formulated:
            if formulated.who == who:
                terms.append(self._formula_holds(formulated.formula))
                weights.append(formulated.add)
                low, high = low + min(0, formulated.add), high + max(0, formulated.add)
        if max(-low, high) >= _LARGEST:
            raise TooLarge(f"the numbers of {structure.people[who]} are too large for a solver")
        value = self.model.new_int_var(low, high, "")
        self.model.add(_weighted(terms, weights) == value)
        return value, (low, high)

    def require_rules(self) -> None:
        """Only what the rules allow."""
        if not self.structure.is_possible:
            self.model.add_bool_or([])
        for scope in dict.fromkeys(table.scope for table in self.structure.tables):
            tables = [table for table in self.structure.tables if table.scope == scope]
            if len(scope) == 1 or scope in self._cells:
                self._forbid(tables[0].scope, tables)
            else:
                self._require_table(scope, tables)
        for counter in self.structure.counters:
            self._require(counter)
        for formula in self.structure.formulas:
            self.model.add(self._formula_holds(formula) == 1)

    def _forbid(self, scope: tuple[int, ...], tables: Sequence[Table]) -> None:
        if len(scope) > 1:
            return  # combinations that are not allowed were never made
        held = np.logical_and.reduce([table.held for table in tables])
        for option, literal in enumerate(self.picks[scope[0]]):
            if not held[option]:
                self.model.add(literal == 0)

    def _require_table(self, scope: tuple[int, ...], tables: Sequence[Table]) -> None:
        """Without combinations of its own: the refused ones where they are few, all else."""
        held = np.logical_and.reduce([table.held for table in tables])
        refused = np.argwhere(~held).tolist()
        if len(refused) <= _FEW:
            for at in refused:
                options = zip(scope, at, strict=True)
                self.model.add_bool_or([~self.picks[n][option] for n, option in options])
        else:
            self.cells(scope)

    def _total(self, counter: Counter) -> Any:
        """The sum that a counter compares."""
        terms, weights = [], []
        for piece in counter.pieces:
            for literal, add in self._pieces(piece):
                terms.append(literal)
                weights.append(add)
        for part in counter.parts:
            terms.append(self.counts(part))
            weights.append(1)
        return _weighted(terms, weights)

    def _pieces(self, piece: Piece) -> list[tuple[Any, int]]:
        cells = self.cells(piece.scope)
        return [(literal, int(piece.adds[at])) for at, literal in cells.items() if piece.adds[at]]

    def _require(self, counter: Counter) -> None:
        self.model.add(_compared(self._total(counter), counter, counter.negated))

    def counts(self, counter: Counter) -> Any:
        """Whether a counted condition holds, as a truth."""
        total, truth = self._total(counter), self.model.new_bool_var("")
        self.model.add(_compared(total, counter, counter.negated)).only_enforce_if(truth)
        self.model.add(_compared(total, counter, not counter.negated)).only_enforce_if(~truth)
        return truth

    def one_of(self, scope: tuple[int, ...], held: Bools) -> Any:
        """Whether the deal has one of some combinations, as a truth."""
        truth = self.model.new_bool_var("")
        cells = [literal for at, literal in self.cells(scope).items() if held[at]]
        self.model.add(sum(cells) == truth)
        return truth

    def _formula_holds(self, formula: Formula) -> Any:
        try:
            return truth_of(self, formula.layout, formula.node)
        except TooWide as found:
            names = ", ".join(formula.layout.space.issues[n] for n in found.scope)
            raise TooLarge(
                f"one condition ties {len(found.scope)} issues together ({names}: {found.cells:,} "
                "combinations) by a division, or by numbers too large or too fine for a solver"
            ) from None

    def require_assent(self, assent: Assent, worth: dict[int, Any]) -> None:
        """Only deals that every party ratifies."""
        accepted: dict[int, Any] = {}
        for groups in assent.groups:
            if len(groups) == 1:
                for who in groups[0]:
                    self.model.add(worth[who] >= assent.no_deal[who])
                continue
            ways = []
            for group in groups:
                way = self.model.new_bool_var("")
                for who in sorted(group):
                    if who not in accepted:
                        accepted[who] = self.model.new_bool_var("")
                        enough = self.model.add(worth[who] >= assent.no_deal[who])
                        enough.only_enforce_if(accepted[who])
                    self.model.add_implication(way, accepted[who])
                ways.append(way)
            self.model.add_bool_or(ways)


def _weighted(terms: Sequence[Any], weights: Sequence[int]) -> Any:
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.weighted_sum(terms, weights) if terms else 0


def _compared(total: Any, counter: Counter, negated: bool) -> Any:
    """The comparison of a counter's sum with its threshold, or its opposite."""
    if counter.exactly:
        return total != counter.threshold if negated else total == counter.threshold
    return total < counter.threshold if negated else total >= counter.threshold
