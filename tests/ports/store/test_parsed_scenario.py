"""A scenario file is parsed once; what is noted is good for the same words only."""

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from middleground.errors import ScenarioError
from middleground.ports.store.parsed_scenario import parse_once
from middleground.ports.store.project import CACHE, Project, open_project
from middleground.scenario.yaml_text import parse_yaml

CASE = Path(__file__).parents[3] / "catalogue" / "labour"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(CASE, tmp_path / "talks")
    return open_project(tmp_path / "talks", lambda _line: None)


def test_the_same_words_are_parsed_once(project: Project) -> None:
    text = project.scenario.read_text()
    first = parse_once(project, text, "scenario.yaml")
    with patch("middleground.scenario.yaml_text.parse_yaml", side_effect=AssertionError):
        again = parse_once(project, text, "scenario.yaml")
    assert again == first == parse_yaml(text, "scenario.yaml")


def test_other_words_are_parsed_anew(project: Project) -> None:
    text = project.scenario.read_text()
    parse_once(project, text, "scenario.yaml")
    other = text.replace("title: ", "title: Another ", 1)
    assert parse_once(project, other, "") == parse_yaml(other, "")
    with pytest.raises(ScenarioError):
        parse_once(project, text + "\nparties: {}\n", "")


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"a\nb\n{}", b"[" * 100_000])
def test_a_damaged_note_is_made_anew(project: Project, damage: bytes) -> None:
    text = project.scenario.read_text()
    first = parse_once(project, text, "")
    note = project.folder / CACHE / "scenario.json"
    whole = note.read_bytes()
    note.write_bytes(damage)
    assert parse_once(project, text, "") == first
    assert note.read_bytes() == whole
    note.write_bytes(whole.replace(b'"plain"', b'"plains"', 1))
    assert parse_once(project, text, "") == first
