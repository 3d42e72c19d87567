"""Draws of large spaces: what sweeps and known deals say equals what listing says."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.made_scenarios import scenarios

from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.zone import find_zone
from middleground.deals import planner, redrawn
from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.redrawn import MOST_TIED, Redrawn, affordable
from middleground.deals.sampling import Sampling
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

DRAWS = 8
SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(written=scenarios(), seed=st.integers(0, 99))
def test_zone_and_fair_deals_equal_listing(written: dict[str, Any], seed: int) -> None:
    scenario = Scenario.model_validate(written)
    draws = draw(scenario, Sampling(DRAWS, seed))
    listed, swept = ManyDraws(scenario, draws), Redrawn(scenario, draws)
    nominal = planner.plan(Appraisal(scenario, nominal_reading(scenario)))
    held = listed.zone_exists().tolist()
    assert swept.zone_exists(nominal).tolist() == held
    for (n, every), (m, found) in zip(listed.each_fair(), swept.each_fair(), strict=True):
        assert n == m
        assert bool(found) == held[n]
        for idea, deals in found.items():
            exact = every[idea].tolist()
            assert set(deals) <= set(exact)
            assert len(deals) >= min(len(exact), MOST_TIED)
    assert not swept.open_in


@SLOW
@given(written=scenarios(), seed=st.integers(0, 99))
def test_both_answers_say_the_same_of_a_large_space(written: dict[str, Any], seed: int) -> None:
    scenario, sampling = Scenario.model_validate(written), Sampling(DRAWS, seed)
    zone, middle = find_zone(scenario, sampling), find_middle_ground(scenario, sampling)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "MOST_DEALS", 0)
        large_zone, large_middle = (
            find_zone(scenario, sampling),
            find_middle_ground(scenario, sampling),
        )
    assert large_zone.probability == zone.probability
    assert large_middle.zone_probability == middle.zone_probability
    assert large_zone.how.draws == DRAWS
    robustness = {view.number: view.robustness for view in zone.most_robust}
    for view in large_zone.most_robust:
        assert view.robustness == robustness.get(view.number, view.robustness)
    for idea, fair in middle.fair.items():
        if fair.tied <= MOST_TIED:
            assert large_middle.fair[idea].deals == fair.deals


def harbours(issues: int) -> Scenario:
    """So many harbours, four ways each, weights not known."""
    scores = {"north": {0: 0, 1: 30, 2: 70, 3: 100}, "south": {0: 100, 1: 60, 2: 30, 3: 0}}
    return Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "Harbours",
            "parties": {"north": {}, "south": {}},
            "issues": {f"harbour_{n}": {"options": [0, 1, 2, 3]} for n in range(issues)},
            "preferences": {
                who: {"no_deal": [35, 70]}
                | {
                    f"harbour_{n}": {"weight": [1 + n % 5, 6 + n % 3], "scores": given}
                    for n in range(issues)
                }
                for who, given in scores.items()
            },
        }
    )


def test_what_cannot_be_afforded_is_taken_in_fewer_draws_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redrawn, "MOST_WORK", 4_000_000)
    zone = find_zone(harbours(16), Sampling(1_024))
    assert zone.how.draws < 1_024
    assert any("of the 1,024 draws asked for" in note for note in zone.notes)
    assert zone.probability
    assert 0 < zone.probability.share < 1
    assert all(view.robustness for view in zone.most_robust)


def test_too_much_work_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawn, "MOST_WORK", 10_000)
    with pytest.raises(AnswerError, match="each draw needs a sweep of some") as caught:
        find_zone(harbours(16), Sampling(1_024))
    assert "--nominal" in caught.value.problems[0].mend


def test_a_solver_is_not_asked_draw_by_draw() -> None:
    scenario = harbours(12)
    nominal = planner.plan(Appraisal(scenario, nominal_reading(scenario)), method="model")
    with pytest.raises(AnswerError, match="a solver would have to be asked anew"):
        affordable(nominal, Sampling(64))
