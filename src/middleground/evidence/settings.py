"""Fields of an entry that a person may set, by name: `value=3`, `kind=red_line`, `parties=A; B`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from middleground.errors import EvidenceError, Problem
from middleground.evidence.entries import Entry, Figure
from middleground.evidence.numbers import bounds
from middleground.evidence.particulars import Actor, Event, Position, Structure, Term
from middleground.plain_text import shown

Settings = Mapping[str, str]

# What an entry of each kind says beyond its words: the field that holds it, and its type.
PARTICULARS: Mapping[str, tuple[str, type[BaseModel]]] = MappingProxyType(
    {
        "figure": ("figure", Figure),
        "actor": ("actor", Actor),
        "position": ("position", Position),
        "term": ("term", Term),
        "event": ("event", Event),
        "relation": ("structure", Structure),
    }
)
_OF_EVERY_KIND = ("polarity", "modality", "stance", "type")
# These hold names of entries, or follow from the source.
_NOT_BY_HAND = frozenset(("asserted_by", "asserter", "figures"))
_YES, _NO = ("yes", "true"), ("no", "false")


def settable(kind: str) -> dict[str, str]:
    """The fields that can be set in an entry of a kind, with what each takes, in words."""
    fields = {name: _taken(Entry, name) for name in _OF_EVERY_KIND}
    if kind in PARTICULARS:
        model = PARTICULARS[kind][1]
        own = {n: _taken(model, n) for n in model.model_fields if n not in _NOT_BY_HAND}
        fields = own | {name: said for name, said in fields.items() if name not in own}
    return fields


def with_settings(entry: Entry, settings: Settings, of_words: str = "") -> Entry:
    """An entry with some fields set.

    Args:
        entry: As it stands.
        settings: Values by field, as written; several names are separated by semicolons, "" stands
            for none.
        of_words: The words of a new entry, which name a new actor.

    Raises:
        EvidenceError: With every field that is unknown, missing, or cannot be so.
    """
    said = dict(settings)
    if entry.kind == "actor" and entry.actor is None and of_words:
        said = {"name": of_words, **said}
    fields = settable(entry.kind)
    unknown = [_unknown(entry.kind, name, fields) for name in said if name not in fields]
    if unknown:
        raise EvidenceError(unknown)
    held, model = PARTICULARS.get(entry.kind, ("", Entry))
    own = {n: _read(model, n, v) for n, v in said.items() if held and n in model.model_fields}
    general = {n: _read(Entry, n, v) for n, v in said.items() if n not in own}
    try:
        changed: dict[str, Any] = dict(general)
        if held:
            changed[held] = _made(getattr(entry, held), model, own)
        if entry.kind == "figure" and "negated" in own:
            changed.setdefault("polarity", "negative" if own["negated"] else "positive")
        if entry.position and "kind" in own and entry.stance == entry.position.kind:
            changed.setdefault("stance", own["kind"])
        return Entry.model_validate({**entry.model_dump(), **changed})
    except ValidationError as error:
        raise EvidenceError([_fault(entry.kind, e, fields) for e in error.errors()]) from None


def _made(before: BaseModel | None, model: type[BaseModel], own: dict[str, Any]) -> BaseModel:
    written = {**(before.model_dump() if before else {}), **own}
    if model is Figure:
        written.setdefault("value", None)
        if {"value", "qualifier"} & own.keys() and isinstance(written["value"], float):
            low, high = bounds(written["value"], written.get("qualifier", ""))
            written |= {"low": own.get("low", low), "high": own.get("high", high)}
    return model.model_validate(written)


def _read(model: type[BaseModel], name: str, text: str) -> Any:
    """A value as its field takes it; what cannot be read is left for the field to refuse."""
    kind = model.model_fields[name].annotation
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if kind is bool and text.casefold() in (*_YES, *_NO):
        return text.casefold() in _YES
    if float in get_args(kind):
        try:
            return float(text.replace(",", "")) if text else None
        except ValueError:
            return text
    if type(None) in get_args(kind) and not text:
        return None
    return text


def _taken(model: type[BaseModel], name: str) -> str:
    """What a field takes, in words."""
    kind = model.model_fields[name].annotation
    choices = _choices(kind)
    if choices:
        return ", ".join(choices)
    if get_origin(kind) is tuple:
        return "words, several separated by semicolons"
    if kind is bool:
        return "yes or no"
    return "a number" if float in get_args(kind) else "words"


def _choices(kind: Any) -> list[str]:
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [choice for part in get_args(kind) for choice in _choices(part)]


def _unknown(kind: str, name: str, fields: Mapping[str, str]) -> Problem:
    from rapidfuzz import process

    near = process.extractOne(name, fields, score_cutoff=60)
    hint = f"; perhaps '{near[2]}'?" if near else ""
    return Problem(
        f"'{shown(name)}' cannot be set in an entry of kind '{kind}'{hint}",
        code="unknown-field",
        expected=f"one of: {', '.join(fields)}",
    )


def _fault(kind: str, error: Any, fields: Mapping[str, str]) -> Problem:
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "missing":
        return Problem(
            f"an entry of kind '{kind}' needs '{name}'",
            code="missing-field",
            expected=f"{name}: {fields.get(name, 'a value')}",
            mend=f"add --set {name}=...",
        )
    return Problem(
        f"'{shown(str(error.get('input', '')))}' cannot be '{name}'",
        code="wrong-value",
        expected=f"{name}: {fields.get(name, 'another value')}",
    )
