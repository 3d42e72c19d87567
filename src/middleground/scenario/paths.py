"""Paths as people write them, with points, and where they lead in a file."""

import re
from collections.abc import Sequence
from typing import Any

from middleground.scenario.places import Path

_INDEX = re.compile(r"\[(\d+)\]")


def find_path(tree: Any, text: str) -> Path | None:
    """The path that a person wrote with points; None where nothing stands there.

    Keys may have points of their own (`union.chair`, `17.5`); positions in lists are written
    `together.0.add` or `together[0].add`.

    Example:
        >>> find_path({"preferences": {"union.chair": {"no_deal": 4}}}, "preferences.union.chair")
        ('preferences', 'union.chair')
    """
    return _walk(tree, _INDEX.sub(r".\1", text).split("."), ())


def _walk(at: Any, steps: Sequence[str], path: Path) -> Path | None:
    if not steps:
        return path
    if isinstance(at, str) and path[:1] in (("rules",), ("quantities",)) and len(path) == 2:
        return path if list(steps) == [{"rules": "rule"}.get(str(path[0]), "sum")] else None
    if isinstance(at, list) and steps[0].isdecimal() and int(steps[0]) < len(at):
        return _walk(at[int(steps[0])], steps[1:], (*path, int(steps[0])))
    if isinstance(at, dict):
        for n in range(len(steps), 0, -1):
            word = ".".join(steps[:n])
            for key in at:
                if str(key) == word and (found := _walk(at[key], steps[n:], (*path, key))):
                    return found
    return None


def deepest(tree: Any, text: str) -> tuple[Path, list[str]]:
    """How far a path leads, and what is left of it."""
    steps = _INDEX.sub(r".\1", text).split(".")
    for n in range(len(steps), 0, -1):
        if found := _walk(tree, steps[:n], ()):
            return found, steps[n:]
    return (), steps
