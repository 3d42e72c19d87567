"""What-ifs as they are written: settings on the command line, and small overlay files.

A change names a place by its path, as answers print it (`preferences.union.chair.no_deal`), and
sets what stands there, adds an element or removes one. `middleground.scenario.amending` makes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from middleground.errors import Problem, ScenarioError
from middleground.plain_text import shown
from middleground.scenario.places import Path, Places
from middleground.scenario.wrong_values import did_you_mean, said

FORMAT = "middleground-overlay/1"
_KEYS = ("format", "title", "assumption", "note", "set", "add", "remove")
Act = Literal["set", "add", "remove"]


@dataclass(frozen=True)
class Change:
    """One change to a scenario.

    Attributes:
        act: What is done at the path.
        path: The place as a person writes it.
        value: What is to stand there, in plain values; None where it is removed.
        said_at: Where the change is written, for messages: its file, line and column.
    """

    act: Act
    path: str
    value: Any
    said_at: Problem

    def problem(self, what: str, code: str, expected: str = "", mend: str = "") -> Problem:
        """A problem with this change, at the place where it is written."""
        return replace(
            self.said_at, what=what, code=code, path=shown(self.path), expected=expected, mend=mend
        )


@dataclass(frozen=True)
class Overlay:
    """Changes that belong together.

    Attributes:
        changes: In the order in which they are made.
        title: What the what-if is about; "" where nothing is said.
        assumption: Why it is worth asking, and on what its numbers rest.
    """

    changes: tuple[Change, ...]
    title: str = ""
    assumption: str = ""

    def and_then(self, more: Sequence[Change]) -> "Overlay":
        """The same with further changes after its own."""
        return replace(self, changes=(*self.changes, *more))


def read_setting(text: str) -> Change:
    """A change as it is typed: `preferences.union.chair.no_deal=20`.

    What stands after the first `=` is read as a value of the scenario file: a number, a range
    `[10, 20]`, text, a mapping `{...}`.

    Raises:
        ScenarioError: If there is no `=`, no path, or no value that can be read.
    """
    from middleground.scenario.yaml_text import parse_yaml

    path, equals, snippet = text.partition("=")
    said_at = Problem("", file=f"--set '{shown(text)}'")
    if not equals or not path.strip() or not snippet.strip():
        raise ScenarioError(
            replace(
                said_at, what="a change without a path, '=' and a value", code="setting",
                expected="PATH=VALUE, such as preferences.union.chair.no_deal=20",
                mend="write the path as answers print it, then =, then the new value",
            )
        )  # fmt: skip
    try:
        places = parse_yaml(f"value: {snippet.strip()}").places
    except ScenarioError as error:
        raise ScenarioError(
            replace(
                said_at, what=f"the value {said(snippet.strip())} cannot be read", code="setting",
                expected="a number, a range [10, 20], text, or a mapping {...}",
                mend=error.mend or "put text with marks of its own into quotation marks",
            )
        ) from None  # fmt: skip
    if list(places.tree) != ["value"] or places.tree["value"] is None:
        raise ScenarioError(
            replace(
                said_at, what=f"{said(snippet.strip())} is not one value", code="setting",
                expected="a number, a range [10, 20], text, or a mapping {...}",
                mend="write the value on one line",
            )
        )  # fmt: skip
    return Change("set", path.strip(), places.tree["value"], said_at)


def read_removal(text: str) -> Change:
    """The removal of what stands at a path: `rules.budget_law`."""
    return Change("remove", text.strip(), None, Problem("", file=f"--remove '{shown(text)}'"))


def is_overlay(tree: Any) -> bool:
    """Whether a file's values are those of an overlay."""
    return isinstance(tree, dict) and str(tree.get("format", "")).startswith(
        "middleground-overlay/"
    )


def read_overlay(text: str, file: str = "") -> Overlay:
    """Read an overlay file.

    Args:
        text: Its text.
        file: Its path, for messages.

    Raises:
        ScenarioError: With every problem that could be found.

    Example:
        >>> made = read_overlay('''
        ... format: middleground-overlay/1
        ... title: A longer strike fund
        ... set: {preferences.union.chair.no_deal: [40, 55]}
        ... remove: [rules.budget_law]
        ... ''')
        >>> [(change.act, change.path) for change in made.changes]
        [('set', 'preferences.union.chair.no_deal'), ('remove', 'rules.budget_law')]
    """
    from middleground.scenario.yaml_text import parse_yaml

    places = parse_yaml(text, file).places
    tree = places.tree if isinstance(places.tree, dict) else {}
    problems = list(_faults(places, tree))
    if problems:
        raise ScenarioError(problems)
    changes = [*_changes(places, "set"), *_changes(places, "add"), *_changes(places, "remove")]
    if not changes:
        raise ScenarioError(
            places.problem(
                (), "the overlay changes nothing", "empty", "set, add or remove",
                "add a line such as: set: {preferences.union.chair.no_deal: 20}",
            )
        )  # fmt: skip
    return Overlay(tuple(changes), tree.get("title") or "", tree.get("assumption") or "")


def _faults(places: Places, tree: dict[str, Any]) -> Iterator[Problem]:
    if tree.get("format") != FORMAT:
        yield places.problem(
            ("format",), f"the format {said(tree.get('format'))} is not known here", "version",
            f"format: {FORMAT}", "begin the file with that line",
        )  # fmt: skip
    for key in tree:
        if key not in _KEYS:
            yield places.problem(
                (key,), f"the key '{shown(str(key))}' is not known in an overlay", "unknown-key",
                f"one of: {', '.join(_KEYS)}", did_you_mean(str(key), _KEYS), key=True,
            )  # fmt: skip
    for key in ("title", "assumption", "note"):
        if not isinstance(tree.get(key), str | None):
            yield places.problem((key,), f"{said(tree[key])} does not fit here", "type", "text")
    for key, kind, expected in (
        ("set", dict, "{path: value, ...}"),
        ("add", dict, "{path: element, ...}"),
        ("remove", list, "a list of paths"),
    ):
        if tree.get(key) is not None and not isinstance(tree[key], kind):
            yield places.problem((key,), f"{said(tree[key])} does not fit here", "type", expected)


def _changes(places: Places, act: Act) -> Iterator[Change]:
    written = places.tree.get(act) or ()
    for n, item in enumerate(written):
        path: Path = (act, n if act == "remove" else item)
        value = None if act == "remove" else written[item]
        yield Change(act, str(item), value, places.problem(path, "", "", key=act != "remove"))
