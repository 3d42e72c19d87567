"""What the cases of the catalogue answer: in doubt, so that there is something to talk about."""

import pytest
from tests.catalogue.cases import CATALOGUE

from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.zone import find_zone
from middleground.deals.sampling import Sampling
from middleground.scenario.reader import read_scenario


@pytest.mark.parametrize(
    ("case", "deals", "feasible", "agreeable", "low", "high"),
    [
        ("ceasefire", 708_588, 306_180, 114, 0.45, 0.65),
        ("labour", 2_268, 1_701, 11, 0.80, 0.90),
    ],
)
def test_the_zone_of_a_case(
    case: str, deals: int, feasible: int, agreeable: int, low: float, high: float
) -> None:
    scenario = read_scenario(CATALOGUE / case / "scenario.yaml").scenario
    zone = find_zone(scenario, Sampling(128))
    assert (zone.deals, zone.feasible, zone.agreeable) == (deals, feasible, agreeable)
    assert zone.probability is not None
    assert low < zone.probability.share < high


@pytest.mark.parametrize("case", ["ceasefire", "labour"])
def test_a_case_has_every_fair_deal(case: str) -> None:
    middle = find_middle_ground(read_scenario(CATALOGUE / case / "scenario.yaml").scenario)
    assert all(fair.deals for fair in middle.fair.values())
