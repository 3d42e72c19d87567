"""`brief`: writes one page, says the same to machines, and reads nothing twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.brief import hostile, made
from tests.brief.test_page import Page

from middleground.brief.content import BriefContent
from middleground.ports.cli import main

SMALL = ("--draws", 16)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def project_of(folder: Path, scenario: str, text: str = made.TEXT) -> Path:
    folder.mkdir()
    (folder / "scenario.yaml").write_text(scenario, "utf-8")
    (folder / "april.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(tmp_path / "talks", made.two())


def test_writes_the_page_and_ends_with_its_path(project: Path) -> None:
    result = run("brief", project, *SMALL)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [str(project / "brief.html")]
    text = Page((project / "brief.html").read_text("utf-8")).text
    assert "A small dispute" in text
    assert "in every draw" in text


def test_reads_the_reports_first_where_the_ledger_is_behind(project: Path) -> None:
    first = run("brief", project, *SMALL)
    assert "Reading april" in first.stderr
    assert (project / "ledger.jsonl").is_file()
    assert "Reading" not in run("brief", project, *SMALL).stderr


def test_prints_the_same_bytes_twice_for_machines(project: Path) -> None:
    first, second = (run("brief", project, *SMALL, "--json") for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes
    content = BriefContent.model_validate_json(first.stdout)
    assert content.zone is not None
    assert content.zone.how.draws == 16
    assert not (project / "brief.html").exists()


def test_what_it_prints_fits_the_schema_that_is_documented(project: Path) -> None:
    schema = json.loads(run("schema", "brief").stdout)
    printed = json.loads(run("brief", project, *SMALL, "--json").stdout)
    assert set(printed) == set(schema["properties"])
    assert set(schema["required"]) <= set(printed)


def test_the_page_is_the_same_twice(project: Path) -> None:
    pages = []
    for _ in range(2):
        run("brief", project, *SMALL)
        pages.append((project / "brief.html").read_bytes())
    assert pages[0] == pages[1]


def test_stored_answers_are_taken_where_nothing_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("zone", project, *SMALL)
    run("middle-ground", project, *SMALL)

    def never(*_: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr("middleground.answers.zone.find_zone", never)
    monkeypatch.setattr("middleground.answers.middle_ground.find_middle_ground", never)
    assert run("brief", project, *SMALL).exit_code == 0


def test_nominal_makes_no_draws(project: Path) -> None:
    content = json.loads(run("brief", project, "--nominal", "--json").stdout)
    assert content["zone"]["how"]["draws"] == 0
    assert content["zone"]["probability"] is None
    assert run("brief", project, "--nominal").exit_code == 0


def test_a_single_scenario_file_gets_its_page_beside_it(project: Path) -> None:
    scenario = (project / "scenario.yaml").rename(project / "harbour.yaml")
    result = run("brief", scenario, *SMALL)
    assert result.stdout.strip() == str(project / "harbour.brief.html")
    assert (project / "harbour.brief.html").is_file()


def test_out_names_another_place(project: Path, tmp_path: Path) -> None:
    result = run("brief", project, *SMALL, "--out", tmp_path / "x.html")
    assert result.stdout.strip() == str(tmp_path / "x.html")
    assert (tmp_path / "x.html").is_file()
    assert not (project / "brief.html").exists()


def test_a_place_that_cannot_be_written_is_named(project: Path, tmp_path: Path) -> None:
    result = run("brief", project, *SMALL, "--out", tmp_path / "none" / "x.html")
    assert result.exit_code == 1
    assert "x.html" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "name",
    [
        "scenario.yaml", "april.txt", "ledger.jsonl", "journal.jsonl", "notes.txt", "link.html",
        "reports", "reports/new.html", "results/new.html", "Results/x/result.json",
    ],
)  # fmt: skip
def test_nobodys_file_is_overwritten(project: Path, name: str) -> None:
    run("read", project)
    (project / "reports").mkdir()
    (project / "notes.txt").write_text("mine", "utf-8")
    (project / "link.html").symlink_to(project / "scenario.yaml")
    before = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    result = run("brief", project, *SMALL, "--out", project / name)
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr
    assert "--out" in result.stderr
    assert {p: p.read_bytes() for p in before} == before
    assert (project / "link.html").is_symlink()
    assert not (project / "reports" / "new.html").exists()


def test_a_page_of_ones_own_in_the_place_of_the_brief_stays(project: Path) -> None:
    (project / "brief.html").write_text("<title>My brief</title>", "utf-8")
    result = run("brief", project, *SMALL)
    assert result.exit_code == 1
    assert "no brief that this program made" in result.stderr
    assert (project / "brief.html").read_text("utf-8") == "<title>My brief</title>"


def test_a_brief_stored_as_a_report_stays(project: Path, tmp_path: Path) -> None:
    assert run("brief", project, *SMALL, "--out", tmp_path / "one.html").exit_code == 0
    page = (tmp_path / "one.html").read_bytes()
    (project / "may.html").write_bytes(page)
    scenario = project / "scenario.yaml"
    listed = scenario.read_text("utf-8").replace("reports:", "reports:\n  may: {file: may.html}", 1)
    scenario.write_text(listed, "utf-8")
    result = run("brief", project, *SMALL, "--out", project / "may.html")
    assert result.exit_code == 1, result.output
    assert "belongs to a project" in result.stderr
    assert (project / "may.html").read_bytes() == page
    assert run("brief", project, *SMALL, "--out", tmp_path / "one.html").exit_code == 0
    assert (tmp_path / "one.html").read_bytes() != page


def test_nothing_is_written_into_the_catalogue() -> None:
    result = run("brief", made.CATALOGUE / "labour", *SMALL)
    assert result.exit_code == 1
    assert "--out" in result.stderr
    assert not (made.CATALOGUE / "labour" / "brief.html").exists()


def test_reports_alone_give_the_evidence_and_say_what_is_missing(tmp_path: Path) -> None:
    project = project_of(tmp_path / "talks", made.REPORTS_ONLY)
    assert run("brief", project).exit_code == 0
    text = Page((project / "brief.html").read_text("utf-8")).text
    assert "What is missing for an answer" in text
    assert "at least 40 docks are open" in text


def test_a_scenario_with_too_many_deals_gives_the_evidence_and_the_reason(tmp_path: Path) -> None:
    issues = "".join(f"  x{n}: {{range: [1, 500, 1]}}\n" for n in range(4))
    worth = "".join(f"    x{n}: {{weight: 1, best: 500, worst: 1}}\n" for n in range(4))
    head, body = made.REPORTS_ONLY, ""
    for party in ("union", "port"):
        body += f"  {party}:\n    no_deal: 40\n{worth}"
    tied = "rules: {tied: {rule: x0 * x1 / x2 + x2 / x3 != 7, why: made}}\n"
    many = f"{head}parties: {{union: {{}}, port: {{}}}}\nissues:\n{issues}{tied}"
    many += f"preferences:\n{body}"
    project = project_of(tmp_path / "talks", many)
    result = run("brief", project)
    assert result.exit_code == 0, result.output
    assert "no answers" in result.stderr
    assert "could not be answered" in (project / "brief.html").read_text("utf-8")


def test_a_quotation_that_is_nowhere_is_announced(project: Path) -> None:
    scenario = project / "scenario.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("three docks", "nine docks"), "utf-8")
    result = run("brief", project, *SMALL)
    assert result.exit_code == 0
    assert "1 of 2 quotations" in result.stderr


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS.keys())
def test_hostile_text_is_inert_in_terminal_and_json(tmp_path: Path, text: str) -> None:
    report = f"{text}. The chair said: {text}."
    project = project_of(tmp_path / "talks", hostile.scenario(text), report)
    page = run("brief", project, *SMALL)
    assert page.exit_code == 0, page.output
    printed = run("brief", project, *SMALL, "--json")
    assert "\x1b" not in page.output + printed.output
    content = json.loads(printed.stdout)
    assert content["format"] == "middleground-brief/1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["talks"]


def test_no_parser_of_english_is_loaded_where_the_ledger_is_current(project: Path) -> None:
    run("brief", project, *SMALL)
    program = (
        "import sys; from middleground.ports.cli import main\n"
        f"main(['brief', {str(project)!r}, '--draws', '16'], standalone_mode=False)\n"
        "print([name for name in ('spacy', 'numba', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_copy_of_the_flagship_case_ends_in_a_brief(tmp_path: Path) -> None:
    shutil.copytree(made.CATALOGUE / "labour", tmp_path / "labour")
    result = run("brief", tmp_path / "labour", *SMALL)
    assert result.exit_code == 0, result.output
    assert "Note:" not in result.stderr
