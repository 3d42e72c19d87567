"""Numbers that go together keep their own distributions and have the rank correlation asked for."""

from typing import Any

import numpy as np
import pytest

from middleground.deals.copula import Group, groups
from middleground.deals.designs import PickFreeze, RandomOrders, factors_of
from middleground.deals.draws import draw
from middleground.deals.sampling import Sampling
from middleground.errors import ScenarioError
from middleground.scenario.correlated import normal_correlation
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario_text

TEXT = """\
format: middleground/1
title: Wages
parties: {union: {ratifies: union or walk_out}, port: {}}
issues: {wage: {options: [0, 5, 10]}}
events: {walk_out: {chance: [0.2, 0.8]}}
preferences:
  union: {no_deal: [0, 100], wage: {weight: [1, 4], best: 10, worst: 0}}
  port:  {no_deal: {low: 0, mode: 20, high: 100}, wage: {weight: 1, best: 0, worst: 10}}
correlations:
  moods: {of: [%s], rank: %s}
"""
NO_DEALS = "preferences.union.no_deal, preferences.port.no_deal"
THREE = f"{NO_DEALS}, preferences.union.wage.weight"


def scenario(of: str = NO_DEALS, rank: float = 0.6) -> Scenario:
    return read_scenario_text(TEXT % (of, rank)).scenario


def rank_correlation(one: Any, other: Any) -> float:
    first, second = (np.argsort(np.argsort(values)) for values in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("rank", [-1, -0.4, 0.0, 0.6, 0.95, 1])
def test_draws_have_the_rank_correlation_asked_for(rank: float) -> None:
    drawn = draw(scenario(rank=rank), Sampling(4096)).values
    plain = draw(scenario(rank=0), Sampling(4096)).values
    one, other = (drawn[f"preferences.{who}.no_deal"] for who in ("union", "port"))
    assert rank_correlation(one, other) == pytest.approx(rank, abs=0.04)
    for who in ("union", "port"):  # each keeps its own distribution
        path = f"preferences.{who}.no_deal"
        parts = np.linspace(0.05, 0.95, 19)
        was, now = (np.quantile(values[path] / 1e6, parts) for values in (plain, drawn))
        assert now.tolist() == pytest.approx(was.tolist(), abs=2)
    weight = drawn["preferences.union.wage.weight"]
    assert abs(rank_correlation(one, weight)) < 0.04


def test_three_numbers_and_an_event_go_together() -> None:
    drawn = draw(scenario(THREE, 0.5), Sampling(4096)).values
    names = [name.strip() for name in THREE.split(",")]
    for n, one in enumerate(names):
        for other in names[:n]:
            assert rank_correlation(drawn[one], drawn[other]) == pytest.approx(0.5, abs=0.04)
    with_event = draw(scenario(f"events.walk_out, {NO_DEALS}", 0.7), Sampling(4096))
    happens, asked = with_event.truths["walk_out"], with_event.values["preferences.union.no_deal"]
    assert asked[happens].mean() > asked[~happens].mean() + 15e6
    assert happens.mean() == pytest.approx(0.5, abs=0.03)


def test_the_order_of_the_members_changes_nothing() -> None:
    turned = ", ".join(reversed(THREE.split(", ")))
    one, other = draw(scenario(THREE), Sampling(64)), draw(scenario(turned), Sampling(64))
    for path, values in one.values.items():
        assert values.tolist() == other.values[path].tolist()


@pytest.mark.parametrize("size", [2, 3])
def test_what_is_drawn_anew_given_the_rest_is_spread_as_before(size: int) -> None:
    group = Group("moods", tuple("abc"[:size]), normal_correlation(0.7))
    rng = np.random.default_rng(1)
    start, fresh = rng.random((2, size, 20_000))
    points = group.together(start)
    kept = rng.random((size, 20_000)) < 0.5
    made = group.redrawn(points, fresh, kept)
    assert (made[kept] == points[kept]).all()
    for n in range(1, size):
        assert rank_correlation(made[0], made[n]) == pytest.approx(0.7, abs=0.02)
    assert np.quantile(made[0], [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)
    nothing = group.redrawn(points, fresh, np.zeros_like(kept))
    assert abs(rank_correlation(nothing[0], points[0])) < 0.03  # nothing kept: independent of it


def test_what_goes_together_is_swapped_together_and_then_taken_apart() -> None:
    made = scenario(rank=0.9)
    factors = factors_of(made)
    assert ("preferences.port.no_deal", "preferences.union.no_deal") in factors
    assert sum(len(factor) for factor in factors) == 5
    design = PickFreeze.of(made, Sampling(64))
    (moods,) = groups(made, list(design.a))
    units = [(path,) for factor in factors for path in factor]
    orders = RandomOrders.of(design, units, 3)
    ((count, draws),) = orders.batches()
    assert (count, draws.count) == (len(units) + 1, (len(units) + 1) * 64)
    one, other = (draws.values[path].reshape(count, -1) for path in moods.paths)
    for step in range(count):
        assert rank_correlation(one[step], other[step]) > 0.7
    assert (one[0] != one[-1]).all()


@pytest.mark.parametrize(
    ("of", "rank", "said"),
    [
        ("preferences.union.no_deel, preferences.port.no_deal", 0.5, "did you mean"),
        (f"{NO_DEALS}, preferences.union.no_deal", 0.5, "stands twice"),
        (THREE, -0.8, "3 numbers cannot all be correlated by -0.8"),
        (NO_DEALS, 1.5, "a rank correlation of 1.5"),
        (NO_DEALS, "high", "does not fit here"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(of: str, rank: Any, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario(of, rank)
    assert said in str(caught.value)
    assert "correlations.moods" in caught.value.problems[0].where
    assert all(problem.mend for problem in caught.value.problems)
