"""`attributions`: who says what in a file of texts, in the format of the scorers of the field."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from middleground.errors import EvidenceError, Problem, ProjectError
from middleground.evidence.entries import Entry, Passage
from middleground.evidence.reader import read_claims
from middleground.plain_text import json_text, shown
from middleground.ports.cli.asking import AS_JSON, progress_bar, tell
from middleground.ports.store.files import read_file, write_safely
from middleground.reports.document import Document

Record = dict[str, Any]

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("attributions", short_help="Find who says what in a file of texts (JSON lines).")
@click.argument("source", metavar="IN", type=_FILE)
@click.argument("target", metavar="OUT", type=_FILE)
@click.option("--force", is_flag=True, help="Replace OUT if it is there already.")
@AS_JSON
def command(source: Path, target: Path, force: bool, as_json: bool) -> None:
    """Find who says what in a file of texts (JSON lines).

    Each line of IN is an object with "doc_id" and "text". OUT holds the same objects with
    "attributions": source, cue and content as [start, end] in characters of the text. OUT is
    written as a whole at the end, or not at all.
    """
    if target.exists() and not force:
        raise ProjectError(
            f"{shown(target.name)} is there already",
            code="file-exists",
            where=shown(str(target)),
            mend="name another file, or add --force to replace it",
        )
    records = _read(source)
    lines: list[str] = []
    count = 0
    total = sum(len(record["text"]) for record in records)
    done = 0
    with progress_bar("Reading") as show:
        for record in records:
            entries = read_claims(Document(record["doc_id"], record["text"]))
            found = list_attributions(entries)
            count += len(found)
            lines.append(json.dumps(record | {"attributions": found}, ensure_ascii=False) + "\n")
            done += len(record["text"])
            show(done, total)
    write_safely(target, "".join(lines).encode("utf-8"))
    if as_json:
        told = {"written": str(target), "texts": len(records), "attributions": count}
        click.echo(json_text(told))
        return
    found_there = f"{count:,} attribution{'s' if count != 1 else ''}"
    texts = f"{len(records):,} text{'s' if len(records) != 1 else ''}"
    tell(f"{found_there} in {texts}, written to {shown(str(target))}.")


def list_attributions(entries: Sequence[Entry]) -> list[Record]:
    """The attributions among some entries, as scorers read them; [] for a part left out."""
    return [
        {
            "id": entry.id,
            "type": entry.type,
            "polarity": entry.polarity,
            "source": _places(entry.source),
            "cue": _places(entry.cue),
            "content": _places(entry.content),
        }
        for entry in entries
        if entry.kind == "attribution"
    ]


def _places(passages: Sequence[Passage]) -> list[list[int]]:
    return [[passage.start, passage.end] for passage in passages]


def _read(source: Path) -> list[Record]:
    """All records of a file.

    Raises:
        EvidenceError: If a line is no record; every such line is named, before any is read.
        ProjectError: If the file cannot be read.
    """
    data = read_file(source)
    if data is None:
        raise ProjectError(
            f"there is no file {shown(source.name)}",
            code="no-file",
            where=shown(str(source)),
            mend="check the path",
        )
    records: list[Record] = []
    problems: list[Problem] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append(_record(line))
        except (ValueError, RecursionError) as error:
            problems.append(_damaged(source, number, error))
    if problems:
        raise EvidenceError(problems)
    return records


def _record(line: bytes) -> Record:
    """One record.

    Raises:
        ValueError: If the line is none, with the reason in words.
    """
    record = json.loads(line.decode("utf-8"))
    if not isinstance(record, dict):
        raise ValueError("it is no object")
    for key in ("doc_id", "text"):
        if not isinstance(record.get(key), str):
            raise ValueError(f'"{key}" is missing, or is no text')
    try:
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("it holds half a character (an unpaired surrogate)") from None
    return record


def _damaged(source: Path, number: int, error: Exception) -> Problem:
    match error:
        case UnicodeDecodeError():
            why = "it is not UTF-8"
        case json.JSONDecodeError():
            why = f"it is not JSON ({error.msg} at character {error.colno})"
        case RecursionError():
            why = "it is nested too deeply"
        case _:
            why = str(error)
    return Problem(
        f"line {number} cannot be read: {why}",
        code="damaged-line",
        file=shown(str(source)),
        line=number,
        expected='one object a line, such as {"doc_id": "april", "text": "The union said ..."}',
        mend="mend the line or delete it; nothing was written",
    )
