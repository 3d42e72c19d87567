"""What it would be worth to know one number: in bits, and in the chance of the best deal.

Sources: Shannon (1948) for mutual information, Miller (1955) for its correction; Howard (1966) for
the value of information; Student's t over scramblings as elsewhere.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from middleground.deals.contrast import T_95
from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.indices import Index
from middleground.deals.sampling import SCRAMBLINGS

LEVELS = 8


def levels(values: Floats | Wholes | Bools) -> Wholes:
    """Which of a few levels each draw of a number is at: rival values, or even parts of a range.

    Example:
        >>> levels(np.array([3.0, 1.0, 3.0])).tolist()
        [1, 0, 1]
    """
    kinds, places = np.unique(values, return_inverse=True)
    if len(kinds) <= LEVELS:
        return np.asarray(places, dtype=np.int64)
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    return rank * LEVELS // len(values)


def entropy(kinds: Wholes) -> float:
    """How much is open in an answer, in bits: 1 for yes or no with even chances."""
    return _entropy(np.bincount(kinds)) if len(kinds) else 0.0


def mutual_information(at: Wholes, kinds: Wholes) -> Index:
    """How many bits of doubt about an answer a number's level takes away, on average.

    The plug-in estimate is too high by the number of cells; that is taken off. The interval comes
    from leaving out each scrambling in turn (jackknife).

    Args:
        at: Each draw's level, scrambling after scrambling. Shape (draws,).
        kinds: Each draw's answer: 0, 1, ...
    """
    blocks = np.zeros((SCRAMBLINGS, int(at.max()) + 1, int(kinds.max()) + 1))
    replicate = np.repeat(np.arange(SCRAMBLINGS), len(at) // SCRAMBLINGS)
    np.add.at(blocks, (replicate, at, kinds), 1)
    whole = blocks.sum(axis=0)
    found = _information(whole)
    without = np.array([_information(whole - block) for block in blocks])
    spread = (SCRAMBLINGS - 1) / SCRAMBLINGS * ((without - without.mean()) ** 2).sum()
    half = T_95 * float(np.sqrt(spread))
    return _index(found, found - half, found + half)


def _information(table: Floats) -> float:
    """Bits that rows tell of columns, corrected for the number of cells."""
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    plain = _entropy(table.sum(axis=0)) + _entropy(table.sum(axis=1)) - _entropy(table.ravel())
    cells = (table.shape[0] - 1) * (table.shape[1] - 1)
    return float(plain - cells / (2 * table.sum() * np.log(2)))


def _entropy(counts: Floats | Wholes) -> float:
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log2(share)).sum()) + 0.0


@dataclass(frozen=True)
class Choosing:
    """In which draws each of some deals is agreeable, and what knowing a number is worth to choose.

    Attributes:
        agreeable: 1 or 0. Shape (draws, deals), scrambling after scrambling.
    """

    agreeable: NDArray[np.int16]

    @property
    def chance(self) -> Index:
        """The chance of the deal that is chosen without knowing anything."""
        return _mean(self._without)

    @cached_property
    def _without(self) -> Floats:
        """By scrambling, the chance of the deal chosen on all the others."""
        return self._chances(np.zeros(len(self.agreeable), dtype=np.int64))

    def worth(self, at: Wholes) -> Index:
        """By how much the chance of the chosen deal rises if a number's level is known first.

        The deal is chosen on seven scramblings and judged on the eighth, each in turn: a deal that
        only looks best by luck earns nothing.

        Args:
            at: Each draw's level of the number.
        """
        return _mean(self._chances(at) - self._without)

    def _chances(self, at: Wholes) -> Floats:
        """By scrambling, the chance of the deals chosen by level on all the others."""
        draws, deals = self.agreeable.shape
        size = draws // SCRAMBLINGS
        replicate = np.arange(draws) // size
        cells = at * SCRAMBLINGS + replicate
        order = np.argsort(cells, kind="stable")
        present, starts = np.unique(cells[order], return_index=True)
        counts = np.zeros((int(at.max()) + 1, SCRAMBLINGS, deals), dtype=np.int16)
        counts.reshape(-1, deals)[present] = np.add.reduceat(self.agreeable[order], starts, axis=0)
        elsewhere = counts.sum(axis=1, keepdims=True) - counts
        chosen = elsewhere.argmax(axis=2)
        held = np.take_along_axis(counts, chosen[:, :, None], axis=2)[:, :, 0]
        return np.asarray(held.sum(axis=0) / size)


def _mean(shares: Floats) -> Index:
    half = T_95 * float(shares.std(ddof=1)) / SCRAMBLINGS**0.5
    middle = float(shares.mean())
    return _index(middle, middle - half, middle + half)


def _index(value: float, low: float, high: float) -> Index:
    return Index(*(round(x, 6) + 0.0 for x in (value, low, high)))
