"""Where quotations begin and end, surviving marks that are missing, spaced or of mixed kinds.

One pass over the text, bounded memory. A mark that nothing closes ends with its paragraph, or is
given up when the next quotation opens.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

# No quotation in the news is longer; beyond this a mark was never closed.
_LONGEST = 3_000
_MARK = re.compile(r"""["\u201c\u201d\u201e\u201f\u00ab\u00bb]|''|``|[\n\u2028\u2029]""")
# Single marks: the closing one is an apostrophe as well, so it must stand at the end of a word.
_SINGLE = re.compile(
    r"(?<!\w)\u2018(?=\w)[^\n\u2018\u201c\"]{1,3000}?(?:[,.?!\u2026]\u2019|(?<!s)\u2019(?!\w))"
)
# The same mark twice opens beside a space and closes behind a stop.
_STRAIGHT = re.compile(
    r"(?<![^\s(\[\u2013\u2014])'(?=[^\W\d_])[^\n\u201c\"]{1,3000}?[,.?!\u2026]'(?![\w'])"
)
_OPENING = "\u201c\u201e\u00ab"
_CLOSING = "\u201d\u00bb"
_CURLED = "\u201c\u201d\u201e"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        start: The opening mark.
        end: Character after the closing mark, or after the words where none closes it.
        closed: Whether a closing mark was found.
    """

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order, none within another.

    Example:
        >>> text = 'he called it " unfair ", and left . " we will not sign ," she said .'
        >>> [text[q.start : q.end] for q in find_quotations(text)]
        ['" unfair "', '" we will not sign ,"']
    """
    found: list[Quotation] = []
    opened = -1
    for match in _MARK.finditer(text):
        at = match.start()
        if opened >= 0 and (match[0] in "\n\u2028\u2029" or at - opened > _LONGEST):
            if at - opened <= _LONGEST:
                found.append(Quotation(opened, at, closed=False))
            opened = -1
        if match[0] in "\n\u2028\u2029":
            continue
        role = _role(text, match)
        if opened < 0:
            opened = at if role != "close" else -1
        elif text[opened] == '"' and match[0] in _CURLED and _is_within(text, opened, match):
            continue  # a quotation within one of the other kind
        elif role == "open":
            # The one before was never closed: what follows it is anybody's guess, so leave it out.
            opened = at
        else:
            found.append(Quotation(opened, match.end(), closed=True))
            opened = -1
    if 0 <= opened < len(text) and len(text) - opened <= _LONGEST:
        found.append(Quotation(opened, len(text), closed=False))
    found = [q for q in found if any(map(str.isalnum, text[q.start : q.end]))]
    return _with_single(text, found)


def _is_within(text: str, opened: int, match: re.Match[str]) -> bool:
    return match[0] != "\u201d" or "\u201c" in text[opened : match.start()]


def _with_single(text: str, double: list[Quotation]) -> list[Quotation]:
    """Add quotations between single marks that stand outside the others."""
    starts = [q.start for q in double]
    added = list(double)
    for match in (*_SINGLE.finditer(text), *_STRAIGHT.finditer(text)):
        at = bisect_right(starts, match.start())
        inside = at > 0 and double[at - 1].end > match.start()
        if not inside and (at == len(double) or double[at].start >= match.end()):
            added.append(Quotation(match.start(), match.end(), closed=True))
    return sorted(added, key=lambda q: q.start)


def _role(text: str, match: re.Match[str]) -> str:
    """What a mark does: "open", "close", or "either" where the spacing does not tell."""
    mark = match[0]
    if mark in _OPENING or mark == "``":
        return "open"
    if mark in _CLOSING:
        return "close"
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    if before.isspace() or before in "([{\u2014\u2013":
        if after.isspace():
            return "either"
        return "close" if after in ",.;:!?)" else "open"
    if not after.isalnum():
        return "close"
    return "either"
