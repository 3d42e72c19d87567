"""Stored answers: the same question is answered from them, any other is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from middleground.ports.store import program
from middleground.ports.store.results import Results, fingerprint

ANSWER: dict[str, Any] = {"zone": True, "deals": [{"wage": 3.1, "name": "שלום"}], "a": None}
SETTINGS = {"draws": 1024, "seed": 7}
INPUTS = {"scenario": "ab12"}


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "results")


def test_an_answer_comes_back_with_its_members_in_order(results: Results) -> None:
    print_ = results.keep("zone", SETTINGS, INPUTS, ANSWER)
    found = results.load("zone", SETTINGS, INPUTS)
    assert json.dumps(found) == json.dumps(ANSWER)
    assert print_ == fingerprint("zone", dict(reversed(SETTINGS.items())), INPUTS)


def test_the_stored_file_is_the_same_to_the_byte(results: Results) -> None:
    assert results.folder is not None
    file = results.folder / results.keep("zone", SETTINGS, INPUTS, ANSWER) / "result.json"
    before = file.read_bytes()
    file.unlink()
    results.keep("zone", SETTINGS, INPUTS, ANSWER)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("question", "settings", "inputs"),
    [
        ("middle-ground", SETTINGS, INPUTS),
        ("zone", {**SETTINGS, "seed": 0}, INPUTS),
        ("zone", SETTINGS, {"scenario": "ab13"}),
        ("zone", SETTINGS, {**INPUTS, "april": "00"}),
    ],
)
def test_another_question_is_not_answered_from_it(
    results: Results, question: str, settings: dict[str, Any], inputs: dict[str, str]
) -> None:
    results.keep("zone", SETTINGS, INPUTS, ANSWER)
    assert results.load(question, settings, inputs) is None


def test_another_program_does_not_answer_from_it(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    results.keep("zone", SETTINGS, INPUTS, ANSWER)
    changed = {**program.answering_program(), "code": "0" * 32}
    monkeypatch.setattr("middleground.ports.store.results.answering_program", lambda: changed)
    assert results.load("zone", SETTINGS, INPUTS) is None


def test_a_damaged_answer_is_computed_again(results: Results) -> None:
    assert results.folder is not None
    file = results.folder / results.keep("zone", SETTINGS, INPUTS, ANSWER) / "result.json"
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        assert results.load("zone", SETTINGS, INPUTS) is None
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert results.load("zone", SETTINGS, INPUTS) is None
    results.keep("zone", SETTINGS, INPUTS, ANSWER)
    assert file.read_bytes() == whole


def test_nothing_is_stored_where_there_is_no_folder() -> None:
    results = Results(None)
    assert results.keep("zone", SETTINGS, INPUTS, ANSWER) == fingerprint("zone", SETTINGS, INPUTS)
    assert results.load("zone", SETTINGS, INPUTS) is None


def test_a_number_that_is_not_finite_is_a_mistake_of_ours(results: Results) -> None:
    with pytest.raises(ValueError, match="JSON"):
        results.keep("zone", SETTINGS, INPUTS, {"share": float("nan")})
