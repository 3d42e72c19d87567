"""A draft brought into the analyst's file: the first one, a later one, or beside a model of theirs.

The first goes behind the list of reports. A later one is merged (`merging`). A model that was
written without a draft is left alone: what a draft calls its parties would stand beside theirs.
"""

from dataclasses import dataclass
from typing import Any, Literal

from middleground.drafting.composing import compose_body, compose_file
from middleground.drafting.draft import Draft
from middleground.drafting.merging import FindFaults, Merged, merge_draft
from middleground.scenario.editing import ScenarioText
from middleground.scenario.model import SECTIONS

Way = Literal["first", "merged", "beside"]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a draft.

    Attributes:
        way: Written as the first, merged into what was there, or left beside it.
        merged: The analyst's file as it is now, with what changed and what was kept out.
        draft: The draft as a file of its own.
    """

    way: Way
    merged: Merged
    draft: ScenarioText


def bring_in(
    draft: Draft,
    mine: ScenarioText,
    last: ScenarioText | None,
    find_faults: FindFaults = lambda text: (),
) -> BroughtIn:
    """Bring a draft into the analyst's file.

    Args:
        draft: The new draft.
        mine: The analyst's file; without model it gets the draft as it is.
        last: The last draft; None where there is none.
        find_faults: Where a scenario's text is wrong, as dotted paths.
    """
    tree: dict[str, Any] = mine.places.tree
    reports = {k: v for k, v in (tree.get("reports") or {}).items() if isinstance(v, dict)}
    text = ScenarioText(compose_file(draft, str(tree.get("title", "")), reports))
    if not any(tree.get(section) for section in SECTIONS if section != "reports"):
        return BroughtIn("first", Merged(_first(draft, mine)), text)
    known = set(_ids(text)) | (set(_ids(last)) if last else set())
    if set(_ids(mine)) and not known & set(_ids(mine)):
        return BroughtIn("beside", Merged(mine), text)
    return BroughtIn("merged", merge_draft(last, mine, text, find_faults), text)


def _ids(text: ScenarioText) -> list[str]:
    parties = text.places.value(("parties",))
    return [str(name) for name in parties] if isinstance(parties, dict) else []


def _first(draft: Draft, mine: ScenarioText) -> ScenarioText:
    """The analyst's list of reports as it stands, and behind it the draft."""
    text = mine
    if draft.as_of and "as_of" not in text.places.tree:
        text = text.inserted((), "as_of", draft.as_of)
    for report, said in draft.reports.items():
        listed = text.places.value(("reports", report))
        for key, value in said.items():
            if isinstance(listed, dict) and key not in listed:
                text = text.inserted(("reports", report), key, str(value))
    body = compose_body(draft)
    return type(mine)(f"{text.text.rstrip()}\n\n{body}", mine.file, mine.mark)
