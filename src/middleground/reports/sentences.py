"""Where sentences begin and end, on clean text and on lower-cased, tokenised text.

Boundaries are found by rule, so that they are the same everywhere and cost next to nothing. The
splitter never re-spaces: it returns ranges of the text it was given.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# Abbreviations whose full stop does not end a sentence (titles stand before a name).
_TITLES = re.compile(
    r"mr|mrs|ms|dr|prof|gen|lt|col|maj|capt|cmdr|sgt|sen|rep|gov|pres|hon|rev|st|fr|sr|"
    r"jr|messrs|adm|amb|dep|supt|insp"
)
# These are followed by a number, or by more of the same phrase.
_BEFORE_DIGITS = re.compile(
    r"no|nos|art|sec|fig|vol|pp|p|para|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|"
    r"dec"
)
_NEVER_LAST = re.compile(r"vs|eg|ie|e\.g|i\.e|cf|approx|al")
# After "U.S." or "p.m." a sentence ends only where one of these begins the next.
_OPENERS = re.compile(
    r"the|a|an|in|on|at|it|its|he|she|they|we|i|but|and|however|this|that|these|those|"
    r"there|when|while|after|before|for|from|as|if|his|her|their|our|according|by|with|"
    r"since|both|all|more|most|some|many|meanwhile|earlier|later|last"
)
_SAYING = re.compile(
    r"said|says|say|asked|asks|added|adds|told|tells|wrote|writes|replied|shouted|"
    r"cried|exclaimed|continued|explained|tweeted"
)
# Wire text without line breaks runs headline, date and first sentence together.
_DATELINE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day ?, [a-z]{3,9} \d{1,2} ?, \d{4}(?= [^\W\d_])"
)
_IN_DATE = re.compile(r"on|by|until|since|of|for|from|last|next|this|before|after|and|to")
_DOMAIN = re.compile(r"com|org|net|gov|edu")
_TERMINAL = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964]+")
_CLOSERS = "\"'\u201d\u2019\u00bb)]}"
_WORD_BEFORE = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_WORDS_AFTER = re.compile(r"\W{0,8}(\w+)(?:\W{1,3}(\w+))?(?:\W{1,3}(\w+))?")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_CJK = re.compile(r"[\u3002\uff01\uff1f]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space around them.

    Example:
        >>> text = 'mr hale left . talks cost 1 . 5 million . " enough ," he said .'
        >>> [text[a:b] for a, b in split_sentences(text)]
        ['mr hale left .', 'talks cost 1 . 5 million .', '" enough ," he said .']
    """
    lowered = is_lower_cased(text)
    return [
        trimmed
        for start, end in _paragraphs(text)
        for first, last in _split_paragraph(text, start, end, lowered)
        if (trimmed := _trim(text, first, last))
    ]


def is_lower_cased(text: str) -> bool:
    """Whether a text has lost its capitals: fewer than one in two hundred of its letters."""
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample))
    capitals = sum(map(str.isupper, sample))
    small = sum(map(str.islower, sample))
    return small > letters / 2 and capitals * 200 < letters


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, joined where a text was wrapped at a fixed width."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    if not _is_wrapped(text, lines):
        yield from lines
        return
    begun: tuple[int, int] | None = None
    for start, end in lines:
        blank = not text[start:end].strip()
        if begun and not blank and text.count("\n", begun[1], start) <= 1:
            begun = (begun[0], end)
        else:
            if begun:
                yield begun
            begun = None if blank else (start, end)
    if begun:
        yield begun


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most line breaks stand inside a sentence: mail and old text files do that."""
    if len(lines) < 4:
        return False
    lengths = [end - start for start, end in lines]
    if max(lengths) > 120:
        return False
    inside = sum(
        1
        for (start, end), (following, _) in pairwise(lines)
        if end - start > 40 and text[end - 1] not in ".!?:\"'" and text[following].islower()
    )
    return inside * 4 > len(lines)


def _split_paragraph(text: str, start: int, end: int, lowered: bool) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph; in text without capitals a dateline is one of its own."""
    if lowered:
        for dateline in _DATELINE.finditer(text, start, end):
            ahead = text[max(start, dateline.start() - 24) : dateline.start()].rstrip()
            before = _WORD_BEFORE.search(ahead)
            if before and _IN_DATE.fullmatch(before[0]):
                continue
            yield from _split_run(text, start, dateline.start(), lowered)
            yield dateline.start(), dateline.end()
            start = dateline.end()
    yield from _split_run(text, start, end, lowered)


def _split_run(text: str, start: int, end: int, lowered: bool) -> Iterator[tuple[int, int]]:
    begun = start
    marks = 0  # double quotation marks since the paragraph began: odd inside a quotation
    counted = start
    for match in _TERMINAL.finditer(text, start, end):
        if match.start() < begun:
            continue
        marks += text.count('"', counted, match.end())
        counted = match.end()
        stop = _absorb_closers(text, match.end(), end, inside=marks % 2 == 1)
        if _ends_sentence(text, match, stop, end, lowered):
            marks += text.count('"', counted, stop)
            counted = stop
            yield begun, stop
            begun = stop
    if begun < end:
        yield begun, end


def _absorb_closers(text: str, at: int, end: int, *, inside: bool) -> int:
    """Move past quotation marks and brackets that close what the full stop ends."""
    while at < end and text[at] in _CLOSERS:
        if text[at] == '"':
            inside = False
        at += 1
    if inside and text[at : at + 2] == ' "' and text[at + 2 : at + 3] in ("", " "):
        at += 2
    return at


def _ends_sentence(text: str, match: re.Match[str], stop: int, end: int, lowered: bool) -> bool:
    if stop >= end:
        return True
    if _CJK.search(match[0]):
        return True
    if not text[stop].isspace():
        return False
    following = _WORDS_AFTER.match(text, stop, min(end, stop + 200))
    first = following[1] if following else ""
    if match[0] == "." and not _full_stop_ends(text, match.start(), first, lowered):
        return False
    if not lowered:
        return not first[:1].islower()
    quoted = text[stop - 1] in "\"'" and match[0] != "."
    return not (quoted and following and any(map(_SAYING.fullmatch, following.groups(""))))


def _full_stop_ends(text: str, at: int, first: str, lowered: bool) -> bool:
    """Whether one full stop ends a sentence rather than an abbreviation or part of a number."""
    before = text[max(0, at - 24) : at]
    spaced = before.endswith(" ")
    found = _WORD_BEFORE.search(before.rstrip())
    word = found[0].casefold() if found else ""
    if _TITLES.fullmatch(word) or _NEVER_LAST.fullmatch(word):
        return False
    if spaced and _DOMAIN.fullmatch(first):
        return False
    if first[:1].isdigit():
        if _BEFORE_DIGITS.fullmatch(word):
            return False
        return not (spaced and word.isdigit() and len(word) <= 3)
    initials = (len(word) == 1 and word.isalpha()) or word[-2:-1] == "."
    if initials and word != "i":
        return (lowered or "." in word) and bool(_OPENERS.fullmatch(first.casefold()))
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
