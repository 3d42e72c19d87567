"""The difference that a change makes to an average over draws, with its interval.

Both sides have the same draws, so what chance does to both cancels out: the interval is that of the
difference itself, from the spread between scramblings, not that of two separate averages.

Source: Owen (1998) for replicated scramblings; Student (1908) for so few of them; common random
numbers as in Law (2015), section 11.2.
"""

from middleground.deals.draws import Floats
from middleground.deals.sampling import SCRAMBLINGS
from middleground.deals.views import Result

# Student's t for 95 in 100, with SCRAMBLINGS - 1 = 7 degrees of freedom.
T_95 = 2.364624


class Contrast(Result):
    """An average over draws before and after a change.

    Attributes:
        before, after: The averages.
        difference: `after` less `before`.
        low, high: The 95 % interval of the difference.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero, so that the direction is more than chance."""
        return self.low > 0 or self.high < 0


def contrast(before: Floats, after: Floats) -> Contrast:
    """The difference between two averages over the same draws.

    Args:
        before: One value for each draw, scrambling after scrambling. Shape (draws,).
        after: The same draws after the change.

    Example:
        >>> import numpy as np
        >>> steady = contrast(np.zeros(16), np.ones(16))
        >>> steady.difference, steady.low, steady.high
        (1.0, 1.0, 1.0)
    """
    means = (after - before).reshape(SCRAMBLINGS, -1).mean(axis=1)
    half = T_95 * float(means.std(ddof=1)) / SCRAMBLINGS**0.5
    difference = float(means.mean())
    return Contrast(
        before=_rounded(float(before.mean())),
        after=_rounded(float(after.mean())),
        difference=_rounded(difference),
        low=_rounded(difference - half),
        high=_rounded(difference + half),
    )


def _rounded(number: float) -> float:
    return round(number, 12) + 0.0
