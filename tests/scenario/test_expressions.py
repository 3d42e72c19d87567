"""Conditions and sums: what they mean, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.scenario.expressions import (
    ExpressionFault,
    Situation,
    Vocabulary,
    holds,
    names_in,
    number_of,
    parse_condition,
    parse_quantity,
)

WORDS = Vocabulary(
    issues={"night": ["kept", "reduced", "ended"], "wage": [0, 4, 8], "who": ["é", "b c"]},
    numeric=frozenset({"wage"}),
    facts=frozenset({"budget"}),
    truths={"walk_out": "walk_out", "chair": "union.chair"},
)
# Every combination of three options, three wages, and whether the event holds.
SITUATION = Situation(
    options={"night": np.arange(3).reshape(3, 1, 1), "wage": np.arange(3).reshape(1, 3, 1)},
    numbers={"wage": np.array([0.0, 4.0, 8.0]).reshape(1, 3, 1), "budget": 5.0},
    truths={
        "walk_out": np.array([False, True]).reshape(1, 1, 2),
        "union.chair": np.array([True]),
    },
)


def where(text: str) -> list[tuple[str, float, bool]]:
    found = np.broadcast_to(holds(parse_condition(text, WORDS), SITUATION), (3, 3, 2))
    nights, wages = WORDS.issues["night"], WORDS.issues["wage"]
    return [(str(nights[n]), float(wages[w]), bool(e)) for n, w, e in np.argwhere(found)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("night == kept", 6),
        ("night != 'kept'", 12),
        ("night in [kept, ended]", 12),
        ("night not in (kept, reduced, ended)", 0),
        ("wage <= budget", 12),
        ("0 < wage <= 4", 6),
        ("wage == 4 or night == ended and walk_out", 8),
        ("not (wage > 4)", 12),
        ("at_least(2, walk_out, wage > 0, night == kept)", 9),
        ("walk_out + (wage > 0) >= 2", 6),
        ("wage / 0.1 == 40", 6),
        ("10 / wage > 2", 6),
        ("-wage < -4", 6),
        ("chair", 18),
    ],
)
def test_what_holds(text: str, count: int) -> None:
    assert len(where(text)) == count


def test_sums() -> None:
    node = parse_quantity("2 * wage + budget - 1", WORDS)
    assert number_of(node, SITUATION).ravel().tolist() == [4, 12, 20]
    assert names_in(node) == {"wage", "budget"}


def test_decimals_are_compared_as_people_do() -> None:
    assert bool(holds(parse_condition("0.1 + 0.2 == 0.3", WORDS), Situation()))


@pytest.mark.parametrize(
    ("text", "what", "offset"),
    [
        ("wage <= budgt", "'budgt' is not known here", 8),
        ("night == keptt", "'keptt' is not known here", 9),
        ("night < kept", "the options of 'night' are words, which cannot be compared with '<'", 0),
        ("night", "issue 'night' stands alone, and its options are words", 0),
        ("wage", "'wage' is a number, not a condition", 0),
        ("wage and chair", "'wage' is a number where something must hold or not", 0),
        ("wage / 0 > 1", "a ratio that divides by 0", 7),
        ("at_least(3, chair, walk_out)", "at_least 3 of 2", 0),
        ("at_least(chair)", "at_least without a count", 0),
        ("sum(wage)", "'sum(...)' is not known here", 0),
        ("wage.real > 1", "'wage.real' has no place in a rule", 0),
        ("(lambda: 1)() > 0", "'lambda: 1(...)' is not known here", 0),
        ("wage is 4", "a comparison that is not known here", 0),
        ("wage > 1e999", "a number that is too large", 7),
        ("who == é or wage <= budgt", "'budgt' is not known here", 20),
    ],
)
def test_what_is_refused(text: str, what: str, offset: int) -> None:
    with pytest.raises(ExpressionFault) as caught:
        parse_condition(text, WORDS)
    assert (caught.value.what, caught.value.offset) == (what, offset)


@pytest.mark.parametrize(
    "text",
    ["", "wage >", "(" * 500, "not " * 400 + "chair", "wage > 1; import os", "a\0b",
     "+".join(["wage"] * 400) + " > 1", "x" * 3_000, "wage <= " + "9" * 1_900],
)  # fmt: skip
def test_hostile_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        parse_condition(text, WORDS)
    assert caught.value.what
    assert 0 <= caught.value.offset <= len(text) + 1


CONDITIONS = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        inner.map(lambda t: f"(not {t})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
@settings(deadline=None)
def test_logic_is_that_of_python(text: str) -> None:
    words = Vocabulary(truths={name: name for name in "abc"})
    axes = {
        name: np.array([False, True]).reshape([2 if m == n else 1 for m in range(3)])
        for n, name in enumerate("abc")
    }
    found = np.broadcast_to(holds(parse_condition(text, words), Situation(truths=axes)), (2, 2, 2))
    for a, b, c in np.ndindex(2, 2, 2):
        expected = eval(text, {}, {"a": bool(a), "b": bool(b), "c": bool(c)})  # noqa: S307
        assert bool(found[a, b, c]) == expected


@given(st.text("abc ()andornot<>=!+-*/.,'\"[]0123456789_\n", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_condition_or_a_fault(text: str) -> None:
    words = Vocabulary(truths={name: name for name in "abc"})
    offset = 0
    try:
        parse_condition(text, words)
    except ExpressionFault as fault:
        offset = fault.offset
    assert 0 <= offset <= len(text) + 1
