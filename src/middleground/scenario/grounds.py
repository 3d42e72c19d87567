"""Why a scenario says what it says: words of a report, or the analyst's own reason."""

import keyword
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from middleground.scenario.faults import fault

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# Keys that belong to every element and every section, so no element may be called so.
RESERVED = frozenset({"evidence", "assumption", "note"})


def _is_id(text: str) -> str:
    if not _ID.fullmatch(text):
        near = re.sub(r"[^a-z0-9_]+", "_", text.casefold()).strip("_")
        near = near if _ID.fullmatch(near) else f"x_{near}"
        raise fault(
            "id",
            f"'{text}' cannot be an id",
            "a letter, then letters, digits and underscores (no spaces, hyphens, accents or "
            "invisible characters)",
            f"call it '{near}' and put the wording into 'name'",
        )
    if keyword.iskeyword(text) or text in RESERVED:
        raise fault(
            "id",
            f"'{text}' cannot be an id: the word has a meaning of its own here",
            "a word that rules and sections do not use",
            f"call it '{text}_' and put the wording into 'name'",
        )
    return text


Id = Annotated[str, AfterValidator(_is_id), Field(max_length=80)]
"""Name of an element inside the file: what rules, references and answers call it."""

Text = Annotated[str, Field(max_length=20_000)]


def as_list(written: Any) -> Any:
    """One item, or several: `a` is read as `[a]`."""
    return written if isinstance(written, list | tuple) or written is None else (written,)


class Closed(BaseModel):
    """What a person types: closed to unknown keys, frozen once read, strict about numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Quotation(Closed):
    """The words of a report, as they stand there, and on whose word the report has them.

    Attributes:
        report: Id of the report.
        quote: The report's own words; casing and spacing may differ.
        source: Whose word it is, outermost first, such as ("The Coast Daily", "unnamed"). Empty
            where the report speaks for itself. `unnamed` and `unstated` are words.
    """

    report: Id
    quote: Annotated[str, Field(min_length=1, max_length=5_000)]
    source: Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(strict=False)] = ()
    note: Text | None = None


Evidence = Annotated[
    tuple[Id | Quotation, ...], BeforeValidator(as_list), Field(strict=False, min_length=1)
]
"""Ids of quotations, or quotations written in place; one or several."""


class Grounded(Closed):
    """An element that can say what it rests on. What is nearest to a number counts.

    Attributes:
        evidence: Quotations.
        assumption: The analyst's own reason, marked as such.
        note: A remark without weight.
    """

    evidence: Evidence | None = None
    assumption: Text | None = None
    note: Text | None = None
