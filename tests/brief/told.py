"""Two invented reports with entries of every kind, for the pages that show them."""

from functools import cache
from typing import Any

from tests.brief import made

from middleground.evidence.entries import Entry
from middleground.reports.document import Document

APRIL = Document(
    "april",
    "The union wants the night shift to end. The port will never pay more than 400 crowns, its "
    "board said. Ida Falk decides for the union. The mayor announced a strike vote in May. "
    "At least 30 docks are shut, the union says.",
)
MAY = Document(
    "may",
    "The union would live with a shorter night shift. A strike vote was held in Northport. "
    "The port denied that 30 docks are shut. Falk alone decides, two sources said. "
    "Under the draft the port would pay 300 crowns in return for quiet.",
)
SCENARIO = """
format: middleground/1
title: Two reports that compare
reports:
  april: {file: april.txt, published: 2024-04-11, outlet: The Coast Daily}
  may:   {file: may.txt, published: 2024-05-02, outlet: The Northport News}
"""


def entry(document: Document, kind: str, words: str, number: int, **more: Any) -> Entry:
    """An entry at the first place of some words."""
    at = document.text.index(words)
    fields = {
        "id": f"{kind}-{number:012x}", "report": document.id, "kind": kind,
        "sentence": document.sentence_at(at), "rule": "made", "reader": "hand/1",
        "content": [{"start": at, "end": at + len(words), "text": words}],
    }  # fmt: skip
    return Entry.model_validate(fields | more)


def named(words: str, naming: str = "named") -> dict[str, str]:
    """A source as an entry holds it."""
    return {"words": words, "naming": naming}


def entries() -> list[Entry]:
    """Entries of every kind, proposed but for two."""
    strike = {"action": "vote", "topics": ["strike+"], "doers": ["union"]}
    pay = {"kind": "red_line", "parties": ["port"], "topics": ["pay-"]}
    wants = {"kind": "demand", "parties": ["union"], "topics": ["closure+"]}
    return [
        entry(APRIL, "actor", "The union", 1, actor={"name": "union", "type": "organisation"}),
        entry(APRIL, "actor", "Ida Falk", 2, actor={"name": "Ida Falk", "type": "person"}),
        entry(APRIL, "position", "wants the night shift to end", 3, position=wants),
        entry(APRIL, "position", "will never pay more than 400 crowns", 4, position=pay,
              status="accepted", by="ana", when="2024-05-03T10:00:00Z"),
        entry(APRIL, "relation", "Ida Falk decides for the union", 5,
              structure={"kind": "decides", "who": ["Ida Falk"]}),
        entry(APRIL, "event", "a strike vote in May", 6,
              event=strike | {"status": "announced", "when": "May", "places": ["Northport"]}),
        entry(APRIL, "figure", "At least 30 docks", 7, chain=[named("the union", "group")],
              figure={"value": 30, "low": 30, "qualifier": "at least", "unit": "docks",
                      "counted": "docks", "topic": ["dock", "shut", "harbour"],
                      "asserter": "the union"}),
        entry(MAY, "actor", "Falk", 8, actor={"name": "Falk", "type": "person",
                                              "maybe": ["union"]}),
        entry(MAY, "actor", "The union", 9, actor={"name": "union", "type": "organisation"}),
        entry(MAY, "position", "would live with a shorter night shift", 10, status="added",
              position={"kind": "offer", "parties": ["union"], "topics": ["closure+"]}),
        entry(MAY, "event", "A strike vote was held in Northport", 11,
              event=strike | {"places": ["Northport"]}),
        entry(MAY, "figure", "30 docks", 12, chain=[named("The port", "named")],
              figure={"value": 30, "low": 30, "high": 30, "unit": "docks", "counted": "docks",
                      "topic": ["dock", "shut", "harbour"], "negated": True, "asserter": "port"}),
        entry(MAY, "relation", "Falk alone decides", 13,
              chain=[named("two sources", "unnamed")],
              structure={"kind": "decides", "who": ["Falk"]}),
        entry(MAY, "term", "the port would pay 300 crowns", 14,
              term={"givers": ["port"], "action": "pay", "proposal": "the draft",
                    "in_return_for": "quiet"}),
        entry(MAY, "position", "the port would pay 300 crowns", 15,
              position={"kind": "offer", "parties": ["port"], "topics": ["pay+"]}),
        entry(MAY, "position", "pay 300 crowns", 16, status="rejected",
              position={"kind": "threat", "parties": ["port"], "topics": ["pay+"]}),
    ]  # fmt: skip


@cache
def brief() -> made.Made:
    """The brief of both reports; there is no model yet."""
    return made.make(SCENARIO, {"april": APRIL, "may": MAY}, entries=entries())
