"""Which way conflict sets are found: the plan, and one face for every regime."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from middleground.deals.conflict_cp import CpOracle, TooLargeSums
from middleground.deals.conflict_enumeration import OracleFinder
from middleground.deals.conflict_masks import Masked, fits, masks_of
from middleground.deals.conflict_sat import SatOracle, TooManyTotals
from middleground.deals.conflicts import ConflictSets, Masks, conflict_sets
from middleground.deals.counters import TooWide
from middleground.deals.requirements import Requirements
from middleground.errors import AnswerError

_MOST_SOLVED = 200  # questions to the solver for whole numbers


class Finder(Protocol):
    """Answers questions about groups, whatever the size of the space."""

    @property
    def method(self) -> str:
        """How, in a few words."""

    def can_hold(self, wanted: int) -> bool:
        """Whether some deal satisfies all groups of a set."""

    def find(self, asked: int, given: int = 0) -> ConflictSets:
        """The conflict and concession sets among some groups, where others have to hold."""


@dataclass(frozen=True)
class MaskFinder:
    """From the largest sets of groups that deals satisfy.

    Attributes:
        masks: These sets.
        method: How they were found.
    """

    masks: Masks
    method: str = "every deal was marked for what it satisfies"

    @cached_property
    def _largest(self) -> list[int]:
        return [int(mask) for mask in self.masks]

    def can_hold(self, wanted: int) -> bool:
        """Whether some deal satisfies all groups of a set."""
        return any(wanted & ~mask == 0 for mask in self._largest)

    def find(self, asked: int, given: int = 0) -> ConflictSets:
        """The conflict and concession sets among some groups, where others have to hold."""
        return conflict_sets(self.masks, asked, given)


def choose_finder(requirements: Requirements, number: int | None = None) -> Finder:
    """The regime that fits the size and shape of the question.

    Args:
        requirements: What deals are asked to meet.
        number: Position of the one deal that the question is about; None for all.

    Raises:
        AnswerError: If it fits none.
    """
    if number is not None:
        return MaskFinder(masks_of(requirements, number), "the deal was looked at")
    if fits(requirements):
        return MaskFinder(Masked(requirements).masks())
    try:
        return OracleFinder(SatOracle(requirements))
    except TooManyTotals:
        pass
    except TooWide as found:
        raise _too_wide(requirements, found) from None
    try:
        return OracleFinder(CpOracle(requirements), calls=_MOST_SOLVED)
    except TooLargeSums:
        raise AnswerError(
            "the numbers of the preferences are too large for a solver",
            code="number-range",
            where="preferences",
            expected="weights that add up to some 10,000 at most",
            mend="divide all weights of a constituency by the same number",
        ) from None


def _too_wide(requirements: Requirements, found: TooWide) -> AnswerError:
    issues = ", ".join(requirements.space.issues[n] for n in found.scope)
    return AnswerError(
        f"{requirements.space.in_words()} are too many to look at one by one, and one condition "
        f"ties {len(found.scope)} issues together ({issues}) and is no sum or count",
        code="too-large",
        where="issues",
        expected="conditions over few issues, or sums and counts of any length",
        mend="split the condition, or write it as a sum or a count",
    )
