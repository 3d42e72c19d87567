"""Names that mean two things, or that are easily taken for each other."""

from middleground.scenario.findings import Findings
from middleground.scenario.likeness import skeleton
from middleground.scenario.model import SECTIONS
from middleground.scenario.places import Path
from middleground.scenario.wrong_values import said

# Sections whose names share one use: in rules, and wherever somebody is named.
_IN_RULES = ("issues", "facts", "quantities", "events")
_PEOPLE = ("parties", "mediators", "outsiders")


def check_names(findings: Findings) -> None:
    """Every name means one thing, and looks like no other."""
    for together in (_IN_RULES, _PEOPLE):
        _check_group(findings, [p for s in together for p in _ids(findings, (s,))])
    for section in SECTIONS:
        if section not in _IN_RULES + _PEOPLE:
            _check_group(findings, _ids(findings, (section,)))
    for party in findings.scenario.parties:
        _check_group(findings, _ids(findings, ("parties", party, "constituencies")))
        _check_events_against_people(findings, party)
    for name in findings.scenario.issues:
        _check_options(findings, name)


def _ids(findings: Findings, path: Path) -> list[Path]:
    at: object = findings.scenario
    for step in path:
        at = at.get(step, {}) if isinstance(at, dict) else getattr(at, str(step))
    return [(*path, name) for name in at] if isinstance(at, dict) else []


def _check_group(findings: Findings, paths: list[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        name = str(path[-1])
        first = seen.setdefault(skeleton(name), path)
        if first is path:
            continue
        where = findings.places.dotted(first)
        if first[-1] == name:
            findings.problem(
                path, f"the name '{name}' is used twice: also for {where}", "duplicate-id",
                "one name for one thing, so that rules and answers are clear",
                f"rename one of them, for instance '{name}_{str(path[0]).rstrip('s')}'", key=True,
            )  # fmt: skip
        else:
            findings.problem(
                path, f"'{name}' is easily taken for '{first[-1]}' ({where})", "confusable-id",
                "names that differ in more than capitals", "rename one of them", key=True,
            )  # fmt: skip


def _check_events_against_people(findings: Findings, party: str) -> None:
    for name in findings.scenario.parties[party].constituencies:
        if name in findings.scenario.events:
            findings.problem(
                ("parties", party, "constituencies", name),
                f"'{name}' is both a constituency and an event",
                "duplicate-id", "two names: a ratification rule may speak of both",
                "rename the event", key=True,
            )  # fmt: skip


def _check_options(findings: Findings, issue: str) -> None:
    seen: dict[str, str] = {}
    for option in findings.scenario.issues[issue].options:
        if not isinstance(option, str):
            continue
        path: Path = ("issues", issue, "options", option)
        if path not in findings.places.by_path:
            path = ("issues", issue, "options")
        first = seen.setdefault(skeleton(option), option)
        if first != option:
            findings.problem(
                path, f"the options {said(first)} and {said(option)} look alike", "confusable-id",
                "options that nobody can mix up", "rename one of them",
            )  # fmt: skip
