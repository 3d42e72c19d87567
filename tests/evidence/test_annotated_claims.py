"""How much of the annotated reports is found beyond attributions: floors, on development data.

A hit: the same party after merging, the same kind, and half of the words in common.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from middleground.evidence.across import merge_actors
from middleground.evidence.comparison import Relation
from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.evidence.timeline import compare, infer_order
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

NAMES = ("report-a", "report-b")
Gold = dict[str, Any]
Spans = Sequence[Sequence[int]]
STRUCTURE = {
    "decision_control": ("decides",),
    "internal_disagreement": ("disagrees",),
    "mediation": ("mediates", "presses"),
    "mediation_status": ("hampers",),
    "latency": ("channel",),
    "internal_veto": ("limited_by", "threatens_to_leave"),
    "uncertainty": ("uncertain",),
    "obstacle": ("hampers",),
    "readiness": ("readiness",),
}


class Annotated:
    """The annotated reports, what the reader finds in them, and how the two are compared."""

    def __init__(self, shared: Path) -> None:
        seeds = shared / "evidence-gold" / "seeds"
        self.text = {n: (seeds / f"{n}.txt").read_text("utf-8") for n in NAMES}
        self.gold: dict[str, Gold] = {
            n: json.loads((seeds / f"{n}.gold.json").read_text("utf-8")) for n in NAMES
        }
        self.cross: Gold = json.loads((seeds / "cross.gold.json").read_text("utf-8"))
        self.entries = [e for n in NAMES for e in read_claims(Document(n, self.text[n]))]

    def of(self, report: str, kind: str) -> list[Entry]:
        return [e for e in self.entries if e.report == report and e.kind == kind]

    def words(self, report: str, spans: Spans) -> set[int]:
        found = re.finditer(r"\w+", self.text[report])
        return {
            n for n, m in enumerate(found) for a, b in spans if m.start() < b and m.end() > a
        }  # fmt: skip

    def common(self, entry: Entry, spans: Spans) -> float:
        """Share of words in common with a gold span."""
        wanted = self.words(entry.report, spans)
        mine = self.words(entry.report, [(p.start, p.end) for p in entry.content])
        return len(wanted & mine) / max(1, len(wanted | mine))

    def share(self, entry: Entry, place: Sequence[int]) -> float:
        """How much of an annotated mention an actor's own mentions cover."""
        wanted = self.words(entry.report, [place])
        near = [(p.start, p.end) for p in entry.content if p.start < place[1] and place[0] < p.end]
        return len(wanted & self.words(entry.report, near)) / len(wanted) if near else 0.0

    def is_party(self, entry: Entry, position: Gold) -> bool:
        """Whether a position's party is the annotated one: its mentions stand where mine do."""
        assert entry.position
        actors = {a["id"]: a for a in self.gold[entry.report]["actors"]}
        wanted = [position["party"], *re.findall(r"with (\w+)", position.get("scope", ""))]
        known = [actors[name] for name in wanted if name in actors]
        if not known:  # the report names nobody
            return not entry.position.parties or position["party"] == "outside_world"
        places = [tuple(m) for actor in known for m in actor["mentions"] + actor["anaphora"]]
        mine = [
            p for a in self.of(entry.report, "actor")
            if a.actor and a.actor.name in entry.position.parties for p in a.content
        ]  # fmt: skip
        return any(p.start < end and start < p.end for p in mine for start, end in places)


@pytest.fixture(scope="module")
def annotated(shared: Path) -> Annotated:
    return Annotated(shared)


def test_actors_with_their_aliases(annotated: Annotated) -> None:
    found, missed = 0, []
    for name in NAMES:
        taken: set[str] = set()
        mine = annotated.of(name, "actor")
        for actor in annotated.gold[name]["actors"]:
            places = actor["mentions"]

            shares = {e.id: [annotated.share(e, place) for place in places] for e in mine}
            best = max(shares, key=lambda name: sum(shares[name]))
            met = sum(share >= 0.4 for share in shares[best])
            if 2 * met >= len(places) and best not in taken:
                taken.add(best)
                found += 1
            else:
                missed.append(f"{name}: {actor['name']}")
    total = sum(len(annotated.gold[n]["actors"]) for n in NAMES)
    print(f"actors {found} of {total}; missed: {', '.join(missed)}")  # noqa: T201
    assert found >= 0.9 * total


@pytest.mark.parametrize("kind", ["position", "term"])
def test_positions_and_terms(annotated: Annotated, kind: str) -> None:
    total = hits = 0
    right: set[str] = set()
    for name in NAMES:
        mine = annotated.of(name, kind)
        for wanted in annotated.gold[name]["positions" if kind == "position" else "proposal_terms"]:
            if wanted.get("kind") == "disagreement":
                continue  # a relation here: see `test_structure`
            total += 1
            fitting = {e.id for e in mine if _fits(annotated, e, wanted)}
            hits += bool(fitting)
            right |= fitting
    found = sum(len(annotated.of(n, kind)) for n in NAMES)
    print(f"{kind}s: recall {hits} of {total}, precision {len(right)} of {found}")  # noqa: T201
    assert hits >= 0.8 * total
    assert len(right) >= 0.7 * found


def _fits(annotated: Annotated, entry: Entry, wanted: Gold) -> bool:
    if annotated.common(entry, wanted["spans"]) < 0.5:
        return False
    if entry.position:
        return entry.position.kind == wanted["kind"] and annotated.is_party(entry, wanted)
    return True


def test_structure(annotated: Annotated) -> None:
    hits = [
        wanted["id"]
        for name in NAMES
        for wanted in annotated.gold[name]["structure"]
        if any(
            e.structure
            and e.structure.kind in STRUCTURE[wanted["kind"]]
            and annotated.common(e, wanted["spans"]) >= 0.5
            for e in annotated.of(name, "relation")
        )
    ]
    print(f"structure {len(hits)} of 14")  # noqa: T201
    assert len(hits) >= 10


def test_the_later_report_is_known_by_its_figures_and_events(annotated: Annotated) -> None:
    order = infer_order(annotated.entries)
    assert order.placed == (annotated.cross["order"]["earlier"], annotated.cross["order"]["later"])
    (reason,) = order.reasons
    assert "a count that only grows" in reason[2]
    assert "announced" in reason[2]


def test_actors_are_the_same_in_both_reports(annotated: Annotated) -> None:
    roster = merge_actors(annotated.entries)
    together = {known for (report, _), known in roster.names.items() if report == NAMES[0]}
    together &= {known for (report, _), known in roster.names.items() if report == NAMES[1]}
    assert len(together) >= 6


def test_relations_across_reports(annotated: Annotated) -> None:
    relations = compare(annotated.entries)
    hits = [
        wanted["id"] for wanted in annotated.cross["relations"]
        if any(_relates(annotated, relation, wanted) for relation in relations)
    ]  # fmt: skip
    contradictions = [r for r in relations if r.kind == "contradiction"]
    print(f"relations {len(hits)} of 12; contradictions {len(contradictions)}")  # noqa: T201
    assert len(hits) >= 10
    assert len(contradictions) == 1


def _relates(annotated: Annotated, relation: Relation, wanted: Gold) -> bool:
    kind = {"near_duplicate": "near_copy"}.get(wanted["kind"], wanted["kind"])
    by_id = {e.id: e for e in annotated.entries}
    ends = [
        set(_items(annotated, by_id[i], wanted["items"])) for i in (relation.first, relation.second)
    ]
    return relation.kind == kind and any(a != b for a in ends[0] for b in ends[1])


def _items(annotated: Annotated, entry: Entry, items: Sequence[str]) -> Iterator[str]:
    """The annotated items that an entry is."""
    for item in items:
        report, _, name = item.partition(":")
        gold = annotated.gold[report]
        for kind in ("figures", "positions", "proposal_terms", "events", "attributions"):
            found = next((x for x in gold[kind] if x["id"] == name), None)
            if found is None or entry.report != report:
                continue
            spans = found.get("spans") or ([found["span"]] if "span" in found else found["content"])
            shared = annotated.words(report, spans)
            mine = annotated.words(report, [(p.start, p.end) for p in entry.content])
            inside = kind in ("figures", "attributions")
            if 2 * len(shared & mine) >= (
                min(len(shared), len(mine)) if inside else len(shared | mine)
            ):
                yield item


def test_every_entry_is_verbatim(annotated: Annotated) -> None:
    for entry in annotated.entries:
        links = [link.passage for link in entry.chain if link.passage]
        for p in (*entry.content, *entry.cue, *entry.source, *links):
            assert annotated.text[entry.report][p.start : p.end] == p.text
