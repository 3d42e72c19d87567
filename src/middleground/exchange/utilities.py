"""A case's utilities as the agent platforms have them: from 0 to 1, never below 0.

Where points are negative, an issue's points and the no-deal value are raised alike; where they add
up to more than 100, all parties' are divided by the same number. Neither changes who accepts what,
which deals are efficient or which are fair.
"""

from dataclasses import dataclass
from fractions import Fraction

from middleground.exchange.case import Case, Profile


@dataclass(frozen=True)
class UnitProfile:
    """One party's utilities.

    Attributes:
        parts: For each issue, what each value adds to the utility; 0 or more.
        no_deal: What walking away is worth.
    """

    parts: tuple[tuple[Fraction, ...], ...]
    no_deal: Fraction

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """For each issue the most that it can add."""
        return tuple(max(parts) for parts in self.parts)


def in_unit(case: Case) -> tuple[tuple[UnitProfile, ...], list[str]]:
    """The parties' utilities, and a note for each thing that was done to them."""
    raised = [_raised(profile) for profile in case.profiles]
    most = max(sum(profile.weights, Fraction(0)) for profile in raised)
    unit = max(most, Fraction(100 if case.in_points else 1))
    notes = []
    if unit > (100 if case.in_points else 1):
        notes.append(f"points are divided by {float(unit):,.6g} for every party, to stay below 1")
    if any(
        part < 0 for profile in case.profiles for worth in profile.worths for part in worth.parts
    ):
        notes.append("negative points: the issue's points and the no-deal value are raised alike")
    divided = tuple(
        UnitProfile(
            tuple(tuple(part / unit for part in parts) for parts in profile.parts),
            profile.no_deal / unit,
        )
        for profile in raised
    )
    return divided, notes


def _raised(profile: Profile) -> UnitProfile:
    """Utilities with an issue's worst value at 0 where it would be below."""
    least = [min(min(worth.parts), Fraction(0)) for worth in profile.worths]
    parts = tuple(
        tuple(part - low for part in worth.parts)
        for worth, low in zip(profile.worths, least, strict=True)
    )
    return UnitProfile(parts, profile.no_deal - sum(least, Fraction(0)))
