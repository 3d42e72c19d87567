"""A new draft brought together with what the analyst made of the last one.

Three-way, by element and within elements by field: what only the draft changed is taken, what the
analyst changed stays, and where both did, the analyst's version stays and the draft's is told.
Nothing else in the file moves: comments, order and layout stay as they are.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any, Literal

from middleground.drafting.writing import flow
from middleground.scenario.editing import ScenarioText
from middleground.scenario.places import Path

_MISSING = object()
_LINE_END = re.compile(r"[^\r\n]*")
_NAMED_FIRST = ("reports", "quotes", "issues", "facts", "parties", "preferences")
_ROUNDS = 4
_KEPT_OUT = "# Did not fit what you have changed; the next draft tries again:"
_REMARK = re.compile(r"# [^\n\r\"]*; (?:proposed|accepted)(?=\r|\n|$)")
FindFaults = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where the analyst's version stays, and the draft has another.

    Attributes:
        path: The place in the file.
        why: What happened, in words.
        yours: What the analyst's file says, in YAML; "" where it says nothing.
        draft: What the draft says; "" where it says nothing.
    """

    path: Path
    why: str
    yours: str
    draft: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a draft makes to the file.

    Attributes:
        path: The place.
        kind: What is done there.
    """

    path: Path
    kind: Literal["added", "changed", "removed"]


@dataclass(slots=True)
class Merged:
    """The analyst's file with a draft brought in.

    Attributes:
        text: The file.
        changes: What the draft changed.
        conflicts: Where it was kept out.
        waiting: Where it did not fit: the next draft tries again.
    """

    text: ScenarioText
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    waiting: list[Path] = field(default_factory=list)


def merge_draft(
    base: ScenarioText | None,
    mine: ScenarioText,
    draft: ScenarioText,
    find_faults: FindFaults = lambda text: (),
) -> Merged:
    """Bring a draft into the analyst's file.

    Args:
        base: The last draft; None where there is none, and everything in the file is the analyst's.
        mine: The analyst's file.
        draft: The new draft.
        find_faults: Where a scenario's text is wrong, as dotted paths. A change that would make a
            sound file wrong (it names what the analyst has removed) is left out and told.

    Returns:
        The file with the draft brought in; the very same text if nothing is new.
    """
    conflicts: list[Conflict] = []
    before = _without(base.places.tree, kept_out(base.text)) if base else {}
    wanted = deepcopy(_merge(before, mine.places.tree, draft.places.tree, (), conflicts))
    _keep_whole(wanted, mine.places.tree)
    changes = list(_differences(mine.places.tree, wanted, ()))
    merged = Merged(mine, conflicts=conflicts)
    text, done, failed = _apply(mine, draft, wanted, changes)
    left: list[Change] = []
    if done and not find_faults(mine.text) and find_faults(text.text):
        text, done, failed, left = _fitting(mine, draft, wanted, changes, find_faults)
    merged.text, merged.changes = _with_new_remarks(base, text, draft), done
    merged.waiting = [change.path for change in left]
    for change in [*left, *failed]:
        why = ("it does not fit what you have changed" if change in left
               else "the file is laid out so that the program cannot change it there")  # fmt: skip
        merged.conflicts.append(
            Conflict(change.path, why, _said(mine, change.path), _said(draft, change.path))
        )
    return merged


def with_kept_out(draft: ScenarioText, waiting: Sequence[Path]) -> ScenarioText:
    r"""A draft as it is kept: with a remark on what did not fit, so that the next one tries again.

    Example:
        >>> print(with_kept_out(ScenarioText("title: Harbour\n"), [("issues", "pay")]).text)
        title: Harbour
        <BLANKLINE>
        # Did not fit what you have changed; the next draft tries again:
        #   ["issues", "pay"]
        <BLANKLINE>
    """
    if not waiting:
        return draft
    lines = [_KEPT_OUT, *(f"#   {json.dumps(path, ensure_ascii=False)}" for path in waiting)]
    written = f"{draft.text.rstrip()}\n\n" + "\n".join(lines) + "\n"
    return ScenarioText(written, draft.file, draft.mark)


def kept_out(text: str) -> list[Path]:
    """The places that `with_kept_out` wrote down."""
    found = []
    for line in text.rpartition(_KEPT_OUT)[2].splitlines() if _KEPT_OUT in text else ():
        try:
            path = json.loads(line.removeprefix("#"))
        except ValueError:
            continue
        if isinstance(path, list):
            found.append(tuple(path))
    return found


def _without(tree: Any, paths: Sequence[Path]) -> Any:
    """A tree without some of its places."""
    kept = deepcopy(tree) if paths else tree
    for path in paths:
        at = kept
        for step in path[:-1]:
            at = at.get(step) if isinstance(at, dict) else None
        if isinstance(at, dict):
            at.pop(path[-1], None)
    return kept


def _fitting(
    mine: ScenarioText, draft: ScenarioText, wanted: Any, changes: Sequence[Change],
    find_faults: FindFaults,
) -> tuple[ScenarioText, list[Change], list[Change], list[Change]]:  # fmt: skip
    """The file with what fits of the changes: element by element, each with what it needs.

    One element that no longer fits must not keep out the others. So every element is tried on the
    file as it is by then, together with those that its faults name: an issue needs the preferences
    over it. What fits only after another is tried again, as long as any came in.

    Returns:
        The text, the changes made, those that could not be written, and those that do not fit.
    """
    elements: dict[Path, list[Change]] = {}
    for change in sorted(changes, key=_first_things_first):
        elements.setdefault(change.path[:2], []).append(change)
    text = mine
    done: list[Change] = []
    failed: list[Change] = []
    progress = True
    while progress and elements:
        progress = False
        for name in list(elements):
            group = [name] if name in elements else []
            for _ in range(_ROUNDS if group else 0):
                tried = [change for member in group for change in elements[member]]
                trial, made, unmade = _apply(text, draft, wanted, tried)
                faults = find_faults(trial.text)
                if not faults:
                    text, progress = trial, True
                    done, failed = [*done, *made], [*failed, *unmade]
                    for member in group:
                        del elements[member]
                    break
                needed = [
                    other
                    for other, waiting in elements.items()
                    if other not in group and any(_is_at(waiting[0], fault) for fault in faults)
                ]
                if not needed:
                    break
                group += needed
    return text, done, failed, [change for waiting in elements.values() for change in waiting]


def _first_things_first(change: Change) -> int:
    """What others name comes before them: quotations, then issues, then parties."""
    section = str(change.path[0])
    return _NAMED_FIRST.index(section) if section in _NAMED_FIRST else len(_NAMED_FIRST)


# ------------------------------------------------------------------------------------------- values


def _merge(base: Any, mine: Any, draft: Any, path: Path, conflicts: list[Conflict]) -> Any:
    """The merged value; `_MISSING` stands for what is not there."""
    if same(mine, draft) or same(base, draft):
        return mine
    if same(base, mine):
        return draft
    if isinstance(mine, dict) and isinstance(draft, dict):
        above = base if isinstance(base, dict) else {}
        found = {}
        for key in [*mine, *(k for k in draft if k not in mine)]:
            value = _merge(above.get(key, _MISSING), mine.get(key, _MISSING),
                           draft.get(key, _MISSING), (*path, key), conflicts)  # fmt: skip
            if value is not _MISSING:
                found[key] = value
        return found
    conflicts.append(Conflict(path, _why(base, mine, draft), _written(mine), _written(draft)))
    return mine


def _why(base: Any, mine: Any, draft: Any) -> str:
    if mine is _MISSING:
        return "you removed it, and the new draft has changed it"
    if draft is _MISSING:
        return "you changed it, and the new draft no longer has it"
    if base is _MISSING:
        return "you and the new draft both added it, and differently"
    return "you and the new draft both changed it, and differently"


def _written(value: Any) -> str:
    return "" if value is _MISSING else flow(value)


def same(one: Any, two: Any) -> bool:
    """Whether two values of a file are the same; true is no 1.

    Example:
        >>> same({"a": [1, 2.0]}, {"a": [1.0, 2]}), same(True, 1)
        (True, False)
    """
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[k], two[k]) for k in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    return bool(one == two)


def _keep_whole(wanted: Any, mine: Any) -> None:
    """Let every preferences block speak of the issues that there are, and of no others.

    A new constituency does not know the analyst's own issues, nor the analyst's own constituency a
    new issue: until somebody says otherwise they are indifferent to them.
    """
    blocks, issues = wanted.get("preferences"), wanted.get("issues")
    if not isinstance(blocks, dict) or not isinstance(issues, dict):
        return
    before = mine.get("preferences") if isinstance(mine.get("preferences"), dict) else {}
    old = mine.get("issues") if isinstance(mine.get("issues"), dict) else {}
    own = {"no_deal", "together", "indifferent", "evidence", "assumption", "note"}
    for who, block in blocks.items():
        if not isinstance(block, dict):
            continue
        listed = block.get("indifferent") or []
        listed = [listed] if isinstance(listed, str) else list(listed)
        if who not in before:
            for key in [k for k in block if k not in own and k not in issues]:
                del block[key]
            kept = [i for i in listed if i in issues]
        else:
            kept = listed
        known = {*block, *kept}
        fresh = [i for i in issues if i not in own and i not in known
                 and (who not in before or i not in old)]  # fmt: skip
        if kept + fresh != listed:
            block["indifferent"] = kept + fresh
            if not block["indifferent"]:
                del block["indifferent"]


def _differences(mine: Any, wanted: Any, path: Path) -> Iterator[Change]:
    """What must be done to one value to make it another."""
    for key in mine:
        if key not in wanted:
            yield Change((*path, key), "removed")
        elif isinstance(mine[key], dict) and isinstance(wanted[key], dict):
            yield from _differences(mine[key], wanted[key], (*path, key))
        elif not same(mine[key], wanted[key]):
            yield Change((*path, key), "changed")
    for key in wanted:
        if key not in mine:
            yield Change((*path, key), "added")


# --------------------------------------------------------------------------------------------- text


def _apply(
    before: ScenarioText, draft: ScenarioText, wanted: Any, changes: Sequence[Change]
) -> tuple[ScenarioText, list[Change], list[Change]]:
    """The text with some changes made; those that were made, and those that could not be."""
    text, done, failed = before, [], []
    for change in changes:
        value = wanted
        for step in change.path if change.kind != "removed" else ():
            value = value[step]
        for attempt in _attempts(draft, change, value):
            try:
                text = attempt(text)
            except (ValueError, TypeError):
                continue
            done.append(change)
            break
        else:
            failed.append(change)
    return text, done, failed


def _attempts(
    draft: ScenarioText, change: Change, value: Any
) -> Iterator[Callable[[ScenarioText], ScenarioText]]:
    path = change.path
    if change.kind == "removed":
        yield lambda text: text.removed(path)
    elif change.kind == "changed":
        yield lambda text: text.replaced(path, flow(value))
    else:
        if same(draft.places.value(path), value):
            yield lambda text: text.inserted(path[:-1], _key(path), _as_written(draft, path))
        yield lambda text: text.inserted(path[:-1], _key(path), flow(value))


def _key(path: Path) -> str:
    if not isinstance(path[-1], str):
        raise TypeError(f"{path[-1]} is no word")
    return path[-1]


def _as_written(draft: ScenarioText, path: Path) -> str:
    """An element as the draft has it: its lines with their comments, as at the left edge."""
    place = draft.places.by_path[path]
    end = _LINE_END.match(draft.text, place.end).end()  # type: ignore[union-attr]
    key_end = place.key_end or 0
    if place.style == "lines" or "\n" in draft.text[key_end : place.start]:
        start = _LINE_END.match(draft.text, key_end).end()  # type: ignore[union-attr]
        return dedent(draft.text[start:end].lstrip("\r\n"))
    return draft.text[place.start : end]


def _with_new_remarks(
    base: ScenarioText | None, text: ScenarioText, draft: ScenarioText
) -> ScenarioText:
    """The text with the draft's own remark at each element ("proposed") as it is now.

    A remark that the analyst has reworded or taken out is theirs.
    """
    if base is None:
        return text
    edits: list[tuple[int, int, str]] = []
    for path in text.places.by_path:
        if len(path) != 2 or path not in base.places.by_path or path not in draft.places.by_path:
            continue
        old, new = _remark(base, path), _remark(draft, path)
        start, end = _extent(text, path)
        at = text.text.find(old, start, end) if old and new and old != new else -1
        if at >= 0 and text.text[at + len(old) : at + len(old) + 1] in ("", "\r", "\n"):
            edits.append((at, at + len(old), new))
    written = text.text
    for at, end, new in sorted(edits, reverse=True):
        written = written[:at] + new + written[end:]
    result = type(text)(written, text.file, text.mark)
    return result if edits and same(result.places.tree, text.places.tree) else text


def _remark(text: ScenarioText, path: Path) -> str:
    start, end = _extent(text, path)
    found = _REMARK.search(text.text, start, end)
    return found[0] if found else ""


def _extent(text: ScenarioText, path: Path) -> tuple[int, int]:
    """From an element's key to the end of its last line."""
    place = text.places.by_path[path]
    last = _LINE_END.match(text.text, place.end)
    return place.key_start or 0, last.end() if last else place.end


def _is_at(change: Change, fault: str) -> bool:
    """Whether a fault lies in the element that a change belongs to."""
    where = ".".join(map(str, change.path[:2]))
    return fault == where or fault.startswith(f"{where}.")


def _said(text: ScenarioText, path: Path) -> str:
    return _written(text.places.value(path)) if path in text.places.by_path else ""
