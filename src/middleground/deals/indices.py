"""How much of the doubt in an answer is owed to the doubt in each number: the estimators.

An answer may be a number (a gain), yes or no (is there a zone), or a kind (which deal is the fair
one). All three are treated alike: outcomes are multiplied with each other, where two kinds make 1
if they are the same and 0 if not. The variance of a kind is then the chance that two independent
draws differ, and a total index the chance that they differ when one number alone is drawn anew,
as a share of that.

Sources: Sobol (1993); Saltelli et al. (2010), their first-order estimator; Jansen (1999) for the
total index; Campolongo, Saltelli & Cariboni (2011) for screening by a radial design, after Morris
(1991); Owen (2014) and Song, Nelson & Staum (2016) for Shapley effects; Gamboa et al. (2014) for
outcomes with several components; Efron & Tibshirani (1993) for percentile intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from middleground.deals.draws import Floats, Wholes

Outcomes = NDArray[np.float64] | NDArray[np.int64]
"""One for each draw: floats are numbers (or yes and no), whole numbers are kinds."""

_RESAMPLES = 500
_LEVELS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Index:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Indices:
    """First-order and total indices of some factors.

    Attributes:
        first: By factor, the share of the variance that goes if the factor alone is known.
        total: By factor, the share that stays if all others are known.
        variance: Of the answer; 0 where it is always the same, and all indices are 0 then.
    """

    first: list[Index]
    total: list[Index]
    variance: float


def sobol_indices(a: Outcomes, b: Outcomes, swapped: Sequence[Outcomes], seed: int) -> Indices:
    """First-order and total Sobol indices with bootstrap intervals.

    Args:
        a: Outcomes at some draws. Shape (draws,).
        b: Outcomes at as many draws that are independent of these.
        swapped: For each factor, outcomes at the draws of `a` with this factor as in `b`.
        seed: Where resampling starts.

    Example:
        >>> x, y = np.random.default_rng(0).random((2, 4096))
        >>> found = sobol_indices(x, y, [y, x], 0)  # the first factor does it all
        >>> [round(index.value, 1) for index in (*found.first, *found.total)]
        [1.0, 0.0, 1.0, 0.0]
    """
    weights = _resampled(len(a), seed)
    a, b, others = _centred(a, b, swapped)
    variance = _variances(a, b, weights)
    if variance[0] <= 0 or not others:
        nothing = [Index(0.0, 0.0, 0.0) for _ in swapped]
        return Indices(nothing, nothing, 0.0)
    first = np.stack([_times(b, c) - _times(b, a) for c in others], axis=1)
    total = np.stack([_half_square(a, c) for c in others], axis=1)
    return Indices(
        _with_intervals(weights @ first, variance),
        _with_intervals(weights @ total, variance),
        float(variance[0]),
    )


def mean_changes(centres: Outcomes, moved: Sequence[Outcomes]) -> Floats:
    """By factor, how far an answer moves on average when the factor alone is drawn anew.

    For numbers the mean absolute change (mu* of a radial design, not divided by the step); for
    kinds how often it is another one. What never moves the answer has 0.

    Args:
        centres: Outcomes at some draws.
        moved: For each factor, outcomes at these draws with the factor drawn anew.
    """
    if centres.dtype == np.int64:
        return np.array([(centres != one).mean() for one in moved])
    return np.array([np.abs(centres - one).mean() for one in moved])


def shapley_effects(steps: Sequence[Outcomes], order: Wholes, seed: int) -> list[Index]:
    """Shapley effects with bootstrap intervals: shares of the variance that sum to 1.

    The share of a factor is what knowing it takes off the variance, averaged over the orders in
    which factors may become known. With correlated factors, where Sobol indices of single ones
    mean little, it still is a fair share.

    Args:
        steps: `steps[0]` are outcomes at some draws; `steps[j]` at these draws with the first j
            factors of each draw's own order drawn anew, given the others.
        order: Each draw's order of the factors, all orders equally likely. Shape (draws, factors).
        seed: Where resampling starts.
    """
    weights = _resampled(len(order), seed)
    start, _, rest = _centred(steps[0], steps[-1], steps[1:])
    products = np.stack([_times(start, start), *(_times(start, c) for c in rest)], axis=1)
    drops = products[:, :-1] - products[:, 1:]
    each = np.zeros_like(drops)
    np.put_along_axis(each, order, drops, axis=1)
    variance = weights @ drops.sum(axis=1)
    if variance[0] <= 0:
        return [Index(0.0, 0.0, 0.0) for _ in range(order.shape[1])]
    return _with_intervals(weights @ each, variance)


def ranks(indices: Sequence[Index]) -> list[tuple[int, int]]:
    """The best and the worst rank that each may have: apart only where intervals are.

    Example:
        >>> ranks([Index(0.6, 0.5, 0.7), Index(0.2, 0.1, 0.3), Index(0.25, 0.2, 0.35)])
        [(1, 1), (2, 3), (2, 3)]
    """
    return [
        (
            1 + sum(other.low > one.high for other in indices),
            len(indices) - sum(other.high < one.low for other in indices),
        )
        for one in indices
    ]


def _resampled(draws: int, seed: int) -> Floats:
    """Weights of the draws: as they are in the first row, resampled in the others."""
    rng = np.random.Generator(np.random.PCG64(seed % 2**64))
    counts = rng.multinomial(draws, np.full(draws, 1 / draws), size=_RESAMPLES)
    return np.concatenate([np.full((1, draws), 1 / draws), counts / draws])


def _centred(
    a: Outcomes, b: Outcomes, others: Sequence[Outcomes]
) -> tuple[Outcomes, Outcomes, list[Outcomes]]:
    """The same answers less their mean, which makes estimates steadier; kinds as they are."""
    if a.dtype == np.int64:
        return a, b, list(others)
    middle = (a.mean() + b.mean()) / 2
    return a - middle, b - middle, [one - middle for one in others]


def _times(one: Outcomes, other: Outcomes) -> Floats:
    if one.dtype == np.int64:
        return np.asarray(one == other, dtype=float)
    return np.asarray(one * other, dtype=float)


def _half_square(one: Outcomes, other: Outcomes) -> Floats:
    """Half the squared distance; two different kinds are the square root of 2 apart."""
    if one.dtype == np.int64:
        return np.asarray(one != other, dtype=float)
    return np.asarray((one - other) ** 2 / 2, dtype=float)


def _variances(a: Outcomes, b: Outcomes, weights: Floats) -> Floats:
    """The variance of both together, under every weighting."""
    if a.dtype != np.int64:
        mean = weights @ (a + b) / 2
        return np.asarray(weights @ (a**2 + b**2) / 2 - mean**2)
    kinds, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    found = np.zeros((len(a), len(kinds)))
    rows = np.arange(len(a))
    for part in places.reshape(2, -1):
        np.add.at(found, (rows, part), 0.5)
    return np.asarray(1 - ((weights @ found) ** 2).sum(axis=1))


def _with_intervals(parts: Floats, variance: Floats) -> list[Index]:
    """Shares of the variance: estimates in the first row, resamples in the others."""
    shares = parts / np.where(variance > 0, variance, np.inf)[:, None]
    low, high = np.percentile(shares[1:], _LEVELS, axis=0)
    rounded = np.round(np.stack([shares[0], low, high], axis=1), 6) + 0.0
    return [Index(*row) for row in rounded.tolist()]
