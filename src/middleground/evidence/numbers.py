"""Numbers as news writes them: digits, words, "1.5 million", and what stands before or after.

Qualifiers are the bounds of a claim: "more than 700" is another claim than "about 700".
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SCALED = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(k|m|mn|bn|tn)")  # "4.2bn"
_SIGN = re.compile(r"[a-z]{0,3}[$£€¥]")
_PARTS = MappingProxyType(
    {
        "half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25,
        "fifth": 0.2, "fifths": 0.2, "tenth": 0.1, "tenths": 0.1,
    }
)  # fmt: skip
_SMALL = MappingProxyType(
    {
        word: value
        for value, word in enumerate(
            (
                "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
                "seventeen", "eighteen", "nineteen",
            )
        )
    }
    | {
        word: 10 * value
        for value, word in enumerate(
            ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
        )
    }
)  # fmt: skip
_SCALES = MappingProxyType(
    {
        "dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9,
        "trillion": 1e12, "bn": 1e9, "m": 1e6,
        "mn": 1e6, "tn": 1e12, "k": 1e3,
    }
)  # fmt: skip

# Words before a number, longest first, and what they say about it.
_BEFORE = (
    ("no", "fewer", "than"), ("no", "less", "than"), ("not", "less", "than"),
    ("no", "more", "than"), ("not", "more", "than"), ("as", "many", "as"), ("as", "much", "as"),
    ("as", "few", "as"), ("as", "little", "as"), ("over", "the", "age", "of"),
    ("under", "the", "age", "of"), ("in", "excess", "of"), ("close", "to"), ("up", "to"),
    ("more", "than"), ("fewer", "than"), ("less", "than"), ("greater", "than"), ("at", "least"),
    ("at", "most"), ("an", "estimated"), ("some",), ("over",), ("above",), ("about",),
    ("around",), ("roughly",), ("approximately",), ("circa",), ("nearly",), ("almost",),
    ("under",), ("below",), ("exactly",), ("only",), ("just",), ("estimated",), ("another",),
    ("beyond",), ("well", "over"),
)  # fmt: skip
_AFTER = (
    ("or", "more"), ("or", "so"), ("or", "fewer"), ("or", "less"), ("plus",), ("or", "older"),
)  # fmt: skip
# What each says, in one word for all of a kind; words not listed ("only") set no bound.
_MEANING = MappingProxyType(
    dict.fromkeys(
        ("over", "above", "more than", "greater than", "in excess of", "over the age of", "beyond",
         "well over"),
        "more than",
    )
    | dict.fromkeys(
        ("at least", "no fewer than", "no less than", "not less than", "or more", "plus",
         "or older"),
        "at least",
    )
    | dict.fromkeys(
        ("about", "around", "roughly", "approximately", "circa", "some", "close to",
         "an estimated", "estimated", "or so"),
        "about",
    )
    | dict.fromkeys(("nearly", "almost"), "nearly")
    | dict.fromkeys(("up to", "as many as", "as much as"), "up to")
    | dict.fromkeys(("at most", "no more than", "not more than", "or fewer", "or less"), "at most")
    | dict.fromkeys(("under", "below", "fewer than", "less than", "under the age of"), "less than")
)  # fmt: skip
_LOWER = ("more than", "at least")
_UPPER = ("nearly", "up to", "at most", "less than")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of words.

    Attributes:
        first: Index of its first word, qualifier included.
        number: Index of its first word without the qualifier.
        last: Index of its last word, "or more" included.
        value: What is written.
        qualifier: "more than", "at least", "about", "nearly", "up to", "at most", "less than", or
            "" for a bare number. Words of one meaning share a name: "over" is "more than".
    """

    first: int
    number: int
    last: int
    value: float
    qualifier: str


def find_numbers(words: list[str]) -> list[Number]:
    """The numbers in a row of words, with their qualifiers.

    Example:
        >>> find_numbers("more than 1.5 million people and at least thirty six or more".split())
        ... # doctest: +NORMALIZE_WHITESPACE
        [Number(first=0, number=2, last=3, value=1500000.0, qualifier='more than'),
         Number(first=6, number=8, last=11, value=36.0, qualifier='at least')]
    """
    small = [word.casefold() for word in words]
    found: list[Number] = []
    at = 0
    while at < len(small):
        read = _read(small, at)
        if read is None:
            at += 1
            continue
        value, last = read
        signed = at > 0 and bool(_SIGN.fullmatch(small[at - 1]))
        start, said = _before(small, at - signed)
        start = start if said else at
        behind = next((q for q in _AFTER if tuple(small[last + 1 : last + 1 + len(q)]) == q), ())
        found.append(
            Number(start, at, last + len(behind), value, _MEANING.get(said or " ".join(behind), ""))
        )
        at = last + len(behind) + 1
    return _with_ranges(small, found)


def _with_ranges(words: list[str], found: list[Number]) -> list[Number]:
    """Both ends of "between 30 and 40" and of "30 to 40": at least the one, at most the other."""
    ranged = list(found)
    for place, (one, two) in enumerate(pairwise(found)):
        link = [w for w in words[one.last + 1 : two.first] if not _SIGN.fullmatch(w)]
        opener = words[one.first - 1] if one.first else ""
        between = opener == "between" and link == ["and"]
        plain = link in (["to"], ["-"], ["\u2013"]) and opener not in ("from", "by")
        if (between or plain) and 0 < one.value < two.value:
            ranged[place] = replace(ranged[place], qualifier="at least")
            ranged[place + 1] = replace(ranged[place + 1], qualifier="at most")
    return ranged


def bounds(value: float, qualifier: str) -> tuple[float | None, float | None]:
    """Lowest and highest value that the words allow; None where they set none.

    Example:
        >>> bounds(700, "at least"), bounds(100, "about"), bounds(40, "")
        ((700, None), (None, None), (40, 40))
    """
    if qualifier in _LOWER:
        return value, None
    if qualifier in _UPPER:
        return None, value
    return (None, None) if qualifier == "about" else (value, value)


def _read(words: list[str], at: int) -> tuple[float, int] | None:
    """A number that begins here: its value and its last word."""
    if part := _part(words, at):
        return part
    if scaled := _SCALED.fullmatch(words[at]):
        return float(scaled[1].replace(",", "")) * _SCALES[scaled[2]], at
    if _DIGITS.fullmatch(words[at]):
        value, last = float(words[at].replace(",", "")), at
    elif words[at] in _SMALL or (words[at] in ("a", "half") and _scale(words, at + 1)):
        value, last = _in_words(words, at)
    else:
        return None
    while (scale := _scale(words, last + 1)) and not (scale < 1e3 and value >= 100):
        value, last = value * scale, last + 1
    return value, last


def _part(words: list[str], at: int) -> tuple[float, int] | None:
    """A part of a whole: "a third of", "two-thirds of", "half of"; "half a million" is a number."""
    if words[at] == "half" and words[at + 1 : at + 2] == ["a"] and _scale(words, at + 2):
        return 0.5 * _scale(words, at + 2), at + 2
    if words[at : at + 2] == ["half", "of"]:
        return 0.5, at
    count = 1.0 if words[at] == "a" else float(_SMALL.get(words[at], 0))
    noun = at + 2 if words[at + 1 : at + 2] == ["-"] else at + 1
    if noun + 1 < len(words) and words[noun + 1] == "of" and count and words[noun] in _PARTS:
        return count * _PARTS[words[noun]], noun
    return None


def is_part(word: str) -> bool:
    """Whether a number's last word makes it a part of a whole: "third"."""
    return word.casefold() in _PARTS


def _scale(words: list[str], at: int) -> float:
    return _SCALES.get(words[at], 0.0) if at < len(words) else 0.0


def _in_words(words: list[str], at: int) -> tuple[float, int]:
    if words[at] in ("a", "half"):
        return (1.0 if words[at] == "a" else 0.5), at
    total, part, last = 0.0, float(_SMALL[words[at]]), at
    index = at + 1
    while index < len(words):
        word = words[index]
        joint = word in ("and", "-") and index + 1 < len(words) and words[index + 1] in _SMALL
        if joint and (word == "-" or part >= 100 or total):
            index += 1
            word = words[index]
        if word in _SMALL and (part >= 100 or (20 <= part < 100 and _SMALL[word] < 10)):
            part += _SMALL[word]
        elif word == "hundred" and part < 100:
            part *= 100
        elif word in ("thousand", "million", "billion"):
            total, part = total + part * _SCALES[word], 0.0
        else:
            break
        last, index = index, index + 1
    return total + part, last


def _before(words: list[str], at: int) -> tuple[int, str]:
    for phrase in _BEFORE:
        start = at - len(phrase)
        if start >= 0 and tuple(words[start:at]) == phrase:
            return start, " ".join(phrase)
    return at, ""
