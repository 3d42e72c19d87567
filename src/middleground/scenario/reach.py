"""What the rules leave: options that no deal can reach, conditions that never or always hold.

Issues that rules connect are enumerated together, apart from all others, so that the size of the
whole deal space does not matter. Facts take their lowest, nominal and highest value, which decides
every comparison that runs one way in a fact; events may happen or not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.scenario.conditions import binding_conditions, vocabulary
from middleground.scenario.expressions import (
    Node,
    Not,
    Situation,
    holds,
    names_in,
    parse_condition,
)
from middleground.scenario.model import Scenario
from middleground.scenario.places import Path

MOST_COMBINATIONS = 2_000_000
MOST_SETTINGS = 243


@dataclass(frozen=True)
class Reach:
    """What the rules and binding demands leave.

    Attributes:
        unreachable: Options that no rule-abiding deal has, as (issue, option).
        clashes: Groups of conditions that no deal can meet together, by their paths.
        never: Conditions that hold for no deal.
        always: Conditions that hold for every deal.
        unchecked: Issues whose options were not all tried, because the rules connect too many.
    """

    unreachable: tuple[tuple[str, str | int | float], ...] = ()
    clashes: tuple[tuple[str, ...], ...] = ()
    never: tuple[Path, ...] = ()
    always: tuple[Path, ...] = ()
    unchecked: tuple[str, ...] = ()


def find_reach(scenario: Scenario) -> Reach:
    """Try the options of the issues that rules connect."""
    unreachable: list[tuple[str, str | int | float]] = []
    clashes, unchecked = [], []
    for issues, conditions in _groups(scenario, binding_conditions(scenario)):
        possible = _possible(scenario, issues, list(conditions.values()))
        if possible is None:
            unchecked += issues
        elif not possible.any():
            clashes.append(tuple(conditions))
        else:
            unreachable += _missing(scenario, issues, possible)
    never, always = _judged(scenario)
    return Reach(tuple(unreachable), tuple(clashes), tuple(never), tuple(always), tuple(unchecked))


def _groups(
    scenario: Scenario, conditions: Mapping[str, Node]
) -> Iterator[tuple[list[str], dict[str, Node]]]:
    """Conditions that share issues, directly or through others, with all their issues."""
    groups: list[tuple[set[str], dict[str, Node]]] = []
    for path, node in conditions.items():
        names = set(names_in(node))
        joined = [g for g in groups if g[0] & names]
        merged: tuple[set[str], dict[str, Node]] = (set(names), {})
        for group in joined:
            merged[0].update(group[0])
            merged[1].update(group[1])
            groups.remove(group)
        merged[1][path] = node
        groups.append(merged)
    for shared, members in groups:
        yield [issue for issue in scenario.issues if issue in shared], members


def _possible(scenario: Scenario, issues: list[str], nodes: list[Node]) -> NDArray[np.bool_] | None:
    """Which combinations of the issues' options all conditions allow; None where too many."""
    sizes = [len(scenario.issues[issue].options) for issue in issues]
    names = sorted({name for node in nodes for name in names_in(node)} - set(issues))
    settings = _settings(scenario, names)
    if settings is None or prod(sizes) * len(settings) > MOST_COMBINATIONS:
        return None
    options, numbers = _axes(scenario, issues)
    found = np.zeros(sizes, dtype=bool)
    for facts, events in settings:
        situation = Situation(options, {**numbers, **facts}, events)
        allowed = np.ones(sizes, dtype=bool)
        for node in nodes:
            allowed &= holds(node, situation)
        found |= allowed
        if found.all():
            break
    return found


def _axes(
    scenario: Scenario, issues: list[str]
) -> tuple[dict[str, NDArray[np.integer[Any]]], dict[str, NDArray[np.float64] | float]]:
    """Each issue's options along an axis of its own."""
    options: dict[str, NDArray[np.integer[Any]]] = {}
    numbers: dict[str, NDArray[np.float64] | float] = {}
    for n, issue in enumerate(issues):
        ids = scenario.issues[issue].ids
        shape = [len(ids) if m == n else 1 for m in range(len(issues))]
        options[issue] = np.arange(len(ids)).reshape(shape)
        if scenario.issues[issue].is_numeric:
            numbers[issue] = np.array(ids, dtype=float).reshape(shape)
    return options, numbers


def _settings(
    scenario: Scenario, names: list[str]
) -> list[tuple[dict[str, float], dict[str, bool]]] | None:
    """Values for facts and events that decide what is possible; None where they are too many."""
    facts = [name for name in names if name in scenario.facts]
    events = [name for name in names if name in scenario.events]
    values = [_values(scenario, name) for name in facts]
    if prod(map(len, values)) * 2 ** len(events) > MOST_SETTINGS:
        return None
    return [
        (dict(zip(facts, numbers, strict=True)), dict(zip(events, truths, strict=True)))
        for numbers in product(*values)
        for truths in product((False, True), repeat=len(events))
    ]


def _values(scenario: Scenario, fact: str) -> list[float]:
    number = scenario.facts[fact].value
    return sorted({number.low, number.nominal, number.high, *number.values})


def _missing(
    scenario: Scenario, issues: list[str], possible: NDArray[np.bool_]
) -> Iterator[tuple[str, str | int | float]]:
    for n, issue in enumerate(issues):
        others = tuple(m for m in range(len(issues)) if m != n)
        reached = np.asarray(possible.any(axis=others))
        for option, is_reached in zip(scenario.issues[issue].ids, reached.tolist(), strict=True):
            if not is_reached:
                yield issue, option


def _judged(scenario: Scenario) -> tuple[list[Path], list[Path]]:
    """Conditions, each alone, that no deal meets, and that every deal meets."""
    never, always = [], []
    words = vocabulary(scenario)
    for path, text in _texts(scenario):
        node = parse_condition(text, words)
        issues = [issue for issue in scenario.issues if issue in names_in(node)]
        if not _may_hold(scenario, issues, node):
            never.append(path)
        elif not _may_hold(scenario, issues, Not(node)):
            always.append(path)
    return never, always


def _may_hold(scenario: Scenario, issues: list[str], node: Node) -> bool:
    possible = _possible(scenario, issues, [node])
    return possible is None or bool(possible.any())


def _texts(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    for name, rule in scenario.rules.items():
        yield ("rules", name, "rule"), rule.rule
    for name, demand in scenario.demands.items():
        yield ("demands", name, "requires"), demand.requires
    for who, preference in scenario.preferences.items():
        for n, term in enumerate(preference.together):
            yield ("preferences", who, "together", n, "when"), term.when
