"""Values that do not fit the model, in our own words, at their places in the file."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from middleground.errors import Problem
from middleground.plain_text import shown
from middleground.scenario.likeness import same_look
from middleground.scenario.places import Path, Places
from middleground.scenario.shapes import keys_at, own_keys_around, said_of, shape_at

_EXAMPLES = {
    "format": "format: middleground/1",
    "title": "a title, such as 'Harbour workers and the port authority'",
    "file": "the report's file, relative to the scenario file",
    "no_deal": "no_deal: what walking away is worth, such as [30, 45]",
    "options": "options: [a, b, c], or range: [first, last, step]",
    "value": "a number or a range such as [3, 5]",
    "by": "who it is: the id of a party, mediator or outsider",
    "quote": "the report's own words, in quotation marks",
    "report": "the id of a report",
    "rule": "a condition, such as 'wage_rise <= 8'",
    "requires": "a condition, such as 'night_shift == ended'",
    "when": "a condition, such as 'night_shift == ended'",
    "add": "points, such as -20 or [-25, -15]",
    "sum": "a sum, such as 'captives * prisoners_per_captive'",
    "terms": "terms: {issue: option}",
    "direction": "harder or softer",
}


def nearest(word: str, known: Iterable[Any]) -> str:
    """The known name that a word was probably meant to be; "" if none is near."""
    names = [str(name) for name in known]
    by_fold = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[Any]) -> str:
    """A remedy that names the nearest known name; "" if none is near."""
    near = nearest(word, known)
    return f"did you mean '{shown(near)}'?" if near else ""


def said(value: Any) -> str:
    """A value of the file, short enough for a message."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{shown(value if len(value) <= 80 else value[:77] + '...')}'"
        case dict():
            return "a mapping" if value else "an empty mapping {}"
        case list():
            return f"a list of {len(value)}" if value else "an empty list []"
    return str(value)


def problems_of(error: ValidationError, places: Places) -> list[Problem]:
    """Every value that does not fit, once each."""
    found: dict[tuple[Path, str], Problem] = {}
    unknown = _strange_words_among_issues(places)
    for path in unknown:
        found[path, "unknown-key"] = _unknown_key(path, places)
    for detail in error.errors(include_url=False, include_input=False):
        loc = detail["loc"]
        path = _path(loc, places)
        if any(path[: len(strange)] == strange for strange in unknown):
            continue
        if _is_other_branch(loc, path, places):
            continue
        problem = _problem(detail, loc, path, places)
        found.setdefault((path, problem.code if _is_custom(detail) else "type"), problem)
    return list(found.values())


def _path(loc: Sequence[str | int], places: Places) -> Path:
    """The place in the file that a library's location means: what the file lacks is left out."""
    path: Path = ()
    at = places.tree
    for step in loc:
        if isinstance(at, dict):
            key = step if step in at else next((k for k in at if str(k) == str(step)), None)
            if key is None:
                continue
            path, at = (*path, key), at[key]
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            path, at = (*path, step), at[step]
    return path


def _is_other_branch(loc: Sequence[str | int], path: Path, places: Places) -> bool:
    """Evidence is an id or a quotation: complain about the one that was meant."""
    tags = [step for step in loc if isinstance(step, str)]
    if "Quotation" in tags:
        return not isinstance(places.value(path), dict) and path[-1:] not in (
            ("report",), ("quote",), ("source",), ("note",),
        )  # fmt: skip
    if any(tag.startswith("function-after[") for tag in tags):
        return isinstance(places.value(path), dict)
    return False


def _is_custom(detail: Mapping[str, Any]) -> bool:
    return "what" in detail.get("ctx", {})


def _strange_words_among_issues(places: Places) -> list[Path]:
    """Keys of blocks that hold issues beside their own keys, and are neither: misspelled."""
    issues = places.value(("issues",))
    if not isinstance(issues, dict):
        return []
    found = []
    for path, place in places.by_path.items():
        if place.key_start is None or not (own_keys := own_keys_around(path)):
            continue
        if path[-1] not in own_keys and path[-1] not in issues:
            found.append(path)
    return found


def _unknown_key(path: Path, places: Places) -> Problem:
    key, around = str(path[-1]), path[:-1]
    known: list[Any] = list(keys_at(around))
    if own_keys_around(path):
        issues = places.value(("issues",))
        known = [*(issues if isinstance(issues, dict) else ()), *known]
    what = f"the key '{shown(key)}' is not known here"
    place = places.by_path.get(path)
    mend = did_you_mean(key, known)
    if place is not None and not place.has_colon:
        mend = "if it belongs to the text before it, put all of that text into quotation marks"
    listed = ", ".join(shown(str(k)) for k in known[:24]) + (", ..." if len(known) > 24 else "")
    return places.problem(path, what, "unknown-key", f"one of: {listed}", mend, key=True)


def _problem(
    detail: Mapping[str, Any], loc: Sequence[str | int], path: Path, places: Places
) -> Problem:
    context = detail.get("ctx", {})
    is_key = "[key]" in loc
    if _is_custom(detail):
        if is_key and detail["type"] == "id" and (lookalike := _lookalike(path, places)):
            return lookalike
        at = (*path, context["at"]) if context.get("at") else path
        return places.problem(
            at if at in places.by_path else path, shown(context["what"]), detail["type"],
            shown(context["expected"]), shown(context["mend"]), key=is_key,
        )  # fmt: skip
    value = places.value(path)
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(path, places)
        case "missing":
            field = str(loc[-1])
            return places.problem(
                path, f"no '{field}' here" if path else f"the file has no '{field}'", "missing",
                _EXAMPLES.get(field, f"a value for '{field}'"), f"add '{field}'", key=True,
            )  # fmt: skip
        case "literal_error":
            return _other_word(path, value, places)
        case "string_too_short" | "too_short":
            return places.problem(
                path, f"{said(value)}: empty", "empty-list" if value == [] else "empty",
                said_of(shape_at(path)), "write it, or delete the key",
            )  # fmt: skip
        case "string_too_long":
            most = context.get("max_length", 0)
            return places.problem(
                path, f"text of {len(str(path[-1] if is_key else value)):,} characters",
                "too-large", f"{most:,} characters at most", "shorten it", key=is_key,
            )  # fmt: skip
    if is_key:
        return places.problem(
            path, f"the key {said(path[-1])} is no {said_of(str)}", "type",
            "a word or a number before the colon", "put it into quotation marks", key=True,
        )  # fmt: skip
    shape = shape_at(path)
    mend = ""
    if isinstance(value, list) and said_of(shape).startswith("a mapping by id"):
        mend = "give each element an id of its own: {first_id: ..., second_id: ...}"
    elif not isinstance(value, dict | list | str) and "text" in said_of(shape):
        mend = "put it into quotation marks, or delete the key"
    return places.problem(path, f"{said(value)} does not fit here", "type",
                          said_of(shape), mend)  # fmt: skip


def _other_word(path: Path, value: Any, places: Places) -> Problem:
    if path == ("format",):
        return places.problem(
            path, f"the format {said(value)} is not known to this version of the program",
            "version", "middleground/1", "install a newer version, or correct the line",
        )  # fmt: skip
    known = said_of(shape_at(path))
    words = known.removeprefix("one of ").split(", ")
    return places.problem(
        path, f"{said(value)} is not known here", "choice", known,
        did_you_mean(str(value), words),
    )  # fmt: skip


def _lookalike(path: Path, places: Places) -> Problem | None:
    """An id with odd characters beside one that looks the same."""
    key = str(path[-1])
    siblings = places.value(path[:-1])
    for other in siblings if isinstance(siblings, dict) else ():
        if other != key and same_look(str(other), key):
            line, column = places.line_column(places.offset((*path[:-1], other), key=True))
            return places.problem(
                path, f"'{shown(key)}' looks like '{shown(str(other))}' ({line}:{column}) but "
                "differs in characters that cannot be seen or told apart",
                "confusable-id", "ids that nobody can mix up",
                f"retype it as '{shown(str(other))}' if it is the same, or rename it", key=True,
            )  # fmt: skip
    return None
