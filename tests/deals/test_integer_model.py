"""A solver's answers equal enumeration: frontiers, fair deals and ties, with and without yeses."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.answers.test_large_spaces import hanging_together
from tests.deals.made_scenarios import scenarios
from tests.deals.test_sweep import wide_scenarios

from middleground.deals import counters, modelled
from middleground.deals.appraisal import Appraisal
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import nominal_reading
from middleground.deals.frontier import efficient
from middleground.deals.modelled import ModelledSurvey
from middleground.deals.planner import plan
from middleground.deals.scan import Scan
from middleground.scenario.model import Scenario

SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modelled, "MOST_BEHIND", 10_000)
    monkeypatch.setattr(modelled, "ALLOTTED", 1e6)


def listed(scan: Scan, blocks: Any) -> tuple[dict[tuple[int, ...], list[int]], DealTable]:
    """The frontier by looking at every deal, and all deals."""
    table = DealTable.from_blocks(scan, 0, blocks)
    kept = table.where(efficient(table.values))
    points: dict[tuple[int, ...], list[int]] = {}
    for number, value in zip(kept.numbers.tolist(), kept.values.tolist(), strict=True):
        points.setdefault(tuple(value), []).append(number)
    return points, table


def check(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    scan = Scan(scenario, nominal_reading(scenario))
    survey = plan(Appraisal(scenario, nominal_reading(scenario)), "model")
    assert isinstance(survey, ModelledSurvey)
    wanted, agreeable = listed(scan, scan.agreeable(0))
    allowed, _ = listed(scan, scan.feasible(0))
    for front, points in ((survey.agreeable, wanted), (survey.feasible, allowed)):
        assert front.is_complete
        found = [tuple(value) for value in front.values.tolist()]
        assert found == sorted(points, reverse=True)
        assert front.first_deals(range(len(found)), 10_000) == [points[p] for p in found]
    chosen, left_out = survey.pick_fair()
    best, nobody = pick_fair(agreeable)
    assert left_out == nobody
    assert not survey.fair_doubts()
    for name, rows in best.items():
        values = {tuple(value) for value in agreeable.values[rows].tolist()}
        assert {tuple(survey.agreeable.values[n].tolist()) for n in chosen[name]} == values


@SLOW
@given(written=scenarios(certain=True))
def test_small_scenarios(written: dict[str, Any]) -> None:
    check(written)


@pytest.mark.parametrize("small", [3, 9, 4_096])
def test_conditions_over_many_issues(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The smaller a table may be, the more conditions are written out as formulas."""
    monkeypatch.setattr(counters, "SMALL", small)

    @SLOW
    @given(written=wide_scenarios())
    def holds(written: dict[str, Any]) -> None:
        check(written)

    holds()


def test_products_of_many_issues() -> None:
    numbers = {f"n{n}": {"options": [0, 1, 2, 3]} for n in range(4)}
    scores = {"weight": 1, "best": 3, "worst": 0}
    written = {
        "format": "middleground/1",
        "title": "Products",
        "parties": {"a": {"ratifies": "a"}, "b": {"ratifies": "b"}},
        "issues": numbers,
        "rules": {"product": {"rule": "n0 * n1 * n2 * n3 <= 8.5 or (n0 + n1) * (n2 - n3) == 3"}},
        "preferences": {
            "a": {"no_deal": 30, **dict.fromkeys(numbers, scores)},
            "b": {
                "no_deal": 20,
                **{n: {"weight": k + 1, "best": 0, "worst": 3} for k, n in enumerate(numbers)},
                "together": [{"when": "n0 * n1 * n2 * n3 > 20", "add": 40}],
            },
        },
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counters, "SMALL", 64)
        check(written)


def test_long_work_is_interrupted_at_once() -> None:
    """As by Ctrl-C; the solver, which runs beside, is told to stop."""
    scenario = Scenario.model_validate(hanging_together(20))
    survey = plan(Appraisal(scenario, nominal_reading(scenario)))
    told: list[int] = []

    def interrupt(done: int, total: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    survey.report_to(interrupt)
    with pytest.raises(KeyboardInterrupt):
        len(survey.agreeable.values)
    assert told == sorted(told)
