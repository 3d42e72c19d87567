"""Who says what, as the page shows it."""

import pytest

from middleground.brief.statements import (
    UNCLEAR,
    by_speaker,
    chain_in_words,
    figures,
    side_by_side,
)
from middleground.evidence.entries import Entry, Figure, Link, Passage, entry_id
from middleground.reports.document import Document

APRIL = Document("april", "At least 40 open docks. The ministry said: 30 open docks. He agreed.")
MAY = Document("may", "The union said that 12 open docks remain, and 12 people.")
TEXTS = {"april": APRIL, "may": MAY}


def figure(document: Document, words: str, value: float, counted: str, owner: str = "") -> Entry:
    at = document.text.index(words)
    passage = Passage(start=at, end=at + len(words), text=words)
    return Entry(
        id=entry_id(document.id, "figure", [passage]),
        report=document.id,
        kind="figure",
        sentence=1,
        content=(passage,),
        figure=Figure(value=value, counted=counted, unit="docks", asserter=owner),
    )


def said(words: str, *chain: Link) -> Entry:
    at = APRIL.text.index(words)
    passage = Passage(start=at, end=at + len(words), text=words)
    return Entry(
        id=entry_id("april", "attribution", [passage]),
        report="april",
        kind="attribution",
        sentence=1,
        content=(passage,),
        chain=chain,
    )


def test_figures_for_the_same_thing_stand_side_by_side() -> None:
    shown = figures(
        [
            figure(APRIL, "At least 40", 40, "open docks"),
            figure(APRIL, "30", 30, "open docks", "The ministry"),
            figure(MAY, "12 open", 12, "Open docks", "The union"),
            figure(MAY, "12 people", 12, "people", "The union"),
        ],
        TEXTS,
    )
    [(counted, group)] = side_by_side(shown)
    assert counted.casefold() == "open docks"
    assert {(one.owner, one.report) for one in group} == {
        ("The ministry", "april"),
        ("The union", "may"),
        ("the report itself", "april"),
    }


def test_figures_on_somebodys_word_come_first() -> None:
    shown = figures(
        [
            figure(APRIL, "At least 40", 40, "open docks"),
            figure(APRIL, "30", 30, "open docks", "The ministry"),
        ],
        TEXTS,
    )
    assert [one.owner for one in shown] == ["The ministry", "the report itself"]


def test_speakers_stand_in_the_order_in_which_they_first_speak() -> None:
    ministry = Link(words="The ministry", naming="group")
    entries = [
        said("30 open", ministry),
        said("He agreed", Link(words="He", naming="unstated")),
        said("open docks", Link(words="the ministry", naming="group")),
    ]
    speakers = by_speaker(entries, TEXTS)
    assert [speaker.name for speaker in speakers] == ["The ministry", UNCLEAR]
    assert len(speakers[0].statements) == 2


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        pytest.param(
            [Link(words="KAN", naming="named"), Link(words="unnamed sources", naming="unnamed")],
            "KAN, quoting unnamed sources",
            id="two links",
        ),
        pytest.param(
            [Link(words="", naming="unstated")], "a source that is not stated", id="left out"
        ),
        pytest.param(
            [Link(words="they", naming="group", stands_for="the unions")],
            "they (probably the unions)",
            id="resolved",
        ),
    ],
)
def test_source_chains_in_words(chain: list[Link], words: str) -> None:
    assert chain_in_words(chain) == words


def test_words_that_a_changed_report_no_longer_has_lead_to_the_report() -> None:
    changed = {"april": Document("april", "Something else entirely.")}
    [speaker] = by_speaker([said("30 open", Link(words="x", naming="named"))], changed)
    assert speaker.statements[0].link == "r-april"
