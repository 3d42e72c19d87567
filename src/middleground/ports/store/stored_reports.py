"""The reports of a project: originals under `reports/`, and beside each what was made of it.

`april.html` has beside it `april.html.extracted.txt`, its text as every span counts it, and
`april.html.meta.json`: checksum, size, how the text was made, what was noticed, when it was added.
A plain text in UTF-8 with the usual line ends needs no copy: its text is the original.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from middleground.errors import Problem, ProjectError, ReportError
from middleground.plain_text import shown
from middleground.ports.store.files import digest, read_file, write_safely
from middleground.ports.store.project import Project
from middleground.reports.document import Document
from middleground.reports.reading import ReportText, read_report

LARGEST_REPORT = 50 * 2**20
EXTRACTED, META = ".extracted.txt", ".meta.json"


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as the project holds it.

    Attributes:
        document: Its text under its id.
        file: Its file, relative to the project folder.
        sha256: Of the original's bytes.
        text_sha256: Of its text in UTF-8, to which all spans refer.
        notices: What was noticed about it.
    """

    document: Document
    file: str
    sha256: str
    text_sha256: str
    notices: tuple[Problem, ...] = ()


def read_original(path: Path) -> bytes:
    """The bytes of a report.

    Raises:
        ReportError: If there is no such file, or it is empty, too large, or not a file.
    """
    try:
        data = read_file(path.resolve(), largest=LARGEST_REPORT)
    except ProjectError as error:
        raise ReportError(error.problems) from error
    except (OSError, RuntimeError) as error:  # a name too long, links in a circle
        raise ReportError(f"'{shown(str(path))}' cannot be read: {error}") from error
    if data is None:
        raise ReportError(
            f"there is no file '{shown(str(path))}'",
            code="missing-file",
            expected="a report: a .txt, .md, .html, .pdf, .docx or .eml file",
        )
    if not data:
        raise ReportError(f"'{shown(str(path))}' is empty", code="empty")
    return data


def keep_beside(place: Path, data: bytes, extracted: ReportText) -> list[Path]:
    """Write what was made of a report beside it; return the files written."""
    text = extracted.text.encode("utf-8", "surrogatepass")
    written = []
    if text != data:
        written.append(_beside(place, EXTRACTED))
        write_safely(written[-1], text)
    meta = {
        "sha256": digest(data),
        "size": len(data),
        "how": extracted.how,
        "text_sha256": digest(text),
        "notices": [problem.what for problem in extracted.notices],
        "added": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    written.append(_beside(place, META))
    write_safely(written[-1], json.dumps(meta, ensure_ascii=False, indent=1).encode() + b"\n")
    return written


def read_stored(project: Project, report: str, file: str) -> StoredReport:
    """One report of a project.

    The text that was made of it when it was added is used as long as the original is the same, so
    that spans keep their meaning when a later version of the program extracts otherwise.

    Raises:
        ReportError: If it cannot be read, or holds no text.
        ProjectError: If its file lies outside the project.
    """
    place = project.file(file)
    data = read_original(place)
    sha256 = digest(data)
    meta = _read_meta(place) if project.is_folder else {}
    if meta.get("sha256") == sha256:
        kept = read_file(_beside(place, EXTRACTED))
        text = data if kept is None else kept
        if digest(text) == meta.get("text_sha256"):
            document = Document(report, text.decode("utf-8", "surrogatepass"))
            return StoredReport(document, file, sha256, digest(text), _noticed(meta, file))
    extracted = read_report(data, place.name)
    notices = tuple(extracted.notices)
    if meta:
        notices += (Problem(f"{file} has changed since it was added", "changed-report", file),)
    if project.is_kept:
        with contextlib.suppress(ProjectError), project.alone():
            keep_beside(place, data, extracted)  # what cannot be kept is made anew next time
    document = Document(report, extracted.text)
    text = extracted.text.encode("utf-8", "surrogatepass")
    return StoredReport(document, file, sha256, digest(text), notices)


def text_file(project: Project, file: str) -> str:
    """The file, relative to the project folder, that holds a report's text as spans count it."""
    return file + EXTRACTED if _beside(project.file(file), EXTRACTED).is_file() else file


def read_stored_all(project: Project, files: Mapping[str, str]) -> list[StoredReport]:
    """All reports of a project (id to file), in the order of the scenario.

    Raises:
        ReportError: With every report that cannot be read.
    """
    reports, problems = [], list[Problem]()
    for report, file in files.items():
        try:
            reports.append(read_stored(project, report, file))
        except (ReportError, ProjectError) as error:
            problems += error.in_file(file).problems
    if problems:
        raise ReportError(problems)
    return reports


def inputs_of(project: Project, files: Mapping[str, str]) -> dict[str, str]:
    """SHA-256 of the scenario and of reports (id to file): what an answer rests on."""
    texts = {file: digest(read_original(project.file(file))) for file in files.values()}
    return {"scenario": digest(project.read_scenario()), **texts}


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(place.name + ending)


def _read_meta(place: Path) -> dict[str, Any]:
    """What was noted about a report; nothing if the note is gone or damaged: it is made anew."""
    try:
        data = read_file(_beside(place, META))
        meta = json.loads(data) if data else {}
    except (ProjectError, ValueError, RecursionError):
        return {}
    return meta if isinstance(meta, dict) else {}


def _noticed(meta: dict[str, Any], file: str) -> tuple[Problem, ...]:
    said = meta.get("notices")
    words = said if isinstance(said, list) else []
    return tuple(Problem(str(what), "report-notice", file) for what in words)
