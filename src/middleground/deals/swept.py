"""Large spaces by structure: frontiers merged, or swept issue by issue.

Exact and complete, at any number of deals, while conditions tie few issues together or are sums.
The work is bounded by counts that are known before it is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance, Counted, count_agreeable, even_sample
from middleground.deals.course import Course
from middleground.deals.draws import Wholes
from middleground.deals.front import Front
from middleground.deals.merging import as_labels, merge_for_many, merge_frontiers
from middleground.deals.structure import Structure
from middleground.deals.survey import AnyFront, Method, Survey, refuse
from middleground.deals.sweep import Aim, Swept, TooManyLabels, sweep

_MEND = (
    "leave out constituencies whose yes is never in doubt, round points to whole tens, or leave "
    "issues out that nobody disagrees about"
)


@dataclass
class SweptSurvey(Survey):
    """A reading with its states between the issues.

    Attributes:
        course: The states.
        method: How the frontier of all allowed deals is found.
    """

    course: Course
    method: Method = field(init=False)

    def __post_init__(self) -> None:
        """Merge where every issue stands for itself."""
        self.method = "merging" if self.structure.is_additive else "sweep"

    @classmethod
    def of(cls, appraisal: Appraisal, structure: Structure) -> "SweptSurvey":
        """Follow the states once.

        Raises:
            TooManyStates: If there are too many.
        """
        return cls(appraisal, structure, Course.of(structure, structure.find_order()))

    def in_words(self, *fronts: AnyFront) -> str:
        """What was done to find some frontiers, for the record of an answer."""
        labels = max(front.swept.most_labels for front in fronts if isinstance(front, Front))
        kept = f"{labels:,} partial deals kept at most at a time, in whole numbers"
        if self.method == "merging":
            return f"frontiers merged issue by issue without listing the deals: {kept}"
        return (
            "a sweep over the issues without listing the deals: "
            f"{self.course.states:,} states at most, {kept}"
        )

    def doubts(self, front: AnyFront) -> list[str]:
        """What a reader must know of a frontier that was thinned."""
        if front.is_complete or not isinstance(front, Front):
            return []
        asked = front.swept.aim.assent is not None
        among = "agreeable" if asked else "allowed"
        which = f"each {among} deal"
        if asked:
            which += " that gives every decision maker at least so much over no deal"
        return [
            f"the frontier of the {among} deals is too long to be listed whole: {which} is matched "
            f"by a point of it to within so many points: {self.in_points(front.error)}; the "
            "numbers of deals are at least those named, and fair deals the best among those kept"
        ]

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
            refuse(
                self.appraisal.space,
                "none of those that were kept is agreeable, which does not show that none is",
                "fewer constituencies whose yes is open to the end, or coarser numbers",
                _MEND,
            )
        return front

    def count_feasible(self) -> Counted:
        """How many deals the rules allow."""
        return Counted(self.course.feasible, is_exact=True)

    def count(self, assent: Assent, allowance: Allowance) -> Counted:
        """How many allowed deals everybody needed says yes to."""
        return count_agreeable(self.course, assent, allowance)

    def sample(self, most: int) -> list[int]:
        """An even sample of the allowed deals, as positions in the deal space, ascending."""
        return even_sample(self.course, self.structure.sizes, most)

    def _front(self, assent: Assent | None) -> Front:
        try:
            return Front.of(self.structure, sweep(self.course, Aim(self.objectives, assent)))
        except TooManyLabels as found:
            refuse(
                self.appraisal.space,
                f"{found.labels:,} partial deals would have to be kept apart for "
                f"{len(self.structure.people)} constituencies",
                "fewer constituencies whose yes is open to the end, or coarser numbers",
                _MEND,
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
