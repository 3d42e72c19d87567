"""What the brief says, for machines."""

import json

import pytest
from tests.brief import made

from middleground.brief.content import BriefContent
from middleground.scenario.check import check
from middleground.scenario.reader import read_scenario


def as_json(content: BriefContent) -> str:
    return json.dumps(content.model_dump(mode="json"), ensure_ascii=False)


def test_content_survives_writing_and_reading() -> None:
    content = made.labour().content
    assert BriefContent.model_validate_json(as_json(content)) == content


def test_two_runs_say_the_same_bytes() -> None:
    first, second = made.make(made.two()), made.make(made.two())
    assert as_json(first.content) == as_json(second.content)
    assert first.page == second.page


def test_the_shares_are_those_that_check_counts() -> None:
    folder = made.CATALOGUE / "labour"
    reading = read_scenario(folder / "scenario.yaml")
    texts = {name: document.text for name, document in made.labour().documents.items()}
    counts = check(reading, texts, most_deals=10_000).counts
    basis = made.labour().content.basis
    assert counts == {
        "evidence": basis.on_quotations,
        "both": basis.on_both,
        "assumption": basis.on_assumptions,
        "nothing": basis.on_neither,
    }


def test_every_quotation_of_the_catalogue_is_found_where_it_is_said_to_be() -> None:
    brief = made.labour()
    assert brief.content.quotes
    for quote in brief.content.quotes:
        assert quote.found
        document = brief.documents[quote.report]
        assert document.slice((quote.start, quote.end)) == quote.words
        assert document.sentence_at(quote.start) == quote.sentence


def test_every_number_leads_to_a_quotation_or_an_assumption() -> None:
    content = made.labour().content
    known = {quote.number for quote in content.quotes}
    assumptions = {one.number for one in content.assumptions}
    for one in content.numbers:
        assert one.rests.quotes or one.rests.assumption, one.path
        assert set(one.rests.quotes) <= known
        assert one.rests.assumption is None or one.rests.assumption in assumptions


def test_deals_are_options_by_issue() -> None:
    answer = made.labour().content.middle_ground
    assert answer is not None
    deal = answer.fair["nash"].deals[0].deal
    assert set(deal) == set(made.labour().scenario.issues)
    assert all(deal[name] in made.labour().scenario.issues[name].options for name in deal)


def test_a_quotation_that_no_report_has_is_kept_and_marked() -> None:
    brief = made.make(made.two().replace("three docks are shut", "nine docks are shut"))
    lost = [quote for quote in brief.content.quotes if not quote.found]
    assert [quote.words for quote in lost] == ["nine docks are shut"]
    assert "not found in report" in brief.page
    warning = brief.content.summary.warning
    assert warning.startswith("One quotation cannot be found in its report: “nine docks are shut”")
    assert warning in brief.page
    assert brief.page.count('<span class="no">not found</span>') >= 1


def test_a_quotation_that_no_report_has_is_no_evidence() -> None:
    whole = made.make(made.two()).content.basis
    lost = made.make(made.two().replace("three docks are shut", "nine docks are shut")).content
    assert whole.on_both > 0
    assert lost.basis.on_both == 0
    assert lost.basis.on_assumptions == whole.on_assumptions + whole.on_both
    assert lost.basis.numbers == whole.numbers


def test_the_answer_counts_only_the_numbers_that_it_uses() -> None:
    scenario = (
        made.two()
        + """
facts:
  docks: {value: [3, 5], assumption: a guess}
  ships: {value: [1, 2], assumption: another}
events:
  storm: {chance: [0.1, 0.2], assumption: a guess}
rules:
  open: {rule: pay <= docks * 3, why: no more than the docks earn}
"""
    )
    content = made.make(scenario).content
    before = made.make(made.two()).content.basis_of_answer
    assert content.basis_of_answer.numbers == before.numbers + 1
    assert content.basis.numbers == before.numbers + 3


def test_facts_and_demands_show_on_whose_word_they_stand() -> None:
    scenario = (
        made.two()
        + """
facts:
  shut: {value: 3, evidence: {report: april, quote: three docks are shut, source: [The chair]}}
  open:
    value: 40
    claims: [{by: the ministry, below: 41, evidence: {report: april, quote: "nearly, it said"}}]
demands:
  nights: {by: union, requires: nights == ended, firmness: red_line,
           evidence: {report: april, quote: three docks are shut, source: [unnamed]}}
  pay: {by: union.chair, requires: pay == 9, firmness: red_line,
        evidence: {report: april, quote: three docks are shut, source: [Union chair]}}
"""
    )
    situation = made.make(scenario).content.situation
    [claim] = situation.facts[0].claims
    assert (claim.by, claim.says) == ("The chair, in report april", "“three docks are shut”")
    assert situation.facts[1].claims[0].says == "nearly 41"
    assert [(d.firmness, d.on_word) for d in situation.demands] == [
        ("called a red line", "a source that is not named, in report april"),
        ("declared a red line", "Union chair, in report april"),
    ]


def test_rejected_entries_are_left_out() -> None:
    from middleground.brief.gather import gather
    from middleground.scenario.reader import read_scenario_text

    entries = made.entries_of({"april": made.REPORT})
    rejected = entries[0].model_copy(update={"status": "rejected"})
    reading = read_scenario_text(made.REPORTS_ONLY, "scenario.yaml")
    content = gather(reading, {"april": made.REPORT}, [rejected, *entries[1:]], None, None, "f")
    assert [entry.id for entry in content.statements] == [entry.id for entry in entries[1:]]


@pytest.mark.parametrize(
    ("no_deal", "draws", "state", "sentence"),
    [
        pytest.param("40", 16, "open", "in every draw", id="always"),
        pytest.param("90", 16, "empty", "No deal that every party", id="never"),
        pytest.param("90", 0, "empty", "there is no deal that every party", id="nominal, empty"),
        pytest.param("40", 0, "open", "there is a deal that every party", id="nominal, open"),
        pytest.param("[40, 79]", 64, "open", "in about", id="sometimes"),
    ],
)
def test_the_answer_in_a_sentence(no_deal: str, draws: int, state: str, sentence: str) -> None:
    summary = made.make(made.two(no_deal=no_deal), draws=draws).content.summary
    assert summary.state == state
    assert sentence in summary.sentence


def test_an_empty_zone_says_who_refuses_most() -> None:
    summary = made.make(made.two(no_deal="90")).content.summary
    assert any("Most deals are refused by" in line for line in summary.doubt)


def test_without_a_model_the_brief_says_what_is_missing() -> None:
    content = made.make(made.REPORTS_ONLY).content
    assert content.summary.state == "unanswered"
    assert [line.partition(":")[0] for line in content.missing] == [
        "parties",
        "issues",
        "preferences",
    ]


def test_the_middle_reading_is_said_in_whole_sentences() -> None:
    said = {
        "In the middle reading of every number, 1 of the 6 deals that the rules allow is agreeable"
        " to all.": made.two(),
        "In the middle reading of every number, none of the six deals that the rules allow is"
        " agreeable to all.": made.two(no_deal="90"),
        "In the middle reading of every number, 6 of the 6 deals that the rules allow are"
        " agreeable to all.": made.two(no_deal="0"),
    }
    for sentence, scenario in said.items():
        assert sentence in made.make(scenario, draws=0).content.summary.doubt
