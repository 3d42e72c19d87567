"""The text of a drafted scenario: laid out to be opened, read and changed by hand."""

from collections.abc import Mapping
from typing import Any

from middleground.drafting.draft import Draft
from middleground.drafting.writing import (
    element_lines,
    flow,
    plain,
    section_lines,
    with_evidence,
)

# What stands above a section, for whoever opens the file for the first time.
_HEADINGS = {
    "parties": "Who negotiates, and who stands behind them. 'ratifies' says whose yes is needed.",
    "mediators": "Who carries messages. The days are assumed where no report tells them.",
    "outsiders": "Who presses or demands from outside, and signs nothing.",
    "issues": "What is negotiated. Options stand in order, from one end to the other.",
    "proposals": "What is on the table, as far as it names options.",
    "facts": "What nobody is sure of, contested figures first: a range, and who says what.",
    "rules": "What every deal must meet, whoever wants what.",
    "preferences": "What deals are worth to whom, in points. Weights and no-deal values are "
    "wide on purpose.",
    "demands": "Who asks for what. Statements: they bind only where you write 'binds: true'.",
    "events": "What may happen.",
    "levers": "What somebody can do that changes an answer. Effects and costs are assumed.",
    "precedents": "Earlier deals that the reports mention.",
    "quotes": "The reports' own words. 'note' leads to the ledger, and says whether a person has "
    "accepted the entry.",
}
_OPENING = """\
# ----------------------------------------------------------------------------------------------
# Proposed by 'draft' from the ledger: who says what is quoted, everything else is an assumption.
# Beside each element stands by which rule it was proposed, and whether a person has accepted what
# it rests on. Change, rename, delete: a later draft keeps what you have changed.
"""


def compose_body(draft: Draft) -> str:
    """The sections of a draft as they follow the list of reports, with a comment above each."""
    sections: dict[str, dict[str, list[str]]] = {}
    for name, elements in draft.sections.items():
        sections[name] = {
            id_: element_lines(
                with_evidence(element, draft.citations), f"{element.rule}; {element.status}"
            )
            for id_, element in elements.items()
        }
    sections["quotes"] = {
        id_: element_lines(quotation, "") for id_, quotation in draft.citations.quotes.items()
    }
    parts = [_OPENING]
    for name, laid_out in sections.items():
        if laid_out:
            parts.append("\n".join([f"# {_HEADINGS[name]}", *section_lines(name, laid_out)]) + "\n")
    return "\n".join(parts)


def _new(proposed: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft proposes to say of a report that the scenario does not say yet."""
    return {key: value for key, value in proposed.items() if key not in said}


def compose_file(draft: Draft, title: str, reports: Mapping[str, Mapping[str, Any]]) -> str:
    """A draft as a whole scenario file.

    Args:
        draft: The draft.
        title: The scenario's title.
        reports: The reports as the scenario lists them; what the draft adds goes with them.
    """
    lines = ["format: middleground/1", f"title: {plain(title)}"]
    if draft.as_of:
        lines.append(f"as_of: {draft.as_of}")
    lines.append("reports:" if reports else "reports: {}")
    for name, said in reports.items():
        lines.append(f"  {name}: {flow({**said, **_new(draft.reports.get(name, {}), said)})}")
    return "\n".join(lines) + "\n\n" + compose_body(draft)
