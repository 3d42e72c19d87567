"""Edits of a scenario file: what they change, and that they change nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.scenario.editing import ScenarioText, quoted
from middleground.scenario.yaml_text import parse_yaml

TEXT = """\
# a lease
title:   A lease        # invented

reports:                # two letters
  letter:  {file: letter.txt}   # the first

  # the second is missing
parties:
    owner: {name: The owner,   # who
            also: [landlord]}
    tenants:
      name: |
        The
        tenants
quotes:
facts: {market: 3,}
"""


@pytest.mark.parametrize(
    ("path", "key", "snippet", "line"),
    [
        (("reports",), "reply", "{file: reply.txt}", "  reply: {file: reply.txt}"),
        (("parties", "tenants"), "note", "late", "      note: late"),
        (("parties",), "agent", "{}", "    agent: {}"),
        (("quotes",), "a", '{report: letter, quote: "b: c"}',
         'quotes: {a: {report: letter, quote: "b: c"}}'),
        (("facts",), "rent", "[1, 2]", "facts: {market: 3, rent: [1, 2]}"),
        ((), "as_of", "2024-05-02", "as_of: 2024-05-02"),
        (("parties",), "on: x", "{}", '    "on: x": {}'),
    ],
)  # fmt: skip
def test_a_key_is_added_where_its_mapping_ends(
    path: tuple[str, ...], key: str, snippet: str, line: str
) -> None:
    edited = ScenarioText(TEXT).inserted(path, key, snippet)
    assert line in edited.text.splitlines()
    assert key in edited.places.value(path)


def test_lines_are_added_as_lines() -> None:
    edited = ScenarioText(TEXT).inserted((), "issues", "rent:\n  range: [1, 2, 1]\nterm:\n")
    assert edited.text.endswith("issues:\n  rent:\n    range: [1, 2, 1]\n  term:\n")


def test_line_ends_and_encoding_stay() -> None:
    written = "title: a\r\nfacts:\r\n  b: 1\r\n".encode("utf-8-sig")
    edited = ScenarioText.from_bytes(written).inserted(("facts",), "c", "2")
    assert edited.to_bytes() == written + b"  c: 2\r\n"
    wide = "title: Fluß\n".encode("utf-16")
    assert ScenarioText.from_bytes(wide).replaced(
        ("title",), "b"
    ).to_bytes() == "title: b\n".encode("utf-16")


def test_a_file_without_a_last_line_end() -> None:
    assert ScenarioText("a: 1").inserted((), "b", "2").text == "a: 1\nb: 2\n"


@pytest.mark.parametrize(
    ("path", "key", "snippet"),
    [
        (("facts",), "market", "4"),
        (("nowhere",), "a", "1"),
        (("title",), "a", "1"),
        (("facts",), "a", "1, b: 2"),
        (("facts",), "a", "{"),
    ],
)
def test_what_cannot_be_added(path: tuple[str, ...], key: str, snippet: str) -> None:
    with pytest.raises(ValueError, match=r"no room|no value|cannot stand|would change"):
        ScenarioText(TEXT).inserted(path, key, snippet)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_survives_quotation_marks(text: str) -> None:
    """Every character that Unicode can encode."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    assert parse_yaml(f"a: {quoted(text)}").places.tree == {"a": text}


@given(st.data())
@settings(deadline=None)
def test_an_edit_changes_the_characters_of_its_value_alone(data: st.DataObject) -> None:
    before = ScenarioText(TEXT)
    paths = [path for path in before.places.by_path if path]
    path = data.draw(st.sampled_from(paths))
    place = before.places.by_path[path]
    after = before.replaced(path, data.draw(st.sampled_from(["7", "[1, 2]", '"a: b"', "{c: d}"])))
    assert after.text.startswith(before.text[: place.start])
    assert after.text.endswith(before.text[place.end :])


def test_reading_and_writing_changes_no_byte(lease: str) -> None:
    for written in (lease.encode(), TEXT.encode(), lease.replace("\n", "\r\n").encode("utf-16")):
        assert ScenarioText.from_bytes(written).to_bytes() == written


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        pytest.param("a: 1\nb: 2\n", ("a",), "b: 2\n", id="a line"),
        pytest.param("a: 1\nb:\n  c: 2  # why\n  d: 3\ne: 4\n", ("b",), "a: 1\ne: 4\n", id="lines"),
        pytest.param("a: {b: 1, c: 2}\n", ("a", "b"), "a: {c: 2}\n", id="first in brackets"),
        pytest.param("a: {b: 1, c: 2}\n", ("a", "c"), "a: {b: 1}\n", id="last in brackets"),
        pytest.param("a: {b: 1}\n", ("a", "b"), "a: {}\n", id="the only one"),
        pytest.param("a: 1\nb: [1, 2]", ("b",), "a: 1\n", id="the last line of the file"),
    ],
)
def test_a_key_is_removed_and_nothing_else(before: str, path: tuple[str, ...], after: str) -> None:
    assert ScenarioText(before).removed(path).text == after


def test_only_a_key_of_a_mapping_can_be_removed() -> None:
    for path in ((), ("b",), ("a", 0)):
        with pytest.raises(ValueError, match="no key"):
            ScenarioText("a: [1, 2]\nc: 3\n").removed(path)
