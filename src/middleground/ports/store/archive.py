"""A project as one file: what such an archive holds, and making one.

A ZIP file with the project's own files, and a list of them with their sizes and checksums. The same
project gives the same bytes (with the same zlib): names are in order, times are fixed, and neither
the maker nor the day is written down. Checksums find damage; they are no signature.
"""

import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from middleground.errors import MiddlegroundError, Problem, ProjectError
from middleground.plain_text import canonical, shown, visible
from middleground.ports.called import called
from middleground.ports.store.files import UNFINISHED, digest, new_file, read_file
from middleground.ports.store.listing import list_reports
from middleground.ports.store.naming import is_device
from middleground.ports.store.project import (
    CACHE,
    DRAFT,
    JOURNAL,
    LEDGER,
    REPORTS,
    RESULTS,
    SCENARIO,
    Project,
)
from middleground.ports.store.stored_reports import META

FORMAT = 1
CONTENTS = "middleground-project.json"  # the list of files
LARGEST_FILE = 256 * 2**20  # bytes, unpacked
LARGEST_IN_ALL = 2 * 2**30
MOST_FILES = 10_000
MOST_RATIO = 200  # unpacked to packed bytes, of a file above this size:
SMALL = 2**20

_SCENARIOS = "scenarios"
_AT_THE_TOP = (SCENARIO, DRAFT, LEDGER, JOURNAL)
_ENDINGS = {
    _SCENARIOS: (".yaml", ".yml"),
    REPORTS: (
        ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml",
        META, "",
    ),
    RESULTS: (".json", ".csv", ".html", ".svg", ".png"),
}  # fmt: skip
_DEEPEST = 6
_LONGEST_NAME = 200  # bytes of one part; systems take 255, and unfinished files have longer names
_UNFIT = re.compile(r'[\\:*?"<>|\n\t]')
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that the format knows


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of packing a project.

    Attributes:
        files: Names of the files in the archive, in order, its list of files apart.
        size: Bytes of the archive.
        sha256: Of the archive.
        notices: What the user should know: what was left out, what goes along.
    """

    files: tuple[str, ...]
    size: int
    sha256: str
    notices: tuple[Problem, ...]


def is_sound(name: str) -> bool:
    """Whether a name stays inside the folder, and is one and the same name on every system.

    Example:
        >>> [is_sound(n) for n in ("reports/may.pdf", "../may.pdf", "reports/may.pdf ")]
        [True, False, False]
    """
    parts = name.split("/")
    return (
        name == canonical(name) == visible(name)
        and not _UNFIT.search(name)
        and all(part.strip(" ") == part and part[-1:] not in ("", ".") for part in parts)
        and all(len(part.encode("utf-8", "replace")) <= _LONGEST_NAME for part in parts)
        and not any(is_device(part) for part in parts)
    )


def is_expected(name: str) -> bool:
    """Whether a file of this name belongs in an archive.

    Example:
        >>> [is_expected(n) for n in ("scenario.yaml", "reports/may.pdf", "reports/cache.pkl")]
        [True, True, False]
    """
    parts = PurePosixPath(name).parts
    if len(parts) == 1:
        return name in _AT_THE_TOP
    endings = _ENDINGS.get(parts[0], ())
    ending = META if name.endswith(META) else PurePosixPath(name).suffix.lower()
    is_plain = len(parts) <= _DEEPEST and not any(part.startswith(".") for part in parts)
    return is_plain and ending in endings


def pack(project: Project, to: Path, *, with_results: bool = False) -> Packed:
    """Write a project into one file.

    Args:
        project: The project folder.
        to: The archive to make; nothing may be there yet.
        with_results: Whether stored answers go along.

    Raises:
        ProjectError: If this is no project folder, the file exists, or cannot be written. Nothing
            is left behind.
    """
    _refuse(project, to)
    with ExitStack() as held:
        if project.is_kept:
            held.enter_context(project.alone())
        found, others = _files(project.folder, with_results)
        _refuse_reports_left_out(project, found)
        with new_file(to) as out:
            with zipfile.ZipFile(out, "w") as archive:
                listed = {name: _add(archive, name, _read(place)) for name, place in found.items()}
                _refuse_beyond(sum(int(said["size"]) for said in listed.values()))
                contents = {"format": f"middleground-project/{FORMAT}", "files": listed}
                written = json.dumps(contents, ensure_ascii=False, indent=1).encode()
                _add(archive, CONTENTS, written)
            out.seek(0)
            sha256 = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
            size = out.tell()
    return Packed(tuple(found), size, sha256, tuple(_notices(found, others)))


def _refuse(project: Project, to: Path) -> None:
    if not project.is_folder:
        raise ProjectError(
            f"'{shown(str(project.scenario))}' is a single file, not a project folder",
            code="not-kept",
            expected="a project folder",
            mend=f"make one: {called()} new DIR --reports FILE...",
        )
    if os.path.lexists(to):
        raise ProjectError(
            f"'{shown(str(to))}' exists already; nothing was changed",
            code="exists",
            expected="the name of a file that does not exist yet",
            mend="choose another name, or remove that file first",
        )


def _files(folder: Path, with_results: bool) -> tuple[dict[str, Path], list[str]]:
    """Files to pack by their name in the archive, in order; and names of what is left out."""
    found: dict[str, Path] = {}
    others: list[str] = []
    for name, place in _walk(folder, ""):
        if name.startswith(f"{RESULTS}/") and not with_results:
            continue
        if is_sound(name) and is_expected(name) and name not in found:
            found[name] = place
        else:
            others.append(name)
    if len(found) > MOST_FILES:
        raise ProjectError(
            f"the project has {len(found):,} files to pack",
            code="too-large",
            expected=f"at most {MOST_FILES:,}",
        )
    return found, others


def _walk(folder: Path, above: str) -> Iterator[tuple[str, Path]]:
    """Everything in a folder; what is hidden, by its name alone. Links are not followed."""
    try:
        places = sorted(folder.iterdir(), key=lambda path: canonical(path.name))
    except OSError:
        yield f"{above} (cannot be read)", folder
        return
    for place in places:
        name = above + canonical(place.name)
        if place.is_symlink():
            yield f"{name} (a link)", place
        elif place.name.startswith("."):
            if place.name != CACHE and UNFINISHED not in place.name:
                yield name, place
        elif place.is_dir():
            yield from _walk(place, f"{name}/")
        else:
            yield name, place


def _refuse_reports_left_out(project: Project, found: dict[str, Path]) -> None:
    """An archive without one of its reports would be none."""
    listed: dict[str, str] = {}
    with suppress(MiddlegroundError):  # a scenario that is half-written may be packed as it is
        listed = list_reports(project.read_scenario(), SCENARIO)
    problems = [
        Problem(
            f"the report '{shown(report)}' cannot be packed: {shown(file)}",
            code="archive-type",
            file=str(project.scenario),
            path=f"reports.{report}.file",
            expected=f"a file in {REPORTS}/ whose name holds on every system and ends in one of"
            f" {', '.join(_ENDINGS[REPORTS][:-2])}",
            mend="move or rename the file, and name it so in the scenario",
        )
        for report, file in listed.items()
        if canonical(file) not in found and (project.folder / file).exists()
    ]
    if problems:
        raise ProjectError(problems)


def _refuse_beyond(size: int) -> None:
    if size > LARGEST_IN_ALL:
        raise ProjectError(
            f"the project has {size:,} bytes to pack",
            code="too-large",
            expected=f"at most {LARGEST_IN_ALL:,}",
        )


def _read(place: Path) -> bytes:
    data = read_file(place, largest=LARGEST_FILE)
    if data is None:
        raise ProjectError(f"'{shown(str(place))}' has gone", code="missing-file")
    return data


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> dict[str, str | int]:
    """Add a file; return what the list of files says of it."""
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = 3  # Unix, whose file types the next line gives
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    is_suspect = len(data) > SMALL and len(data) > MOST_RATIO * len(zlib.compress(data))
    entry.compress_type = zipfile.ZIP_STORED if is_suspect else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
    return {"size": len(data), "sha256": digest(data)}


def _notices(found: dict[str, Path], others: list[str]) -> Iterator[Problem]:
    if others:
        named = ", ".join(shown(name) for name in others[:10])
        more = f" and {len(others) - 10:,} more" if len(others) > 10 else ""
        yield Problem(f"not packed, being no part of a project: {named}{more}", code="left-out")
    if JOURNAL in found:
        yield Problem(
            "the archive holds the whole history: login names, and what was deleted since",
            code="history",
        )
