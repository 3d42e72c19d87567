"""`new`: a whole project or nothing, and never over something that is there."""

import errno
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from middleground.ports.cli import main
from middleground.ports.store.catalogue import list_cases
from middleground.ports.store.template import new_scenario
from middleground.scenario.reader import read_scenario, read_scenario_text


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def april(tmp_path: Path) -> Path:
    report = tmp_path / "in" / "April 11.txt"
    report.parent.mkdir()
    report.write_text("At least three docks are shut, the union said. The night shift must go.\n")
    return report


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def test_the_same_file_twice_is_one_report(tmp_path: Path) -> None:
    report = tmp_path / "ar.txt"
    report.write_text("The chair said: three docks are closed.", "utf-8")
    result = run("new", tmp_path / "talks", "--reports", report, report)
    assert "a project with 1 report." in result.stdout
    assert "holds the same text as report 'ar', byte for byte; it counts once" in result.stderr


def test_a_project_is_made_from_reports(tmp_path: Path, april: Path) -> None:
    done = run("new", tmp_path / "harbour-talks", "--reports", april, "--json")
    made = json.loads(done.stdout)
    folder = tmp_path / "harbour-talks"
    assert done.exit_code == 0
    assert [(r["id"], r["file"]) for r in made["reports"]] == [("april_11", "reports/April 11.txt")]
    assert (folder / "reports" / "April 11.txt").read_bytes() == april.read_bytes()
    reading = read_scenario(folder / "scenario.yaml", root=folder)
    assert reading.scenario.title == "Harbour talks"
    assert reading.scenario.reports["april_11"].file == "reports/April 11.txt"
    assert names(tmp_path)[0] == "harbour-talks"


@pytest.mark.parametrize("title", ["Union: the deal", "no", "שיחות", '"quoted" #1', "1e3", "{}"])
def test_any_title_is_kept(tmp_path: Path, april: Path, title: str) -> None:
    assert run("new", tmp_path / "t", "--reports", april, "--title", title).exit_code == 0
    assert read_scenario(tmp_path / "t" / "scenario.yaml").scenario.title == title


def test_the_example_in_the_new_file_is_a_scenario_that_can_be_asked() -> None:
    text = new_scenario("Harbour").decode()
    begun = text.replace("reports:\n", "reports:\n  april: {file: reports/april.txt}\n", 1)
    head, mark, example = begun.partition("# parties:")
    bare = re.sub(r"^# ?", "", mark + example, flags=re.MULTILINE)
    scenario = read_scenario_text(head + bare).scenario
    assert scenario.has_model
    assert list(scenario.parties) == ["union", "port"]


def test_a_case_is_copied_with_its_reports(tmp_path: Path) -> None:
    for case, source in list_cases().items():
        done = run("new", tmp_path / case, "--case", case, "--json")
        assert done.exit_code == 0, done.stderr
        copy = tmp_path / case
        for path in source.rglob("*"):
            if path.is_file():
                assert (copy / path.relative_to(source)).read_bytes() == path.read_bytes()
        assert json.loads(done.stdout)["case"] == case
        assert (copy / "journal.jsonl").exists()


def test_a_case_under_another_title_changes_nothing_else(tmp_path: Path) -> None:
    assert run("new", tmp_path / "t", "--case", "labour", "--title", "Mine").exit_code == 0
    ours = (tmp_path / "t" / "scenario.yaml").read_text().splitlines()
    theirs = (list_cases()["labour"] / "scenario.yaml").read_text().splitlines()
    assert [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b] == [
        ("title: Mine", theirs[1])
    ]


def test_an_unknown_case_names_the_nearest_and_all(tmp_path: Path) -> None:
    done = run("new", tmp_path / "t", "--case", "labor")
    assert done.exit_code == 1
    assert "'labour'" in done.stderr
    assert "ceasefire" in done.stderr
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("arguments", [[], ["--case", "labour", "--reports", "x.txt"]])
def test_reports_or_a_case_must_be_named(tmp_path: Path, arguments: list[str]) -> None:
    done = run("new", tmp_path / "t", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert not (tmp_path / "t").exists()


def test_what_is_there_is_not_touched(tmp_path: Path, april: Path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "mine.txt").write_text("precious")
    for place in (folder, april, folder / "mine.txt" / "deeper"):
        assert run("new", place, "--reports", april).exit_code == 1
    assert names(folder) == ["mine.txt"]
    assert (folder / "mine.txt").read_text() == "precious"


def test_an_empty_folder_is_filled_even_from_within(
    tmp_path: Path, april: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("new", ".", "--reports", april).exit_code == 0
    assert Path("scenario.yaml").exists()
    assert [p.name for p in folder.iterdir() if p.name.endswith(".new")] == []


def test_folders_above_are_made_and_removed_again_if_it_fails(tmp_path: Path, april: Path) -> None:
    assert run("new", tmp_path / "a" / "b" / "t", "--reports", april).exit_code == 0
    assert run("new", tmp_path / "c" / "d" / "t", "--reports", april, "missing.txt").exit_code == 1
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("is_there", [False, True])
def test_whatever_call_fails_no_half_made_folder_remains(
    tmp_path: Path, april: Path, failing: Any, is_there: bool
) -> None:
    for number in range(1, 400):
        folder = tmp_path / str(number) / "t"
        folder.parent.mkdir()
        if is_there:
            folder.mkdir()
        with failing(number, errno.EIO) as failed:
            done = run("new", folder, "--reports", april)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        if done.exit_code == 0:
            reading = read_scenario(folder / "scenario.yaml", root=folder)
            assert list(reading.scenario.reports) == ["april_11"]
        else:
            left = names(folder.parent)
            # Only the very last call, bringing names to the disk, may fail on a whole project.
            assert left == ["t"] * is_there or "t/scenario.yaml" in left
            assert not any(".new" in name for name in left)
        if not failed:
            return
    pytest.fail("never came to an end")
