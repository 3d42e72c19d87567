"""GeniusWeb and NegoLog profiles; and what is said of files that are wrong."""

import json
from fractions import Fraction
from typing import Any

import pytest

from middleground.errors import ScenarioError
from middleground.exchange.case import Case, NamedBytes
from middleground.exchange.geniusweb import read_geniusweb

NEGOLOG = """{"reservationValue": 0.25,
 "issueWeights": {"wage": 0.7, "night": 0.3},
 "issues": {"wage": {"low": 0, "high": 1.0},
            "night": {"kept": 0.3333333333333333, "ended": 1}}}"""


def geniusweb(name: str = "Union", **changes: Any) -> str:
    space = {
        "issueUtilities": {
            "wage": {
                "NumberValueSetUtilities": {
                    "lowValue": 0, "lowUtility": 0.5, "highValue": 2, "highUtility": 1,
                }
            },
            "night": {"DiscreteValueSetUtilities": {"valueUtilities": {"kept": 0.2, "ended": 1}}},
        },
        "issueWeights": {"wage": 0.6, "night": 0.4},
        "domain": {
            "name": "harbour",
            "issuesValues": {
                "wage": {"range": ["0", "2", "0.5"]}, "night": {"values": ["kept", "ended"]},
            },
        },
        "name": name,
        "reservationBid": {"issuevalues": {"wage": 1, "night": "kept"}},
    }  # fmt: skip
    return json.dumps({"LinearAdditiveUtilitySpace": space | changes}, indent=1)


def read(*texts: str) -> Case:
    return read_geniusweb(
        [NamedBytes(f"talks/p{n}.json", text.encode()) for n, text in enumerate(texts)]
    )


def test_a_negolog_profile() -> None:
    case = read(NEGOLOG, NEGOLOG)
    assert case.title == "talks"
    assert [i.values for i in case.issues] == [("low", "high"), ("kept", "ended")]
    assert case.profiles[0].no_deal == Fraction(1, 4)
    assert case.profiles[0].worths[1].parts == (Fraction(1, 10), Fraction(3, 10))


def test_a_geniusweb_profile_with_numbers_and_a_reservation_bid() -> None:
    case = read(geniusweb(), geniusweb("Port", reservationBid=None))
    assert (case.title, [p.name for p in case.profiles]) == ("harbour", ["Union", "Port"])
    assert case.issues[0].words == ["0", "0.5", "1", "1.5", "2"]
    scores = case.profiles[0].worths[0].scores
    assert scores == tuple(Fraction(n, 8) for n in (4, 5, 6, 7, 8))
    assert case.profiles[0].no_deal == Fraction(6, 10) * Fraction(3, 4) + Fraction(4, 10) / 5
    assert case.profiles[1].no_deal == 0


def test_what_is_no_profile_is_left_out_and_named() -> None:
    case = read('{"Name": "Domain30"}', NEGOLOG, NEGOLOG)
    assert case.notes == ("p0.json is no profile: left out",)


@pytest.mark.parametrize(
    ("found", "put", "code", "at", "path", "words"),
    [
        ("0.7", '"much"', "type", '"much"', "issueWeights.wage", "'much' stands here"),
        ("0.7", "-0.7", "number-range", "-0.7", "issueWeights.wage", "the number -0.7"),
        ("1.0", "1.5", "number-range", "1.5", "issues.wage.high", "the number 1.5"),
        ("1.0", "true", "type", "true", "issues.wage.high", "true or false stands here"),
        ("1.0", "NaN", "syntax", "NaN", "", "not JSON"),
        ('"wage": 0.7', '"pay": 0.7', "unknown-ref", "0.7", "issueWeights.pay", "'pay'"),
        ('"wage": 0.7, ', "", "missing", '{"night": 0.3', "issueWeights", "no 'wage'"),
        ('"low": 0, "high": 1.0', "", "missing", "{}", "issues.wage", "no value for 'wage'"),
        ('"high": 1.0', '"low": 1', "duplicate-key", '"low": 1', "", "'low' stands twice"),
        ('"ended": 1', '"ended: 1', "syntax", '"ended', "", "a key in quotation marks"),
        ('"low": 0,', '"low": 0;', "syntax", ";", "", "not JSON"),
        ("1}}}", "1}}} {}", "syntax", "{}", "", "not JSON"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    found: str, put: str, code: str, at: str, path: str, words: str
) -> None:
    text = NEGOLOG.replace(found, put, 1)
    before = text[: text.rindex(at)]
    with pytest.raises(ScenarioError) as caught:
        read(text, NEGOLOG)
    problem = caught.value.problems[0]
    assert words in problem.what
    assert (problem.code, problem.file, problem.path) == (code, "talks/p0.json", path)
    assert problem.line == before.count("\n") + 1
    assert problem.column == len(before) - before.rfind("\n")
    assert problem.expected


def test_a_file_that_is_cut_off_is_placed_at_its_end() -> None:
    for length in range(len(NEGOLOG)):
        with pytest.raises(ScenarioError) as caught:
            read(NEGOLOG[:length], NEGOLOG)
        assert caught.value.problems[0].code in ("syntax", "missing")
        assert caught.value.problems[0].line is not None


@pytest.mark.parametrize(
    ("profile", "code", "words"),
    [
        (geniusweb(domain={"name": "x", "issuesValues": {}}), "missing", "no issue"),
        (geniusweb(issueUtilities={}), "missing", "no 'wage'"),
        (geniusweb(reservationBid={"issuevalues": {"pay": 1}}), "unknown-ref", "'pay'"),
        (geniusweb(reservationBid={"issuevalues": {"wage": 9}}), "unknown-ref", "'9'"),
        ("[1]", "type", "a list"),
        ("[" * 100, "too-large", "too many levels"),
        ('{"a": "\\ud800"}', "syntax", "no character"),
        ('{"issueWeights": {}, "issues": {}}', "missing", "no issue"),
        ('{"Name": "x"}', "missing", "no profile"),
    ],
)
def test_profiles_that_are_refused(profile: str, code: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(profile)
    assert caught.value.problems[0].code == code
    assert words in str(caught.value)


def test_profiles_must_belong_together() -> None:
    with pytest.raises(ScenarioError, match="not the issue that"):
        read(NEGOLOG, NEGOLOG.replace("ended", "gone"))
