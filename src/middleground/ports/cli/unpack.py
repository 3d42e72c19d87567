"""`unpack`: a project out of one file."""

from pathlib import Path

import click

from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, tell
from middleground.ports.store.unpacking import unpack


@click.command("unpack", short_help="Make a project folder from a file that 'pack' wrote.")
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--with-results", is_flag=True, help="Take stored answers over, if there are any.")
@AS_JSON
def command(file: Path, folder: Path, with_results: bool, as_json: bool) -> None:
    """Make a project folder from a file that 'pack' wrote.

    DIR is the new folder. One that holds anything is never touched; a file that is damaged, or
    holds what is no part of a project, leaves nothing behind.
    """
    unpacked = unpack(file, folder, tell, with_results=with_results)
    if unpacked.left_out:
        tell(f"Note: {unpacked.left_out:,} stored answers are left out: they are computed anew.")
    if as_json:
        said = {"archive": str(file), "project": str(folder), "files": unpacked.files}
        click.echo(json_text({**said, "left_out": unpacked.left_out}))
        return
    place = shown(str(folder))
    click.echo(f"Unpacked {shown(str(file))} into {place}: {len(unpacked.files)} files.")
    click.echo(f"What it rests on: {called()} check {place}")
