"""Who says what in reports of our own: a harbour strike, a river treaty; clean and as wire text."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims, stream_claims
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

TEXTS = Path(__file__).with_name("texts")
HARBOUR = (TEXTS / "harbour.txt").read_text("utf-8")
RIVER = (TEXTS / "river-wire.txt").read_text("utf-8")


def found(text: str, words: str, kind: str = "attribution") -> Entry:
    entries = [e for e in read_claims(Document("april", text)) if e.kind == kind]
    matching = [e for e in entries if words in e.words]
    assert matching, f"nobody says {words!r}: {[e.words for e in entries]}"
    return min(matching, key=lambda e: len(e.words))


@pytest.mark.parametrize(
    ("words", "source", "stance", "rule"),
    [
        ("three docks are shut", "The dockers' union", "asserts", "clause"),
        ("We will not sign away", "Maria Keller", "asserts", "quotation"),
        ("40 ships were turned away", "the port authority", "asserts", "according-to"),
        ("the ministry is preparing", "unnamed officials", "asserts", "clause"),
        ("delaying the talks", "Labour minister Jonas Falk", "accuses", "object-preposition"),
        ("to close the harbour", "the board's chair, Ines Moreau", "threatens", "infinitive"),
        ("any cut in wages", "The union", "rejects", "object"),
        ("the night shift must end", "The union", "insists", "clause"),
        ("the mayor to mediate", "", "demands", "noun"),
        ("to oppose any deal", "", "asserts", "passive"),
        ("wages would rise", "the arbiter's latest proposal", "proposes", "proposal"),
    ],
)
def test_who_says_what_about_the_harbour(words: str, source: str, stance: str, rule: str) -> None:
    entry = found(HARBOUR, words)
    assert (entry.speaker, entry.stance, entry.rule) == (source, stance, rule)


def test_a_quotation_goes_on_without_a_cue() -> None:
    entry = found(HARBOUR, "The board knows this")
    assert (entry.speaker, entry.cue, entry.source) == ("Maria Keller", (), ())


def test_a_source_chain_runs_from_the_outlet_to_the_unnamed() -> None:
    entry = found(HARBOUR, "the ministry is preparing")
    assert [(link.name, link.naming) for link in entry.chain] == [
        ("The Coast Daily", "named"),
        ("unnamed officials", "unnamed"),
    ]
    assert entry.nested_in


def test_they_said_a_sentence_later() -> None:
    entry = found(HARBOUR, "a law could pass")
    assert [link.name for link in entry.chain] == ["The Coast Daily", "unnamed officials"]
    assert entry.chain[-1].words == "They"


def test_a_quotation_that_its_cue_divides_is_one_claim() -> None:
    entry = found('"The offer is dead", a clerk said, "and all know it."', "all know it")
    assert [p.text for p in entry.content] == ['"The offer is dead"', '"and all know it."']
    assert entry.speaker == "a clerk"


def test_another_group_is_not_taken_for_the_last_speaker() -> None:
    text = "The police said two dockers were hurt; the union claims at least 30 were hurt."
    assert found(text, "30 were hurt").speaker == "the union"
    figures = [e.figure for e in read_claims(Document("april", text)) if e.figure]
    assert [f.asserter for f in figures] == ["The police", "the union"]


def test_what_somebody_did_not_say_is_negative() -> None:
    entry = found("The employers have not said when they will return.", "they will return")
    assert (entry.speaker, entry.polarity) == ("The employers", "negative")


def test_hearsay_is_marked_in_the_chain() -> None:
    entry = found(HARBOUR, "not holding 40 contracts")
    assert [link.naming for link in entry.chain] == ["unstated", "role"]


def test_a_provision_belongs_to_its_document() -> None:
    entry = found(HARBOUR, "The night shift would then be halved")
    assert (entry.speaker, entry.modality) == ("the arbiter's latest proposal", "conditional")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("it would release", "the river ministry"),
        ("we don ' t trust the gauges", "farmer ana lund"),
        ("they were wrong twice", "farmer ana lund"),
        ("the ministry ' s six - week trial", "the downstream council"),
        ("2 . 5 million people", "council officials"),
        ("to be divided", ""),
    ],
)
def test_who_says_what_in_wire_text(words: str, source: str) -> None:
    assert found(RIVER, words).speaker == source


@pytest.mark.parametrize(
    ("words", "value", "qualifier", "unit", "owner"),
    [
        ("three docks", 3, "at least", "docks", "The dockers' union"),
        ("1,200 containers", 1_200, "about", "containers", "The dockers' union"),
        ("40 ships", 40, "more than", "ships", "the port authority"),
        ("six weeks", 6, "", "weeks", "the port authority"),
        ("ten days", 10, "", "days", "unnamed officials"),
        ("6 percent", 6, "", "percent", "the arbiter's latest proposal"),
    ],
)
def test_figures_have_owners(
    words: str, value: float, qualifier: str, unit: str, owner: str
) -> None:
    figure = found(HARBOUR, words, "figure").figure
    assert figure is not None
    assert (figure.value, figure.qualifier, figure.unit) == (value, qualifier, unit)
    assert figure.asserter == owner


def test_a_denied_figure_says_so() -> None:
    figure = found(HARBOUR, "40 contracts", "figure").figure
    assert figure is not None
    assert figure.negated


def test_figures_of_wire_text() -> None:
    large, many = found(RIVER, "33 , 000", "figure").figure, found(RIVER, "2 . 5", "figure").figure
    assert large is not None
    assert many is not None
    assert (large.value, many.value, many.qualifier) == (33_000, 2_500_000, "nearly")


def test_numbers_in_names_and_dates_are_no_figures() -> None:
    words = [e.words for e in read_claims(Document("april", HARBOUR)) if e.kind == "figure"]
    assert not [w for w in words if re.search(r"\b4\b", w)]


def test_reading_twice_gives_the_same_entries() -> None:
    assert read_claims(Document("april", HARBOUR)) == read_claims(Document("april", HARBOUR))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param('" ' * 5_000, id="marks alone"),
        pytest.param("\u0642\u0627\u0644 \u0648\u0632\u064a\u0631. " * 50, id="another script"),
        pytest.param('"unbalanced, said the chair. "Again, said she.', id="unbalanced"),
        pytest.param("the envoy said that " * 800, id="one long sentence"),
    ],
)  # fmt: skip
def test_strange_texts_are_read_without_harm(text: str) -> None:
    told: list[tuple[int, int]] = []
    entries = read_claims(Document("odd", text), lambda done, of: told.append((done, of)))
    assert all(text[p.start : p.end] == p.text for e in entries for p in e.content)
    assert told[-1] == (len(text), len(text))


@settings(max_examples=25, deadline=None)
@given(
    cut=st.integers(0, len(HARBOUR)),
    lowered=st.booleans(),
    spaced=st.booleans(),
    mark=st.sampled_from(['"', "\u201c", "\u00ab", ""]),
)
def test_every_passage_is_the_reports_own_slice(
    cut: int, lowered: bool, spaced: bool, mark: str
) -> None:
    text = HARBOUR[cut : cut + 400].replace('"', mark)
    text = text.lower() if lowered else text
    text = re.sub(r"([.,'\"-])", r" \1 ", text) if spaced else text
    for entry in read_claims(Document("any", text)):
        links = [link.passage for link in entry.chain if link.passage]
        for passage in (*entry.content, *entry.cue, *entry.source, *links):
            assert text[passage.start : passage.end] == passage.text


def test_many_reports_come_one_by_one_with_progress() -> None:
    told: list[int] = []
    documents = [Document("april", HARBOUR), Document("may", RIVER)]
    read = list(stream_claims(documents, told.append))
    assert [document.id for document, _ in read] == ["april", "may"]
    assert told == [1, 2]
    assert all(e.report == document.id for document, entries in read for e in entries)


def test_a_chain_without_end_is_cut_at_its_nearest_links() -> None:
    """Each claim within a claim repeats its chain: without a bound a page would fill the memory."""
    entries = read_claims(Document("april", "the envoy said that " * 40 + "talks go on."))
    longest = max(len(entry.chain) for entry in entries)
    assert longest == 8
    assert {entry.speaker for entry in entries if entry.kind == "attribution"} == {"the envoy"}
