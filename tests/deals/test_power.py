"""Power indices equal the textbooks' and their own definitions."""

from itertools import permutations
from math import factorial

import pytest
from hypothesis import given, settings
from tests.deals.rules import monotone_texts, rule_of, weighted

from middleground.deals.acceptance import RatificationRule
from middleground.deals.power import MOST_PLAYERS, power_indices


@pytest.mark.parametrize(
    ("rule", "shapley", "banzhaf"),
    [
        # A party with two votes of a hundred has as much say as either of the others.
        pytest.param(weighted(51, 49, 49, 2), [1 / 3] * 3, [1 / 3] * 3, id="51; 49, 49, 2"),
        # The Council of 1958: France, Germany, Italy, Belgium, the Netherlands, Luxembourg.
        pytest.param(
            weighted(12, 4, 4, 4, 2, 2, 1),
            [14 / 60] * 3 + [9 / 60] * 2 + [0],
            [5 / 21] * 3 + [3 / 21] * 2 + [0],
            id="the Council of 1958",
        ),
        pytest.param(weighted(3, 2, 1, 1), [2 / 3, 1 / 6, 1 / 6], [3 / 5, 1 / 5, 1 / 5], id="veto"),
        pytest.param(
            weighted(51, 50, 49, 1), [2 / 3, 1 / 6, 1 / 6], [3 / 5, 1 / 5, 1 / 5], id="shares"
        ),
        pytest.param(weighted(6, 4, 3, 2, 1), [5 / 12, 3 / 12, 3 / 12, 1 / 12],
                     [5 / 12, 3 / 12, 3 / 12, 1 / 12], id="6; 4, 3, 2, 1"),
        pytest.param(weighted(3, 3, 1, 1), [1, 0, 0], [1, 0, 0], id="a dictator"),
    ],
)  # fmt: skip
def test_textbook_games(rule: RatificationRule, shapley: list[float], banzhaf: list[float]) -> None:
    """Sources: Banzhaf (1965); Felsenthal & Machover (1998) for the Council."""
    found = power_indices(rule)
    assert found is not None
    assert [one.shapley_shubik for one in found.values()] == pytest.approx(shapley)
    assert [one.banzhaf_share for one in found.values()] == pytest.approx(banzhaf)


def test_the_security_council() -> None:
    """Five permanent members, four of ten others: Shapley & Shubik's 421/2145 and 4/2145."""
    permanent = [f"p{n}" for n in range(5)]
    others = [f"o{n}" for n in range(10)]
    text = f"{' and '.join(permanent)} and at_least(4, {', '.join(others)})"
    found = power_indices(rule_of(text, " ".join([*permanent, *others])))
    assert found is not None
    assert found["p0"].shapley_shubik == pytest.approx(421 / 2145)
    assert found["o0"].shapley_shubik == pytest.approx(4 / 2145)


def test_events_count_as_not_happening() -> None:
    """A branch asked only when a walk-out threatens has no power where none does."""
    found = power_indices(rule_of("a and (b or not c)", "a b", "c"))
    assert found is not None
    assert [one.banzhaf for one in found.values()] == [1, 0]


def test_nobody_has_power_in_a_rule_that_never_holds() -> None:
    found = power_indices(weighted(9, 1, 2))
    assert found is not None
    assert {one.banzhaf_share for one in found.values()} == {0.0}


def test_more_players_than_can_be_counted_are_left_out() -> None:
    names = [f"p{n}" for n in range(MOST_PLAYERS + 1)]
    assert power_indices(rule_of(" and ".join(names), " ".join(names))) is None


@settings(max_examples=60, deadline=None)
@given(text=monotone_texts(("a", "b", "c", "d")))
def test_indices_follow_their_definitions(text: str) -> None:
    rule = rule_of(text, "a b c d")
    found = power_indices(rule)
    assert found is not None

    def enough(group: frozenset[str]) -> bool:
        return bool(rule.ratifies({who: who in group for who in "abcd"}, {}))

    pivots = dict.fromkeys("abcd", 0)
    for order in permutations("abcd"):
        before = frozenset[str]()
        for who in order:
            if not enough(before) and enough(before | {who}):
                pivots[who] += 1
            before |= {who}
    for who, one in found.items():
        assert one.shapley_shubik == pytest.approx(pivots[who] / factorial(4))
    assert sum(one.banzhaf_share for one in found.values()) == pytest.approx(
        float(any(pivots.values()))
    )
