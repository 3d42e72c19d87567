"""What parties want, offer and refuse; what documents provide; who decides: in invented reports."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

TEXTS = Path(__file__).with_name("texts")
APRIL = (TEXTS / "larsund-april.txt").read_text("utf-8")
MAY = (TEXTS / "larsund-may.txt").read_text("utf-8")
ONDRA = (TEXTS / "ondra-wire.txt").read_text("utf-8")


def found(text: str, kind: str, words: str) -> Entry:
    entries = [e for e in read_claims(Document("april", text)) if e.kind == kind]
    matching = [e for e in entries if words in e.words]
    assert matching, f"no {kind} says {words!r}: {[e.words for e in entries]}"
    return min(matching, key=lambda e: len(e.words))


@pytest.mark.parametrize(
    ("text", "words", "kind", "party"),
    [
        (APRIL, "an end to night shifts", "demand", "Larsund Dockers' Union"),
        (APRIL, "a pay rise of 8 percent", "demand", "Larsund Dockers' Union"),
        (APRIL, "postpone its strike", "red_line", "Larsund Dockers' Union"),
        (APRIL, "to make concessions", "demand", "Ingrid Dahl"),
        (APRIL, "no room for concessions", "red_line", "Jonas Falk"),
        (APRIL, "will continue until", "red_line", "Keller"),
        (APRIL, "A date has been set", "commitment", "Jonas Falk"),
        (MAY, "We will not accept", "red_line", "Maria Keller"),
        (MAY, "the strike must end", "demand", "Jonas Falk"),
        (MAY, "willing to pay", "offer", "Jonas Falk"),
        (MAY, "supports the strike", "support", "Eva Strand"),
        (MAY, "opposed to any concession", "rejection", "Olav Berg"),
        (MAY, "quit the coalition", "threat", "Olav Berg"),
        (MAY, "blocking 12 ships", "denial", "Larsund Dockers' Union"),
        (MAY, "falls short", "rejection", "Maria Keller"),
        (MAY, "the mayor to step in", "demand", ""),
        (ONDRA, "would never give up the dam", "red_line", "tomas brel"),
        (ONDRA, "300 cubic metres", "demand", "velland"),
        (ONDRA, "oppose any agreement", "rejection", "farmers"),
        ("The union said now is the right time for a truce.", "a truce", "support", "union"),
        ("The mayor is ready to talk to the union.", "ready to talk", "readiness", "mayor"),
        ("Mayor Lee decided to soften her stance.", "soften", "stance_change", "Lee"),
        ("She said the board is trying to delay the vote.", "delay", "alleged_intent", "board"),
        ("There is a revolt in the council against the plan.", "the plan", "rejection", "council"),
        ("The court ordered the port to reopen.", "reopen", "order", "court"),
    ],
)  # fmt: skip
def test_positions_have_a_kind_and_a_party(text: str, words: str, kind: str, party: str) -> None:
    position = found(text, "position", words).position
    assert position
    assert position.kind == kind
    assert "".join(position.parties).endswith(party)


@pytest.mark.parametrize(
    ("text", "words", "topics"),
    [
        ("The mayor demanded a halt to the shelling.", "halt", {"fighting-"}),
        ("The mayor rejects a truce.", "truce", {"fighting+"}),
        ("The mayor is against an offensive.", "offensive", {"fighting-"}),
        ("The union refused to postpone the strike.", "strike", {"strike+"}),
        ("The union refused to call off the strike.", "strike", {"strike+"}),
        ("The mayor demanded a rescue operation.", "operation", {"rescue+", "operation+"}),
    ],
)
def test_a_position_is_for_or_against(text: str, words: str, topics: set[str]) -> None:
    position = found(text, "position", words).position
    assert position
    assert topics & set(position.topics)
    assert not {t[:-1] + "+-"[t.endswith("+")] for t in topics} & set(position.topics)


def test_it_may_stand_for_a_family_that_speaks() -> None:
    text = (
        "Orlan declined to comment. The Marsh family, which holds 31 percent of the shares, has"
        " said it will not sell below $45 a share. Orlan has offered $40."
    )
    position = found(text, "position", "it will not sell").position
    assert position
    assert position.parties == ("Marsh family",)


def test_a_threat_demands_that_its_condition_fail() -> None:
    position = found(MAY, "position", "quit the coalition").position
    assert position
    assert position.condition == "if the government pays the dockers"
    assert position.topics == ("pay-",)


@pytest.mark.parametrize(
    "text",
    [
        "The report describes the harbour in detail.",
        "The union is not sure whether the mayor is ready to talk.",
        "Keller met reporters and went home.",
        "The dam was built in 1987 for farmers.",
    ],
)
def test_no_position_where_none_is_taken(text: str) -> None:
    assert not [e.words for e in read_claims(Document("april", text)) if e.kind == "position"]


def test_a_term_says_who_gives_what_for_what() -> None:
    term = found(MAY, "term", "end the strike").term
    assert term
    assert term.givers == ("Larsund Dockers' Union",)
    assert term.in_return_for == "a guarantee that no one is dismissed"
    assert term.proposal == "a plan drafted by the mediators"


def test_a_term_knows_its_figures_and_its_place() -> None:
    text = (
        "Under the new plan, a first phase of six weeks would see the board release 40 boats. "
        "The union would then pay at least 700 crowns."
    )
    entries = {e.id: e for e in read_claims(Document("april", text))}
    terms = {e.words: e.term for e in entries.values() if e.term}
    release = terms["the board release 40 boats"]
    assert (release.givers, release.action, release.when) == (
        ("board",),
        "release",
        "a first phase",
    )
    paid = terms["The union would then pay at least 700 crowns"]
    assert (paid.givers, paid.when) == (("union",), "then")
    assert [f.value for i in paid.figures if (f := entries[i].figure)] == [700]


@pytest.mark.parametrize(
    ("text", "words", "kind", "who"),
    [
        (MAY, "Efforts by Norway and Denmark", "mediates", ("Norway", "Denmark")),
        (MAY, "have been stalled by", "hampers", ()),
        (MAY, "quit the coalition", "threatens_to_leave", ("Olav Berg",)),
        (MAY, "divisions", "disagrees", ("Larsund Dockers' Union",)),
        (MAY, "final decision", "decides", ("Larsund Dockers' Union's strike council",)),
        (MAY, "ready for a compromise", "readiness", ("Jonas Falk",)),
        (ONDRA, "brokered the first treaty", "mediates", ("world bank",)),
        ("There is more pressure on the union to talk.", "pressure", "presses", ()),
        ("Keller's room to move is limited by her members.", "room", "limited_by", ("Keller",)),
        ("It raised the prospect that the dam may fail.", "the dam", "uncertain", ()),
    ],
)  # fmt: skip
def test_ties_at_the_table(text: str, words: str, kind: str, who: tuple[str, ...]) -> None:
    tie = found(text, "relation", words).structure
    assert tie
    assert (tie.kind, tie.who) == (kind, who)


def test_messages_travel_and_take_their_time() -> None:
    tie = found(MAY, "relation", "Messages between").structure
    assert tie
    assert (tie.kind, tie.takes) == ("channel", "a week")


@pytest.mark.parametrize(
    ("text", "words", "when", "status"),
    [
        ("The Larsund council met the union on Monday.", "met", "Monday", "happened"),
        ("A date has been set for a military operation.", "operation", "", "announced"),
        ("The port was attacked on 7 October.", "attacked", "7 October", "happened"),
        ("The union has not answered the board.", "answered", "", ""),
    ],
)
def test_events_keep_their_dates_as_written(text: str, words: str, when: str, status: str) -> None:
    events = [e for e in read_claims(Document("april", text)) if e.event and words in e.words]
    if not status:  # what is said is left to the attributions
        assert not events
        return
    event = events[0].event
    assert event
    assert (event.when, event.status) == (when, status)


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(0, len(MAY)), lowered=st.booleans())
def test_every_passage_is_the_reports_own_slice(cut: int, lowered: bool) -> None:
    text = MAY[cut : cut + 500]
    text = text.lower() if lowered else text
    for entry in read_claims(Document("any", text)):
        for passage in (*entry.content, *entry.cue, *entry.source):
            assert text[passage.start : passage.end] == passage.text


def test_ids_are_stable_and_single() -> None:
    entries = read_claims(Document("april", MAY))
    assert entries == read_claims(Document("april", MAY))
    assert len({e.id for e in entries}) == len(entries)
