"""Conflict sets by asking a solver, where there are too many deals to mark each.

A solver is asked whether some groups can hold together. If they can, what its deal satisfies is
made as large as it gets, and the rest is a concession set; if not, what clashes is made as small as
it gets. A second solver proposes groups that neither kind found so far decides, until there are
none. Conflict sets come smallest first where the question is only for the first few: a smallest set
that meets all known concession sets is a smallest conflict as soon as it cannot hold.

Sources: Liffiton, Previti, Malik & Marques-Silva (2016), MARCO; Ignatiev, Previti, Liffiton &
Marques-Silva (2015) for the smallest; Junker (2004), QuickXplain.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from middleground.deals.conflicts import MOST_SETS, ConflictSets, by_size, members
from middleground.errors import AnswerError


class Undecided(Exception):  # noqa: N818  (a finding that callers put into words)
    """The solver reached its limit of work without an answer."""


class Oracle(Protocol):
    """A solver that knows the groups.

    Attributes:
        count: How many groups there are.
        method: What it does, in a few words.
    """

    count: int
    method: str

    def satisfied(self, wanted: int, among: int = 0) -> int | None:
        """Groups that some deal satisfies, these among them; None if no deal satisfies these.

        Args:
            wanted: All of these.
            among: And one of these at least; none is asked for where there are none.

        Raises:
            Undecided: If its limit of work is reached.
        """

    def core(self) -> int:
        """After a None: groups among those wanted that no deal satisfies together."""


@dataclass
class OracleFinder:
    """Finds conflict sets by asking.

    Attributes:
        oracle: The solver.
        most: Stop after so many sets of both kinds together.
        calls: Stop a search after so many questions.
        asked: Questions asked in the last search.
    """

    oracle: Oracle
    most: int = MOST_SETS
    calls: int = 60_000
    asked: int = field(default=0, init=False)
    _held: dict[int, None] = field(default_factory=dict, init=False)
    _clashes: dict[int, None] = field(default_factory=dict, init=False)

    @property
    def method(self) -> str:
        """How, in a few words."""
        return self.oracle.method

    def can_hold(self, wanted: int) -> bool:
        """Whether some deal satisfies all groups of a set.

        Raises:
            AnswerError: If the solver cannot tell within its limit of work.
        """
        if any(wanted & ~held == 0 for held in self._held):
            return True
        if any(clash & ~wanted == 0 for clash in self._clashes):
            return False
        try:
            return self._answer(wanted, 0) is not None
        except Undecided:
            raise AnswerError(
                "whether these can all be had could not be decided within the solver's limit",
                code="too-large",
                where="issues",
                expected="a scenario with fewer issues, options or constituencies that are asked",
                mend="leave issues out that nobody disagrees about, or give them fewer options",
            ) from None

    def find(self, asked: int, given: int = 0) -> ConflictSets:
        """The conflict and concession sets among some groups, where others have to hold."""
        self.asked = 0
        if not self.can_hold(given):
            return ConflictSets((0,), ())
        if self.can_hold(asked | given):
            return ConflictSets((), (0,))
        first = self.find_smallest(asked, given, _FIRST)
        if first.conflicts_complete:
            return first
        conflicts, concessions = dict.fromkeys(first.conflicts), dict.fromkeys(first.concessions)
        complete = self._enumerate(asked, given, conflicts, concessions)
        return ConflictSets(
            tuple(by_size(conflicts)), tuple(by_size(concessions)), complete, complete
        )

    def find_smallest(self, asked: int, given: int, count: int) -> ConflictSets:
        """The first conflict sets, smallest first, with the concession sets met on the way.

        Args:
            asked: The groups that the question is about; they cannot all hold.
            given: Groups that have to hold in any case; they can.
            count: How many conflict sets.
        """
        from pysat.examples.hitman import Hitman

        conflicts: list[int] = []
        concessions: list[int] = []
        with Hitman(solver="m22", htype="sorted") as hitting:
            while len(conflicts) < count:
                found = hitting.get()
                if found is None:  # every set that meets all concession sets is known
                    return ConflictSets(tuple(by_size(conflicts)), tuple(by_size(concessions)))
                wanted = sum(1 << n for n in found)
                try:
                    held = self._ask(wanted | given)
                    if held is None:
                        conflicts.append(wanted)
                        hitting.block(found)
                        continue
                    rest = asked & ~self._grown(held, asked, given)
                except Undecided:
                    break
                concessions.append(rest)
                hitting.hit(members(rest))
        return ConflictSets(tuple(by_size(conflicts)), tuple(by_size(concessions)), False, False)

    def _enumerate(
        self, asked: int, given: int, conflicts: dict[int, None], concessions: dict[int, None]
    ) -> bool:
        """All others, until no set of groups is undecided; whether that was reached."""
        from pysat.solvers import Solver

        numbers = members(asked)
        with Solver("minisat22") as proposals:
            proposals.set_phases([n + 1 for n in numbers])
            for n in numbers:
                proposals.add_clause([n + 1, -(n + 1)])
            for mask in conflicts:
                proposals.add_clause([-(n + 1) for n in members(mask)])
            for mask in concessions:
                proposals.add_clause([n + 1 for n in members(mask)])
            try:
                while proposals.solve():
                    if len(conflicts) + len(concessions) >= self.most:
                        return False
                    self._decide(proposals, asked, given, conflicts, concessions)
            except Undecided:
                return False
        return True

    def _decide(
        self,
        proposals: Any,
        asked: int,
        given: int,
        conflicts: dict[int, None],
        concessions: dict[int, None],
    ) -> None:
        """Take one undecided set and find the conflict or the concession that decides it."""
        proposed = sum(1 << (n - 1) for n in proposals.get_model() if n > 0) & asked
        held = self._ask(proposed | given)
        if held is None:
            clash = self._shrunk(self.oracle.core() & asked, given)
            conflicts[clash] = None
            proposals.add_clause([-(n + 1) for n in members(clash)])
        else:
            rest = asked & ~self._grown(held, asked, given)
            concessions[rest] = None
            proposals.add_clause([n + 1 for n in members(rest)])

    def _grown(self, held: int, asked: int, given: int) -> int:
        """As many groups as possible beside those that hold."""
        while rest := asked & ~held:
            more = self._ask((held & asked) | given, rest)
            if more is None:
                break
            held |= more
        return held & asked

    def _shrunk(self, clash: int, given: int) -> int:
        """A minimal conflict within a set that cannot hold."""
        for n in members(clash):
            if clash >> n & 1:
                less = clash & ~(1 << n)
                if self._ask(less | given) is None:
                    clash = self.oracle.core() & less
        return clash

    def _ask(self, wanted: int, among: int = 0) -> int | None:
        self.asked += 1
        if self.asked > self.calls:
            raise Undecided
        return self._answer(wanted, among)

    def _answer(self, wanted: int, among: int) -> int | None:
        """What the solver says, remembered."""
        held = self.oracle.satisfied(wanted, among)
        if held is not None:
            self._held[held] = None
        elif not among:
            self._clashes[self.oracle.core()] = None
        return held


_FIRST = 10
