"""Large spaces that are too wide and dense to be swept: what a solver finds, with bound and gap.

The fair deals come first, then the frontier of the agreeable deals, then that of all allowed deals,
then the deals that tie at their points; each takes a share of what may be spent in all. What could
not be finished is said, with what is proved of it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance, Counted
from middleground.deals.course import Course, TooManyStates
from middleground.deals.draws import Wholes
from middleground.deals.fair_search import Fair, FairSearch
from middleground.deals.front_search import FoundFront, search_front
from middleground.deals.fused_scan import FusedScan, accepted_by
from middleground.deals.integer_model import IntegerModel, TooLarge
from middleground.deals.sampling import Progress
from middleground.deals.solving import Allotment, solve
from middleground.deals.structure import Structure
from middleground.deals.survey import AnyFront, Survey, refuse
from middleground.scenario.ranges import MILLION

ALLOTTED = 8.0
MOST_BEHIND = 10
_FAIR, _AGREEABLE, _FEASIBLE = 0.35, 0.5, 0.6
_TRIED = 1 << 16


@dataclass(frozen=True)
class ModelFront:
    """A frontier as a solver finds it.

    Attributes:
        found: Its points, in the structure's units, and what is proved.
        among: `agreeable` or `allowed`.
        values: V of each objective, as utilities have it. Shape (points, objectives).
        deals: Some deals of each point, as positions in the deal space, ascending.
        are_all: Whether these are all deals behind the points.
    """

    found: FoundFront
    among: str
    values: Wholes
    deals: tuple[tuple[int, ...], ...]
    are_all: bool

    @property
    def is_complete(self) -> bool:
        """Whether these are all points and all deals behind them."""
        return self.found.is_complete and self.are_all

    @property
    def counts(self) -> list[int]:
        """How many deals are known at each point."""
        return [len(some) for some in self.deals]

    def first_deals(self, points: Sequence[int], most: int) -> list[list[int]]:
        """Deals of some points, as positions in the deal space, ascending."""
        return [list(self.deals[n][:most]) for n in points]


@dataclass
class ModelledSurvey(Survey):
    """A reading for a solver.

    Attributes:
        allotment: What may be spent in all.
    """

    allotment: Allotment = field(default_factory=lambda: Allotment(ALLOTTED))
    method = "model"

    def report_to(self, progress: Progress) -> None:
        """Who is to be told how far the work has come."""
        self.allotment.progress = progress

    def in_words(self, *fronts: AnyFront) -> str:
        """What was done, for the record of an answer."""
        points = " and ".join(f"{len(front.values):,}" for front in fronts)
        return (
            "an integer model (OR-Tools CP-SAT, one worker, seed 0, limited to "
            f"{self.allotment.total:g} of its deterministic seconds), without listing the deals: "
            f"frontiers of {points} points"
        )

    def doubts(self, front: AnyFront) -> list[str]:
        """What is not proved of a frontier."""
        if front.is_complete or not isinstance(front, ModelFront):
            return []
        found = front.found
        if found.is_complete:
            return [
                f"the frontier of the {front.among} deals is complete, but not every deal at its "
                f"points: up to {MOST_BEHIND} of each were looked for, and the numbers of deals "
                "are at least those named"
            ]
        if found.error is None:
            proved = "how far others lie beyond them is not proved"
        else:
            proved = (
                f"each {front.among} deal is proved to be matched by one of them to within so many "
                f"points: {self.in_points(self._in_units(found.error))}"
            )
        return [
            f"the frontier of the {front.among} deals was not listed whole within the limit: "
            f"{proved}; the numbers of deals are at least those named"
        ]

    def fair_doubts(self) -> dict[str, str]:
        """For each idea of fairness whose deals are not proved to be all: what is known."""
        return {name: _doubt(fair) for name, fair in self.fair.items() if not fair.is_proved}

    @cached_property
    def _agreeing(self) -> IntegerModel:
        return self._model(self.assent())

    def _model(self, assent: Assent | None) -> IntegerModel:
        try:
            return IntegerModel.of(self.structure, self.objectives, assent)
        except TooLarge as found:
            refuse(self.appraisal.space, found.because, "a model that a solver can hold")

    @cached_property
    def _fair_search(self) -> FairSearch:
        utilities = [self.appraisal.utilities[who] for who in self.appraisal.deciders]
        units = [self.structure.units[place] for place in self.objectives]
        pairs = list(zip(utilities, units, strict=True))
        return FairSearch(
            self._agreeing,
            self.objectives,
            tuple(Fraction(int(u.no_deal[0]), unit) for u, unit in pairs),
            tuple(Fraction(int(u.scale[0]) * MILLION, unit) for u, unit in pairs),
            self.allotment.part(_FAIR),
        )

    @cached_property
    def _shares(self) -> tuple[Fair, list[int]]:
        return self._fair_search.kalai_smorodinsky()

    @cached_property
    def fair(self) -> dict[str, Fair]:
        """The fair deals among the agreeable ones, by idea."""
        search = self._fair_search
        return {
            "nash": search.nash(),
            "egalitarian": search.egalitarian(),
            "kalai_smorodinsky": self._shares[0],
            "utilitarian": search.utilitarian(),
        }

    def pick_fair(self) -> tuple[dict[str, Wholes], list[int]]:
        """By idea, which points of the agreeable frontier are fair; and who is left out of shares.

        The frontier may not be complete: what is proved comes from the search for fair deals, what
        is not from the best points known.
        """
        chosen, left_out = super().pick_fair()
        points = {tuple(point): n for n, point in enumerate(self.agreeable.values.tolist())}
        for name, fair in self.fair.items():
            if fair.is_proved:
                tied = [self._fair_search.values(solution) for solution in fair.solutions]
                places = sorted(points[tuple(self._in_units(point))] for point in tied)
                chosen[name] = np.array(places, dtype=np.int64)
        return chosen, self._shares[1] if self.fair["kalai_smorodinsky"].is_proved else left_out

    @cached_property
    def agreeable(self) -> ModelFront:
        """The efficient among the agreeable deals.

        Raises:
            AnswerError: If none was found, and it is not proved that there is none.
        """
        known = [solution for fair in self.fair.values() for solution in fair.solutions]
        allotted = self.allotment.part(_AGREEABLE)
        found = search_front(self._agreeing, self.objectives, allotted, known)
        if not found.points and not found.is_complete:
            refuse(
                self.appraisal.space,
                "no agreeable deal was found within the limit, which does not show that none is",
                "conditions over fewer issues, or coarser numbers",
            )
        return self._front(self._agreeing, found, "agreeable")

    @cached_property
    def feasible(self) -> ModelFront:
        """The efficient among all deals that the rules allow."""
        model = self._model(None)
        found = search_front(model, self.objectives, self.allotment.part(_FEASIBLE))
        return self._front(model, found, "allowed")

    def _front(self, model: IntegerModel, found: FoundFront, among: str) -> ModelFront:
        points = sorted(found.points, reverse=True)
        allotted = self.allotment.part(0.5)
        behind = [self._behind(model, point, found.points[point], allotted) for point in points]
        values = np.array([self._in_units(point) for point in points], dtype=np.int64)
        return ModelFront(
            found,
            among,
            values.reshape(len(points), len(self.objectives)),
            tuple(tuple(sorted(deals)) for deals, _ in behind),
            all(whole for _, whole in behind),
        )

    def _behind(
        self, model: IntegerModel, point: tuple[int, ...], first: tuple[int, ...], spend: Allotment
    ) -> tuple[list[int], bool]:
        """Deals at a point, and whether they are all."""
        deals = [model.number(first)]
        question = model.model.clone()
        for place, value in zip(self.objectives, point, strict=True):
            question.add(model.worth[place] == value)
        model.without(question, first)
        while spend.left > 0:
            found = solve(model, question, spend)
            if not found.is_deal:
                return deals, found.outcome == "none"
            if len(deals) == MOST_BEHIND:
                break
            deals.append(model.number(found.chosen))
            model.without(question, found.chosen)
        return deals, False

    def _in_units(self, point: Sequence[int]) -> list[int]:
        """V in the structure's units as utilities have it."""
        units = [self.structure.units[place] for place in self.objectives]
        return [value * unit for value, unit in zip(point, units, strict=True)]

    @cached_property
    def _scan(self) -> FusedScan | None:
        return FusedScan.of(self.structure)

    @cached_property
    def _counts(self) -> Wholes | None:
        """Counts by who accepts, where there are few enough deals to look at each."""
        return self._scan.count(self.allotment.progress) if self._scan else None

    def count_feasible(self) -> Counted:
        """How many deals the rules allow: exactly, where the rules alone are narrow."""
        if not self.structure.formulas:
            rules = Structure(
                self.structure.sizes, (), (), (), (), tables=self.structure.tables,
                counters=self.structure.counters, is_possible=self.structure.is_possible,
            )  # fmt: skip
            with suppress(TooManyStates):
                return Counted(Course.of(rules, rules.find_order()).feasible, is_exact=True)
        if self._counts is not None:
            return Counted(int(self._counts.sum()), is_exact=True)
        return Counted(sum(self.agreeable.counts), is_exact=False)

    def count(self, assent: Assent, allowance: Allowance) -> Counted:
        """How many allowed deals everybody needed says yes to: a solver does not count.

        Counted by looking at each deal where there are few enough; else not known.
        """
        if self._scan is None or self._counts is None:
            return Counted(0, is_exact=False)
        return Counted(accepted_by(self._counts, self._scan.asked, assent), is_exact=True)

    def sample(self, most: int) -> list[int]:
        """Allowed deals among many picked by chance, with a fixed seed, ascending."""
        rng = np.random.default_rng(0)
        numbers: list[int] = []
        for _ in range(_TRIED // most if most else 0):
            digits = [rng.integers(size, size=most).astype(object) for size in self.structure.sizes]
            at = np.zeros(most, dtype=object)
            for size, chosen in zip(self.structure.sizes, digits, strict=True):
                at = at * size + chosen
            numbers += at[self.are_allowed(at.tolist())].tolist()
            if len(numbers) >= most:
                break
        return sorted(numbers[:most])


def _doubt(fair: Fair) -> str:
    if not fair.solutions:
        return "none was found within the limit, which does not show that there is none"
    if fair.gap == float("inf"):
        return "the best found within the limit; how much better another may be is not proved"
    return (
        "the best found within the limit; no deal is proved to surpass it by more than "
        f"{fair.gap:.2g} of what is made large"
    )
