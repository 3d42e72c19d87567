"""Find again what was decided upon, in a report whose text has changed since.

A passage is looked for as it stands, then whatever its white space and case, then, if it is long
enough, by its likeness; of several places the one nearest to where it must have moved. What is not
found is reported as lost, never dropped (W3C Web Annotation, text quote selector).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from middleground.evidence.entries import Entry, Passage, Standing
from middleground.reports.document import Document
from middleground.reports.locate import find_quote

LIKENESS = 90.0  # 0 to 100: below it, other words are not taken for the words decided upon
_TELLING = 20  # characters: shorter passages stand in too many places to tell how a text moved
_STRAY = 400  # characters: so far from where it should be, a short passage is another one
_MOST_PLACES = 1_000
_BINDING = re.compile(r"\d[\d,.]*|\b(?:not?|never|nobody|none|nor)\b|n['’]t\b", re.IGNORECASE)


def relocate(entries: Iterable[Entry], document: Document) -> list[Entry]:
    """The ledger with the decided entries of one report where their words stand now.

    Args:
        entries: The ledger, in which other entries stay as they are.
        document: The report as it reads now.

    Returns:
        As many entries, under the same names. Those found only by their likeness have the standing
        "changed", those not found "lost"; a lost one is found again when its words come back.
    """
    listed = list(entries)
    ours = [entry for entry in listed if entry.report == document.id]
    if all(_is_in_place(entry, document) for entry in ours if entry.decided):
        return listed
    finder = _Finder(document, ours)
    return [
        finder.found_again(entry)
        if entry.decided and entry.report == document.id and not _is_in_place(entry, document)
        else entry
        for entry in listed
    ]


def _is_in_place(entry: Entry, document: Document) -> bool:
    return entry.standing != "lost" and all(_stands(p, document) for p in _passages(entry))


def _stands(passage: Passage, document: Document) -> bool:
    return document.text.startswith(passage.text, passage.start)


def _passages(entry: Entry) -> list[Passage]:
    named = [link.passage for link in entry.chain if link.passage]
    return [*entry.content, *entry.cue, *entry.source, *named]


class _Finder:
    """A changed report, with how its parts have moved."""

    def __init__(self, document: Document, entries: Sequence[Entry]) -> None:
        self._document = document
        moves = sorted(self._moves(p for entry in entries for p in _passages(entry)))
        self._from = [start for start, _ in moves]
        self._by = [shift for _, shift in moves]

    def _moves(self, passages: Iterable[Passage]) -> set[tuple[int, int]]:
        """Where each telling passage was, and by how much it moved."""
        text, moves = self._document.text, set[tuple[int, int]]()
        for passage in passages:
            at = text.find(passage.text) if len(passage.text) >= _TELLING else -1
            if at >= 0 and text.find(passage.text, at + 1) < 0:
                moves.add((passage.start, at - passage.start))
        return moves

    def _expected(self, start: int) -> int:
        """Where a character should be now: it moved as its nearest neighbour did."""
        if not self._from:
            return start
        at = bisect_left(self._from, start)
        near = [n for n in (at - 1, at) if 0 <= n < len(self._from)]
        return start + self._by[min(near, key=lambda n: abs(self._from[n] - start))]

    def found_again(self, entry: Entry) -> Entry:
        content = [self._find(passage) for passage in entry.content]
        whole = [passage for passage, _ in filter(None, content)]
        # An actor is named in many places, of which each will do; a claim needs all its words.
        if not whole or (len(whole) < len(content) and entry.kind != "actor"):
            return entry.model_copy(update={"standing": "lost"})
        standing: Standing = "whole"
        if entry.standing == "changed" or any(found and not found[1] for found in content):
            standing = "changed"
        chain = tuple(
            link.model_copy(update={"passage": next(iter(self._all([link.passage])), None)})
            if link.passage
            else link
            for link in entry.chain
        )
        moved = {
            "content": tuple(whole),
            "cue": self._all(entry.cue),
            "source": self._all(entry.source),
            "chain": chain,
            "sentence": self._document.sentence_at(whole[0].start),
            "standing": standing,
        }
        return entry.model_copy(update=moved)

    def _all(self, passages: Iterable[Passage]) -> tuple[Passage, ...]:
        """Those that are found, of words beside the claim itself."""
        return tuple(found[0] for found in map(self._find, passages) if found and found[1])

    def _find(self, passage: Passage) -> tuple[Passage, bool] | None:
        """Where the words stand now, and whether they are the same; None if they are gone."""
        expected = self._expected(passage.start)
        at = self._nearest(passage.text, expected)
        if at is not None:
            return self._passage(at, at + len(passage.text)), True
        if len(passage.text) < _TELLING:
            return None
        place = find_quote(passage.text, self._document.text)
        if place.found:
            return self._passage(place.start, place.end), True
        alike = place.score >= LIKENESS and _binding(place.words) == _binding(passage.text)
        return (self._passage(place.start, place.end), False) if alike else None

    def _nearest(self, words: str, expected: int) -> int | None:
        """The place of some words that is nearest to the one expected."""
        places: list[int] = []
        at = self._document.text.find(words)
        while at >= 0 and len(places) < _MOST_PLACES:
            if self._is_of_words(at, at + len(words)):
                places.append(at)
            at = self._document.text.find(words, at + 1)
        best = min(places, key=lambda place: abs(place - expected), default=None)
        if best is None or (len(words) < _TELLING and abs(best - expected) > _STRAY):
            return None
        return best

    def _is_of_words(self, start: int, end: int) -> bool:
        """Whether a stretch begins and ends no word in its middle: "he" does not stand in "the"."""
        text = self._document.text
        return not any(
            0 < cut < len(text) and text[cut - 1].isalnum() and text[cut].isalnum()
            for cut in (start, end)
        )

    def _passage(self, start: int, end: int) -> Passage:
        return Passage(start=start, end=end, text=self._document.slice((start, end)))


def _binding(words: str) -> list[str]:
    """Numbers and negations: where these differ, no likeness makes two claims one."""
    return [found.casefold() for found in _BINDING.findall(words)]
