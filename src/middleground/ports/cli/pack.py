"""`pack`: a project as one file, for colleagues."""

from pathlib import Path

import click

from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, PROJECT, tell, tell_notices
from middleground.ports.store.archive import Packed, pack
from middleground.ports.store.project import open_project


@click.command("pack", short_help="Write a project into one file, for colleagues.")
@PROJECT
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path))
@click.option("--with-results", is_flag=True, help="Stored answers go along.")
@AS_JSON
def command(project: Path, file: Path, with_results: bool, as_json: bool) -> None:
    """Write a project into one file, for colleagues.

    FILE.zip gets the scenario, its what-ifs, the reports, the ledger and the history. The same
    project gives the same file, byte for byte. A file that exists is never replaced.
    """
    opened = open_project(project, tell)
    tell_notices(opened.notices)
    packed = pack(opened, file, with_results=with_results)
    tell_notices(packed.notices)
    if as_json:
        click.echo(json_text(_as_json(project, file, packed)))
        return
    click.echo(f"Packed {shown(str(project))} into {shown(str(file))}: {len(packed.files)} files,")
    click.echo(f"{packed.size:,} bytes, SHA-256 {packed.sha256}.")
    click.echo(f"To open it elsewhere: {called()} unpack {shown(file.name)} DIR")


def _as_json(project: Path, file: Path, packed: Packed) -> dict[str, object]:
    return {
        "project": str(project),
        "archive": str(file),
        "sha256": packed.sha256,
        "size": packed.size,
        "files": packed.files,
        "notices": [notice.what for notice in packed.notices],
    }
