"""The parser's repaired copy: better English, and always a way back to the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.working_copy import repairs_for

TOKENS = st.lists(
    st.sampled_from(
        ["the", "port", "'", "s", "33", ",", "000", ".", "six", "-", "week", '"', "i", "u", "don",
         "t", "(", ")", "\u201c", "\u2019", "Hale", "\u00df", "\u0130", "\n"]
    ),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("the port ' s offer of 33 , 000 jobs .", "The port's offer of 33,000 jobs."),
        ("a six - week truce , mr hale said .", "A six-week truce, mr hale said."),
        ("workers don ' t agree , i think .", "Workers don't agree, I think."),
        ('" we won ' + "' t sign ,\" she said .", '"We won\'t sign," she said.'),
        ("The dock is shut, says Hale.", "The dock is shut, says Hale."),
    ],
)
def test_known_repairs(text: str, repaired: str) -> None:
    assert repairs_for(text).copy(text, 0, len(text)).text == repaired


@given(tokens=TOKENS, separator=st.sampled_from([" ", "  ", ""]))
def test_every_span_leads_back_to_the_same_letters(tokens: list[str], separator: str) -> None:
    text = separator.join(tokens)
    copy = repairs_for(text).copy(text, 0, len(text))
    assert len(copy.origin) == len(copy.text)
    assert list(copy.origin) == sorted(set(copy.origin))
    for at, character in enumerate(copy.text):
        original = text[slice(*copy.original(at, at + 1))]
        if character.isalnum():
            assert original.casefold() == character.casefold()
    left = "".join(c for c in copy.text if c.isalnum()).casefold()
    assert left == "".join(c for c in text if c.isalnum()).casefold()
