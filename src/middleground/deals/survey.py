"""What can be said of all deals without looking at them one by one: the plan for large spaces.

Below a set number of deals every one is looked at (`middleground.deals.scan`). Above it, the shape
of the scenario decides. If every issue stands for itself, the frontiers of the issues are merged;
otherwise a sweep over the issues carries what conditions still wait for. Both are exact and
complete, at any number of deals, while conditions tie few issues together or are sums. The work is
bounded by counts that are known before it is done, and what would not fit is refused with the
factors that make it so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NoReturn

import numpy as np

from middleground.deals.acceptance import RatificationRule
from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import MOST_ASKED, Assent
from middleground.deals.counters import SMALL, TooWide
from middleground.deals.course import MOST_MOVES, Course, TooManyStates
from middleground.deals.draws import Bools, Wholes
from middleground.deals.front import Front
from middleground.deals.merging import as_labels, merge_for_many, merge_frontiers
from middleground.deals.space import MOST_DEALS, DealSpace
from middleground.deals.structure import Structure
from middleground.deals.sweep import Aim, Swept, TooManyLabels, sweep
from middleground.errors import AnswerError
from middleground.scenario.expressions import holds

Method = Literal["enumeration", "merging", "sweep"]


def is_enumerable(space: DealSpace) -> bool:
    """Whether there are few enough deals to look at each."""
    return space.count <= MOST_DEALS


@dataclass(frozen=True)
class Survey:
    """A reading of a scenario of any size, taken apart.

    Attributes:
        appraisal: The reading.
        structure: Its pieces.
        course: The states between the issues.
    """

    appraisal: Appraisal
    structure: Structure
    course: Course

    @classmethod
    def of(cls, appraisal: Appraisal) -> "Survey":
        """Plan the work, and refuse what would not fit.

        Raises:
            AnswerError: If conditions tie too much together.
        """
        space = appraisal.space
        for rule in appraisal.ratification.rules:
            if len(rule.constituencies) > MOST_ASKED:
                _refuse(space, f"{rule.party} asks {len(rule.constituencies)} constituencies", "")
        try:
            rules = [rule.node for rule in appraisal.rules.values()]
            structure = Structure.of(space, appraisal.draws, rules, appraisal.utilities)
            return cls(appraisal, structure, Course.of(structure, structure.find_order()))
        except TooWide as found:
            names = ", ".join(space.issues[n] for n in found.scope)
            _refuse(
                space,
                f"one condition ties {len(found.scope)} issues together ({names}: "
                f"{found.cells:,} combinations) and is no sum or count",
                f"conditions over {SMALL:,} combinations, or sums and counts of any length",
            )
        except TooManyStates as found:
            _refuse(
                space,
                f"its conditions leave too much open at the same time: {found.moves:,} "
                f"combinations by the issue '{space.issues[found.issue]}'",
                f"{MOST_MOVES:,} combinations at most",
            )

    @property
    def method(self) -> Method:
        """How the frontier is found."""
        return "merging" if self.structure.is_additive else "sweep"

    def in_words(self, *fronts: Front) -> str:
        """What was done to find some frontiers, for the record of an answer."""
        labels = max(front.swept.most_labels for front in fronts)
        kept = f"{labels:,} partial deals kept at most at a time, in whole numbers"
        if self.method == "merging":
            return f"frontiers merged issue by issue without listing the deals: {kept}"
        return (
            "a sweep over the issues without listing the deals: "
            f"{self.course.states:,} states at most, {kept}"
        )

    def doubts(self, front: Front, among: str) -> list[str]:
        """What a reader must know of a frontier that was thinned."""
        if front.is_complete:
            return []
        utilities = self.appraisal.utilities
        within = [
            f"{float(utilities[who].points(np.array([error]))[0]):.3g} for {who}"
            for who, error in zip(self.appraisal.deciders, front.error, strict=True)
        ]
        which = (
            f"each {among} deal that gives every decision maker at least so much over no deal"
            if front.swept.aim.assent
            else f"each {among} deal"
        )
        return [
            f"the frontier of the {among} deals is too long to be listed whole: {which} is matched "
            f"by a point of it to within so many points: {', '.join(within)}; the numbers of deals "
            "are at least those named, and fair deals the best among those kept"
        ]

    @cached_property
    def objectives(self) -> tuple[int, ...]:
        """The places of the parties' decision makers among all constituencies."""
        return tuple(self.structure.people.index(who) for who in self.appraisal.deciders)

    def assent(self, rules: Sequence[RatificationRule] | None = None) -> Assent:
        """Whose yes makes a deal agreeable; or makes some parties ratify it."""
        chosen = self.appraisal.ratification.rules if rules is None else rules
        events = self.appraisal.events(0)
        return Assent.of(chosen, events, self.structure.people, self.structure.no_deal)

    @cached_property
    def feasible(self) -> Front:
        """The efficient among all deals that the rules allow.

        Raises:
            AnswerError: If there are too many labels on the way, thinned or not.
        """
        merged = self._merged() if self.method == "merging" else None
        return Front.of(self.structure, merged) if merged else self._front(None)

    @cached_property
    def agreeable(self) -> Front:
        """The efficient among the agreeable deals.

        Raises:
            AnswerError: If there are too many labels on the way, thinned or not; or if thinning
                left none, which does not show that there is none.
        """
        front = self._front(self.assent())
        if not front.is_complete and not len(front.values):
            _refuse(
                self.appraisal.space,
                "none of those that were kept is agreeable, which does not show that none is",
                "fewer constituencies whose yes is open to the end, or coarser numbers",
            )
        return front

    def _front(self, assent: Assent | None) -> Front:
        try:
            return Front.of(self.structure, sweep(self.course, Aim(self.objectives, assent)))
        except TooManyLabels as found:
            _refuse(
                self.appraisal.space,
                f"{found.labels:,} partial deals would have to be kept apart for "
                f"{len(self.structure.people)} constituencies",
                "fewer constituencies whose yes is open to the end, or coarser numbers",
            )

    def _merged(self) -> Swept | None:
        """By merging alone; None where that needs more room than a sweep that can be thinned."""
        aim = Aim(self.objectives)
        order = [stage.issue for stage in self.course.stages]
        options = [[self.structure.options[who][n] for n in order] for who in self.objectives]
        layers: Sequence[tuple[Wholes, ...]] | None
        if len(options) == 2:
            layers = merge_frontiers(*options)
        else:
            layers = merge_for_many(options, aim.limit)
        if layers is None:
            return None
        return Swept(self.course, aim, as_labels(layers), (0,) * len(options))

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

    def are_agreeable(self, surplus: dict[str, Wholes]) -> Bools:
        """Which of some allowed deals every party ratifies."""
        appraisal = self.appraisal
        said: Bools = np.ones(len(next(iter(surplus.values()))), dtype=bool)
        for rule in appraisal.ratification.rules:
            accepted = {who: surplus[who] >= 0 for who in rule.constituencies}
            said = said & rule.ratifies(accepted, dict(appraisal.events(0)))
        return said

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


def _refuse(space: DealSpace, because: str, expected: str) -> NoReturn:
    raise AnswerError(
        f"{space.in_words()} are too many to look at one by one, and {because}",
        code="too-large",
        where="issues",
        expected=expected,
        mend="split the condition or write it as a sum or a count, give the issues fewer options, "
        "or leave issues out that nobody disagrees about",
    )
