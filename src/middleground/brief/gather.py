"""From a scenario, its reports, the ledger and the answers to all that a brief says."""

from collections.abc import Iterable, Mapping, Sequence

from middleground.answers.blockers import Blockers
from middleground.answers.levers import LeversFound
from middleground.answers.middle_ground import MiddleGround
from middleground.answers.ratification import Vetoes
from middleground.answers.sensitivity import Sensitivity
from middleground.answers.zone import Zone
from middleground.brief.blockers import show_blockers
from middleground.brief.content import FORMAT, BriefContent, Situation
from middleground.brief.evidence import find_evidence
from middleground.brief.footnotes import Footnotes
from middleground.brief.levers import show_levers
from middleground.brief.numbers import basis, model_numbers, used_by_answers
from middleground.brief.ratification import show_ratification
from middleground.brief.sensitivity import show_sensitivity
from middleground.brief.situation import describe
from middleground.brief.summary import list_missing, summarise
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry
from middleground.reports.document import Document
from middleground.scenario.reader import Reading
from middleground.version import __version__


def gather(
    reading: Reading,
    documents: Mapping[str, Document],
    entries: Iterable[Entry],
    zone: Zone | None,
    middle_ground: MiddleGround | None,
    fingerprint: str,
    unanswered: Sequence[str] = (),
    vetoes: Vetoes | None = None,
    matters: Sensitivity | None = None,
    blockers: Blockers | None = None,
    pulled: LeversFound | None = None,
) -> BriefContent:
    """Put together what a brief says.

    Args:
        reading: The scenario as read, with or without a model.
        documents: Its reports by id, as far as they could be read.
        entries: The ledger as stored. What was rejected is left out, what was corrected holds.
        zone: The answer to "is there a deal?"; None without a model.
        middle_ground: The answer to "which?"; None without a model.
        fingerprint: What names the brief.
        unanswered: Why a scenario with a model has no answers, such as that it has too many deals.
        vetoes: The answer to "who must say yes at home?"; None if it was not asked.
        matters: The answer to "what matters most?"; None likewise.
        blockers: The answer to "who blocks?"; None likewise.
        pulled: The answer to "what would open the zone?"; None likewise.
    """
    scenario = reading.scenario
    decided = as_decided(entry for entry in entries if entry.report in scenario.reports)
    notes = Footnotes(reading, documents)
    situation = describe(scenario, documents, notes)
    blocking = show_blockers(reading, blockers, notes) if blockers else None
    ratification = show_ratification(reading, vetoes, notes) if vetoes else None
    levers = show_levers(reading, pulled, notes) if pulled else None
    sensitivity = show_sensitivity(reading, matters, notes) if matters else None
    numbers = model_numbers(scenario, notes)
    quotes = notes.quotes()
    lost = [quote for quote in quotes if not quote.found]
    lost_numbers = {quote.number for quote in lost}
    of_answer = basis(used_by_answers(scenario, numbers), lost_numbers)
    return BriefContent(
        format=FORMAT,
        version=__version__,
        fingerprint=fingerprint,
        cite=_cite(situation, zone, fingerprint),
        situation=situation,
        summary=summarise(scenario, zone, of_answer, lost, unanswered),
        unanswered=list(unanswered),
        missing=list_missing(scenario),
        statements=[entry for entry in decided if entry.kind != "actor"],
        actors=[entry for entry in decided if entry.kind == "actor"],
        evidence=find_evidence(decided, scenario),
        zone=zone,
        middle_ground=middle_ground,
        blockers=blocking,
        ratification=ratification,
        levers=levers,
        sensitivity=sensitivity,
        quotes=quotes,
        assumptions=notes.assumptions(),
        numbers=numbers,
        basis=basis(numbers, lost_numbers),
        basis_of_answer=of_answer,
    )


def _cite(situation: Situation, zone: Zone | None, fingerprint: str) -> str:
    parts = [f"Brief on “{situation.title}”"]
    if situation.as_of:
        as_of = situation.as_of
        parts.append(as_of if as_of.startswith("as ") else f"as of {as_of}")
    parts.append(f"made with middleground {__version__}")
    if zone and zone.how.draws:
        parts.append(f"{zone.how.draws:,} draws, seed {zone.how.seed}")
    parts.append(f"fingerprint {fingerprint}")
    return ", ".join(parts) + "."
