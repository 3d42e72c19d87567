"""What an unquoted word of a scenario file means: YAML 1.2's core schema, and nothing of 1.1.

Source: YAML 1.2.2, section 10.3.2. `NO`, `on`, `30:1` and `12:30:45` are text here; older readers
turn them into other things, so their places are noted.
"""

import math
import re

Scalar = str | int | float | bool | None

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_OLD_TRUTH = re.compile(r"yes|no|on|off", re.IGNORECASE)
_OLD_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
MOST_DIGITS = 18
_LONGEST_NUMBER = 100


class NumberFault(Exception):  # noqa: N818  (a fault in a word, not yet an error in a file)
    """A number that cannot be used."""

    def __init__(self, what: str, expected: str, mend: str = "") -> None:
        """Keep the parts apart; the reader adds file, line and column."""
        super().__init__(what)
        self.what, self.expected, self.mend = what, expected, mend


def resolve(word: str) -> Scalar:
    """The value of an unquoted word.

    Raises:
        NumberFault: If it is a number that is not finite, or has too many digits.

    Example:
        >>> [resolve(w) for w in ("NO", "30:1", "0123", "1e3", "~", "true")]
        ['NO', '30:1', 123, 1000.0, None, True]
    """
    if word in _NULL:
        return None
    if word in _TRUTHS:
        return _TRUTHS[word]
    if word[0] not in "+-.0123456789":
        return word
    if _WHOLE.fullmatch(word):
        digits = len(word.lstrip("+-"))
        if digits > MOST_DIGITS:
            raise NumberFault(
                f"a number of {digits:,} digits",
                f"{MOST_DIGITS} digits at most",
                "use a larger unit, or put it into quotation marks if it is text",
            )
        return int(word)
    if _OTHER_BASE.fullmatch(word) and len(word) <= MOST_DIGITS:
        return int(word, 0)
    if _NOT_FINITE.fullmatch(word):
        said = "NaN (not a number)" if word[-1].lower() == "n" else f"{word} (infinity: inf)"
        raise NumberFault(f"{said} cannot be used", "a finite number")
    if _FLOAT.fullmatch(word):
        return _finite(word)
    return word


def _finite(word: str) -> float:
    if len(word) > _LONGEST_NUMBER:
        raise NumberFault(
            f"a number of {len(word):,} digits", f"{_LONGEST_NUMBER} digits at most", "round it"
        )
    number = float(word)
    if not math.isfinite(number):
        raise NumberFault(f"{word} is too large (infinity: inf)", "a finite number, 1e12 at most")
    return number


def has_leading_zero(word: str) -> bool:
    """Whether older readers take it for a number in base 8: 0123 for 83."""
    return _LEADING_ZERO.fullmatch(word) is not None


def older_meaning(word: str) -> str:
    """What readers of YAML 1.1 make of a word that is text here; "" where they agree.

    Example:
        >>> older_meaning("NO"), older_meaning("30:1"), older_meaning("north")
        ('true or false', 'the number 1801', '')
    """
    if _OLD_TRUTH.fullmatch(word):
        return "true or false"
    if _OLD_SIXTIES.fullmatch(word) and "." not in word:
        sign = -1 if word[0] == "-" else 1
        number = 0
        for part in word.lstrip("+-").replace("_", "").split(":"):
            number = number * 60 + int(part)
        return f"the number {sign * number}"
    return ""
