"""What two scenarios say differently: facts, positions, numbers, each with what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from middleground.scenario.basis import Basis, grounds_of
from middleground.scenario.grounds import RESERVED
from middleground.scenario.model import LATER
from middleground.scenario.places import Path
from middleground.scenario.preferences import Preference, Shift
from middleground.scenario.ranges import Range
from middleground.scenario.reader import Reading

Kind = Literal["reports", "facts", "positions", "numbers", "rules", "other", "grounds"]
KINDS: tuple[Kind, ...] = (
    "reports", "facts", "positions", "numbers", "rules", "other", "grounds",
)  # fmt: skip
_BY_SECTION: Mapping[str, Kind] = {
    "reports": "reports",
    "facts": "facts",
    "demands": "positions",
    "proposals": "positions",
    "rules": "rules",
}
_GROUNDS = ("evidence", "assumption", "why")
# Names of the whole file, which say nothing about the negotiation.
_UNCOMPARED = ("format", "note", "quotes")


@dataclass(frozen=True)
class Difference:
    """One place at which two scenarios differ.

    Attributes:
        path: The place.
        kind: What kind of thing it is; `grounds` where only what it rests on differs.
        before: What the first says there, in plain values as a person would write them; None where
            it says nothing.
        after: The same of the second.
        rested_on: What the first one's value rests on; None where it says nothing.
        rests_on: The same of the second.
    """

    path: Path
    kind: Kind
    before: Any
    after: Any
    rested_on: Basis | None
    rests_on: Basis | None


def find_differences(
    before: Reading, after: Reading, reasons: Mapping[Path, str] | None = None
) -> list[Difference]:
    """Where two scenarios differ, kind by kind, in the order of the format.

    Names are what elements are known by: an element under another id is another element. What
    stands in a section for later analyses is not compared.

    Args:
        before: The first scenario.
        after: The second.
        reasons: What changed paths of the second rest on, where it is a what-if of the first.
    """
    found = []
    for name in type(before.scenario).model_fields:
        if name in _UNCOMPARED or name in LATER or name in RESERVED:
            continue
        one, other = getattr(before.scenario, name), getattr(after.scenario, name)
        for path, was, now in _compare(one, other, (name,)):
            found.append(_difference(before, after, path, was, now, reasons or {}))
    return sorted(found, key=lambda difference: KINDS.index(difference.kind))


def _difference(
    before: Reading, after: Reading, path: Path, was: Any, now: Any, reasons: Mapping[Path, str]
) -> Difference:
    is_number = any(isinstance(value, Range) for value in (was, now))
    kind = _BY_SECTION.get(str(path[0]), "numbers" if is_number else "other")
    if path[0] == "parties" and path[-1] == "ratifies":
        kind = "rules"
    if path[0] == "preferences" and kind == "other":
        kind = "numbers"
    if path[-1] in _GROUNDS:
        path, kind, was, now = path[:-1], "grounds", None, None
        return Difference(path, kind, was, now, grounds_of(before, path), grounds_of(after, path))
    return Difference(
        path=path,
        kind=kind,
        before=_plain(was),
        after=_plain(now),
        rested_on=None if was is None else grounds_of(before, path),
        rests_on=None if now is None else _rests_on(after, path, reasons),
    )


def _rests_on(after: Reading, path: Path, reasons: Mapping[Path, str]) -> Basis:
    """What a value rests on; not on what supported the one that a what-if has replaced."""
    found = grounds_of(after, path)
    for changed, reason in reasons.items():
        is_own = found.level is not None and found.level[: len(changed)] == changed
        if path[: len(changed)] == changed and not is_own:
            return Basis(assumption=reason, level=changed)
    return found


def _compare(one: Any, other: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(one, Range) and isinstance(other, Range):
        if _plain(one) != _plain(other):
            yield path, one, other
    elif isinstance(one, BaseModel) and type(one) is type(other):
        yield from _compare_elements(one, other, path)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*one, *other]):
            yield from _compare(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, tuple) and isinstance(other, tuple) and _holds_elements(one + other):
        for n in range(max(len(one), len(other))):
            was = one[n] if n < len(one) else None
            now = other[n] if n < len(other) else None
            yield from _compare(was, now, (*path, n))
    elif one != other:
        yield path, one, other


def _compare_elements(
    one: BaseModel, other: BaseModel, path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    values, grounds = [], []
    for name in type(one).model_fields:
        is_gathered = isinstance(one, Preference | Shift) and name == "issues"
        below = path if is_gathered else (*path, name)
        found = list(_compare(getattr(one, name), getattr(other, name), below))
        if name in _GROUNDS:
            grounds += found[:1]
        elif name != "note":
            values += found
    # Another reason for another value is no difference of its own.
    yield from values or grounds[:1]


def _holds_elements(items: tuple[Any, ...]) -> bool:
    return any(isinstance(item, BaseModel) for item in items)


def _plain(value: Any) -> Any:
    """A value as a person would write it, without what it rests on."""
    match value:
        case Range() if value.is_certain:
            return value.low
        case Range(shape="rival"):
            return {"values": list(value.values), "weights": list(value.weights)}
        case Range(shape="uniform"):
            return [value.low, value.high]
        case Range():
            ends = {"low": value.low, "mode": value.mode, "high": value.high}
            return ends if value.shape == "pert" else {**ends, "shape": value.shape}
        case BaseModel():
            return {
                name: _plain(part)
                for name in type(value).model_fields
                if name not in RESERVED
                and (part := getattr(value, name)) != type(value).model_fields[name].get_default(
                    call_default_factory=True
                )
            }  # fmt: skip
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
    return value
