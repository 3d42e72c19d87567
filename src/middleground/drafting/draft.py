"""A first scenario proposed from the evidence ledger.

Everything in it is somebody's claim with its quotation, or an assumption marked as one: who
negotiates, about what, who wants which end of it. Directions come from the reports; weights,
no-deal values, chances and costs do not, so they are wide ranges for the analyst to narrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from middleground.drafting.agenda import (
    fit,
    give_numbers_their_stands,
    issue_element,
    let_lengths_lean,
    name_parties,
)
from middleground.drafting.amounts import read_offers
from middleground.drafting.elements import Callings, Element
from middleground.drafting.facts import fact_element, find_facts
from middleground.drafting.material import Material, gather_material
from middleground.drafting.moves import (
    leave_events,
    list_demands,
    list_events,
    list_levers,
    list_precedents,
    list_proposals,
    list_rules,
)
from middleground.drafting.naming import Names
from middleground.drafting.people import find_cast
from middleground.drafting.quotes import Citations
from middleground.drafting.scales import scales
from middleground.drafting.seats import list_mediators, list_outsiders, list_parties
from middleground.drafting.sides import Sides
from middleground.drafting.subjects import form_matters, read_subjects
from middleground.drafting.worth import list_preferences
from middleground.evidence.entries import Entry
from middleground.reports.document import Document

Sections = dict[str, dict[str, Element]]


@dataclass(slots=True)
class Draft:
    """A proposed scenario.

    Attributes:
        sections: Its elements by section and id, in the order of the file.
        citations: The quotations that they cite.
        reports: What is proposed to be said of the reports: which is the later, and why.
        as_of: The report whose state of things it describes; "" where nothing tells.
        missing: What the ledger did not tell, in words, for the analyst.
        unplaced: Entries of which no rule could say what they are about.
    """

    sections: Sections
    citations: Citations
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    as_of: str = ""
    missing: list[str] = field(default_factory=list)
    unplaced: list[Entry] = field(default_factory=list)


def draft_scenario(
    entries: Sequence[Entry],
    *,
    documents: Mapping[str, Document] | None = None,
    accepted_only: bool = False,
    dates: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> Draft:
    """Propose a scenario from the ledger.

    Args:
        entries: The ledger as it stands; what somebody rejected is left out.
        documents: The reports' texts, to quote a bare number in its sentence.
        accepted_only: Use nothing that nobody has accepted, corrected or added.
        dates: Publication dates of reports, ISO 8601, as far as known.
        after: For a report, the one that it comes after, as far as known.

    Returns:
        The draft; the same for the same ledger. It may lack what no report tells: `missing` says
        what.
    """
    material = gather_material(
        entries, documents=documents, accepted_only=accepted_only, dates=dates, after=after
    )
    sides = Sides(material)
    cast = find_cast(material, sides)
    callings = Callings(sides, cast)
    # Issues, facts and events share one use: rules name them, and options beside them.
    names = Names([*scales().option_ids, *callings.paths.values()])
    reading = read_subjects(material, sides)
    offers = read_offers(material, sides, cast, names)
    give_numbers_their_stands(sides, reading, offers)
    # Issues in the report's order would mix counts and words: what is said comes first.
    matters = [*form_matters(material, sides, cast, reading, names), *offers.matters]
    name_parties(callings, matters)
    let_lengths_lean(matters)
    matters = fit(matters)
    kept = {m.id for m in matters}
    offers.terms = {w: {i: t for i, t in terms.items() if i in kept}
                    for w, terms in offers.terms.items()}  # fmt: skip
    facts = find_facts(material, offers, names)
    for fact in facts:
        fact.limits = fact.limits if fact.limits in matters else None
    sections: Sections = {
        "parties": {},
        "mediators": list_mediators(material, sides, callings),
        "outsiders": list_outsiders(sides, callings),
        "issues": {m.id: issue_element(m) for m in matters},
        "proposals": dict(list_proposals(sides, callings, offers)),
        "facts": {f.id: fact_element(f) for f in facts},
        "rules": dict(list_rules(facts, matters)),
        "preferences": {},
        "demands": dict(list_demands(material, sides, callings, matters)),
        "events": dict(list_events(callings, matters, names)),
        "levers": dict(list_levers(material, sides, callings, matters)),
        "precedents": dict(list_precedents(material, matters)),
    }
    leaving = leave_events(callings, sections["events"])
    sections["parties"] = list_parties(material, sides, callings, leaving)
    sections["preferences"] = list_preferences(sides, callings, matters, reading)
    draft = Draft({s: e for s, e in sections.items() if e}, Citations(material.by_id, documents))
    draft.missing = _missing(sections, callings)
    used = {e.id for s in sections.values() for el in s.values() for e in el.entries}
    draft.unplaced = [e for e in (*reading.unplaced, *offers.unplaced) if e.id not in used]
    _order_reports(material, draft)
    if any(m.startswith("No model") for m in draft.missing):
        # A file has all of parties, issues and preferences, or none; the rest names those.
        draft.sections = {s: e for s, e in draft.sections.items() if s in ("outsiders", "facts")}
    return draft


# ------------------------------------------------------------------------------------- what is left


def _missing(sections: Sections, callings: Callings) -> list[str]:
    found = []
    if len(sections["parties"]) < 2:
        found.append("No model yet: the ledger shows fewer than two sides.")
    elif not sections["issues"]:
        found.append("No model yet: no position or offer says what is negotiated.")
    if not sections["mediators"]:
        found.append("The ledger names no mediator.")
    silent = [callings.paths[s.actor.name] for s in callings.cast.sides if not s.within]
    if silent:
        found.append(
            f"Nobody within {', '.join(silent)} is shown to accept or refuse by themselves."
        )
    return found


def _order_reports(material: Material, draft: Draft) -> None:
    """Which report is the later, with the figures and events that show it."""
    for earlier, later, why in material.order.reasons:
        if why.startswith(("dated ", "the scenario")) or "after" in draft.reports.get(later, {}):
            continue
        draft.reports[later] = {"after": earlier}
    placed = material.order.placed
    draft.as_of = placed[-1] if placed else ""
