"""`ledger PROJECT export FILE`: the ledger for other programs."""

from pathlib import Path
from typing import Any

import click

from middleground.errors import ProjectError
from middleground.evidence.entries import Entry
from middleground.evidence.public import as_public
from middleground.plain_text import json_text, shown
from middleground.ports.cli.asking import AS_JSON
from middleground.ports.cli.ledger_asking import Opened, chosen, selecting, selection_of
from middleground.ports.cli.ledger_words import in_number
from middleground.ports.store.files import write_safely
from middleground.ports.store.listing import list_reports
from middleground.ports.store.stored_reports import text_file

_ENDINGS = (".csv", ".xlsx", ".jsonld")


@click.command("export", short_help="Write entries to a CSV, XLSX or JSON-LD file.")
@click.argument("file", type=click.Path(path_type=Path))
@selecting
@click.option("--public", is_flag=True, help="Leave out remarks, users and unnamed sources.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@AS_JSON
@click.pass_obj
def export(
    path: Path, /, file: Path, names: tuple[str, ...], public: bool, force: bool, as_json: bool,
    **asked: Any,
) -> None:  # fmt: skip
    """Write entries to FILE: all, or those that the options mean.

    .csv and .xlsx hold a row for each entry, .jsonld W3C Web Annotations, which point into the
    reports' texts by words and by characters (Unicode code points).
    """
    ending = file.suffix.casefold()
    if ending not in _ENDINGS:
        raise click.UsageError(f"FILE ends in {', '.join(_ENDINGS)}, not in '{shown(ending)}'.")
    opened = Opened(path)
    opened.refuse_empty()
    found = chosen(opened, names, selection_of(asked))
    written = as_public(found) if public else found
    data = _bytes_of(opened, written, ending, public=public)
    if not force and (file.exists() or file.is_symlink()):
        raise ProjectError(
            f"'{shown(str(file))}' is there already",
            code="exists",
            expected="a new file",
            mend="choose another name, or --force to write over it",
        )
    write_safely(file, data)
    if as_json:
        click.echo(json_text({"file": str(file), "entries": len(written)}))
    else:
        click.echo(f"Wrote {in_number(len(written), 'entry')} to {shown(str(file))}")


def _bytes_of(opened: Opened, entries: list[Entry], ending: str, *, public: bool) -> bytes:
    if ending == ".csv":
        from middleground.exchange.ledger_table import ledger_csv

        return ledger_csv(entries)
    if ending == ".xlsx":
        from middleground.exchange.ledger_table import ledger_xlsx

        return ledger_xlsx(entries)
    from middleground.exchange.annotations import ledger_annotations

    listed = list_reports(opened.project.read_scenario(), str(opened.project.scenario))
    reports = [report for report in listed if any(e.report == report for e in entries)]
    documents = {report: opened.document(report) for report in reports}
    files = {report: text_file(opened.project, listed[report]) for report in reports}
    return ledger_annotations(entries, documents, files, with_surroundings=not public)
