"""Nominal readings and draws of uncertain numbers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from middleground.deals.draws import draw, nominal_reading, quantile
from middleground.deals.sampling import Sampling, at_least
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import Range

EVEN = (np.arange(4_096) + 0.5) / 4_096


def test_uniform_draws_spread_evenly() -> None:
    assert np.allclose(quantile(Range.model_validate([10, 20]), EVEN), 10 + 10 * EVEN)


@pytest.mark.parametrize("mode", [10, 11, 13, 19.9, 20])
def test_a_mode_draws_as_pert_with_weight_four(mode: Any) -> None:
    number = Range.model_validate({"low": 10, "mode": mode, "high": 20})
    share = (mode - 10) / 10
    reference = 10 + 10 * stats.beta.ppf(EVEN, 1 + 4 * share, 5 - 4 * share)
    assert np.allclose(quantile(number, EVEN), reference, atol=1e-5)


def test_triangular_draws_equal_the_reference() -> None:
    number = Range.model_validate({"low": 10, "mode": 12, "high": 20, "shape": "triangular"})
    assert np.allclose(quantile(number, EVEN), stats.triang.ppf(EVEN, 0.2, 10, 10))


def test_rivals_are_drawn_by_their_weights() -> None:
    drawn = quantile(Range.model_validate({"values": [1, 5, 2], "weights": [1, 2, 1]}), EVEN)
    assert [float((drawn == v).mean()) for v in (1, 5, 2)] == [0.25, 0.5, 0.25]


@given(
    ends=st.tuples(st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100)),
    shape=st.sampled_from(["pert", "triangular"]),
)
def test_no_draw_leaves_its_range(ends: Any, shape: Any) -> None:
    low, mode, high = sorted(ends)
    drawn = quantile(
        Range.model_validate({"low": low, "mode": mode, "high": high, "shape": shape}), EVEN
    )
    assert drawn.min() >= low - 1e-9
    assert drawn.max() <= high + 1e-9


@pytest.mark.parametrize("draws", [0, 7, 9, 24, 1_000, 10**12])
def test_a_number_of_draws_that_cannot_be_shared_out_is_refused(draws: Any) -> None:
    with pytest.raises(AnswerError, match="draws") as caught:
        Sampling(draws)
    assert "--draws" in caught.value.mend


@pytest.mark.parametrize(
    ("asked", "raised"), [(1, 8), (8, 8), (9, 16), (1_000, 1_024), (2**30, 2**20)]
)
def test_a_number_of_draws_is_raised_to_the_next_that_can_be(asked: int, raised: int) -> None:
    assert at_least(asked) == raised


def small(**changes: object) -> Scenario:
    written = {
        "format": "middleground/1",
        "title": "A wage",
        "parties": {"union": {"ratifies": "union and not walk_out"}, "port": {}},
        "issues": {"wage": {"options": [0, 5, 10]}},
        "facts": {"stock": {"value": [3, 5]}, "unused": {"value": [0, 1]}},
        "events": {"walk_out": {"chance": [0.3, 0.6]}, "unused_event": {"chance": 0.5}},
        "rules": {"cap": {"rule": "wage <= stock * 2"}},
        "preferences": {
            "union": {"no_deal": [40, 60], "wage": {"weight": 1, "best": 10, "worst": 0}},
            "port": {"no_deal": 30, "wage": {"weight": 1, "best": 0, "worst": 10}},
        },
    }
    return Scenario.model_validate(written | changes)


def test_only_what_deals_rest_on_is_drawn() -> None:
    drawn = draw(small(), Sampling(64))
    assert drawn.uncertain == (
        "events.walk_out.chance", "facts.stock.value", "preferences.union.no_deal",
    )  # fmt: skip


def test_an_event_holds_as_often_as_its_chance_says() -> None:
    drawn = draw(small(events={"walk_out": {"chance": 0.25}}), Sampling(4_096))
    assert drawn.truths["walk_out"].mean() == pytest.approx(0.25, abs=0.002)


def test_an_event_without_a_chance_never_holds() -> None:
    drawn = draw(small(events={"walk_out": {}}), Sampling(64))
    assert not drawn.truths["walk_out"].any()


def test_nominally_an_event_holds_from_one_half_on() -> None:
    for chance, holds in (([0.4, 0.6], True), ([0.3, 0.6], False), (1, True)):
        reading = nominal_reading(small(events={"walk_out": {"chance": chance}}))
        assert reading.truths["walk_out"].tolist() == [holds]


def test_the_order_of_the_file_does_not_matter() -> None:
    turned = small()
    turned = turned.model_copy(update={"facts": dict(reversed(turned.facts.items()))})
    one, other = draw(small(), Sampling(64, 5)), draw(turned, Sampling(64, 5))
    assert all(np.array_equal(one.values[path], other.values[path]) for path in one.values)


def test_the_standard_error_comes_from_the_scramblings() -> None:
    drawn = draw(small(), Sampling(64))
    held = np.zeros(64, dtype=bool)
    held[:8] = True  # all of the first scrambling, none of the others
    estimate = drawn.estimate(held)
    assert estimate.share == 1 / 8
    assert estimate.standard_error == pytest.approx(1 / 8)
