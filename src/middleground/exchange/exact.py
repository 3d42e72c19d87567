"""Numbers of a file as exact fractions.

Programs write a third as 0.3333333333333333. Read as it stands, deals that were tied no longer are;
so a number of twelve digits or more that lies within 1e-12 of a fraction with a small denominator
is read as that fraction, and one of fifteen within 1e-15 of a fraction with a larger one. Shorter
numbers are exact as written.
"""

import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST = 60
# From so many digits on: the largest denominator, and how close the fraction must be.
_SIMPLE = ((12, 1_000, Fraction(1, 10**12)), (15, 100_000, Fraction(1, 10**15)))
LARGEST = 10**12
_SMALLEST = Fraction(1, 10**18)


def exact(text: str) -> Fraction | None:
    """The number that a text writes; None where it writes none, or none that can be used.

    Example:
        >>> exact("0.125"), exact("0.3333333333333333"), exact("many")
        (Fraction(1, 8), Fraction(1, 3), None)
    """
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"[eE].*", "", text)
    exponent = int(re.search(r"[eE](.*)", text)[1]) if digits != text else 0  # type: ignore[index]
    if exponent > 30 or len(digits) - exponent > 2 * _LONGEST:
        return None if exponent > 0 and Fraction(digits) else Fraction(0)
    found = Fraction(text)
    if abs(found) > LARGEST:
        return None
    if abs(found) < _SMALLEST:
        return Fraction(0)
    count = len(re.sub(r"\D", "", digits).lstrip("0"))
    for least, denominator, close in _SIMPLE:
        simple = found.limit_denominator(denominator)
        if count >= least and abs(simple - found) <= close:
            return simple
    return found


def decimal_text(number: Fraction, places: int = 17) -> str:
    """A fraction as a decimal number without exponent, rounded half to even where it must be.

    Example:
        >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(2, 3)), decimal_text(Fraction(40))
        ('0.125', '0.66666666666666667', '40')
    """
    whole = round(number * 10**places)
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(places + 1, "0")
    before, after = digits[:-places], digits[-places:].rstrip("0")
    return sign + before + (f".{after}" if after else "")
