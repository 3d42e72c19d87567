"""What the reports tell: positions, ties, events and relations, each with its way back."""

import re

import pytest
from tests.brief import hostile, made, told
from tests.brief.test_page import FORBIDDEN, Page

from middleground.brief.beside import clashes, in_dispute, pairs
from middleground.brief.course import draw_strip, happenings
from middleground.brief.naming import Cast
from middleground.brief.page import write_page
from middleground.brief.said import Said, Sayer
from middleground.brief.ties import ties
from middleground.brief.wants import NOBODY, terms, wants
from middleground.evidence.entries import Entry
from middleground.reports.document import Document


def sayer() -> Sayer:
    brief = told.brief()
    content = brief.content
    return Sayer(content.statements, content.actors, brief.documents, Cast(brief.scenario))


def label_and_words(said: Said) -> tuple[str, str]:
    return said.label, said.words


def test_positions_stand_under_their_party_the_firmest_first() -> None:
    brief = told.brief()
    parties = wants(sayer(), brief.content.evidence, brief.scenario)
    assert [(party.name, [said.label for said in party.stands]) for party in parties] == [
        ("Union", ["demand", "offer"]),
        ("Port", ["red line", "offer"]),
    ]
    (shift,) = parties[0].shifts
    assert (shift.topic, shift.move, shift.first.report, shift.last.report) == (
        "closure", "softer", "april", "may",
    )  # fmt: skip


def test_a_person_of_the_scenario_stands_under_its_name_there() -> None:
    brief = made.make(made.two("Ida Falk's Union"), {"april": told.APRIL}, entries=[
        one.model_copy(update={"actor": one.actor.model_copy(
            update={"known_as": "Ida Falk's union"})}) if one.actor else one
        for one in told.entries()
    ])  # fmt: skip
    content = brief.content
    known = Sayer(content.statements, content.actors, brief.documents, Cast(brief.scenario))
    party = wants(known, content.evidence, brief.scenario)[0]
    assert (party.name, party.of_scenario) == ("Ida Falk's Union", True)


def test_a_party_that_is_not_named_comes_last() -> None:
    nobody = told.entry(told.APRIL, "position", "decides for the union", 99,
                        position={"kind": "threat"})  # fmt: skip
    brief = made.make(told.SCENARIO, {"april": told.APRIL, "may": told.MAY},
                      entries=[nobody, *told.entries()])  # fmt: skip
    content = brief.content
    known = Sayer(content.statements, content.actors, brief.documents, Cast(brief.scenario))
    assert wants(known, content.evidence, brief.scenario)[-1].name == NOBODY


def test_terms_say_who_would_do_what_for_what() -> None:
    [(proposal, [said])] = terms(sayer())
    assert (proposal, said.label, said.detail) == (
        "the draft", "Port would pay", "in return for quiet",
    )  # fmt: skip


def test_ties_stand_by_kind_with_actors_under_one_name() -> None:
    assert [(head, [label_and_words(s) for s in said]) for head, said in ties(sayer())] == [
        ("Who decides", [("Ida Falk", "Ida Falk decides for the union"),
                         ("Ida Falk", "Falk alone decides")]),
    ]  # fmt: skip


def test_what_was_announced_and_came_to_pass_is_led_to() -> None:
    evidence = told.brief().content.evidence
    found = happenings(sayer(), evidence)
    assert [(h.number, h.status, h.then, h.note) for h in found] == [
        (1, "announced", 2, "announced; then 2"),
        (2, "happened", None, ""),
    ]
    strip = draw_strip(found, evidence, told.brief().scenario)
    assert strip is not None
    assert [(column.name, column.when) for column in strip.columns] == [
        ("april", "2024-04-11"), ("may", "2024-05-02"),
    ]  # fmt: skip
    assert " ".join(strip.marks[0].lines).endswith("→ 2")
    assert draw_strip(found[:1], evidence, told.brief().scenario) is None


def test_claims_about_the_same_thing_stand_side_by_side() -> None:
    evidence = told.brief().content.evidence
    kinds = {pair.kind: pair for pair in pairs(sayer(), evidence)}
    assert {"announced, then happened", "differs; not decided"} <= set(kinds)
    figures = kinds["differs; not decided"]
    assert [figures.first.label, figures.second.label] == ["at least 30 docks", "not 30 docks"]


def test_positions_for_and_against_stand_in_two_columns() -> None:
    theirs = told.entry(told.APRIL, "position", "wants the night shift to end", 40,
                        position={"kind": "rejection", "parties": ["port"],
                                  "topics": ["closure-"]})  # fmt: skip
    brief = made.make(told.SCENARIO, {"april": told.APRIL, "may": told.MAY},
                      entries=[*told.entries(), theirs])  # fmt: skip
    content = brief.content
    known = Sayer(content.statements, content.actors, brief.documents, Cast(brief.scenario))
    (clash,) = [c for c in clashes(known, content.evidence) if c.topic == "closure"]
    assert [said.label for said in clash.opponents] == ["Port: rejection"]
    assert "Union: demand" in [said.label for said in clash.supporters]
    assert "conflict" in clash.size
    assert in_dispute([clash], []) == (
        "The reports show positions that exclude each other on closure."
    )
    assert in_dispute([], []) == ""
    # The same pairs on a second topic are the same clash.
    twice = [r.model_copy(update={"topics": [*r.topics, "harbour"] if r.topics else []})
             for r in content.evidence.relations]  # fmt: skip
    again = clashes(known, content.evidence.model_copy(update={"relations": twice}))
    assert again == clashes(known, content.evidence)


def test_each_claim_leads_to_its_words_and_says_who_decided() -> None:
    brief = told.brief()
    text = Page(brief.page).text
    for one in brief.content.statements:
        assert f'id="e-{one.id}"' in brief.page
        assert f'href="#e-{one.id}"' in brief.page
        assert one.words in text
    assert "added by hand" in text
    assert text.count("accepted") > 1


def test_actors_are_no_statements_and_the_rejected_are_gone() -> None:
    brief = told.brief()
    assert {one.kind for one in brief.content.actors} == {"actor"}
    assert "actor" not in {one.kind for one in brief.content.statements}
    assert "position-000000000010" not in brief.page
    assert brief.content.evidence.doubts[0].other == "union"
    assert "One actor or two?" in Page(brief.page).text


def test_without_a_model_the_first_page_says_who_stands_where() -> None:
    front = Page(told.brief().page).text.split(" Annex ")[0]
    for words in ("11 claims found in two reports", "2 of them decided by a person", "red line",
                  "Who decides", "Announced, then happened"):  # fmt: skip
        assert words in front
    assert "in short" not in Page(made.make(made.two()).page).text.split(" Annex ")[0]


def test_long_lists_are_cut_with_the_number_that_is_left() -> None:
    more = [
        told.entry(told.APRIL, "position", "wants the night shift to end", 100 + n,
                   position={"kind": "demand", "parties": ["union"]})
        for n in range(30)
    ]  # fmt: skip
    brief = made.make(told.SCENARIO, {"april": told.APRIL, "may": told.MAY},
                      entries=[*told.entries(), *more])  # fmt: skip
    summary = re.findall(r'<details class="rest"><summary>(.*?)</summary>', brief.page)
    assert "28 more" in summary


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS.keys())
def test_hostile_entries_stay_text(text: str) -> None:
    report = Document("april", f"The chair said: {text}")
    named = {"parties": [text, text], "about": [text], "topics": ["deal+", text], "condition": text}
    who = {"who": [text], "whom": [text], "through": [text], "takes": text}
    entries = [
        told.entry(report, "position", text, 1, position={"kind": "threat", **named}),
        told.entry(report, "actor", text, 2, actor={"name": text, "type": "person",
                                                    "maybe": ["x"], "aliases": [text]}),
        told.entry(report, "relation", text, 3, structure={"kind": "channel", **who}),
        told.entry(report, "event", text, 4, event={"action": text, "doers": [text],
                                                    "places": [text], "when": text}),
        told.entry(report, "term", text, 5, term={"givers": [text], "action": text,
                                                  "proposal": text, "when": text}),
        told.entry(report, "actor", text, 6, actor={"name": "x", "type": "person"}),
    ]  # fmt: skip
    brief = made.make(made.REPORTS_ONLY, {"april": report}, entries=entries)
    page = Page(brief.page)
    assert not {tag for tag, _ in page.tags} & set(FORBIDDEN)
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    assert all(link.startswith("#") for link in page.attributes("href"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", brief.page)


def test_an_entry_whose_words_have_moved_still_leads_to_its_report() -> None:
    moved = Document("april", "Before. " + told.APRIL.text)
    brief = told.brief()
    entries: list[Entry] = brief.content.statements
    page = write_page(brief.content, brief.scenario, {"april": moved, "may": told.MAY})
    assert entries
    ids = Page(page).attributes("id")
    assert all(link[1:] in ids for link in Page(page).attributes("href"))


def test_too_many_claims_are_not_compared_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("middleground.brief.evidence.MOST_COMPARED", 5)
    brief = made.make(told.SCENARIO, {"april": told.APRIL, "may": told.MAY}, entries=told.entries())
    assert not brief.content.evidence.compared
    assert "too many claims to be compared" in Page(brief.page).text
