"""Published cases with reference answers: scoring tables, and the case the format was tried on."""

import json
from pathlib import Path
from typing import Any

import pytest

from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.zone import find_zone
from middleground.deals.sampling import Sampling
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario_text

TABLES = ["deals-base", "deals-game1"]


def table_scenario(case: dict[str, Any]) -> Scenario:
    """A scoring table as a scenario: points per option, nothing scaled."""
    issues = {
        name: [f"{name}{n + 1}" for n in range(count)] for name, count in case["issues"].items()
    }
    preferences = {}
    for party, table in case["parties"].items():
        rows = zip(issues.items(), table["scores"], strict=True)
        points = {
            name: {"points": dict(zip(options, row, strict=True))} for (name, options), row in rows
        }
        preferences[party] = {"no_deal": table["min"], **points}
    return Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "A scoring table",
            "parties": {party: {} for party in case["parties"]},
            "issues": {name: {"options": options} for name, options in issues.items()},
            "preferences": preferences,
        }
    )


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest, shared: Path) -> Any:
    return json.loads((shared / "cases" / f"{request.param}.json").read_text())


def test_who_accepts_what_in_a_scoring_table(table: dict[str, Any]) -> None:
    zone, expected = find_zone(table_scenario(table["case"])), table["expected"]
    assert zone.deals == zone.feasible == expected["deals"]
    assert zone.agreeable == expected["acceptable_to_all"]
    assert zone.refusals.accepted_by == expected["acceptable_to"]
    counts = {str(n): count for n, count in enumerate(zone.refusals.accepted_by_so_many)}
    assert counts == expected["accept_counts"]
    assert zone.refusals.agreeable_without == expected["if_party_dropped"]


def test_the_fair_deals_of_a_scoring_table(table: dict[str, Any]) -> None:
    middle, expected = find_middle_ground(table_scenario(table["case"])), table["expected"]
    assert middle.frontier.size == expected["efficient_within_acceptable"]
    nash, most = middle.fair["nash"], middle.fair["utilitarian"]
    assert positions(nash) == expected["nash_product_over_minimum"]["deals"]
    assert scores(nash) == expected["nash_product_over_minimum"]["scores"]
    assert positions(most) == expected["max_sum"]["deals"]
    assert [sum(row) for row in scores(most)] == [expected["max_sum"]["value"]]


def test_the_smallest_gain_and_share_of_a_scoring_table(table: dict[str, Any]) -> None:
    """The reference stops before the leximin tie-break: ours are among its deals."""
    middle, expected = find_middle_ground(table_scenario(table["case"])), table["expected"]
    egalitarian, shares = middle.fair["egalitarian"], middle.fair["kalai_smorodinsky"]
    for found, wanted in (
        (egalitarian, expected["max_min_gain"]), (shares, expected["ks_max_min_ratio"]),
    ):  # fmt: skip
        assert positions(found)
        assert all(deal in wanted["deals"] for deal in positions(found))
    ideal = dict(zip(table["case"]["parties"], expected["ideal_point_acceptable"], strict=True))
    for view in egalitarian.deals:
        gains = [seen.surplus for seen in view.constituencies.values()]
        assert min(gains) == expected["max_min_gain"]["value"]
    for view in shares.deals:
        ratios = [
            seen.surplus / (ideal[who] - seen.no_deal) for who, seen in view.constituencies.items()
        ]
        assert min(ratios) == pytest.approx(expected["ks_max_min_ratio"]["value"], abs=1e-6)


def positions(found: Any) -> list[list[int]]:
    return [[int(option[1:]) for option in view.deal.values()] for view in found.deals]


def scores(found: Any) -> list[list[float]]:
    return [[seen.utility for seen in view.constituencies.values()] for view in found.deals]


@pytest.fixture
def sketch(shared: Path) -> Scenario:
    """The scenario that the format was tried on, as it stands."""
    text = (shared / "design" / "scenario-sketch.yaml").read_text()
    return read_scenario_text(text, "scenario-sketch.yaml").scenario


def test_the_size_of_the_sketch(sketch: Scenario) -> None:
    zone = find_zone(sketch)
    assert (zone.deals, zone.feasible) == (708_588, 306_180)


def test_the_sketch_in_draws_says_the_same_twice(sketch: Scenario) -> None:
    one, again = (find_zone(sketch, Sampling(64)).model_dump_json() for _ in range(2))
    assert one == again
