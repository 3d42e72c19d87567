"""The model's numbers as tables: one for each constituency, one for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.brief.citing import Rests
from middleground.brief.conditions import condition_in_words
from middleground.brief.content import ModelNumber
from middleground.brief.words import (
    issue_name,
    listed,
    one_line,
    range_in_words,
    sentence_case,
    who,
)
from middleground.scenario.model import Scenario
from middleground.scenario.preferences import Worth


@dataclass(frozen=True, slots=True)
class Ground:
    """What some numbers of a row rest on; `what` is "" where it holds for all of the row."""

    what: str
    rests: Rests


@dataclass(frozen=True, slots=True)
class NumberRow:
    """An issue as a constituency weighs it, or one other number."""

    name: str
    weight: str
    scores: list[tuple[str, str]]
    grounds: list[Ground]


@dataclass(frozen=True, slots=True)
class NumberTable:
    """All numbers of one constituency."""

    id: str
    title: str
    party: str
    is_table: bool
    rows: list[NumberRow]
    indifferent: str


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number of a fact, event, mediator, party or lever."""

    section: str
    name: str
    what: str
    value: str
    rests: Rests


def preference_tables(scenario: Scenario, numbers: Sequence[ModelNumber]) -> list[NumberTable]:
    """One table for each constituency that has preferences, in the order of the file."""
    tables = []
    for name, preference in scenario.preferences.items():
        prefix = f"preferences.{name}."
        own = {n.path.removeprefix(prefix): n for n in numbers if n.path.startswith(prefix)}
        rows = [_row("No deal", "", [("", range_in_words(preference.no_deal))], "no_deal", own)]
        rows += [
            _row(issue_name(scenario, issue), *_worth(scenario, issue, worth), issue, own)
            for issue, worth in preference.issues.items()
        ]
        rows += [
            _row(
                f"Where {condition_in_words(scenario, term.when)}",
                "",
                [("points added", range_in_words(term.add))],
                f"together.{n}",
                own,
            )
            for n, term in enumerate(preference.together)
        ]
        tables.append(
            NumberTable(
                id=name,
                title=who(scenario, name),
                party=who(scenario, name.partition(".")[0]) if "." in name else "",
                is_table=preference.is_table,
                rows=rows,
                indifferent=listed([issue_name(scenario, i) for i in preference.indifferent]),
            )
        )
    return tables


def _worth(scenario: Scenario, issue: str, worth: Worth) -> tuple[str, list[tuple[str, str]]]:
    """The weight, and the scores in words."""
    weight = range_in_words(worth.weight) if worth.weight else ""
    if worth.best is not None and worth.worst is not None:
        ends = [("best at", range_in_words(worth.best)), ("worst at", range_in_words(worth.worst))]
        return weight, ends
    given = worth.scores if worth.scores is not None else worth.points or {}
    issue_of = scenario.issues[issue]
    return weight, [
        (
            one_line(issue_of.words(option)) if option in issue_of.options else str(option),
            range_in_words(score),
        )
        for option, score in given.items()
    ]


def _row(
    name: str,
    weight: str,
    scores: list[tuple[str, str]],
    key: str,
    own: dict[str, ModelNumber],
) -> NumberRow:
    """A row, with what its numbers rest on: said once where it is the same for all."""
    grounds: dict[str, tuple[Rests, list[str]]] = {}
    for path, one in own.items():
        if path == key or path.startswith(f"{key}."):
            _, what = grounds.setdefault(one.rests.model_dump_json(), (one.rests, []))
            what.append(_short(one))
    return NumberRow(
        name=name,
        weight=weight,
        scores=scores,
        grounds=[
            Ground("" if len(grounds) == 1 else listed(what), rests)
            for rests, what in grounds.values()
        ],
    )


def _short(one: ModelNumber) -> str:
    """The last part of a number's name: "fewer nights", "weight"."""
    if "“" in one.what:
        return one.what.partition("“")[2].removesuffix("”")
    return one.what.rpartition(": ")[2]


def other_numbers(scenario: Scenario, numbers: Sequence[ModelNumber]) -> list[OtherNumber]:
    """Every number outside the preferences."""
    shown = []
    for one in numbers:
        section, _, name = one.group.partition(".")
        elements = getattr(scenario, section)
        if section == "preferences" or name not in elements:
            continue
        label = getattr(elements[name], "name", None) or name.replace("_", " ")
        label = sentence_case(one_line(label))
        shown.append(OtherNumber(section, label, one.what, one.value, one.rests))
    return shown
