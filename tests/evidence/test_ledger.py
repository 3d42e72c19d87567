"""The ledger: what a second reading may change, and what it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.errors import EvidenceError
from middleground.evidence.entries import Entry, Figure, Link, Passage, Status, entry_id
from middleground.evidence.ledger import dump_entries, load_entries, merge

TEXT = "The union's chair said three docks are shut."


def claim(
    report: str = "april", start: int = 23, status: Status = "proposed", **more: object
) -> Entry:
    content = (Passage(start=start, end=43, text=TEXT[start:43]),)
    identity = entry_id(report, "attribution", content)
    fields = {"id": identity, "report": report, "kind": "attribution", "sentence": 1,
              "content": content, "status": status, **more}  # fmt: skip
    return Entry.model_validate(fields)


def test_a_decision_survives_a_second_reading() -> None:
    decided = claim(status="rejected", by="ana", when="2024-04-12T09:00:00Z", note="hearsay")
    assert merge([decided], [claim(rule="better")]) == [decided]


def test_a_proposal_follows_the_new_reading() -> None:
    assert merge([claim(rule="old")], [claim(rule="new")]) == [claim(rule="new")]


def test_a_proposal_that_vanished_is_dropped_and_a_decision_is_kept() -> None:
    accepted = claim(status="accepted", by="ana")
    assert merge([accepted, claim(start=29)], []) == [accepted]


def test_reports_that_were_not_read_again_keep_their_proposals() -> None:
    may = claim(report="may")
    assert merge([claim(start=29), may], [claim()], reread={"april"}) == [claim(), may]


def test_ids_rest_on_the_place_and_not_on_the_rule() -> None:
    assert claim(rule="a").id == claim(rule="b").id
    assert claim().id != claim(start=29).id
    assert claim().id != claim(report="may").id


@given(
    status=st.sampled_from(["proposed", "accepted", "corrected", "rejected", "added"]),
    words=st.text(min_size=1, max_size=20),
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)
def test_entries_survive_writing_and_reading(
    status: Status, words: str, value: float | None
) -> None:
    content = (Passage(start=5, end=5 + len(words), text=words),)
    entry = Entry(
        id=entry_id("april", "figure", content), report="april", kind="figure", sentence=1,
        content=content, status=status, figure=Figure(value=value, counted=words),
        chain=(Link(words=words, naming="unnamed"),),
    )  # fmt: skip
    written = dump_entries([entry, claim()])
    assert load_entries(written) == [entry, claim()]
    assert dump_entries(load_entries(written)) == written


def test_a_passage_must_hold_its_own_words() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Passage(start=3, end=9, text="dock")


def test_every_bad_line_is_named() -> None:
    text = dump_entries([claim()]) + "{}\nnot json\n"
    with pytest.raises(EvidenceError) as caught:
        load_entries(text, "talks/ledger.jsonl")
    assert [p.where for p in caught.value.problems] == [
        "talks/ledger.jsonl:2",
        "talks/ledger.jsonl:3",
    ]
    assert all(p.mend for p in caught.value.problems)


def test_a_better_reading_of_the_same_claim_meets_the_decision() -> None:
    rejected = claim(start=29, status="rejected", by="ana")
    assert merge([rejected], [claim(start=23)]) == [rejected]
    figure = claim(kind="figure", id="figure-1", nested_in=claim(start=23).id)
    assert merge([rejected], [claim(start=23), figure]) == [
        figure.model_copy(update={"nested_in": rejected.id}),
        rejected,
    ]


def test_a_claim_of_other_words_or_of_another_number_is_a_new_one() -> None:
    rejected = claim(start=38, status="rejected")
    assert merge([rejected], [claim(start=4)]) == [claim(start=4), rejected]
    three = claim(start=29, kind="figure", status="accepted", figure=Figure(value=3))
    four = claim(start=28, kind="figure", id="figure-4", figure=Figure(value=4))
    assert merge([three], [four]) == [four, three]


def test_two_proposals_of_like_words_are_not_one_for_a_decision_on_one_of_them() -> None:
    accepted, other = claim(start=23, status="accepted"), claim(start=25)
    assert merge([accepted, other], [claim(start=23), other]) == [accepted, other]
