"""What every question needs: the project, its settings, stored answers, progress."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.deals.sampling import (
    DEFAULT_DRAWS,
    MOST_DRAWS,
    SCRAMBLINGS,
    Progress,
    Sampling,
    at_least,
)
from middleground.errors import Problem
from middleground.plain_text import json_text, visible
from middleground.ports.called import called
from middleground.ports.store.files import digest
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.results import fingerprint

if TYPE_CHECKING:
    from middleground.scenario.reader import Reading

_SHARE_THAT_TELLS = 0.05  # of the work done, before the time left can be told
_SECONDS_BETWEEN_LINES = 10

PROJECT = click.argument("project", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one object for machines.")


def sampling_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how uncertain numbers are drawn."""
    for option in (
        click.option("--nominal", is_flag=True, help="Modes and midpoints only; nothing is drawn."),
        click.option("--seed", type=int, default=0, show_default=True, help="Where draws start."),
        click.option(
            "--draws",
            type=int,
            default=DEFAULT_DRAWS,
            show_default=True,
            help="Number of draws, all scramblings counted; raised to 8, 16, 32, ...",
        ),
    ):
        command = option(command)
    return command


def sampling_of(draws: int, seed: int, nominal: bool) -> Sampling | None:
    """The sampling that was asked for; None for the nominal reading alone."""
    return None if nominal else sampling_with(draws, seed)


def sampling_with(draws: int, seed: int) -> Sampling:
    """So many draws: eight scramblings of 2^m points; a number between is raised to the next."""
    if SCRAMBLINGS <= draws <= MOST_DRAWS and at_least(draws) != draws:
        tell(f"Note: {draws:,} draws are raised to {at_least(draws):,}, which share out evenly.")
        draws = at_least(draws)
    return Sampling(draws, seed)


def tell(line: str) -> None:
    """A word to whoever waits, on standard error."""
    click.echo(visible(line), err=True)


def tell_notices(notices: tuple[Problem, ...] | list[Problem]) -> None:
    """What is worth knowing and no error, on standard error."""
    for notice in notices:
        place = f"{notice.where}: " if notice.where else ""
        tell(f"Note: {place}{notice.what}")


class Opened:
    """A project with its scenario as it stood when it was opened.

    Attributes:
        project: The folder, or the single file.
        digest: SHA-256 of the scenario file.
    """

    def __init__(self, path: Path) -> None:
        self.project: Project = open_project(path, tell)
        self._written = self.project.read_scenario()
        self._file = str(path / self.project.scenario.name if self.project.is_folder else path)
        self.digest = digest(self._written)
        tell_notices(self.project.notices)

    @cached_property
    def reading(self) -> "Reading":
        """The scenario, with the place of everything in it. Read when first asked for.

        Raises:
            ScenarioError: If the scenario has faults: all that could be found.
        """
        from middleground.ports.store.parsed_scenario import parse_once
        from middleground.scenario.reader import decode, read_parsed

        text, notices = decode(self._written, self._file)
        tell_notices(notices)
        root = self.project.folder if self.project.is_folder else None
        parsed = parse_once(self.project, text, self._file)
        return read_parsed(parsed, root=root, folder=self.project.folder)

    def read(self, written: bytes) -> "Reading":
        """Another text of this project's scenario, such as an earlier one."""
        from middleground.scenario.reader import read_scenario_bytes

        root = self.project.folder if self.project.is_folder else None
        return read_scenario_bytes(written, self._file, root=root, folder=self.project.folder)


def open_scenario(path: Path) -> Opened:
    """Open a project folder or a single scenario file.

    Raises:
        ProjectError: If there is none.
    """
    return Opened(path)


def settings_of(sampling: Sampling | None) -> dict[str, Any]:
    """A sampling as the settings that name a stored answer."""
    if sampling is None:
        return {"reading": "nominal"}
    return {"reading": "draws", "draws": sampling.draws, "seed": sampling.seed}


def answer(
    opened: Opened,
    question: str,
    settings: Mapping[str, Any],
    compute: Callable[[], Mapping[str, Any]],
    beside: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], str]:
    """The answer to a question about the scenario alone: a stored one, or a new one, now stored.

    Args:
        opened: The project.
        question: The command's name.
        settings: All that was asked beside.
        compute: Finds the answer.
        beside: Digests of what the answer rests on beside the scenario, by name.

    Returns:
        The answer, and the fingerprint that names it.
    """
    inputs = {"scenario": opened.digest, **(beside or {})}
    results = opened.project.results
    found = results.load(question, settings, inputs)
    if found is not None:
        return found, fingerprint(question, settings, inputs)
    made = dict(compute())
    return made, results.keep(question, settings, inputs, made)


def lost_quotations(opened: Opened) -> str:
    """A word on quotations that are not in their reports: no answer rests on them; "" if none.

    It stands beside the answer, not in it: what is computed from the numbers stays the same.
    """
    from middleground.ports.store.checked_quotations import quotations_in_reports

    count, lost = quotations_in_reports(opened.project, opened.digest, lambda: opened.reading)
    if not lost:
        return ""
    are, their = ("is", "its report") if lost == 1 else ("are", "their reports")
    plural = "s" * (count != 1)
    which = f"{called()} check says which"
    return f"{lost} of {count} quotation{plural} {are} not in {their}: {which}"


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar with the time left, where a terminal is attached; otherwise a line now and then.

    The first steps are no measure of the rest, so the time left is not guessed from them.
    """
    if not sys.stderr.isatty():
        yield _lines(label)
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=False) as bar:

        def report(done: int, total: int) -> None:
            bar.length = total
            bar.show_eta = done >= _SHARE_THAT_TELLS * total
            bar.update(done - bar.pos)

        yield report


def _lines(label: str) -> Progress:
    """Progress in plain lines; work that is short says nothing."""
    said_at = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - said_at >= _SECONDS_BETWEEN_LINES and 0 < done < total:
            said_at = now
            tell(f"{label}: {done / total:.0%}")

    return report


def print_json(opened: Opened, found: Mapping[str, Any], print_: str) -> None:
    """Print an answer as one object, with the fingerprint that names it."""
    if lost := lost_quotations(opened):
        tell(f"Note: {lost}")
    click.echo(json_text({**found, "fingerprint": print_}))


def print_words(opened: Opened, said: str, print_: str, following: str) -> None:
    """Print an answer in words, what does not support it, its fingerprint, and what to ask next."""
    lost = lost_quotations(opened)
    lines = ["", *([f"Note: {lost}."] if lost else []), f"Fingerprint {print_}. {following}"]
    click.echo("\n".join([said, *lines]))
