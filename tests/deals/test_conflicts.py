"""Conflict sets, concession sets and least give equal exhaustion; every regime says the same."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.deals.brute_force import world_of
from tests.deals.conflict_oracle import Exhaustive
from tests.deals.made_scenarios import scenarios

from middleground.deals import space
from middleground.deals.appraisal import Appraisal
from middleground.deals.conflict_cp import CpOracle
from middleground.deals.conflict_enumeration import OracleFinder
from middleground.deals.conflict_masks import Masked
from middleground.deals.conflict_sat import SatOracle
from middleground.deals.conflict_search import Finder, MaskFinder
from middleground.deals.conflicts import (
    ConflictSets,
    conflict_sets,
    hitting_sets,
    maximal,
    members,
    set_of,
)
from middleground.deals.draws import nominal_reading
from middleground.deals.giving import NORMS, least_give
from middleground.deals.requirements import Requirements, all_binding
from middleground.scenario.model import Scenario

MOST_GROUPS = 10
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SETS = st.lists(st.integers(1, 255), min_size=1, max_size=8)


def masks_finder(requirements: Requirements) -> Finder:
    return MaskFinder(Masked(requirements).masks())


def sat_finder(requirements: Requirements) -> Finder:
    return OracleFinder(SatOracle(requirements))


def cp_finder(requirements: Requirements) -> Finder:
    return OracleFinder(CpOracle(requirements))


WAYS = {"masks": (masks_finder, 40), "clauses": (sat_finder, 25), "sums": (cp_finder, 8)}


@pytest.fixture(params=[1, 6, 1 << 15], ids=lambda width: f"rows of {width}")
def row_width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deals are laid out in rows of different widths: every split must give the same answers."""
    monkeypatch.setattr(space, "_WIDEST_ROW", request.param)


def in_paths(requirements: Requirements, sets: tuple[int, ...]) -> set[frozenset[str]]:
    return {frozenset(requirements.groups[n].path for n in members(mask)) for mask in sets}


@pytest.mark.parametrize("way", WAYS)
def test_why_no_deal_is_agreeable(way: str) -> None:
    make, count = WAYS[way]

    @settings(FEW, max_examples=count)
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        reading = Appraisal(scenario := Scenario.model_validate(written), nominal_reading(scenario))
        requirements = Requirements.of_agreement(reading)
        assume(len(requirements.groups) <= MOST_GROUPS)
        oracle = Exhaustive(world_of(written, reading.draws, 0))
        found = make(requirements).find((1 << len(requirements.groups)) - 1)
        check_sets(requirements, found, oracle, [g.path for g in requirements.groups])

    holds()


@pytest.mark.parametrize("way", WAYS)
def test_a_yes_that_is_set_aside_is_free_in_every_regime(way: str) -> None:
    """Seen with a solver's assumptions: it took this for impossible, whatever was set aside."""
    flat = {"weight": 3, "scores": dict.fromkeys([0, 1, 2.5, 4], 0)}
    written = {
        "format": "middleground/1",
        "title": "One of two",
        "parties": {
            "one": {"ratifies": "one"},
            "two": {"constituencies": {"a": {}, "b": {}}, "decides": "a", "ratifies": "a or b"},
        },
        "issues": {"x": {"options": [0, 1, 2.5, 4]}, "y": {"options": ["y0", "y1"]}},
        "rules": {"above": {"rule": "not (x == 0 and x == 0)"}, "none": {"rule": "x == 0"}},
        "preferences": {
            "one": {"no_deal": 0, "x": flat, "indifferent": ["y"]},
            "two.a": {"no_deal": 100, "x": flat, "indifferent": ["y"]},
            "two.b": {
                "no_deal": 25,
                "x": {"weight": 10, "best": 4, "worst": 0},
                "y": {"weight": 7, "scores": {"y0": 0, "y1": 16}},
                "together": [{"when": "x == 0", "add": -20}, {"when": "y != y0", "add": -20}],
            },
        },
    }
    reading = Appraisal(scenario := Scenario.model_validate(written), nominal_reading(scenario))
    requirements = Requirements.of_agreement(reading)
    found = WAYS[way][0](requirements).find((1 << len(requirements.groups)) - 1)
    assert in_paths(requirements, found.conflicts) == {
        frozenset({"preferences.two.a", "preferences.two.b", "rules.none"}),
        frozenset({"rules.above", "rules.none"}),
    }


@pytest.mark.parametrize("way", WAYS)
def test_which_demands_clash(way: str) -> None:
    make, count = WAYS[way]

    @settings(FEW, max_examples=count)
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        written = {**written, "demands": demands_of(written)}
        scenario = all_binding(Scenario.model_validate(written))
        requirements = Requirements.of_demands(Appraisal(scenario, nominal_reading(scenario)))
        oracle = Exhaustive(world_of(written, requirements.reading.draws, 0), demands=True)
        asked = requirements.of_kind("demand")
        kept = requirements.of_kind("rule", "fact")
        found = make(requirements).find(asked, kept)
        rest = frozenset(requirements.groups[n].path for n in members(kept))
        check_sets(requirements, found, oracle, sorted(oracle.conditions.keys() - rest), rest)

    holds()


def demands_of(written: dict[str, Any]) -> dict[str, Any]:
    """The demand of a scenario, and others that ask for options, several of them at odds."""
    by = next(iter(written["parties"]))
    asked = [text for issue in written["issues"] for text in (f"{issue} == ", f"{issue} != ")]
    found = dict(written.get("demands", {}))
    for n, text in enumerate(asked[:6]):
        issue = text.partition(" ")[0]
        option = written["issues"][issue]["options"][n % len(written["issues"][issue]["options"])]
        found[f"asked_{n}"] = {"by": by, "requires": f"{text}{option}"}
    return found


def check_sets(
    requirements: Requirements,
    found: ConflictSets,
    oracle: Exhaustive,
    asked: list[str],
    given: frozenset[str] = frozenset(),
) -> None:
    conflicts, concessions = oracle.sets(asked, given)
    assert found.conflicts_complete
    assert found.concessions_complete
    assert in_paths(requirements, found.conflicts) == conflicts
    assert in_paths(requirements, found.concessions) == concessions
    for concession in concessions:
        assert oracle.can_hold((frozenset(asked) | given) - concession)
        assert all(concession & conflict for conflict in conflicts)
    if oracle.can_hold(frozenset(asked) | given):
        assert not found.conflicts


def test_every_split_of_the_space_and_pinned_options(row_width: int) -> None:
    @FEW
    @given(written=scenarios(), data=st.data())
    def holds(written: dict[str, Any], data: st.DataObject) -> None:
        reading = Appraisal(scenario := Scenario.model_validate(written), nominal_reading(scenario))
        issue = data.draw(st.sampled_from(list(written["issues"])))
        at = data.draw(st.integers(0, len(written["issues"][issue]["options"]) - 1))
        requirements = Requirements.of_agreement(reading, {issue: at})
        assume(len(requirements.groups) <= 8)
        pins = {issue: written["issues"][issue]["options"][at]}
        oracle = Exhaustive(world_of(written, reading.draws, 0), pins=pins)
        found = masks_finder(requirements).find((1 << len(requirements.groups)) - 1)
        check_sets(requirements, found, oracle, [g.path for g in requirements.groups])

    holds()


@FEW
@given(written=scenarios(), norm=st.sampled_from(NORMS))
def test_the_least_give(written: dict[str, Any], norm: Any) -> None:
    reading = Appraisal(scenario := Scenario.model_validate(written), nominal_reading(scenario))
    found = least_give(Requirements.of_agreement(reading), norm, most=10_000)
    wanted = Exhaustive(world_of(written, reading.draws, 0)).least_give(norm)
    if wanted is None:
        assert found is None
        return
    assert found is not None
    least, deals = wanted
    assert found.points == least
    assert found.tied == len(deals)
    assert [reading.space.deal(number) for number in found.numbers] == deals
    given = list(found.by.values())
    assert (sum(given) if norm == "sum" else max(given, default=0)) == least


@FEW
@given(written=scenarios(), seed=st.integers(0, 3))
def test_readings_bound_each_other(written: dict[str, Any], seed: int) -> None:
    """What clashes in the optimistic reading clashes in the nominal one, and that in the other."""
    reading = Appraisal(scenario := Scenario.model_validate(written), nominal_reading(scenario))
    nominal = Requirements.of_agreement(reading)
    most, own, least = (
        masks_finder(r) for r in (nominal.at_end("greatest"), nominal, nominal.at_end("least"))
    )
    everything = (1 << len(nominal.groups)) - 1
    for wanted in np.random.default_rng(seed).integers(0, everything + 1, 20).tolist():
        assert least.can_hold(wanted) <= own.can_hold(wanted) <= most.can_hold(wanted)


@given(sets=SETS)
def test_hitting_sets_twice_are_the_smallest_sets_again(sets: list[int]) -> None:
    found, complete = hitting_sets(sets, 10_000, 100_000)
    assert complete
    for hit in found:
        assert all(hit & mask for mask in sets)
        assert all(any(not hit & ~(1 << n) & mask for mask in sets) for n in members(hit))
    smallest = {s for s in sets if not any(t & s == t != s for t in sets)}
    again, _ = hitting_sets(found, 10_000, 100_000)
    assert set(again) == smallest


@given(sets=SETS)
def test_the_largest_sets(sets: list[int]) -> None:
    found = maximal(np.array(sets, dtype=np.uint64)).tolist()
    assert set(found) == {s for s in sets if not any(s & t == s != t for t in sets)}


def test_a_search_that_is_cut_off_says_so() -> None:
    pairs = [0b11 << 2 * n for n in range(6)]  # 64 ways to meet them all
    found, complete = hitting_sets(pairs, 10, 100_000)
    assert len(found) > 10 - 1
    assert not complete
    found, complete = hitting_sets(pairs, 10_000, 8)
    assert not complete
    masks = np.array([0xFFF & ~pair for pair in pairs], dtype=np.uint64)
    cut = conflict_sets(masks, 0xFFF, most=10)
    assert cut.concessions_complete
    assert not cut.conflicts_complete


def test_nothing_to_drop_is_no_way_out() -> None:
    """Where what is given cannot hold, the empty set clashes and nothing resolves it."""
    masks = np.array([0b001], dtype=np.uint64)
    assert conflict_sets(masks, 0b011, given=0b100) == ConflictSets((0,), ())


def test_sets_are_numbers() -> None:
    assert members(set_of([0, 3])) == [0, 3]
