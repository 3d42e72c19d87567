"""Answers about spaces too large to look at each deal: equal to enumeration where both can be."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.deals.made_scenarios import scenarios
from tests.deals.test_sweep import wide_scenarios

from middleground.answers.middle_ground import MiddleGround, find_middle_ground
from middleground.answers.zone import Zone, find_zone
from middleground.deals import modelled, planner, sweep
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def both(find: Any, written: dict[str, Any]) -> tuple[Any, Any]:
    """The answer by enumeration, and by a survey of the same scenario."""
    scenario = Scenario.model_validate(written)
    with pytest.MonkeyPatch.context() as patch:
        listed = find(scenario)
        patch.setattr(planner, "MOST_DEALS", 0)
        return listed, find(scenario)


def check_middle_ground(written: dict[str, Any]) -> None:
    listed, surveyed = both(find_middle_ground, written)
    assert surveyed.counted
    assert surveyed.how.complete
    for field in ("parties", "agreeable", "frontier", "feasible_frontier", "no_deal", "fair"):
        assert getattr(surveyed, field) == getattr(listed, field)
    assert sorted(surveyed.cloud) == sorted(listed.cloud)
    assert sorted(surveyed.agreeable_cloud) == sorted(listed.agreeable_cloud)
    assert surveyed.notes == listed.notes


def check_zone(written: dict[str, Any]) -> None:
    listed, surveyed = both(find_zone, written)
    assert surveyed.counted
    for field in ("issues", "deals", "feasible", "agreeable", "probability", "binding"):
        assert getattr(surveyed, field) == getattr(listed, field)
    for field in ("accepted_by", "ratified_by", "agreeable_without"):
        assert getattr(surveyed.refusals, field) == getattr(listed.refusals, field)
    assert all(view.agreeable for view in surveyed.most_robust) == bool(listed.agreeable) or (
        not surveyed.most_robust
    )


@SLOW
@given(written=scenarios(certain=True))
def test_the_middle_ground_of_small_scenarios(written: dict[str, Any]) -> None:
    check_middle_ground(written)


@SLOW
@given(written=wide_scenarios())
def test_the_middle_ground_with_conditions_over_many_issues(written: dict[str, Any]) -> None:
    check_middle_ground(written)


@SLOW
@given(written=wide_scenarios())
def test_the_zone_with_conditions_over_many_issues(written: dict[str, Any]) -> None:
    check_zone(written)


def harbours(issues: int, **more: Any) -> dict[str, Any]:
    """So many harbours to be shared out, four ways each."""
    options = [0, 1, 2, 3]
    names = [f"harbour_{n}" for n in range(issues)]
    return {
        "format": "middleground/1",
        "title": "Harbours",
        "parties": {"north": {}, "south": {}},
        "issues": {name: {"options": options} for name in names},
        "preferences": {
            who: {
                "no_deal": 40,
                **{
                    name: {"weight": 1 + (n * step) % 7, "scores": scores}
                    for n, name in enumerate(names)
                },
            }
            for who, step, scores in (
                ("north", 3, {0: 0, 1: 30, 2: 70, 3: 100}),
                ("south", 5, {0: 100, 1: 60, 2: 30, 3: 0}),
            )
        },
        **more,
    }


def test_a_space_of_1e30_deals_under_a_budget_is_answered() -> None:
    names = [f"harbour_{n}" for n in range(50)]
    rules = {"budget": {"rule": f"{' + '.join(names)} <= 70", "why": "the fleet's budget"}}
    written = harbours(50, rules=rules)
    found = find_middle_ground(Scenario.model_validate(written))
    assert found.how.complete
    assert found.frontier.points
    point = found.frontier.points[0]
    assert all(sum(int(deal[name]) for name in names) <= 70 for deal in point.deals)
    assert found.frontier.size > 10**5
    zone = find_zone(Scenario.model_validate(written))
    assert zone.deals == 4**50
    assert 0 < zone.agreeable < zone.feasible < zone.deals


def hanging_together(harbours_in_all: int) -> dict[str, Any]:
    """Every harbour of one half tied to every harbour of the other."""
    half = harbours_in_all // 2
    pairs = [(a, b) for a in range(half) for b in range(half, harbours_in_all)]
    rules = {
        f"pair_{a}_{b}": {"rule": f"harbour_{a} + harbour_{b} != 6", "why": "one keeper only"}
        for a, b in pairs
    }
    return harbours(harbours_in_all, rules=rules)


def test_a_space_that_hangs_together_is_answered_with_what_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(modelled, "ALLOTTED", 0.3)
    scenario = Scenario.model_validate(hanging_together(20))
    found = find_middle_ground(scenario)
    assert "CP-SAT" in found.how.method
    assert not found.how.complete
    assert any("not listed whole within the limit" in note for note in found.notes)
    assert all(view.agreeable for fair in found.fair.values() for view in fair.deals)
    assert found.fair["nash"].deals
    assert found == find_middle_ground(scenario)


def test_conditions_beyond_every_method_are_refused_with_their_factors() -> None:
    names = [f"harbour_{n}" for n in range(12)]
    rules = {"share": {"rule": f"9 <= 1 / ({' + '.join(names)})", "why": "made up"}}
    with pytest.raises(AnswerError, match="ties 12 issues together") as caught:
        find_middle_ground(Scenario.model_validate(harbours(12, rules=rules)))
    assert "12 issues of 4 options" in str(caught.value)
    assert caught.value.problems[0].code == "too-large"


def test_a_solver_takes_over_where_a_sweep_would_keep_too_much_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = Scenario.model_validate(hanging_together(4))
    listed = find_middle_ground(scenario)
    monkeypatch.setattr(planner, "MOST_DEALS", 0)
    assert "a sweep" in find_middle_ground(scenario).how.method
    monkeypatch.setattr(sweep, "MOST_CANDIDATES", 1)
    solved = find_middle_ground(scenario)
    assert "an integer model" in solved.how.method
    assert len(solved.frontier.points) == len(listed.frontier.points)
    for idea, fair in listed.fair.items():
        assert {v.number for v in solved.fair[idea].deals} == {v.number for v in fair.deals}
    assert find_zone(scenario).agreeable == listed.agreeable


def test_a_thinned_frontier_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "MOST_LABELS", 20)
    names = [f"harbour_{n}" for n in range(16)]
    rules = {"pair": {"rule": f"{names[0]} <= {names[1]}", "why": "made up"}}
    found = find_middle_ground(Scenario.model_validate(harbours(16, rules=rules)))
    assert not found.how.complete
    assert any("to within so many points" in note for note in found.notes)
    assert 0 < len(found.frontier.points) <= 20


def test_the_number_of_deals_is_left_open_where_counting_would_take_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from middleground.deals import counting

    monkeypatch.setattr(counting.Allowance.__init__, "__defaults__", (1_000,))
    zone = find_zone(Scenario.model_validate(harbours(20)))
    assert not zone.counted
    assert zone.agreeable >= 1
    assert any("at least so many" in note for note in zone.notes)
    assert json.loads(zone.model_dump_json())["counted"] is False


def test_large_answers_survive_writing_and_reading() -> None:
    scenario = Scenario.model_validate(harbours(20))
    zone, middle = find_zone(scenario), find_middle_ground(scenario)
    assert Zone.model_validate(json.loads(zone.model_dump_json())) == zone
    assert MiddleGround.model_validate(json.loads(middle.model_dump_json())) == middle
