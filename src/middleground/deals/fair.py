"""Fair deals among a set of deals, with all ties.

Floating point numbers only propose: whoever comes close to the best is settled in whole numbers.

Sources: Nash (1950); Kalai & Smorodinsky (1975); Kalai (1977), Rawls (1971) and Sen (1970) for
leximin; Raiffa (1982).
"""

from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from middleground.deals.draws import Floats, Wholes

# Far above what rounding can do to a sum of a dozen terms, far below any real difference.
_CLOSE = 1e-9
Exact = Callable[[int], tuple[int, ...]]


def nash(gains: Wholes) -> Wholes:
    """The deals with the greatest product of gains; none where no deal has all gains positive.

    Args:
        gains: V of each party's decision maker less its V of no deal, shape (deals, parties).

    Returns:
        Positions of the deals, ascending.

    Example:
        >>> nash(np.array([[4, 1], [2, 2], [9, 0]])).tolist()
        [0, 1]
    """
    positive = np.flatnonzero((gains > 0).all(axis=1))
    if not len(positive):
        return positive
    logs = np.log(gains[positive].astype(float)).sum(axis=1)
    return _settle(positive, logs, lambda n: (prod(map(int, gains[n])),))


def kalai_smorodinsky(gains: Wholes, ideal: Wholes | None = None) -> tuple[Wholes, list[int]]:
    """Equal shares, as nearly as the deals allow, of each party's greatest gain.

    Maximise the smallest ratio of a party's gain to its greatest gain among the deals of the set
    that no party likes less than no deal; among ties leximin on the ratios. Parties whose greatest
    gain is 0 are left out.

    Args:
        gains: Over no deal. Shape (deals, parties).
        ideal: Each party's greatest gain in a larger set, where shares are of that one.

    Returns:
        Positions of the deals, ascending; and the parties left out. None where every deal is worse
        than no deal for somebody.
    """
    rational = np.flatnonzero((gains >= 0).all(axis=1))
    if not len(rational):
        return rational, []
    if ideal is None:
        ideal = gains[rational].max(axis=0)
    counted = np.flatnonzero(ideal > 0)
    left_out = [int(p) for p in np.flatnonzero(ideal == 0)]
    if not len(counted):
        return rational, left_out
    return leximin(gains[:, counted], ideal[counted], rational), left_out


def leximin(values: Wholes, scales: Sequence[int] | Wholes, among: Wholes) -> Wholes:
    """The smallest of values / scales as great as can be, then the next smallest, and so on.

    Args:
        values: Shape (deals, parties).
        scales: What each party's values are divided by, above 0.
        among: Positions of the deals that count.

    Returns:
        Positions of the deals, ascending.
    """
    if not len(among):
        return among
    divisors = [int(scale) for scale in scales]
    common = prod(divisors)
    factors = [common // divisor for divisor in divisors]
    smallest = (values[among] / np.array(divisors, dtype=float)).min(axis=1)
    return _settle(
        among,
        smallest,
        lambda n: tuple(sorted(int(v) * f for v, f in zip(values[n], factors, strict=True))),
    )


def utilitarian(values: Wholes, scales: Sequence[int] | Wholes) -> Wholes:
    """The deals with the greatest sum of values / scales: points of different people are added."""
    divisors = [int(scale) for scale in scales]
    common = prod(divisors)
    factors = [common // divisor for divisor in divisors]
    sums = (values / np.array(divisors, dtype=float)).sum(axis=1)
    return _settle(
        np.arange(len(values)),
        sums,
        lambda n: (sum(int(v) * f for v, f in zip(values[n], factors, strict=True)),),
    )


def _settle(among: Wholes, scores: Floats, exact: Exact) -> Wholes:
    """Those of the near-best by score that are exactly best."""
    if not len(among):
        return among
    best = float(scores.max())
    near: Wholes = among[scores >= best - _CLOSE * max(1.0, abs(best))]
    if len(near) == 1:
        return near
    keys = [exact(int(n)) for n in near]
    top = max(keys)
    exactly_best: Wholes = near[np.array([key == top for key in keys])]
    return exactly_best
