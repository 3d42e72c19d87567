"""What can be said of all deals without looking at them one by one: what every method has to say.

How it is found is another matter: `middleground.deals.swept` sweeps over the issues,
`middleground.deals.modelled` asks a solver, `middleground.deals.planner` chooses.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NoReturn, Protocol

import numpy as np

from middleground.deals.acceptance import RatificationRule
from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance, Counted
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import Bools, Wholes
from middleground.deals.sampling import Progress
from middleground.deals.space import DealSpace
from middleground.deals.structure import Structure
from middleground.errors import AnswerError
from middleground.scenario.expressions import holds

Method = Literal["enumeration", "merging", "sweep", "model"]


class AnyFront(Protocol):
    """An efficient frontier, best for the first party first."""

    @property
    def values(self) -> Wholes:
        """V of each objective, as utilities have it. Shape (points, objectives)."""

    @property
    def is_complete(self) -> bool:
        """Whether these are all points and all deals behind them."""

    @property
    def counts(self) -> list[int]:
        """How many deals have each point's utilities: all that there are, if it is complete."""

    def first_deals(self, points: Sequence[int], most: int) -> list[list[int]]:
        """The first deals of some points, as positions in the deal space, ascending."""


@dataclass
class Survey(ABC):
    """A reading of a scenario of any size, taken apart.

    Attributes:
        appraisal: The reading.
        structure: Its pieces.
    """

    appraisal: Appraisal
    structure: Structure

    @property
    @abstractmethod
    def agreeable(self) -> AnyFront:
        """The efficient among the agreeable deals.

        Raises:
            AnswerError: If they cannot be found, and it is not shown that there is none.
        """

    @property
    @abstractmethod
    def feasible(self) -> AnyFront:
        """The efficient among all deals that the rules allow.

        Raises:
            AnswerError: If they cannot be found.
        """

    @abstractmethod
    def in_words(self, *fronts: AnyFront) -> str:
        """What was done to find some frontiers, for the record of an answer."""

    @abstractmethod
    def doubts(self, front: AnyFront) -> list[str]:
        """What a reader must know of one of the frontiers where it is not complete."""

    @abstractmethod
    def count_feasible(self) -> Counted:
        """How many deals the rules allow."""

    @abstractmethod
    def count(self, assent: Assent, allowance: Allowance) -> Counted:
        """How many allowed deals everybody needed says yes to."""

    @abstractmethod
    def sample(self, most: int) -> list[int]:
        """An even sample of the allowed deals, as positions in the deal space, ascending."""

    def fair_doubts(self) -> dict[str, str]:
        """For each idea of fairness whose deals are not proved to be all: what is proved."""
        return {}

    def table(self, front: AnyFront) -> DealTable:
        """The points of a frontier, each standing for its deals."""
        utilities = [self.appraisal.utilities[who] for who in self.appraisal.deciders]
        return DealTable(
            np.arange(len(front.values)),
            front.values,
            np.array([int(utility.no_deal[0]) for utility in utilities]),
            np.array([int(utility.scale[0]) for utility in utilities]),
        )

    def pick_fair(self) -> tuple[dict[str, Wholes], list[int]]:
        """By idea, which points of the agreeable frontier are fair; and who is left out of shares.

        Every fair deal is efficient among the agreeable ones, with all its ties, so that the
        frontier is enough to find them.
        """
        return pick_fair(self.table(self.agreeable))

    def report_to(self, progress: Progress) -> None:  # noqa: B027  (short work says nothing)
        """Who is to be told how far the work has come."""

    @cached_property
    def objectives(self) -> tuple[int, ...]:
        """The places of the parties' decision makers among all constituencies."""
        return tuple(self.structure.people.index(who) for who in self.appraisal.deciders)

    def assent(self, rules: Sequence[RatificationRule] | None = None) -> Assent:
        """Whose yes makes a deal agreeable; or makes some parties ratify it."""
        chosen = self.appraisal.ratification.rules if rules is None else rules
        events = self.appraisal.events(0)
        return Assent.of(chosen, events, self.structure.people, self.structure.no_deal)

    def surplus(self, numbers: Sequence[int]) -> dict[str, Wholes]:
        """V less V of no deal of some deals, to everybody. Shape (deals,) each."""
        appraisal = self.appraisal
        digits = self._digits(numbers)
        situation = appraisal.space.situation(digits, appraisal.draws, 0)
        found = {}
        for who, utility in appraisal.utilities.items():
            value = np.full(len(numbers), -int(utility.no_deal[0]), dtype=np.int64)
            for issue, options in zip(appraisal.space.issues, utility.options, strict=True):
                value += options[0][digits[issue]]
            for term in utility.terms:
                value += np.where(holds(term.when.node, situation), term.add[0], 0)
            found[who] = value
        return found

    def are_allowed(self, numbers: Sequence[int]) -> Bools:
        """Which of some deals the rules allow."""
        appraisal = self.appraisal
        situation = appraisal.space.situation(self._digits(numbers), appraisal.draws, 0)
        said: Bools = np.ones(len(numbers), dtype=bool)
        for rule in appraisal.rules.values():
            said = said & holds(rule.node, situation)
        return said

    def are_agreeable(self, surplus: dict[str, Wholes]) -> Bools:
        """Which of some allowed deals every party ratifies."""
        appraisal = self.appraisal
        said: Bools = np.ones(len(next(iter(surplus.values()))), dtype=bool)
        for rule in appraisal.ratification.rules:
            accepted = {who: surplus[who] >= 0 for who in rule.constituencies}
            said = said & rule.ratifies(accepted, dict(appraisal.events(0)))
        return said

    def in_points(self, values: Sequence[int]) -> str:
        """Differences in V of the decision makers as points, for each of them."""
        utilities = self.appraisal.utilities
        return ", ".join(
            f"{float(utilities[who].points(np.array([value]))[0]):.3g} for {who}"
            for who, value in zip(self.appraisal.deciders, values, strict=True)
        )

    def _digits(self, numbers: Sequence[int]) -> dict[str, Wholes]:
        left = np.array(numbers, dtype=object)
        digits = {}
        for issue, options in zip(
            reversed(self.appraisal.space.issues),
            reversed(self.appraisal.space.options),
            strict=True,
        ):
            digits[issue] = (left % len(options)).astype(np.int64)
            left = left // len(options)
        return digits


_MEND = (
    "split the condition or write it as a sum or a count, give the issues fewer options, or leave "
    "issues out that nobody disagrees about"
)


def refuse(space: DealSpace, because: str, expected: str, mend: str = _MEND) -> NoReturn:
    """Say what makes a space too large for every method.

    Raises:
        AnswerError: Always.
    """
    raise AnswerError(
        f"{space.in_words()} are too many to look at one by one, and {because}",
        code="too-large",
        where="issues",
        expected=expected,
        mend=mend,
    )
