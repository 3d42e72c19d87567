"""The ledger as people have decided it: what a decision changes in all that is made of it."""

from typing import Any

from middleground.evidence.across import merge_actors
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry, Figure, Passage

TEXT = "The union's chair said three docks are shut. Falk wants the night shift to end."


def entry(identity: str, start: int, end: int, report: str = "april", **more: Any) -> Entry:
    content = (Passage(start=start, end=end, text=TEXT[start:end]),)
    kind = identity.partition("-")[0]
    return Entry.model_validate(
        {"id": identity, "report": report, "kind": kind, "sentence": 1, "content": content, **more}
    )


SAID = entry("attribution-1", 23, 43, chain=({"words": "The union's chair", "naming": "role"},))
DOCKS = entry("figure-1", 23, 34, nested_in="attribution-1", chain=SAID.chain,
              figure={"value": 3, "asserter": "The union's chair",
                      "asserted_by": "attribution-1"})  # fmt: skip
CHAIR = entry("actor-1", 0, 17, actor={"name": "union's chair", "type": "role"})
FALK = entry(
    "actor-2", 45, 49, actor={"name": "Falk", "type": "person", "maybe": ["union's chair"]}
)
WANTS = entry("position-1", 56, 79, position={"kind": "demand", "parties": ["Falk"]})


def test_nothing_decided_changes_nothing() -> None:
    ledger = [SAID, DOCKS, CHAIR, FALK, WANTS]
    assert as_decided(ledger) == ledger


def test_what_was_rejected_is_gone_and_nothing_hangs_on_it() -> None:
    rejected = SAID.model_copy(update={"status": "rejected"})
    (docks,) = as_decided([rejected, DOCKS])
    assert docks.nested_in == ""
    assert docks.figure == Figure(value=3, asserter="The union's chair")


def test_what_the_report_no_longer_says_is_left_out() -> None:
    assert as_decided([SAID.model_copy(update={"status": "accepted", "standing": "lost"})]) == []


def test_a_figure_follows_the_corrected_speaker_of_its_statement() -> None:
    speaker = ({"words": "Falk", "naming": "named"},)
    corrected = SAID.model_validate({**SAID.model_dump(), "status": "corrected", "chain": speaker})
    _, docks = as_decided([corrected, DOCKS])
    assert docks.speaker == "Falk"
    assert docks.figure
    assert docks.figure.asserter == "Falk"
    decided = DOCKS.model_copy(update={"status": "accepted"})
    assert as_decided([corrected, decided])[1] == decided


def merged() -> list[Entry]:
    both = [
        e.model_copy(update={"status": "corrected", "actor": e.actor.model_copy(
            update={"known_as": "Ida Falk"})})
        for e in (CHAIR, FALK) if e.actor
    ]  # fmt: skip
    return as_decided([SAID, DOCKS, *both, WANTS])


def test_merged_actors_have_one_name_and_one_entry() -> None:
    ledger = merged()
    (actor,) = [e for e in ledger if e.actor]
    assert actor.actor
    assert (actor.actor.name, actor.actor.maybe) == ("Ida Falk", ())
    assert set(actor.actor.aliases) == {"union's chair", "Falk"}
    assert [p.text for p in actor.content] == ["The union's chair", "Falk"]
    assert [e.position.parties for e in ledger if e.position] == [("Ida Falk",)]


def test_merged_actors_are_one_across_reports() -> None:
    may = entry("actor-3", 45, 49, report="may",
                actor={"name": "Falk", "type": "person", "known_as": "Ida Falk"})  # fmt: skip
    ledger = as_decided([*merged(), may])
    assert merge_actors(ledger).name("may", "Ida Falk") == "Ida Falk"
    assert {e.actor.name for e in ledger if e.actor} == {"Ida Falk"}
