"""Numbers in words and digits, with what bounds them."""

import pytest

from middleground.evidence.numbers import bounds, find_numbers


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("more than 38,300 people", 38_300, "more than"),
        ("about 1.5 million people", 1_500_000, "about"),
        ("no fewer than twelve ships", 12, "at least"),
        ("as many as forty thousand jobs", 40_000, "up to"),
        ("two hundred and fifty barges", 250, ""),
        ("twenty - three quays", 23, ""),
        ("nearly two dozen boats", 24, "nearly"),
        ("107 or more", 107, "at least"),
        ("over the age of 50", 50, "more than"),
        ("a hundred boats", 100, ""),
    ],
)
def test_known_numbers(text: str, value: float, qualifier: str) -> None:
    (number,) = find_numbers(text.split())
    assert (number.value, number.qualifier) == (value, qualifier)


def test_two_numbers_keep_their_own_qualifiers() -> None:
    words = "at least 700 prisoners including about 100 women"
    found = find_numbers(words.split())
    assert [(n.value, n.qualifier) for n in found] == [(700, "at least"), (100, "about")]


def test_a_bound_is_open_on_the_other_side() -> None:
    assert bounds(700, "at least") == (700, None)
    assert bounds(88_300, "nearly") == (None, 88_300)
    assert bounds(40, "") == (40, 40)
