"""The strict profile of YAML: what is read, where it stands, and what is said of the rest."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.errors import Problem, ScenarioError
from middleground.scenario.parsed import MOST_PROBLEMS, Parsed, kept, taken_up
from middleground.scenario.places import Places
from middleground.scenario.yaml_text import parse_yaml

WORDS = st.text("abc xyz,:'\"#é\u202e-", max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def refusal(text: str) -> Problem:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(text, "case.yaml")
    return caught.value.problems[0]


def written_as(parsed: Parsed, *path: str | int) -> str:
    place = parsed.places.by_path[path]
    return parsed.places.text[place.start : place.end]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("a: NO\nb: on\nc: 30:1", {"a": "NO", "b": "on", "c": "30:1"}, id="1.2 words"),
        pytest.param("a: 0123\nb: 0x10\nc: 1e3", {"a": 123, "b": 16, "c": 1000.0}, id="numbers"),
        pytest.param("a:\nb: ~", {"a": None, "b": None}, id="nothing"),
        pytest.param("40: x\n17.5: y", {40: "x", 17.5: "y"}, id="numbers as keys"),
        pytest.param(
            "a: |\n  x\n  y\nb: >\n  x\n  y\n", {"a": "x\ny\n", "b": "x y\n"}, id="blocks"
        ),
        pytest.param("---\na: 1\n", {"a": 1}, id="a document mark at the top"),
        pytest.param('{"a": [1, {"b": null}]}', {"a": [1, {"b": None}]}, id="JSON"),
        pytest.param("\ufeffa: 1".lstrip("\ufeff"), {"a": 1}, id="without its byte order mark"),
        pytest.param("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}, id="line ends of Windows"),
    ],
)
def test_what_is_read(text: str, tree: object) -> None:
    assert parse_yaml(text).places.tree == tree


def test_values_know_their_characters() -> None:
    parsed = parse_yaml("a: {b: [1, 'two'],  c: }\nd:\n  - e: three  # four\n")
    assert written_as(parsed, "a") == "{b: [1, 'two'],  c: }"
    assert written_as(parsed, "a", "b", 1) == "'two'"
    assert written_as(parsed, "a", "c") == ""
    assert written_as(parsed, "d", 0, "e") == "three"
    assert written_as(parsed, "d") == "- e: three"


def test_text_with_a_comma_is_joined_again() -> None:
    text = "{x: {why: role, insight and days, n: 1}, y: {why: about 1,200}}"
    parsed = parse_yaml(text, "case.yaml")
    assert parsed.places.tree == {
        "x": {"why": "role, insight and days", "n": 1},
        "y": {"why": "about 1,200"},
    }
    assert [n.code for n in parsed.notices] == ["unquoted-comma"] * 2
    assert str(parsed.notices[0]).startswith(
        "text with a comma outside quotation marks, read as one: 'role, insight and days'\n"
        "  where:    case.yaml:1:11 (x.why)"
    )


def test_an_id_without_a_colon_stays_a_key() -> None:
    assert parse_yaml("{board, ministry}").places.tree == {"board": None, "ministry": None}
    assert parse_yaml("{why: text, board}").places.tree == {"why": "text", "board": None}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a: 1\n\tb: 2", "2:1", "a tab in the indentation"),
        ("a: [b, c\nd: 1", "1:4", "the bracket '[' is not closed before line 2"),
        ("a: {b: 1", "1:4", "the bracket '{' is not closed before the file ends"),
        ("a: [b, c]]", "1:10", "']' after a bracket that is closed already"),
        ("q: he said: no", "1:11", "a colon (':') inside unquoted text: 'q: he said: no'"),
        ("a: 'it's late'", "1:8", "'s late'' follows a closing quotation mark"),
        ('a: "open', "1:4", 'the quotation mark " is not closed before the file ends'),
        ('a: "c:\\dir"', "1:8", "a backslash before 'd' inside double quotation marks"),
        ("a: @x", "1:4", "text that begins with '@', which has a meaning of its own in YAML"),
        ("a: 1\n  b: 2", "2:4", "'b: 2' is indented deeper than the line above it, which has a "
         "value already"),
        ("a:\n  b: 1\n c: 2", "3:2", "'c: 2' is not in line with what stands above it"),
        ("a: 1\nb", "2:1", "the file ends in the middle: 'b' has no colon and no value"),
        ("a: 1\nb\nc: 2", "2:1", "'b' stands where a key must stand, and has no colon"),
        ("a: &x 1", "1:4", "'&x' marks a value for reuse by an alias"),
        ("a: !x 1", "1:4", "'!x' is a tag of some programming language"),
        ("a: .nan", "1:4", "NaN (not a number) cannot be used"),
        ("a: 1e999", "1:4", "1e999 is too large (infinity: inf)"),
        ("a: {b: 1, b: 2}", "1:11", "the key 'b' stands twice: first at 1:5, and again here"),
        ("true: 1", "1:1", "the key 'true' is no text"),
        ("a: 1\n---\nb: 2", "2:1", "'---' begins a second document in this file"),
        ("a: x\x1b[2J", "1:5", "the file is not plain text: it holds the control character U+001B"),
        ("# only\n", "1:1", "the file is empty"),
    ],
)  # fmt: skip
def test_messages(text: str, place: str, what: str) -> None:
    problem = refusal(text)
    assert (problem.what, f"{problem.line}:{problem.column}") == (what, place)
    assert problem.expected


def test_every_harmless_fault_is_named_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml("a: .nan\nb: *x\nc: 1\nc: .inf\n")
    assert [p.line for p in caught.value.problems] == [1, 2, 4, 4]


def test_a_flood_of_faults_is_counted() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml("\n".join(f"k{n}: .nan" for n in range(50)))
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert caught.value.problems[-1].what == "30 more problems; mend these first"


@pytest.mark.parametrize(("levels", "is_read"), [(63, True), (64, False)])
def test_depth(levels: int, is_read: bool) -> None:
    text = "a: " + "[" * levels + "]" * levels
    if is_read:
        assert parse_yaml(text).places.tree
    else:
        assert refusal(text).code == "too-deep"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: " + "x" * (1 << 20), "the file has 1.0 MiB"),
        ("a: [" + "1, " * 15_000 + "]", "more than 15,000 values"),
    ],
)
def test_limits(text: str, what: str) -> None:
    start = time.process_time()
    problem = refusal(text)
    assert (problem.what, problem.code) == (what, "too-large")
    assert time.process_time() - start < 8  # 2 s on a machine of one's own


def test_long_text_with_commas_is_not_joined_for_ever() -> None:
    start = time.process_time()
    assert refusal("{a: b" + ", c d" * 5_000 + "}").code == "duplicate-key"
    assert time.process_time() - start < 5


@given(VALUES)
@settings(deadline=None)
def test_json_is_read_as_json(value: object) -> None:
    """What Python writes as JSON comes back the same (the file being no empty document)."""
    import json

    parsed = parse_yaml(json.dumps({"k": value}, ensure_ascii=True))
    assert parsed.places.tree == {"k": value}


@given(st.text("ab:{}[],'\"#- \n\t&*!|>%@?", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    places = Places("", text)
    try:
        places = parse_yaml(text).places
    except ScenarioError as error:
        problems = error.problems
    assert all(p.line and p.column and p.what for p in problems)
    for place in places.by_path.values():
        assert 0 <= place.start <= place.end <= len(text)


@given(VALUES)
def test_what_was_kept_is_taken_up_as_it_was(value: object) -> None:
    import json

    text = f"40: [0x10, 1.5, NO]\n17.5: {json.dumps(value)}\nw: {{x: a, and b, y: }}\n"
    parsed = parse_yaml(text, "case.yaml")
    again = taken_up(kept(parsed), text, "moved.yaml")
    assert again.places.tree == parsed.places.tree
    assert again.places.by_path == parsed.places.by_path
    assert list(map(type, again.places.by_path)) == list(map(type, parsed.places.by_path))
    assert [n.what for n in again.notices] == [n.what for n in parsed.notices]
    assert {n.file for n in again.notices} == {"moved.yaml"}
