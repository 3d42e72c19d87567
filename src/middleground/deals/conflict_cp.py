"""A solver for whole-number sums: conflicts where worths are too many to be written as clauses.

Source: Perron & Didier, OR-Tools CP-SAT, for the solver and its cores; what it returns is shrunk.
"""

from collections.abc import Sequence
from typing import Any

from middleground.deals.conflict_encoding import Encoded, Sum, one_of
from middleground.deals.conflict_enumeration import Undecided
from middleground.deals.conflict_masks import masks_of
from middleground.deals.conflicts import members, set_of
from middleground.deals.requirements import Requirements

MOST_WORK = 20.0  # deterministic seconds of the solver for one question
_LARGEST = 1 << 61


class TooLargeSums(Exception):  # noqa: N818  (a finding that callers put into words)
    """Sums beyond what the solver can hold."""


class Model:
    """CP-SAT with literals that are whole numbers.

    Attributes:
        model: The model.
        cp: The library.
        is_proved: Whether the last answer is proved to be the best, where a best was asked for.
    """

    def __init__(self) -> None:
        """Begin with nothing known."""
        from ortools.sat.python import cp_model

        self.cp: Any = cp_model
        self.model: Any = cp_model.CpModel()
        self.is_proved = False
        self._variables: list[Any] = []

    def new(self) -> int:
        """A new variable."""
        self._variables.append(self.model.new_bool_var(f"b{len(self._variables)}"))
        return len(self._variables)

    def literal(self, number: int) -> Any:
        """A literal as the solver has it."""
        variable = self._variables[abs(number) - 1]
        return variable if number > 0 else ~variable

    def clause(self, literals: Sequence[int]) -> None:
        """At least one of these literals holds."""
        self.model.add_bool_or([self.literal(n) for n in literals])

    def demand(self, wanted: Sum, guard: Sequence[int]) -> None:
        """A sum holds wherever all guards do."""
        total = self.total(wanted)
        if not wanted.exactly:
            made = total < wanted.threshold if wanted.negated else total >= wanted.threshold
        else:
            made = total != wanted.threshold if wanted.negated else total == wanted.threshold
        if isinstance(made, bool):  # nothing is added up: it holds or fails whatever the deal
            if not made:
                self.clause([-n for n in guard])
            return
        self.model.add(made).only_enforce_if([self.literal(n) for n in guard])

    def total(self, wanted: Sum) -> Any:
        """The sum as the solver has it.

        Raises:
            TooLargeSums: If it might not fit.
        """
        reach = sum(max(abs(add) for _, add in piece) for piece in wanted.pieces)
        if reach + abs(wanted.threshold) > _LARGEST:
            raise TooLargeSums
        return sum((add * self.literal(n) for piece in wanted.pieces for n, add in piece if add), 0)

    def deal(self, solver: Any, encoded: Encoded) -> int:
        """The position of the deal that a solver found."""
        number = 0
        for literals in encoded.options:
            chosen = [solver.value(self.literal(n)) for n in literals].index(1)
            number = number * len(literals) + chosen
        return number

    def solve(self, fixed: Sequence[int] = (), work: float = MOST_WORK) -> Any:
        """An answer: the solver with values for all variables; None if there is none.

        Always the same for the same model: one worker, a fixed seed, a limit that is a count.

        Args:
            fixed: Literals that have to hold.
            work: The limit, in the solver's deterministic time.

        Raises:
            Undecided: If the limit of work is reached without an answer.
        """
        question = self.model.clone()
        for number in fixed:
            question.add_bool_or([self.literal(number)])
        solver, status = self._run(question, work)
        self.is_proved = status == self.cp.OPTIMAL
        if status == self.cp.INFEASIBLE:
            return None
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            raise Undecided
        return solver

    def clash(self, fixed: Sequence[int]) -> list[int]:
        """Some literals, of those that cannot all hold, that the solver blames.

        A suggestion, to be checked: with assumptions it is at times wrong (seen with OR-Tools 9.15,
        whose first simplifications may then take a model for impossible that is not).
        """
        question = self.model.clone()
        question.add_assumptions([self.literal(n) for n in fixed])
        solver, status = self._run(question, MOST_WORK)
        if status != self.cp.INFEASIBLE:
            return list(fixed)
        blamed = set(solver.sufficient_assumptions_for_infeasibility())
        return [n for n in fixed if self.literal(n).index in blamed]

    def _run(self, question: Any, work: float) -> tuple[Any, Any]:
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = work
        solver.parameters.linearization_level = 2  # without it sums of many issues stay undecided
        solver.parameters.catch_sigint_signal = False  # an interruption is the caller's
        return solver, solver.solve(question)


class CpOracle:
    """Asks CP-SAT whether groups can hold together.

    Attributes:
        count: How many groups there are.
        method: What it does, in a few words.
    """

    def __init__(self, requirements: Requirements) -> None:
        """Write everything down.

        Raises:
            TooWide: If a condition ties many issues together and is no sum.
            TooLargeSums: If worths are beyond what the solver can hold.
        """
        self.count = len(requirements.groups)
        self.method = "conflicts by a solver for whole numbers (CP-SAT), without listing the deals"
        self._requirements, self._model = requirements, Model()
        self._encoded = Encoded(requirements, self._model)
        self._core = 0

    def satisfied(self, wanted: int, among: int = 0) -> int | None:
        """Groups that some deal satisfies, with these and one of others; None if none does.

        Raises:
            Undecided: If the solver's limit of work is reached.
        """
        groups = self._encoded.groups
        assumed = [groups[n] for n in members(wanted)]
        if among:
            assumed.append(one_of(self._model, [groups[n] for n in members(among)]))
        solver = self._model.solve(assumed)
        if solver is None:
            self._core = wanted if among else self._blamed(wanted)
            return None
        number = self._model.deal(solver, self._encoded)
        best = [int(mask) for mask in masks_of(self._requirements, number)]
        return next(m for m in best if wanted & ~m == 0 and (not among or among & m))

    def _blamed(self, wanted: int) -> int:
        """Those of some groups that clash by themselves, as the solver suggests and then finds."""
        groups = self._encoded.groups
        clash = self._model.clash([groups[n] for n in members(wanted)])
        try:
            is_one = len(clash) < wanted.bit_count() and self._model.solve(clash) is None
        except Undecided:
            is_one = False
        return set_of(groups.index(literal) for literal in clash) if is_one else wanted

    def core(self) -> int:
        """After a None: groups among those wanted that no deal satisfies together."""
        return self._core
