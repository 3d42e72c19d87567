"""What-ifs: named changes to a scenario, and what is said where one leads nowhere."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.catalogue.cases import CATALOGUE

from middleground.errors import ScenarioError
from middleground.scenario.amending import Amended, apply_overlay
from middleground.scenario.basis import grounds_of, numbers_of
from middleground.scenario.differences import find_differences
from middleground.scenario.overlay import Overlay, read_overlay, read_removal, read_setting
from middleground.scenario.paths import find_path
from middleground.scenario.reader import Reading, read_scenario, read_scenario_text

LABOUR = read_scenario(CATALOGUE / "labour" / "scenario.yaml")
NO_DEAL = ("preferences", "union.chair", "no_deal")
OVERLAY = """\
format: middleground-overlay/1
title: A longer strike fund
assumption: the union's treasurer hints at one
set:
  preferences.union.chair.no_deal: [50, 70]
  rules.within_reserve: cost <= reserve + 2
add:
  rules.nights: {rule: night_shift != ended, why: asked for}
remove: [demands.end_nights]
"""


def amended(*settings: str, remove: tuple[str, ...] = ()) -> Amended:
    changes = (*map(read_setting, settings), *map(read_removal, remove))
    return apply_overlay(LABOUR, Overlay(changes))


@pytest.mark.parametrize(
    ("setting", "path", "low", "high"),
    [
        ("preferences.union.chair.no_deal=20", NO_DEAL, 20, 20),
        ("preferences.union.chair.no_deal = [1, 2]", NO_DEAL, 1, 2),
        ("preferences.union.chair.night_shift.scores.reduced=5",
         ("preferences", "union.chair", "issues", "night_shift", "scores", "reduced"), 5, 5),
        ("events.walk_out.chance={low: 0, mode: 0.5, high: 1}",
         ("events", "walk_out", "chance"), 0, 1),
        ("facts.reserve.claims[0].about=13", ("facts", "reserve", "claims", 0, "about"), 13, 13),
        ("facts.reserve.claims.1.about=14", ("facts", "reserve", "claims", 1, "about"), 14, 14),
    ],
)  # fmt: skip
def test_a_setting_changes_what_it_names(
    setting: str, path: tuple[Any, ...], low: float, high: float
) -> None:
    at: Any = amended(setting).reading.scenario
    for step in path:
        at = at[step] if isinstance(at, dict | tuple) else getattr(at, str(step))
    assert (at.low, at.high) == (low, high)


def test_a_setting_changes_nothing_else_and_leaves_the_original_alone() -> None:
    before = LABOUR.scenario.model_dump()
    changed = amended("preferences.union.chair.no_deal=20")
    found = find_differences(LABOUR, changed.reading, changed.reasons)
    assert [d.path for d in found] == [("preferences", "union.chair", "no_deal")]
    assert LABOUR.scenario.model_dump() == before


def test_what_a_what_if_sets_rests_on_the_what_if() -> None:
    path = ("preferences", "union.chair", "wage_rise", "weight")
    assert grounds_of(LABOUR, path).quotations
    changed = amended(
        "preferences.union.chair.wage_rise.weight=30", "demands.end_nights.binds=true"
    )
    found = {d.path: d for d in find_differences(LABOUR, changed.reading, changed.reasons)}
    for difference in found.values():
        assert difference.rests_on is not None
        assert not difference.rests_on.quotations
        assert difference.rests_on.assumption == "assumed in the what-if"


def test_a_value_may_bring_evidence_of_its_own() -> None:
    changed = amended(
        "preferences.union.chair.no_deal="
        "{value: 20, evidence: {report: april, quote: The night shift must go}}"
    )
    (found,) = find_differences(LABOUR, changed.reading, changed.reasons)
    assert found.rests_on
    assert found.rests_on.quotations[0][1].quote == "The night shift must go"


def test_rules_texts_and_keys_that_the_file_leaves_out() -> None:
    changed = amended(
        "rules.within_reserve=cost <= 3", "demands.end_nights.binds=true",
        "parties.union.ratifies=at_least(1, chair, quay_four)",
    ).reading.scenario  # fmt: skip
    assert changed.rules["within_reserve"].rule == "cost <= 3"
    assert changed.demands["end_nights"].binds
    assert changed.parties["union"].ratifies == "at_least(1, chair, quay_four)"


def test_an_overlay_sets_adds_and_removes() -> None:
    changed = apply_overlay(LABOUR, read_overlay(OVERLAY, "fund.yaml"))
    scenario = changed.reading.scenario
    assert scenario.preferences["union.chair"].no_deal.low == 50
    assert list(scenario.rules) == ["within_reserve", "nights"]
    assert "end_nights" not in scenario.demands
    kinds = [d.kind for d in find_differences(LABOUR, changed.reading, changed.reasons)]
    assert kinds == ["positions", "numbers", "rules", "rules"]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("preferences.union.chair.no_del=20", "did you mean 'no_deal'?"),
        ("preferences.union.chiar.no_deal=20", "did you mean 'union.chair'?"),
        ("union.chair.no_deal=20", "did you mean 'preferences.union.chair.no_deal'?"),
        ("preferencs.union.chair.no_deal=20", "did you mean 'preferences'?"),
        ("preferences.union.chair.no_deal.low=20", "set 'preferences.union.chair.no_deal' as a"),
        ("preferences.union.chair.no_deal=[60, 20]", "not in order"),
        ("preferences.union.chair.no_deal=much", "'much' is not a number"),
        ("preferences.union.chair.no_deal", "PATH=VALUE"),
        ("preferences.union.chair.no_deal=[3", "cannot be read"),
        ("parties.union.ratifies=chair and nobody", "'nobody' is not known here"),
        ("rules.new=wage_rise < 4", "there is no 'new' in 'rules'"),
        ("=4", "PATH=VALUE"),
        ("title\x1b[2J=4", "\\u{1b}"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_setting(setting: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        amended(setting)
    assert said in str(caught.value)
    assert "--set '" in caught.value.problems[0].where
    assert all(problem.mend for problem in caught.value.problems)


def test_what_an_overlay_has_wrong_is_said_at_its_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_overlay("format: middleground-overlay/1\nsets: {a.b: 1}\nremove: x\n", "fund.yaml")
    where = [problem.where for problem in caught.value.problems]
    assert where == ["fund.yaml:2:1 (sets)", "fund.yaml:3:9 (remove)"]
    overlay = read_overlay(OVERLAY.replace("chair.no_deal", "chair.no_del"), "fund.yaml")
    with pytest.raises(ScenarioError) as caught:
        apply_overlay(LABOUR, overlay)
    assert caught.value.problems[0].where == "fund.yaml:5:3 (preferences.union.chair.no_del)"
    with pytest.raises(ScenarioError, match="changes nothing"):
        read_overlay("format: middleground-overlay/1\n")
    twice = read_overlay(OVERLAY.replace("rules.nights:", "rules.within_reserve:"))
    with pytest.raises(ScenarioError, match="is there already"):
        apply_overlay(LABOUR, twice)


def test_removing_what_others_need_is_an_error_with_its_place() -> None:
    with pytest.raises(
        ScenarioError, match="with the changes of the what-if, 'cranes' is no issue"
    ):
        amended(remove=("issues.cranes",))


NUMBERS = [path for path, _ in numbers_of(LABOUR.scenario)]


@settings(max_examples=40)
@given(path=st.sampled_from(NUMBERS))
def test_every_number_is_found_by_the_path_that_answers_print(path: tuple[Any, ...]) -> None:
    found = find_path(LABOUR.tree, ".".join(map(str, path)))
    assert found is not None
    assert ".".join(map(str, found)) == ".".join(map(str, path))


def test_the_order_of_the_file_is_no_difference_and_another_reason_is() -> None:
    text = LABOUR.places.text
    lines = [line for line in text.splitlines() if "decides: board" in line]
    shuffled = text.replace(
        "  arbiter: {name: State arbiter,", "  arbiter: {name:   State arbiter,"
    )
    assert lines
    assert shuffled != text
    assert find_differences(LABOUR, _read(shuffled)) == []
    reason = text.replace("why: the state adds nothing to the reserve", "why: a law")
    (found,) = find_differences(LABOUR, _read(reason))
    assert (found.kind, found.path) == ("grounds", ("rules", "within_reserve"))
    assert found.rests_on
    assert found.rests_on.assumption == "a law"


def _read(text: str) -> Reading:
    return read_scenario_text(text)
