"""Who says what, as the page shows it."""

import pytest

from middleground.brief.citing import Quote
from middleground.brief.naming import Cast
from middleground.brief.statements import (
    UNCLEAR,
    by_speaker,
    chain_in_words,
    figures,
)
from middleground.evidence.entries import Entry, Figure, Link, Passage, entry_id
from middleground.reports.document import Document
from middleground.scenario.reader import read_scenario_text

APRIL = Document("april", "At least 40 open docks. The ministry said: 30 open docks. He agreed.")
MAY = Document("may", "The union said that 12 open docks remain, and 12 people.")
HEAD = "format: middleground/1\ntitle: Talks\n"
NOBODY = Cast(read_scenario_text(HEAD).scenario)
HARBOUR = Cast(
    read_scenario_text(
        HEAD
        + """
reports: {april: {file: april.txt}}
parties:
  union: {name: Dockers' Union, constituencies: {chair: {name: Union chair, also: [Ada Quay]}}}
  port: {}
issues: {pay: {options: [1, 2]}}
preferences:
  union.chair: {no_deal: 40, pay: {weight: 1, best: 2, worst: 1}}
  port: {no_deal: 40, pay: {weight: 1, best: 1, worst: 2}}
mediators: {arbiter: {name: State Arbiter, also: [Office of the State Arbiter]}}
quotes: {q: {report: april, quote: open docks, source: [Ben Hull]}}
"""
    ).scenario
)
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


def test_figures_on_somebodys_word_come_first() -> None:
    shown = figures(
        [
            figure(APRIL, "At least 40", 40, "open docks"),
            figure(APRIL, "30", 30, "open docks", "The ministry"),
        ],
        TEXTS,
        NOBODY,
    )
    assert [one.owner for one in shown] == ["The ministry", "the report itself"]


def test_speakers_stand_in_the_order_in_which_they_first_speak() -> None:
    ministry = Link(words="The ministry", naming="group")
    entries = [
        said("30 open", ministry),
        said("He agreed", Link(words="He", naming="unstated")),
        said("open docks", Link(words="the ministry", naming="group")),
    ]
    speakers = by_speaker(entries, TEXTS, NOBODY, [])
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
    [speaker] = by_speaker([said("30 open", Link(words="x", naming="named"))], changed, NOBODY, [])
    assert speaker.statements[0].link == "r-april"


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        pytest.param("ada quay , the chair", "Ada Quay (Union chair)", id="with an office"),
        pytest.param("mr quay", "Ada Quay (Union chair)", id="by surname"),
        pytest.param("union chair", "Ada Quay (Union chair)", id="by office"),
        pytest.param("dockers ' union", "Dockers' Union", id="tokenised"),
        pytest.param("the state arbiter", "State Arbiter", id="without capitals"),
        pytest.param("ben hull", "Ben Hull", id="known as a source"),
        pytest.param("Them Mr Quay", UNCLEAR, id="misread"),
        pytest.param("Whose latest ruling", UNCLEAR, id="no speaker"),
        pytest.param("The same paper", UNCLEAR, id="stands for another"),
        pytest.param("SOURCES", UNCLEAR, id="anybody"),
    ],
)
def test_headings_take_names_from_the_scenario(words: str, heading: str) -> None:
    [speaker] = by_speaker([said("30 open", Link(words=words, naming="role"))], TEXTS, HARBOUR, [])
    assert speaker.name == heading


def test_a_guess_heads_no_statement() -> None:
    guessed = said("30 open", Link(words="it", naming="group", stands_for="the State Arbiter"))
    [speaker] = by_speaker([guessed], TEXTS, HARBOUR, [])
    assert speaker.name == UNCLEAR
    assert "probably the State Arbiter" in speaker.statements[0].chain
    decided = guessed.model_copy(update={"status": "accepted"})
    assert by_speaker([decided], TEXTS, HARBOUR, [])[0].name == "State Arbiter"


def test_the_source_that_the_scenario_gives_wins() -> None:
    at = APRIL.text.index("30 open")
    quote = Quote(
        number=4, report="april", words="30 open", source=["KAN", "Ben Hull"], sentence=2,
        start=at, end=at + 7, found=True, supports=[],
    )  # fmt: skip
    [speaker] = by_speaker(
        [said("30 open docks", Link(words="the ministry", naming="group"))], TEXTS, HARBOUR, [quote]
    )
    assert speaker.name == "Ben Hull"
    assert speaker.statements[0].chain == "KAN, quoting Ben Hull"
    assert speaker.statements[0].by_scenario == 4


def test_no_is_said_once() -> None:
    entry = said("30 open", Link(words="the ministry", naming="group"))
    rejects = entry.model_copy(update={"stance": "rejects", "polarity": "negative"})
    [speaker] = by_speaker([rejects], TEXTS, NOBODY, [])
    assert speaker.statements[0].manner == "rejects"
