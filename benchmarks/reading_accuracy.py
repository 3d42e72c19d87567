"""How well the reader does: the scorer's table on development news and the annotated reports.

    python benchmarks/reading_accuracy.py [SHARED]            (default: MG_SHARED, or ../shared)
    python benchmarks/reading_accuracy.py [SHARED] --ablation   what each family of rules brings

The gold files and the scorer are development data and not part of this project. Texts that are
kept aside decide; these figures only show whether a change helped.
"""

import argparse
import importlib.util
import json
import os
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from middleground.evidence.entries import Entry
from middleground.evidence.families import FAMILIES, RULES, Rules
from middleground.evidence.reader import read_claims
from middleground.ports.cli.attributions import list_attributions
from middleground.reports.document import Document

SETS: tuple[tuple[str, str, str | None, bool], ...] = (
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
    shared: Path, name: str, genre: str | None, core_only: bool, rules: Rules = RULES
) -> tuple[dict[str, Any], float]:
    """The scorer's result for one gold file, and words read per second of processor time."""
    gold = records(shared / "evidence-gold" / name)
    if genre:
        gold = [record for record in gold if record["genre"] == genre]
    begun = time.process_time()
    predicted = [
        prediction(record, read_claims(Document(record["doc_id"], record["text"]), None, rules))
        for record in gold
    ]
    spent = time.process_time() - begun
    words = sum(len(record["text"].split()) for record in gold)
    result: dict[str, Any] = load_scorer(shared).score(gold, predicted, genre, False, core_only)
    return result, words / spent


def print_accuracy(shared: Path) -> None:
    """One line a set of texts."""
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


def print_ablation(shared: Path) -> None:
    """Relation F1, and what it loses with each family of rules switched off in turn."""
    print(f"{'without':28}" + "".join(f"{title:>28}" for title, *_ in SETS))
    whole = [_relation(shared, RULES, texts) for texts in SETS]
    print(f"{'(all rules)':28}" + "".join(f"{f1:20.3f}{'':8}" for f1 in whole))
    for family in FAMILIES:
        rules = RULES.without(family)
        found = [_relation(shared, rules, texts) for texts in SETS]
        losses = zip(whole, found, strict=True)
        print(f"{family:28}" + "".join(f"{f1:20.3f}{f1 - all_:+8.3f}" for all_, f1 in losses))


def _relation(shared: Path, rules: Rules, texts: tuple[str, str, str | None, bool]) -> float:
    _, name, genre, core_only = texts
    result, _ = measure(shared, name, genre, core_only, rules)
    return float(result["scores"]["relation"]["f1"])


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    default = Path(os.environ.get("MG_SHARED", "../shared"))
    parser.add_argument("shared", nargs="?", type=Path, default=default, metavar="SHARED")
    parser.add_argument("--ablation", action="store_true")
    asked = parser.parse_args()
    read_claims(Document("warm", "The ministry said that talks go on."))
    (print_ablation if asked.ablation else print_accuracy)(asked.shared)


if __name__ == "__main__":
    main()
