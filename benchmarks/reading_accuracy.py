"""How well the reader does: the scorer's table on development news and the annotated reports.

    python benchmarks/reading_accuracy.py [SHARED]      (default: MG_SHARED, or ../shared)

The gold files and the scorer are development data and not part of this project. Texts that are
kept aside decide; these figures only show whether a change helped.
"""

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.ports.cli.attributions import list_attributions
from middleground.reports.document import Document

SETS = (
    ("news, cased", "gum-dev.cased.jsonl", "news", False),
    ("news, lower-cased", "gum-dev.lower.jsonl", "news", False),
    ("report a, core", "seeds/report-a.attributions.jsonl", None, True),
    ("report a, lower-cased, core", "seeds/report-a.lower.attributions.jsonl", None, True),
    ("report b, core", "seeds/report-b.attributions.jsonl", None, True),
)


def load_scorer(shared: Path) -> ModuleType:
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location(
        "score_attribution", shared / "tools" / "score_attribution.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(file: Path) -> list[dict[str, Any]]:
    """The gold records of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def prediction(record: dict[str, Any], entries: list[Entry]) -> dict[str, Any]:
    """Entries in the scorer's format."""
    return {
        "doc_id": record["doc_id"],
        "text": record["text"],
        "attributions": list_attributions(entries),
    }


def measure(
    shared: Path, name: str, genre: str | None, core_only: bool
) -> tuple[dict[str, Any], float]:
    """The scorer's result for one gold file, and words read per second of processor time."""
    gold = records(shared / "evidence-gold" / name)
    if genre:
        gold = [record for record in gold if record["genre"] == genre]
    begun = time.process_time()
    predicted = [
        prediction(record, read_claims(Document(record["doc_id"], record["text"])))
        for record in gold
    ]
    spent = time.process_time() - begun
    words = sum(len(record["text"].split()) for record in gold)
    result: dict[str, Any] = load_scorer(shared).score(gold, predicted, genre, False, core_only)
    return result, words / spent


def main() -> None:
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MG_SHARED", "../shared")
    shared = Path(named)
    read_claims(Document("warm", "The ministry said that talks go on."))
    print(f"{'':30}{'content':>9}{'source':>9}{'relation':>26}{'words/s':>10}")
    print(f"{'':30}{'half F1':>9}{'token F1':>9}{'P':>10}{'R':>8}{'F1':>8}")
    for title, name, genre, core_only in SETS:
        result, speed = measure(shared, name, genre, core_only)
        scores = result["scores"]
        relation = scores["relation"]
        print(
            f"{title:30}{scores['content.half']['f1']:9.3f}{scores['source.token']['f1']:9.3f}"
            f"{relation['p']:10.3f}{relation['r']:8.3f}{relation['f1']:8.3f}{speed:10,.0f}"
        )


if __name__ == "__main__":
    main()
