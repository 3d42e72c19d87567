"""A scenario written in each format and read again keeps its answers."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.answers.middle_ground import find_middle_ground
from middleground.exchange.case import Case, NamedBytes
from middleground.exchange.formats import FOLDERS, read_case, write_table
from middleground.exchange.into_scenario import scenario_text
from middleground.exchange.out_of_scenario import case_of, left_out_of
from middleground.plain_text import canonical
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario_text

SOME = settings(max_examples=40, deadline=None)
FEW = settings(max_examples=5, deadline=None)  # a workbook is read in a process of its own
OPTIONS = ["kept", "reduced", "ended", "later"]
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12)


@st.composite
def scenarios(draw: st.DrawFn, *, tables: bool = False) -> Scenario:
    """Small scenarios without rules: weights and scores, or points, some of them negative."""
    issues: dict[str, Any] = {
        f"issue{n}": {"options": OPTIONS[: draw(st.integers(2, 4))]}
        for n in range(draw(st.integers(1, 3)))
    }
    if draw(st.booleans()):
        issues["number"] = {"range": [2, 6, 1], "unit": "days"}
    preferences: dict[str, Any] = {}
    for party in [f"p{n}" for n in range(draw(st.integers(2, 3)))]:
        block: dict[str, Any] = {"no_deal": draw(st.integers(-10 if tables else 0, 70))}
        for name, issue in issues.items():
            ids = issue.get("options", [2, 3, 4, 5, 6])
            if tables:
                block[name] = {"points": {o: draw(st.integers(-9, 40)) for o in ids}}
            elif name == "number":
                block[name] = {"weight": draw(st.integers(0, 9)), "best": 6, "worst": 2}
            else:
                scores = {o: draw(st.sampled_from([0, 10, 25, 50, 60, 100])) for o in ids}
                block[name] = {"weight": draw(st.integers(1, 9)), "scores": scores}
        preferences[party] = block
    return Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "Made up",
            "parties": {party: {} for party in preferences},
            "issues": issues,
            "preferences": preferences,
        }
    )


def answers(scenario: Scenario) -> Any:
    """Which deals are agreeable, efficient and fair, by position."""
    found = find_middle_ground(scenario)
    places = [issue.ids for issue in scenario.issues.values()]
    return (
        found.agreeable,
        sorted(number for point in found.frontier.points for number in point.numbers),
        {
            idea: sorted(
                [ids.index(option) for ids, option in zip(places, view.deal.values(), strict=True)]
                for view in fair.deals
            )
            for idea, fair in found.fair.items()
        },
    )


def read_again(files: dict[str, bytes]) -> Scenario:
    case = read_case([NamedBytes(name, data) for name, data in sorted(files.items())])
    return read_scenario_text(scenario_text(case)).scenario


@pytest.mark.parametrize("form", ["genius", "negolog"])
@SOME
@given(scenario=st.one_of(scenarios(), scenarios(tables=True)))
def test_agents_platforms_keep_every_answer(form: str, scenario: Scenario) -> None:
    files, _ = FOLDERS[form](case_of(scenario))
    assert answers(read_again(files)) == answers(scenario)


@SOME
@given(scenario=st.one_of(scenarios(), scenarios(tables=True)))
def test_geniusweb_keeps_what_is_agreeable_and_efficient(scenario: Scenario) -> None:
    files, _ = FOLDERS["geniusweb"](case_of(scenario))
    before, after = answers(scenario), answers(read_again(files))
    if before[0]:  # where no deal is as good as none, there is no bid to say so
        assert after[:2] == before[:2]


@SOME
@given(scenario=scenarios(tables=True))
def test_a_scoring_matrix_keeps_every_answer(scenario: Scenario) -> None:
    data, notes = write_table(case_of(scenario), "csv")
    assert notes == []
    assert answers(read_again({"matrix.csv": data})) == answers(scenario)


@FEW
@given(scenario=scenarios(tables=True))
def test_a_workbook_keeps_every_answer(scenario: Scenario) -> None:
    data, notes = write_table(case_of(scenario), "xlsx")
    assert notes == []
    assert answers(read_again({"matrix.xlsx": data})) == answers(scenario)


@SOME
@given(scenario=scenarios())
def test_the_same_scenario_gives_the_same_files(scenario: Scenario) -> None:
    for write in FOLDERS.values():
        assert write(case_of(scenario)) == write(case_of(scenario))
    assert write_table(case_of(scenario), "xlsx") == write_table(case_of(scenario), "xlsx")


def renamed(case: Case, names: list[str]) -> Case:
    """A case whose title, parties, issues and options are called so, as far as the names reach."""
    left = iter(names)
    issues = tuple(
        replace(issue, name=next(left), values=tuple(next(left) for _ in issue.values))
        for issue in case.issues
    )
    profiles = tuple(replace(profile, name=next(left)) for profile in case.profiles)
    return replace(case, title=next(left), issues=issues, profiles=profiles)


@pytest.mark.parametrize("form", FOLDERS)
@SOME
@given(names=st.lists(NAMES.map(str.strip).filter(bool), min_size=8, max_size=8, unique=True))
def test_any_names_come_back(form: str, names: list[str]) -> None:
    """Formulas, quotation marks, other scripts, marks that turn text: names are kept, or shown."""
    text = """
format: middleground/1
title: t
parties: {a: {}, b: {}}
issues: {one: {options: [x, y]}, two: {options: [z]}}
preferences:
  a: {no_deal: 0, one: {weight: 1, scores: {x: 0, y: 100}}, two: {weight: 1, scores: {z: 50}}}
  b: {no_deal: 0, one: {weight: 1, scores: {x: 90, y: 0}}, two: {weight: 3, scores: {z: 50}}}
"""
    case = renamed(case_of(read_scenario_text(text).scenario), names)
    files, _ = FOLDERS[form](case)
    again = read_case([NamedBytes(name, data) for name, data in sorted(files.items())])
    assert again.issues == case.issues
    if form != "negolog":
        assert [p.name for p in again.profiles] == [p.name for p in case.profiles]
    scenario = read_scenario_text(scenario_text(again)).scenario
    for issue, word in zip(case.issues, scenario.issues, strict=True):
        assert (scenario.issues[word].name or word.replace("_", " ")) == canonical(issue.name)


@SOME
@given(names=st.lists(NAMES.map(str.strip).filter(bool), min_size=8, max_size=8, unique=True))
def test_any_names_come_back_from_a_table(names: list[str]) -> None:
    text = """
format: middleground/1
title: t
parties: {a: {}, b: {}}
issues: {one: {options: [x, y]}, two: {options: [z]}}
preferences:
  a: {no_deal: 0, one: {points: {x: 0, y: 100}}, two: {points: {z: 50}}}
  b: {no_deal: 0, one: {points: {x: 90, y: 0}}, two: {points: {z: 50}}}
"""
    case = renamed(case_of(read_scenario_text(text).scenario), names)
    data, _ = write_table(case, "csv")
    again = read_case([NamedBytes("m.csv", data)])
    assert again.issues == case.issues
    assert [p.name for p in again.profiles] == [p.name for p in case.profiles]


def test_what_has_no_place_is_named_by_its_path() -> None:
    text = """
format: middleground/1
title: Harbour
parties:
  union: {decides: chair, constituencies: {chair: {}, quay: {}}, ratifies: chair and quay}
  port: {}
issues: {wage: {options: [low, high]}, night: {options: [kept, ended]}}
facts: {docks: {value: 3}}
rules: {budget: {rule: wage != high or night == kept}}
demands: {nights: {by: union, requires: night == ended, binds: true}}
preferences:
  union.chair:
    no_deal: [20, 40]
    wage: {weight: 60, scores: {low: 0, high: 100}}
    indifferent: night
    together: [{when: wage == high and night == ended, add: 5}]
  union.quay: {no_deal: 10, wage: {weight: 60, scores: {low: 0, high: 100}}, indifferent: night}
  port: {no_deal: 10, wage: {weight: 60, scores: {low: 100, high: 0}}, indifferent: night}
"""
    scenario = read_scenario_text(text).scenario
    assert {left.path for left in left_out_of(scenario)} == {
        "parties.union.ratifies",
        "parties.union.constituencies.quay",
        "rules.budget",
        "demands.nights",
        "preferences.union.chair.no_deal",
        "preferences.union.chair.together[0]",
        "preferences.union.chair.indifferent",
        "preferences.union.quay",
        "preferences.port.indifferent",
        "facts",
    }
    case = case_of(scenario)
    assert [p.name for p in case.profiles] == ["union", "port"]
    assert float(case.profiles[0].no_deal) == 0.3
