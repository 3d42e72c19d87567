"""Even points: equal to a reference where nothing is scrambled, even where it is."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from middleground.deals.sobol import BITS, scrambled, sobol_points, uniforms


def test_unscrambled_points_equal_the_reference() -> None:
    reference = qmc.Sobol(1_024, scramble=False, bits=BITS).random(256)
    ours = np.stack([sobol_points(d, 8) / 2.0**BITS for d in range(1_024)], axis=1)
    assert np.array_equal(ours, reference)


@given(
    dimension=st.integers(0, 1_100), log2_count=st.integers(0, 9), seed=st.integers(-(2**40), 2**40)
)
def test_every_interval_holds_one_point(dimension: Any, log2_count: Any, seed: int) -> None:
    points = scrambled(sobol_points(dimension, log2_count), log2_count, (seed, "x"))
    shelf = points.astype(np.uint64) >> np.uint64(BITS - log2_count)
    assert sorted(shelf.tolist()) == list(range(1 << log2_count))


def test_pairs_stay_even_after_scrambling() -> None:
    """Of 2^8 points each box of 1/16 x 1/16 holds one, for the first two dimensions."""
    x, y = uniforms(["a", "b"], 8, 1, seed=3).values()
    boxes = (x * 16).astype(int) * 16 + (y * 16).astype(int)
    assert sorted(boxes.tolist()) == list(range(256))


def test_a_seed_names_its_points_and_zero_is_a_seed() -> None:
    one, again, other = (uniforms(["a"], 5, 2, seed)["a"] for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_scramblings_differ_from_each_other() -> None:
    points = uniforms(["a"], 5, 2, 0)["a"]
    assert not np.array_equal(points[:32], points[32:])


def test_a_path_keeps_its_chances_when_another_is_added_after_it() -> None:
    assert np.array_equal(uniforms(["a"], 5, 1, 0)["a"], uniforms(["a", "b"], 5, 1, 0)["a"])


def test_a_smooth_mean_is_far_better_than_by_chance() -> None:
    paths = list("abcdef")
    points = uniforms(paths, 9, 8, 0)
    product = np.prod([2 * points[p] for p in paths], axis=0)
    means = product.reshape(8, -1).mean(axis=1)
    by_chance = product.std() / np.sqrt(512)
    assert means.mean() == pytest.approx(1, abs=4 * means.std(ddof=1) / np.sqrt(8))
    assert means.std(ddof=1) < by_chance / 3
