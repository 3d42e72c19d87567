"""Lines of printed pages to paragraphs: words are put together, none is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.pages import running_text

FULL = "The port said that talks would go on for as long as they"


def text(*pages: str) -> str:
    return running_text(pages).text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("the negotia-\ntions failed", "the negotiations failed", id="broken word"),
        pytest.param("six-week and six-\nweek", "six-week and six-week", id="known compound"),
        pytest.param("long term, long-\nterm", "long term, long-term", id="both are words"),
        pytest.param("the Anglo-\nFrench talks", "the Anglo-\nFrench talks", id="a capital"),
        pytest.param("the agree\xad\nment", "the agreement", id="soft hyphen"),
        pytest.param("\ufb01nal o\ufb03ce", "final office", id="ligatures"),
        pytest.param("Strike at the quay\nThe union said", "Strike at the quay\nThe union said"),
        pytest.param(f"{FULL}\nUnion wished.", f"{FULL} Union wished.", id="full line"),
        pytest.param(f"{FULL}\n- first", f"{FULL}\n- first", id="list"),
        pytest.param("a\x00b \x1b[2J", "ab [2J", id="control characters"),
    ],
)
def test_lines(page: str, expected: str) -> None:
    assert text(page) == expected


def test_a_sentence_goes_on_over_the_page_and_a_paragraph_does_not() -> None:
    assert text("the union said that", "it would go on.", "The port refused.") == (
        "the union said that\nit would go on.\nThe port refused."
    )
    assert text(FULL, "wished.", "The port refused.") == f"{FULL} wished.\nThe port refused."


def test_running_heads_of_left_and_right_pages_are_left_out() -> None:
    pages = [
        f"{'left' if n % 2 else 'right'} head\nSentence {letter}.\n- {n} -"
        for n, letter in enumerate("abcdef")
    ]
    found = running_text(pages)
    assert found.text == "\n".join(f"Sentence {letter}." for letter in "abcdef")
    assert found.heads == ("right head", "left head", "- 0 -")


def test_what_only_repeats_is_no_running_head() -> None:
    assert text("Talks failed.", "Talks failed.", "Talks failed.").count("failed") == 3


@given(st.lists(st.text(alphabet=st.sampled_from("abcA .-\n\u00e9"), max_size=80), max_size=2))
def test_letters_stay_in_their_order(pages: list[str]) -> None:
    """Fewer than three pages have no running heads: all that goes is white space and hyphens."""
    letters = re.sub(r"[\s-]", "", "".join(pages))
    assert re.sub(r"[\s-]", "", text(*pages)) == letters
