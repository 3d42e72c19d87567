"""In which draws what clashes, and what would open the zone in which of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.conflict_masks import Masked
from middleground.deals.conflicts import Masks
from middleground.deals.draws import Bools
from middleground.deals.giving import Give, Norm, least_give
from middleground.deals.requirements import Requirements
from middleground.deals.sampling import Progress, no_progress


@dataclass(frozen=True)
class OverDraws:
    """What deals satisfy together at most, draw by draw.

    Attributes:
        requirements: What they are asked to meet, over these draws.
        masks: For each draw the largest sets of groups that some deal satisfies.
    """

    requirements: Requirements
    masks: Sequence[Masks]

    @classmethod
    def of(cls, requirements: Requirements, progress: Progress = no_progress) -> "OverDraws":
        """Look at every deal in every draw.

        Args:
            requirements: With a reading over draws, in a space that fits (`conflict_masks.fits`).
            progress: Told the draws done and their number.
        """
        masked, masks = Masked(requirements), []
        for n in range(requirements.reading.draws.count):
            masks.append(masked.masks(n))
            progress(n + 1, requirements.reading.draws.count)
        return cls(requirements, masks)

    def can_hold(self, wanted: int) -> Bools:
        """In which draws some deal satisfies all groups of a set. Shape (draws,)."""
        needed = np.uint64(wanted)
        return np.array([bool(((masks & needed) == needed).any()) for masks in self.masks])


def gives_where_empty(
    requirements: Requirements, empty: Bools, norm: Norm, most: int
) -> list[Give]:
    """The least give in some of the draws without an agreeable deal, evenly spread.

    Args:
        requirements: What an agreeable deal has to meet, over draws.
        empty: In which draws none is. Shape (draws,).
        norm: The measure.
        most: In how many of them to look, at most.
    """
    reading, found = requirements.reading, []
    at = np.flatnonzero(empty)
    for n in at[:: max(1, -(-len(at) // most))].tolist():
        one = Appraisal(reading.scenario, reading.draws.part(n, n + 1))
        give = least_give(Requirements.of_agreement(one, values=requirements.values), norm)
        if give is not None:
            found.append(give)
    return found
