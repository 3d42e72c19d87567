"""Decisions about entries: who, when, and never words that the report does not hold."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.errors import EvidenceError
from middleground.evidence.entries import Entry, Link, Passage
from middleground.evidence.review import Correction, Decider, accept, add, correct, reject
from middleground.evidence.settings import settable
from middleground.reports.document import Document

TEXT = (
    "The union's chair said at least three docks are shut. They want the night shift to end, "
    "Falk told The Coast Daily. Three docks, the port's board said, are shut."
)
APRIL = Document("april", TEXT)
ANA = Decider("ana", "2024-04-12T09:00:00Z", "read twice")


def entry(words: str = "three docks", kind: str = "figure", **more: Any) -> Entry:
    at = TEXT.index(words)
    content = (Passage(start=at, end=at + len(words), text=words),)
    fields = {"id": f"{kind}-1", "report": "april", "kind": kind, "sentence": 1,
              "content": content, "rule": "number"}  # fmt: skip
    return Entry.model_validate(fields | more)


DOCKS = entry(figure={"value": 3, "asserter": "chair", "asserted_by": "attribution-1"})
WANT = entry("want the night shift to end", "position", stance="demand",
             position={"kind": "demand", "parties": ["union"]})  # fmt: skip


def holds_its_words(found: Entry) -> None:
    named = [link.passage for link in found.chain if link.passage]
    for passage in (*found.content, *found.source, *named):
        assert TEXT[passage.start : passage.end] == passage.text


def test_a_decision_names_who_and_when() -> None:
    docks, want = accept([DOCKS, WANT], {DOCKS.id}, ANA)
    assert (docks.status, docks.by, docks.when, docks.note) == (
        "accepted", "ana", "2024-04-12T09:00:00Z", "read twice",
    )  # fmt: skip
    assert want == WANT


def test_accepting_twice_changes_nothing_and_keeps_what_was_corrected() -> None:
    silent = Decider("bob", "2024-05-01T00:00:00Z")
    (once,) = accept([DOCKS], {DOCKS.id}, ANA)
    assert accept([once], {DOCKS.id}, silent) == [once]
    corrected = correct(DOCKS, APRIL, Correction(settings={"value": "4"}), ANA)
    assert accept([corrected], {DOCKS.id}, silent) == [corrected]


def test_a_rejected_entry_stays_and_can_be_accepted_after_all() -> None:
    (rejected,) = reject([DOCKS], {DOCKS.id}, ANA)
    assert rejected.status == "rejected"
    assert accept([rejected], {DOCKS.id}, ANA)[0].status == "accepted"


def test_what_is_lost_is_not_accepted() -> None:
    lost = DOCKS.model_copy(update={"standing": "lost"})
    with pytest.raises(EvidenceError, match="no longer"):
        accept([lost], {DOCKS.id}, ANA)
    with pytest.raises(EvidenceError, match="no longer"):
        correct(lost, APRIL, Correction(settings={"value": "4"}), ANA)
    again = correct(lost, APRIL, Correction(words=["three docks"]), ANA)
    assert (again.standing, again.status) == ("whole", "corrected")


def test_corrected_words_are_the_reports_own_and_the_nearest() -> None:
    found = correct(DOCKS, APRIL, Correction(words=["AT LEAST  three\ndocks"]), ANA)
    assert found.words == "at least three docks"
    assert (found.id, found.status) == (DOCKS.id, "corrected")
    later = correct(entry("are shut"), APRIL, Correction(words=["are shut"], sentence=3), ANA)
    assert later.sentence == 3
    holds_its_words(later)


def test_words_that_the_report_does_not_hold_are_refused_with_the_nearest() -> None:
    with pytest.raises(EvidenceError) as caught:
        correct(DOCKS, APRIL, Correction(words=["at least four docks"]), ANA)
    assert "at least three docks" in str(caught.value)
    with pytest.raises(EvidenceError, match="sentence 2"):
        correct(DOCKS, APRIL, Correction(words=["three docks"], sentence=2), ANA)
    with pytest.raises(EvidenceError, match="1 to 3"):
        correct(DOCKS, APRIL, Correction(words=["three docks"], sentence=9), ANA)


def test_a_new_source_takes_the_figure_with_it() -> None:
    found = correct(DOCKS, APRIL, Correction(source=["The Coast Daily", "Falk"]), ANA)
    assert [(link.words, link.naming) for link in found.chain] == [
        ("The Coast Daily", "named"), ("Falk", "named"),
    ]  # fmt: skip
    assert found.figure
    assert (found.figure.asserter, found.figure.asserted_by) == ("Falk", "")
    assert [p.text for p in found.source] == ["Falk"]
    holds_its_words(found)
    nobody = correct(found, APRIL, Correction(source=[]), ANA)
    assert (nobody.chain, nobody.source) == ((), ())


def test_whom_they_stand_for_can_be_said() -> None:
    they = entry("want the night shift to end", "attribution",
                 chain=(Link(words="They", naming="group"),))  # fmt: skip
    assert correct(they, APRIL, Correction(stands_for="Dockers' Union"), ANA).speaker == (
        "Dockers' Union"
    )
    with pytest.raises(EvidenceError, match="nobody is named"):
        correct(DOCKS, APRIL, Correction(stands_for="Dockers' Union"), ANA)


def test_a_figure_keeps_its_bounds_in_step() -> None:
    found = correct(DOCKS, APRIL, Correction(settings={"qualifier": "at least"}), ANA)
    assert found.figure
    assert (found.figure.low, found.figure.high) == (3, None)
    denied = correct(DOCKS, APRIL, Correction(settings={"negated": "yes"}), ANA)
    assert denied.polarity == "negative"


def test_positions_and_their_stance_change_together() -> None:
    found = correct(WANT, APRIL, Correction(settings={"kind": "red_line", "parties": "A; B"}), ANA)
    assert found.position
    assert (found.position.kind, found.position.parties) == ("red_line", ("A", "B"))
    assert found.stance == "red_line"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"kind": "wish"}, "red_line"),
        ({"valeu": "3"}, "kind, parties"),
        ({"polarity": "maybe"}, "positive, negative"),
    ],
)
def test_a_field_that_cannot_be_so_is_named_with_what_can(
    settings: dict[str, str], said: str
) -> None:
    with pytest.raises(EvidenceError, match=said):
        correct(WANT, APRIL, Correction(settings=settings), ANA)


def test_an_entry_by_hand_says_where_it_stands() -> None:
    new = Correction(words=["night shift to end"], source=["Falk"],
                     settings={"kind": "demand", "parties": "union"})  # fmt: skip
    added = add([DOCKS, WANT], APRIL, "position", new, ANA)
    assert (added.status, added.sentence, added.speaker) == ("added", 2, "Falk")
    holds_its_words(added)
    with pytest.raises(EvidenceError, match="already"):
        add([added], APRIL, "position", new, ANA)


def test_an_entry_by_hand_needs_to_be_told_apart_and_told_in_full() -> None:
    with pytest.raises(EvidenceError, match=r"sentence meant: 1, 3"):
        add([], APRIL, "attribution", Correction(words=["shut"]), ANA)
    with pytest.raises(EvidenceError, match="needs 'kind'"):
        add([], APRIL, "position", Correction(words=["night shift"]), ANA)
    actor = add([], APRIL, "actor", Correction(words=["Falk"], settings={"type": "person"}), ANA)
    assert actor.actor
    assert actor.actor.name == "Falk"


def test_every_kind_says_what_can_be_set() -> None:
    assert settable("figure")["negated"] == "yes or no"
    assert "happened" in settable("event")["status"]
    assert "asserted_by" not in settable("figure")
    assert list(settable("attribution")) == ["polarity", "modality", "stance", "type"]


PIECES = [TEXT[start : start + length] for start in range(0, 60, 7) for length in range(1, 40, 9)]


@given(words=st.text(max_size=40) | st.sampled_from(PIECES))
def test_a_corrected_entry_is_verbatim_or_refused(words: str) -> None:
    try:
        holds_its_words(correct(DOCKS, APRIL, Correction(words=[words]), ANA))
    except EvidenceError as error:
        code = error.problems[0].code
        if code != "not-in-report" or (words.strip() and words in TEXT):
            raise
