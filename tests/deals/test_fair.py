"""Fair and efficient deals, on numbers small enough to check by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from middleground.deals import frontier
from middleground.deals.draws import Wholes
from middleground.deals.fair import kalai_smorodinsky, leximin, nash, utilitarian
from middleground.deals.frontier import efficient

GAINS = arrays(
    np.int64, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.integers(-3, 6)
)


def everything(gains: Wholes) -> Wholes:
    return np.arange(len(gains))


@pytest.mark.parametrize(
    ("gains", "chosen"),
    [
        pytest.param([[4, 1], [2, 2], [3, 1]], [0, 1], id="equal products are tied"),
        pytest.param([[9, 0], [1, 1]], [1], id="a gain of nothing makes no Nash deal"),
        pytest.param([[9, 0], [0, 9]], [], id="nobody can gain beside the other"),
        pytest.param([[-2, -2], [1, 1]], [1], id="two losses do not make a gain"),
    ],
)
def test_nash(gains: Wholes, chosen: Any) -> None:
    assert nash(np.array(gains)).tolist() == chosen


def test_products_beyond_64_bits_are_told_apart() -> None:
    large = 3_000_000_019
    gains = np.array([[large, large, large], [large - 1, large, large + 1]])
    assert nash(gains).tolist() == [0]


@pytest.mark.parametrize(
    ("gains", "chosen", "left_out"),
    [
        pytest.param([[10, 0], [5, 3], [0, 4]], [1], [], id="half and three quarters"),
        pytest.param([[8, 0], [3, 0]], [0], [1], id="whoever can gain nothing is left out"),
        pytest.param([[5, -1], [3, 2], [0, 2]], [1], [], id="worse than no deal does not count"),
        pytest.param([[5, -1]], [], [], id="every deal is worse than no deal for somebody"),
        pytest.param([[4, 2, 1], [2, 4, 2]], [1], [], id="ties go by the next smallest share"),
    ],
)
def test_kalai_smorodinsky(gains: Wholes, chosen: Any, left_out: Any) -> None:
    found, without = kalai_smorodinsky(np.array(gains))
    assert (found.tolist(), without) == (chosen, left_out)


def test_shares_may_be_of_what_could_be_gained_elsewhere() -> None:
    gains = np.array([[6, 2], [4, 4], [2, 5]])
    assert kalai_smorodinsky(gains)[0].tolist() == [1]
    found, without = kalai_smorodinsky(gains, np.array([24, 8]))
    assert (found.tolist(), without) == ([0], [])


def test_leximin_goes_on_after_a_tie() -> None:
    gains = np.array([[2, 2, 9], [2, 3, 4], [3, 4, 2]])
    assert leximin(gains, [1, 1, 1], everything(gains)).tolist() == [1, 2]


def test_leximin_compares_shares_and_not_whole_numbers() -> None:
    gains = np.array([[10, 2], [6, 3]])
    assert leximin(gains, [10, 1], everything(gains)).tolist() == [0]
    assert leximin(gains, [1, 1], everything(gains)).tolist() == [1]


def test_utilitarian_adds_points() -> None:
    values = np.array([[30, 1], [20, 2], [10, 3]])
    assert utilitarian(values, [10, 1]).tolist() == [0, 1, 2]
    assert utilitarian(values, [10, 2]).tolist() == [0]


@given(gains=GAINS, chunk=st.sampled_from([1, 3, 4_096]))
def test_efficient_is_what_nothing_dominates(gains: Wholes, chunk: int) -> None:
    rows = [tuple(row) for row in gains.tolist()]
    wanted = [
        not any(y != x and all(b >= a for a, b in zip(x, y, strict=True)) for y in rows)
        for x in rows
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontier, "_CHUNK", chunk)  # large sets are looked at piece by piece
        patch.setattr(frontier, "_PIVOTS", 1)
        assert efficient(gains).tolist() == wanted


@given(gains=GAINS)
def test_fair_deals_are_efficient_in_their_set(gains: Wholes) -> None:
    kept = efficient(gains)
    assert kept[nash(gains)].all()
    assert kept[leximin(gains, [1] * gains.shape[1], everything(gains))].all()
    assert kept[utilitarian(gains, [1] * gains.shape[1])].all()


@given(gains=GAINS, data=st.data())
def test_swapping_the_parties_changes_nothing(gains: Wholes, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(gains.shape[1])))
    turned = gains[:, order]
    assert np.array_equal(efficient(gains), efficient(turned))
    assert np.array_equal(nash(gains), nash(turned))
    assert np.array_equal(kalai_smorodinsky(gains)[0], kalai_smorodinsky(turned)[0])


@given(gains=GAINS, factor=st.integers(2, 1_000))
def test_a_larger_scale_of_one_party_changes_no_nash_and_no_equal_shares(
    gains: Wholes, factor: int
) -> None:
    scaled = gains.copy()
    scaled[:, 0] *= factor
    assert np.array_equal(nash(gains), nash(scaled))
    assert np.array_equal(kalai_smorodinsky(gains)[0], kalai_smorodinsky(scaled)[0])
    assert np.array_equal(efficient(gains), efficient(scaled))


def test_a_large_front_of_three_parties_is_complete() -> None:
    """Deals on a plane dominate nobody; each has a shadow that is dominated."""
    plane = [(x, y, 200 - x - y) for x in range(101) for y in range(101)]
    shadow = [(x, y, z - 1) for x, y, z in plane]
    kept = efficient(np.array(plane + shadow))
    assert kept.tolist() == [True] * len(plane) + [False] * len(shadow)


@settings(deadline=None)
@given(
    gains=arrays(
        np.int64, st.tuples(st.integers(1, 150), st.integers(2, 5)), elements=st.integers(0, 8)
    ),
    data=st.data(),
)
def test_efficiency_within_groups_is_that_of_each_group(gains: Wholes, data: st.DataObject) -> None:
    """Columns after the objectives have to be matched, and make nobody better off."""
    objectives = data.draw(st.integers(1, gains.shape[1]))
    groups = np.where(np.arange(len(gains)) % 3, 0, data.draw(st.integers(0, 1)))
    rows = np.unique(np.column_stack([groups, gains]), axis=0)
    kept = frontier.efficient_within(rows[:, 0], rows[:, 1:], objectives)
    for row, stays in zip(rows, kept.tolist(), strict=True):
        rivals = rows[rows[:, 0] == row[0], 1:]
        as_good = (rivals >= row[1:]).all(axis=1)
        better = (rivals > row[1:])[:, :objectives].any(axis=1)
        assert stays == (not (as_good & better).any())
