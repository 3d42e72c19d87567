"""Conditions over many issues, recognised as sums and counts; and what is neither."""

from typing import Any

import numpy as np
import pytest

from middleground.deals.counters import Counter, Layout, Table, TooWide
from middleground.deals.draws import Draws
from middleground.deals.space import DealSpace
from middleground.scenario.expressions import Vocabulary, parse_condition

NAMES = tuple(f"dock_{n}" for n in range(12))
SPACE = DealSpace(NAMES, (tuple(range(4)),) * 12)
WORDS = Vocabulary(
    issues={name: [0, 1, 2, 3] for name in NAMES},
    numeric=frozenset(NAMES),
    facts=frozenset({"budget"}),
)
TOTAL = " + ".join(NAMES)


def lay_out(text: str, budget: float = 10) -> Any:
    values = {"facts.budget.value": np.array([round(budget * 1_000_000)])}
    layout = Layout(SPACE, Draws(1, values, {}, facts=("budget",)))
    return layout.lay_out(parse_condition(text, WORDS))


def test_a_budget_is_one_sum() -> None:
    counter = lay_out(f"{TOTAL} <= budget")
    assert isinstance(counter, Counter)
    assert len(counter.pieces) == 12
    assert (counter.threshold, counter.negated) == (11, True)


def test_prices_and_facts_with_decimals_stay_exact() -> None:
    counter = lay_out(f"0.1 * ({TOTAL}) <= budget / 4", budget=1.2)
    assert isinstance(counter, Counter)
    totals = [3, 4]  # 0.3 is within the budget of 0.3; 0.4 is not
    scale = counter.pieces[0].adds[1]
    held = counter.holds_at(scale * np.array(totals))
    assert held.tolist() == [True, False]


def test_a_product_of_two_issues_is_one_part_of_a_sum() -> None:
    counter = lay_out(f"dock_0 * dock_1 + {TOTAL} <= 20")
    assert isinstance(counter, Counter)
    assert (0, 1) in [piece.scope for piece in counter.pieces]


def test_two_issues_are_a_table() -> None:
    assert isinstance(lay_out("dock_0 + dock_1 <= 3"), Table)


def test_counts_of_counts_are_counters_with_parts() -> None:
    half = " + ".join(NAMES[:6])
    counter = lay_out(f"at_least(2, {half} >= 9, {half} <= 3, dock_11 == 0, dock_10 == 3)")
    assert isinstance(counter, Counter)
    assert (len(counter.parts), len(counter.pieces)) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"dock_0 / ({TOTAL} + 1) < 0.1", id="a ratio of sums"),
        pytest.param(f"({TOTAL}) * ({TOTAL}) < 90", id="a product of sums"),
        pytest.param(f"0.333333333333 * ({TOTAL}) < 2", id="numbers finer than comparisons"),
    ],
)
def test_what_is_neither_small_nor_a_sum_is_named(text: str) -> None:
    with pytest.raises(TooWide) as caught:
        lay_out(text)
    assert caught.value.cells == 4**12
    assert caught.value.scope == tuple(range(12))
