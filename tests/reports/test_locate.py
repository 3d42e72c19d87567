"""Quotations in reports: found where they stand, near where they do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.locate import find_quote

HARBOUR = (
    "The port authority met the union on Thursday. At least three docks are shut. "
    "The authority \u2018will open\u2019 the fourth dock, said its chair \u2014 if the strike ends."
)
WORDS = st.text(alphabet=st.sampled_from("abcd\u00c4\u00df \n"), min_size=1, max_size=60)


def test_an_exact_quotation_is_found_in_its_sentence() -> None:
    found = find_quote("At least three docks", HARBOUR)
    assert (found.kind, found.sentence, found.words) == ("exact", 2, "At least three docks")


@pytest.mark.parametrize(
    "quote", ["at least THREE docks", "At least\nthree docks", "Atleastthree docks"]
)
def test_case_and_spacing_do_not_matter(quote: str) -> None:
    found = find_quote(quote, HARBOUR)
    assert (found.kind, found.words) == ("loose", "At least three docks")


def test_a_tokenised_report_holds_the_quotation() -> None:
    assert find_quote(
        "Netta's offer (33,000 jobs)", "netta ' s offer ( 33 , 000 jobs ) stands"
    ).found


def test_another_claim_is_only_near() -> None:
    near = find_quote("will never open", HARBOUR)
    assert not near.found
    assert (near.kind, near.words, near.sentence) == ("near", "will open", 3)
    assert near.score < 100


def test_marks_set_differently_are_only_near() -> None:
    near = find_quote("'will open' the fourth dock", HARBOUR)
    assert (near.kind, near.score) == ("near", 100)


def test_nothing_like_it_is_nowhere() -> None:
    nowhere = find_quote("zzzz qqqq xxxx", HARBOUR)
    assert (nowhere.kind, nowhere.sentence, nowhere.found) == ("none", 0, False)
    assert find_quote("  ", HARBOUR).kind == "none"
    assert find_quote("a", "").kind == "none"


@given(before=WORDS, quote=WORDS, after=WORDS)
def test_what_a_report_says_is_found_and_is_its_own_slice(
    before: str, quote: str, after: str
) -> None:
    text = before + quote + after
    for asked in (quote, quote.upper(), "".join(quote.split()), " ".join(quote)):
        found = find_quote(asked, text)
        assert found.found or not asked.strip()
        assert text[found.start : found.end] == found.words


def test_many_quotations_in_a_long_report_take_no_time() -> None:
    text = " ".join(
        f"On day {n} the board of dock {n % 7} refused offer {n * 3}." for n in range(100)
    )
    quotes = [f"the board of dock {n % 7} accepted offer {n * 3}" for n in range(65)]
    find_quote("warm up the search", text)
    begun = time.perf_counter()
    assert not any(find_quote(quote, text).found for quote in quotes)
    assert time.perf_counter() - begun < 0.5  # 0.02 s where nothing else runs
