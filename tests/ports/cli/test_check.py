"""The command `check`: what a person reads, what a machine reads, and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from middleground.ports.cli import main

CATALOGUE = Path(__file__).parents[3] / "catalogue"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    """A copy of the labour case that a test may spoil."""
    folder = tmp_path / "labour"
    for file in sorted((CATALOGUE / "labour").rglob("*")):
        if file.is_file():
            target = folder / file.relative_to(CATALOGUE / "labour")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return folder


def spoil(folder: Path, before: str, after: str) -> None:
    file = folder / "scenario.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize("case", ["labour", "ceasefire"])
def test_the_catalogue_has_no_error(case: str) -> None:
    result = run("check", str(CATALOGUE / case))
    assert result.exit_code == 0, result.output
    assert result.stdout.rstrip().endswith("No error.")


def test_what_a_person_reads() -> None:
    lines = run("check", str(CATALOGUE / "labour")).stdout.splitlines()
    assert lines[0] == "Harbour workers and the port authority"
    assert "7 x 4 x 3 x 3 x 3 x 3 = 2,268 deals (outcomes)." in lines
    assert any(line.startswith("17 quotations (in 18 places): 17 word for word") for line in lines)
    assert any("on an assumption" in line for line in lines)


def test_a_single_file_is_enough() -> None:
    result = run("check", str(CATALOGUE / "labour" / "scenario.yaml"))
    assert result.exit_code == 0, result.output


def test_a_quotation_that_is_not_in_its_report(labour: Path) -> None:
    spoil(labour, "The night shift must go", "The night shift must stay")
    result = run("check", str(labour))
    assert result.exit_code == 1
    assert "Error: quote is not in report 'april': \"The night shift must stay\"" in result.output
    assert "nearest: 'The night shift must" in result.output
    assert "1 error to mend." in result.output


def test_a_report_that_is_gone(labour: Path) -> None:
    (labour / "reports" / "april.txt").unlink()
    result = run("check", str(labour))
    assert result.exit_code == 1
    assert "Error: report 'april': there is no file" in result.output
    assert "(reports.april.file)" in result.output
    assert "in reports that cannot be read" in result.output


def test_a_file_with_faults(labour: Path) -> None:
    spoil(labour, "decides: chair", "decides: chiar")
    for options in ((), ("--json",)):
        result = run("check", str(labour), *options)
        assert result.exit_code == 1
        assert "did you mean 'chair'?" in result.output
    found = json.loads(result.stdout)
    assert (found["ok"], found["errors"][0]["code"]) == (False, "unknown-ref")
    lines = (labour / "scenario.yaml").read_text("utf-8").splitlines()
    assert "chiar" in lines[found["errors"][0]["line"] - 1]


def test_what_a_machine_reads() -> None:
    result = run("check", str(CATALOGUE / "labour"), "--json")
    found = json.loads(result.stdout)
    assert found["ok"] is True
    assert found["deals"] == {"count": 2268, "options": [7, 4, 3, 3, 3, 3]}
    assert {quote["found"] for quote in found["quotes"]} == {"exact"}
    numbers = found["numbers"]
    kinds = ("evidence", "assumption", "both", "nothing")
    assert sum(numbers[kind] for kind in kinds) == numbers["total"] == len(numbers["basis"])
    assert result.stdout == run("check", str(CATALOGUE / "labour"), "--json").stdout


def test_the_sketch_with_its_reports_beside_it(shared: Path, tmp_path: Path) -> None:
    text = (shared / "design" / "scenario-sketch.yaml").read_text("utf-8")
    (tmp_path / "scenario.yaml").write_text(text.replace("../reports/", "reports/"), "utf-8")
    (tmp_path / "reports").mkdir()
    for report in ("report-a.txt", "report-b.txt"):
        original = (shared / "reports" / report).read_bytes()
        (tmp_path / "reports" / report).write_bytes(original)
    result = run("check", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "708,588 deals" in result.stdout
    assert "65 quotations: 65 word for word." in result.stdout


@pytest.mark.parametrize("what", ["scenario", "brief"])
def test_schemas_are_printed(what: str) -> None:
    schema = json.loads(run("schema", what).stdout)
    assert schema["type"] == "object"
