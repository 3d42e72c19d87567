"""Datelines: "LANGEN, 3 June (Agency) - " before a report's first words is no part of them.

Wire copy opens with where and when it was written, and by whom. A parser takes such a place for
the one who acts.
"""

import re

from middleground.evidence.states import states

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WORD = r"[^\W\d_][\w.'\u2019]*"
_DATELINE = re.compile(
    rf"\s*(?P<place>{_WORD}(?:[ \-/]{_WORD}){{0,3}}(?:\s?,\s(?!\d){_WORD}(?: {_WORD})?)?)"
    rf"(?P<date>\s?,\s(?:\d{{1,2}}\s(?:{_MONTHS})\w*\.?|(?:{_MONTHS})\w*\.?\s\d{{1,2}})"
    r"(?:\s?,?\s\d{4})?)?"
    r"(?P<agency>\s?\(\s?[\w ./&]{2,30}\))?"
    r"\s?(?:\u2014|\u2013|--|(?<=[\s)])-)\s+(?=\w|[\"'\u2018\u201c\u00ab])",
    re.IGNORECASE,
)
_DASH = re.compile(r"\u2014|\u2013|--|\s-\s")


def behind_dateline(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind its dateline; where it begins, if it has none.

    A place in capitals, a date or an agency's name in brackets show what it is; without them the
    place must be a known one, and the dash the only one of the sentence.

    Args:
        text: The report's text.
        start: First character of the sentence.
        end: Character after its last one.

    Example:
        >>> text = "LANGEN, 3 June (Agency) - Talks opened."
        >>> text[behind_dateline(text, 0, len(text)):]
        'Talks opened.'
    """
    if text[:start].rstrip(" \t\"'")[-1:] not in ("", "\n", "\u2028", "\u2029"):
        return start
    found = _DATELINE.match(text, start, end)
    if found is None:
        return start
    signed = found["date"] or found["agency"]
    alone = not _DASH.search(text, found.end(), end)
    placed = found["place"].isupper() or _is_known(found["place"])
    return found.end() if signed or (alone and placed) else start


def _is_known(place: str) -> bool:
    parts = [part.strip().casefold() for part in place.split(",")]
    return any(part in states() for part in parts)
