"""Disks that fail: the n-th call ends in an error, or the power goes after any call."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "replace", "rename", "mkdir", "ftruncate")
Failing = Callable[..., contextlib.AbstractContextManager[list[str]]]


@pytest.fixture
def failing() -> Failing:
    """A disk whose n-th call fails: `with failing(3, errno.EIO) as failed:` lists what failed.

    A write that fails has written half of its bytes. With `for_good`, every later call fails too,
    as on a full or broken disk.
    """

    @contextlib.contextmanager
    def fail(number: int, code: int, *, for_good: bool = False) -> Iterator[list[str]]:
        seen, failed = [0], list[str]()
        patch = pytest.MonkeyPatch()
        for name in CALLS:
            patch.setattr(os, name, _maybe(name, getattr(os, name), number, code, seen, failed,
                                           for_good))  # fmt: skip
        try:
            yield failed
        finally:
            patch.undo()

    return fail


def _maybe(
    name: str,
    real: Callable[..., Any],
    number: int,
    code: int,
    seen: list[int],
    failed: list[str],
    for_good: bool,
) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        if name == "open" and not args[1] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            return real(*args, **named)  # reading goes on
        seen[0] += 1
        if seen[0] == number or (for_good and seen[0] > number):
            failed.append(name)
            if name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            raise OSError(code, os.strerror(code))
        return real(*args, **named)

    return call


@dataclass
class Disk:
    """What a folder holds on the disk after every call, if the power goes then.

    After the models of the prototype: K, the process is killed and the system lives on; P, nothing
    lasts that was not brought to the disk, names included; N, names last, contents do not.
    """

    root: Path
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    _handles: dict[int, str] = field(default_factory=dict)

    def acknowledge(self, number: int) -> None:
        """Note that an edit was reported as saved."""
        self.steps.append(("saved", number))

    def states(self, model: str) -> Iterator[tuple[dict[str, bytes | None], int]]:
        """Files (None for a folder) after each step, and the last edit reported as saved."""
        now = _Contents()
        saved = 0
        yield now.view(model), saved
        for step in self.steps:
            if step[0] == "saved":
                saved = step[1]
            else:
                now.take(*step)
            yield now.view(model), saved

    def record(self, patch: pytest.MonkeyPatch) -> None:
        """Note every call from now on."""
        for name in (*CALLS, "close", "unlink"):
            patch.setattr(os, name, self._noting(name, getattr(os, name)))

    def _noting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            before = os.lstat(args[0]) if name == "open" and os.path.lexists(args[0]) else None
            result = real(*args, **named)
            self._note(name, args, result, before)
            return result

        return call

    def _note(self, name: str, args: tuple[Any, ...], result: Any, before: Any) -> None:
        if name == "open":
            place = self._name(args[0])
            if place is None:
                return
            self._handles[result] = place
            if args[1] & os.O_TRUNC or before is None:
                self.steps.append(("create", place))
        elif name in ("write", "fsync", "ftruncate"):
            if args[0] in self._handles:
                place = self._handles[args[0]]
                is_folder = stat.S_ISDIR(os.fstat(args[0]).st_mode)
                if name == "write":
                    self.steps.append(("write", place, bytes(args[1])[:result]))
                elif name == "fsync":
                    self.steps.append(("sync folder" if is_folder else "sync", place))
                else:
                    self.steps.append(("cut", place, args[1]))
        elif name == "close":
            self._handles.pop(args[0], None)
        elif self._name(args[0]) is not None:
            self.steps.append((name, *(self._name(a) for a in args[:2] if not isinstance(a, int))))

    def _name(self, path: Any) -> str | None:
        try:
            return str(Path(os.fsdecode(path)).relative_to(self.root))
        except (TypeError, ValueError):
            return None


class _Contents:
    """Names lead to numbers of files; a file has its present bytes and those on the disk."""

    def __init__(self) -> None:
        self.names: dict[str, int | None] = {}
        self.lasting: dict[str, int | None] = {}
        self.now: dict[int, bytes] = {}
        self.on_disk: dict[int, bytes] = {}

    def take(self, step: str, place: str, *rest: Any) -> None:
        file = self.names.get(place)
        match step:
            case "create" if file is None:
                number = len(self.now)
                self.names[place], self.now[number], self.on_disk[number] = number, b"", b""
            case "create" if file is not None:
                self.now[file] = b""
            case "write" if file is not None:
                self.now[file] += rest[0]
            case "cut" if file is not None:
                self.now[file] = self.now[file][: rest[0]]
            case "sync" if file is not None:
                self.on_disk[file] = self.now[file]
            case "sync folder":
                here = {n for n in (*self.names, *self.lasting) if str(Path(n).parent) == place}
                for name in here:
                    self.lasting.pop(name, None)
                    if name in self.names:
                        self.lasting[name] = self.names[name]
            case "replace" | "rename":
                self.names[rest[0]] = self.names.pop(place)
            case "unlink":
                self.names.pop(place, None)
            case "mkdir":
                self.names[place] = None
            case _:
                raise AssertionError(f"unforeseen step {step} on {place}")

    def view(self, model: str) -> dict[str, bytes | None]:
        names = self.lasting if model == "P" else self.names
        held = self.now if model == "K" else self.on_disk
        return {name: None if n is None else held[n] for name, n in names.items()}


@pytest.fixture
def disk_of() -> Callable[[Path], contextlib.AbstractContextManager[Disk]]:
    """Record what happens to an empty folder: `with disk_of(folder) as disk:`."""

    @contextlib.contextmanager
    def record(root: Path) -> Iterator[Disk]:
        disk = Disk(root)
        patch = pytest.MonkeyPatch()
        disk.record(patch)
        try:
            yield disk
        finally:
            patch.undo()

    return record


NO_ROOM, BROKEN = errno.ENOSPC, errno.EIO
