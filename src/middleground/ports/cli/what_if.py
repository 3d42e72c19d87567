"""`middleground what-if`: the same question with named changes, side by side with the original."""

from pathlib import Path

import click

from middleground.errors import ProjectError
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, PROJECT, Opened, sampling_of, sampling_options
from middleground.ports.cli.compare import OUT, show
from middleground.ports.cli.versions import as_it_is, names, overlay_in, what_if


@click.command("what-if")
@PROJECT
@click.argument("overlay", required=False, type=click.Path(path_type=Path))
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
              help="Set a number, rule or other value; several times if need be.")  # fmt: skip
@click.option("--remove", "removals", multiple=True, metavar="PATH",
              help="Leave out a rule, demand or other element.")  # fmt: skip
@OUT
@sampling_options
@AS_JSON
def command(
    project: Path,
    overlay: Path | None,
    settings: tuple[str, ...],
    removals: tuple[str, ...],
    out: Path | None,
    draws: int,
    seed: int,
    nominal: bool,
    as_json: bool,
) -> None:
    """What would be different if some numbers or rules were?

    PATH is a place in the scenario as answers print it, VALUE a value of the scenario file:
    --set 'preferences.union.chair.no_deal=20', --set 'preferences.union.chair.no_deal=[10, 20]'.
    OVERLAY is a small file with such changes. The scenario itself stays as it is.
    """
    from middleground.scenario.overlay import Overlay, read_removal, read_setting

    opened = Opened(project)
    changes = [*map(read_setting, settings), *map(read_removal, removals)]
    written = overlay_in(overlay) if overlay else Overlay(())
    whole = written.and_then(changes)
    if not whole.changes:
        raise ProjectError(
            "no change was named",
            code="setting",
            expected="--set PATH=VALUE, --remove PATH, or an overlay file",
            mend=f"for instance: {called()} what-if {project} --set PATH=VALUE",
        )
    name = whole.title or "; ".join(names(whole))
    pair = (as_it_is(opened, "as it is"), what_if(opened, whole, name))
    show(pair, "what-if", sampling_of(draws, seed, nominal), out, as_json)
