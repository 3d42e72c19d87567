"""`check`: the scenario file, its quotations, and what its numbers rest on."""

from pathlib import Path
from typing import Any

import click

from middleground.deals.space import MOST_DEALS
from middleground.errors import MiddlegroundError, Problem, ScenarioError
from middleground.plain_text import json_text, shown, visible
from middleground.ports.cli.asking import AS_JSON, PROJECT, tell, tell_notices
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.stored_reports import read_stored
from middleground.scenario.check import CheckResult, check, deals_in_words
from middleground.scenario.quotations import each_once
from middleground.scenario.reader import Reading, read_scenario_bytes

_MOST_NOTICES = 20
_COUNTED = {
    "parties": "party",
    "constituencies": "constituency",
    "mediators": "mediator",
    "issues": "issue",
    "rules": "rule",
    "demands": "demand",
    "facts": "fact",
    "levers": "lever",
    "reports": "report",
}


@click.command("check")
@PROJECT
@AS_JSON
@click.option("--all", "show_all", is_flag=True, help="Print every notice, not the first twenty.")
def command(project: Path, as_json: bool, show_all: bool) -> None:
    """Check a scenario: the file, its quotes, and what its numbers rest on.

    Every quotation is looked up in its report: word for word, else whatever its casing and
    spacing; anything else is an error, with the nearest place. Exit code 1 if there is an error.
    """
    opened = open_project(project, tell)
    file = str(project / opened.scenario.name if opened.is_folder else project)
    try:
        reading = read_scenario_bytes(
            opened.read_scenario(), file,
            root=opened.folder if opened.is_folder else None, folder=opened.folder,
        )  # fmt: skip
    except ScenarioError as error:
        if not as_json:
            raise
        _print_json({"file": file, "ok": False, "errors": [_problem(p) for p in error.problems]})
        raise click.exceptions.Exit(1) from None
    tell_notices(opened.notices)
    texts, unreadable = _texts(opened, reading)
    result = check(reading, texts, most_deals=MOST_DEALS)
    errors = [*unreadable, *result.errors]
    if as_json:
        _print_json(_as_json(result, errors))
    else:
        _print_words(result, errors, show_all)
    if errors:
        raise click.exceptions.Exit(1)


def _texts(project: Project, reading: Reading) -> tuple[dict[str, str], list[Problem]]:
    """The text of every report that can be read, and problems with the others."""
    texts, problems = {}, []
    for name, report in reading.scenario.reports.items():
        try:
            texts[name] = read_stored(project, name, report.file).document.text
        except MiddlegroundError as error:
            found = error.problems[0]
            problems.append(
                reading.places.problem(
                    ("reports", name, "file"), f"report '{name}': {found.what}", found.code,
                    found.expected or "a text, Markdown or HTML file", found.mend,
                )
            )  # fmt: skip
    return texts, problems


def _print_words(result: CheckResult, errors: list[Problem], show_all: bool) -> None:
    scenario = result.reading.scenario
    lines = [shown(scenario.title), ""]
    counts = [_counted(name, len(getattr(scenario, name))) for name in _COUNTED]
    lines.append("Holds " + ", ".join(c for c in counts if not c.startswith("0 ")) + ".")
    if scenario.issues:
        lines.append(deals_in_words(result)[0].upper() + deals_in_words(result)[1:] + ".")
    lines += [_quotes_in_words(result), _basis_in_words(result), ""]
    for problem in errors:
        lines += [f"Error: {problem}", ""]
    for problem in result.warnings:
        lines += [f"Warning: {problem}", ""]
    notices = result.notices if show_all else result.notices[:_MOST_NOTICES]
    for problem in notices:
        lines += [f"Note: {problem}", ""]
    left = len(result.notices) - len(notices)
    if left:
        lines.append(f"{left} more notes: add --all to see them.")
    lines.append(_ending(errors, result))
    click.echo(visible("\n".join(lines)))


def _counted(name: str, count: int) -> str:
    return f"{count} {_COUNTED[name] if count == 1 else name}"


def _quotes_in_words(result: CheckResult) -> str:
    once = each_once(result.quotes)
    if not once:
        return "No quotation."
    said = {
        "exact": "word for word", "loose": "but for casing and spacing", "near": "not found",
        "none": "not found", "unread": "in reports that cannot be read",
    }  # fmt: skip
    counts: dict[str, int] = {}
    for quote in once:
        what = said[quote.located.kind if quote.located else "unread"]
        counts[what] = counts.get(what, 0) + 1
    ordered = [f"{counts[what]} {what}" for what in dict.fromkeys(said.values()) if what in counts]
    many = f" (in {len(result.quotes)} places)" if len(result.quotes) > len(once) else ""
    plural = "s" * (len(once) != 1)
    return f"{len(once)} quotation{plural}{many}: " + ", ".join(ordered) + "."


def _basis_in_words(result: CheckResult) -> str:
    total = len(result.basis)
    if not total:
        return "No number that is a judgement or a fact."
    said = {
        "evidence": "on evidence", "assumption": "on an assumption", "both": "on both",
        "nothing": "on nothing",
    }  # fmt: skip
    parts = [f"{n} {said[kind]} ({n / total:.0%})" for kind, n in result.counts.items() if n]
    return f"{total} numbers rest: " + ", ".join(parts) + "."


def _ending(errors: list[Problem], result: CheckResult) -> str:
    if errors:
        return f"{len(errors)} error{'s' if len(errors) > 1 else ''} to mend."
    if result.reading.scenario.has_model:
        return "No error."
    return "No error. There are no parties, issues and preferences yet: reports alone."


def _print_json(found: dict[str, Any]) -> None:
    # In plain ASCII, so that no name can move a cursor or turn other text where it is shown.
    click.echo(json_text(found))


def _as_json(result: CheckResult, errors: list[Problem]) -> dict[str, Any]:
    places = result.reading.places
    return {
        "file": result.reading.file,
        "ok": not errors,
        "title": result.reading.scenario.title,
        "deals": {"count": result.deals, "options": list(result.sizes)},
        "quotes": [
            {
                "path": places.dotted(quote.path),
                "report": quote.quotation.report,
                "quote": quote.quotation.quote,
                "found": quote.located.kind if quote.located else "unread",
                "start": quote.located.start if quote.located else None,
                "end": quote.located.end if quote.located else None,
                "sentence": quote.located.sentence if quote.located else None,
            }
            for quote in result.quotes
        ],
        "numbers": {
            **result.counts,
            "total": len(result.basis),
            "basis": {places.dotted(path): basis.kind for path, basis in result.basis.items()},
        },
        "without_grounds": [places.dotted(path) for path in result.bare],
        "uncited": list(result.uncited),
        "errors": [_problem(p) for p in errors],
        "warnings": [_problem(p) for p in result.warnings],
        "notices": [_problem(p) for p in result.notices],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "what": problem.what, "code": problem.code, "file": problem.file, "line": problem.line,
        "column": problem.column, "path": problem.path, "expected": problem.expected,
        "mend": problem.mend,
    }  # fmt: skip
