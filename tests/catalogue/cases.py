"""The cases of the catalogue, read with nothing but a YAML library.

The project's own reader has its tests elsewhere. What is asserted here is about the cases
themselves, so a fault in the reader cannot hide one in them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
CASES = sorted(path.parent.name for path in CATALOGUE.glob("*/scenario.yaml"))


@dataclass(frozen=True)
class Case:
    """One case as its files have it."""

    folder: Path
    scenario: dict[str, Any]

    @property
    def reports(self) -> dict[str, str]:
        """The text of each report, by id."""
        return {
            name: (self.folder / report["file"]).read_text(encoding="utf-8")
            for name, report in self.scenario["reports"].items()
        }

    @property
    def quotations(self) -> dict[str, tuple[str, str]]:
        """Every quotation, shared or in place: report and words, by where it stands."""
        found = {
            f"quotes.{name}": (quote["report"], quote["quote"])
            for name, quote in self.scenario.get("quotes", {}).items()
        }
        for path, evidence in self.evidence:
            if isinstance(evidence, dict):
                found[path] = (evidence["report"], evidence["quote"])
        return found

    @property
    def evidence(self) -> list[tuple[str, Any]]:
        """Each item of evidence with the path of the element that cites it."""
        return list(_evidence(self.scenario, ""))


def _evidence(node: Any, path: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if isinstance(node, dict):
        for key, value in node.items():
            here = f"{path}.{key}" if path else str(key)
            if key == "evidence":
                items = value if isinstance(value, list) else [value]
                found += [(here, item) for item in items]
            elif here != "quotes":
                found += _evidence(value, here)
    elif isinstance(node, list):
        for n, value in enumerate(node):
            found += _evidence(value, f"{path}.{n}")
    return found


@cache
def read_case(name: str) -> Case:
    """The case in a folder of the catalogue."""
    text = (CATALOGUE / name / "scenario.yaml").read_text(encoding="utf-8")
    scenario = YAML(typ="safe").load(text)
    for section in ("issues", "facts", "levers"):
        scenario.get(section, {}).pop("assumption", None)  # of the section, and no element of it
    return Case(CATALOGUE / name, scenario)
