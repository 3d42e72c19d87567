"""Briefs made for tests: from the catalogue, and from scenarios that are hard to lay out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from middleground.answers.middle_ground import MiddleGround, find_middle_ground
from middleground.answers.zone import Zone, find_zone
from middleground.brief.content import BriefContent
from middleground.brief.gather import gather
from middleground.brief.page import write_page
from middleground.deals.sampling import Sampling
from middleground.evidence.entries import Entry, Figure, Link, Passage, entry_id
from middleground.reports.document import Document
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario, read_scenario_text

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
TEXT = (
    "Talks resumed on Monday. The chair said three docks are shut. "
    "According to the ministry, at least 40 docks are open. The ministry denied that it would pay."
)
REPORT = Document("april", TEXT)


@dataclass(frozen=True)
class Made:
    """A brief with all that it was made of."""

    scenario: Scenario
    documents: Mapping[str, Document]
    zone: Zone | None
    answer: MiddleGround | None
    content: BriefContent
    page: str


def make(
    text: str,
    documents: Mapping[str, Document] | None = None,
    *,
    draws: int = 16,
    entries: list[Entry] | None = None,
) -> Made:
    """The brief of a scenario written as text; the ledger is that of the invented report."""
    documents = {"april": REPORT} if documents is None else documents
    reading = read_scenario_text(text, "scenario.yaml")
    zone = answer = None
    if reading.scenario.has_model:
        sampling = Sampling(draws, 0) if draws else None
        zone = find_zone(reading.scenario, sampling)
        answer = find_middle_ground(reading.scenario, sampling)
    content = gather(
        reading,
        documents,
        entries_of(documents) if entries is None else entries,
        zone,
        answer,
        "f" * 32,
    )
    page = write_page(content, reading.scenario, documents)
    return Made(reading.scenario, documents, zone, answer, content, page)


@cache
def labour() -> Made:
    """The brief of the catalogue's labour dispute."""
    folder = CATALOGUE / "labour"
    reports = read_scenario(folder / "scenario.yaml").scenario.reports
    documents = {
        name: Document(name, (folder / report.file).read_text("utf-8"))
        for name, report in reports.items()
    }
    return make((folder / "scenario.yaml").read_text("utf-8"), documents, draws=64)


def entries_of(documents: Mapping[str, Document]) -> list[Entry]:
    """Two statements and a figure about the invented report, where it is among the documents."""
    document = documents.get("april")
    if document is None or document.text != TEXT:
        return []
    chair = _link(document, "The chair", "named")
    ministry = _link(document, "the ministry", "group")
    outlet = Link(words="", naming="unstated")
    said = _passage(document, "three docks are shut")
    open_docks = _passage(document, "at least 40 docks are open")
    return [
        _entry("attribution", said, 2, (chair,), stance="asserts"),
        _entry("attribution", open_docks, 3, (outlet, ministry), stance="asserts"),
        Entry(
            id=entry_id("april", "figure", [_passage(document, "at least 40 docks")]),
            report="april",
            kind="figure",
            sentence=3,
            content=(_passage(document, "at least 40 docks"),),
            figure=Figure(
                value=40, low=40, qualifier="at least", unit="docks", counted="docks",
                asserter="the ministry",
            ),
        ),
    ]  # fmt: skip


def _entry(
    kind: str, passage: Passage, sentence: int, chain: tuple[Link, ...], stance: str
) -> Entry:
    assert kind == "attribution"
    return Entry(
        id=entry_id("april", "attribution", [passage]),
        report="april",
        kind="attribution",
        sentence=sentence,
        content=(passage,),
        chain=chain,
        type="indirect",
        stance=stance,
    )


def _passage(document: Document, words: str) -> Passage:
    at = document.text.index(words)
    return Passage(start=at, end=at + len(words), text=words)


def _link(document: Document, words: str, naming: str) -> Link:
    return Link.model_validate(
        {"words": words, "naming": naming, "passage": _passage(document, words).model_dump()}
    )


def two(union: str = "Dockers' Union", port: str = "Port Authority", *, no_deal: str = "40") -> str:
    """Two parties and two issues; names and no-deal values as asked."""
    return f"""
format: middleground/1
title: A small dispute
as_of: 2024-05-02
reports:
  april: {{file: april.txt, published: 2024-04-11, outlet: The Coast Daily}}
parties:
  union: {{name: {quoted(union)}, constituencies: {{chair: {{name: Union chair}}, branch: {{}}}},
           decides: chair, ratifies: chair and branch}}
  port:  {{name: {quoted(port)}}}
issues:
  pay:    {{name: Pay rise, options: [3, 6, 9], unit: percent}}
  nights: {{name: Night shift, options: [kept, ended]}}
preferences:
  union.chair:
    no_deal: {no_deal}
    pay: {{weight: [50, 70], best: 9, worst: 3}}
    nights: {{weight: 40, scores: {{kept: 0, ended: 100}}}}
    evidence: {{report: april, quote: three docks are shut, source: [The chair]}}
    assumption: all sizes
  union.branch: {{no_deal: {no_deal}, pay: {{weight: 1, best: 9, worst: 3}}, indifferent: nights,
                  assumption: the branch cares for pay}}
  port:
    no_deal: {no_deal}
    pay: {{weight: 30, best: 3, worst: 9}}
    nights: {{weight: 70, scores: {{kept: 100, ended: 0}}}}
    evidence: {{report: april, quote: THE MINISTRY  denied, source: [unnamed, unnamed]}}
"""


def many(parties: int, constituencies: int, name: str) -> str:
    """So many parties with so many constituencies each, all with a long or strange name."""
    lines = ["format: middleground/1", "title: Everybody at once", "parties:"]
    for p in range(parties):
        within = ", ".join(
            f"c{c}: {{name: {quoted(f'{name} {p + 1}.{c + 1}')}}}" for c in range(constituencies)
        )
        lines.append(
            f"  p{p}: {{name: {quoted(f'{name} {p + 1}')}, decides: c0,"
            f" constituencies: {{{within}}}}}"
        )
    lines += ["mediators:"]
    for m in range(3):
        reached = ", ".join(f"p{p}: {{latency_days: [0, 2]}}" for p in range(parties))
        others = ", ".join(f"m{o}: {{}}" for o in range(3) if o != m)
        lines.append(
            f"  m{m}: {{name: {quoted(f'{name} M{m}')}, role: formulator,"
            f" channels: {{{reached}, {others}}}}}"
        )
    lines += ["outsiders:"]
    lines += [f"  o{o}: {{name: {quoted(f'{name} O{o}')}}}" for o in range(5)]
    lines += ["issues:", f"  a: {{name: {quoted(name)}, options: [1, 2, 3, 4, 5]}}"]
    lines += ["  b: {options: [x, y, z]}", "preferences:"]
    for p in range(parties):
        best, worst = (5, 1) if p % 2 else (1, 5)
        middle = 30 + 10 * p
        lines.append(
            f"  p{p}.c0: {{no_deal: [10, 30], assumption: made up,"
            f" a: {{weight: {40 + p}, best: {best}, worst: {worst}}},"
            f" b: {{weight: [30, 50], scores: {{x: {middle}, y: 100, z: 0}}}}}}"
        )
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Text as YAML reads it in any case: a JSON string in ASCII."""
    import json

    return json.dumps(text)


REPORTS_ONLY = """
format: middleground/1
title: Two reports and no model yet
reports:
  april: {file: april.txt, published: 2024-04-11, outlet: The Coast Daily}
"""
LONG = "Federation of Independent Harbour Workers and Lightermen of the Northern Approaches"
HEBREW = "התאחדות עובדי הנמל של הצפון"
ARABIC = "اتحاد عمال الميناء في الشمال"
