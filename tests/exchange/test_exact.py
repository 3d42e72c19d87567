"""Numbers of a file as exact fractions, and back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.exchange.exact import decimal_text, exact


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.125", Fraction(1, 8)),
        (" -2.50 ", Fraction(-5, 2)),
        ("1.0E-5", Fraction(1, 100_000)),
        ("3e2", Fraction(300)),
        (".5", Fraction(1, 2)),
        ("0.3333333333333333", Fraction(1, 3)),
        ("0.30000000000000004", Fraction(3, 10)),
        ("0.19999999999999996", Fraction(1, 5)),
        ("0.14310344827586208", Fraction(83 * 5, 2900)),
        ("0.333333", Fraction(333_333, 1_000_000)),
        ("-0.044444444444444446", Fraction(-2, 45)),
        ("1e-400", Fraction(0)),
    ],
)
def test_what_is_read(text: str, number: Fraction) -> None:
    assert exact(text) == number


@pytest.mark.parametrize(
    "text", ["", "many", "nan", "inf", "1/3", "1_000", "1,5", "0x10", "1e40", "9" * 61, "1 2", "٣"]
)
def test_what_is_no_number(text: str) -> None:
    assert exact(text) is None


@settings(deadline=None)
@given(st.integers(0, 1_000), st.integers(1, 1_000))
def test_small_fractions_survive_as_decimal_text(above: int, below: int) -> None:
    number = Fraction(above, below)
    assert exact(decimal_text(number)) == number
    assert exact(repr(float(number))) == number


@settings(deadline=None)
@given(st.decimals(min_value=-1000, max_value=1000, places=6))
def test_short_decimals_are_exact(number: object) -> None:
    assert exact(str(number)) == Fraction(str(number))
