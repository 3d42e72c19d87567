"""`convert`: from the field's formats and into them, on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.measured import run_measured

from middleground.ports.cli import main

REPOSITORY = Path(__file__).resolve().parents[3]
LABOUR = REPOSITORY / "catalogue" / "labour"
MATRIX = "Issue,Option,Union,Port\nWages,low,0,40\n,high,35,0\nMinimum,,20,25\n"


def convert(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["convert", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.csv"
    path.write_text(MATRIX, "utf-8")
    return path


def test_a_matrix_becomes_a_scenario_that_can_be_asked(matrix: Path, tmp_path: Path) -> None:
    out = tmp_path / "talks.yaml"
    result = convert(matrix, out)
    assert result.exit_code == 0, result.output
    assert f"Wrote {out}" in result.output
    assert f"middleground check {out}" in result.output
    for command in ("check", "zone", "middle-ground"):
        asked = CliRunner().invoke(main, [command, str(out)])
        assert asked.exit_code == 0, asked.output


@pytest.mark.parametrize("form", ["genius", "geniusweb", "negolog"])
def test_a_folder_there_and_back(form: str, matrix: Path, tmp_path: Path) -> None:
    convert(matrix, tmp_path / "talks.yaml")
    assert convert(tmp_path / "talks.yaml", tmp_path / form, "--to", form).exit_code == 0
    back = convert(tmp_path / form, tmp_path / "back.yaml")
    assert back.exit_code == 0, back.output
    assert convert(tmp_path / "back.yaml", tmp_path / "back.xlsx").exit_code == 0
    assert convert(tmp_path / "back.xlsx", tmp_path / "again.csv").exit_code == 0
    told = (tmp_path / "again.csv").read_text("utf-8-sig").split()[1:]
    wanted = MATRIX.split()[1:]
    if form == "geniusweb":
        # A bid stands for the no-deal value: the least good deal that is as good.
        wanted[-1] = "Minimum,,35,40"
    assert [line.partition(",")[2] for line in told] == [line.partition(",")[2] for line in wanted]


def test_what_has_no_place_is_named(tmp_path: Path) -> None:
    result = convert(LABOUR, tmp_path / "labour", "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    paths = {left["path"] for left in said["left_out"]}
    assert any(path.startswith("parties.") and path.endswith(".ratifies") for path in paths)
    assert any(path.startswith("preferences.") for path in paths)
    assert all(Path(name).is_file() for name in said["wrote"])
    in_words = convert(LABOUR, tmp_path / "labour.csv").output
    assert "Left out, for there is no place for it:" in in_words
    assert "a ratification rule" in in_words


def test_nothing_is_overwritten(matrix: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "elsewhere.yaml")
    convert(matrix, tmp_path / "talks.yaml")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for out in (matrix, full, link, tmp_path / "talks.yaml"):
        source = matrix if out != matrix else tmp_path / "talks.yaml"
        result = convert(source, out)
        assert result.exit_code == 1
        assert "nothing is overwritten" in result.output
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_input_that_makes_no_sense(matrix: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.xml").write_text("<utility_space/>")
    scenario = tmp_path / "talks.yaml"
    convert(matrix, scenario)
    for arguments, words in (
        ((tmp_path / "none.xml", "out.yaml"), "does not exist"),
        ((tmp_path / "empty", "out.yaml"), "can be converted"),
        ((tmp_path / "empty" / "x.doc", "out.yaml"), "does not exist"),
        ((matrix, tmp_path / "a.xml", "out.yaml"), "several formats"),
        ((matrix, matrix, "out.yaml"), "a second table"),
        ((scenario, "out.yaml"), "not converted into a scenario"),
        ((scenario, matrix, "out.csv"), "beside other files"),
    ):
        result = convert(*arguments[:-1], tmp_path / str(arguments[-1]))
        assert result.exit_code == 1, arguments
        assert words in result.output, result.output
    assert not list(tmp_path.glob("out*"))


def test_names_cannot_move_the_cursor(tmp_path: Path) -> None:
    hostile = "Union\x1b[2J\u202e"
    (tmp_path / "m.csv").write_text(MATRIX.replace("Union", hostile), "utf-8")
    for extra in ([], ["--json"]):
        name = f"out{len(extra)}.yaml"
        result = convert(tmp_path / "m.csv", tmp_path / name, *extra)
        assert result.exit_code == 0, result.output
        assert "\x1b" not in result.output
        assert "\u202e" not in result.output


# ------------------------------------------------------------------- the development data's cases


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    manifest = shared / "bad-inputs" / "manifest.json"
    if not manifest.is_file():
        pytest.skip("no bad-inputs/ in the development data")
    found = json.loads(manifest.read_text("utf-8"))["cases"]
    return [{**c, "path": manifest.parent / c["file"]} for c in found if c["id"].startswith("E")]


def test_malformed_and_hostile_files_are_refused(
    cases: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert len(cases) >= 4
    for case in cases:
        expect, out = case["expect"], tmp_path / "out.yaml"
        done = run_measured("convert", str(case["path"]), str(out))
        assert done.seconds < expect["max_seconds"]
        assert done.mib < expect["max_mib"]
        assert done.code == 1
        assert not out.exists()
        said = done.err
        assert any(word.casefold() in said.casefold() for word in expect["must_mention"])
        assert f"{case['path']}:{expect['locate']}" in said
        assert all(part in said for part in ("where:", "expected:", "to mend:"))
        assert "Traceback" not in said


def test_the_code_of_each_kind_of_fault(cases: list[dict[str, Any]]) -> None:
    from middleground.errors import ScenarioError
    from middleground.exchange.case import NamedBytes
    from middleground.exchange.formats import read_case

    for case in cases:
        with pytest.raises(ScenarioError) as caught:
            read_case([NamedBytes(str(case["path"]), case["path"].read_bytes())])
        assert caught.value.problems[0].code == case["expect"]["code"]
