"""`draft`: a first scenario from the ledger, and later ones brought together with your edits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from middleground.drafting.bringing_in import BroughtIn, bring_in
from middleground.drafting.draft import Draft, draft_scenario
from middleground.drafting.material import ACCEPTED
from middleground.drafting.merging import with_kept_out
from middleground.errors import ScenarioError
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry
from middleground.evidence.identity import list_doubts
from middleground.plain_text import json_text, shown, visible
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, PROJECT, tell, tell_notices
from middleground.ports.cli.ledger_words import in_number
from middleground.ports.cli.up_to_date import read_up_to_date
from middleground.ports.store.project import DRAFT, SCENARIO, Project, open_project
from middleground.ports.store.template import without_next_steps
from middleground.reports.document import Document
from middleground.scenario.editing import ScenarioText
from middleground.scenario.reader import read_scenario_text

_MOST_TOLD = 12
_MANY = 2_000  # entries: with more it takes a moment
_COUNTED = {
    "parties": "party", "mediators": "mediator", "outsiders": "outsider", "issues": "issue",
    "proposals": "proposal", "facts": "fact", "demands": "demand", "events": "event",
    "levers": "lever", "quotes": "quotation",
}  # fmt: skip


@click.command("draft", short_help="Propose a scenario from the ledger; keep what you have edited.")
@PROJECT
@click.option("--accepted-only", is_flag=True, help="Use only what a person has accepted.")
@AS_JSON
def command(project: Path, accepted_only: bool, as_json: bool) -> None:
    """Propose a scenario from the ledger; keep what you have edited.

    Who negotiates, about what, who wants which end of it: from the reports, each with its quote.
    Weights, no-deal values, chances and costs are wide ranges, marked as assumptions.

    A later draft changes only what you have not changed. Where both did, yours stays, and the
    draft's version is told; scenario.draft.yaml always holds the whole draft.
    """
    opened = open_project(project, tell)
    reports, _, found = read_up_to_date(opened)
    tell_notices(opened.notices)
    entries = list(found)
    documents = {report.document.id: report.document for report in reports}
    if len(entries) > _MANY:
        tell(f"Drafting from {len(entries):,} entries ...")
    before = ScenarioText.from_bytes(opened.read_scenario(), str(opened.scenario))
    draft = _draft(entries, documents, before, accepted_only=accepted_only)
    done: list[BroughtIn] = []

    def edit(written: bytes) -> bytes:
        mine = ScenarioText.from_bytes(written, str(opened.scenario))
        brought = bring_in(draft, _without_template(mine), _last(opened),
                           lambda text: _faults(opened, text))  # fmt: skip
        done[:] = [brought]
        return written if brought.merged.text.text == mine.text else brought.merged.text.to_bytes()

    act = opened.edit_scenario(edit, "drafted from the ledger")
    brought = done[0]
    kept = with_kept_out(brought.draft, brought.merged.waiting)
    opened.keep_draft(kept.to_bytes(), "the last draft")
    told = _summary(project, entries, draft, brought, changed=act is not None)
    click.echo(json_text(told) if as_json else visible(_words(told)))


def _draft(
    entries: Sequence[Entry], documents: dict[str, Document], mine: ScenarioText, *,
    accepted_only: bool,
) -> Draft:  # fmt: skip
    listed = mine.places.tree.get("reports") or {}
    said = {name: r for name, r in listed.items() if isinstance(r, dict)}
    return draft_scenario(
        as_decided(e for e in entries if e.report in said),
        documents=documents,
        accepted_only=accepted_only,
        dates={n: r["published"] for n, r in said.items() if isinstance(r.get("published"), str)},
        after={n: r["after"] for n, r in said.items() if isinstance(r.get("after"), str)},
    )


def _without_template(mine: ScenarioText) -> ScenarioText:
    """The file without the comment that a new project ends with: the draft takes its place."""
    return ScenarioText(without_next_steps(mine.text), mine.file, mine.mark)


def _last(project: Project) -> ScenarioText | None:
    data = project.read_draft()
    return ScenarioText.from_bytes(data, str(project.folder / DRAFT)) if data else None


def _faults(project: Project, text: str) -> list[str]:
    """Where a scenario's text is wrong, as dotted paths; [] for a sound one."""
    root = project.folder if project.is_folder else None
    try:
        read_scenario_text(text, root=root, folder=project.folder)
    except ScenarioError as error:
        return [problem.path for problem in error.problems]
    return []


# ------------------------------------------------------------------------------------------ telling


def _summary(
    project: Path, entries: Sequence[Entry], draft: Draft, brought: BroughtIn, *, changed: bool
) -> dict[str, Any]:
    places = brought.draft.places
    used = [e for e in entries if e.status != "rejected"]
    return {
        "project": str(project),
        "way": brought.way,
        "scenario": str(project / SCENARIO),
        "scenario_changed": changed,
        "draft": str(project / DRAFT),
        "entries": {
            "used": len(used), "accepted": sum(e.status in ACCEPTED for e in used),
            "proposed": sum(e.status == "proposed" for e in used),
        },
        "holds": {name: len(places.value((name,)) or {}) for name in _COUNTED},
        "missing": draft.missing,
        "questions": len(list_doubts(entries)),
        "not_placed": [{"id": e.id, "report": e.report, "words": e.words} for e in draft.unplaced],
        "changes": [{"path": _dotted(c.path), "kind": c.kind} for c in brought.merged.changes],
        "conflicts": [
            {"path": _dotted(c.path), "why": c.why, "yours": c.yours, "draft": c.draft}
            for c in brought.merged.conflicts
        ],
    }  # fmt: skip


def _dotted(path: tuple[Any, ...]) -> str:
    return ".".join(map(str, path))


def _words(told: dict[str, Any]) -> str:
    lines = [_opening(told)]
    if told["way"] != "merged" and (holds := _counts(told["holds"])):
        lines.append(f"It holds {holds}.")
    lines += [shown(line) for line in told["missing"]]
    if told["questions"]:
        asked = in_number(told["questions"], "question")
        lines.append(f"{asked} whether two names are one actor: {called()} ledger"
                     f" {shown(told['project'])} questions")  # fmt: skip
    changes = [c for c in told["changes"] if not _is_standing(c["path"])]
    lines += _listed("Changed", changes, lambda c: f"{c['kind']:>9}  {shown(c['path'])}")
    if standing := len(told["changes"]) - len(changes):
        plural = "s have" if standing > 1 else " has"
        lines.append(f"{standing} quotation{plural} another standing in the ledger now.")
    if told["conflicts"]:
        lines.append(f"Yours stays, the draft differs ({len(told['conflicts'])}):")
        for conflict in told["conflicts"]:
            lines.append(f"  {shown(conflict['path'])}: {conflict['why']}")
            lines.append(f"    yours: {shown(conflict['yours']) or '(nothing)'}")
            lines.append(f"    draft: {shown(conflict['draft']) or '(nothing)'}")
    lines += _listed("No rule could place", told["not_placed"],
                     lambda e: f"  {e['report']}: \"{shown(e['words'])}\"")  # fmt: skip
    lines.append(f"Next: {called()} check {shown(told['project'])}")
    return "\n".join(lines)


def _is_standing(path: str) -> bool:
    """Whether a change is only that a quotation's entry was accepted meanwhile."""
    return path.startswith("quotes.") and path.endswith(".note")


def _opening(told: dict[str, Any]) -> str:
    counts = told["entries"]
    entries = (f"{counts['used']:,} entries of the ledger ({counts['accepted']:,} accepted by a"
               f" person, {counts['proposed']:,} only proposed)")  # fmt: skip
    scenario, draft = shown(told["scenario"]), shown(told["draft"])
    if told["way"] == "first":
        return f"Drafted {scenario} from {entries}."
    if told["way"] == "beside":
        return (f"{scenario} has a model that no draft began, so it stays as it is.\n"
                f"The draft from {entries} is beside it: {draft}.")  # fmt: skip
    if not told["changes"]:
        return f"Nothing new in {entries}: {scenario} stays as it is."
    return f"Brought a new draft from {entries} into {scenario}; your edits stay."


def _counts(holds: dict[str, int]) -> str:
    def count(name: str, number: int) -> str:
        word = _COUNTED[name]
        many = word[:-1] + "ies" if word.endswith("y") else f"{word}s"
        return f"{number} {word if number == 1 else many}"

    return ", ".join(count(name, number) for name, number in holds.items() if number)


def _listed(title: str, items: Sequence[Any], say: Any) -> list[str]:
    if not items:
        return []
    rest = len(items) - _MOST_TOLD
    more = [f"  ... and {rest} more: --json tells them all"] if rest > 0 else []
    return [f"{title} ({len(items)}):", *(say(item) for item in items[:_MOST_TOLD]), *more]
