"""A project out of one file, which may come from anybody.

Nothing is written before the names of all files are known to be sound; what comes out is counted
while it does; the folder is put in its place only when every checksum is right. Python's own ZIP
reader needs no process of its own here: the number of entries is looked at before it sees them.
"""

import hashlib
import json
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from middleground.errors import Problem, ProjectError
from middleground.plain_text import shown
from middleground.ports.store.archive import (
    CONTENTS,
    FORMAT,
    LARGEST_FILE,
    LARGEST_IN_ALL,
    MOST_FILES,
    MOST_RATIO,
    SMALL,
    is_expected,
    is_sound,
)
from middleground.ports.store.creation import built
from middleground.ports.store.files import make_folder, new_file
from middleground.ports.store.naming import folded
from middleground.ports.store.project import RESULTS, SCENARIO, refuse_newer

_END = struct.Struct("<4s4H2LH")  # end of central directory record (PKWARE APPNOTE 4.3.16)
_END_MARK, _ZIP64_MARK = b"PK\x05\x06", b"PK\x06\x07"
_ZIP64_LENGTH = 20
_LARGEST_LIST = 8 * 2**20  # bytes: of the ZIP's own list, and of ours
_LARGEST_SCENARIO = 5 * 2**20
_CHUNK = 2**20
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FORMAT_NAME = re.compile(r"middleground-project/(\d{1,9})")
_OTHER_SCENARIO = "scenario.json"
_GRAVEST_FIRST = (
    "archive-path", "archive-link", "archive-duplicate", "version", "archive-type",
    "archive-contents",
)  # fmt: skip
_MOST_NAMED = 20
# What Python's reader raises on damaged archives.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
_PARTS = "scenario.yaml, scenarios/, reports/, ledger.jsonl, journal.jsonl: texts and documents"
_MADE_BY = "an archive made by the command 'pack'"
_AGAIN = "ask for the archive once more, made by the command: pack PROJECT FILE.zip"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What became of unpacking an archive.

    Attributes:
        files: Names of the files that were written, in order.
        left_out: Number of stored answers that were not wanted.
    """

    files: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the list of files says of one."""

    size: int
    sha256: str


def unpack(
    archive: Path, folder: Path, tell: Callable[[str], None], *, with_results: bool = False
) -> Unpacked:
    """Make a project folder from an archive.

    Args:
        archive: The file.
        folder: Where; it must not exist, or be empty.
        tell: Told what a person at the terminal should know while they wait.
        with_results: Whether stored answers are taken over. They are then shown as if they had been
            computed here.

    Raises:
        ProjectError: If the archive is damaged, hostile, newer than this program or none of ours,
            or the folder is in use. Nothing is left behind.
    """
    with _opened(archive) as opened:
        stated = _checked(opened)
        refuse_newer(_scenario(opened, stated), f"{opened.filename} ({SCENARIO})")
        wanted = [n for n in stated if with_results or not n.startswith(f"{RESULTS}/")]
        with built(folder, tell) as project:
            for name in wanted:
                _write(opened, name, stated[name], project.folder)
    return Unpacked(tuple(wanted), len(stated) - len(wanted))


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, known to hold no more entries than the limit."""
    try:
        file = archive.open("rb")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProjectError(
            f"cannot read '{shown(str(archive))}': {reason}", code="not-readable", expected=_MADE_BY
        ) from error
    with file:
        _measure(file, archive)
        try:
            opened = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise _damaged(str(archive), error) from error
        opened.filename = str(archive)
        with opened:
            yield opened


def _measure(file: IO[bytes], archive: Path) -> None:
    """Refuse an archive by the record at its end, before anything else of it is read."""
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode) or found.st_size < _END.size:
        raise _damaged(str(archive), "it is too short for a ZIP file")
    file.seek(-min(found.st_size, _END.size + _ZIP64_LENGTH), os.SEEK_END)
    ending = file.read()
    mark, _, _, _, entries, length, _, comment = _END.unpack(ending[-_END.size :])
    if mark != _END_MARK or comment:
        raise _damaged(str(archive), "its end is missing, or something follows it")
    if entries > MOST_FILES + 1 or length > _LARGEST_LIST or ending.startswith(_ZIP64_MARK):
        raise _too_large(str(archive), "", f"it has more than {MOST_FILES:,} files")


# ------------------------------------------------------------------------- what may be in it


def _checked(opened: zipfile.ZipFile) -> dict[str, _Stated]:
    """The files of a sound archive, by name."""
    archive = str(opened.filename)
    entries = opened.infolist()
    found = [fault for entry in entries for fault in _faults(entry)]
    found += _doubles([entry.orig_filename for entry in entries])
    faults = list(dict.fromkeys(found))
    names = {entry.filename: entry for entry in entries}
    if CONTENTS not in names:
        faults.append(_not_ours(opened, names.get(_OTHER_SCENARIO)))
    if faults:
        faults.sort(key=lambda fault: _GRAVEST_FIRST.index(fault.code))
        raise ProjectError([replace(f, file=archive, mend=_AGAIN) for f in faults[:_MOST_NAMED]])
    packed = sum(entry.compress_size for entry in entries)
    if packed > os.fstat(opened.fp.fileno()).st_size:  # type: ignore[union-attr]
        raise _damaged(archive, "files overlap in it")
    stated = _contents(opened)
    _compare(archive, stated, names)
    return stated


def _faults(entry: zipfile.ZipInfo) -> Iterator[Problem]:
    """What is wrong with an entry, seen from the outside."""
    name, place = shown(entry.orig_filename), shown(entry.orig_filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not is_sound(entry.orig_filename):
        what = f"'{name}' is not a name inside the project that holds on every system"
        yield Problem(what, "archive-path", path=place, expected="a name such as reports/april.txt")
    elif kind == stat.S_IFLNK:
        what = f"'{name}' is a symbolic link"
        yield Problem(what, "archive-link", path=place, expected="plain files only")
    elif kind not in (0, stat.S_IFREG) or name.endswith("/"):
        what = f"'{name}' is not a plain file"
        yield Problem(what, "archive-type", path=place, expected="plain files only")
    elif name != CONTENTS and not is_expected(entry.orig_filename):
        what = f"'{name}' is no part of a project"
        yield Problem(what, "archive-type", path=place, expected=_PARTS)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        what = f"'{name}' is encrypted, or packed in an unusual way"
        yield Problem(what, "archive-type", path=place, expected="files packed by 'deflate'")


def _doubles(names: Sequence[str]) -> Iterator[Problem]:
    """Names that are one file on some systems, or a file and a folder at once."""
    seen: dict[str, str] = {}
    folders = {folded(str(above)) for name in names for above in PurePosixPath(name).parents}
    for name in names:
        key = folded(name)
        if key in seen or key in folders:
            same = f"the same file as '{shown(seen[key])}'" if key in seen else "a folder, too"
            what = f"'{shown(name)}' is {same} on some systems, or stands twice"
            expected = "every name once, in whatever case"
            yield Problem(what, "archive-duplicate", path=shown(name), expected=expected)
        seen.setdefault(key, name)


def _not_ours(opened: zipfile.ZipFile, other: zipfile.ZipInfo | None) -> Problem:
    """An archive without our list of files; perhaps of a version that has none by this name."""
    said = _json(opened, other) if other is not None else {}
    version = said.get("version") if isinstance(said, dict) else None
    if isinstance(version, int) and version > FORMAT:
        what = f"the archive is of version {version}, newer than this program"
        return Problem(
            what, "version", path=f"{_OTHER_SCENARIO} /version", expected=f"version {FORMAT}"
        )
    what = f"the archive holds no list of its files, {CONTENTS}"
    return Problem(what, "archive-contents", expected=_MADE_BY)


# ---------------------------------------------------------------------------- our list of files


def _contents(opened: zipfile.ZipFile) -> dict[str, _Stated]:
    """The list of files, as it stands in the archive."""
    archive = str(opened.filename)
    said = _json(opened, opened.getinfo(CONTENTS))
    named = said.get("format") if isinstance(said, dict) else None
    format_ = _FORMAT_NAME.fullmatch(named) if isinstance(named, str) else None
    if format_ and int(format_[1]) > FORMAT:
        raise ProjectError(
            Problem(
                f"the archive is of format {int(format_[1])}, newer than this program",
                code="version",
                file=archive,
                path=f"{CONTENTS} /format",
                expected=f"middleground-project/{FORMAT}",
                mend="update middleground",
            )
        )
    files = said.get("files") if isinstance(said, dict) and format_ else None
    if not isinstance(files, dict):
        raise _damaged(archive, f"{CONTENTS} is no list of files")
    stated = {}
    for name, about in files.items():
        size = about.get("size") if isinstance(about, dict) else None
        sha256 = about.get("sha256") if isinstance(about, dict) else None
        if type(size) is not int or not isinstance(sha256, str):
            raise _damaged(archive, f"{CONTENTS} does not say enough about '{shown(name)}'")
        stated[name] = _Stated(size, sha256)
    return stated


def _json(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Any:
    """An entry that is JSON; None if it is not."""
    data = b"".join(_pieces(opened, entry, _LARGEST_LIST))
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _compare(archive: str, stated: dict[str, _Stated], names: dict[str, zipfile.ZipInfo]) -> None:
    """Hold the list of files against the archive: the same names, and sizes within the limits."""
    apart = sorted({*stated} ^ ({*names} - {CONTENTS}))
    if apart:
        raise _damaged(archive, f"'{shown(apart[0])}' stands only in one of its two lists of files")
    if SCENARIO not in stated:
        raise _damaged(archive, f"it holds no {SCENARIO}")
    for name, file in stated.items():
        if file.size != names[name].file_size:
            raise _damaged(archive, f"its two lists of files differ on the size of '{shown(name)}'")
        if file.size > LARGEST_FILE:
            raise _too_large(archive, name, f"it unpacks to {file.size:,} bytes")
    if sum(file.size for file in stated.values()) > LARGEST_IN_ALL:
        raise _too_large(archive, "", "its files together are too large")


# ------------------------------------------------------------------------------ getting it out


def _scenario(opened: zipfile.ZipFile, stated: dict[str, _Stated]) -> bytes:
    """The scenario, for a look at its format."""
    most = min(stated[SCENARIO].size, _LARGEST_SCENARIO)
    return b"".join(_pieces(opened, opened.getinfo(SCENARIO), most))


def _write(opened: zipfile.ZipFile, name: str, stated: _Stated, folder: Path) -> None:
    """Write one file, and compare it with what the list of files says of it."""
    place = folder / name
    for above in reversed(PurePosixPath(name).parents[:-1]):
        make_folder(folder / above)
    found = hashlib.sha256()
    with new_file(place) as file:
        for piece in _pieces(opened, opened.getinfo(name), stated.size):
            found.update(piece)
            file.write(piece)
    if found.hexdigest() != stated.sha256:
        raise _damaged(str(opened.filename), f"the checksum of '{shown(name)}' is wrong")


def _pieces(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """An entry's bytes, counted as they come: never more than that many, nor out of proportion."""
    archive, got = str(opened.filename), 0
    allowed = min(most, max(SMALL, MOST_RATIO * entry.compress_size))
    try:
        with opened.open(entry) as packed:
            while piece := packed.read(_CHUNK):
                got += len(piece)
                if got > allowed:
                    what = f"a file unpacks to more than {allowed:,} bytes"
                    raise _too_large(archive, entry.filename, what)
                yield piece
    except _DAMAGE as error:
        raise _damaged(archive, error) from error


def _damaged(archive: str, why: object) -> ProjectError:
    words = " ".join(str(why).split())[:200] or type(why).__name__
    return ProjectError(
        Problem(
            f"the archive is damaged: {shown(words)}",
            code="damaged-archive",
            file=archive,
            expected=_MADE_BY,
            mend=_AGAIN,
        )
    )


def _too_large(archive: str, name: str, why: str) -> ProjectError:
    return ProjectError(
        Problem(
            f"the archive exceeds the limit: {why}",
            code="too-large",
            file=archive,
            path=shown(name),
            expected=f"at most {MOST_FILES:,} files of {LARGEST_FILE // 2**20} MiB,"
            f" {LARGEST_IN_ALL // 2**20:,} MiB together, packed at most {MOST_RATIO} to 1",
            mend=_AGAIN,
        )
    )
