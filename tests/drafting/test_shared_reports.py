"""The draft from the two shared reports holds what the task asks for, found by general words."""

from pathlib import Path

import pytest
from tests.drafting.reports import checked

from middleground.drafting.draft import draft_scenario
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document
from middleground.scenario.check import CheckResult
from middleground.scenario.model import Scenario


@pytest.fixture(scope="module")
def result(shared: Path) -> CheckResult:
    documents = {
        f"report_{letter}": Document(
            f"report_{letter}", (shared / f"reports/report-{letter}.txt").read_text("utf-8")
        )
        for letter in "ba"
    }
    entries = [e for document in documents.values() for e in read_claims(document)]
    return checked(draft_scenario(entries, documents=documents), documents)


@pytest.fixture(scope="module")
def scenario(result: CheckResult) -> Scenario:
    return result.reading.scenario


def _issue(scenario: Scenario, *words: str) -> str:
    """The issue whose id or name holds all of some words."""
    for name, issue in scenario.issues.items():
        told = f"{name} {issue.name}".casefold()
        if all(word in told for word in words):
            return name
    raise AssertionError(f"no issue says {words}: {list(scenario.issues)}")


def test_it_passes_check_and_every_quote_is_word_for_word(result: CheckResult) -> None:
    assert result.errors == ()
    assert result.warnings == ()
    assert result.counts["nothing"] == 0
    assert all(q.located and q.located.kind == "exact" for q in result.quotes)


def test_both_parties_and_three_mediators(scenario: Scenario) -> None:
    assert {p.name for p in scenario.parties.values()} == {"Israel", "Hamas"}
    assert {m.name for m in scenario.mediators.values()} == {"United States", "Qatar", "Egypt"}
    for mediator in scenario.mediators.values():
        assert set(mediator.channels) == set(scenario.parties)


def test_the_deciding_leader_on_each_side(scenario: Scenario) -> None:
    deciding = {p.name: p.constituencies[p.decides or ""].name for p in scenario.parties.values()}
    assert deciding == {"Israel": "Benjamin Netanyahu", "Hamas": "Yahya Sinwar"}


def test_hard_line_partners_have_a_veto_by_threat(scenario: Scenario) -> None:
    israel = scenario.parties["israel"]
    name, partners = next(
        (n, c) for n, c in israel.constituencies.items() if "Itamar Ben Gvir" in c.also
    )
    assert "allies" in str(partners.name).casefold()
    event = next(e for e in scenario.events if name in e)
    assert f"({name} or not {event})" in str(israel.ratifies)
    assert scenario.events[event].evidence


def test_the_agencies_are_one_constituency(scenario: Scenario) -> None:
    agencies = next(
        c for c in scenario.parties["israel"].constituencies.values() if "agencies" in str(c.name)
    )
    assert {"Mossad", "Shin Bet"} <= set(agencies.also)


def test_messages_to_the_leader_who_is_hard_to_reach_take_days(scenario: Scenario) -> None:
    consults = scenario.parties["hamas"].consults["yahya_sinwar"]
    assert consults.evidence
    assert consults.latency_days
    assert consults.latency_days.high >= 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("length", "ceasefire"), id="truce length"),
        pytest.param(("how long", "stops"), id="permanence"),
        pytest.param(("hostages", "release"), id="captives"),
        pytest.param(("priority",), id="captives by category"),
        pytest.param(("palestinians", "how many to release"), id="prisoners"),
        pytest.param(("life sentences",), id="the life-term share"),
        pytest.param(("withdrawal",), id="withdrawal"),
        pytest.param(("return", "displaced"), id="return of displaced people"),
        pytest.param(("rafah",), id="the southern operation"),
        pytest.param(("who chooses", "prisoners"), id="choice of prisoners"),
        pytest.param(("deportation",), id="deportation of prisoners"),
        pytest.param(("guarantee",), id="guarantees"),
        pytest.param(("resume",), id="right to resume"),
    ],
)
def test_issues(scenario: Scenario, words: tuple[str, ...]) -> None:
    issue = scenario.issues[_issue(scenario, *words)]
    assert issue.evidence
    assert len(issue.options) >= 2


def test_whether_forty_of_the_category_are_held_is_contested_with_both_quotes(
    scenario: Scenario,
) -> None:
    fact = scenario.facts["hostages_available"]
    assert {number.low for c in fact.claims if (number := c.at_least or c.below)} == {40}
    assert {bool(c.below) for c in fact.claims} == {True, False}
    assert len({str(c.evidence) for c in fact.claims}) == 2


def test_how_many_have_died_is_contested_with_the_doubt_beside_it(scenario: Scenario) -> None:
    fact = next(f for f in scenario.facts.values() if "dead" in (f.name or ""))
    assert fact.value.low < 30 or fact.value.high > 30
    assert fact.claims[0].at_least
    assert fact.claims[0].at_least.low == 30
    assert fact.evidence


def test_demands_carry_stance_and_firmness(scenario: Scenario) -> None:
    told = {(d.by, d.requires.split()[0], d.firmness) for d in scenario.demands.values()}
    assert ("israel.security_agencies", "resume_fighting", "red_line") in told
    assert ("hamas", _issue(scenario, "withdrawal"), "firm") in told
    assert ("hamas", _issue(scenario, "deportation"), "red_line") in told
    trends = {d.by: d.trend.direction for d in scenario.demands.values() if d.trend}
    assert trends == {"israel.benjamin_netanyahu": "harder"}
    private = {d.by for d in scenario.demands.values() if d.stance == "private"}
    assert "israel.security_agencies" in private


def test_pressure_direct_and_through_others(scenario: Scenario) -> None:
    levers = scenario.levers.values()
    assert any(lever.on == "israel.benjamin_netanyahu" and not lever.via for lever in levers)
    through = [lever for lever in levers if lever.on == "hamas.yahya_sinwar" and lever.via]
    assert [list(path) for path in through[0].via] == [["egypt"]]


def test_the_proposal_on_the_table_names_its_options(scenario: Scenario) -> None:
    (proposal,) = scenario.proposals.values()
    assert proposal.by == "united_states"
    assert {6, 40, 700, 100} <= set(proposal.terms.values())


def test_the_later_report_is_told(scenario: Scenario, result: CheckResult) -> None:
    assert scenario.as_of == "report_a"
