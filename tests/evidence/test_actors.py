"""Who is who: in one report and across reports, with capitals and as wire text."""

from pathlib import Path

import pytest

from middleground.evidence.across import merge_actors
from middleground.evidence.actors import nouns
from middleground.evidence.cast import Cast
from middleground.evidence.entries import Entry
from middleground.evidence.parser import parse
from middleground.evidence.particulars import Actor
from middleground.evidence.reader import read_claims
from middleground.evidence.states import demonyms, states
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

TEXTS = Path(__file__).with_name("texts")
APRIL = (TEXTS / "larsund-april.txt").read_text("utf-8")
MAY = (TEXTS / "larsund-may.txt").read_text("utf-8")
ONDRA = (TEXTS / "ondra-wire.txt").read_text("utf-8")


def cast_of(text: str) -> Cast:
    cast = Cast(Document("april", text))
    for sentence in parse(Document("april", text)):
        cast.notice(sentence)
    return cast


def actors(text: str, report: str = "april") -> list[Entry]:
    return [e for e in read_claims(Document(report, text)) if e.kind == "actor"]


def known_as(text: str, alias: str) -> Actor:
    named = [e.actor for e in actors(text) if e.actor and alias in e.actor.aliases]
    assert named, f"nobody is called {alias!r}: {[e.actor for e in actors(text)]}"
    return named[0]


@pytest.mark.parametrize(
    ("text", "alias", "name", "type_"),
    [
        (MAY, "Keller", "Maria Keller", "person"),
        (MAY, "chair of the Larsund Dockers' Union", "Maria Keller", "person"),
        (MAY, "Berg", "Olav Berg", "person"),
        (MAY, "authority", "Port Authority of Larsund", "organisation"),
        (MAY, "union", "Larsund Dockers' Union", "organisation"),
        (MAY, "Coast Daily", "Coast Daily", "media"),
        (ONDRA, "mr brel", "tomas brel", "person"),
        (ONDRA, "ms orlo", "lena orlo", "person"),
        (ONDRA, "karsia", "karsia", "state"),
    ],
)
def test_aliases_are_one_actor(text: str, alias: str, name: str, type_: str) -> None:
    actor = known_as(text, alias)
    assert (actor.name, actor.type) == (name, type_)


@pytest.mark.parametrize("lowered", [False, True])
def test_an_office_after_its_holders_name(lowered: bool) -> None:
    text = "Prime Minister Ann Lee said no. On Monday the prime minister left for Oslo."
    alias = "prime minister"
    assert "Lee" in known_as(text, alias).name
    if lowered:
        assert known_as(text.lower(), alias).name == "ann lee"


def test_an_agency_and_its_chief_stay_apart() -> None:
    text = "Navtor's chief Jan Berg met reporters. Navtor denied the report."
    assert known_as(text, "Navtor").type == "organisation"
    chief = known_as(text, "chief Jan Berg")
    assert (chief.name, chief.side) == ("Jan Berg", "Navtor")


def test_a_deputy_is_not_the_chair() -> None:
    text = "The union's deputy chair resigned. The union's chair, Ana Lund, stayed."
    assert known_as(text, "Ana Lund").name != known_as(text, "deputy chair").name


def test_a_seat_stands_for_its_government_and_not_for_a_place() -> None:
    text = "Ottawa rejected the plan. Canada wants more time. Talks went on in Vienna."
    assert known_as(text, "Ottawa").name == "Canada"
    assert not [e for e in actors(text) if e.actor and e.actor.name == "Austria"]


def test_an_acronym_is_short_for_its_body() -> None:
    text = "The Larsund Transport Board met. The LTB said no."
    assert known_as(text, "LTB").name == "Larsund Transport Board"


def test_two_of_one_surname_are_a_question() -> None:
    text = "Minister Ann Lee met Minister Bob Lee. Lee said the talks failed."
    (question,) = cast_of(text).questions()
    assert question.words == "Lee"
    assert set(question.candidates) == {"Ann Lee", "Bob Lee"}
    assert text[question.passage.start : question.passage.end] == "Lee"
    assert set(known_as(text, "Lee").maybe) == {"Ann Lee", "Bob Lee"}


def test_pronouns_stand_for_who_fits() -> None:
    text = "The council met Mayor Ann Lee. It said that she wants a truce."
    (wants,) = [e.position for e in read_claims(Document("april", text)) if e.position]
    assert wants.parties == ("Ann Lee",)


def test_every_mention_is_the_reports_own_slice() -> None:
    for text in (APRIL, MAY, ONDRA):
        for entry in actors(text):
            assert all(text[p.start : p.end] == p.text for p in entry.content)


def test_actors_across_reports_bear_one_name_and_tell_each_others_side() -> None:
    one = actors("Director Jonas Falk of Norway spoke.", "april")
    two = actors("Falk wants a truce.", "may")
    roster = merge_actors([*one, *two])
    assert roster.name("may", "Falk") == "Jonas Falk"
    assert roster.side("may", "Falk") == "Norway"
    assert roster.doubts == ()


def test_a_name_that_fits_two_stays_apart_across_reports() -> None:
    one = actors("Director Jonas Falk met Minister Eva Falk.", "april")
    roster = merge_actors([*one, *actors("Falk wants a truce.", "may")])
    assert roster.name("may", "Falk") == "Falk"
    assert len(roster.doubts) == 1


def test_the_list_of_states_is_whole_and_says_each_word_once() -> None:
    assert len(set(states().values())) > 185
    assert not set(demonyms()) & nouns().person
