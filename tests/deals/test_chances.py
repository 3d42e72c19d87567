"""How surely a rule holds equals the sum over all that everybody may say."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.rules import monotone_texts, rule_of, weighted

from middleground.deals.chances import TooTangled, chance_that

CHANCES = st.lists(st.floats(0, 1), min_size=4, max_size=4)


def test_two_of_three_by_halves() -> None:
    rule = rule_of("at_least(2, a, b, c)", "a b c")
    assert chance_that(rule.node, dict.fromkeys("abc", 0.5)) == 0.5
    assert chance_that(weighted(2, 1, 1, 1).node, dict.fromkeys("abc", 0.5)) == 0.5


def test_a_name_that_stands_twice_is_one_and_the_same() -> None:
    rule = rule_of("(a and b) or (a and c) or (b and c)", "a b c")
    assert chance_that(rule.node, dict.fromkeys("abc", 0.5)) == 0.5


def test_many_votes_are_added_up_not_listed() -> None:
    """Fifty votes of one to nine: 2^50 groups, some two hundred and fifty sums."""
    weights = [1 + n % 9 for n in range(50)]
    names = [f"v{n}" for n in range(50)]
    text = " + ".join(f"{w} * {v}" for w, v in zip(weights, names, strict=True))
    rule = rule_of(f"{text} > {sum(weights) / 2}", " ".join(names))
    exactly_half = rule_of(f"{text} == {sum(weights) / 2}", " ".join(names))
    halves = dict.fromkeys(names, 0.5)
    tie = float(chance_that(exactly_half.node, halves))
    assert float(chance_that(rule.node, halves)) == pytest.approx((1 - tie) / 2)


def test_chances_may_stand_for_many_deals_at_once() -> None:
    rule = rule_of("a and not (b and c)", "a b c")
    found = chance_that(rule.node, {"a": np.array([1.0, 0.5]), "b": 0.5, "c": np.array([1.0, 0.0])})
    assert found.tolist() == [0.5, 0.5]


def test_what_would_take_too_long_is_refused() -> None:
    names = [f"v{n}" for n in range(24)]
    text = " + ".join(f"{2**n} * {v}" for n, v in enumerate(names))
    with pytest.raises(TooTangled):
        chance_that(rule_of(f"{text} > 7", " ".join(names)).node, dict.fromkeys(names, 0.5))
    pairs = " or ".join(f"({a} and {b})" for a in names[:20] for b in names[20:22])
    every = " and ".join(
        f"({a} or {b} or {c})" for a, b, c in zip(names, names[7:], names[13:], strict=False)
    )
    with pytest.raises(TooTangled):
        chance_that(
            rule_of(f"({pairs}) and {every}", " ".join(names)).node, dict.fromkeys(names, 0.5)
        )


@settings(max_examples=100, deadline=None)
@given(text=monotone_texts(("a", "b", "c", "d")), chances=CHANCES)
def test_the_chance_is_the_sum_over_all_answers(text: str, chances: list[float]) -> None:
    rule = rule_of(text, "a b c d")
    expected = 0.0
    for answers in product((False, True), repeat=4):
        share = prod(c if yes else 1 - c for c, yes in zip(chances, answers, strict=True))
        expected += share * bool(rule.ratifies(dict(zip("abcd", answers, strict=True)), {}))
    found = float(chance_that(rule.node, dict(zip("abcd", chances, strict=True))))
    assert found == pytest.approx(expected, abs=1e-9)
