"""A draft of any negotiation is a scenario that passes its own check and says whose word it is."""

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.drafting.reports import DOMAINS, FISHING, RIVER, SCHOOLS, as_scenario, drafted, read

from middleground.answers.zone import find_zone
from middleground.drafting.agenda import MOST_DEALS
from middleground.drafting.composing import compose_file
from middleground.drafting.draft import draft_scenario
from middleground.evidence.entries import Entry, Figure, Link, Passage
from middleground.evidence.particulars import Actor, Event, Position, Structure, Term


@pytest.mark.parametrize("name", DOMAINS)
def test_a_draft_of_any_negotiation_passes_check_and_can_be_answered(name: str) -> None:
    draft, result = drafted(name, DOMAINS[name])
    assert not draft.missing or draft.missing == ["The ledger names no mediator."] or draft.sections
    assert result.errors == ()
    assert result.bare == ()
    assert {q.located.kind for q in result.quotes if q.located} == {"exact"}
    assert result.counts["nothing"] == 0
    scenario = result.reading.scenario
    assert len(scenario.parties) >= 2
    assert scenario.issues
    assert 1 < result.deals <= MOST_DEALS
    assert find_zone(scenario, None) is not None


@pytest.mark.parametrize("name", DOMAINS)
def test_the_same_ledger_gives_the_same_bytes(name: str) -> None:
    entries, documents = read(name, DOMAINS[name])
    listed = {name: {"file": f"reports/{name}.txt"}}
    first, second = (
        compose_file(draft_scenario(some, documents=documents), "A case", listed)
        for some in (entries, list(reversed(entries)))
    )
    assert first == second


def test_who_is_at_the_table_of_a_river_treaty() -> None:
    _, result = drafted("river", RIVER)
    scenario = result.reading.scenario
    assert {p.name for p in scenario.parties.values()} == {"Upland", "Lowland"}
    assert {m.name for m in scenario.mediators.values()} == {"Norway", "River Commission"}
    assert "European Union" in {o.name for o in scenario.outsiders.values()}
    assert any(lever.by == ("european_union",) for lever in scenario.levers.values())


def test_rival_numbers_of_one_thing_are_one_contested_fact_with_both_quotes() -> None:
    _, result = drafted("river", RIVER)
    facts = result.reading.scenario.facts.values()
    fact = next(f for f in facts if len(f.claims) == 2)
    assert (fact.value.low, fact.value.high) == (0.7e9, 2.2e9)
    quotes = {str(claim.evidence) for claim in fact.claims}
    assert len(quotes) == 2


def test_what_is_asked_and_offered_is_one_issue_between_the_two() -> None:
    _, result = drafted("schools", SCHOOLS)
    scenario = result.reading.scenario
    name, issue = next((n, i) for n, i in scenario.issues.items() if i.unit == "percent")
    assert issue.ids[0] == 2
    assert issue.ids[-1] == 8
    ends = {
        who: (worth.best.low, worth.worst.low)
        for who, preference in scenario.preferences.items()
        if (worth := preference.issues[name]).best and worth.worst
    }
    assert {end for who, end in ends.items() if "union" in who} == {(8, 2)}
    assert {end for who, end in ends.items() if "board" in who} == {(2, 8)}


def test_a_mediator_by_office_has_the_delay_that_is_said() -> None:
    _, result = drafted("schools", SCHOOLS)
    mediator = result.reading.scenario.mediators["ilse_thorn"]
    delays = {c.latency_days.high: c for c in mediator.channels.values() if c.latency_days}
    assert delays[4].evidence


def test_a_threat_to_bring_down_a_leader_is_a_veto_that_hangs_on_an_event() -> None:
    _, result = drafted("fishing", FISHING)
    scenario = result.reading.scenario
    norway = scenario.parties["norway"]
    assert norway.decides == "jon_arn"
    allies = next(c for c in norway.constituencies if "allies" in c)
    assert f"({allies} or not {allies}_leave)" in (norway.ratifies or "")
    assert f"{allies}_leave" in scenario.events


def test_only_what_is_accepted_is_used_where_that_is_asked_for() -> None:
    entries, documents = read("river", RIVER)
    accepted = [
        e.model_copy(update={"status": "accepted"}) if e.kind == "position" else e for e in entries
    ]
    draft = draft_scenario(accepted, documents=documents, accepted_only=True)
    kinds = {e.kind for s in draft.sections.values() for el in s.values() for e in el.entries}
    assert kinds <= {"position", "actor"}
    assert "; accepted" in compose_file(draft, "A case", {"river": {"file": "reports/river.txt"}})


def test_what_is_rejected_is_never_used() -> None:
    entries, documents = read("river", RIVER)
    rejected = [e.model_copy(update={"status": "rejected"}) for e in entries]
    draft = draft_scenario(rejected, documents=documents)
    assert not draft.citations.quotes
    assert draft.missing


def test_an_empty_ledger_gives_a_file_without_a_model_and_says_so() -> None:
    draft = draft_scenario([])
    assert draft.missing[0].startswith("No model yet")
    assert not as_scenario(draft, []).scenario.has_model


def test_every_element_says_by_which_rule_and_whether_a_person_has_looked() -> None:
    entries, documents = read("river", RIVER)
    text = compose_file(
        draft_scenario(entries, documents=documents), "A case", {"river": {"file": "reports/r.txt"}}
    )
    elements = re.findall(r"^  (?!-)[a-z_.]+:", text.split("quotes:")[0].split("parties:")[1], re.M)
    assert len(re.findall(r"# .*; proposed$", text, re.M)) >= len(elements)


# ------------------------------------------------------------------------------------ hostile words

_SPECIAL = st.sampled_from(
    [": ", " #", "- ", "{", "}", "[", "]", "&a", "*a", "!!python/object", "|", ">", "%", "@", "`",
     '"', "'", "\\", "\n", "\t", "\r\n", "\u202e", "\u2066", "\u200b", "\x1b[2J", "\x07", "\x00",
     "\x85", "\ufeff", "---", "...", "<<: ", "no", "null", "1e999", "سلام", "שלום", "\U0001f600",
     "\ud800", "?", "~", "=1+1"]
)  # fmt: skip
_HOSTILE = st.lists(st.one_of(_SPECIAL, st.text(max_size=6)), min_size=1, max_size=6).map("".join)


def _entry(kind: str, number: int, text: str, **said: object) -> Entry:
    passage = Passage(start=number * 1000, end=number * 1000 + len(text), text=text)
    return Entry.model_validate(
        {"id": f"{kind}-{number}", "report": "r", "kind": kind, "sentence": number + 1,
         "content": (passage,), **said}
    )  # fmt: skip


def _hostile_ledger(one: str, two: str, words: str, topic: str) -> list[Entry]:
    """Two sides whose names, words and topics are anything."""
    return [
        _entry("actor", 0, one, actor=Actor(name=one, type="organisation", aliases=(one,))),
        _entry("actor", 1, two, actor=Actor(name=two, type="organisation", aliases=(two,))),
        _entry("position", 2, words,
               position=Position(kind="demand", parties=(one,), topics=(f"{topic}+",))),
        _entry("position", 3, words[::-1] or "x",
               position=Position(kind="rejection", parties=(two,), topics=(f"{topic}-",))),
        _entry("figure", 4, words + "7", figure=Figure(value=7, counted=topic, unit=topic)),
        _entry("term", 5, words + "7 " + topic,
               term=Term(givers=(one,), action=topic, figures=("figure-4",), proposal=words)),
        _entry("relation", 6, words + "!", structure=Structure(kind="presses", who=(two,),
                                                               whom=(one,), through=(words,))),
        _entry("relation", 7, topic, structure=Structure(kind="decides", who=(one,))),
        _entry("figure", 8, "12", chain=(Link(words=two, naming="named"),),
               figure=Figure(value=12, counted=words, unit="", asserter=two)),
        _entry("event", 9, words, event=Event(action=topic, status="announced", places=(words,))),
    ]  # fmt: skip


@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(one=_HOSTILE, two=_HOSTILE, words=_HOSTILE, topic=_HOSTILE)
def test_hostile_words_give_a_file_that_can_be_read(
    one: str, two: str, words: str, topic: str
) -> None:
    draft = draft_scenario(_hostile_ledger(one, two, words, topic))
    scenario = as_scenario(draft, ["r"]).scenario
    quoted = {q.quote for q in scenario.quotes.values()}
    cited = {e.words for s in draft.sections.values() for el in s.values() for e in el.entries}
    assert all(any(quote in words for words in cited) for quote in quoted)
