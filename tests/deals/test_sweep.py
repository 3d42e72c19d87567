"""Sweeps equal enumeration and brute force: frontiers, counts and deals, with and without yeses."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.deals.made_scenarios import scenarios

from middleground.deals import bounding, counters, labels, sweep
from middleground.deals.assent import Assent
from middleground.deals.counters import TooWide
from middleground.deals.course import Course
from middleground.deals.draws import Wholes, draw
from middleground.deals.front import Front
from middleground.deals.frontier import efficient
from middleground.deals.merging import merge_for_many, merge_frontiers
from middleground.deals.sampling import Sampling
from middleground.deals.scan import Block, Scan
from middleground.deals.structure import Structure
from middleground.deals.sweep import Aim, TooManyLabels
from middleground.scenario.model import Scenario

SLOW = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def wide_scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Scenarios with conditions over many issues: budgets, counts, and both inside each other."""
    written = draw(scenarios())
    sizes = draw(st.lists(st.integers(1, 3), min_size=3, max_size=5))
    numeric = draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    issues: dict[str, Any] = {}
    for n, (size, is_number) in enumerate(zip(sizes, numeric, strict=True)):
        words = [f"o{n}{k}" for k in range(size)]
        issues[f"issue_{n}"] = {"options": [0, 1, 2.5][:size] if is_number else words}
    written["issues"] = issues
    written.pop("quantities", None)
    texts = conditions(issues)
    written["rules"] = {f"rule_{n}": {"rule": draw(texts)} for n in range(draw(st.integers(0, 2)))}
    written.pop("demands", None)
    for preference in written["preferences"].values():
        no_deal = preference["no_deal"]
        preference.clear()
        preference["no_deal"] = no_deal
        for name, issue in issues.items():
            scores = {o: draw(st.sampled_from([0, 30, 50, 100])) for o in issue["options"]}
            preference[name] = {"weight": draw(st.sampled_from([1, 2, 5])), "scores": scores}
        preference["together"] = [
            {"when": draw(texts), "add": draw(st.sampled_from([-20, 7, 50]))}
            for _ in range(draw(st.integers(0, 2)))
        ]
    return written


def conditions(issues: dict[str, Any]) -> st.SearchStrategy[str]:
    """Conditions over all issues."""
    numbers = [n for n, i in issues.items() if not isinstance(i["options"][0], str)]
    tests = [f"({name} == {issue['options'][-1]})" for name, issue in issues.items()]
    total = " + ".join(numbers or tests)
    forms = [
        *tests,
        f"{total} <= 2.5",
        f"{total} > stock",
        f"0.1 * ({total}) != 0.25",
        f"{' + '.join(tests)} == 2",
        f"at_least(2, {', '.join(tests)})",
        f"at_least(2, {total} >= 1, {', '.join(tests[:2])})",
        f"not ({' or '.join(tests)})",
        f"walk_out or ({' and '.join(tests)})",
        f"{total} >= {tests[0]} + 2 * {tests[-1]} / 4",
        f"{total} - stock < 3 * {tests[1]}",
    ]
    if len(numbers) > 1:
        forms.append(f"{numbers[0]} * {numbers[1]} + {total} <= 4")
    return st.sampled_from(forms)


def structure_of(scan: Scan, n: int) -> Structure:
    rules = [rule.node for rule in scan.rules.values()]
    try:
        return Structure.of(scan.space, scan.draws, rules, scan.utilities, n)
    except TooWide:
        assume(False)
        raise


def assent_of(scan: Scan, structure: Structure, n: int) -> Assent:
    rules = scan.ratification.rules
    return Assent.of(rules, scan.events(n), structure.people, structure.no_deal)


def enumerated(
    scan: Scan, n: int, blocks: list[Block], deciders: list[str]
) -> dict[tuple[int, ...], list[int]]:
    """The frontier by looking at every deal: for each point its deals."""
    numbers = np.concatenate([np.zeros(0, np.int64), *(block.numbers for block in blocks)])
    values = np.zeros((len(numbers), len(deciders)), dtype=np.int64)
    for p, who in enumerate(deciders):
        own = scan.values(who, n)
        values[:, p] = np.concatenate([np.zeros(0, np.int64), *(own.of(b) for b in blocks)])
    kept = efficient(values)
    points: dict[tuple[int, ...], list[int]] = {}
    for number, value in sorted(zip(numbers[kept].tolist(), values[kept].tolist(), strict=True)):
        points.setdefault(tuple(value), []).append(number)
    return points


def check(written: dict[str, Any], order: Any, seed: int) -> None:
    """Both frontiers of a drawn reading, point by point and deal by deal."""
    scenario = Scenario.model_validate(written)
    scan = Scan(scenario, draw(scenario, Sampling(8, seed)))
    n = seed % 8
    structure = structure_of(scan, n)
    course = Course.of(structure, order(len(structure.sizes)))
    deciders = [scenario.decision_maker(party) for party in scenario.parties]
    objectives = tuple(structure.people.index(who) for who in deciders)
    allowed, agreeable = list(scan.feasible(n)), list(scan.agreeable(n))
    assert course.feasible == sum(len(block.numbers) for block in allowed)
    for blocks, assent in ((allowed, None), (agreeable, assent_of(scan, structure, n))):
        wanted = enumerated(scan, n, blocks, deciders)
        front = Front.of(structure, sweep.sweep(course, Aim(objectives, assent)))
        points: list[tuple[int, ...]] = [tuple(value) for value in front.values.tolist()]
        assert points == sorted(wanted, reverse=True)
        assert front.is_complete
        assert front.counts == [len(wanted[point]) for point in points]
        assert front.first_deals(range(len(points)), 3) == [wanted[p][:3] for p in points]


@SLOW
@given(written=scenarios(), data=st.data(), seed=st.integers(0, 99))
def test_frontiers_of_small_scenarios(written: dict[str, Any], data: Any, seed: int) -> None:
    check(written, lambda count: data.draw(st.permutations(range(count))), seed)


@pytest.mark.parametrize("small", [4, 9, 4_096])
def test_frontiers_with_conditions_over_many_issues(
    small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "SMALL", small)

    @SLOW
    @given(written=wide_scenarios(), data=st.data(), seed=st.integers(0, 99))
    def holds(written: dict[str, Any], data: Any, seed: int) -> None:
        check(written, lambda count: data.draw(st.permutations(range(count))), seed)

    holds()


@SLOW
@given(data=st.data(), parties=st.integers(2, 5), issues=st.integers(1, 5))
def test_merging_equals_enumeration(data: Any, parties: int, issues: int) -> None:
    worth = st.lists(st.integers(-3, 9), min_size=3, max_size=3).map(np.array)
    options = [[data.draw(worth) for _ in range(issues)] for _ in range(parties)]
    deals = np.indices((3,) * issues).reshape(issues, -1)
    totals = [sum(own[n][deals[n]] for n in range(issues)) for own in options]
    values = np.stack(totals, axis=1)
    wanted = {tuple(row) for row in values[efficient(values)].tolist()}
    found = merge_for_many(options, 3**5)
    assert found is not None
    assert sorted(zip(*(column.tolist() for column in found[-1]), strict=True)) == sorted(wanted)
    assert merge_for_many(options, 0) is None
    if parties == 2:
        packed = merge_frontiers(*options)
        assert packed is not None
        assert set(zip(*(column.tolist() for column in packed[-1]), strict=True)) == wanted


@SLOW
@given(written=wide_scenarios(), seed=st.integers(0, 99))
def test_keys_too_long_for_one_number_change_nothing(written: dict[str, Any], seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "LARGEST_KEY", 0)
        patch.setattr(labels, "LARGEST_KEY", 0)
        check(written, lambda count: list(range(count)), seed)


@SLOW
@given(written=wide_scenarios(), seed=st.integers(0, 99), corners=st.integers(1, 4))
def test_dropping_what_cannot_matter_changes_nothing(
    written: dict[str, Any], seed: int, corners: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "WORTH_BOUNDING", 0)
        patch.setattr(sweep, "_SCOUTS", 4)
        patch.setattr(bounding, "_CORNERS", corners)
        check(written, lambda count: list(range(count)), seed)


@SLOW
@given(written=wide_scenarios(), most=st.integers(1, 6))
def test_a_thinned_frontier_keeps_its_promise(written: dict[str, Any], most: int) -> None:
    """Every deal is matched by a point within the stated error, for everybody.

    Where yeses are asked for: every deal that is so much better than no deal for who decides.
    """
    scenario = Scenario.model_validate(written)
    scan = Scan(scenario, draw(scenario, Sampling(8, 0)))
    structure = structure_of(scan, 0)
    course = Course.of(structure, structure.find_order())
    deciders = [scenario.decision_maker(party) for party in scenario.parties]
    objectives = tuple(structure.people.index(who) for who in deciders)
    for blocks, assent in (
        (list(scan.feasible(0)), None),
        (list(scan.agreeable(0)), assent_of(scan, structure, 0)),
    ):
        wanted = enumerated(scan, 0, blocks, deciders)
        try:
            swept = sweep.sweep(course, Aim(objectives, assent, most))
        except TooManyLabels:
            continue
        front = Front.of(structure, swept)
        everything = _values(scan, blocks, deciders)
        no_deal = np.array([scan.utilities[who].no_deal[0] for who in deciders])
        error = np.array(front.error)
        for point in everything:
            if assent and not (point >= no_deal + error).all() and error.any():
                continue
            assert (front.values + error >= point).all(axis=1).any()
        known = {tuple(value) for value in everything.tolist()}
        assert {tuple(value) for value in front.values.tolist()} <= known
        if front.is_complete:
            assert len(front.values) == len(wanted)


def _values(scan: Scan, blocks: list[Block], deciders: list[str]) -> Wholes:
    columns = [[scan.values(who, 0).of(block) for block in blocks] for who in deciders]
    empty = np.zeros(0, np.int64)
    return np.stack([np.concatenate([empty, *column]) for column in columns], axis=1)
