"""`read`: find who says what in the reports of a project, and enter it in the ledger."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.evidence.entries import Entry
from middleground.evidence.families import RULES
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, PROJECT, tell, tell_notices
from middleground.ports.cli.up_to_date import read_up_to_date
from middleground.ports.store.project import open_project
from middleground.ports.store.stored_reports import StoredReport
from middleground.reports.near_copies import near_copies

if TYPE_CHECKING:
    from middleground.ports.model.reader import ModelReader


@click.command("read", short_help="Read the reports of a project: who says what, on whose word.")
@PROJECT
@click.option("--again", is_flag=True, help="Read all reports, also those that did not change.")
@click.option(
    "--model-url",
    metavar="URL",
    help="Ask a language model too: an OpenAI-compatible address. The reports are sent there.",
)
@click.option("--model", metavar="NAME", help="The model's name there.")
@click.option(
    "--model-patience",
    type=click.FloatRange(0.1, 3_600),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for one answer of it.",
)
@AS_JSON
def command(
    project: Path,
    again: bool,
    model_url: str | None,
    model: str | None,
    model_patience: float,
    as_json: bool,
) -> None:
    """Read the reports of a project: who says what, on whose word.

    Reports that are new or changed are read, and what is found is entered in the ledger as
    proposed. What somebody has accepted, corrected, rejected or added stays as it is. Nothing
    leaves this machine, unless you name a model: then the text of the reports goes to its address.
    """
    further = _model_reader(model_url, model, model_patience)
    opened = open_project(project, tell)
    tell_notices(opened.notices)
    if further:
        tell(
            f"The text of the reports that {shown(further.endpoint.model)} has not read yet is sent"
            f" to {further.endpoint.host}; nothing else of the project is."
        )
    reports, unread, entries = read_up_to_date(opened, again=again, further=further)
    copies = near_copies([report.document for report in reports])
    for found in copies:
        tell(f"Note: {found}.")
    summary = _summary(project, reports, unread, entries, is_stored=opened.is_kept)
    summary["near_copies"] = [
        {"reports": found.reports, "share": round(found.share, 4)} for found in copies
    ]
    if further:
        summary["model"] = {
            "reader": further.name,
            "sent_to": further.endpoint.host,
            "dropped": dict(further.dropped),
            "failed": dict(further.failures),
        }
    click.echo(json_text(summary) if as_json else _words(summary))
    if further and further.failures:
        click.get_current_context().exit(1)


def _model_reader(url: str | None, model: str | None, patience: float) -> "ModelReader | None":
    """The reader by the model that was named; None where none was.

    Raises:
        EvidenceError: If no model answers at such an address.
    """
    if (url is None) != (model is None):
        raise click.UsageError("--model-url and --model go together.")
    if url is None or model is None:
        return None
    from middleground.ports.model.endpoint import KEY_VARIABLE, named_endpoint
    from middleground.ports.model.reader import ModelReader

    key = os.environ.get(KEY_VARIABLE, "")
    return ModelReader(named_endpoint(url, model, key, patience))


def _summary(
    project: Path,
    reports: Sequence[StoredReport],
    read: Sequence[StoredReport],
    entries: Iterable[Entry],
    *,
    is_stored: bool,
) -> dict[str, Any]:
    read_now = {report.document.id for report in read}
    kinds = defaultdict[str, Counter[str]](Counter)
    decided = 0
    for entry in entries:
        kinds[entry.report][entry.kind] += 1
        decided += entry.decided
    return {
        "project": str(project),
        "reader": RULES.name,
        "stored": is_stored,
        "reports": [
            {
                "id": report.document.id,
                "file": report.file,
                "sha256": report.sha256,
                "read_now": report.document.id in read_now,
                "entries": dict(sorted(kinds[report.document.id].items())),
                "notices": [notice.what for notice in report.notices],
            }
            for report in reports
        ],
        "entries": sum(count.total() for count in kinds.values()),
        "decided": decided,
    }


def _words(summary: dict[str, Any]) -> str:
    """The summary for a person."""
    if not summary["reports"]:
        return f"The scenario lists no reports. Bring them in: {called()} add PROJECT FILE..."
    lines = []
    for report in summary["reports"]:
        counts = ", ".join(_count(kind, n) for kind, n in report["entries"].items())
        when = "" if report["read_now"] else "  (not changed since it was read)"
        lines.append(f"{report['id']}: {counts or 'nothing found'}{when}")
    lines.append(
        f"{summary['entries']:,} entries in the ledger, {summary['decided']:,} decided by a person."
        if summary["stored"]
        else f"{summary['entries']:,} entries; not stored, because this is no project folder that"
        " can be written."
    )
    if "model" in summary:
        lines += _model_words(summary["model"])
    if summary["stored"]:
        lines.append(f"Ask next: {called()} brief {shown(summary['project'])}")
    return "\n".join(lines)


def _model_words(said: dict[str, Any]) -> list[str]:
    """What became of the candidates of a model, and which reports it could not read."""
    lines = []
    if said["dropped"]:
        reasons = ", ".join(f"{why}: {number:,}" for why, number in said["dropped"].items())
        total = sum(said["dropped"].values())
        lines.append(f"{total:,} candidates of {shown(said['reader'])} were dropped ({reasons}).")
    for report, why in said["failed"].items():
        lines.append(f"{report} was not read by {shown(said['reader'])}: {why}.")
    if said["failed"]:
        lines.append("Read again later: what was read stays, and only the rest is asked for.")
    return lines


def _count(kind: str, number: int) -> str:
    return f"{number:,} {kind}{'s' * (number != 1)}"
