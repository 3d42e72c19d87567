"""Writes the tables of docs/reference/scenario-file.md from the models."""

import sys
from pathlib import Path

from pydantic import BaseModel

from middleground.scenario.grounds import RESERVED, Quotation
from middleground.scenario.issues import Issue, Option
from middleground.scenario.model import (
    Channel,
    Claim,
    Constituency,
    Consultation,
    Correlation,
    Demand,
    Event,
    Fact,
    Lever,
    Mediator,
    Outsider,
    Party,
    Precedent,
    Proposal,
    Quantity,
    Report,
    Rule,
    Scenario,
    Trend,
)
from middleground.scenario.preferences import Preference, Shift, Together, Worth, WorthShift
from middleground.scenario.ranges import Range
from middleground.scenario.schema import descriptions, meaning
from middleground.scenario.shapes import keys_of, said_of

PAGE = Path(__file__).parent / "reference" / "scenario-file.md"
BEGIN, END = "<!-- tables: written by docs/scenario_tables.py -->\n", "<!-- end of tables -->\n"
TABLES: dict[str, type[BaseModel]] = {
    "The file": Scenario, "A report": Report, "A quotation": Quotation, "A party": Party,
    "A constituency": Constituency, "Whom the table consults": Consultation,
    "A mediator": Mediator, "A channel": Channel, "An outsider": Outsider, "An issue": Issue,
    "An option": Option, "A quantity": Quantity, "A proposal": Proposal, "A fact": Fact,
    "A claim": Claim, "A rule": Rule, "A block of preferences": Preference,
    "The worth of an issue": Worth, "A term for a combination": Together, "A demand": Demand,
    "A trend": Trend, "An event": Event, "A correlation": Correlation, "A lever": Lever,
    "A shift": Shift,
    "A shift of an issue's worth": WorthShift, "A precedent": Precedent, "A number": Range,
}  # fmt: skip
SHORT = {
    "range": "`[first, last, step]` in place of options.",
    "value": "One certain number, where grounds stand beside it.",
}


def tables() -> str:
    """Every kind of element with its keys, as Markdown."""
    return "\n".join(_table(title, model) for title, model in TABLES.items())


def _table(title: str, model: type[BaseModel]) -> str:
    words = {**SHORT, **descriptions(model)}
    lines = [f"### {title}", "", meaning(model), "", "| key | what stands there | meaning |",
             "| --- | --- | --- |"]  # fmt: skip
    for key in keys_of(model):
        if key in RESERVED and model is not Scenario:
            continue  # said once for all elements, above the tables
        field = model.model_fields.get(key)
        what = said_of(field.annotation) if field is not None else "numbers"
        must = " (needed)" if field is not None and field.is_required() else ""
        lines.append(f"| `{key}`{must} | {what} | {words.get(key, '')} |")
    return "\n".join([*lines, ""])


def page() -> str:
    """The page with its tables as they should be."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{PAGE} written\n")
