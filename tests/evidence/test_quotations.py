"""Quotation marks, as they should be and as they are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.evidence.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we sign" and left.', ['"we sign"']),
        ("He said \u201cwe sign\u201d and left.", ["\u201cwe sign\u201d"]),
        ('it is " unfair ", he said . " we stay ."', ['" unfair "', '" we stay ."']),
        ('He said "we sign and left.\nNobody "cared".', ['"we sign and left.', '"cared"']),
        ('An open "mark and a "closed one".', ['"closed one"']),
        ('A closing mark" alone.', []),
        ('"They said \u201cno\u201d twice," he said.', ['"They said \u201cno\u201d twice,"']),
        ('"We sign\u201d, he said.', ['"We sign\u201d']),
        ("\u2018It\u2019s ours,\u2019 he said.", ["\u2018It\u2019s ours,\u2019"]),
        ('""', []),
    ],
)
def test_known_quotations(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


@given(st.text(alphabet=st.sampled_from("ab .,\"\u201c\u201d\u00ab\u00bb'`\n"), max_size=200))
def test_quotations_are_ordered_and_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= q.start < q.end <= len(text) for q in found)


def test_marks_without_end_take_no_time() -> None:
    assert find_quotations("\u201c" * 200_000) == []
