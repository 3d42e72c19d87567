"""What each number and each element of a scenario rests on: words of a report, an assumption.

The nearest counts: the grounds at the number itself, else at what is around it, up to its section
and to the whole file. A rule's `why` is its assumption.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter

from middleground.scenario.grounds import Evidence, Quotation
from middleground.scenario.model import LATER, Rule, Scenario
from middleground.scenario.places import Path
from middleground.scenario.preferences import Preference, Shift
from middleground.scenario.ranges import Range

if TYPE_CHECKING:  # reading a scenario asks for its numbers
    from middleground.scenario.reader import Reading

_EVIDENCE: TypeAdapter[tuple[Any, ...]] = TypeAdapter(Evidence)
# Sections whose elements should each say what they rest on.
GROUNDED_SECTIONS = (
    "parties", "mediators", "outsiders", "issues", "proposals", "facts", "rules", "demands",
    "events", "correlations", "levers", "precedents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """What a value rests on.

    Attributes:
        quotations: The reports' words, each under its id in `quotes`, or "" where it is written in
            place.
        assumption: The analyst's own reason; None where there is none.
        level: Path of the element that gives these grounds; None where nothing does.
    """

    quotations: tuple[tuple[str, Quotation], ...] = ()
    assumption: str | None = None
    level: Path | None = None

    @property
    def kind(self) -> str:
        """Either "evidence", "assumption", "both" or "nothing"."""
        if self.quotations:
            return "both" if self.assumption is not None else "evidence"
        return "nothing" if self.assumption is None else "assumption"


def grounds_of(reading: "Reading", path: Path) -> Basis:
    """What the value at a path rests on.

    Args:
        reading: The scenario as read.
        path: The value, such as `("preferences", "union.chair", "wage_rise", "weight")`.

    Returns:
        The nearest grounds: evidence, assumption, or both where they stand at the same level. A
        range is doubt, and how wide it is no report says: where the nearest grounds of a range are
        a quotation alone, the nearest assumption around it is taken with it.
    """
    found: Basis | None = None
    is_doubt = isinstance(reading.places.value(path), list | dict)
    at = path
    while True:
        assumption, evidence = _grounds_at(reading, at)
        if found and assumption is not None:
            return Basis(found.quotations, assumption, found.level)
        if not found and (evidence is not None or assumption is not None):
            found = Basis(_quotations(evidence, reading.scenario), assumption, at)
            if assumption is not None or not is_doubt:
                return found
        if not at:
            return found or Basis()
        at = at[:-1]


def _grounds_at(reading: "Reading", at: Path) -> tuple[str | None, Any]:
    """Assumption and evidence that stand at one place; a rule's `why` is its assumption."""
    written = reading.places.value(at)
    if not isinstance(written, dict):
        return None, None
    assumption = written.get("assumption")
    if assumption is None and len(at) == 2 and at[0] == "rules":
        assumption = written.get("why")
    return (assumption if isinstance(assumption, str) else None), written.get("evidence")


def _quotations(evidence: Any, scenario: Scenario) -> tuple[tuple[str, Quotation], ...]:
    items = _EVIDENCE.validate_python(evidence) if evidence else ()
    return tuple(
        ("", item) if isinstance(item, Quotation) else (item, scenario.quotes[item])
        for item in items
    )


def numbers_of(scenario: Scenario) -> Iterator[tuple[Path, Range]]:
    """Every number that is a judgement or a fact, in the order of the format, with its path.

    These are values and claims of facts; weights, scores, points and no-deal values; terms for
    combinations; chances, rates, days, losses, insight; costs, shares and shifts of levers and
    events. Not counted are the options themselves, `best` and `worst`, and scores of exactly 0 or
    100, which only fix the ends of a scale.
    """
    for name in type(scenario).model_fields:
        if name not in LATER:
            yield from _numbers(getattr(scenario, name), (name,))


def _numbers(at: Any, path: Path) -> Iterator[tuple[Path, Range]]:
    match at:
        case Range():
            if not _is_end_of_scale(path, at):
                yield path, at
        case BaseModel():
            for name in type(at).model_fields:
                is_gathered = isinstance(at, Preference | Shift) and name == "issues"
                yield from _numbers(getattr(at, name), path if is_gathered else (*path, name))
        case Mapping():
            for key, value in at.items():
                yield from _numbers(value, (*path, key))
        case tuple():
            for n, value in enumerate(at):
                yield from _numbers(value, (*path, n))


def _is_end_of_scale(path: Path, number: Range) -> bool:
    if path[-1] in ("best", "worst"):
        return True
    is_score = len(path) > 1 and path[-2] == "scores"
    return is_score and number.is_certain and number.low in (0, 100)


def bare_elements(reading: "Reading") -> Iterator[Path]:
    """Elements that say nowhere, neither around nor within them, what they rest on."""
    for section in GROUNDED_SECTIONS:
        for name, element in getattr(reading.scenario, section).items():
            path: Path = (section, name)
            if grounds_of(reading, path).kind == "nothing" and not _says_within(element):
                yield path


def _says_within(at: Any) -> bool:
    if isinstance(at, BaseModel):
        if getattr(at, "evidence", None) is not None or getattr(at, "assumption", None) is not None:
            return True
        if isinstance(at, Rule) and at.why is not None:
            return True
        return any(_says_within(getattr(at, name)) for name in type(at).model_fields)
    if isinstance(at, Mapping):
        return any(map(_says_within, at.values()))
    return isinstance(at, tuple) and any(map(_says_within, at))
