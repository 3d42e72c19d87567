"""`middleground brief`: one page with the answers and their evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.deals.sampling import Sampling
from middleground.errors import AnswerError, ProjectError
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import (
    AS_JSON,
    PROJECT,
    Opened,
    answer,
    lost_quotations,
    progress_bar,
    sampling_of,
    sampling_options,
    settings_of,
    tell,
)
from middleground.ports.cli.blockers import ask_blockers
from middleground.ports.cli.levers import ask_levers
from middleground.ports.cli.ratify import ask_at_home
from middleground.ports.cli.sensitivity import ask_what_matters, smaller
from middleground.ports.cli.up_to_date import read_up_to_date
from middleground.ports.store.files import digest, write_safely
from middleground.ports.store.page_place import refuse_other_files
from middleground.ports.store.project import Project
from middleground.ports.store.results import fingerprint

if TYPE_CHECKING:
    from middleground.brief.content import BriefContent
    from middleground.reports.document import Document

PAGE = "brief.html"


@click.command("brief")
@PROJECT
@click.option("--out", type=click.Path(path_type=Path), help="Write the page to this file.")
@sampling_options
@AS_JSON
def command(
    project: Path, out: Path | None, draws: int, seed: int, nominal: bool, as_json: bool
) -> None:
    """Write the brief: one page with the answers and their evidence.

    The page is PROJECT/brief.html, or beside a single scenario file. It needs nothing else: no
    network, no program but a browser, and it prints. With --json the same content is printed for
    machines, and a page is written only where --out names one.
    """
    sampling = sampling_of(draws, seed, nominal)
    opened = Opened(project)
    if as_json and out is None:
        _print(gather_brief(opened, sampling).content)
        return
    place = out or page_of(project, opened.project)
    brief = write_brief(opened, place, sampling)
    if as_json:
        _print(brief.content)
    else:
        click.echo(shown(str(place)))


@dataclass(frozen=True)
class Brief:
    """What a brief says, and the texts that it quotes."""

    content: "BriefContent"
    documents: "Mapping[str, Document]"


def page_of(path: Path, project: Project) -> Path:
    """Where the page of a project goes: into its folder, or beside a single scenario file.

    Raises:
        ProjectError: If nothing can be written there.
    """
    if not project.is_folder:
        return path.with_name(f"{path.stem}.brief.html")
    if not project.is_kept:
        raise ProjectError(
            f"the brief cannot be written into '{shown(str(path))}'",
            code="not-kept",
            expected="a project folder that can be written, and is no case of the catalogue",
            mend=f"name a file with --out, or work on a copy: {called()} new DIR --case NAME",
        )
    return path / PAGE


def write_brief(opened: Opened, place: Path, sampling: Sampling | None) -> Brief:
    """Gather a brief and write its page, as a whole or not at all.

    Raises:
        ProjectError: If something else than a brief stands there.
    """
    from middleground.brief.page import write_page

    reports = [report.file for report in opened.reading.scenario.reports.values()]
    refuse_other_files(opened.project, reports, place)
    brief = gather_brief(opened, sampling)
    page = write_page(brief.content, opened.reading.scenario, brief.documents)
    write_safely(place, page.encode("utf-8", "backslashreplace"))
    return brief


def gather_brief(opened: Opened, sampling: Sampling | None) -> Brief:
    """Read what is new, ask what was not asked before, and put all of it together."""
    from middleground.brief.gather import gather

    reports, _, ledger_entries = read_up_to_date(opened.project)
    entries = list(ledger_entries)
    documents = {report.document.id: report.document for report in reports}
    zone, middle_ground, vetoes, matters, blockers, unanswered = None, None, None, None, None, []
    levers = None
    if opened.reading.scenario.has_model:
        try:
            zone, middle_ground = _ask(opened, sampling)
        except AnswerError as error:
            unanswered = [problem.what for problem in error.problems]
            tell(f"Note: the brief has no answers: {'; '.join(unanswered)}")
        else:
            few = smaller(sampling) if sampling else None
            vetoes = _or_none("who must say yes at home", lambda: ask_at_home(opened, sampling))
            blockers = _or_none("who blocks", lambda: ask_blockers(opened, few))
            if few:
                matters = _or_none("what matters", lambda: ask_what_matters(opened, few))
            if few and opened.reading.scenario.levers:
                levers = _or_none("what would open the zone", lambda: ask_levers(opened, few))
    from middleground.answers.blockers import Blockers
    from middleground.answers.levers import LeversFound
    from middleground.answers.middle_ground import MiddleGround
    from middleground.answers.ratification import Vetoes
    from middleground.answers.sensitivity import Sensitivity
    from middleground.answers.zone import Zone
    from middleground.evidence.ledger import dump_entries

    ledger = dump_entries(entries).encode("utf-8", "backslashreplace")
    inputs = {
        "scenario": opened.digest,
        "ledger": digest(ledger),
        **{report.file: report.sha256 for report in reports},
    }
    content = gather(
        opened.reading,
        documents,
        entries,
        None if zone is None else Zone.model_validate(zone),
        None if middle_ground is None else MiddleGround.model_validate(middle_ground),
        fingerprint("brief", settings_of(sampling), inputs),
        unanswered,
        None if vetoes is None else Vetoes.model_validate(vetoes),
        None if matters is None else Sensitivity.model_validate(matters),
        None if blockers is None else Blockers.model_validate(blockers),
        None if levers is None else LeversFound.model_validate(levers),
    )
    if lost := lost_quotations(opened):
        tell(f"Note: {lost}")
    return Brief(content, documents)


def _or_none(what: str, ask: Callable[[], tuple[dict[str, Any], str]]) -> dict[str, Any] | None:
    """An answer; None, with a word to whoever waits, where the scenario cannot give it."""
    try:
        return ask()[0]
    except AnswerError as error:
        tell(f"Note: the brief does not say {what}: {error.problems[0].what}")
        return None


def _ask(opened: Opened, sampling: Sampling | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both answers, stored or new."""
    settings = settings_of(sampling)
    scenario = opened.reading.scenario

    def find_zone_now() -> dict[str, Any]:
        from middleground.answers.zone import find_zone

        with progress_bar("Asking everybody about every deal") as progress:
            return find_zone(scenario, sampling, progress).model_dump(mode="json")

    def find_middle_ground_now() -> dict[str, Any]:
        from middleground.answers.middle_ground import find_middle_ground

        with progress_bar("Looking for the fair deals") as progress:
            return find_middle_ground(scenario, sampling, progress).model_dump(mode="json")

    zone, _ = answer(opened, "zone", settings, find_zone_now)
    middle_ground, _ = answer(opened, "middle-ground", settings, find_middle_ground_now)
    return zone, middle_ground


def _print(content: "BriefContent") -> None:
    """The content as one object; the same bytes for the same project."""
    said = json_text(content.model_dump(mode="json"))
    click.echo(said.encode("utf-8", "backslashreplace"))
