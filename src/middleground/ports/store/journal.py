"""The journal of a project: every act, in order, only ever added to.

It holds the whole history by itself: the first act on a file holds its whole text, each later one
what was replaced. So undo, history and recovery need nothing but this file. Why it is made this
way: docs/decisions/05-journal.md.
"""

import getpass
from datetime import UTC, datetime
from pathlib import Path

from middleground.errors import Problem
from middleground.ports.store.acts import Act, Origin, compare, read_act
from middleground.ports.store.files import (
    append_safely,
    cut_back,
    digest,
    read_file,
    write_safely,
)

_LARGEST = 4 * 2**30


class Journal:
    """The acts of one project. Whoever adds to it holds the project's lock.

    Attributes:
        path: The file.
        acts: All acts that could be read, oldest first.
    """

    acts: list[Act]
    _last: dict[str, Act]  # by file
    _broken: set[str]  # files whose acts do not follow each other
    _lines: list[bytes]
    _damaged: list[tuple[int, bytes]]  # numbers and bytes of lines that cannot be read
    _length: int
    _ending: bytes  # the last line, by which a journal that only grew is known again
    _is_unended: bool

    def __init__(self, path: Path) -> None:
        self.path = path
        self._forget()

    def refresh(self) -> None:
        """Read what was added since the last time."""
        # Reading on is right only if the last line that we know is still where it was.
        start = max(self._length - len(self._ending), 0)
        data = (read_file(self.path, largest=_LARGEST, start=start) or b"") if start else b""
        if not start or not self._ending or not data.startswith(self._ending):
            self._forget()
            data = read_file(self.path, largest=_LARGEST) or b""
        else:
            data = data[len(self._ending) :]
        self._take(data)

    def refresh_all(self) -> None:
        """Read everything anew."""
        self._forget()
        self.refresh()

    def mend(self) -> list[Problem]:
        """Set damaged lines aside in a file of their own; say so.

        A line that ends in the middle is what a power cut leaves of an act that was never
        acknowledged; a line whose checksum is wrong was changed on the disk.
        """
        if self._is_unended:  # an editor took the last line break: the next act would join on
            append_safely(self.path, b"\n")
            self.refresh_all()
        if not self._damaged:
            return []
        aside = set_aside(self.path, b"\n".join(line for _, line in self._damaged) + b"\n")
        write_safely(self.path, b"".join(line + b"\n" for line in self._lines))
        numbers = ", ".join(str(number) for number, _ in self._damaged)
        self.refresh_all()
        return [
            Problem(
                f"damaged lines of the journal were set aside ({numbers}); they are in {aside}",
                code="damaged-journal",
                file=str(self.path),
                mend="nothing needs doing: what they changed can no longer be undone",
            )
        ]

    def last(self, file: str) -> Act | None:
        """The latest act on a file."""
        return self._last.get(file)

    def is_whole(self, file: str) -> bool:
        """Whether the acts on a file follow each other without a gap, back to a whole text."""
        return file not in self._broken

    def text(self, file: str, until: str = "") -> bytes | None:
        """A file as its last act left it, made from its history; None where a part is missing.

        Args:
            file: The file, as a path in the project folder.
            until: Acts after this moment are left out: UTC, ISO 8601, as in `Act.at`. "" for none.
        """
        text: bytes | None = None
        last: Act | None = None
        for last in (a for a in self.acts if a.file == file and (not until or a.at <= until)):
            text = last.redo(text)
        return text if last and text is not None and digest(text) == last.after else None

    def enter(
        self, file: str, before: bytes | None, after: bytes, what: str, origin: Origin = "program"
    ) -> Act:
        """Add an act and wait until it is on the disk.

        Args:
            file: The file, as a path in the project folder.
            before: Its bytes before; None where they are not known or there was no file.
            after: Its bytes after.
            what: What is done, in words.
            origin: Whether this program does it, or found it done.
        """
        last = self.last(file)
        # Without a known text to start from, or after a gap, the act must hold everything.
        follows = last is not None and before is not None and digest(before) == last.after
        holds_all = before is None or not follows or not self.is_whole(file)
        act = Act(
            number=self.acts[-1].number + 1 if self.acts else 1,
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            by=login_name() if origin == "program" else "",
            what=what,
            origin=origin,
            file=file,
            before=digest(before) if before is not None else last.after if last else None,
            after=digest(after),
            changes=() if holds_all or before is None else compare(before, after),
            whole=after.decode("utf-8", "surrogateescape") if holds_all else None,
        )
        line = act.line()
        append_safely(self.path, line)
        self._take(line)
        return act

    def withdraw(self, act: Act) -> None:
        """Take off the act just entered, because it could not be carried out."""
        if self.acts[-1:] != [act]:
            raise ValueError("only the last act can be withdrawn")
        cut_back(self.path, self._length - len(act.line()))
        self.refresh_all()

    def _forget(self) -> None:
        self.acts, self._last, self._broken = [], {}, set()
        self._damaged, self._lines, self._length, self._ending = [], [], 0, b""
        self._is_unended = False

    def _take(self, data: bytes) -> None:
        """Read further lines. What follows the last line break is a line that was cut."""
        *lines, rest = data.split(b"\n")
        for line in lines:
            self._take_line(line)
        if rest:
            self._is_unended = self._take_line(rest)
        self._length += len(data)
        is_sound = self._lines and not self._damaged and not self._is_unended
        self._ending = self._lines[-1] + b"\n" if is_sound else b""

    def _take_line(self, line: bytes) -> bool:
        act = read_act(line)
        if act:
            self._note(act)
            self._lines.append(line)
        elif line.strip():
            self._damaged.append((len(self._lines) + len(self._damaged) + 1, line))
        return act is not None

    def _note(self, act: Act) -> None:
        before = self._last.get(act.file)
        if act.whole is not None:
            self._broken.discard(act.file)
        elif before is None or before.after != act.before:
            self._broken.add(act.file)
        self._last[act.file] = act
        self.acts.append(act)


def set_aside(path: Path, data: bytes) -> str:
    """Keep damaged bytes in a new file beside the damaged one; return its name."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name, tries = f"{path.name}.damaged-{moment}", 1
    while path.with_name(name).exists():
        tries += 1
        name = f"{path.name}.damaged-{moment}-{tries}"
    write_safely(path.with_name(name), data)
    return name


def login_name() -> str:
    """Who acts: the login name; "" on machines without one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
