"""Two scenarios compared: by hand, against brute force, and the laws of common random numbers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.brute_force import world_of
from tests.deals.made_scenarios import scenarios

from middleground.answers.changes import Changes, Version, find_changes
from middleground.deals.contrast import T_95, contrast
from middleground.deals.draws import dimensions, draw
from middleground.deals.sampling import SCRAMBLINGS, Sampling
from middleground.scenario.amending import apply_overlay
from middleground.scenario.model import Scenario
from middleground.scenario.overlay import Overlay, read_setting
from middleground.scenario.places import Places
from middleground.scenario.reader import Reading, read_scenario_text

DRAWS = 64
WAGE = """\
format: middleground/1
title: A wage
parties: {union: {}, port: {}}
issues: {wage: {options: [0, 5, 10], unit: percent}}
preferences:
  union: {no_deal: [30, 90], wage: {weight: 1, best: 10, worst: 0}, assumption: all of it}
  port:  {no_deal: 50, wage: {weight: 1, best: 0, worst: 10}, assumption: all of it}
"""
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def what_if(text: str, *written: str, draws: int = DRAWS) -> Changes:
    before = read_scenario_text(text)
    amended = apply_overlay(before, Overlay(tuple(map(read_setting, written))))
    return find_changes(
        Version("before", before),
        Version("after", amended.reading, amended.reasons),
        Sampling(draws),
    )


def test_by_hand() -> None:
    found = what_if(WAGE, "preferences.union.no_deal=[30, 50]", draws=1024)
    assert found.zone
    assert found.zone.probability
    # Only the middle wage suits both: the union accepts it up to 50, a third of 30 to 90.
    assert abs(found.zone.probability.before - 1 / 3) < 0.01
    assert found.zone.probability.after == 1
    assert found.zone.probability.low > 0.6
    assert found.zone.opens
    assert found.zone.opens.share == 1 - found.zone.probability.before
    assert found.zone.closes
    assert found.zone.closes.share == 0
    assert [one.path for one in found.changed] == ["preferences.union.no_deal"]
    assert (found.changed[0].before, found.changed[0].after) == ([30, 90], [30, 50])
    nash = found.fair["utilitarian"]
    assert nash.robustness is None  # none in the middle reading, where the union asks for 60
    assert nash.gain["port"].after == 0


def test_what_does_not_matter_changes_nothing_at_all() -> None:
    found = what_if(WAGE, "title=Another title", "parties.union.name=The union")
    assert found.zone
    assert found.zone.probability
    assert (found.zone.probability.difference, found.zone.probability.low) == (0, 0)
    assert found.zone.probability.high == 0
    for fair in found.fair.values():
        assert fair.same
        assert fair.same_in in (None, 1)
        assert all((g.difference, g.low, g.high) == (0, 0, 0) for g in fair.gain.values())


def test_a_scenario_without_a_model_is_compared_in_what_it_says() -> None:
    text = "format: middleground/1\ntitle: Reports alone\n"
    found = what_if(text, "title=Other words")
    assert found.zone is None
    assert found.unanswered
    assert [one.path for one in found.changed] == ["title"]


def test_the_interval_is_that_of_the_difference_by_scramblings() -> None:
    rng = np.random.default_rng(4)
    before, after = rng.random(800), rng.random(800)
    found = contrast(before, after)
    means = [(after - before)[n * 100 : (n + 1) * 100].mean() for n in range(SCRAMBLINGS)]
    half = T_95 * np.std(means, ddof=1) / np.sqrt(SCRAMBLINGS)
    assert found.low == pytest.approx(np.mean(means) - half)
    assert found.high == pytest.approx(np.mean(means) + half)
    assert contrast(before, before).high == 0


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Of 200 seeds some 190: the smallest number that chance would leave one time in 10,000."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        common = rng.random(64)
        found = contrast(common + rng.normal(0, 1, 64), common + rng.normal(0.3, 1, 64))
        held += found.low <= 0.3 <= found.high
    assert held >= 176


def as_read(written: dict[str, Any]) -> Reading:
    return Reading(Scenario.model_validate(written), Places("", "", written))


@FEW
@given(written=scenarios(), seed=st.integers(0, 9), data=st.data())
def test_numbers_that_both_have_get_the_same_draws(
    written: dict[str, Any], seed: int, data: st.DataObject
) -> None:
    other = {**written, "facts": {"stock": {"value": [0, 3]}, "extra": {"value": [0, 1]}}}
    who = data.draw(st.sampled_from(list(written["preferences"])))
    preferences = {**written["preferences"]}
    preferences[who] = {**preferences[who], "no_deal": 40}
    other["preferences"] = preferences
    one, two = Scenario.model_validate(written), Scenario.model_validate(other)
    first, second = draw(one, Sampling(16, seed), two), draw(two, Sampling(16, seed), one)
    for path, values in first.values.items():
        same = not path.startswith("facts.") and path != f"preferences.{who}.no_deal"
        if same and path in second.values:
            assert values.tolist() == second.values[path].tolist()
    for name, truth in first.truths.items():
        assert truth.tolist() == second.truths[name].tolist()
    assert dimensions(one, two) == tuple(sorted({*dimensions(one), *dimensions(two)}))


@FEW
@given(written=scenarios(), no_deal=st.sampled_from([0, 25, 60, [0, 80]]), seed=st.integers(0, 9))
def test_both_sides_equal_brute_force(written: dict[str, Any], no_deal: Any, seed: int) -> None:
    who = next(iter(written["preferences"]))
    changed = {**written["preferences"][who], "no_deal": no_deal}
    other = {**written, "preferences": {**written["preferences"], who: changed}}
    found = find_changes(
        Version("before", as_read(written)), Version("after", as_read(other)), Sampling(8, seed)
    )
    scenes = [Scenario.model_validate(w) for w in (written, other)]
    held = []
    for w, scene, beside in zip((written, other), scenes, reversed(scenes), strict=True):
        draws = draw(scene, Sampling(8, seed), beside)
        worlds = [world_of(w, draws, n) for n in range(8)]
        held.append([bool(world.agreeable(world.allowed())) for world in worlds])
    assert found.zone
    assert found.zone.probability
    assert found.zone.opens
    assert found.zone.probability.before == sum(held[0]) / 8
    assert found.zone.probability.after == sum(held[1]) / 8
    opened = [after and not before for before, after in zip(*held, strict=True)]
    assert found.zone.opens.share == sum(opened) / 8


@FEW
@given(written=scenarios())
def test_an_answer_survives_writing_and_reading(written: dict[str, Any]) -> None:
    version = Version("one", as_read(written))
    found = find_changes(version, version, Sampling(8))
    assert Changes.model_validate_json(found.model_dump_json()) == found
    assert found.changed == []
