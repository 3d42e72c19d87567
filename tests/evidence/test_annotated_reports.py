"""How much of the annotated reports the reader finds: floors, on development data only."""

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    """The benchmark, as a module."""
    file = Path(__file__).parents[2] / "benchmarks" / "reading_accuracy.py"
    spec = importlib.util.spec_from_file_location("reading_accuracy", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["report-a", "report-b"])
def test_core_relations(shared: Path, accuracy: ModuleType, name: str) -> None:
    result, _ = accuracy.measure(shared, f"seeds/{name}.attributions.jsonl", None, True)
    relation = result["scores"]["relation"]
    print(f"{name}: core recall {relation['r']:.2f}, precision {relation['p']:.2f}")  # noqa: T201
    assert relation["r"] >= 0.85
    assert relation["p"] >= 0.75


@pytest.mark.parametrize(
    ("name", "floor"),
    [("gum-dev.cased.jsonl", 0.66), ("gum-dev.lower.jsonl", 0.63)],
)
def test_development_news(shared: Path, accuracy: ModuleType, name: str, floor: float) -> None:
    result, _ = accuracy.measure(shared, name, "news", False)
    assert result["scores"]["relation"]["f1"] >= floor


def test_figures_with_their_owners(shared: Path) -> None:
    right = owned = 0
    for name in ("report-a", "report-b"):
        seeds = shared / "evidence-gold" / "seeds"
        gold = json.loads((seeds / f"{name}.gold.json").read_text("utf-8"))
        text = (seeds / f"{name}.txt").read_text("utf-8")
        entries = read_claims(Document(name, text))
        for wanted in gold["figures"]:
            figure = at_place(entries, wanted["span"])
            if figure and same_number(figure, wanted):
                right += 1
                owned += same_owner(figure, wanted["asserted_by"], gold["attributions"], entries)
    print(f"figures right {right}, with their owner {owned} of 20")  # noqa: T201
    assert right == 20
    assert owned >= 18


def at_place(entries: Sequence[Entry], span: list[int]) -> Entry | None:
    """The figure that shares characters with a span."""
    figures = (e for e in entries if e.kind == "figure")
    return next(
        (e for e in figures if e.content[0].start < span[1] and span[0] < e.content[0].end), None
    )


def same_number(entry: Entry, wanted: dict[str, Any]) -> bool:
    """Value, qualifier and negation as annotated."""
    figure = entry.figure
    assert figure
    qualifier = "" if wanted["qualifier"] == "exactly" else wanted["qualifier"]
    denied = "Negated" in wanted.get("note", "")
    return (figure.value, figure.qualifier, figure.negated) == (wanted["value"], qualifier, denied)


def same_owner(
    entry: Entry, owner: str, attributions: list[dict[str, Any]], entries: Sequence[Entry]
) -> bool:
    """Whether the covering attribution is the annotated one, or both say it is the reporter's."""
    assert entry.figure
    if owner == "reporter":
        return not entry.figure.asserted_by
    (gold,) = [a for a in attributions if a["id"] == owner]
    mine = next((e for e in entries if e.id == entry.figure.asserted_by), None)
    if mine is None:
        return False
    wanted = {i for start, end in gold["content"] for i in range(start, end)}
    found = {i for p in mine.content for i in range(p.start, p.end)}
    return 2 * len(wanted & found) >= len(wanted | found)
