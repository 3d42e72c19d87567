"""The complete frontier of additive preferences, by merging the frontiers of the issues.

Where every issue stands for itself, the frontier of the whole is made from the frontiers of the
parts: add every option of the next issue to every point, and keep what nothing dominates. Nothing
is enumerated: 30 issues with 10 options each make 1e30 deals, and some hundred points.

With two parties, V of both share one whole number, the first party's in the higher bits, so that a
step is one addition, one sort and one pass.

Source: Kung, Luccio & Preparata (1975), with the frontier of a sum of sets as in Ehrgott (2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.draws import Wholes
from middleground.deals.frontier import better_for_any, efficient_points
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
    if len(options) == 3 and (packing := _Packing.of(options)):
        return packing.merge(most)
    points = np.zeros((1, len(options)), dtype=np.int64)
    layers = [tuple(points.T)]
    for issue in zip(*options, strict=True):
        sums = points[:, None, :] + np.stack(issue, axis=1)[None, :, :]
        points = efficient_points(sums.reshape(-1, len(options)))
        if len(points) > most:
            return None
        layers.append(tuple(points.T))
    return tuple(layers)


@dataclass(frozen=True)
class _Packing:
    """V of three parties in one whole number, the first party's in the highest bits.

    Attributes:
        lows: For each issue what its options are worth at least, by party.
        shifts: By how many bits each party's V is moved up.
        steps: For each issue, what its options are worth beyond that, packed.
    """

    lows: tuple[tuple[int, ...], ...]
    shifts: tuple[int, ...]
    steps: tuple[Wholes, ...]

    @classmethod
    def of(cls, options: Sequence[Sequence[Wholes]]) -> "_Packing | None":
        """Pack the options; None where they do not fit into one number."""
        lows = [[int(values.min()) for values in own] for own in options]
        tops = [sum(int(values.max()) for values in own) for own in options]
        bits = [(top - sum(low)).bit_length() for top, low in zip(tops, lows, strict=True)]
        if sum(bits) > _BITS:
            return None
        shifts = (bits[1] + bits[2], bits[2], 0)
        steps = []
        for n in range(len(options[0])):
            parts = [
                (own[n] - low[n]) << s for own, low, s in zip(options, lows, shifts, strict=True)
            ]
            steps.append(parts[0] + parts[1] + parts[2])
        return cls(tuple(zip(*lows, strict=True)), shifts, tuple(steps))

    def merge(self, most: int) -> tuple[tuple[Wholes, ...], ...] | None:
        """V of every party, before the first issue and after each, best for the first one first."""
        keys, base = np.zeros(1, dtype=np.int64), (0, 0, 0)
        layers = [self._unpacked(keys, base)]
        for step, low in zip(self.steps, self.lows, strict=True):
            sums = np.add.outer(keys, step).ravel()
            sums.sort()
            sums = sums[::-1]
            new = np.ones(len(sums), dtype=bool)
            np.not_equal(sums[1:], sums[:-1], out=new[1:])
            sums = sums[new]
            _, second, third = self._unpacked(sums, (0, 0, 0))
            keys = sums[better_for_any(second, third)]
            if len(keys) > most:
                return None
            base = (base[0] + low[0], base[1] + low[1], base[2] + low[2])
            layers.append(self._unpacked(keys, base))
        return tuple(layers)

    def _unpacked(self, keys: Wholes, base: tuple[int, int, int]) -> tuple[Wholes, ...]:
        first, second, _ = self.shifts
        return (
            (keys >> first) + base[0],
            ((keys & ((1 << first) - 1)) >> second) + base[1],
            (keys & ((1 << second) - 1)) + base[2],
        )


def as_labels(layers: Sequence[tuple[Wholes, ...]]) -> tuple[Labels, ...]:
    """Merged frontiers as the labels of a sweep with a single state."""
    return tuple(Labels(np.zeros(len(v[0]), dtype=np.int64), v, ()) for v in layers)
