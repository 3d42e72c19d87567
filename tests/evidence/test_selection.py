"""Which entries are meant: by short name, or by what they say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.errors import EvidenceError
from middleground.evidence.entries import Entry
from middleground.evidence.selection import Selection, find_entry, select, short_names


def entry(identity: str, words: str = "shut", **more: Any) -> Entry:
    content = ({"start": 0, "end": len(words), "text": words},)
    fields = {"id": identity, "report": "april", "kind": identity.partition("-")[0],
              "sentence": 1, "content": content}  # fmt: skip
    return Entry.model_validate(fields | more)


CHAIR = entry("actor-aaaa1", "chair", actor={"name": "Ida Falk", "type": "person",
                                             "aliases": ["the chair"]})  # fmt: skip
DENIED = entry("figure-bbbb2", "three docks", rule="number",
               figure={"value": 3, "negated": True, "asserter": "the chair"})  # fmt: skip
DEMAND = entry("position-cccc3", "the night shift must end", status="accepted", report="may",
               modality="expected", rule="position-demand",
               position={"kind": "demand", "parties": ["Ida Falk"]})  # fmt: skip
LEDGER = [CHAIR, DENIED, DEMAND]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(), LEDGER),
        (Selection(kinds=("figure", "position")), [DENIED, DEMAND]),
        (Selection(statuses=("accepted",), kinds=("figure",)), []),
        (Selection(reports=("may",)), [DEMAND]),
        (Selection(parties=("IDA  falk",)), LEDGER),
        (Selection(parties=("chair",)), LEDGER),
        (Selection(parties=("mayor",)), []),
        (Selection(rules=("position",)), [DEMAND]),
        (Selection(text="NIGHT  shift"), [DEMAND]),
        (Selection(certainties=("denied",)), [DENIED]),
        (Selection(certainties=("denied", "expected")), [DENIED, DEMAND]),
        (Selection(standings=("lost",)), []),
    ],
)
def test_known_cases(selection: Selection, found: list[Entry]) -> None:
    assert select(LEDGER, selection) == found


def test_a_short_name_finds_its_entry_and_an_ambiguous_one_asks() -> None:
    twins = [entry("figure-12345a"), entry("term-12345b"), entry("figure-9999")]
    assert short_names(twins)["figure-9999"] == "9999"
    assert find_entry(twins, "12345A") == twins[0]
    assert find_entry(twins, "term-12345b") == twins[1]
    with pytest.raises(EvidenceError, match="12345a, 12345b"):
        find_entry(twins, "1234")
    with pytest.raises(EvidenceError, match="no entry 'xyz'"):
        find_entry(twins, "xyz")
    with pytest.raises(EvidenceError, match="no entry ''"):
        find_entry(twins, "")


@given(st.sets(st.text("0123456789abcdef", min_size=6, max_size=6), min_size=1, max_size=60))
def test_every_short_name_finds_its_own_entry(numbers: set[str]) -> None:
    entries = [entry(f"figure-{number}") for number in numbers]
    for identity, name in short_names(entries).items():
        assert find_entry(entries, name).id == identity
