"""The complete frontier of additive preferences, by merging the frontiers of the issues.

Where every issue stands for itself, the frontier of the whole is made from the frontiers of the
parts: add every option of the next issue to every point, and keep what nothing dominates. Nothing
is enumerated: 30 issues with 10 options each make 1e30 deals, and some hundred points.

With two parties, V of both share one whole number, the first party's in the higher bits, so that a
step is one addition, one sort and one pass.

Source: Kung, Luccio & Preparata (1975), with the frontier of a sum of sets as in Ehrgott (2005).
"""

from collections.abc import Sequence

import numpy as np

from middleground.deals.draws import Wholes
from middleground.deals.frontier import efficient_points
from middleground.deals.labels import Labels

_BITS = 62


def merge_frontiers(
    first: Sequence[Wholes], second: Sequence[Wholes]
) -> tuple[tuple[Wholes, Wholes], ...] | None:
    """The frontier after each issue, from before the first to after the last.

    Args:
        first: V of each option to one party, issue by issue.
        second: The same to the other.

    Returns:
        V of both, best for the first party last; None where both do not fit into one number.

    Example:
        >>> merge_frontiers([np.array([0, 3]), np.array([0, 2])],
        ...                 [np.array([3, 0]), np.array([1, 0])])[-1]
        (array([0, 2, 3, 5]), array([4, 3, 1, 0]))
    """
    lows = [(int(x.min()), int(y.min())) for x, y in zip(first, second, strict=True)]
    spread = [sum(int(v.max()) for v in side) for side in (first, second)]
    spread = [spread[p] - sum(low[p] for low in lows) for p in (0, 1)]
    bits = spread[1].bit_length()
    if spread[0].bit_length() + bits > _BITS:
        return None
    mask = (1 << bits) - 1
    keys = np.zeros(1, dtype=np.int64)
    packed = [keys]
    for x, y, (low_x, low_y) in zip(first, second, lows, strict=True):
        step = np.add.outer(keys, ((x - low_x) << bits) + (y - low_y)).ravel()
        step.sort()
        heights = step & mask
        # Seen from the best for the first party down, each has to be better for the second.
        best = np.maximum.accumulate(heights[::-1])[::-1]
        kept = np.ones(len(step), dtype=bool)
        np.greater(heights[:-1], best[1:], out=kept[:-1])
        keys = step[kept]
        packed.append(keys)
    layers, base = [], [0, 0]
    for keys, (low_x, low_y) in zip(packed, [(0, 0), *lows], strict=True):
        base = [base[0] + low_x, base[1] + low_y]
        layers.append(((keys >> bits) + base[0], (keys & mask) + base[1]))
    return tuple(layers)


def merge_for_many(
    options: Sequence[Sequence[Wholes]], most: int
) -> tuple[tuple[Wholes, ...], ...] | None:
    """The same for any number of parties.

    Args:
        options: V of each option, party by party, issue by issue.
        most: The most points that are kept.

    Returns:
        V of every party, before the first issue and after each; None where there are more points.
    """
    points = np.zeros((1, len(options)), dtype=np.int64)
    layers = [tuple(points.T)]
    for issue in zip(*options, strict=True):
        sums = points[:, None, :] + np.stack(issue, axis=1)[None, :, :]
        points = efficient_points(sums.reshape(-1, len(options)))
        if len(points) > most:
            return None
        layers.append(tuple(points.T))
    return tuple(layers)


def as_labels(layers: Sequence[tuple[Wholes, ...]]) -> tuple[Labels, ...]:
    """Merged frontiers as the labels of a sweep with a single state."""
    return tuple(Labels(np.zeros(len(v[0]), dtype=np.int64), v, ()) for v in layers)
