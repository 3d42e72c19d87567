"""Every case: its quotations stand in its reports, and its parts name each other rightly."""

import math
import re
from typing import Any

import pytest
from tests.catalogue.cases import CASES, Case

from middleground.scenario.reader import read_scenario

ID = re.compile(r"[a-z][a-z0-9_]*")
SECTIONS = (
    "parties", "mediators", "outsiders", "issues", "quantities", "proposals", "facts", "rules",
    "demands", "events", "levers", "precedents",
)  # fmt: skip


def fold(text: str) -> str:
    """The text without white space and casing, as `check` compares quotations."""
    return "".join(text.split()).casefold()


def options(issue: dict[str, Any]) -> list[Any]:
    """An issue's options in order."""
    if "range" in issue:
        first, last, step = issue["range"]
        return list(range(first, last + 1, step))
    return list(issue["options"])


def test_there_are_cases() -> None:
    assert {"ceasefire", "labour"} <= set(CASES)


def test_the_reader_takes_it_without_a_remark(case: Case) -> None:
    reading = read_scenario(case.folder / "scenario.yaml", root=case.folder)
    assert reading.notices == ()
    assert reading.scenario.has_model


def test_every_quotation_stands_in_its_report(case: Case) -> None:
    reports = {name: fold(text) for name, text in case.reports.items()}
    assert case.quotations
    lost = [
        where for where, (report, quote) in case.quotations.items()
        if fold(quote) not in reports[report]
    ]  # fmt: skip
    assert lost == []


def test_every_shared_quotation_is_cited_and_every_cited_one_exists(case: Case) -> None:
    cited = {item for _, item in case.evidence if isinstance(item, str)}
    assert cited == set(case.scenario.get("quotes", {}))


def test_a_quotation_is_no_longer_than_it_must_be(case: Case) -> None:
    assert max(len(quote.split()) for _, quote in case.quotations.values()) <= 30


def test_ids_are_plain_and_mean_one_thing(case: Case) -> None:
    taken: dict[str, str] = {}
    for section in ("issues", "facts", "quantities", "events"):
        for name in case.scenario.get(section, {}):
            assert name not in taken, f"{name} is in {taken.get(name)} and in {section}"
            taken[name] = section
    for section in SECTIONS:
        for name in case.scenario.get(section, {}):
            assert ID.fullmatch(name), f"{section}.{name}"
    chosen = {
        o for issue in case.scenario["issues"].values() for o in options(issue)
        if isinstance(o, str)
    }  # fmt: skip
    assert chosen.isdisjoint(taken)


def test_every_constituency_that_has_preferences_values_every_issue(case: Case) -> None:
    issues = case.scenario["issues"]
    for who, preference in case.scenario["preferences"].items():
        party, constituency = who.split(".")
        assert constituency in case.scenario["parties"][party]["constituencies"]
        assert "no_deal" in preference
        indifferent = set(preference.get("indifferent", []))
        assert set(issues) == (set(preference) & set(issues)) | indifferent, who
        assert not set(preference) & indifferent, who
        for name in set(issues) - indifferent:
            if "scores" in preference[name]:
                assert set(preference[name]["scores"]) == set(options(issues[name])), (who, name)


def test_everybody_that_a_ratification_rule_names_has_preferences(case: Case) -> None:
    events = set(case.scenario.get("events", {}))
    for party, written in case.scenario["parties"].items():
        named = set(re.findall(r"[a-z][a-z0-9_]*", written["ratifies"]))
        named -= {"and", "or", "not", "at_least"} | events
        assert named
        assert {f"{party}.{who}" for who in named} <= set(case.scenario["preferences"])
        assert written["decides"] in named


def test_weights_and_middle_scores_are_marked_as_assumptions(case: Case) -> None:
    for who, preference in case.scenario["preferences"].items():
        assert "assumption" in preference, who
        for name, worth in preference.items():
            if isinstance(worth, dict) and "weight" in worth:
                assert isinstance(worth["weight"], list), f"{who}.{name}: a weight without doubt"


def test_every_issue_reads_in_words(case: Case) -> None:
    for name, issue in case.scenario["issues"].items():
        assert issue.get("name"), name
        if all(isinstance(option, str) for option in options(issue)):
            assert isinstance(issue["options"], dict), f"{name}: options without words"
            for option, words in issue["options"].items():
                label = words if isinstance(words, str) else words.get("name")
                assert label, f"{name}.{option}"
        else:
            assert issue.get("unit") or isinstance(issue["options"], dict), name


@pytest.mark.parametrize(("name", "deals"), [("ceasefire", 708_588), ("labour", 2_268)])
def test_the_size_that_the_speed_targets_are_stated_for(
    name: str, deals: int, request: pytest.FixtureRequest
) -> None:
    case: Case = request.getfixturevalue(name)
    assert math.prod(len(options(i)) for i in case.scenario["issues"].values()) == deals


def test_the_case_for_learning_fits_on_two_screens(labour: Case) -> None:
    lines = (labour.folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 170


def test_a_right_to_left_name_is_there_to_be_shown(case: Case) -> None:
    text = (case.folder / "scenario.yaml").read_text(encoding="utf-8")
    assert re.search("[\u0590-\u06ff]", text)


def test_a_case_says_what_it_is_and_what_not_to_conclude(case: Case) -> None:
    readme = (case.folder / "README.md").read_text(encoding="utf-8")
    assert "assumption" in readme
    assert "not to conclude" in readme
