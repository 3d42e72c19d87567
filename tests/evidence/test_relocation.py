"""Decisions in a report that has changed: found again or reported as lost, never on other words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from middleground.evidence.entries import Entry, Passage, entry_id
from middleground.evidence.relocation import relocate
from middleground.reports.document import Document

BEFORE = (
    "Three docks are shut, the union says. The port's board will pay 400 crowns a month in "
    "return. He said talks go on. The mayor said that talks had never been closer."
)
BOARD = "The port's board will pay 400 crowns a month in return"


def claim(words: str, text: str = BEFORE, nth: int = 0, **more: Any) -> Entry:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    content = (Passage(start=at, end=at + len(words), text=words),)
    fields = {
        "id": entry_id("april", "attribution", content), "report": "april", "kind": "attribution",
        "sentence": Document("april", text).sentence_at(at), "content": content,
        "status": "accepted",
    }  # fmt: skip
    return Entry.model_validate(fields | more)


def moved(text: str, *entries: Entry) -> list[Entry]:
    found = relocate(entries, Document("april", text))
    for entry in found:
        if entry.standing != "lost":
            for passage in (*entry.content, *entry.cue, *entry.source):
                assert text[passage.start : passage.end] == passage.text
    return found


def test_what_stands_where_it_stood_is_left_alone() -> None:
    entries = [claim(BOARD), claim("said")]
    assert moved(BEFORE + " More.", *entries) == entries


def test_words_that_moved_are_found_in_their_sentence() -> None:
    text = "A new first sentence. " + BEFORE
    (board,) = moved(text, claim(BOARD))
    assert (board.standing, board.status, board.sentence) == ("whole", "accepted", 3)
    assert board.id == claim(BOARD).id


def test_of_equal_words_the_one_that_moved_along_is_taken() -> None:
    text = "He said it began. He said so twice. " + BEFORE
    (said,) = moved(text, claim("He said talks go on", cue=(claim("said").content[0],)))
    assert said.cue[0].start == said.content[0].start + 3
    one, two = moved("X. " + BEFORE, claim("said"), claim("said", nth=1))
    assert one.content[0].start < two.content[0].start


def test_other_spacing_and_case_are_the_same_words() -> None:
    text = BEFORE.replace(BOARD, BOARD.upper().replace(" ", "\n"))
    (board,) = moved(text, claim(BOARD))
    assert board.standing == "whole"
    assert board.words.startswith("THE\nPORT'S")


def test_words_that_were_reworded_are_marked() -> None:
    (board,) = moved(BEFORE.replace("a month", "each month"), claim(BOARD))
    assert board.standing == "changed"
    assert "each month" in board.words


def test_another_number_or_a_denial_is_another_claim() -> None:
    assert moved(BEFORE.replace("400", "450"), claim(BOARD))[0].standing == "lost"
    assert moved(BEFORE.replace("will pay", "will not pay"), claim(BOARD))[0].standing == "lost"
    closer = claim("talks had never been closer")
    assert moved(BEFORE.replace("had never", "had ever"), closer)[0].standing == "lost"


def test_what_was_lost_is_found_when_it_comes_back() -> None:
    (lost,) = moved("Nothing of that.", claim(BOARD))
    assert (lost.standing, lost.words) == ("lost", BOARD)
    (back,) = moved(BEFORE, lost)
    assert back == claim(BOARD)


def test_an_actor_is_kept_as_long_as_one_mention_stands() -> None:
    names = (*claim("the union").content, *claim("He").content)
    actor = claim("the union", kind="actor", content=names)
    (found,) = moved("Yesterday the union met.", actor)
    assert [p.text for p in found.content] == ["the union"]


def test_proposals_and_other_reports_are_not_touched() -> None:
    others = [claim(BOARD, status="proposed"), claim(BOARD, report="may")]
    assert relocate(others, Document("april", "Nothing of that.")) == others


@given(
    before=st.text(max_size=30),
    words=st.text(min_size=1, max_size=30).filter(str.strip),
    after=st.text(max_size=30),
    changed=st.text(max_size=80),
)
def test_an_entry_is_verbatim_or_lost(before: str, words: str, after: str, changed: str) -> None:
    moved(changed, claim(words, before + words + after, sentence=1))
