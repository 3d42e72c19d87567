"""Writing that survives a crash, and reading that stays inside its folder.

A file is written beside its place, brought to the disk, renamed over the old one, and the folder is
brought to the disk too; a reader meets the old text or the new one, never a mixture. An append is
on the disk before this module returns. Every failure is a `ProjectError`: nothing here returns as
if it had saved when it had not.

Source: the order of calls is the one that lost nothing in replayed power cuts (Pillai et al. 2014,
"All File Systems Are Not Created Equal", describe why each step is needed).
"""

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from middleground.errors import ProjectError
from middleground.plain_text import canonical, shown
from middleground.ports.called import called

# What a half-written file is called; such files are removed when the project is opened next.
UNFINISHED = ".unfinished"
LARGEST_FILE = 64 * 2**20

_REMEDIES = {
    errno.ENOSPC: "make room on the disk and try again",
    errno.EDQUOT: "make room within your quota and try again",
    errno.EACCES: "ask whoever owns the folder for the right to write there, or copy it",
    errno.EPERM: "ask whoever owns the folder for the right to write there, or copy it",
    errno.EROFS: "copy the project to a disk that can be written",
    errno.EIO: "check the disk; copy the project elsewhere first",
    errno.ELOOP: "put the file itself in place of the symbolic link: links are not followed",
}


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_safely(path: Path, data: bytes) -> None:
    """Replace a file as a whole, or leave it as it is.

    Raises:
        ProjectError: If any step fails. Only if the last step failed (bringing the folder to the
            disk) may the new text be in place already.
    """
    with _told(path, "save"):
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(unfinished, flags, 0o666)
        try:
            try:
                _keep_mode(handle, path)
                _write_all(handle, data)
                os.fsync(handle)
            finally:
                os.close(handle)
            unfinished.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise
        _sync(path.parent)


def append_safely(path: Path, data: bytes) -> None:
    """Add to the end of a file and wait until it is on the disk.

    Raises:
        ProjectError: If any step fails; what was added in part is taken off again.
    """
    with _told(path, "save"):
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(path, flags, 0o666)
        try:
            length = os.fstat(handle).st_size
            try:
                _write_all(handle, data)
                os.fsync(handle)
                if length == 0:
                    _sync(path.parent)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, length)
                raise
        finally:
            os.close(handle)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to fill. It is in its place and on the disk when the block ends; after an error, gone.

    Raises:
        ProjectError: If any step fails, or if something has come to be in its place.
    """
    with _told(path, "make"):
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(unfinished, flags, 0o666)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(handle)
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            unfinished.rename(path)
            unfinished = path
            _sync(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise


def write_note(path: Path, data: bytes) -> None:
    """Write what may be lost: quickly, and without waiting for the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with _told(path, "save"):
        handle = os.open(path, flags, 0o666)
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)


def cut_back(path: Path, length: int) -> None:
    """Take off what was added to a file after it had the given length."""
    with _told(path, "save"):
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.ftruncate(handle, length)
            os.fsync(handle)
        finally:
            os.close(handle)


def read_file(path: Path, *, largest: int = LARGEST_FILE, start: int = 0) -> bytes | None:
    """The bytes of a plain file from a place on; None where there is no such file.

    Raises:
        ProjectError: If it is a folder, a device or a pipe, is too large, or cannot be read.
    """
    with _told(path, "read"):
        try:
            # Opening a pipe must not wait for somebody to write into it.
            flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
            handle = os.open(path, flags)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise ProjectError(f"'{shown(str(path))}' is not a file", code="not-a-file")
            if found.st_size - start > largest:
                raise ProjectError(
                    f"'{shown(str(path))}' is {found.st_size / 2**20:.0f} MiB large",
                    code="too-large",
                    expected=f"at most {largest / 2**20:.0f} MiB",
                )
            file.seek(start)
            return file.read()


def make_folder(path: Path) -> None:
    """Make a folder and bring its name to the disk; one that exists is fine."""
    with _told(path, "make"):
        try:
            path.mkdir()
        except FileExistsError:
            if path.is_dir() and not path.is_symlink():
                return
            raise
        _sync(path.parent)


def put_in_place(path: Path, to: Path) -> None:
    """Put a finished file or folder in its place, which must be free."""
    with _told(to, "make"):
        path.rename(to)
        _sync(to.parent)


def inside(folder: Path, name: str) -> Path:
    """The place of a file that a scenario or a journal names, which must lie inside the folder.

    Raises:
        ProjectError: If the name leads outside, by `..`, from the root, or through a link.
    """
    name = canonical(name)
    root = folder.resolve()
    place = (root / name).resolve() if "\0" not in name else root
    if "\\" in name or place == root or not place.is_relative_to(root):
        raise ProjectError(
            f"'{shown(name)}' is not the name of a file inside the project folder",
            code="outside-folder",
            expected="a file in the folder of the scenario, such as reports/april.txt",
            mend=f"copy the file into the project: {called()} add PROJECT FILE",
        )
    return place if place.exists() else _as_on_disk(place)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process left half-written. Call it only while nobody else writes."""
    with contextlib.suppress(OSError):
        if not folder.is_symlink():
            for left in folder.glob(f".*{UNFINISHED}"):
                left.unlink()


def _as_on_disk(place: Path) -> Path:
    """The same name as another system spells it (decomposed letters), where such a file exists."""
    with contextlib.suppress(OSError):
        for entry in place.parent.iterdir():
            if canonical(entry.name) == place.name and not entry.is_symlink():
                return entry
    return place


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _keep_mode(handle: int, path: Path) -> None:
    """Give the new file the rights of the one that it replaces."""
    with contextlib.suppress(OSError):
        os.fchmod(handle, stat.S_IMODE(os.lstat(path).st_mode) & 0o666)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _told(path: Path, doing: str) -> Iterator[None]:
    """Turn what the system says into a message that names the file and a remedy."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        kept = "what was saved before is still there" if doing == "save" else None
        raise ProjectError(
            f"cannot {doing} '{shown(str(path))}': {reason}",
            code="not-readable" if doing == "read" else "not-saved",
            mend="; ".join(filter(None, [_REMEDIES.get(error.errno or 0), kept])),
        ) from error
