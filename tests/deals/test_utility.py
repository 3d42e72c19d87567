"""Whole-number utilities: refused where they could not be exact."""

from typing import Any

import pytest

from middleground.answers.zone import find_zone
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario


def scenario(**union: Any) -> Scenario:
    wage = {"weight": 1, "best": 10, "worst": 0}
    return Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "A wage",
            "parties": {"union": {}, "port": {}},
            "issues": {"wage": {"options": [0, 5, 10]}},
            "preferences": {
                "union": {"no_deal": 50, "wage": wage, **union},
                "port": {"no_deal": 50, "wage": {**wage, "best": 0, "worst": 10}},
            },
        }
    )


@pytest.mark.parametrize(
    "union",
    [
        {"wage": {"weight": 1e12, "best": 10, "worst": 0}},
        {"no_deal": 1e12},
        {
            "wage": {"points": {0: 0, 5: 1e12, 10: 1e12}},
            "together": [{"when": "wage == 5", "add": 1e12}] * 3,
            "no_deal": -1e12,
        },
        {"together": [{"when": "wage == 5", "add": 1e12}]},
    ],
)
def test_numbers_too_large_to_be_exact_are_refused_with_a_remedy(union: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="too large") as caught:
        find_zone(scenario(**union))
    assert caught.value.where == "preferences.union"
    assert "divide all its weights" in caught.value.mend


def test_weights_in_the_thousands_are_exact() -> None:
    zone = find_zone(scenario(wage={"weight": 10_000, "best": 10, "worst": 0}))
    assert (zone.agreeable, zone.refusals.accepted_by) == (1, {"union": 2, "port": 2})


def test_a_deal_exactly_as_good_as_no_deal_is_accepted_whatever_the_weights() -> None:
    """Weights of a third and a seventh: in floating point such ties break either way."""
    written: dict[str, Any] = {
        "format": "middleground/1",
        "title": "Thirds",
        "parties": {"union": {}, "port": {}},
        "issues": {name: {"options": ["a", "b"]} for name in ("x", "y", "z")},
        "preferences": {},
    }
    scores = {"scores": {"a": 0, "b": 70}}
    for who in written["parties"]:
        weights = {"x": {"weight": 0.333333}, "y": {"weight": 1 / 7}, "z": {"weight": 0.1}}
        worth = {name: {**weight, **scores} for name, weight in weights.items()}
        written["preferences"][who] = {"no_deal": 70, **worth}
    assert find_zone(Scenario.model_validate(written)).agreeable == 1
