"""Ratification rules for tests: from a text, and made by chance."""

from hypothesis import strategies as st

from middleground.deals.acceptance import RatificationRule
from middleground.scenario.expressions import Vocabulary, parse_condition


def rule_of(text: str, players: str, events: str = "") -> RatificationRule:
    """A party's rule over players and events, each named in one text with spaces between."""
    named = players.split()
    words = Vocabulary(truths={name: name for name in [*named, *events.split()]})
    return RatificationRule("party", parse_condition(text, words), tuple(named))


def weighted(quota: int, *weights: int) -> RatificationRule:
    """The weighted voting game [quota; weights], its players a, b, c ..."""
    names = [chr(97 + n) for n in range(len(weights))]
    terms = " + ".join(f"{weight} * {name}" for weight, name in zip(weights, names, strict=True))
    return rule_of(f"{terms} >= {quota}", " ".join(names))


@st.composite
def monotone_texts(draw: st.DrawFn, names: tuple[str, ...], depth: int = 2) -> str:
    """A rule in which one more yes never turns a yes into a no; names may stand in it twice."""
    if depth == 0:
        return draw(st.sampled_from(names))
    parts = [draw(monotone_texts(names, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
    count = draw(st.integers(1, len(parts)))
    weights = [draw(st.integers(1, 4)) for _ in parts]
    weighed = " + ".join(f"{w} * ({p})" for w, p in zip(weights, parts, strict=True))
    forms = [
        f"({' and '.join(parts)})",
        f"({' or '.join(parts)})",
        f"at_least({count}, {', '.join(parts)})",
        f"({weighed} > {draw(st.integers(0, 6))})",
    ]
    return draw(st.sampled_from(forms))
