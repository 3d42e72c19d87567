"""Which type of the model a place in the file has: known keys, and what may stand there."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from middleground.scenario.grounds import RESERVED, Grounded, Quotation
from middleground.scenario.issues import Issue
from middleground.scenario.model import LATER, Scenario
from middleground.scenario.places import Path
from middleground.scenario.preferences import (
    OWN_KEYS,
    SHIFT_KEYS,
    Preference,
    Shift,
    Worth,
    WorthShift,
)
from middleground.scenario.ranges import Range

# Blocks in which issues stand beside the block's own keys, and what an issue's value is there.
GATHERING: dict[Any, tuple[frozenset[str], type[BaseModel]]] = {
    Preference: (OWN_KEYS, Worth),
    Shift: (SHIFT_KEYS, WorthShift),
}
# Keys of short forms, which the models turn into fields.
SHORT_FORMS: dict[type[BaseModel], tuple[str, ...]] = {Issue: ("range",), Range: ("value",)}


def alternatives(annotation: Any) -> list[Any]:
    """The types that may stand somewhere, without wrappers; None left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [a for arm in get_args(annotation) for a in alternatives(arm)]
    return [] if annotation is type(None) else [annotation]


def shape_at(path: Path) -> Any:
    """The type of the value at a path; None where the format has no such place.

    Example:
        >>> shape_at(("parties", "union", "constituencies", "chair")).__name__
        'Constituency'
    """
    shape: Any = Scenario
    for n, step in enumerate(path):
        if n == 1 and step in RESERVED and path[0] not in LATER:
            shape = Grounded.model_fields[str(step)].annotation
            continue
        found = [below for arm in alternatives(shape) if (below := _below(arm, step)) is not None]
        if not found:
            return None
        shape = found[0]
    arms = alternatives(shape)
    return arms[0] if len(arms) == 1 else shape


def _below(arm: Any, step: Any) -> Any:
    origin = get_origin(arm)
    if origin is dict:
        return get_args(arm)[1]
    if origin is tuple:
        item = get_args(arm)[0]
        if isinstance(step, int):
            return item
        # One item may stand in place of a list of one.
        return next((b for a in alternatives(item) if (b := _below(a, step)) is not None), None)
    if isinstance(arm, type) and issubclass(arm, BaseModel):
        if arm in GATHERING and step not in GATHERING[arm][0]:
            return GATHERING[arm][1]
        named = arm.model_fields.get(str(step))
        if named is not None:
            # The field's own constraints are lost with the wrapper, its type is not.
            return named.annotation
    return None


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the format knows in the mapping at a path."""
    for arm in alternatives(shape_at(path)):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            return keys_of(arm)
    return ()


def said_of(shape: Any) -> str:
    """What may stand at a place of this type, in words."""
    arms = alternatives(shape)
    if Quotation in arms and len(arms) > 1:
        return "the id of a quotation, or {report: ..., quote: ...}"
    said = [_said_of_one(arm) for arm in arms]
    return " or ".join(dict.fromkeys(said)) or "a value that this format knows"


def _said_of_one(arm: Any) -> str:
    origin = get_origin(arm)
    if origin is Literal:
        return "one of " + ", ".join(map(str, get_args(arm)))
    if origin is dict:
        return "a mapping by id, such as {some_id: ...}"
    if origin is tuple:
        return "a list: " + said_of(get_args(arm)[0])
    if arm is Range:
        return "a number or a range such as [5, 9]"
    if arm is Quotation:
        return "a quotation {report: ..., quote: ...}"
    if isinstance(arm, type) and issubclass(arm, BaseModel):
        keys = [*keys_of(arm)][:4]
        return "a mapping with keys such as " + ", ".join(keys)
    return {str: "text", bool: "true or false", int: "a number", float: "a number"}.get(
        arm, "a value"
    )


def keys_of(arm: type[BaseModel]) -> tuple[str, ...]:
    """The keys of one kind of element, its own before those that all have."""
    own = [name for name in arm.model_fields if name not in RESERVED]
    if arm in GATHERING:
        own.remove("issues")  # in the file, the issues stand beside the other keys
    return (*own, *SHORT_FORMS.get(arm, ()), *(n for n in arm.model_fields if n in RESERVED))


def own_keys_around(path: Path) -> frozenset[str]:
    """The own keys of the block that holds issues too, and to which the key at a path belongs.

    Empty where the key does not stand in such a block: `preferences.union.chair.wage_rise` does.
    """
    match path:
        case ("preferences", who, _) if who not in RESERVED:
            return OWN_KEYS
        case ("levers", _, "shifts", _) | ("events", _, "shifts", _, _):
            return SHIFT_KEYS
    return frozenset()
