"""One actor or two: asked where it is in doubt, and answered for good."""

from typing import Any

import pytest

from middleground.errors import EvidenceError
from middleground.evidence.across import merge_actors
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry
from middleground.evidence.identity import divide, find_actors, keep_apart, list_doubts, unite
from middleground.evidence.review import Decider

ANA = Decider("ana", "2024-04-12T09:00:00Z")


def actor(identity: str, name: str, report: str = "april", **more: Any) -> Entry:
    content = ({"start": 0, "end": len(name), "text": name},)
    said = {"name": name, "type": "person", **more}
    return Entry.model_validate(
        {"id": f"actor-{identity}", "report": report, "kind": "actor", "sentence": 1,
         "content": content, "actor": said}
    )  # fmt: skip


IDA, JON = actor("1", "Ida Falk"), actor("2", "Jon Falk")
FALK = actor("3", "Falk", maybe=["Ida Falk", "Jon Falk"])
LATER = actor("4", "Falk", "may")


def test_doubts_within_and_across_reports_are_questions() -> None:
    asked = [(d.entry, d.other) for d in list_doubts([IDA, JON, FALK, LATER])]
    assert asked[:2] == [("actor-3", "Ida Falk"), ("actor-3", "Jon Falk")]
    assert list_doubts([IDA, JON]) == []


def test_a_name_that_begins_another_is_a_question_until_it_is_answered() -> None:
    short = actor("5", "Meridian", "may", type="person")  # as a first reading may take it
    full = actor("6", "Meridian Rail", type="organisation")
    office = actor("7", "Meridian's office", type="organisation")
    ledger = [short, full, office]
    assert [(d.name, d.other) for d in list_doubts(ledger)] == [("Meridian", "Meridian Rail")]
    assert "begins" in list_doubts(ledger)[0].why
    assert merge_actors(ledger).name("may", "Meridian") == "Meridian"
    one = unite(ledger, {"actor-5", "actor-6"}, "Meridian Rail", ANA)
    assert list_doubts(one) == []
    assert list_doubts(keep_apart(ledger, {"actor-5"}, {"actor-6"}, ANA)) == []


def test_a_person_or_a_state_is_not_the_beginning_of_a_body() -> None:
    israel = actor("8", "Israel", type="state")
    bank = actor("9", "Israel Discount Bank", type="organisation")
    ida, person = actor("5", "Ida", type="person"), actor("6", "Ida Falk", type="person")
    assert list_doubts([israel, bank, ida, person]) == []


def test_an_answer_ends_the_question() -> None:
    ledger = [IDA, JON, FALK]
    one = unite(ledger, {"actor-1", "actor-3"}, "Ida Falk", ANA)
    assert [d.other for d in list_doubts(one)] == ["Jon Falk"]
    assert list_doubts(keep_apart(one, {"actor-3"}, {"actor-2"}, ANA)) == []
    assert one[2].status == "corrected"
    assert one[1] == JON


def test_two_that_are_said_to_be_two_are_never_taken_for_one() -> None:
    ledger = [IDA, LATER]
    assert merge_actors(as_decided(ledger)).name("may", "Falk") == "Ida Falk"
    apart = keep_apart(ledger, {"actor-1"}, {"actor-4"}, ANA)
    assert merge_actors(as_decided(apart)).name("may", "Falk") == "Falk"


def test_merged_actors_can_be_split() -> None:
    one = unite([IDA, LATER], {"actor-1", "actor-4"}, "I. Falk", ANA)
    assert {e.actor.name for e in as_decided(one) if e.actor} == {"I. Falk"}
    two = divide(one, {"actor-4"}, ANA)
    assert {e.actor.name for e in as_decided(two) if e.actor} == {"I. Falk", "Falk"}


def test_two_of_one_name_need_another_name_first() -> None:
    with pytest.raises(EvidenceError, match="both are called 'falk'"):
        keep_apart([FALK, LATER], {"actor-3"}, {"actor-4"}, ANA)


def test_actors_go_by_name_or_by_entry() -> None:
    ledger = [IDA, JON, FALK, LATER]
    assert find_actors(ledger, "the falk") == [FALK, LATER]
    assert find_actors(ledger, "actor-2") == [JON]
    with pytest.raises(EvidenceError, match="no actor 'Mayor'"):
        find_actors(ledger, "Mayor")
