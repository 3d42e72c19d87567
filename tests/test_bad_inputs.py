"""The development data's malformed and hostile scenarios, put to this format: what `check` says.

For every case: no traceback, no hang, the project untouched, and a message with file, line and
column, what was found, what was expected and how to mend it.
"""

import copy
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.measured import run_measured

from middleground.ports.cli import main
from middleground.scenario.places import Places
from middleground.scenario.yaml_text import parse_yaml

HERE = Path(__file__).parent / "bad_inputs"
MAP = json.loads((HERE / "map.json").read_text("utf-8"))
BASE = (HERE / "base.yaml").read_text("utf-8")
SPECIAL = {"$nan": float("nan"), "$inf": float("inf")}
TEXT = [f"A{n:02}" for n in range(1, 18) if n != 9]
OPS = [f"B{n:02}" for n in range(5, 9)] + [f"C{n:02}" for n in range(1, 21)]
HOSTILE = [f"D{n:02}" for n in range(1, 11)]


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, dict[str, Any]]:
    manifest = shared / "bad-inputs" / "manifest.json"
    if not manifest.is_file():
        pytest.skip("no bad-inputs/ in the development data")
    found = json.loads(manifest.read_text("utf-8"))["cases"]
    return {case["id"]: {**case, "folder": manifest.parent} for case in found}


def test_every_case_about_scenarios_is_accounted_for(cases: dict[str, dict[str, Any]]) -> None:
    known = {c for c in cases if c[0] in "ABCD"}
    assert known == {*TEXT, *MAP["fragments"], *OPS, *HOSTILE}
    assert set(MAP["without_counterpart"]) < known


def check(folder: Path, written: bytes, *options: str) -> Result:
    """Run `check` on a project folder with this scenario file; it must leave the file as it is."""
    folder.mkdir(exist_ok=True)
    for report in ("report_a.txt", "report_b.txt"):
        (folder / report).write_bytes((HERE / report).read_bytes())
    scenario = folder / "scenario.yaml"
    scenario.write_bytes(written)
    start = time.process_time()
    result = CliRunner().invoke(main, ["check", str(folder), *options])
    assert time.process_time() - start < 2
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert scenario.read_bytes() == written
    assert "Traceback" not in result.output
    return result


def assert_is_message(output: str, file: str = "scenario.yaml") -> None:
    """Some message has all four parts."""
    assert any(
        f"{file}:" in block and "where:" in block and "expected:" in block and "to mend:" in block
        for block in output.split("Error: ")
    ), output


def points_at(output: str, text: str, path: str) -> bool:
    """Whether a message names a line and column at the value of a path, or at its key."""
    places: Places = parse_yaml(text.replace(".nan", "0").replace(".inf", "0")).places
    place = places.by_path[places.known(tuple(step for step in path.split("/") if step))]
    first = places.line_column(place.start if place.key_start is None else place.key_start)
    last = places.line_column(place.end)
    named = re.findall(r"scenario\.yaml:(\d+):(\d+) ", output)
    return any(first <= (int(line), int(column)) <= last for line, column in named)


# ------------------------------------------------------------------------------------- text cases


@pytest.mark.parametrize("case", TEXT)
def test_text_that_is_no_scenario(case: str, cases: dict[str, Any], tmp_path: Path) -> None:
    expect = cases[case]["expect"]
    result = check(tmp_path, (cases[case]["folder"] / cases[case]["file"]).read_bytes())
    assert result.exit_code == 1
    said = result.output.casefold()
    assert all(word.casefold() in said for word in expect["must_mention"][:1]), result.output
    assert_is_message(result.output)
    assert "scenario.yaml:" + (expect["locate"] or "") in result.output


@pytest.mark.parametrize("case", ["A11", "A12", "A14", "A16"])
def test_text_cases_stay_small_and_quick(case: str, cases: dict[str, Any]) -> None:
    """The cases that mean to exhaust: within 2 s of processor time and 300 MiB, start included."""
    done = run_measured("check", str(cases[case]["folder"] / cases[case]["file"]))
    assert done.code == 1
    assert done.seconds < cases[case]["expect"]["max_seconds"]
    assert done.mib < cases[case]["expect"]["max_mib"]


@pytest.mark.parametrize("case", MAP["fragments"])
def test_words_that_other_programs_misread(
    case: str, cases: dict[str, Any], tmp_path: Path
) -> None:
    expect, change = cases[case]["expect"], MAP["fragments"][case]
    text = BASE.replace(change["cut"], change["put"])
    assert text != BASE
    result = check(tmp_path, text.encode("utf-16" if case == "A09" else "utf-8"))
    assert result.exit_code == 0, result.output
    assert "Note: " in result.output
    assert any(word in result.output for word in expect["must_mention"])
    assert "scenario.yaml:" in result.output


# -------------------------------------------------------------------------------- operations cases


def our_path(path: str) -> str:
    for ours in sorted(MAP["paths"], key=len, reverse=True):
        if path == ours or path.startswith(ours + "/"):
            return str(MAP["paths"][ours]) + path.removeprefix(ours)
    raise AssertionError(f"{path} is not in map.json")


def our_case(case: dict[str, Any]) -> tuple[list[dict[str, Any]], str, list[str]]:
    """Operations, place and words of a case in this format."""
    instead = MAP["instead"].get(case["id"])
    if instead:
        return instead["ops"], instead["locate"], instead["mention"]
    ops = [{**op, "path": our_path(op["path"])} for op in case["ops"]]
    expect = case["expect"]
    return ops, our_path(expect["locate"]), expect["must_mention"]


def applied(ops: list[dict[str, Any]]) -> str:
    """The base scenario, changed, as text."""
    document = copy.deepcopy(parse_yaml(BASE).places.tree)
    for op in ops:
        *steps, last = [step for step in op["path"].split("/") if step]
        parent = document
        for step in steps:
            parent = parent[step]
        match op["op"]:
            case "set":
                value = op["value"]
                parent[last] = SPECIAL.get(value, value) if isinstance(value, str) else value
            case "delete":
                del parent[last]
            case "rename":
                items = [(op["to"] if k == last else k, v) for k, v in parent.items()]
                parent.clear()
                parent.update(items)
            case "copy_key":
                parent[op["to"]] = copy.deepcopy(parent[last])
            case "copies":
                for n in range(op["n"]):
                    parent[f"{last}_{n}"] = copy.deepcopy(parent[last])
                    for path in op["also"]:
                        _, section, who, key = path.split("/")
                        document[section][who][key].append(f"{last}_{n}")
            case other:
                raise AssertionError(other)
    text = json.dumps(document, indent=1)
    return text.replace("NaN", ".nan").replace("Infinity", ".inf")


@pytest.mark.parametrize("case", OPS)
def test_values_that_make_no_sense(case: str, cases: dict[str, Any], tmp_path: Path) -> None:
    if case in MAP["without_counterpart"]:
        pytest.skip(f"{case}: {MAP['without_counterpart'][case]}")
    ops, locate, mention = our_case(cases[case])
    marked = applied(ops)
    result = check(tmp_path, marked.replace("#again", "").encode())
    expect = cases[case]["expect"]
    assert result.exit_code == (1 if expect["outcome"] == "reject" else 0), result.output
    said = result.output.casefold()
    assert any(word.casefold() in said for word in mention), result.output
    assert points_at(result.output, marked, locate), result.output
    if expect["outcome"] == "reject":
        assert_is_message(result.output)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_names_are_kept_and_shown_inert(
    case: str, cases: dict[str, Any], tmp_path: Path
) -> None:
    ops, locate, _ = our_case(cases[case])
    written = applied(ops).encode()
    result = check(tmp_path, written)
    as_json = check(tmp_path, written, "--json")
    assert result.exit_code == as_json.exit_code == 0
    for output in (result.output, as_json.output):
        assert not [c for c in output if ord(c) < 32 and c != "\n"]
        assert "\u202e" not in output
        assert "\n2026-01-01" not in output
    if locate == "/title":
        assert json.loads(as_json.stdout)["title"] == ops[0]["value"]
