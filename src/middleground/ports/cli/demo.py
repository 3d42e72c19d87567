"""`middleground demo`: the whole way, from reports to a brief, on a copy of the flagship case."""

import os
import sys
from pathlib import Path

import click

from middleground.deals.sampling import DEFAULT_DRAWS
from middleground.errors import ProjectError
from middleground.ports.cli.asking import Opened, sampling_of, tell
from middleground.ports.cli.brief import page_of, write_brief
from middleground.ports.store.creation import copy_case
from middleground.ports.store.project import SCENARIO

FOLDER, CASE = "demo", "ceasefire"


@click.command("demo")
@click.option("--no-open", is_flag=True, help="Do not open the brief in a browser.")
def command(no_open: bool) -> None:
    """Copy the flagship case, analyse it, and write its brief.

    The copy is the folder demo where you are: yours to change. It is used again when it is there
    already, and what you changed in it stays.
    """
    folder = Path(FOLDER)
    if not folder.exists():
        copy_case(folder, CASE, "", tell)
        tell(f"Made {folder}: a copy of the case {CASE}, yours to change.")
    elif not (folder / SCENARIO).is_file():
        raise ProjectError(
            f"there is a '{FOLDER}' here already, and it is no project",
            code="exists",
            expected=f"no '{FOLDER}' in this folder, or the one from an earlier run",
            mend="run the demo in another folder",
        )
    else:
        tell(f"Using {folder} from an earlier run.")
    opened = Opened(folder)
    place = page_of(folder, opened.project)
    write_brief(opened, place, sampling_of(DEFAULT_DRAWS, 0, nominal=False))
    if not no_open and _has_screen():
        import webbrowser

        webbrowser.open(place.resolve().as_uri())
    click.echo(str(place.resolve()))


def _has_screen() -> bool:
    """Whether somebody sits at a terminal with a screen on which a browser can open."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
