"""Efficient deals: no other deal of the set is better for one party and worse for none.

Two parties take one pass over the sorted deals, three a pass with a staircase beside it. With more,
deals are sorted so that nothing later dominates anything earlier, and each is held against the
efficient ones before it, 64 at a time: for each party a table says which of the 64 are at least as
good, as the bits of one number.

Sources: Kung, Luccio & Preparata (1975), maxima of vectors; Chomicki, Godfrey, Gryz & Liang (2003),
sorting first. Whole numbers, so exact.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from middleground.deals.draws import Bools, Wholes

_CHUNK = 4_096
_PIVOTS = 256
_WORD = 64
_LONGEST_STEP = 1_024
_SMALL_GROUP = 48
_WIDEST_BLOCK = 256
_LATER = np.triu(np.ones((_WIDEST_BLOCK, _WIDEST_BLOCK), dtype=bool), 1)
_BITS = np.uint64(1) << np.arange(_WORD, dtype=np.uint64)
_ALL = np.iinfo(np.uint64).max


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
    kept = _two(points) if values.shape[1] == 2 else _sift(points, points.shape[1])
    result = np.zeros(len(values), dtype=bool)
    result[left] = kept[which]
    return result


def efficient_points(values: Wholes) -> Wholes:
    """The distinct rows that no other dominates, best for the first party first."""
    points, _ = _distinct(values)
    match values.shape[1]:
        case 2:
            return points[_two(points)]
        case 3:
            return points[better_for_any(points[:, 1], points[:, 2])]
    return points[_sift(points, values.shape[1])]


def efficient_within(groups: Wholes, values: Wholes, objectives: int) -> Bools:
    """Which distinct rows no other row of their group dominates.

    A row dominates another that it is nowhere below, and above in one of the first columns. The
    columns after these only have to be matched: what is merely better there still stands for deals
    of its own.

    Args:
        groups: Each row's group. Shape (rows,).
        values: Shape (rows, columns); no two rows of a group are equal.
        objectives: How many columns come first.

    Returns:
        Shape (rows,).
    """
    kept = np.ones(len(values), dtype=bool)
    if not objectives or len(values) < 2:
        return kept
    if (groups == groups[0]).all():
        return _sift(values, objectives)
    order = _best_first(values, objectives, groups)
    ranked = groups[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
    sizes = np.diff(np.append(starts, len(ranked)))
    small = np.repeat(sizes <= _SMALL_GROUP, sizes)
    place = np.arange(len(ranked)) - np.repeat(starts, sizes)
    kept[order[small]] = _sift_small(values[order[small]], place[small], objectives)
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        if size > _SMALL_GROUP:
            some = order[start : start + size]
            three = objectives == values.shape[1] == 3
            kept[some] = (_sift if three else _sift_ordered)(values[some], objectives)
    return kept


def _not_below_the_best(values: Wholes) -> Wholes:
    """Positions of the rows that some rows, good for everybody, do not dominate: usually few."""
    left = np.arange(len(values))
    if len(values) <= _CHUNK:
        return left
    merit = _merit(values)
    best = np.argpartition(merit, -_PIVOTS)[-_PIVOTS:]
    best = best[np.argsort(-merit[best], kind="stable")]
    for start in range(0, _PIVOTS, _WORD):
        pivots = efficient_points(values[best[start : start + _WORD]])
        columns = [np.ascontiguousarray(values[left, p]) for p in range(values.shape[1])]
        bits = _as_good(columns, pivots)
        hit = np.flatnonzero(bits)
        # What equals one of these has no other that is as good: none dominates another.
        lowest = bits[hit] & (~bits[hit] + np.uint64(1))
        same = np.searchsorted(_BITS, lowest)
        itself = (values[left[hit]] == pivots[same]).all(axis=1)
        keep = np.ones(len(left), dtype=bool)
        keep[hit[~itself]] = False
        left = left[keep]
    return left


def _as_good(columns: Sequence[Wholes], rivals: Wholes) -> NDArray[np.uint64]:
    """For each row, as bits, which of up to 64 rivals are at least as good everywhere."""
    as_good = np.full(len(columns[0]), _ALL, dtype=np.uint64)
    for p, column in enumerate(columns):
        known, bits = _ranked(rivals[:, p])
        as_good &= bits[np.searchsorted(known, column)]
    return as_good


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


def _merit(values: Wholes) -> NDArray[np.float64]:
    """The sum of the shares of each column's range: never smaller for a row that dominates.

    Every rounding step is monotone, so rounding can only make such sums equal.
    """
    low, high = values.min(axis=0), values.max(axis=0)
    shares = (values - low) / np.maximum(high - low, 1)
    merit = shares[:, 0].copy()
    for column in range(1, values.shape[1]):
        merit += shares[:, column]
    return np.asarray(merit)


def _best_first(values: Wholes, objectives: int, groups: Wholes | None = None) -> Wholes:
    """An order in which nothing later dominates anything earlier, group by group."""
    firsts = values[:, :objectives]
    keys = [*(-firsts[:, p] for p in range(objectives)), -_merit(firsts)]
    return np.asarray(np.lexsort((*keys, groups) if groups is not None else tuple(keys)))


def _sift(points: Wholes, objectives: int) -> Bools:
    """Which of some distinct rows no other dominates."""
    three = objectives == points.shape[1] == 3
    order = np.lexsort(tuple(-points.T[::-1])) if three else _best_first(points, objectives)
    kept = np.zeros(len(points), dtype=bool)
    ranked = points[order]
    if three:
        kept[order] = better_for_any(ranked[:, 1], ranked[:, 2])
    else:
        kept[order] = _sift_ordered(ranked, objectives)
    return kept


def better_for_any(second: Wholes, third: Wholes) -> Bools:
    """For three parties, distinct points, best for the first one first: which nothing dominates.

    What came before is a staircase: of all earlier points only those matter that nothing earlier
    beats for the second and the third: the better for the second, the worse for the third.

    Args:
        second: V of the second party. Shape (points,); the first party's falls along them, and
            where it stays the second's does, and then the third's.
        third: V of the third party.
    """
    second, third = np.ascontiguousarray(second), np.ascontiguousarray(third)
    kept = np.zeros(len(second), dtype=bool)
    steps = np.zeros(0, dtype=np.int64)
    heights = np.full(1, np.iinfo(np.int64).min)
    start, step = 0, _WORD
    while start < len(second):
        y, z = second[start : start + step], third[start : start + step]
        left = np.flatnonzero(heights[np.searchsorted(steps, y)] < z)
        y, z = y[left], z[left]
        beaten = y[:, None] >= y
        beaten &= z[:, None] >= z
        beaten &= _LATER[: len(y), : len(y)]
        new = ~beaten.any(axis=0)
        kept[start + left[new]] = True
        steps, heights = _staircase(
            np.concatenate([steps, y[new]]), np.concatenate([heights[:-1], z[new]])
        )
        start, step = start + step, min(2 * step, _WIDEST_BLOCK)
    return kept


def _staircase(second: Wholes, third: Wholes) -> tuple[Wholes, Wholes]:
    """The points that no other beats for both, rising for the second; then a last one below all."""
    order = np.lexsort((third, second))[::-1]
    third = third[order]
    top = np.ones(len(order), dtype=bool)
    top[1:] = third[1:] > np.maximum.accumulate(third)[:-1]
    return second[order][top][::-1], np.append(third[top][::-1], np.iinfo(np.int64).min)


def _sift_ordered(points: Wholes, objectives: int) -> Bools:
    """The same for rows in an order in which nothing later dominates anything earlier."""
    left = np.arange(len(points))
    kept = np.zeros(len(points), dtype=bool)
    step = _WORD
    while len(left):
        first, left = left[:step], left[step:]
        first = first[~_dominated(points[first], points[first], objectives, themselves=True)]
        kept[first] = True
        left = left[~_dominated(points[left], points[first], objectives)]
        step = min(2 * step, _LONGEST_STEP)
    return kept


def _dominated(points: Wholes, by: Wholes, objectives: int, themselves: bool = False) -> Bools:
    """Which points some rival dominates; the rivals may be the points themselves.

    Among distinct rows, to be as good everywhere is to be better somewhere.
    """
    result = np.zeros(len(points), dtype=bool)
    left = np.arange(len(points))
    columns = [np.ascontiguousarray(points[:, p]) for p in range(points.shape[1])]
    for start in range(0, len(by), _WORD):
        rivals = by[start : start + _WORD]
        as_good = np.full(len(left), _ALL, dtype=np.uint64)
        better = np.zeros(len(left), dtype=np.uint64)
        for p, column in enumerate(columns):
            known, bits = _ranked(rivals[:, p])
            as_good &= bits[np.searchsorted(known, column)]
            if p < objectives < len(columns):
                better |= bits[np.searchsorted(known, column, side="right")]
        if objectives < len(columns):
            as_good &= better
        elif themselves:
            own = np.flatnonzero((left >= start) & (left < start + _WORD))
            as_good[own] &= ~(np.uint64(1) << (left[own] - start).astype(np.uint64))
        hit = as_good != 0
        if hit.any():
            result[left[hit]] = True
            left = left[~hit]
            columns = [column[~hit] for column in columns]
    return result


def _ranked(values: Wholes) -> tuple[Wholes, NDArray[np.uint64]]:
    """Some values in order; and at each rank, as bits, which of them are there or above."""
    order = np.argsort(values)
    bits = np.zeros(len(order) + 1, dtype=np.uint64)
    bits[-2::-1] = np.bitwise_or.accumulate(_BITS[order[::-1]])
    return values[order], bits


def _sift_small(points: Wholes, place: Wholes, objectives: int) -> Bools:
    """The same for many small groups at once, best first: each row against those before it.

    Args:
        points: Shape (rows, columns), group by group.
        place: Each row's place in its group, from 0.
        objectives: How many columns come first.
    """
    kept = np.ones(len(points), dtype=bool)
    left = np.flatnonzero(place)
    back = 1
    while len(left):
        mine, theirs = points[left], points[left - back]
        hit = (theirs >= mine).all(axis=1) & (theirs > mine)[:, :objectives].any(axis=1)
        kept[left[hit]] = False
        back += 1
        left = left[~hit & (place[left] >= back)]
    return kept
