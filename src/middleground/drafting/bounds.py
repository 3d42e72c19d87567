"""Which way a number binds whoever names it: "at least 7" asks for more, so does "not under 7"."""

import re

from middleground.evidence.entries import Entry, Figure

ASKING = ("demand", "order", "condition", "red_line", "rejection", "threat")
_FLOORS = ("at least", "more than")
_CEILINGS = ("at most", "less than", "up to")
_LESS = r"less|fewer|lower|below|under|beneath|short of|shorter|smaller"
_MORE = r"more|higher|above|beyond|over|exceed\w*|longer|greater|larger"
_COMPARED = re.compile(
    rf"\b(?:(?P<less>{_LESS})|(?P<more>{_MORE}))(?:\s+than)?(?:\s+(?:an?|the|about|some))?\s*\W?\s*$",
    re.IGNORECASE,
)
_COMPARING = re.compile(rf"(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:not|never|none|nobody|cannot|refus\w*|reject\w*|oppos\w*|rul\w+ out)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:accusation|allegation|charge|claim|report|suggestion)s?\b", re.IGNORECASE
)
_AT_ONCE = re.compile(r"\b(?:no|not)\s+$", re.IGNORECASE)  # "no less than"


def bound(figure: Figure, number: Entry, asked_in: Entry) -> int:
    """Whether a number in a demand or a refusal is the least or the most that its maker takes.

    Args:
        figure: The number.
        number: Its entry.
        asked_in: The position that it stands in.

    Returns:
        1 for the least ("at least 7", "will never accept fewer than 7", a threat if it is "less
        than 7"), -1 for the most, 0 where the words do not say.
    """
    position = asked_in.position
    if position is None or position.kind not in ASKING:
        return 0
    before = _before(number, asked_in)
    if position.kind == "rejection" and _ACCOUNT.search(before):
        return 0  # what is rejected is said of the world, not asked for
    compared = _COMPARING.match(number.words)
    if compared is None and (compared := _COMPARED.search(before)):
        before = before[: compared.start()]
    if compared is not None and not _AT_ONCE.search(before):
        way = -1 if compared["less"] else 1
        is_refused = position.kind == "threat" or bool(_REFUSED.search(before))
        return -way if is_refused else way
    if figure.negated:
        return 0
    return 1 if figure.qualifier in _FLOORS else -1 if figure.qualifier in _CEILINGS else 0


def _before(number: Entry, asked_in: Entry) -> str:
    """The position's words up to the number; "" where it stands in none of them."""
    at = number.content[0].start
    for passage in asked_in.content:
        if passage.start <= at <= passage.end:
            return passage.text[: at - passage.start]
    return ""
