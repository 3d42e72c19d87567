"""No-deal values against what deals can be worth: does any deal, or every deal, do better?

A bound, not a search: it takes the best or the worst of every issue and of every term together,
which the rules may exclude. What lies outside it is outside for certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from middleground.scenario.model import Scenario
from middleground.scenario.preferences import Preference, Worth
from middleground.scenario.ranges import MILLION, Range

_BEST_SCORE = 100.0
_GRAIN = 1 / MILLION  # below it no two utilities differ


@dataclass(frozen=True, slots=True)
class NoDealOutside:
    """A no-deal value that no deal, or every deal, is worth more than.

    Attributes:
        who: The constituency.
        no_deal: The value.
        low: The least that a deal can be worth to it, in points.
        high: The most.
    """

    who: str
    no_deal: Range
    low: float
    high: float

    @property
    def is_above(self) -> bool:
        """Whether it is above all deals, rather than below."""
        return self.no_deal.high > self.high

    @property
    def is_certain(self) -> bool:
        """Whether all of the range lies outside, rather than a part of it."""
        return self.no_deal.low > self.high or self.no_deal.high < self.low


def find_no_deal_outside(scenario: Scenario) -> Iterator[NoDealOutside]:
    """No-deal values that reach beyond what any deal can be worth to that constituency."""
    for who, preference in scenario.preferences.items():
        low, high = attainable(preference)
        no_deal = preference.no_deal
        if no_deal.high > high + _GRAIN or no_deal.low < low - _GRAIN:
            yield NoDealOutside(who, no_deal, low, high)


def attainable(preference: Preference) -> tuple[float, float]:
    """The least and the most that a deal can be worth, in points, whatever the rules say.

    Weighted scores run from 0 to 100, a scoring table to the sum of its extremes; terms for
    combinations come on top.
    """
    low, high = 0.0, 0.0 if preference.is_table else _BEST_SCORE
    for worth in preference.issues.values():
        least, most = _points(worth)
        low, high = low + least, high + most
    for term in preference.together:
        low, high = low + min(term.add.low, 0), high + max(term.add.high, 0)
    return low, high


def _points(worth: Worth) -> tuple[float, float]:
    """The extremes of a row of a scoring table; nothing for a weighted issue."""
    given = (worth.points or {}).values()
    return min((p.low for p in given), default=0.0), max((p.high for p in given), default=0.0)
