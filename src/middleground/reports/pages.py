"""Printed pages to running text: paragraphs joined, words put together again, running heads gone.

A PDF knows lines, not paragraphs. What is joined wrongly here costs a paragraph break and never a
word: apart from hyphens at line ends and running heads, every letter stays.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_NARROWEST = 40  # characters: shorter lines are no column of text
_FULL = 0.75  # of the column: a line this long goes on in the next
_MANY_PAGES = 3
_MANY = 0.4  # of all pages: left and right pages may have heads of their own
_DEEPEST_HEAD = 3  # lines
_LONGEST_HEAD = 100
# Ligatures and the signs that lay text out without being part of it.
_SIGNS = {0xAD: "", 0xA0: " ", 0x200B: "", 0xFEFF: ""} | {
    0xFB00 + n: letters for n, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "ft", "st"))
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[ \t]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(r"(?:[-*\u2022\u2013\u25aa\u25cf]|\(?\w{1,3}[.)])\s")


@dataclass(frozen=True, slots=True)
class RunningText:
    """The text of printed pages.

    Attributes:
        text: A line for each paragraph.
        heads: Lines that stood at the head or foot of most pages and are left out, each once.
    """

    text: str
    heads: tuple[str, ...]


def running_text(pages: Sequence[str]) -> RunningText:
    r"""Join the lines of pages to paragraphs.

    Example:
        >>> running_text(["The port said that the negotia-\ntions went on.\nApril"]).text
        'The port said that the negotiations went on.\nApril'
    """
    lines = [[_clean(line) for line in page.splitlines()] for page in pages]
    lines = [[line for line in page if line] for page in lines]
    kept, heads = _without_running_heads(lines)
    if not any(kept):  # nothing but what repeats is no running head
        kept, heads = lines, ()
    return RunningText("\n".join(_paragraphs(kept)), heads)


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    words = Counter(word.casefold() for page in pages for line in page for word in _words(line))
    parts: list[str] = []  # of the paragraph so far
    goes_on = False
    for page in pages:
        column = _column(page)
        for line, following in pairwise([*page, ""]):
            if parts and (goes_on or _is_broken(parts[-1], line)):
                parts[-1:] = _joined(parts[-1], line, words)
            else:
                yield from ["".join(parts)] * bool(parts)
                parts = [line]
            goes_on = _goes_on(line, following, column)
        # Over the page only a sentence goes on that has not ended.
        goes_on = goes_on and bool(parts) and not _ends(parts[-1])
    yield from ["".join(parts)] * bool(parts)


def _clean(line: str) -> str:
    if line.endswith("\xad"):
        line = line[:-1] + "-"
    return _SPACES.sub(" ", _CONTROL.sub("", line).translate(_SIGNS)).strip()


def _without_running_heads(pages: list[list[str]]) -> tuple[list[list[str]], tuple[str, ...]]:
    """Pages without lines that, numbers apart, begin or end many of them; one of each such line."""
    heads: dict[str, str] = {}
    pages = [list(page) for page in pages]
    for edge in (*[0] * _DEEPEST_HEAD, *[-1] * _DEEPEST_HEAD):
        seen = Counter(_pattern(page[edge]) for page in pages if page)
        least = max(_MANY_PAGES, _MANY * len(pages))
        found = {p for p, times in seen.items() if times >= least and len(p) <= _LONGEST_HEAD}
        for page in pages:
            if page and _pattern(page[edge]) in found:
                line = page.pop(edge)
                heads.setdefault(_pattern(line), line)
    return pages, tuple(heads.values())


def _pattern(line: str) -> str:
    return _DIGITS.sub("#", line)


def _column(page: Sequence[str]) -> int:
    """How long a full line is on a page."""
    lengths = sorted(map(len, page))
    return max(lengths[len(lengths) * 9 // 10], _NARROWEST) if lengths else _NARROWEST


def _goes_on(line: str, following: str, column: int) -> bool:
    """Whether the next line belongs to the same paragraph."""
    if following[:1].islower() and not _ends(line):
        return True
    return len(line) >= _FULL * column and not _ITEM.match(following)


def _ends(line: str) -> bool:
    return line.rstrip("\"'\u201d\u2019)")[-1:] in (".", "!", "?", ":")


def _is_broken(line: str, following: str) -> bool:
    return bool(_BROKEN.search(line[-60:])) and following[:1].islower()


def _joined(line: str, following: str, words: Counter[str]) -> tuple[str, str]:
    """Two lines that go on; a hyphen stays where the document has both parts as words."""
    broken, then = _BROKEN.search(line[-60:]), _FIRST_WORD.match(following)
    if broken is None or then is None:
        return line, f" {following}"
    first, second = broken[1].casefold(), then[0].casefold()
    is_compound = f"{first}-{second}" in words or (first in words and second in words)
    if not following[0].islower() or (is_compound and first + second not in words):
        return line, following
    return line[:-1], following


def _words(line: str) -> Iterator[str]:
    """Words, and the compounds that they are part of; not the halves of a word at a line's end."""
    for match in _WORD.finditer(line):
        if not line.startswith("-", match.end()) or match.end() + 1 < len(line):
            yield match[0]
