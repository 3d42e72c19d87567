"""Read a report for its claims: who says what, figures, actors, positions, terms, events, ties."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from middleground.evidence.attributions import find_attributions
from middleground.evidence.claims import Claims
from middleground.evidence.entries import Entry
from middleground.evidence.families import RULES, Rules
from middleground.evidence.figures import find_figures
from middleground.evidence.parser import Sentence, parse
from middleground.evidence.quotations import Quotation, find_quotations
from middleground.evidence.sources import Memory
from middleground.reports.document import Document

Progress = Callable[[int, int], None]  # characters read so far, characters in all

# Sentences are read in stretches of about so many characters, cut where no quotation is open.
_STRETCH = 12_000


class Reader(Protocol):
    """Whatever finds claims in reports: the rules, or a model that the user names."""

    @property
    def name(self) -> str:
        """Its name and version, as entries carry it."""

    def read(self, document: Document, progress: Progress | None = None) -> list[Entry] | None:
        """Proposed entries of a report; None if it could not be read to its end."""


class RulesReader:
    """The reader by rules."""

    name = RULES.name

    def read(self, document: Document, progress: Progress | None = None) -> list[Entry]:
        """Every claim the rules find: see `read_claims`."""
        return read_claims(document, progress)


def read_claims(
    document: Document, progress: Progress | None = None, rules: Rules = RULES
) -> list[Entry]:
    """Every claim the rules find in a report, in the order of the text.

    Args:
        document: The report.
        progress: Told now and then how many characters are read, and of how many.
        rules: Which rules are in use.

    Returns:
        Proposed entries, the same for the same text and reader. A report may hold none.

    Raises:
        EvidenceError: If the parser of English is not installed.
    """
    memory = Memory()
    claims = Claims(document, rules.name)
    entries: dict[str, Entry] = {}
    for sentences, quotations in _stretches(document):
        found = find_attributions(document, sentences, quotations, memory, rules)
        entries.update((entry.id, entry) for entry in found)
        figures = list(find_figures(document, sentences, found, rules.name))
        entries.update((entry.id, entry) for entry in figures)
        claims.take_in(sentences, found, figures)
        if progress:
            progress(sentences[-1].span.end, len(document.text))
    for entry in claims.entries():
        entries.setdefault(entry.id, entry)
    if progress:
        progress(len(document.text), len(document.text))
    return sorted(entries.values(), key=lambda e: (e.content[0].start, -e.content[0].end, e.id))


def stream_claims(
    documents: Iterable[Document], progress: Callable[[int], None] | None = None
) -> Iterator[tuple[Document, list[Entry]]]:
    """The claims of many reports, one report at a time and in bounded memory.

    Args:
        documents: The reports.
        progress: Told the number of reports read after each.
    """
    for number, document in enumerate(documents, start=1):
        yield document, read_claims(document)
        if progress:
            progress(number)


def _stretches(document: Document) -> Iterator[tuple[list[Sentence], list[Quotation]]]:
    """Parsed sentences with their quotations, a bounded stretch at a time."""
    quotations = find_quotations(document.text)
    sentences: list[Sentence] = []
    done = 0
    for sentence in parse(document):
        begun = sentences[0].span.start if sentences else sentence.span.start
        long = sentence.span.start - begun > _STRETCH
        if long and not _open_at(quotations, done, sentence.span.start):
            cut = _first_from(quotations, done, sentence.span.start)
            yield sentences, quotations[done:cut]
            sentences, done = [], cut
        sentences.append(sentence)
    if sentences:
        yield sentences, quotations[done:]


def _first_from(quotations: list[Quotation], done: int, offset: int) -> int:
    while done < len(quotations) and quotations[done].start < offset:
        done += 1
    return done


def _open_at(quotations: list[Quotation], done: int, offset: int) -> bool:
    at = _first_from(quotations, done, offset)
    return at > 0 and quotations[at - 1].end > offset
