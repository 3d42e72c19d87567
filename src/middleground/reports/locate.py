"""Find a quotation in a report: exactly, then loosely, else its nearest place.

Loosely means whatever its casing and spacing; only these two count as found. A quotation that says
"will never open" is not in a report that says "will open": it is shown the nearest place, and
remains an error (W3C Web Annotation, text quote selector, with a stated tolerance).
"""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from middleground.reports.sentences import split_sentences

Kind = Literal["exact", "loose", "near", "none"]

# Below this similarity (0 to 100) no place is worth showing.
_NEAR = 60.0
# Longer texts are searched sentence by sentence before the nearest place is aligned.
_WHOLE_TEXT = 20_000
_LONGEST_QUOTE = 2_000
_INK = re.compile(r"\S+")
# Marks that printers and keyboards set differently. They count as equal only in the search for the
# nearest place: a quotation must agree with its report in them.
_MARKS = str.maketrans(
    "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00a0",
    "'''''" + '"""""' + '""' + "-------" + " ",
)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a quotation stands, or where something like it does.

    Attributes:
        kind: "exact"; "loose": equal but for white space and case; "near": not there, this is the
            most similar place; "none": nothing similar.
        start: First character of the place in the report's text.
        end: Character after the last one.
        words: The report's own words there.
        score: Similarity, 0 to 100; 100 where found.
        sentence: Number of the sentence, from 1; 0 for "none".
    """

    kind: Kind
    start: int
    end: int
    words: str
    score: float
    sentence: int

    @property
    def found(self) -> bool:
        """Whether the report says this."""
        return self.kind in ("exact", "loose")


def find_quote(quote: str, text: str) -> Located:
    """Find a quotation in a report's text.

    Args:
        quote: The words to find.
        text: The report's text, as stored.

    Returns:
        The first place that holds the quotation, else the nearest one.

    Example:
        >>> find_quote("the Docks are shut", "Officials say the  docks are shut.").kind
        'loose'
        >>> near = find_quote("will never open", "The harbour will open on Monday.")
        >>> near.found, near.words
        (False, 'will open')
    """
    return _searched(text).find(quote)


@lru_cache(maxsize=4)
def _searched(text: str) -> "_Searched":
    return _Searched(text)


class _Searched:
    """A text prepared for many quotations."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, quote: str) -> Located:
        if not quote.strip():
            return _NOWHERE
        start = self.text.find(quote)
        if start >= 0:
            return self._located("exact", start, start + len(quote), 100.0)
        squeezed, origin = self.squeezed
        wanted = _squeeze(quote)[0]
        at = squeezed.find(wanted)
        if at >= 0:
            return self._located("loose", origin[at], origin[at + len(wanted) - 1] + 1, 100.0)
        return self._nearest(quote[:_LONGEST_QUOTE])

    @cached_property
    def squeezed(self) -> tuple[str, "array[int]"]:
        return _squeeze(self.text)

    @cached_property
    def plain(self) -> str:
        """The text with uniform marks in small letters; one character for each of the text's."""
        return _small(self.text)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return split_sentences(self.text)

    def _nearest(self, quote: str) -> Located:
        from rapidfuzz import fuzz

        wanted = _small(quote)
        first, last = self._window(wanted)
        found = fuzz.partial_ratio_alignment(wanted, self.plain[first:last], score_cutoff=_NEAR)
        if found is None or found.dest_end <= found.dest_start:
            return _NOWHERE
        start, end = self._whole_words(first + found.dest_start, first + found.dest_end)
        start, end = self._without_strange_ends(wanted, start, end)
        return self._located("near", start, end, float(found.score)) if start < end else _NOWHERE

    def _window(self, wanted: str) -> tuple[int, int]:
        """The stretch of text to align with: all of a short text, else around the best sentence."""
        if len(self.text) <= _WHOLE_TEXT or not self.sentences:
            return 0, min(len(self.text), _WHOLE_TEXT)
        from rapidfuzz import fuzz, process

        pieces = (self.plain[start : min(end, start + 4_000)] for start, end in self.sentences)
        best = process.extractOne(wanted, pieces, scorer=fuzz.token_set_ratio)
        middle = self.sentences[best[2]] if best else self.sentences[0]
        return max(0, middle[0] - len(wanted)), min(len(self.text), middle[0] + 4_000)

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        text = self.text
        while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return start, end

    def _without_strange_ends(self, wanted: str, start: int, end: int) -> tuple[int, int]:
        """Drop words at either end for as long as that makes the rest more similar."""
        from rapidfuzz import fuzz

        score = fuzz.ratio(wanted, self.plain[start:end])
        while (
            words := [
                (start + m.start(), start + m.end()) for m in _INK.finditer(self.text[start:end])
            ]
        ) and len(words) > 1:
            shorter = [(words[1][0], end), (start, words[-2][1])]
            scores = [fuzz.ratio(wanted, self.plain[a:b]) for a, b in shorter]
            if max(scores) <= score:
                break
            score = max(scores)
            start, end = shorter[scores.index(score)]
        while wanted[0].isalnum() and start < end and not self.text[start].isalnum():
            start += 1
        while wanted[-1].isalnum() and end > start and not self.text[end - 1].isalnum():
            end -= 1
        return start, end

    def _located(self, kind: Kind, start: int, end: int, score: float) -> Located:
        number = bisect_right(self.sentences, (start, len(self.text)))
        return Located(kind, start, end, self.text[start:end], score, max(1, number))


_NOWHERE = Located("none", 0, 0, "", 0.0, 0)


def _squeeze(text: str) -> tuple[str, "array[int]"]:
    """The text without white space, case folded, and where each character of that came from."""
    ink = "".join(text.split())
    origin = array("I")
    for run in _INK.finditer(text):
        origin.extend(range(run.start(), run.end()))
    folded = ink.casefold()
    if len(folded) == len(ink):
        return folded, origin
    widened = array("I")
    for character, place in zip(ink, origin, strict=True):
        widened.extend([place] * len(character.casefold()))
    return folded, widened


def _small(text: str) -> str:
    lowered = text.translate(_MARKS).lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_MARKS))
