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
    index = np.arange(1 << log2_count, dtype=np.uint32)
    gray = index ^ (index >> np.uint32(1))
    points = np.zeros_like(index)
    for bit in range(log2_count):
        points ^= np.where(gray >> np.uint32(bit) & np.uint32(1), row[bit], np.uint32(0))
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
    digest = blake2b("/".join(map(str, key)).encode(), digest_size=16).digest()
    source = np.random.PCG64(int.from_bytes(digest, "big"))
    result = points.copy()
    for bit in range(log2_count):
        nodes = 1 << bit
        flips = source.random_raw(-(-nodes // 64)).view(np.uint8)
        chance = np.unpackbits(flips)[:nodes].astype(np.uint32)
        above = points >> np.uint32(BITS - bit) if bit else np.zeros_like(points)
        result ^= chance[above] << np.uint32(BITS - 1 - bit)
    rest = source.random_raw(len(points)).astype(np.uint32)
    return np.asarray(result ^ (rest >> np.uint32(log2_count)), dtype=np.uint32)


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
        blocks = [
            scrambled(points, log2_count, (seed, replicate, path))
            for replicate in range(scramblings)
        ]
        result[path] = (np.concatenate(blocks).astype(np.float64) + 0.5) / 2.0**BITS
    return result
