"""What knowing a number is worth: known cases, and no worth by luck alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from middleground.deals.information import Choosing, entropy, levels, mutual_information

DRAWS = 2_048
RNG = np.random.default_rng(5)
COIN = np.tile([0, 1], DRAWS // 2)


def choosing(*deals: NDArray[np.int64]) -> Choosing:
    return Choosing(np.stack(deals, axis=1).astype(np.int16))


def test_a_number_that_is_the_answer_tells_all_of_it() -> None:
    found = mutual_information(COIN, COIN)
    assert found.value == pytest.approx(1, abs=0.001)
    assert entropy(COIN) == 1


def test_a_number_that_has_nothing_to_do_with_it_tells_nothing() -> None:
    """Without the correction it would seem to tell some 2.5 thousandths of a bit."""
    told = [
        mutual_information(levels(RNG.random(DRAWS)), RNG.integers(0, 2, DRAWS)).value
        for _ in range(200)
    ]
    assert np.mean(told) == pytest.approx(0, abs=0.0005)


def test_a_noisy_channel_has_its_textbook_capacity() -> None:
    """A bit that arrives wrong one time in ten: 1 - h(0.1) = 0.531 bits (Cover & Thomas 2006)."""
    flips = RNG.random(1 << 15) < 0.1
    sent = np.tile([0, 1], 1 << 14)
    found = mutual_information(sent, np.asarray(sent ^ flips, dtype=np.int64))
    assert found.low <= 0.531 <= found.high
    assert found.high - found.low < 0.1


def test_levels_are_even_parts_or_rival_values() -> None:
    assert np.bincount(levels(RNG.random(DRAWS))).tolist() == [DRAWS // 8] * 8
    assert levels(np.array([True, False, True])).tolist() == [1, 0, 1]
    assert levels(np.array([5.0, 5.0])).tolist() == [0, 0]


def test_knowing_which_of_two_deals_will_do_is_worth_half() -> None:
    either = choosing(COIN, 1 - COIN)
    assert either.chance.value == pytest.approx(0.5, abs=0.01)
    found = either.worth(COIN)
    assert found.value == pytest.approx(0.5, abs=0.01)
    assert found.low > 0.45


def test_knowing_when_the_only_deal_will_do_changes_no_choice() -> None:
    found = choosing(COIN, np.zeros(DRAWS, np.int64)).worth(COIN)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_what_only_looks_best_by_luck_earns_nothing() -> None:
    """A thousand deals, all agreeable in half of the draws, whatever the number."""
    many = Choosing((RNG.random((DRAWS, 1_000)) < 0.5).astype(np.int16))
    assert many.chance.value == pytest.approx(0.5, abs=0.03)
    worth = many.worth(levels(RNG.random(DRAWS)))
    assert abs(worth.value) < 0.05
    assert worth.low < 0.02


@given(
    at=arrays(np.int64, 64, elements=st.integers(0, 3)),
    agreeable=arrays(np.int16, (64, 3), elements=st.integers(0, 1)),
)
def test_no_choice_beats_knowing_everything(
    at: NDArray[np.int64], agreeable: NDArray[np.int16]
) -> None:
    found = Choosing(agreeable)
    whole = agreeable.any(axis=1).mean()
    assert found.chance.value <= whole + 1e-6
    assert found.chance.value + found.worth(at).value <= whole + 1e-6
    kinds = np.asarray(agreeable.any(axis=1), dtype=np.int64)
    assert mutual_information(at, kinds).value <= entropy(kinds) + 1e-6
