"""`read`: what was found is entered as proposed; what a person decided stays."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from middleground.evidence.entries import Entry, Passage, entry_id
from middleground.ports.cli import main
from middleground.ports.store.project import CACHE, Project, open_project
from middleground.ports.store.readings import FOLDER
from middleground.reports.document import Document


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def claims(document: Document, progress: Any = None) -> list[Entry]:
    """Every sentence is a claim: a reader for tests, that needs no model of a language."""
    found = []
    for number, span in enumerate(document.sentences, start=1):
        passage = Passage(start=span.start, end=span.end, text=document.slice(span))
        name = entry_id(document.id, "attribution", [passage])
        found.append(
            Entry(id=name, report=document.id, kind="attribution", sentence=number,
                  content=(passage,))
        )  # fmt: skip
    if progress:
        progress(len(document.text), len(document.text))
    return found


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Reports that were read, in order."""
    seen: list[str] = []

    def read(document: Document, progress: Any = None) -> list[Entry]:
        seen.append(document.id)
        return claims(document, progress)

    monkeypatch.setattr("middleground.evidence.reader.read_claims", read)
    return seen


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "april.txt").write_text("Three docks are shut. The union said so.\n")
    (tmp_path / "may.txt").write_text("Talks went on.\n")
    assert run("new", tmp_path / "talks", "--reports", tmp_path / "april.txt",
               tmp_path / "may.txt").exit_code == 0  # fmt: skip
    return tmp_path / "talks"


def opened(talks: Path) -> Project:
    return open_project(talks, print)


def test_claims_are_entered_and_counted(talks: Path, reader: list[str]) -> None:
    done = run("read", talks, "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [r["entries"] for r in said["reports"]] == [{"attribution": 2}, {"attribution": 1}]
    assert (said["entries"], said["decided"], said["stored"]) == (3, 0, True)
    assert [e.report for e in opened(talks).read_entries()] == ["april", "april", "may"]
    assert "Reading april, may" in done.stderr


def test_only_what_changed_is_read_again(talks: Path, reader: list[str]) -> None:
    run("read", talks)
    assert run("read", talks).exit_code == 0
    assert reader == ["april", "may"]
    (talks / "reports" / "may.txt").write_text("Talks ended. Nobody signed.\n")
    done = run("read", talks, "--json")
    assert reader == ["april", "may", "may"]
    assert json.loads(done.stdout)["reports"][1]["entries"] == {"attribution": 2}
    run("read", talks, "--again")
    assert reader[3:] == ["april", "may"]


def test_a_decision_survives_reading_again(talks: Path, reader: list[str]) -> None:
    run("read", talks)

    def reject_first(entries: list[Entry]) -> list[Entry]:
        first = entries[0].model_copy(update={"status": "rejected", "by": "ann", "note": "irony"})
        return [first, *entries[1:]]

    opened(talks).edit_entries(reject_first, "rejected one")
    assert json.loads(run("read", talks, "--again", "--json").stdout)["decided"] == 1
    assert opened(talks).read_entries()[0].note == "irony"


def test_reading_can_be_undone_from_the_journal(talks: Path, reader: list[str]) -> None:
    run("read", talks)
    before = (talks / "ledger.jsonl").read_bytes()
    (talks / "reports" / "may.txt").write_text("Talks ended. Nobody signed.\n")
    run("read", talks)
    last = opened(talks).journal.acts[-1]
    assert last.undo((talks / "ledger.jsonl").read_bytes()) == before


def test_two_readings_give_the_same_ledger_to_the_byte(talks: Path, reader: list[str]) -> None:
    run("read", talks)
    before = (talks / "ledger.jsonl").read_bytes()
    (talks / "ledger.jsonl").unlink()
    (talks / "journal.jsonl").unlink()
    run("read", talks)
    assert (talks / "ledger.jsonl").read_bytes() == before


def test_a_single_file_is_read_and_nothing_is_stored(talks: Path, reader: list[str]) -> None:
    before = sorted(talks.rglob("*"))
    said = json.loads(run("read", talks / "scenario.yaml", "--json").stdout)
    assert (said["entries"], said["stored"]) == (3, False)
    assert sorted(talks.rglob("*")) == before


def test_a_report_that_has_gone_is_named(talks: Path, reader: list[str]) -> None:
    (talks / "reports" / "may.txt").unlink()
    done = run("read", talks)
    assert done.exit_code == 1
    assert "may.txt" in done.stderr
    assert not (talks / "ledger.jsonl").exists()


def test_a_report_outside_the_project_is_refused(talks: Path, reader: list[str]) -> None:
    scenario = talks / "scenario.yaml"
    scenario.write_text(scenario.read_text().replace("reports/may.txt", "../may.txt"))
    done = run("read", talks)
    assert done.exit_code == 1
    assert "../may.txt" in done.stderr


def test_an_interrupted_reading_goes_on_where_it_stopped(
    talks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: list[str]
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(talks, whole)
    run("read", whole)
    reader.clear()
    place = "middleground.evidence.reader.read_claims"

    def stop_at_may(document: Document, progress: Any = None) -> list[Entry]:
        if document.id == "may":
            raise KeyboardInterrupt
        return claims(document, progress)

    with monkeypatch.context() as pressed:
        pressed.setattr(place, stop_at_may)
        done = run("read", talks)
    assert done.exit_code == 130
    assert "Nothing that was saved is lost" in done.stderr
    assert "1 of 2 reports were read; the next 'read' goes on from there" in done.stderr
    assert opened(talks).read_entries() == []

    done = run("read", talks)
    assert (done.exit_code, reader) == (0, ["may"])
    assert "1 of 2 reports were read before" in done.stderr
    assert (talks / "ledger.jsonl").read_bytes() == (whole / "ledger.jsonl").read_bytes()
    assert not (talks / CACHE / FOLDER).exists()


def test_a_note_that_was_cut_in_writing_counts_for_nothing(
    talks: Path, monkeypatch: pytest.MonkeyPatch, reader: list[str]
) -> None:
    def refuse(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pressed:
        pressed.setattr("middleground.ports.cli.up_to_date._enter", refuse)
        run("read", talks)
    notes = sorted((talks / CACHE / FOLDER).glob("*/*"))
    assert len(notes) == 2
    notes[0].write_bytes(notes[0].read_bytes()[:-40])
    reader.clear()
    assert run("read", talks).exit_code == 0
    assert len(reader) == 1
    assert {e.report for e in opened(talks).read_entries()} == {"april", "may"}


def test_a_ledger_that_could_not_be_read_again_is_refused(
    talks: Path, monkeypatch: pytest.MonkeyPatch, reader: list[str]
) -> None:
    monkeypatch.setattr("middleground.ports.store.project.LARGEST_FILE", 300)
    done = run("read", talks)
    assert done.exit_code == 1
    assert "the ledger would grow to" in done.stderr
    assert "divide the reports among several projects" in done.stderr
    assert not (talks / "ledger.jsonl").exists()
