"""When and by whom a report says it was published: in its dateline, or on a line of its own."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_SHORT = rf"(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})"
_DAY = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{_MONTH}),? (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}),? (?P<year2>\d{{4}}))"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
# "LANGEN, 3 June 2024 (Coast Wire) - ": the place, the day, the agency, a dash.
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d][\w.'\u2019 -]{{1,40}}?)(?:, (?:{_DAY}|{_SHORT}))?"
    r"(?: ?\((?P<outlet>[^\W\d_][\w.&\u2019' -]{1,30})\))?\s?(?:\u2014|\u2013|--|-)\s",
    re.IGNORECASE,
)
# "The Coast Daily, 3 June 2024", "Published: 2024-06-03"
_OWN_LINE = re.compile(
    rf"(?:(?P<outlet>[^\W\d_][\w.&\u2019' -]{{1,40}}?)\s?(?:,|\||\u2014|\u2013|-)\s?)?"
    rf"(?:(?:published|posted|date)(?: on)?:? )?{_WEEKDAY}{_DAY}\.?",
    re.IGNORECASE,
)
# A place stands there as well: only what is named like an outlet is one.
_OUTLET = re.compile(
    r"^the\s|\b(?:news\w*|times|post|gazette|herald|daily|weekly|tribune|journal|press|wire|agency|"
    r"chronicle|telegraph|observer|courier|bulletin|radio|tv|television|broadcasting|magazine)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^[\s*_#>|-]+|[\s*_|]+$")
_HEAD = 6  # lines
_LONGEST = 90  # characters of a line that says nothing else


def stated_publication(text: str) -> tuple[str, str]:
    r"""The day of publication (ISO 8601) and the outlet that a report's first lines state; or "".

    A day without its year is none. What is stated deeper in the text may be about anything.

    Args:
        text: The report.

    Example:
        >>> stated_publication("LANGEN, 3 June 2024 (Coast Wire) - Talks opened.")
        ('2024-06-03', 'Coast Wire')
        >>> stated_publication("Talks open\n\n*The Coast Daily, June 3, 2024*\n")
        ('2024-06-03', 'The Coast Daily')
        >>> stated_publication("On June 3, 2024 talks opened.")
        ('', '')
    """
    published = outlet = ""
    lines = [line for line in text[:2000].splitlines() if line.strip()][:_HEAD]
    for line in (_MARKUP.sub("", each) for each in lines):
        own = _OWN_LINE.fullmatch(line) if len(line) <= _LONGEST else None
        found = own or _DATELINE.match(line)
        if found is None or not (own or _is_dateline(found)):
            continue
        named = found["outlet"] or ""
        if own and not _OUTLET.search(named):
            named = ""
        published = published or _iso(found)
        outlet = outlet or named.strip()
    return published, outlet


def _is_dateline(found: re.Match[str]) -> bool:
    """Whether what looks like a place and an agency are names: "LANGEN (Coast Wire) - "."""
    words = f"{found['place']} {found['outlet'] or ''}".split()
    return all(w[0].isupper() or w in ("of", "the", "and", "de", "am") for w in words)


def _iso(found: re.Match[str]) -> str:
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    elif found["year"] or found["year2"]:
        word = (found["month"] or found["month2"])[:3].lower()
        year, month = int(found["year"] or found["year2"]), _MONTHS.index(word) + 1
        day = int(found["day"] or found["day2"])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # 31 June
        return ""
