"""The JSON Schema for editors, and the page for people: both know the whole format."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

from middleground.scenario.schema import scenario_schema
from middleground.scenario.yaml_text import parse_yaml

ROOT = Path(__file__).parents[2]
jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")


def faults(text: str) -> list[str]:
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    tree = json.loads(json.dumps(parse_yaml(text).places.tree))
    return [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(tree)]


@pytest.mark.parametrize(
    "file",
    ["catalogue/labour/scenario.yaml", "catalogue/ceasefire/scenario.yaml",
     "tests/bad_inputs/base.yaml"],
)  # fmt: skip
def test_sound_files_fit(file: str) -> None:
    assert faults((ROOT / file).read_text("utf-8")) == []


def test_the_sketch_fits(shared: Path) -> None:
    assert faults((shared / "design" / "scenario-sketch.yaml").read_text("utf-8")) == []


def test_small_files_fit(lease: str, smallest: str) -> None:
    assert faults(lease) == faults(smallest) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A lease", "title: 1984"),
        ("title: A lease", "titel: A lease"),
        ("no_deal: [30, 45]", "no_deal: '40%'"),
        ("no_deal: [30, 45]", "no_deal: [30, 45, 60]"),
        ("weight: 60", "wieght: 60"),
        ("weight: 60", "weight: '0,5'"),
        ("firmness: red_line", "firmness: redline"),
        ("options: [one_year, three_years]", "options: []"),
        ("options: [one_year, three_years]", "opts: [one_year, three_years]"),
        ("cost: 2", "cots: 2"),
        ("format: middleground/1", "format: middleground/9"),
    ],
)
def test_wrong_files_do_not_fit(lease: str, before: str, after: str) -> None:
    assert lease.count(before) == 1
    assert faults(lease.replace(before, after))


def tables() -> Any:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "docs" / "scenario_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date() -> None:
    """After a change of the models: python docs/scenario_tables.py."""
    module = tables()
    assert module.PAGE.read_text("utf-8") == module.page()


def test_the_page_names_every_field() -> None:
    module = tables()
    named = {model.__name__ for model in module.TABLES.values()}
    assert {*scenario_schema()["$defs"], "Scenario"} == named
    assert not re.search(r"\| [^|]+ \|  \|$", module.tables(), re.MULTILINE), "a field unexplained"
