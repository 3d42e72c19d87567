"""Sensitivity indices: closed forms, two published functions, and SALib as a second opinion."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from middleground.deals.indices import (
    Index,
    Indices,
    mean_changes,
    ranks,
    shapley_effects,
    sobol_indices,
)
from middleground.deals.sobol import uniforms

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Model = Callable[[Floats], Floats | Wholes]


def points(factors: int, draws: int, seed: int = 0) -> tuple[Floats, Floats]:
    names = [f"{n:03}" for n in range(2 * factors)]
    drawn = uniforms(names, (draws // 8).bit_length() - 1, 8, seed)
    both = np.stack([drawn[name] for name in names])
    return both[:factors], both[factors:]


def indices(model: Model, factors: int, draws: int = 4096, seed: int = 0) -> Indices:
    a, b = points(factors, draws, seed)
    swapped = []
    for n in range(factors):
        mixed = a.copy()
        mixed[n] = b[n]
        swapped.append(model(mixed))
    return sobol_indices(model(a), model(b), swapped, seed)


def ishigami(u: Floats) -> Floats:
    x = np.pi * (2 * u - 1)
    return np.asarray(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


A = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])


def g_function(u: Floats) -> Floats:
    a = A[:, None]
    return np.asarray(np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=0))


def ishigami_exact() -> tuple[list[float], list[float]]:
    """Ishigami & Homma (1990), a = 7, b = 0.1."""
    one = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2
    two, both = 49 / 8, 8 * 0.1**2 * np.pi**8 / 225
    variance = one + two + both
    return [one / variance, two / variance, 0], [
        (one + both) / variance,
        two / variance,
        both / variance,
    ]


def g_exact() -> tuple[list[float], list[float]]:
    """Sobol (1993)."""
    parts = 1 / (3 * (1 + A) ** 2)
    variance = np.prod(1 + parts) - 1
    totals = [v * np.prod(np.delete(1 + parts, n)) / variance for n, v in enumerate(parts)]
    return list(parts / variance), totals


def holds(index: Index, truth: float, slack: float = 0.004) -> bool:
    return index.low - slack <= truth <= index.high + slack


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_ishigami_function_lies_within_the_intervals(seed: int) -> None:
    found = indices(ishigami, 3, seed=seed)
    for index, truth in zip(
        [*found.first, *found.total], itertools.chain(*ishigami_exact()), strict=True
    ):
        assert holds(index, truth)
        assert abs(index.value - truth) < 0.05
        assert index.high - index.low < 0.25


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_g_function_lies_within_the_intervals(seed: int) -> None:
    found = indices(g_function, 8, seed=seed)
    for index, truth in zip([*found.first, *found.total], itertools.chain(*g_exact()), strict=True):
        assert holds(index, truth)
        assert abs(index.value - truth) < 0.05


@settings(max_examples=15, deadline=None)
@given(weights=st.lists(st.floats(-5, 5).filter(lambda w: abs(w) > 0.1), min_size=1, max_size=6))
def test_a_weighted_sum_has_its_closed_form(weights: list[float]) -> None:
    found = indices(lambda u: np.asarray(np.array(weights) @ u), len(weights), 1024)
    squares = np.array(weights) ** 2
    for first, total, share in zip(found.first, found.total, squares / squares.sum(), strict=True):
        assert abs(first.value - share) < 0.06
        assert abs(total.value - share) < 0.06
        assert holds(total, share, 0.01)


def test_a_number_that_does_nothing_has_exactly_nothing() -> None:
    found = indices(lambda u: np.asarray(u[0] > 0.3, dtype=float), 3, 512)
    for index in (*found.first[1:], *found.total[1:]):
        assert index == Index(0, 0, 0)
    assert found.total[0].value == pytest.approx(1, abs=0.1)


def test_an_answer_that_is_always_the_same_owes_nothing_to_anybody() -> None:
    found = indices(lambda u: np.full(u.shape[1], 4.0), 2, 64)
    assert found.variance == 0
    assert found.total == [Index(0, 0, 0)] * 2
    kinds = sobol_indices(np.ones(64, np.int64), np.ones(64, np.int64), [np.ones(64, np.int64)], 0)
    assert (kinds.variance, kinds.total) == (0, [Index(0, 0, 0)])


def test_two_kinds_say_the_same_as_yes_and_no() -> None:
    def yes(u: Floats) -> Floats:
        return np.asarray(u[0] + 0.5 * u[1] > 0.8, dtype=float)

    def kind(u: Floats) -> Wholes:
        return np.asarray(yes(u), dtype=np.int64)

    one, other = indices(yes, 2, 2048), indices(kind, 2, 2048)
    for a, b in zip([*one.first, *one.total], [*other.first, *other.total], strict=True):
        assert a.value == pytest.approx(b.value, abs=0.02)
    assert other.variance == pytest.approx(2 * one.variance)


def test_many_kinds_by_hand() -> None:
    """The third part of a range, drawn from the first number alone."""

    def kind(u: Floats) -> Wholes:
        return np.asarray(np.floor(3 * u[0]), dtype=np.int64)

    found = indices(kind, 2, 4096)
    assert found.variance == pytest.approx(2 / 3, abs=0.001)
    assert found.total[0].value == pytest.approx(1, abs=0.03)
    assert found.total[1] == Index(0, 0, 0)


@pytest.mark.parametrize(("model", "factors"), [(ishigami, 3), (g_function, 8)])
def test_salib_agrees(model: Model, factors: int) -> None:
    sobol = pytest.importorskip("SALib.analyze.sobol")
    a, b = points(factors, 2048)
    rows = [a]
    for n in range(factors):
        mixed = a.copy()
        mixed[n] = b[n]
        rows.append(mixed)
    rows.append(b)
    values = [model(row) for row in rows]
    problem = {"num_vars": factors, "names": [f"x{n}" for n in range(factors)],
               "bounds": [[0, 1]] * factors}  # fmt: skip
    theirs = sobol.analyze(
        problem, np.stack(values, axis=1).ravel(), calc_second_order=False, seed=1
    )
    ours = sobol_indices(values[0], values[-1], values[1:-1], 0)
    # SALib standardises by the mean and spread of all rows, so figures differ in the third place.
    assert [i.value for i in ours.first] == pytest.approx(list(theirs["S1"]), abs=0.02)
    assert [i.value for i in ours.total] == pytest.approx(list(theirs["ST"]), abs=0.02)


def test_screening_keeps_what_moves_the_answer() -> None:
    a, b = points(8, 64)
    swapped = []
    for n in range(8):
        mixed = a.copy()
        mixed[n] = b[n]
        swapped.append(g_function(mixed))
    found = mean_changes(g_function(a), swapped)
    assert np.argsort(-found)[:4].tolist() == [0, 1, 2, 3]
    assert mean_changes(np.array([1, 2]), [np.array([1, 3])]).tolist() == [0.5]


def shapley(model: Model, factors: int, draws: int, rho: float = 0.0) -> list[Index]:
    """Standard normal factors; the first two correlated by rho."""
    rng = np.random.default_rng(7)
    x, fresh = rng.standard_normal((2, factors, draws))
    x[1] = rho * x[0] + np.sqrt(1 - rho**2) * x[1]
    order = np.argsort(rng.random((draws, factors)), axis=1)
    kept = np.ones((factors, draws), dtype=bool)
    steps = [model(x)]
    for j in range(factors):
        kept[order[:, j], np.arange(draws)] = False
        at = fresh.copy()
        at[1] = rho * fresh[0] + np.sqrt(1 - rho**2) * fresh[1]
        one, other = kept[0], kept[1]
        at[0] = np.where(~one & other, rho * x[1] + np.sqrt(1 - rho**2) * fresh[0], at[0])
        at[1] = np.where(one & ~other, rho * x[0] + np.sqrt(1 - rho**2) * fresh[1], at[1])
        steps.append(model(np.where(kept, x, at)))
    return shapley_effects(steps, order, 0)


def test_shapley_effects_of_a_sum_of_independent_numbers_are_its_shares() -> None:
    found = shapley(lambda x: np.asarray(3 * x[0] + 2 * x[1] + x[2]), 3, 20_000)
    assert sum(index.value for index in found) == pytest.approx(1)
    for index, truth in zip(found, [9 / 14, 4 / 14, 1 / 14], strict=True):
        assert holds(index, truth, 0.005)


@pytest.mark.parametrize("rho", [-0.5, 0.5, 0.9])
def test_shapley_effects_of_two_correlated_numbers_have_their_closed_form(rho: float) -> None:
    """Owen & Prieur (2017), theorem 2, for b1 x1 + b2 x2 with unit variances."""
    b1, b2 = 2.0, 1.0
    found = shapley(lambda x: np.asarray(b1 * x[0] + b2 * x[1]), 2, 40_000, rho)
    variance = b1**2 + b2**2 + 2 * rho * b1 * b2
    truth = (b1**2 * (1 - rho**2 / 2) + rho * b1 * b2 + b2**2 * rho**2 / 2) / variance
    assert holds(found[0], truth, 0.01)
    assert found[0].value + found[1].value == pytest.approx(1)


def test_a_number_that_only_goes_along_has_a_share_and_one_that_does_neither_has_none() -> None:
    found = shapley(lambda x: np.asarray(x[0]), 3, 20_000, 0.8)
    assert found[1].value > 0.2  # it tells of the first
    assert abs(found[2].value) < 0.02


def test_ranks_are_apart_only_where_intervals_are() -> None:
    assert ranks([]) == []
    alike = [Index(0.3, 0.1, 0.5), Index(0.2, 0.1, 0.4)]
    assert ranks(alike) == [(1, 2), (1, 2)]
    assert ranks([*alike, Index(0.9, 0.8, 1)]) == [(2, 3), (2, 3), (1, 1)]
