"""Names that lead nowhere, and what a model needs beyond the shape of each element."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path as FilePath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from middleground.errors import Problem
from middleground.scenario.conditions import vocabulary
from middleground.scenario.consent import check_ratification
from middleground.scenario.correlated import check_correlations
from middleground.scenario.expressions import (
    ExpressionFault,
    Number,
    Vocabulary,
    parse_quantity,
)
from middleground.scenario.findings import Findings
from middleground.scenario.grounds import RESERVED, Evidence, Quotation
from middleground.scenario.issues import option_of
from middleground.scenario.model import LATER, Scenario
from middleground.scenario.names import check_names
from middleground.scenario.places import Path, Places
from middleground.scenario.preferences import Shift
from middleground.scenario.pressure import find_misses
from middleground.scenario.weighing import check_preference
from middleground.scenario.wrong_values import did_you_mean, said

_EVIDENCE: TypeAdapter[tuple[Any, ...]] = TypeAdapter(Evidence)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def find_broken_references(
    scenario: Scenario, places: Places, *, root: FilePath | None, folder: FilePath | None
) -> tuple[list[Problem], list[Problem]]:
    """What must be mended in a scenario whose elements are each well formed, and what is doubtful.

    Args:
        scenario: The scenario.
        places: The file's values and places.
        root: Folder that no report's file may leave; None where the scenario stands alone.
        folder: Folder that reports' files are relative to.
    """
    findings = Findings(scenario, places)
    check_names(findings)
    _check_reports(findings, root, folder)
    _check_evidence(findings)
    if scenario.parties or scenario.issues or scenario.preferences:
        _check_sections(findings)
    _check_parties(findings)
    _check_preferences(findings)
    words = _check_quantities(findings)
    _check_conditions(findings, words)
    _check_actors(findings)
    _check_changes(findings)
    _check_proposals(findings)
    check_correlations(findings)
    return findings.problems, findings.doubts


# ------------------------------------------------------------------------- reports and quotations


def _check_reports(findings: Findings, root: FilePath | None, folder: FilePath | None) -> None:
    reports = findings.scenario.reports
    for name, report in reports.items():
        path: Path = ("reports", name)
        if root is not None:
            _check_file(findings, (*path, "file"), report.file, root, folder or root)
        if report.after is not None:
            _check_known(findings, (*path, "after"), report.after, reports, "report")
            _check_order(findings, name)
    _check_circle(
        findings, "reports", {n: [r.after] if r.after else [] for n, r in reports.items()}, "after"
    )
    as_of = findings.scenario.as_of
    if as_of is not None and not as_of[:4].isdigit():
        _check_known(findings, ("as_of",), as_of, reports, "day, and no report")


def _check_file(
    findings: Findings, path: Path, file: str, root: FilePath, folder: FilePath
) -> None:
    is_name = "\0" not in file and "\\" not in file
    place = (folder / file).resolve() if is_name else root.resolve()
    if place == root.resolve() or not place.is_relative_to(root.resolve()):
        findings.problem(
            path, f"{said(file)} lies outside the project folder", "path",
            "a file inside the project folder, such as reports/april.txt",
            "bring the report in with the command 'add'",
        )  # fmt: skip


def _check_order(findings: Findings, name: str) -> None:
    report = findings.scenario.reports[name]
    earlier = findings.scenario.reports.get(report.after or "")
    if earlier is None or earlier.published is None or report.published is None:
        return
    if date.fromisoformat(earlier.published) > date.fromisoformat(report.published):
        findings.problem(
            ("reports", name, "after"),
            f"'{name}' of {report.published} is said to be later than '{report.after}' of "
            f"{earlier.published}", "date-order", "days in the order that 'after' states",
            "correct one of the days, or delete 'after'",
        )  # fmt: skip


def evidence_in(tree: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place that says `evidence`, at any depth, with what is written there."""
    stack: list[tuple[Path, Any]] = [(path, tree)]
    while stack:
        at, value = stack.pop()
        if isinstance(value, dict):
            for key, below in value.items():
                if key == "evidence":
                    yield (*at, key), below
                elif isinstance(below, dict | list):
                    stack.append(((*at, key), below))
        elif isinstance(value, list):
            stack += [((*at, n), v) for n, v in enumerate(value) if isinstance(v, dict | list)]


def _check_evidence(findings: Findings) -> None:
    scenario, places = findings.scenario, findings.places
    for name, quotation in scenario.quotes.items():
        _check_known(
            findings, ("quotes", name, "report"), quotation.report, scenario.reports, "report"
        )
    for path, written in evidence_in(places.tree):
        if path[0] in LATER or written is None:
            continue
        try:
            items = _EVIDENCE.validate_python(written)
        except ValidationError:
            findings.problem(
                path, f"{said(written)} is no evidence", "type",
                "the id of a quotation, a list of ids, or {report: ..., quote: ...}",
            )  # fmt: skip
            continue
        for n, item in enumerate(items):
            at = (*path, n) if isinstance(written, list) else path
            if isinstance(item, Quotation):
                _check_known(findings, (*at, "report"), item.report, scenario.reports, "report")
            else:
                _check_known(findings, at, item, scenario.quotes, "quotation in 'quotes'")


# -------------------------------------------------------------------------- parties, preferences


def _check_sections(findings: Findings) -> None:
    needed = {
        "parties": "parties: {union: {name: ...}, port: {name: ...}}",
        "issues": "issues: {wage_rise: {range: [0, 12, 1]}}",
        "preferences": "preferences: {union: {no_deal: [30, 45], wage_rise: {weight: 40, ...}}}",
    }
    for section, example in needed.items():
        if not getattr(findings.scenario, section):
            findings.problem(
                (section,), f"the section '{section}' is missing", "missing", example,
                "a model needs parties, issues and preferences; to keep reports alone, leave all "
                "three out", key=True,
            )  # fmt: skip
    if len(findings.scenario.parties) == 1:
        findings.problem(
            ("parties",), "only one party: " + next(iter(findings.scenario.parties)), "too-few",
            "two parties or more", "add the party on the other side", key=True,
        )  # fmt: skip


def _check_parties(findings: Findings) -> None:
    for name, party in findings.scenario.parties.items():
        path: Path = ("parties", name)
        within = party.constituencies
        for role in ("decides", "at_table"):
            who = getattr(party, role)
            if who is not None:
                _check_known(findings, (*path, role), who, within, f"constituency of {name}")
        for who in party.consults:
            _check_known(
                findings, (*path, "consults", who), who, within, f"constituency of {name}", key=True
            )
        if len(within) > 1 and party.decides is None:
            findings.problem(
                path, f"nothing says who of {', '.join(within)} decides for {name}", "missing",
                "'decides' with the constituency whose utility is the party's own",
                f"add 'decides: {next(iter(within))}'", key=True,
            )  # fmt: skip
        if party.decides is None or party.decides in within:
            check_ratification(findings, name)


def _check_preferences(findings: Findings) -> None:
    scenario = findings.scenario
    people = scenario.constituencies
    for who, preference in scenario.preferences.items():
        if who not in people:
            mend = did_you_mean(who, people)
            if who in scenario.parties:
                mend = f"write {scenario.decision_maker(who)}: {who} has constituencies"
            findings.problem(
                ("preferences", who), f"'{who}' is no constituency of a party", "unknown-ref",
                "one of: " + ", ".join(people), mend, key=True,
            )  # fmt: skip
        if scenario.issues:
            check_preference(findings, who, preference)


# ----------------------------------------------------------------------------------- expressions


def _check_quantities(findings: Findings) -> Vocabulary:
    """Sums that can be read and do not lead back to themselves; the names that conditions use."""
    scenario = findings.scenario
    names = set(scenario.quantities)
    links: dict[str, list[str]] = {}
    is_sound = True
    for name, quantity in scenario.quantities.items():
        path: Path = ("quantities", name, "sum")
        if path not in findings.places.by_path:
            path = path[:-1]
        try:
            parse_quantity(quantity.sum, _loose(scenario))
        except ExpressionFault as error:
            findings.fault(path, error)
            is_sound = False
        links[name] = [word for word in _WORD.findall(quantity.sum) if word in names]
    is_sound = not _check_circle(findings, "quantities", links, "sum") and is_sound
    return vocabulary(scenario) if is_sound else _loose(scenario)


def _loose(scenario: Scenario) -> Vocabulary:
    """All names, with a stand-in for each quantity."""
    without = vocabulary(scenario.model_copy(update={"quantities": {}}))
    stand_ins = dict.fromkeys(scenario.quantities, Number(1))
    return Vocabulary(without.issues, without.numeric, without.facts, stand_ins, without.truths)


def _check_conditions(findings: Findings, words: Vocabulary) -> None:
    scenario = findings.scenario
    for name, rule in scenario.rules.items():
        findings.condition(("rules", name, "rule"), rule.rule, words)
    for name, demand in scenario.demands.items():
        findings.condition(("demands", name, "requires"), demand.requires, words)
    for who, preference in scenario.preferences.items():
        for n, term in enumerate(preference.together):
            findings.condition(("preferences", who, "together", n, "when"), term.when, words)
    for path, shift in _shifts(scenario):
        for n, term in enumerate(shift.together):
            findings.condition((*path, "together", n, "when"), term.when, words)


# ------------------------------------------------------------------------ everybody and everything


def _check_actors(findings: Findings) -> None:
    scenario = findings.scenario
    people = _everybody(scenario)
    for name, mediator in scenario.mediators.items():
        reachable = (set(scenario.parties) | set(scenario.mediators)) - {name}
        for end in mediator.channels:
            path: Path = ("mediators", name, "channels", end)
            _check_known(findings, path, end, reachable, "party or other mediator", key=True)
    for name, demand in scenario.demands.items():
        _check_known(findings, ("demands", name, "by"), demand.by, people, "known actor")
    for name, proposal in scenario.proposals.items():
        _check_known(findings, ("proposals", name, "by"), proposal.by, people, "known actor")
    for name, precedent in scenario.precedents.items():
        for n, issue in enumerate(precedent.bears_on):
            path = ("precedents", name, "bears_on", n)
            _check_known(findings, path, issue, scenario.issues, "issue")


def _everybody(scenario: Scenario) -> list[str]:
    return list(
        dict.fromkeys(
            [
                *scenario.parties, *scenario.constituencies, *scenario.mediators,
                *scenario.outsiders,
            ]
        )
    )  # fmt: skip


def _shifts(scenario: Scenario) -> Iterator[tuple[Path, Shift]]:
    for name, event in scenario.events.items():
        for who, shift in event.shifts.items():
            yield ("events", name, "shifts", who), shift
    for name, lever in scenario.levers.items():
        if lever.shifts is not None:
            yield ("levers", name, "shifts"), lever.shifts


def _check_changes(findings: Findings) -> None:
    """Events and levers: whom and what they change."""
    scenario = findings.scenario
    people = _everybody(scenario)
    for name, event in scenario.events.items():
        for who in event.shifts:
            path: Path = ("events", name, "shifts", who)
            _check_known(findings, path, who, people, "known actor", key=True)
        for fact in event.sets:
            _check_known(findings, ("events", name, "sets", fact), fact, scenario.facts, "fact",
                         key=True)  # fmt: skip
    for name in scenario.levers:
        _check_lever(findings, name, people)
    for path, shift in _shifts(scenario):
        _check_shift(findings, path, shift)


def _check_lever(findings: Findings, name: str, people: list[str]) -> None:
    scenario, path = findings.scenario, ("levers", name)
    lever = scenario.levers[name]
    for n, who in enumerate(lever.by):
        _check_known(findings, (*path, "by", n), who, people, "known actor")
    if lever.on is not None:
        _check_known(findings, (*path, "on"), lever.on, people, "known actor")
    elif lever.shifts is not None:
        findings.problem(
            path, f"the lever '{name}' shifts something, but not whose", "missing",
            "'on' with a party or constituency", "add 'on'", key=True,
        )  # fmt: skip
    for n, chain in enumerate(lever.via):
        for who in chain:
            _check_known(findings, (*path, "via", n, who), who, people, "known actor", key=True)
    for event in lever.settles:
        _check_known(findings, (*path, "settles", event), event, scenario.events, "event", key=True)
    lifted = {*scenario.rules, *scenario.demands}
    for n, what in enumerate(lever.switches_off):
        _check_known(findings, (*path, "switches_off", n), what, lifted, "rule or demand")
    others = [other for other in scenario.levers if other != name]
    for role in ("excludes", "needs"):
        for n, other in enumerate(getattr(lever, role)):
            _check_known(findings, (*path, role, n), other, others, "other lever")
    for miss in find_misses(scenario, name):
        findings.problem(miss.path, miss.what, miss.code, miss.expected, miss.mend, key=True)
    both = set(lever.excludes) & set(lever.needs)
    if both:
        findings.problem(
            (*path, "excludes"), f"'{min(both)}' is both needed and excluded", "contradiction",
            "one of the two", "delete one", key=True,
        )  # fmt: skip


def _check_shift(findings: Findings, path: Path, shift: Shift) -> None:
    issues = findings.scenario.issues
    for name, worth in shift.issues.items():
        _check_known(findings, (*path, name), name, issues, "issue", key=True)
        for part in ("scores", "points"):
            for option in (getattr(worth, part) or {}) if name in issues else ():
                if option_of(issues[name], option) is None:
                    findings.problem(
                        (*path, name, part, option), f"{said(option)} is no option of '{name}'",
                        "unknown-ref", "one of " + ", ".join(map(str, issues[name].ids[:12])),
                        did_you_mean(str(option), issues[name].ids), key=True,
                    )  # fmt: skip


def _check_proposals(findings: Findings) -> None:
    issues = findings.scenario.issues
    for name, proposal in findings.scenario.proposals.items():
        for issue, option in proposal.terms.items():
            path: Path = ("proposals", name, "terms", issue)
            if issue not in issues:
                _check_known(findings, path, issue, issues, "issue", key=True)
            elif option_of(issues[issue], option) is None:
                ids = issues[issue].ids
                findings.problem(
                    path, f"{said(option)} is no option of '{issue}'", "unknown-ref",
                    "one of " + ", ".join(map(str, ids[:12])), did_you_mean(str(option), ids),
                )  # fmt: skip


def _check_known(
    findings: Findings, path: Path, name: str, known: Collection[str], what: str, *,
    key: bool = False,
) -> None:  # fmt: skip
    if name in known or (name in RESERVED and key):
        return
    listed = ", ".join(list(known)[:24]) + (", ..." if len(known) > 24 else "")
    findings.problem(
        path, f"{said(name)} is no {what}", "unknown-ref",
        f"one of: {listed}" if known else "there is none yet", did_you_mean(name, known), key=key,
    )  # fmt: skip


def _check_circle(findings: Findings, section: str, links: dict[str, list[str]], key: str) -> bool:
    """Whether elements lead back to themselves; notes one such circle."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        findings.problem(
            (section, circle[0], key), f"{section} that wait for each other: "
            + " -> ".join(circle), "cycle", "an order with a beginning",
            f"take one of the names out of '{key}'",
        )  # fmt: skip
        return True
    return False
