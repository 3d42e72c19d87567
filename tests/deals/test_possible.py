"""What the ranges leave open equals brute force over their corners, and bounds every draw."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.deals.made_scenarios import scenarios

from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance, count_agreeable
from middleground.deals.course import Course
from middleground.deals.draws import Draws, draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.possible import (
    End,
    agreeable_over_ranges,
    count_over_draws,
    count_over_ranges,
    extreme_surplus,
    read_end,
)
from middleground.deals.sampling import Sampling
from middleground.deals.scan import Scan
from middleground.deals.settings import TooOpen, list_settings
from middleground.deals.structure import Structure
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import Range

SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ENDS: tuple[End, End] = ("least", "greatest")
_OPEN = 4  # numbers that stay ranges, so that all corners can be tried
_STOCKS = [n / 16 for n in range(0, 66)]  # finer than any place where a condition changes


def harbour(**changes: Any) -> Scenario:
    """Two people, two issues; the union's weights and its no-deal value are ranges."""
    written: dict[str, Any] = {
        "format": "middleground/1",
        "title": "Harbour",
        "parties": {"union": {}, "port": {}},
        "issues": {"wage": {"options": ["low", "high"]}, "night": {"options": ["kept", "ended"]}},
        "preferences": {
            "union": {
                "no_deal": 50,
                "wage": {"weight": [1, 3], "scores": {"low": 0, "high": 100}},
                "night": {"weight": [1, 3], "scores": {"kept": 0, "ended": 100}},
            },
            "port": {
                "no_deal": [0, 60],
                "wage": {"weight": 1, "scores": {"low": 100, "high": 0}},
                "night": {"weight": 1, "scores": {"kept": 100, "ended": 0}},
            },
        },
    }
    written["preferences"]["union"] |= changes.pop("union", {})
    return Scenario.model_validate({**written, **changes})


def test_a_case_by_hand() -> None:
    """With only the wage raised the union has 25 to 75 points: accepted somewhere, not everywhere.

    So with the port's 50 points against a no-deal value of 0 to 60. All for one side: never.
    """
    scenario = harbour()
    appraisal = Appraisal(scenario, nominal_reading(scenario))
    numbers = np.arange(4)  # low kept, low ended, high kept, high ended
    least, greatest = (extreme_surplus(appraisal, "union", numbers, e)[0] for e in ENDS)
    assert least.tolist() == [-50, -25, -25, 50]
    assert greatest.tolist() == [-50, 25, 25, 50]
    possibly, necessarily = agreeable_over_ranges(scenario)
    assert possibly.tolist() == [False, True, True, True]
    assert not necessarily.any()
    found = count_over_ranges(scenario)
    assert (found.possibly, found.necessarily, found.exact) == (3, 0, True)


@SLOW
@given(written=scenarios(certain=True))
def test_numbers_that_are_certain_leave_nothing_open(written: dict[str, Any]) -> None:
    written["events"]["walk_out"]["chance"] = 1
    scenario = Scenario.model_validate(written)
    possibly, necessarily = agreeable_over_ranges(scenario)
    nominal = ManyDraws(scenario, nominal_reading(scenario)).agreeable_counts() == 1
    assert possibly.tolist() == necessarily.tolist() == nominal.tolist()


def test_weights_that_may_all_be_nothing_count_one_at_least() -> None:
    """However small the weights, one of them counts: the surplus lies between its scores."""
    scenario = harbour(
        union={
            "wage": {"weight": [0, 3], "scores": {"low": 10, "high": 100}},
            "night": {"weight": [0, 3], "scores": {"kept": 20, "ended": 50}},
        }
    )
    appraisal = Appraisal(scenario, nominal_reading(scenario))
    least, greatest = (extreme_surplus(appraisal, "union", np.arange(4), e)[0] for e in ENDS)
    assert least.tolist() == [-40, -40, -30, 0]
    assert greatest.tolist() == [-30, 0, 50, 50]
    assert _accepted(read_end(appraisal, "greatest"), "union") == [False, True, True, True]
    assert _accepted(read_end(appraisal, "least"), "union") == [False, False, False, True]


@SLOW
@given(written=scenarios())
def test_all_corners_tried_give_the_same(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(_with_few_ranges(written, _OPEN))
    corners = _corners(scenario)
    assume(corners.count <= 600)
    scan = Scan(scenario, corners)
    found = np.zeros((corners.count, scan.space.count), dtype=bool)
    for n in range(corners.count):
        for block in scan.agreeable(n):
            found[n, block.numbers] = True
    possibly, necessarily = agreeable_over_ranges(scenario)
    assert possibly.tolist() == found.any(axis=0).tolist()
    assert necessarily.tolist() == found.all(axis=0).tolist()
    at_corners = Appraisal(scenario, corners)
    settings = Appraisal(scenario, list_settings(scenario))
    numbers = np.arange(at_corners.space.count)
    for who, utility in at_corners.utilities.items():
        surplus = np.stack(
            [utility.points(utility.surplus(at_corners.space, int(n), corners)) for n in numbers],
            axis=1,
        )
        least, greatest = (extreme_surplus(settings, who, numbers, end) for end in ENDS)
        assert least.min(axis=0) == pytest.approx(surplus.min(axis=0), abs=1e-6)
        assert greatest.max(axis=0) == pytest.approx(surplus.max(axis=0), abs=1e-6)


@SLOW
@given(written=scenarios())
def test_no_draw_leaves_these_bounds(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    counts = ManyDraws(scenario, draw(scenario, Sampling(64))).agreeable_counts()
    possibly, necessarily = agreeable_over_ranges(scenario)
    assert (possibly | (counts == 0)).all()
    assert (~necessarily | (counts == 64)).all()
    assert (possibly | ~necessarily).all()
    seen = count_over_draws(counts, 64, "for comparison")
    assert seen.possibly <= possibly.sum()
    assert seen.necessarily >= necessarily.sum()


@SLOW
@given(written=scenarios())
def test_sweeps_count_what_a_scan_lists(written: dict[str, Any]) -> None:
    """The same readings serve spaces that are too large to look at each deal."""
    scenario = Scenario.model_validate(written)
    for end in ENDS:
        scan = read_end(Scan(scenario, nominal_reading(scenario)), end)
        rules = [rule.node for rule in scan.rules.values()]
        structure = Structure.of(scan.space, scan.draws, rules, scan.utilities)
        course = Course.of(structure, structure.find_order())
        assent = Assent.of(
            scan.ratification.rules, scan.events(0), structure.people, structure.no_deal
        )
        counted = count_agreeable(course, assent, Allowance())
        assert counted.deals == sum(len(block.numbers) for block in scan.agreeable(0))


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("x * stock <= 4 and stock < other", "compared with each other"),
        ("stock * stock <= 4", "not linear"),
        ("4 / stock <= x", "not linear"),
    ],
)
def test_what_is_too_open_says_why(rule: str, why: str) -> None:
    scenario = harbour(
        issues={
            "wage": {"options": ["low", "high"]},
            "night": {"options": ["kept", "ended"]},
            "x": {"options": [1, 2]},
        },
        facts={"stock": {"value": [1, 3]}, "other": {"value": [1, 3]}},
        rules={"stocks": rule},
    )
    with pytest.raises(TooOpen) as caught:
        agreeable_over_ranges(scenario)
    assert why in caught.value.why


def test_two_places_of_one_fact_are_met_together() -> None:
    """No end of the range lies between 2 and 3, but some of its values do."""
    scenario = harbour(
        facts={"stock": {"value": [0, 10]}}, rules={"least": "stock >= 2", "most": "stock <= 3"}
    )
    possibly, necessarily = agreeable_over_ranges(scenario)
    assert possibly.tolist() == [False, True, True, True]
    assert not necessarily.any()


def _accepted(appraisal: Appraisal, who: str) -> list[bool]:
    utility, count = appraisal.utilities[who], appraisal.space.count
    return [
        bool(utility.surplus(appraisal.space, n, appraisal.draws)[0] >= 0) for n in range(count)
    ]


def _with_few_ranges(written: Any, most: int) -> Any:
    """The scenario with all but a few of its preferences' ranges at their low ends."""
    left = most

    def settled(at: Any, path: tuple[Any, ...]) -> Any:
        nonlocal left
        if isinstance(at, dict) and {"low", "high"} <= at.keys():
            ends = (at["low"], at["high"])
        elif isinstance(at, dict) and "values" in at:
            ends = (min(at["values"]), max(at["values"]))
        elif isinstance(at, list) and len(at) == 2 and all(isinstance(n, int | float) for n in at):
            ends = (at[0], at[1])
        elif isinstance(at, dict):
            return {key: settled(value, (*path, key)) for key, value in at.items()}
        elif isinstance(at, list):
            return [settled(value, (*path, n)) for n, value in enumerate(at)]
        else:
            return at
        if ends[0] != ends[1] and left > 0:
            left -= 1
            return at
        return ends[0]

    return {**written, "preferences": settled(written["preferences"], ())}


def _corners(scenario: Scenario) -> Draws:
    """Every corner of the preferences' ranges, at every value of the fact and of the event."""
    nominal = nominal_reading(scenario)
    ends: dict[str, list[int]] = {
        path: sorted({round(number.low * 1e6), round(number.high * 1e6)})
        for path, number in _numbers(scenario)
        if not number.is_certain
    }
    if "stock" in nominal.facts:
        value = scenario.facts["stock"].value
        stocks = value.values or [s for s in _STOCKS if value.low <= s <= value.high]
        ends["facts.stock.value"] = sorted({round(s * 1e6) for s in stocks})
    chance = scenario.events["walk_out"].chance
    assert chance is not None
    truths = [t for t in (False, True) if (chance.high > 0 if t else chance.low < 1)]
    rows = np.array(list(product(*ends.values())), dtype=np.int64)
    values = dict(nominal.values) | {
        path: np.tile(rows[:, n], len(truths)) for n, path in enumerate(ends)
    }
    held = np.repeat(truths, len(rows))
    return Draws(len(held), values, dict.fromkeys(nominal.truths, held), facts=nominal.facts)


def _numbers(scenario: Scenario) -> Iterator[tuple[str, Range]]:
    for who, preference in scenario.preferences.items():
        path = f"preferences.{who}"
        yield f"{path}.no_deal", preference.no_deal
        for n, term in enumerate(preference.together):
            yield f"{path}.together.{n}.add", term.add
        for issue, worth in preference.issues.items():
            for key in ("weight", "best", "worst"):
                if (number := getattr(worth, key)) is not None:
                    yield f"{path}.{issue}.{key}", number
            for key in ("scores", "points"):
                for option, number in (getattr(worth, key) or {}).items():
                    yield f"{path}.{issue}.{key}.{option}", number
