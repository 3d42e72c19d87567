"""Ids and names for what the reports call in many ways."""

import keyword
import re
import unicodedata
from collections.abc import Collection

from middleground.evidence.states import demonyms, states
from middleground.scenario.grounds import RESERVED
from middleground.scenario.likeness import skeleton
from middleground.scenario.preferences import OWN_KEYS, SHIFT_KEYS

_LONGEST_ID = 40
_LONGEST_NAME = 90
# Small words that say nothing in an id.
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "in",
        "is",
        "it",
        "its",
        "making",
        "of",
        "on",
        "or",
        "said",
        "she",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "were",
        "which",
        "who",
        "will",
        "with",
        "would",
    ]
)
# What ids may not be called: keys of a preferences block, and words of rules.
_TAKEN = RESERVED | OWN_KEYS | SHIFT_KEYS | {"at_least", "true", "false", "yes", "no", "on", "off"}
_SMALL_IN_NAMES = frozenset(("of", "the", "and", "for", "in", "on", "al", "bin", "de", "van"))


class Names:
    """Ids of one use, each given once and easily told from the others."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._looks = {skeleton(name) for name in taken}

    def give(self, words: str, *, most: int = 4, fallback: str = "item") -> str:
        """An id from some words; with a number behind it where it would be mixed up.

        Example:
            >>> names = Names()
            >>> names.give("the return of displaced people"), names.give("Return displaced people!")
            ('return_displaced_people', 'return_displaced_people_2')
        """
        stem = slug(words, most) or slug(fallback) or "item"
        if keyword.iskeyword(stem) or stem in _TAKEN:
            stem += "_"
        name, number = stem, 1
        while skeleton(name) in self._looks:
            number += 1
            name = f"{stem.rstrip('_')}_{number}"
        self._looks.add(skeleton(name))
        return name


def slug(words: str, most: int = 4) -> str:
    """The telling words of a text as an id: letters, digits, underscores; "" if there are none."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    found = re.findall(r"[a-z0-9]+", re.sub(r"\s?'\s?(?:s\b)?", " ", plain))
    telling = [w for w in found if w not in _SMALL] or found
    while telling and not telling[0][0].isalpha():
        telling.pop(0)
    text = ""
    for word in telling[:most]:
        longer = f"{text}_{word}" if text else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        text = longer
    return text


def proper(name: str, kind: str) -> str:
    """A name with capitals, where the report has none; offices and groups get one.

    Example:
        >>> proper("ann of the lee", "person"), proper("the quay branch", "group")
        ('Ann of the Lee', 'The quay branch')
    """
    name = tidy(name).strip("#*_ ")
    if name != name.casefold():
        return name[:1].upper() + name[1:]
    if kind == "organisation" and name.isalpha() and len(name) <= 3:
        return name.upper()
    if kind in ("group", "role", "unnamed"):
        return sentence_case(name)
    words = [w if w in _SMALL_IN_NAMES else w[:1].upper() + w[1:] for w in name.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def sentence_case(words: str) -> str:
    """Words with a capital first, on one line and not too long."""
    text = tidy(words)
    if len(text) > _LONGEST_NAME:
        text = text[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;:") + " ..."
    text = with_capitals(text)
    return text[:1].upper() + text[1:]


def with_capitals(text: str) -> str:
    """States and peoples with a capital, in words of a report that has none."""
    if text != text.casefold():
        return text
    return " ".join(_with_capital(w) for w in text.split(" "))


def _with_capital(word: str) -> str:
    """A state or people with a capital; "us" is left, for it may be a pronoun."""
    people = word in demonyms() or word.removesuffix("s") in demonyms()
    named = people or (word in states() and len(word) > 3)
    return word[:1].upper() + word[1:] if named else word


def tidy(words: str) -> str:
    """Words as people write them, where a report sets marks apart: "a six - week truce ,".

    Example:
        >>> tidy("the union ' s six - week pause , it says")
        "the union's six-week pause, it says"
    """
    text = re.sub(r" ' s\b", "'s", " ".join(words.split()))
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"(?<=\w) - (?=\w)", "-", text))
