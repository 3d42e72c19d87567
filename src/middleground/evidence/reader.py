"""Read a report for its claims: attributions with source chains, figures with their owners."""

from collections.abc import Callable, Iterable, Iterator

from middleground.evidence.entries import Entry
from middleground.reports.document import Document

READER = "rules/1"

Progress = Callable[[int, int], None]  # characters read so far, characters in all


def read_claims(document: Document, progress: Progress | None = None) -> list[Entry]:
    """Every claim the rules find in a report, in the order of the text.

    Args:
        document: The report.
        progress: Told now and then how many characters are read, and of how many.

    Returns:
        Proposed entries, the same for the same text and reader. A report may hold none.
    """
    del document, progress
    return []


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
