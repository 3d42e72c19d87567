"""`convert`: scenarios from the field's formats, and into them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.errors import ProjectError
from middleground.plain_text import shown, visible
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, tell_notices
from middleground.ports.store.files import make_folder, read_file, write_safely

if TYPE_CHECKING:
    from middleground.exchange.case import Case

_SCENARIO = "scenario.yaml"
_SCENARIO_ENDINGS = (".yaml", ".yml")
_TABLE_ENDINGS = (".csv", ".xlsx")
_FOLDER_FORMATS = ("genius", "geniusweb", "negolog")
_LARGEST_FILE = 5 * 2**20
_MOST_FILES = 100
_MOST_SHOWN = 20


@dataclass(frozen=True)
class _Read:
    """What the input says.

    Attributes:
        case: The negotiation.
        left_out: What of a scenario has no place elsewhere: path and words.
        files: What was read.
    """

    case: "Case"
    left_out: list[tuple[str, str]]
    files: list[str]


@click.command("convert", short_help="Read Genius, GeniusWeb and scoring matrices, or write them.")
@click.argument(
    "sources", metavar="IN...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--to", "to", type=click.Choice(_FOLDER_FORMATS), default="genius", show_default=True,
    help="What a folder is filled with.",
)  # fmt: skip
@AS_JSON
def command(sources: tuple[Path, ...], out: Path, to: str, as_json: bool) -> None:
    """Read the field's formats into a scenario, or write a scenario in one of them.

    IN is a folder or files of Genius XML, of GeniusWeb or NegoLog JSON, a scoring matrix (.csv,
    .xlsx), or a scenario or project. OUT is a scenario (.yaml), a scoring matrix (.csv, .xlsx), or
    a new folder. Nothing is ever overwritten. What has no place in OUT is named, by its path.

    \b
    convert ItexCypress/ itex.yaml
    convert matrix.xlsx talks.yaml
    convert talks.yaml for-genius/
    """  # noqa: D301 - Click looks for the character itself, which keeps lines apart
    _refuse_taken(out)
    read = _read(sources, out)
    notes = [*read.case.notes]
    ending = out.suffix.casefold()
    if ending in _SCENARIO_ENDINGS:
        wrote = _write_scenario(read.case, out)
    elif ending in _TABLE_ENDINGS:
        from middleground.exchange.formats import write_table

        data, said = write_table(read.case, ending.removeprefix("."))
        write_safely(out, data)
        wrote, notes = [str(out)], [*notes, *said]
    else:
        wrote, said = _write_folder(read.case, out, to)
        notes += said
    done = {
        "read": read.files,
        "wrote": wrote,
        "parties": [profile.name for profile in read.case.profiles],
        "issues": [issue.name for issue in read.case.issues],
        "left_out": [{"path": path, "what": what} for path, what in read.left_out],
        "notes": notes,
    }
    if as_json:
        click.echo(json.dumps(done, indent=1))
    else:
        _print(done, out)


def _refuse_taken(out: Path) -> None:
    is_empty_folder = out.is_dir() and not any(out.iterdir())
    if out.is_symlink() or (out.exists() and not is_empty_folder):
        raise ProjectError(
            f"'{shown(str(out))}' is there already, and nothing is overwritten",
            code="exists",
            expected="a new file, or a new or empty folder",
            mend="choose another name, or move what is there",
        )


# ----------------------------------------------------------------------------------------- reading


def _read(sources: tuple[Path, ...], out: Path) -> _Read:
    scenario = _scenario_among(sources)
    if scenario is not None:
        if out.suffix.casefold() in _SCENARIO_ENDINGS:
            raise ProjectError(
                "a scenario is not converted into a scenario", code="usage",
                expected="a folder, or a file that ends in .csv or .xlsx", mend="copy the file",
            )  # fmt: skip
        return _read_scenario(scenario)
    from middleground.exchange.case import NamedBytes
    from middleground.exchange.formats import read_case

    files = [NamedBytes(str(path), _bytes_of(path)) for path in _files_of(sources)]
    return _Read(read_case(files), [], [file.name for file in files])


def _scenario_among(sources: tuple[Path, ...]) -> Path | None:
    """The scenario that is to be converted, if it is one."""
    found = [s / _SCENARIO if (s / _SCENARIO).is_file() else s for s in sources]
    scenarios = [path for path in found if path.suffix.casefold() in _SCENARIO_ENDINGS]
    if scenarios and len(sources) > 1:
        raise ProjectError(
            f"'{shown(str(scenarios[0]))}' beside other files", code="usage",
            expected="one scenario, or files of one other format",
        )  # fmt: skip
    return scenarios[0] if scenarios else None


def _read_scenario(path: Path) -> _Read:
    from middleground.exchange.out_of_scenario import case_of, left_out_of
    from middleground.scenario.reader import read_scenario

    reading = read_scenario(path)
    tell_notices(reading.notices)
    left_out = [(left.path, left.what) for left in left_out_of(reading.scenario)]
    return _Read(case_of(reading.scenario), left_out, [str(path)])


def _files_of(sources: tuple[Path, ...]) -> list[Path]:
    """The files that are meant: of a folder, those of the first format that it holds."""
    files: list[Path] = []
    for source in sources:
        if not source.is_dir():
            files.append(source)
            continue
        inside = sorted(path for path in source.iterdir() if path.is_file())
        endings = (".xml", ".json", *_TABLE_ENDINGS)
        first = next((e for e in endings if any(p.suffix.casefold() == e for p in inside)), None)
        if first is None:
            raise ProjectError(
                f"nothing in '{shown(str(source))}' can be converted", code="missing-file",
                expected="files that end in .xml, .json, .csv or .xlsx, or a scenario.yaml",
            )  # fmt: skip
        files += [path for path in inside if path.suffix.casefold() == first]
    if len(files) > _MOST_FILES:
        raise ProjectError(f"{len(files)} files", code="too-large",
                           expected=f"{_MOST_FILES} at most")  # fmt: skip
    return files


def _bytes_of(path: Path) -> bytes:
    # A link that the user names is followed.
    data = read_file(path.resolve(), largest=_LARGEST_FILE)
    if data is None:
        raise ProjectError(f"'{shown(str(path))}' does not exist", code="missing-file")
    return data


# ----------------------------------------------------------------------------------------- writing


def _write_scenario(case: "Case", out: Path) -> list[str]:
    from middleground.exchange.into_scenario import scenario_text
    from middleground.scenario.reader import read_scenario_text

    text = scenario_text(case)
    read_scenario_text(text, str(out))  # what cannot be read again is not written
    write_safely(out, text.encode())
    return [str(out)]


def _write_folder(case: "Case", out: Path, to: str) -> tuple[list[str], list[str]]:
    from middleground.exchange.formats import FOLDERS

    files, notes = FOLDERS[to](case)
    make_folder(out)
    for name, data in files.items():
        write_safely(out / name, data)
    return [str(out / name) for name in files], notes


def _print(done: dict[str, Any], out: Path) -> None:
    parties, issues = len(done["parties"]), len(done["issues"])
    lines = [f"Wrote {name}" for name in done["wrote"]]
    lines.append(
        f"{parties} part{'y' if parties == 1 else 'ies'}, {issues} issue{'s' * (issues != 1)}."
    )
    lines += [f"Note: {note}" for note in done["notes"]]
    if done["left_out"]:
        lines.append("Left out, for there is no place for it:")
        lines += [f"  {left['path']}: {left['what']}" for left in done["left_out"][:_MOST_SHOWN]]
        more = len(done["left_out"]) - _MOST_SHOWN
        lines += [f"  and {more} more; --json names all of them"] if more > 0 else []
    if out.suffix.casefold() in _SCENARIO_ENDINGS:
        lines.append(f"Ask next: {called()} check {out}, then: {called()} zone {out}")
    else:
        lines.append(f"To read it back: {called()} convert {out} FILE.yaml")
    click.echo("\n".join(visible(shown(line)) for line in lines))
