"""A scenario with the changes of a what-if made to it, while its file stays as it is.

What a what-if sets rests on the what-if: a quotation that supported the old value does not support
the new one.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from middleground.errors import Problem, ScenarioError
from middleground.plain_text import shown
from middleground.scenario.grounds import Grounded
from middleground.scenario.model import SECTIONS, Rule
from middleground.scenario.overlay import Change, Overlay
from middleground.scenario.parsed import Parsed
from middleground.scenario.paths import deepest, find_path
from middleground.scenario.places import Path
from middleground.scenario.ranges import Range
from middleground.scenario.reader import Reading, read_parsed
from middleground.scenario.shapes import alternatives, keys_at, own_keys_around, shape_at
from middleground.scenario.wrong_values import did_you_mean, said

ASSUMED = "assumed in the what-if"
_MOST_NAMED = 16


@dataclass(frozen=True)
class Amended:
    """A scenario with changes made to it.

    Attributes:
        reading: The changed scenario. Places are those of the file that it was made from.
        reasons: Why what stands at each changed path was changed: what it now rests on.
    """

    reading: Reading
    reasons: Mapping[Path, str]


def apply_overlay(
    reading: Reading,
    overlay: Overlay,
    *,
    root: FilePath | None = None,
    folder: FilePath | None = None,
) -> Amended:
    """Make changes to a scenario; arguments otherwise as for reading its text.

    Raises:
        ScenarioError: If a path leads nowhere, or the changed scenario is not sound: each problem
            at the change that made it, where one did.
    """
    tree = deepcopy(reading.tree)
    reason = overlay.assumption or overlay.title or ASSUMED
    problems: list[Problem] = []
    made: list[tuple[Path, Change]] = []
    for change in overlay.changes:
        try:
            made.append((_make(tree, change, reason), change))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    places = replace(reading.places, tree=tree)
    try:
        changed = read_parsed(Parsed(places), root=root, folder=folder)
    except ScenarioError as error:
        raise ScenarioError([_blamed(p, made, reading) for p in error.problems]) from None
    return Amended(changed, {path: reason for path, change in made if change.act != "remove"})


def _make(tree: dict[str, Any], change: Change, reason: str) -> Path:
    """Make one change; the path that it was made at."""
    path = find_path(tree, change.path)
    if change.act == "add":
        if path is not None:
            raise ScenarioError(
                change.problem(
                    f"'{shown(change.path)}' is there already", "duplicate-id",
                    "the path of a new element", "use 'set' to change it",
                )
            )  # fmt: skip
        path = _new_path(tree, change)
    elif path is None and change.act == "set":
        path = _left_out(tree, change.path)
    if path is None:
        raise ScenarioError(_unknown(tree, change))
    at: Any = tree
    for step in path[:-1]:
        if isinstance(at, dict) and at.get(step) is None:
            at[step] = {}
        at = at[step]
    if change.act == "remove":
        del at[path[-1]]
    else:
        at[path[-1]] = _with_reason(change.value, path, reason)
    return path


def _value(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _left_out(tree: Any, text: str) -> Path | None:
    """The path of a key that the format has there and the file leaves out."""
    path, rest = deepest(tree, text)
    key = ".".join(rest)
    if not path or not isinstance(_value(tree, path), dict | None):
        return None
    is_known = key in keys_at(path)
    is_issue = own_keys_around((*path, key)) and key in (tree.get("issues") or {})
    return (*path, key) if is_known or is_issue else None


def _new_path(tree: Any, change: Change) -> Path:
    """Where a new element goes: into a section, or a mapping by id within one."""
    path, rest = deepest(tree, change.path)
    if not path and rest[0] in SECTIONS and len(rest) > 1:
        path, rest = (rest[0],), rest[1:]
    shape = shape_at(path) if path else None
    if shape is None or not rest or not hasattr(shape, "__origin__"):
        raise ScenarioError(
            change.problem(
                f"'{shown(change.path)}' is no place for a new element", "unknown-path",
                "a section and a new id, such as rules.night_law",
                did_you_mean(rest[0] if rest else "", SECTIONS) if not path else "",
            )
        )  # fmt: skip
    return (*path, ".".join(rest))


def _unknown(tree: Any, change: Change) -> Problem:
    """A path that leads nowhere, with the nearest names."""
    path, rest = deepest(tree, change.path)
    at = _value(tree, path)
    around = ".".join(map(str, path))
    if not isinstance(at, dict):
        return change.problem(
            f"nothing stands below '{shown(around)}': it is {said(at)}", "unknown-path",
            f"a new value for all of it: {shown(around)}=...",
            f"set '{shown(around)}' as a whole",
        )  # fmt: skip
    known = [*map(str, at), *(k for k in keys_at(path) if path and k not in at)]
    points = max((key.count(".") for key in known), default=0)
    words = [".".join(rest[: n + 1]) for n in range(min(points, len(rest) - 1), -1, -1)]
    near = {word: found for word in words if (found := did_you_mean(word, known))}
    word, mend = next(iter(near.items()), (words[0] if path else rest[0], ""))
    within = [s for s in SECTIONS if not path and find_path(tree, f"{s}.{change.path}")]
    mend = f"did you mean '{within[0]}.{shown(change.path)}'?" if within else mend
    place = f"in '{shown(around)}'" if path else "in the scenario"
    listed = ", ".join(map(shown, known[:_MOST_NAMED]))
    return change.problem(
        f"there is no '{shown(word)}' {place}", "unknown-path",
        f"one of: {listed}{', ...' * (len(known) > _MOST_NAMED)}",
        mend or "write the path as answers print it; an overlay can 'add' an element",
    )  # fmt: skip


def _with_reason(value: Any, path: Path, reason: str) -> Any:
    """A value that says what it rests on: the what-if, where it names nothing itself."""
    shapes = alternatives(shape_at(path))
    if Range in shapes:
        match value:
            case bool():
                return value
            case int() | float():
                return {"value": value, "assumption": reason}
            case [low, high]:
                return {"low": low, "high": high, "assumption": reason}
    if Rule in shapes and isinstance(value, str):
        return {"rule": value, "why": reason}
    if not isinstance(value, Mapping) or {"evidence", "assumption", "why"} & value.keys():
        return value
    is_grounded = any(isinstance(s, type) and issubclass(s, Grounded) for s in shapes)
    return {**value, "assumption": reason} if is_grounded else value


def _blamed(problem: Problem, made: Sequence[tuple[Path, Change]], reading: Reading) -> Problem:
    """A problem of the changed scenario, at the change that it belongs to, if to one."""
    for path, change in reversed(made):
        around = shown(reading.places.dotted(path))
        if problem.path == around or problem.path.startswith((f"{around}.", f"{around}[")):
            at = change.said_at
            return replace(problem, file=at.file, line=at.line, column=at.column)
    how = "with the changes of the what-if, " if "what-if" not in problem.what else ""
    return replace(problem, what=f"{how}{problem.what}")
