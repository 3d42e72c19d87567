"""Reading by a language model, behind the same interface as the reader by rules; off by default."""

from collections import Counter
from dataclasses import dataclass, field

from middleground.errors import EvidenceError
from middleground.evidence.candidates import (
    Harvest,
    messages_for,
    model_reader,
    stretches,
    take_reply,
)
from middleground.evidence.entries import Entry
from middleground.evidence.reader import Progress
from middleground.ports.model.endpoint import FAILED, UNUSABLE, Endpoint
from middleground.reports.document import Document, Span

# After so many reports in a row that the endpoint failed on, it is left in peace.
_MOST_FAILURES = 3


@dataclass(slots=True)
class ModelReader:
    """A reader that asks a model, one stretch of a report after the other.

    Attributes:
        endpoint: Where the model answers.
        dropped: Candidates that were dropped so far, by the reason in words.
        failures: Why reports could not be read, by report.
    """

    endpoint: Endpoint
    dropped: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    _in_a_row: int = 0

    @property
    def name(self) -> str:
        """The reader's name, as entries carry it."""
        return model_reader(self.endpoint.model)

    def read(self, document: Document, progress: Progress | None = None) -> list[Entry] | None:
        """What the model finds in a report and the report holds verbatim.

        Returns:
            Proposed entries in the order of the text; None if the report could not be read to its
            end: then nothing of it counts, and `failures` says why.

        Raises:
            EvidenceError: If the endpoint is of no use for any report.
        """
        found: dict[str, Entry] = {}
        dropped = Counter[str]()
        try:
            for stretch in stretches(document):
                harvest = self._harvest(document, stretch)
                dropped += harvest.dropped
                found.update((entry.id, entry) for entry in harvest.entries)
                if progress:
                    progress(stretch.end, len(document.text))
        except EvidenceError as error:
            self._note_failure(document, error)
            return None
        self._in_a_row = 0
        self.dropped += dropped
        return sorted(found.values(), key=lambda e: (e.content[0].start, e.id))

    def _harvest(self, document: Document, stretch: Span) -> Harvest:
        return self.endpoint.ask(
            messages_for(document.slice(stretch)),
            lambda reply: take_reply(reply, document, stretch, self.name),
        )

    def _note_failure(self, document: Document, error: EvidenceError) -> None:
        """Note why a report was not read.

        Raises:
            EvidenceError: If further reports will fare no better.
        """
        problem = error.problems[0]
        self.failures[document.id] = problem.what
        self._in_a_row += 1
        if problem.code != FAILED:
            raise error
        if self._in_a_row >= _MOST_FAILURES:
            raise EvidenceError(
                f"{problem.what}; the model is not asked any further after {self._in_a_row} reports"
                " in a row that failed",
                code=UNUSABLE,
                where=self.endpoint.host,
                mend=problem.mend,
            ) from error
