"""`draft`: a first scenario from the ledger; later ones leave the analyst's edits alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.drafting.reports import FISHING, RIVER, SCHOOLS

from middleground.ports.cli import main
from middleground.ports.store.project import DRAFT


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def told(*arguments: object) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "schools.txt").write_text(SCHOOLS)
    made = run("new", tmp_path / "talks", "--reports", tmp_path / "schools.txt")
    assert made.exit_code == 0
    return tmp_path / "talks"


def edit(talks: Path, old: str, new: str) -> None:
    text = (talks / "scenario.yaml").read_text()
    assert text.count(old) == 1
    (talks / "scenario.yaml").write_text(text.replace(old, new))


def test_a_first_draft_passes_check_and_answers(talks: Path) -> None:
    done = run("draft", talks)
    assert done.exit_code == 0
    assert "Drafted" in done.stdout
    assert "2 parties, 1 mediator" in done.stdout
    assert run("check", talks).exit_code == 0
    assert run("zone", talks, "--nominal").exit_code == 0
    assert run("brief", talks, "--nominal").exit_code == 0
    text = (talks / "scenario.yaml").read_text()
    assert text.startswith("format: middleground/1\n")
    assert "# Next: who negotiates" not in text


def test_a_second_draft_of_the_same_ledger_changes_no_byte(talks: Path) -> None:
    run("draft", talks)
    before = {name: (talks / name).read_bytes() for name in ("scenario.yaml", DRAFT)}
    again = told("draft", talks)
    assert not again["scenario_changed"]
    assert not again["changes"]
    assert before == {name: (talks / name).read_bytes() for name in before}


def test_edits_survive_a_draft_with_another_report(talks: Path, tmp_path: Path) -> None:
    run("draft", talks)
    edit(talks, "name: Percent asked and offered", "name: Pay rise  # as both call it")
    edit(talks, "mediators:\n", "mediators:\n  # she asked to be named last\n")
    (tmp_path / "june.txt").write_text(
        "The Teachers' Union demands a complete withdrawal of the new timetable. Finland is "
        "mediating between the Teachers' Union and the Schools Board.\n"
    )
    assert run("add", talks, tmp_path / "june.txt").exit_code == 0
    found = told("draft", talks)
    assert found["way"] == "merged"
    assert any("withdrawal" in change["path"] for change in found["changes"])
    text = (talks / "scenario.yaml").read_text()
    assert "name: Pay rise  # as both call it" in text
    assert "# she asked to be named last" in text
    assert run("check", talks).exit_code == 0


def test_the_rival_of_an_edit_is_told_and_stands_in_the_draft(talks: Path) -> None:
    run("draft", talks)
    edit(talks, "name: Ilse Thorn", "name: The mediator")
    ledger = (talks / "ledger.jsonl").read_text()
    (talks / "ledger.jsonl").write_text(ledger.replace('"Ilse Thorn"', '"Ilse Thorn-Vik"'))
    found = told("draft", talks)
    text = (talks / "scenario.yaml").read_text()
    assert "name: The mediator" in text
    assert found["conflicts"]
    assert "Thorn-Vik" in (talks / DRAFT).read_text()
    done = run("draft", talks)
    assert "stays as it is" in done.stdout


def test_a_model_written_without_a_draft_is_left_alone(talks: Path) -> None:
    own = "parties:\n  us: {}\n  them: {}\nissues:\n  pay: {options: [1, 2]}\n"
    worth = "pay: {weight: 1, best: 2, worst: 1}, no_deal: 5}\n"
    before = (talks / "scenario.yaml").read_text().partition("\n# Next")[0] + (
        f"\n{own}preferences:\n  us: {{{worth}  them: {{{worth}"
    )
    (talks / "scenario.yaml").write_text(before)
    found = told("draft", talks)
    assert found["way"] == "beside"
    assert (talks / "scenario.yaml").read_text() == before
    assert (talks / DRAFT).exists()


def test_the_draft_goes_along_in_an_archive(talks: Path, tmp_path: Path) -> None:
    run("draft", talks)
    assert run("pack", talks, tmp_path / "talks.zip").exit_code == 0
    assert run("unpack", tmp_path / "talks.zip", tmp_path / "there").exit_code == 0
    assert (tmp_path / "there" / DRAFT).read_bytes() == (talks / DRAFT).read_bytes()


def test_nothing_accepted_gives_no_model_and_says_so(talks: Path) -> None:
    done = run("draft", talks, "--accepted-only")
    assert done.exit_code == 0
    assert "No model yet" in done.stdout
    assert run("check", talks).exit_code == 0


def test_a_single_file_cannot_be_drafted_into(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("format: middleground/1\ntitle: One\n")
    done = run("draft", tmp_path / "one.yaml")
    assert done.exit_code == 1
    assert "is a single file" in done.stderr


@pytest.mark.parametrize("text", [FISHING, RIVER], ids=["fishing", "river"])
def test_json_is_one_object_that_tells_what_was_not_placed(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.txt").write_text(text)
    run("new", tmp_path / "talks", "--reports", tmp_path / "report.txt")
    found = told("draft", tmp_path / "talks")
    assert found["way"] == "first"
    assert found["entries"]["accepted"] == 0
    assert found["holds"]["parties"] == 2
    assert {"id", "report", "words"} >= {key for e in found["not_placed"] for key in e}
