"""Points that fill a cube evenly: Sobol sequences with Owen's scrambling.

Independent scramblings of the same points are unbiased and spread evenly each; the spread between
their answers gives the standard error.

Sources: Sobol (1967); Joe & Kuo (2008) for the direction numbers; Owen (1998) for scrambling.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from importlib import resources

import numpy as np
from numpy.typing import NDArray

BITS = 32
Points = NDArray[np.uint32]


@cache
def _directions() -> Points:
    """Direction numbers. Shape (dimensions, BITS), the first column of the highest bit."""
    text = resources.files("middleground.deals").joinpath("sobol_directions.txt").read_text("ascii")
    rows = [_column(0, [1] * BITS)]
    for line in text.splitlines():
        if not line.startswith("#"):
            polynomial, *first = map(int, line.split())
            rows.append(_column(polynomial, first))
    return np.array(rows, dtype=np.uint32)


def _column(polynomial: int, first: list[int]) -> list[int]:
    """All direction numbers of one dimension, by the recurrence of its polynomial."""
    degree = polynomial.bit_length() - 1
    odd = list(first)
    for j in range(len(odd), BITS):
        number = odd[j - degree] ^ (odd[j - degree] << degree)
        for i in range(1, degree):
            if polynomial >> (degree - i) & 1:
                number ^= odd[j - i] << i
        odd.append(number)
    return [number << (BITS - 1 - j) for j, number in enumerate(odd)]


def sobol_points(dimension: int, log2_count: int) -> Points:
    """The first 2^log2_count points of one dimension, as 32-bit fractions, in Gray-code order.

    Args:
        dimension: From 0; beyond the table (1,024) the first dimension's points, which are even by
            themselves; scrambled apart they make a Latin hypercube with the others.
        log2_count: At most 31.
    """
    directions = _directions()
    row = directions[dimension if dimension < len(directions) else 0]
    points = np.zeros(1 << log2_count, dtype=np.uint32)
    for bit in range(log2_count):  # the Gray code runs back through what it had, one bit set
        half = 1 << bit
        points[half : 2 * half] = points[:half][::-1] ^ row[bit]
    return points


def scrambled(points: Points, log2_count: int, key: Sequence[int | str]) -> Points:
    """Owen's nested uniform scrambling of one dimension's 2^log2_count points.

    Each bit is flipped or not by chance, anew for every combination of the bits above it. Of such
    points every interval of length 2^-log2_count holds exactly one, so from that bit on every point
    has chances of its own.

    Args:
        points: As from `sobol_points`.
        log2_count: Logarithm of their number.
        key: What the chances hang on: the same key gives the same points, on every machine.
    """
    return np.asarray(_scrambled_anew(points, log2_count, [key])[0], dtype=np.uint32)


def _scrambled_anew(points: Points, log2_count: int, keys: Sequence[Sequence[int | str]]) -> Points:
    """The same points scrambled once for each key. Shape (keys, points)."""
    words = [-(-(1 << bit) // 64) for bit in range(log2_count)]
    raw = np.stack([_source(key).random_raw(sum(words) + len(points)) for key in keys])
    result = np.tile(points, (len(keys), 1))
    start = 0
    for bit, count in enumerate(words):
        flips = np.ascontiguousarray(raw[:, start : start + count]).view(np.uint8)
        chance = np.unpackbits(flips, axis=1).astype(np.uint32) << np.uint32(BITS - 1 - bit)
        above = points >> np.uint32(BITS - bit) if bit else np.zeros_like(points)
        result ^= chance[:, above]
        start += count
    rest = raw[:, start:].astype(np.uint32)
    return np.asarray(result ^ (rest >> np.uint32(log2_count)), dtype=np.uint32)


def _source(key: Sequence[int | str]) -> np.random.PCG64:
    digest = blake2b("/".join(map(str, key)).encode(), digest_size=16).digest()
    return np.random.PCG64(int.from_bytes(digest, "big"))


def uniforms(
    paths: Sequence[str], log2_count: int, scramblings: int, seed: int
) -> dict[str, NDArray[np.float64]]:
    """Even points for every path: numbers above 0 and below 1.

    Args:
        paths: Names of the dimensions, in order; a dimension's chances hang on its name.
        log2_count: Logarithm of the number of points in a scrambling.
        scramblings: How many scramblings stand one after the other.
        seed: Any whole number.

    Returns:
        For each path an array of shape (scramblings * 2^log2_count,).
    """
    result = {}
    for dimension, path in enumerate(paths):
        points = sobol_points(dimension, log2_count)
        keys = [(seed, replicate, path) for replicate in range(scramblings)]
        blocks = _scrambled_anew(points, log2_count, keys)
        result[path] = (blocks.ravel().astype(np.float64) + 0.5) / 2.0**BITS
    return result
