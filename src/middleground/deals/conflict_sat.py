"""A solver for clauses alone: sums become chains of states, one for each total that matters.

Source: Ignatiev, Morgado & Marques-Silva (2018), PySAT; Een & Sorensson (2006) for sums as clauses.
"""

from collections.abc import Sequence

import numpy as np

from middleground.deals.conflict_encoding import Encoded, Piece, Sum, one_of
from middleground.deals.conflicts import members, set_of
from middleground.deals.requirements import Requirements

MOST_STATES = 12_000


class TooManyTotals(Exception):  # noqa: N818  (a finding: another solver takes over)
    """A sum with too many different totals to be written as clauses."""


class SatOracle:
    """Asks PySAT whether groups can hold together.

    Attributes:
        count: How many groups there are.
        method: What it does, in a few words.
    """

    def __init__(self, requirements: Requirements) -> None:
        """Write everything down.

        Raises:
            TooManyTotals: If a sum is too long for clauses.
            TooWide: If a condition ties many issues together and is no sum.
        """
        _require_few_totals(requirements)
        self.count = len(requirements.groups)
        self.method = "conflicts by a solver for clauses (PySAT), without listing the deals"
        clauses = Clauses()
        self._clauses, self._groups = clauses, Encoded(requirements, clauses).groups
        self._place = {literal: n for n, literal in enumerate(self._groups)}
        self._solver = clauses.solver
        self._solver.set_phases(self._groups)

    def satisfied(self, wanted: int, among: int = 0) -> int | None:
        """Groups that some deal satisfies, with these and one of others; None if none does."""
        assumed = [self._groups[n] for n in members(wanted)]
        if among:
            assumed.append(one_of(self._clauses, [self._groups[n] for n in members(among)]))
        if not self._solver.solve(assumptions=assumed):
            return None
        model = self._solver.get_model()
        return set_of(n for n, literal in enumerate(self._groups) if model[literal - 1] > 0)

    def core(self) -> int:
        """After a None: groups among those wanted that no deal satisfies together."""
        return set_of(self._place[literal] for literal in self._solver.get_core() or ())


def _require_few_totals(requirements: Requirements) -> None:
    """Say at once that somebody's worths add up to too many totals."""
    for who in requirements.asked:
        totals = np.zeros(1, dtype=np.int64)
        for values in requirements.reading.utilities[who].options:
            totals = np.unique(np.add.outer(totals, np.unique(values[0])))
            if len(totals) > MOST_STATES:
                raise TooManyTotals


class Clauses:
    """A solver for clauses; sums are written as chains of states.

    Attributes:
        solver: PySAT's solver.
    """

    def __init__(self) -> None:
        """Begin with nothing known."""
        from pysat.solvers import Solver

        self.solver = Solver("minisat-gh")
        self._variables = self._states = 0

    def new(self) -> int:
        """A new variable."""
        self._variables += 1
        self.solver.add_clause([self._variables, -self._variables])
        return self._variables

    def clause(self, literals: Sequence[int]) -> None:
        """At least one of these literals holds."""
        self.solver.add_clause(list(literals))

    def demand(self, wanted: Sum, guard: Sequence[int]) -> None:
        """A sum holds wherever all guards do: one state for each total that still matters."""
        refused = [-literal for literal in guard]
        low, high = _rest(wanted.pieces)
        if self._judge(wanted, 0, low[0], high[0]) is False:
            self.clause(refused)
        if self._judge(wanted, 0, low[0], high[0]) is not None:
            return
        at: dict[int, list[int]] = {0: []}  # totals so far, with the literal that does not hold
        for n, piece in enumerate(wanted.pieces):
            reached: dict[int, int] = {}
            for add, literal in self._by_add(piece).items():
                for total, before in at.items():
                    now = total + add
                    clear = self._judge(wanted, now, low[n + 1], high[n + 1])
                    if clear is None:
                        if now not in reached:
                            reached[now] = self._state()
                        self.clause([*before, -literal, reached[now]])
                    elif not clear:
                        self.clause([*refused, *before, -literal])
            at = {total: [-state] for total, state in reached.items()}

    def _state(self) -> int:
        self._states += 1
        if self._states > MOST_STATES:
            raise TooManyTotals
        return self.new()

    def _judge(self, wanted: Sum, total: int, least: int, most: int) -> bool | None:
        """Whether a sum is sure to hold or to fail from a total on; None while it is open."""
        if wanted.exactly:
            if total + most < wanted.threshold or total + least > wanted.threshold:
                met: bool | None = False
            else:
                met = True if least == most else None
        elif total + least >= wanted.threshold:
            met = True
        else:
            met = False if total + most < wanted.threshold else None
        return None if met is None else met != wanted.negated

    def _by_add(self, piece: Piece) -> dict[int, int]:
        """For each number that a piece may add, a literal that holds where it does."""
        found: dict[int, list[int]] = {}
        for literal, add in piece:
            found.setdefault(add, []).append(literal)
        made = {}
        for add, literals in found.items():
            if len(literals) == 1:
                made[add] = literals[0]
                continue
            made[add] = self.new()
            for literal in literals:
                self.clause([-literal, made[add]])
        return made


def _rest(pieces: Sequence[Piece]) -> tuple[list[int], list[int]]:
    """The least and the most that the pieces from each one on can still add."""
    low, high = [0], [0]
    for piece in reversed(pieces):
        adds = [add for _, add in piece]
        low.append(low[-1] + min(adds))
        high.append(high[-1] + max(adds))
    return low[::-1], high[::-1]
