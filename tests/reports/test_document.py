"""Reports as text with sentences: every span is a slice of what is stored."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.document import Document

NEWSPRINT = st.text(
    alphabet=st.sampled_from("abZ9 .,!?'\"-\n\u201c\u201d\u00e9\u0645\u2026"), max_size=300
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param(
            "Mr. Hale met Dr. Osei at 9 p.m. on Monday. Talks failed!",
            ["Mr. Hale met Dr. Osei at 9 p.m. on Monday.", "Talks failed!"],
            id="abbreviations end no sentence",
        ),
        pytest.param(
            "the port lost 1 . 5 million . mr hale ' s offer stands . no ,\" he said .",
            ["the port lost 1 . 5 million .", "mr hale ' s offer stands .", 'no ," he said .'],
            id="lower-cased and tokenised",
        ),
        pytest.param(
            '"We will strike." The board was silent.',
            ['"We will strike."', "The board was silent."],
            id="the closing mark belongs to its sentence",
        ),
        pytest.param(
            '"Will they sign?" asked the mayor. Nobody knew.',
            ['"Will they sign?" asked the mayor.', "Nobody knew."],
            id="a question goes on with its cue",
        ),
        pytest.param(
            "River treaty signed\nFriday, 3 May\nBoth sides met.",
            ["River treaty signed", "Friday, 3 May", "Both sides met."],
            id="a headline ends with its line",
        ),
        pytest.param(
            "\u4f1a\u8c08\u7ee7\u7eed\u3002\u90e8\u957f\u8bf4\u3002",
            ["\u4f1a\u8c08\u7ee7\u7eed\u3002", "\u90e8\u957f\u8bf4\u3002"],
            id="no spaces between sentences",
        ),
        pytest.param("", [], id="an empty text has none"),
    ],
)  # fmt: skip
def test_known_sentences(text: str, sentences: list[str]) -> None:
    document = Document("april", text)
    assert [document.slice(span) for span in document.sentences] == sentences


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = "\n".join(
        [
            "The harbour workers of the northern quay have ended the",
            "strike that closed three docks for eleven days, and the",
            "port authority has promised to reopen the talks about the",
            "night shift before the end of the month.",
        ]
    )
    assert len(Document("april", text).sentences) == 1


@given(text=NEWSPRINT)
def test_sentences_are_ordered_slices_that_hold_every_visible_character(text: str) -> None:
    document = Document("any", text)
    spans = document.sentences
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(map(document.slice, spans)).split()) == "".join(text.split())
    assert all(document.slice(s) == document.slice(s).strip() != "" for s in spans)


@given(text=NEWSPRINT)
def test_each_sentence_knows_its_number(text: str) -> None:
    document = Document("any", text)
    numbers = [document.sentence_at(span.start) for span in document.sentences]
    assert numbers == list(range(1, len(numbers) + 1))
