"""What several readers found in one report, brought together with what people decided.

A reader replaces its own proposals alone. What the rules and a model both found stands once, as the
rules have it; what a person decided stands above both.
"""

from collections.abc import Iterable, Mapping

from middleground.evidence.entries import Entry, Passage
from middleground.evidence.ledger import is_same_claim, merge
from middleground.reports.document import Document

_MODEL = "model/"


def join_readings(
    entries: Iterable[Entry], found: Mapping[str, Iterable[Entry]], document: Document
) -> list[Entry]:
    """The entries of a report after some readers have read it.

    Args:
        entries: The ledger, or what it holds of the report.
        found: What each of these readers found, by the reader's name.
        document: The report as it reads now.
    """
    before = list(entries)
    again = {_kind(name) for name in found}
    proposals = [entry for listed in found.values() for entry in listed]
    proposals += [
        entry
        for entry in before
        if entry.report == document.id
        and not entry.decided
        and _kind(entry.reader) not in again
        and _is_verbatim(entry, document)
    ]
    proposals.sort(key=lambda entry: entry.reader.startswith(_MODEL))
    distinct: list[Entry] = []
    for entry in proposals:
        others = (other for other in distinct if _kind(other.reader) != _kind(entry.reader))
        if not any(is_same_claim(other, entry) for other in others):
            distinct.append(entry)
    return merge(before, reversed(distinct), [document.id])


def _kind(reader: str) -> str:
    """A reader without its version: one model, or the rules."""
    return reader.rpartition("/")[0] if reader.startswith(_MODEL) else "rules"


def _is_verbatim(entry: Entry, document: Document) -> bool:
    """Whether an entry's words still stand at its places."""
    links = (link.passage for link in entry.chain if link.passage)
    passages: list[Passage] = [*entry.content, *entry.cue, *entry.source, *links]
    return all(document.text[p.start : p.end] == p.text for p in passages)
