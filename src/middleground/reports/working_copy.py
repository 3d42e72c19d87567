"""A repaired copy of a sentence for the parser, with the way back to the report's own characters.

Wire text often arrives lower-cased and cut into tokens: "netanyahu ' s", "33 , 000", "six - week".
A parser of English expects neither. The copy only leaves out white space and exchanges single
characters (a small letter for a capital, a typographic mark for a plain one), so every span of it
maps to one span of the report: what is shown is always the report's own slice.
"""

import re
from array import array
from dataclasses import dataclass

from middleground.reports.document import Span
from middleground.reports.sentences import is_lower_cased

_PUNCTUATION = re.compile(r"\s?[,.;:?!'](?=\s|$)")
_SPACED = re.compile(r"\s[,.;:?!'](?=\s|$)")
# Each match loses the white space inside its groups.
_JOINS = (
    re.compile(r"(?<=\d)(\s)[.,](\s)(?=\d{1,3}(?!\d))"),  # 33 , 000 and 1 . 5
    re.compile(r"(?<=\w)(\s)'(\s)(?=(?:s|t|re|ve|ll|d|m)\b)"),  # israel ' s, don ' t
    re.compile(r"(?<=s)(\s)'(?=\s\w)"),  # captives ' return
    re.compile(r"(?<=\w)(\s)-(\s)(?=\w)"),  # six - week
    re.compile(r"\b[a-zA-Z](\s)\.(?=\s)"),  # u . s .
    re.compile(r"(\s)(?=[,.;:?!%)\]])"),
    re.compile(r"(?<=[(\[$£€])(\s)"),
)
_MARKS: dict[int, int] = {
    **str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" "),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),  # half characters, which are no text
}
_FIRST_PERSON = re.compile(r"\bi\b(?!\.)")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A sentence made fit for a parser.

    Attributes:
        text: The repaired sentence.
        origin: For each of its characters, the offset of the report's character it stands for.
    """

    text: str
    origin: "array[int]"

    def original(self, start: int, end: int) -> Span:
        """The report's characters for a non-empty span of the copy."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Repairs:
    """Which repairs a report needs."""

    join: bool
    capitals: bool

    def copy(self, text: str, start: int, end: int, inside_quotation: bool = False) -> WorkingCopy:
        """A working copy of the characters `start` to `end` of a report's text.

        Args:
            text: The report's text.
            start: First character of the sentence.
            end: Character after the last one.
            inside_quotation: Whether the sentence begins within a quotation.

        Example:
            >>> text = "mr hale ' s offer of 33 , 000 jobs ."
            >>> copy = repairs_for(text).copy(text, 0, len(text))
            >>> copy.text
            "Mr hale's offer of 33,000 jobs."
            >>> text[slice(*copy.original(19, 25))]
            '33 , 000'
        """
        sentence = text[start:end].translate(_MARKS)
        letters = list(sentence)
        if self.capitals:
            _restore_capitals(sentence, letters)
        dropped = _needless_spaces(sentence, inside_quotation) if self.join else set()
        kept = [at for at in range(len(letters)) if at not in dropped]
        return WorkingCopy(
            "".join(letters[at] for at in kept), array("I", (start + at for at in kept))
        )


def repairs_for(text: str) -> Repairs:
    """Find out what a report has suffered: separated tokens, lost capitals, or nothing."""
    sample = text[:50_000]
    spaced = sum(1 for _ in _SPACED.finditer(sample))
    marks = sum(1 for _ in _PUNCTUATION.finditer(sample))
    return Repairs(join=spaced >= 2 and spaced * 4 > marks, capitals=is_lower_cased(text))


def _needless_spaces(sentence: str, inside_quotation: bool) -> set[int]:
    dropped = {
        at
        for pattern in _JOINS
        for match in pattern.finditer(sentence)
        for group in range(1, (pattern.groups or 0) + 1)
        for at in range(*match.span(group))
    }
    inside = inside_quotation
    for match in re.finditer(r'"', sentence):
        at = match.start()
        if inside and sentence[at - 1 : at].isspace():
            dropped.add(at - 1)
        elif not inside and sentence[at + 1 : at + 2].isspace():
            dropped.add(at + 1)
        inside = not inside
    return dropped


def _restore_capitals(sentence: str, letters: list[str]) -> None:
    first = _FIRST_LETTER.search(sentence)
    places = [first.start()] if first else []
    places += [match.start() for match in _FIRST_PERSON.finditer(sentence)]
    for at in places:
        capital = sentence[at].upper()
        if len(capital) == 1:
            letters[at] = capital
