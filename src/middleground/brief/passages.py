"""The texts of the reports, cut where quotations begin and end, so that each can be reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from middleground.brief.citing import Quote
from middleground.evidence.entries import Entry, Passage
from middleground.reports.document import Document

# Of longer reports only the sentences around what is quoted are printed.
_WHOLE = 60_000
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a report's text.

    Attributes:
        sentence: Number of the sentence that begins here; 0 where none does.
        anchors: Names by which links reach it.
        kind: "quote" (the scenario rests on it), "statement" (in the ledger alone) or "".
        ends: Numbers of the quotations that end here.
        skipped: Whether something was left out before it.
    """

    text: str
    sentence: int
    anchors: list[str]
    kind: str
    ends: list[int]
    skipped: bool


def cut(document: Document, quotes: Sequence[Quote], entries: Sequence[Entry]) -> list[Segment]:
    """A report's text in stretches, in order; in full unless it is long."""
    text = document.text
    spans = [(q.start, q.end, "quote", f"p-{q.number}", q.number) for q in quotes if q.found] + [
        (p.start, p.end, "statement", f"e-{entry.id}" if n == 0 else "", 0)
        for entry in entries
        for n, p in enumerate(entry.content)
        if stands_in(document, p)
    ]
    starts = {span.start: n for n, span in enumerate(document.sentences, start=1)}
    shown = _shown(document, [(s[0], s[1]) for s in spans])
    edges = sorted({edge for s in spans for edge in s[:2]} | set(starts) | {0, len(text)})
    segments: list[Segment] = []
    skipped = False
    for start, end in pairwise(edges):
        if shown is not None and document.sentence_at(start) not in shown:
            skipped = True
            continue
        inside = {kind for a, b, kind, _, _ in spans if a <= start and end <= b}
        segments.append(
            Segment(
                text=text[start:end].replace("\r\n", "\n").replace("\r", "\n"),
                sentence=starts.get(start, 0),
                anchors=[name for a, _, _, name, _ in spans if a == start and name],
                kind="quote" if "quote" in inside else "statement" if inside else "",
                ends=sorted({number for _, b, _, _, number in spans if b == end and number}),
                skipped=skipped,
            )
        )
        skipped = False
    return segments


def stands_in(document: Document, passage: Passage) -> bool:
    """Whether a report still has a passage where the ledger says; it may have changed since."""
    return document.slice((passage.start, passage.end)) == passage.text


def _shown(document: Document, spans: Iterable[tuple[int, int]]) -> set[int] | None:
    """The sentences to print of a long report; None for all of it."""
    if len(document.text) <= _WHOLE:
        return None
    return {
        number
        for start, end in spans
        for number in range(
            document.sentence_at(start) - _AROUND,
            document.sentence_at(max(start, end - 1)) + _AROUND + 1,
        )
    }
