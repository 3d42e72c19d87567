"""The law of the ledger: whatever has befallen a text, every passage is the text's own slice.

A few dozen distorted texts each time; 1,000 with MG_PROOF set (`python benchmarks/trust.py`).
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.made_reports import made_report
from hypothesis import example, given, settings
from hypothesis import strategies as st

from middleground.evidence.entries import Entry, Passage
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

TEXTS = Path(__file__).with_name("texts")
WRITTEN = [file.read_text("utf-8") for file in sorted(TEXTS.glob("*.txt"))]
DISTORTED = 1_000 if os.environ.get("MG_PROOF") else 40

Distortion = Callable[[str], str]

CASE: dict[str, Distortion] = {
    "as it is": str,
    "small letters": str.lower,
    "capitals": str.upper,  # longer: one sharp s becomes two letters
    "swapped": str.swapcase,
    "titles": str.title,
}
SPACING: dict[str, Distortion] = {
    "as it is": str,
    "in tokens": lambda text: re.sub(r"([^\w\s])", r" \1 ", text),
    "doubled": lambda text: text.replace(" ", "  "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "unbreakable": lambda text: text.replace(" ", "\u00a0"),
    "one line": lambda text: text.replace("\n", " "),
    "wrapped": lambda text: re.sub(r"((?:\S+ ){9})", r"\1\n", text),
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "none": lambda text: text.replace(" ", ""),
}
MARKS: dict[str, Distortion] = {
    "as it is": str,
    "curled": lambda text: re.sub(r'"([^"\n]*)"', "\u201c\\1\u201d", text).replace("'", "\u2019"),
    "pointed": lambda text: re.sub(r'"([^"\n]*)"', "\u00ab \\1 \u00bb", text),
    "single": lambda text: text.replace('"', "'"),
    "two commas": lambda text: text.replace('"', "''"),
    "none": lambda text: text.replace('"', ""),
    "opening alone": lambda text: re.sub(r'"([^"\n]*)"', '"\\1', text),
    "closing alone": lambda text: re.sub(r'"([^"\n]*)"', '\\1"', text),
}
LETTERS: dict[str, Distortion] = {
    "as it is": str,
    "apart from their accents": lambda text: unicodedata.normalize(
        "NFD", text.replace("o", "\u00f6")
    ),
    "invisible joiners": lambda text: text.replace("e", "e\u200b"),
    "soft hyphens": lambda text: re.sub(r"(\w{4})(?=\w{3})", "\\1\u00ad", text),
    "of other planes": lambda text: text.replace("a", "\U0001d41a"),
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "a" <= c <= "e" else c for c in text
    ),
    "pictures between": lambda text: text.replace(". ", ". \U0001f6a2 "),
    "turned": lambda text: text.replace(" ", " \u202e", 3),
    "half characters": lambda text: text.replace("u", "\ud800", 2),
    "dotted capitals": lambda text: text.replace("I", "\u0130"),
}


def passages(value: Any) -> Iterator[Passage]:
    """Every passage in an entry, wherever it stands."""
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from passages(part)
    elif hasattr(value, "__dict__"):
        for part in vars(value).values():
            yield from passages(part)


def assert_verbatim(text: str) -> list[Entry]:
    entries = read_claims(Document("any", text))
    for entry in entries:
        for passage in passages(entry):
            assert text[passage.start : passage.end] == passage.text
            assert passage.text.strip()
    return entries


@st.composite
def distorted(draw: st.DrawFn) -> str:
    """A stretch of a report, after up to four things have befallen it."""
    if draw(st.booleans()):
        text = draw(st.sampled_from(WRITTEN))
    else:
        text = made_report(draw(st.integers(0, 9)), draw(st.integers(0, 999)), words=90)
    start = draw(st.integers(0, max(0, len(text) - 500)))
    text = text[start : start + 500]
    for kind in draw(st.permutations([CASE, SPACING, MARKS, LETTERS])):
        text = kind[draw(st.sampled_from(sorted(kind)))](text)
    return text


@settings(max_examples=DISTORTED, deadline=None)
@given(text=distorted())
@example("nick bos said no . prof . patrizia d' ornan of ncec said the talks failed .")
def test_every_passage_of_a_distorted_text_is_its_own_slice(text: str) -> None:
    assert_verbatim(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_there_is_something_to_be_verbatim_about(text: str) -> None:
    assert len(assert_verbatim(text)) > 10
