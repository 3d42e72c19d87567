"""A report's text as stored, with its sentences: what every span in the program points into.

The text never changes. A span is a half-open range of Unicode code points, as Python slices count
them (W3C Web Annotation, text position selector). Whatever is shown of a report is a slice of it.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from middleground.reports.sentences import split_sentences


class Span(NamedTuple):
    """Characters `start` up to, not including, `end` of a report's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A report's text under the name the project gives it.

    Attributes:
        id: The report's name in the project, such as "april".
        text: The text exactly as stored.

    Example:
        >>> april = Document("april", "Three docks are shut. The strike goes on.")
        >>> april.slice(april.sentences[1])
        'The strike goes on.'
        >>> april.sentence_at(30)
        2
    """

    id: str
    text: str

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences in order: no overlap, and every visible character lies in one."""
        return tuple(Span(start, end) for start, end in split_sentences(self.text))

    def slice(self, span: tuple[int, int]) -> str:
        """The report's own words at a span."""
        return self.text[span[0] : span[1]]

    def sentence_at(self, offset: int) -> int:
        """Number, from 1, of the sentence that holds a character, or of the last one before it.

        0 for a character before the first sentence, and for a text without any.
        """
        return bisect_right(self._sentence_starts, offset)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]
