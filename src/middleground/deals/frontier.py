"""Efficient deals: no other deal of the set is better for one party and worse for none.

Source: Kung, Luccio & Preparata (1975), maxima of vectors. Whole numbers, so exact.
"""

import numpy as np

from middleground.deals.draws import Bools, Wholes

_CHUNK = 4_096
_PIVOTS = 8


def efficient(values: Wholes) -> Bools:
    """Which rows no other row dominates; rows that are equal stay or go together.

    Args:
        values: V of each party, shape (deals, parties).

    Returns:
        Shape (deals,).

    Example:
        >>> efficient(np.array([[1, 2], [2, 1], [1, 1], [2, 1]])).tolist()
        [True, True, False, True]
    """
    if not len(values):
        return np.zeros(0, dtype=bool)
    if values.shape[1] == 1:
        return np.asarray(values[:, 0] == values[:, 0].max())
    left = _not_below_the_best(values)
    points, which = _distinct(values[left])
    kept = _two(points) if values.shape[1] == 2 else _many(points)
    result = np.zeros(len(values), dtype=bool)
    result[left] = kept[which]
    return result


def _not_below_the_best(values: Wholes) -> Wholes:
    """Positions of the rows that a few rows, good for everybody, do not dominate: usually few."""
    if len(values) <= _CHUNK:
        return np.arange(len(values))
    low, high = values.min(axis=0), values.max(axis=0)
    merit = ((values - low) / np.maximum(high - low, 1)).sum(axis=1)
    left = np.arange(len(values))
    for pivot in values[np.argpartition(merit, -_PIVOTS)[-_PIVOTS:]]:
        rows = values[left]
        below = np.logical_and.reduce([rows[:, p] <= pivot[p] for p in range(len(pivot))])
        equal = np.logical_and.reduce([rows[:, p] == pivot[p] for p in range(len(pivot))])
        left = left[~below | equal]
    return left


def _distinct(values: Wholes) -> tuple[Wholes, Wholes]:
    """The distinct rows, best first by the first party, then by the next; and each row's place."""
    order = np.lexsort(tuple(-values[:, p] for p in reversed(range(values.shape[1]))))
    ranked = values[order]
    new = np.ones(len(ranked), dtype=bool)
    new[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    which = np.empty(len(ranked), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return ranked[new], which


def _two(points: Wholes) -> Bools:
    """For two parties: better for the second than everything that is as good for the first."""
    best = np.maximum.accumulate(points[:, 1])
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = points[1:, 1] > best[:-1]
    return kept


def _many(points: Wholes) -> Bools:
    """For more parties: chunk by chunk in descending order, against what was kept so far.

    Nothing later in lexicographic order dominates anything earlier.
    """
    front = points[:0]
    kept = np.zeros(len(points), dtype=bool)
    for start in range(0, len(points), _CHUNK):
        chunk = points[start : start + _CHUNK]
        alive = ~_dominated(chunk, front)
        inside = np.flatnonzero(alive)
        alive[inside] = ~_dominated(chunk[inside], chunk[inside])
        kept[start : start + _CHUNK] = alive
        front = np.concatenate([front, chunk[alive]])
    return kept


def _dominated(points: Wholes, by: Wholes) -> Bools:
    """Which points some other point is at least as good as for all, and not equal to."""
    result = np.zeros(len(points), dtype=bool)
    for start in range(0, len(by), 256):
        rivals = by[start : start + 256]
        left = np.flatnonzero(~result)
        if not len(left):
            break
        as_good = np.ones((len(left), len(rivals)), dtype=bool)
        equal = np.ones_like(as_good)
        for party in range(points.shape[1]):
            mine, theirs = points[left, party][:, None], rivals[:, party][None, :]
            as_good &= theirs >= mine
            equal &= theirs == mine
        result[left] = (as_good & ~equal).any(axis=1)
    return result
