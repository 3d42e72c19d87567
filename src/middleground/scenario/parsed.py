"""A scenario file as it was parsed: values, places and notices, before anything is made of them.

Parsing takes most of the time of a small question, so what came of it can be kept and taken up
again: `kept` and `taken_up`. Only plain values are kept, as JSON.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from middleground.errors import Problem
from middleground.scenario.places import Path, Place, Places

# What the scanner reads in about two seconds; the ceasefire case has 38 KiB and 2,100 values.
LARGEST_FILE = 1024 * 1024
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Parsed:
    """A file's values, their places, and what is worth knowing about its text."""

    places: Places
    notices: tuple[Problem, ...] = ()


def kept(parsed: Parsed) -> str:
    """What was parsed, as text; without the file's name and words, which are at hand anyway."""
    places = parsed.places
    return json.dumps(
        {
            "root": _node(places, (), places.tree),
            "notices": [{**asdict(notice), "file": None} for notice in parsed.notices],
        },
        separators=(",", ":"),
    )


def taken_up(text: str, written: str, file: str) -> Parsed:
    """What `kept` wrote, for the same words in a file of any name.

    Args:
        text: What `kept` wrote.
        written: The words of the scenario file.
        file: Its path, for messages.

    Raises:
        ValueError, TypeError, KeyError, IndexError: If the text is damaged.
    """
    found = json.loads(text)
    by_path: dict[Path, Place] = {}
    tree = _value(found["root"], (), by_path)
    notices = tuple(Problem(**{**notice, "file": file}) for notice in found["notices"])
    return Parsed(Places(file, written, tree, by_path), notices)


def sorted_problems(problems: list[Problem]) -> list[Problem]:
    """Problems in the order of the file, the first twenty, and how many more there are.

    Each says what to do; where what was expected says it all, that is to write it.
    """
    ordered = sorted(problems, key=lambda p: (p.line or 0, p.column or 0))
    ordered = [
        p if p.mend or not p.expected else replace(p, mend="write that instead") for p in ordered
    ]
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    more = len(ordered) - MOST_PROBLEMS
    last = Problem(f"{more} more problems; mend these first", "more", ordered[0].file)
    return [*ordered[:MOST_PROBLEMS], last]


def _node(places: Places, path: Path, value: Any) -> list[Any]:
    """A value with its place: its kind, its content, and what says where it stands."""
    place = places.by_path[path]
    stands = [place.start, place.end, place.key_start, place.key_end, place.style, place.has_colon]
    # Keys may be numbers, which an object of JSON could not tell from text: so pairs in a list.
    if isinstance(value, dict):
        return ["pairs", [[k, _node(places, (*path, k), v)] for k, v in value.items()], *stands]
    if isinstance(value, list):
        return ["list", [_node(places, (*path, n), v) for n, v in enumerate(value)], *stands]
    return ["plain", value, *stands]


def _value(node: list[Any], path: Path, by_path: dict[Path, Place]) -> Any:
    kind, content, *stands = node
    by_path[path] = Place(*stands)
    if kind == "pairs":
        return {key: _value(inner, (*path, key), by_path) for key, inner in content}
    if kind == "list":
        return [_value(inner, (*path, n), by_path) for n, inner in enumerate(content)]
    return content
