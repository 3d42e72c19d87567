"""What a draft is made of: the ledger's entries, with the actors of all reports under one name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from middleground.evidence.across import Roster, merge_actors
from middleground.evidence.comparison import Relation
from middleground.evidence.entries import Entry
from middleground.evidence.timeline import Order, compare, infer_order
from middleground.reports.document import Document

_FOLLOWING = 70  # characters
_PAUSE = re.compile(
    r"\s*(?:[,;:.()\"\u201c\u201d\u2013\u2014]|\b(?:and|but|who|which|that|according)\b)"
)
ACCEPTED = ("accepted", "corrected", "added")


@dataclass(frozen=True)
class Material:
    """The entries that may feed a draft.

    Attributes:
        entries: Every entry that nobody rejected; in the order of the reports' text.
        roster: The actors of all reports under one name each.
        order: Which report is the later, as far as it can be told.
        documents: The reports, where they are at hand.
    """

    entries: tuple[Entry, ...]
    roster: Roster
    order: Order
    documents: Mapping[str, Document] = field(default_factory=dict)

    @cached_property
    def relations(self) -> list[Relation]:
        """How the claims of all reports stand to each other."""
        return compare(self.entries, self.order)

    @cached_property
    def denied(self) -> frozenset[str]:
        """Ids of terms whose giver denies to have what is to be given."""
        return frozenset(r.first for r in self.relations if r.kind == "contradiction")

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by their id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _by_sentence(self) -> dict[tuple[str, int], list[Entry]]:
        found: dict[tuple[str, int], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.report, entry.sentence), []).append(entry)
        return found

    def in_sentence(self, report: str, sentence: int) -> Sequence[Entry]:
        """The entries that begin in a sentence of a report."""
        return self._by_sentence.get((report, sentence), ())

    @cached_property
    def actors(self) -> list[Entry]:
        """The entries that name somebody."""
        return [entry for entry in self.entries if entry.actor]

    @cached_property
    def mentions(self) -> Mapping[str, list[tuple[int, int, str]]]:
        """For each report, where who is named: first and last character, name for all reports."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for entry in self.actors:
            name = self.roster.name(entry.report, entry.actor.name if entry.actor else "")
            found.setdefault(entry.report, []).extend((p.start, p.end, name) for p in entry.content)
        return {report: sorted(places) for report, places in found.items()}

    def named_in(self, entry: Entry) -> Iterator[str]:
        """Those whom the words of an entry name, in order."""
        for passage in entry.content:
            for start, end, name in self.mentions.get(entry.report, ()):
                if passage.start <= start and end <= passage.end:
                    yield name

    def following(self, entry: Entry) -> str:
        """The words behind an entry, up to the next mark or "and"; "" where nothing goes on."""
        document = self.documents.get(entry.report)
        end = entry.content[-1].end
        rest = document.text[end : end + _FOLLOWING] if document else ""
        words = _PAUSE.split(rest, maxsplit=1)[0] if _PAUSE.search(rest) else ""
        return " ".join(words.split()) if words[:1].isspace() else ""

    def named_before(self, entry: Entry, reach: int) -> str:
        """Whoever is named last before an entry, at most so many characters away; "" if nobody."""
        at = entry.content[0].start
        before = [m for m in self.mentions.get(entry.report, ()) if at - reach <= m[0] < at]
        return before[-1][2] if before else ""


def gather_material(
    entries: Sequence[Entry],
    *,
    documents: Mapping[str, Document] | None = None,
    accepted_only: bool = False,
    dates: Mapping[str, str] | None = None,
    after: Mapping[str, str] | None = None,
) -> Material:
    """The entries that may feed a draft, brought together across reports.

    Args:
        entries: The ledger.
        documents: The reports' texts, as far as they are at hand.
        accepted_only: Leave out what nobody has decided on yet; actors are always taken.
        dates: Publication dates of reports, as far as known.
        after: For a report, the one that it comes after, as far as known.
    """
    kept = [
        e
        for e in entries
        if e.status != "rejected"
        and (e.status in ACCEPTED or not accepted_only or e.kind == "actor")
        and e.content
        and e.standing != "lost"  # its words are no longer in the report
    ]
    kept.sort(key=lambda e: (e.report, e.content[0].start, -e.content[0].end, e.id))
    return Material(
        tuple(kept), merge_actors(kept), infer_order(kept, dates, after), documents or {}
    )
