"""`attributions`: records go in and come out with who says what, as a whole or not at all."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from middleground.ports.cli import main

SAID = {"doc_id": "april", "text": "The union said talks go on.", "genre": "news"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["attributions", *map(str, arguments)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    pytest.importorskip("spacy", reason="the parser of English is an extra")
    file = tmp_path / "in.jsonl"
    file.write_text("\ufeff" + json.dumps(SAID) + "\n\n" + json.dumps({**SAID, "text": ""}) + "\n")
    return file


def test_records_come_out_with_their_attributions(source: Path, tmp_path: Path) -> None:
    done = run(source, tmp_path / "out.jsonl")
    assert done.exit_code == 0, done.output
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    (said,) = first.pop("attributions")
    assert first == SAID
    assert {key: said[key] for key in ("source", "cue", "content", "type")} == {
        "source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 26]], "type": "indirect",
    }  # fmt: skip
    assert second["attributions"] == []
    assert "1 attribution in 2 texts" in done.stderr


def test_one_object_says_what_was_written(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run(source, out, "--json")
    assert json.loads(done.stdout) == {"written": str(out), "texts": 2, "attributions": 1}


def test_a_file_that_is_there_is_kept_unless_told(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine")
    refused = run(source, out)
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert out.read_text() == "mine"
    assert run(source, out, "--force").exit_code == 0
    assert out.read_text() != "mine"


def test_every_damaged_line_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    lines = [
        json.dumps(SAID).encode(), b"no json", b'{"doc_id": 1, "text": "x"}', b"[]",
        b'{"doc_id": "a"}', b'{"doc_id": "a", "text": "\\ud800"}', b"\xff", b"[" * 100_000,
    ]  # fmt: skip
    file.write_bytes(b"\n".join(lines))
    done = run(file, tmp_path / "out.jsonl")
    assert done.exit_code == 1
    for number in range(2, 9):
        assert f"in.jsonl:{number}\n" in done.stderr
    assert "in.jsonl:1\n" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert done.exit_code == 1
    assert "check the path" in done.stderr
