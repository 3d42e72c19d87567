"""The scale on which a case's utilities are written, so that whole millionths hold them.

The scenario file counts in whole millionths. Weights and scores out of 100 are the form that a
person reads best, and they are used unless they would lose something: where thirds, sevenths and
the like would have to be rounded, tied deals would no longer be tied. Then every party gets points
in place of weights and scores, on a scale of 100 times the smallest whole number that makes them
exact. What cannot be exact (weights of sixteen digits) is rounded by less than 1e-8 of the scale.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from middleground.exchange.case import Case, Profile
from middleground.scenario.ranges import MILLION

_LARGEST_FACTOR = 10_000
_LARGEST_SHARED_FACTOR = 1_000_000
_EXACT_TOTAL = 10_000
_ROUNDED_TOTAL = 1_000
_NEAR_ONE = Fraction(1, 10**9)


@dataclass(frozen=True)
class Scale:
    """How utilities are written.

    Attributes:
        best: Points of a utility of 1.
        has_weights: Whether there are weights and scores; else points.
    """

    best: int
    has_weights: bool


def choose_scale(case: Case) -> Scale:
    """The scale for a case."""
    if case.in_points:
        return Scale(1, has_weights=False)
    if not all(map(_adds_up_to_one, case.profiles)):
        return Scale(100 * _shared_factor(case), has_weights=False)
    can_be_exact = [p for p in case.profiles if _factor(p) <= _LARGEST_FACTOR]
    if all(_is_exact_with_weights(p) for p in can_be_exact):
        return Scale(100, has_weights=True)
    return Scale(100 * _shared_factor(case), has_weights=False)


def total_weight(profile: Profile) -> int:
    """What a party's weights are scaled to add up to: 100 where that is exact."""
    common = lcm(*(worth.weight.denominator for worth in profile.worths))
    if (100 * MILLION) % common == 0:
        return 100
    return common if common <= _EXACT_TOTAL else _ROUNDED_TOTAL


def _adds_up_to_one(profile: Profile) -> bool:
    total = sum((worth.weight for worth in profile.worths), Fraction(0))
    return abs(total - 1) <= _NEAR_ONE


def _is_exact_with_weights(profile: Profile) -> bool:
    total = total_weight(profile)
    numbers = [100 * score for worth in profile.worths for score in worth.scores]
    numbers += [total * worth.weight for worth in profile.worths] + [100 * profile.no_deal]
    return all((number * MILLION).denominator == 1 for number in numbers)


def _factor(profile: Profile) -> int:
    """The smallest whole number that makes its points exact, as parts of 100."""
    parts = [part for worth in profile.worths for part in worth.parts]
    common = lcm(*(part.denominator for part in parts), profile.no_deal.denominator)
    return common // gcd(common, 100 * MILLION)


def _shared_factor(case: Case) -> int:
    """One factor for all parties, since their points are compared; for as many as it can serve."""
    shared = 1
    for factor in sorted(map(_factor, case.profiles)):
        if factor <= _LARGEST_FACTOR and lcm(shared, factor) <= _LARGEST_SHARED_FACTOR:
            shared = lcm(shared, factor)
    return shared
