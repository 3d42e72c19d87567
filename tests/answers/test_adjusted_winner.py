"""Adjusted Winner: published divisions, the laws that it is known for, and its messages."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.answers.adjusted_winner import Division, adjusted_winner
from middleground.errors import AnswerError

Table = dict[str, int]


@pytest.mark.parametrize("case", ["aw-bob-carol", "aw-two-owners"])
def test_published_divisions(case: str, shared: Path) -> None:
    known = json.loads((shared / "cases" / f"{case}.json").read_text())
    found = adjusted_winner(known["points_A"], known["points_B"])
    assert found.each_gets == Fraction(known["expected"]["each_gets"])
    shares = {item: Fraction(share) for item, share in known["expected"]["share_of_A"].items()}
    assert found.shares == shares


def test_a_division_by_hand() -> None:
    """At first 70 against 40: 30 of the house's 70 + 60 points must move."""
    found = adjusted_winner({"house": 70, "boat": 30}, {"house": 60, "boat": 40})
    assert found == Division(
        {"house": Fraction(10, 13), "boat": Fraction(0)}, Fraction(700, 13), "house"
    )


def test_opposite_wishes_need_no_division() -> None:
    found = adjusted_winner({"sea": 100, "land": 0}, {"sea": 0, "land": 100})
    assert found == Division({"sea": Fraction(1), "land": Fraction(0)}, Fraction(100), None)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, Table]:
    """Two parties' points: the same sum, with zeros and ties among them."""
    count = draw(st.integers(1, 7))
    shares = st.lists(st.integers(0, 12), min_size=count, max_size=count).filter(any)
    one, other = draw(shares), draw(shares)
    items = [f"item{n}" for n in range(count)]
    return (
        dict(zip(items, (n * sum(other) for n in one), strict=True)),
        dict(zip(items, (n * sum(one) for n in other), strict=True)),
    )


def received(points: Table, shares: dict[str, Fraction]) -> Fraction:
    return sum((shares[item] * points[item] for item in points), Fraction(0))


@settings(deadline=None)
@given(tables())
def test_both_get_as_much_and_at_least_half(both: tuple[Table, Table]) -> None:
    """Equitable; and whoever has half of its own points does not envy the other's part."""
    first, second = both
    found = adjusted_winner(first, second)
    theirs = {item: 1 - share for item, share in found.shares.items()}
    assert received(first, found.shares) == received(second, theirs) == found.each_gets
    assert 2 * found.each_gets >= sum(first.values())


@settings(deadline=None)
@given(tables())
def test_at_most_one_item_is_divided(both: tuple[Table, Table]) -> None:
    found = adjusted_winner(*both)
    divided = [item for item, share in found.shares.items() if share not in (0, 1)]
    assert divided == ([found.divided] if found.divided else [])
    assert all(0 <= share <= 1 for share in found.shares.values())


@settings(deadline=None)
@given(tables())
def test_no_exchange_makes_both_better_off(both: tuple[Table, Table]) -> None:
    """Efficient: what one party holds, it values relative to the other at least as highly."""
    first, second = both
    shares = adjusted_winner(first, second).shares
    for held in first:
        for given_up in first:
            if shares[held] > 0 and shares[given_up] < 1:
                assert first[held] * second[given_up] >= first[given_up] * second[held]


@settings(deadline=None)
@given(tables())
def test_swapping_the_parties_changes_nothing_that_they_receive(both: tuple[Table, Table]) -> None:
    assert adjusted_winner(*both).each_gets == adjusted_winner(*reversed(both)).each_gets


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ({"a": 100}, {"b": 100}, "same items"),
        ({}, {}, "no item"),
        ({"a": 100}, {"a": 90}, "100 and 90"),
        ({"a": 110, "b": -10}, {"a": 50, "b": 50}, "below 0"),
    ],
)
def test_points_that_cannot_be_compared(first: Table, second: Table, word: str) -> None:
    with pytest.raises(AnswerError) as caught:
        adjusted_winner(first, second)
    assert word in str(caught.value)
    assert "expected:" in str(caught.value)
