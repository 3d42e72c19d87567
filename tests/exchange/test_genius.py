"""Genius XML, read by Genius's own rules; and what is said of files that are wrong."""

from dataclasses import replace
from fractions import Fraction

import pytest

from middleground.errors import ScenarioError
from middleground.exchange.case import Case, NamedBytes
from middleground.exchange.genius import read_genius
from middleground.exchange.genius_files import write_genius
from middleground.exchange.into_scenario import scenario_text
from middleground.exchange.out_of_scenario import case_of
from middleground.exchange.scale import choose_scale
from middleground.scenario.reader import read_scenario_text

DOMAIN = """<negotiation_template><utility_space number_of_issues="3">
<objective index="0" name="Harbour" type="objective" etype="objective">
<issue index="1" name="Night shift" type="discrete">
<item index="1" value="kept"/><item index="2" value="60 hours"/></issue>
<issue index="2" name="Rise" type="integer" lowerbound="2" upperbound="6"/>
<issue index="3" name="Share" type="real"><range lowerbound="0" upperbound="1"/></issue>
</objective></utility_space></negotiation_template>"""

PROFILE = """<utility_space><objective index="0" name="Harbour">
<issue index="1" name="Night shift" type="discrete">
<item index="1" value="kept" evaluation="1"/><item index="2" value="60 hours" evaluation="4"/>
</issue>
<issue index="2" name="Rise" type="integer" lowerbound="2" upperbound="6">
<evaluator ftype="linear" offset="0.5" slope="0.25"/></issue>
<issue index="3" name="Share" type="real"><range lowerbound="0" upperbound="1"/>
<evaluator ftype="linear" parameter0="1" parameter1="-1"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.3"/><weight index="3" value="0.2"/>
</objective><discount_factor value="0.9"/><reservation value="0.35"/></utility_space>"""


def harbour(profile: str = PROFILE, domain: str = DOMAIN) -> Case:
    files = {"harbour_domain.xml": domain, "u.xml": profile, "v.xml": PROFILE}
    return read_genius([NamedBytes(name, text.encode()) for name, text in files.items()])


def test_evaluations_are_divided_by_the_largest() -> None:
    worth = harbour().profiles[0].worths[0]
    assert worth.weight == Fraction(1, 2)
    assert worth.scores == (Fraction(1, 4), Fraction(1))


def test_an_issue_worth_nothing_adds_nothing() -> None:
    profile = PROFILE.replace('evaluation="1"', 'evaluation="0"')
    worth = harbour(profile.replace('evaluation="4"', 'evaluation="0"')).profiles[0].worths[0]
    assert list(worth.parts) == [0, 0]


def test_numbers_count_from_the_lower_bound_and_stay_within_1() -> None:
    """offset + slope x (number - lower bound): 0.5, 0.75, 1, then no more."""
    scores = harbour().profiles[0].worths[1].scores
    assert list(scores) == [Fraction(1, 2), Fraction(3, 4), 1, 1, 1]


def test_a_real_issue_is_read_at_21_numbers_and_this_is_said() -> None:
    case = harbour()
    share = case.profiles[0].worths[2]
    assert case.issues[2].values[:2] == (0, Fraction(1, 20))
    assert list(share.scores[:2]) == [1, Fraction(19, 20)]
    assert len(share.scores) == 21
    assert any("21 numbers" in note for note in case.notes)


def test_no_deal_and_the_cost_of_time_are_kept() -> None:
    profile = harbour().profiles[0]
    assert (profile.no_deal, profile.discount) == (Fraction(35, 100), Fraction(9, 10))
    text = scenario_text(harbour())
    assert "no_deal: 35\n" in text
    assert "discount_factor 0.9" in text


def test_the_cost_of_time_is_written_again() -> None:
    scenario = read_scenario_text(scenario_text(harbour())).scenario
    files, _ = write_genius(case_of(scenario))
    again = read_genius([NamedBytes(name, data) for name, data in files.items()])
    assert [p.discount for p in again.profiles] == [Fraction(9, 10)] * 2


def test_a_party_called_domain_does_not_take_the_domains_place() -> None:
    case = harbour()
    named = replace(case, profiles=tuple(replace(p, name="domain") for p in case.profiles[:1]))
    files, _ = write_genius(named)
    assert len(files) == 2


def test_names_become_ids_and_are_kept_beside_them() -> None:
    scenario = read_scenario_text(scenario_text(harbour())).scenario
    shift = scenario.issues["night_shift"]
    assert shift.name == "Night shift"
    assert shift.options["option_60_hours"].name == "60 hours"
    assert shift.options["kept"].name is None
    assert scenario.issues["rise"].ids == (2, 3, 4, 5, 6)


def test_weights_stay_as_they_are_whatever_their_sum() -> None:
    """Points take the place of weights then: a scenario's weights are scaled to their sum."""
    case = harbour(PROFILE.replace('"0.3"', '"0.8"'))
    assert not choose_scale(case).has_weights
    assert "points: {2: 40, 3: 60, 4: 80, 5: 80, 6: 80}" in scenario_text(case)


def test_thirds_get_a_scale_on_which_they_are_whole() -> None:
    profile = PROFILE.replace('evaluation="4"', 'evaluation="3"')
    assert choose_scale(harbour(profile)).best == 300
    assert "points: {kept: 50, option_60_hours: 150}" in scenario_text(harbour(profile))


def test_parties_come_as_the_domain_lists_them() -> None:
    listed = '<agent name="Union" utility_space="b.xml"/><agent name="Port" utility_space="a.xml"/>'
    domain = DOMAIN.replace("<negotiation_template>", f"<negotiation_template>{listed}")
    files = [("d.xml", domain), ("a.xml", PROFILE), ("b.xml", PROFILE)]
    case = read_genius([NamedBytes(name, text.encode()) for name, text in files])
    assert [(p.name, p.source) for p in case.profiles] == [("Union", "b.xml"), ("Port", "a.xml")]


@pytest.mark.parametrize(
    ("found", "put", "code", "line", "words"),
    [
        ('value="0.3"', 'value="NaN"', "type", 9, "'NaN' is not a number"),
        ('value="0.3"', 'value="-0.3"', "number-range", 9, "below 0"),
        ('<weight index="3"', '<weight index="9"', "unknown-ref", 9, "index 9"),
        ('<weight index="3" value="0.2"/>', "", "missing", 7, "'Share' (index 3) has no weight"),
        ('<weight index="3"', '<weight index="2"', "duplicate-id", 9, "second weight"),
        ('evaluation="4"', "", "missing", 3, "'60 hours' has no evaluation"),
        ('evaluation="4"', 'evaluation="many"', "type", 3, "'many' is not a number"),
        ('evaluation="4"', 'evaluation="-4"', "number-range", 3, "below 0"),
        ('value="60 hours"', 'value="80 hours"', "unknown-ref", 3, "'80 hours' is no value"),
        ('name="Rise"', 'name="Fall"', "mismatch", 5, "'Fall'"),
        ('upperbound="6"', 'upperbound="7"', "mismatch", 5, "bounds of 'Rise'"),
        ('upperbound="6"', 'upperbound="1"', "number-range", 5, "from 2 to 1"),
        ('upperbound="6"', 'upperbound="900000000"', "number-range", 5, "900000000"),
        ('slope="0.25"', 'slope="steep"', "type", 6, "slope 'steep'"),
        ('ftype="linear" parameter0', 'ftype="triangular" parameter0', "type", 8, "triangular"),
        ('<issue index="2"', '<issue index="5"', "unknown-ref", 5, "index 5"),
        ("</objective>", "", "syntax", 10, "not well-formed"),
        ("<utility_space>", "<html>", "syntax", 10, "not well-formed"),
        ('<reservation value="0.35"/>', "<reservation/>", "missing", 10, "without 'value'"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    found: str, put: str, code: str, line: int, words: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        harbour(PROFILE.replace(found, put, 1))
    problem = caught.value.problems[0]
    assert (problem.code, problem.file, problem.line) == (code, "u.xml", line)
    assert problem.column is not None
    assert words in problem.what
    assert problem.expected
    assert problem.mend


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("d.xml", DOMAIN)], "no file of a party's preferences"),
        ([("d.xml", DOMAIN), ("e.xml", DOMAIN), ("u.xml", PROFILE)], "a second domain file"),
        ([("d.xml", "<html/>")], "begins with <html>"),
        ([("u.xml", "<utility_space/>")], "no issue"),
    ],
)
def test_files_that_do_not_make_a_negotiation(files: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_genius([NamedBytes(name, text.encode()) for name, text in files])
    assert words in str(caught.value)


def test_a_document_type_is_refused_before_anything_in_it_is_read() -> None:
    declared = '<!DOCTYPE u [<!ENTITY e SYSTEM "file:///nowhere"><!ENTITY f "&e;&e;">]>\n'
    with pytest.raises(ScenarioError) as caught:
        harbour("<!-- one -->\n" + declared + PROFILE.replace("kept", "&f;"))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.column) == ("xml-dtd", 2, 1)
    assert "DTD" in problem.what


def test_one_party_alone_makes_no_scenario() -> None:
    case = read_genius([NamedBytes("u.xml", PROFILE.encode())])
    with pytest.raises(ScenarioError, match="one party alone"):
        scenario_text(case)


def test_depth_and_size_are_limited() -> None:
    for text, code in (("<a>" * 100, "too-deep"), ("<a>" + "<b/>" * 100_001, "too-large")):
        with pytest.raises(ScenarioError) as caught:
            harbour(text)
        assert caught.value.problems[0].code == code
    with pytest.raises(ScenarioError, match=r"5\.\d MiB"):
        harbour(" " * (5 * 2**20 + 100_000))
