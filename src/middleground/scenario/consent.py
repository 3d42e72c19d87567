"""Ratification rules: readable, reasonable, and over people whose preferences are known.

A rule must be monotone: one more acceptance never turns a party's yes into a no.
Source: Putnam (1988) for ratification; monotone games as in Taylor & Zwicker (1999).
"""

import numpy as np
from numpy.typing import NDArray

from middleground.scenario.conditions import ratification
from middleground.scenario.expressions import (
    Comparison,
    ExpressionFault,
    Node,
    Not,
    Situation,
    Yes,
    holds,
    names_in,
    walk,
)
from middleground.scenario.findings import Findings
from middleground.scenario.places import Path

MOST_NAMES = 20


def check_ratification(findings: Findings, party: str) -> None:
    """One party's rule, and the preferences that it needs."""
    scenario = findings.scenario
    path: Path = ("parties", party, "ratifies")
    try:
        rule = ratification(scenario, party)
    except ExpressionFault as error:
        findings.fault(path, error)
        return
    named = names_in(rule)
    people = [who for who in scenario.constituencies_of(party) if who in named]
    decides = scenario.decision_maker(party)
    if scenario.preferences:
        _check_preferences(findings, party, people, decides)
    events = sorted(named - set(people))
    for event in events:
        if scenario.events[event].chance is None:
            findings.doubt(
                path, f"the event '{event}' has no chance, so it counts as not happening",
                "no-chance", "a chance from 0 to 1", f"add 'chance' to events.{event}",
            )  # fmt: skip
    _check_reason(findings, path, rule, people, events, decides)


def _check_preferences(findings: Findings, party: str, people: list[str], decides: str) -> None:
    scenario = findings.scenario
    for who in dict.fromkeys([decides, *people]):
        if who not in scenario.preferences:
            role = "decides" if who == decides else "is named in the ratification rule"
            findings.problem(
                ("preferences",), f"no preferences for {who}, who {role} for {party}", "missing",
                f"a block preferences.{who} with no_deal and every issue",
                "add it; guesses are welcome if marked as an assumption", key=True,
            )  # fmt: skip
    for who in scenario.constituencies_of(party):
        if who in scenario.preferences and who != decides and who not in people:
            findings.doubt(
                ("preferences", who), f"{who} has preferences, but its acceptance changes nothing",
                "no-voice", "a constituency that the ratification rule names",
                f"name it in parties.{party}.ratifies if it counts", key=True,
            )  # fmt: skip


def _check_reason(
    findings: Findings, path: Path, rule: Node, people: list[str], events: list[str], decides: str
) -> None:
    if len(people) + len(events) > MOST_NAMES:
        if _negates_people(rule, set(people)):
            findings.problem(
                path, f"a rule over {len(people) + len(events)} names with 'not' before people",
                "too-large", f"{MOST_NAMES} names at most, or no 'not' before constituencies",
                "write it with 'and', 'or' and at_least",
            )  # fmt: skip
        return
    yes = _table(rule, people, events)
    _check_monotone(findings, path, yes, people)
    everybody = yes[(1,) * len(people)]
    if not everybody.any():
        findings.doubt(path, "this rule never holds, whoever accepts", "never-holds",
                       "a rule under which the party can say yes")  # fmt: skip
        return
    if decides in people:
        refusing = tuple(0 if who == decides else 1 for who in people)
        can_overrule = bool(yes[refusing].any())
    else:
        can_overrule = True
    if can_overrule:
        findings.doubt(
            path, f"this rule can hold while {decides}, who decides, refuses",
            "without-decision-maker",
            f"'{decides.rpartition('.')[2]} and ...', unless it is meant so",
        )  # fmt: skip


def _table(rule: Node, people: list[str], events: list[str]) -> NDArray[np.bool_]:
    """Whether the rule holds: one axis of no and yes for each constituency, then for each event."""
    names = [*people, *events]
    axes = {
        name: np.array([False, True]).reshape([2 if m == n else 1 for m in range(len(names))])
        for n, name in enumerate(names)
    }
    found = holds(rule, Situation(truths=axes))
    return np.broadcast_to(found, (2,) * len(names))


def _check_monotone(
    findings: Findings, path: Path, yes: NDArray[np.bool_], people: list[str]
) -> None:
    for axis, who in enumerate(people):
        refusing, accepting = np.take(yes, 0, axis), np.take(yes, 1, axis)
        worse = np.argwhere(refusing & ~accepting)
        if len(worse):
            others = [p for n, p in enumerate(people) if n != axis]
            willing = [p for p, bit in zip(others, worse[0], strict=False) if bit]
            beside = f" beside {', '.join(willing)}" if willing else ""
            findings.problem(
                path, f"if {who} accepts{beside}, the party no longer ratifies", "not-monotone",
                "a rule in which one more acceptance never turns yes into no",
                f"do not write 'not {who.rpartition('.')[2]}'; name an event for what happens when "
                "they refuse",
            )  # fmt: skip
            return


def _negates_people(rule: Node, people: set[str]) -> bool:
    return any(
        isinstance(node, Not | Comparison)
        and any(isinstance(part, Yes) and part.name in people for part in walk(node))
        for node in walk(rule)
    )
