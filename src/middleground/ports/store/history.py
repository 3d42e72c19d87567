"""Files whose every change is in the journal, and how the two are brought into agreement.

An act is on the disk in the journal before its file is written. So there are three ways in which a
file can differ from what its last act says: the act did not reach it (a crash), the file was
changed outside the program, or the file is damaged or gone.
"""

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from middleground.errors import Problem, ProjectError
from middleground.ports.store.acts import Act
from middleground.ports.store.files import digest, make_folder, read_file, write_note, write_safely
from middleground.ports.store.journal import Journal, set_aside

Edit = Callable[[bytes], bytes]


def everything(data: bytes) -> bytes:
    """The sound part of a file in which a person may type anything: all of it."""
    return data


class History:
    """The files of one project that have a history. Whoever uses it holds the project's lock.

    Attributes:
        folder: The project folder.
        journal: Its acts.
        sound_part: For each file, by name: what is left of its bytes without damaged parts.
    """

    def __init__(self, folder: Path, journal: Journal, sound_part: Mapping[str, Edit]) -> None:
        self.folder = folder
        self.journal = journal
        self.sound_part = sound_part
        self._known_folder = folder / ".middleground" / "known"

    def change(self, name: str, edit: Edit, what: str) -> Act | None:
        """Change a file: first in the journal, then in its place. None if it stays the same."""
        path = self.folder / name
        before = read_file(path)
        after = edit(before or b"")
        if after == (before or b""):
            return None
        act = self.journal.enter(name, before, after, what)
        try:
            write_safely(path, after)
        except ProjectError:
            # A change that was reported as failed must not appear at the next opening.
            with contextlib.suppress(ProjectError):
                if read_file(path) == before:
                    self.journal.withdraw(act)
            raise
        self._remember(name, after)
        return act

    def settle(self) -> list[Problem]:
        """Bring every file and the journal into agreement; return what should be known about it."""
        self.journal.refresh()
        notices = self.journal.mend()
        for name in self.sound_part:
            notices += self._settle_file(name)
        return notices

    def _settle_file(self, name: str) -> list[Problem]:
        data = read_file(self.folder / name)
        last = self.journal.last(name)
        if last is None:
            return [] if data is None else self._take_in(name, data)
        if data is None:
            return self._bring_back(name, last)
        if digest(data) == last.after:
            if not self.journal.is_whole(name):
                self._enter(name, None, data, "the whole text, after a gap in the journal")
            return []
        known = self._known(name, last)
        text = known or self.journal.text(name)
        if known is None and text is not None and digest(data) == last.before:
            write_safely(self.folder / name, text)  # the act did not reach the file
            self._remember(name, text)
            return []
        # What another version of the program left is not damaged for being unknown to this one.
        if not self._is_sound(name, data) and (text is None or self._is_sound(name, text)):
            return [self._restore(name, data, text)]
        return self._take_over(name, text, data)

    def _take_in(self, name: str, data: bytes) -> list[Problem]:
        """Enter a file that the journal does not know: how every history begins."""
        if not self._is_sound(name, data):
            return [self._restore(name, data, None)]
        is_first = not self.journal.acts and not (self._known_folder / name).exists()
        self._enter(name, None, data, "found without a history")
        what = "had no history in the journal; it is taken as it is"
        return [] if is_first else [self._notice(name, what, "no-history")]

    def _bring_back(self, name: str, last: Act) -> list[Problem]:
        """Write a file that has gone, or that was never made, from its history."""
        text = self.journal.text(name)
        if text is None:
            return [self._notice(name, "is missing, and its history has a gap", "lost-file")]
        write_safely(self.folder / name, text)
        self._remember(name, text)
        what = f"was missing; it is back as it was on {last.at}"
        return [self._notice(name, what, "restored-file")]

    def _restore(self, name: str, data: bytes, known: bytes | None) -> Problem:
        """Put a damaged file back as the journal has it, and keep the damaged one beside it."""
        aside = set_aside(self.folder / name, data)
        if known is not None:
            write_safely(self.folder / name, known)
            how = "put back from the journal"
        else:
            sound = self.sound_part[name](data)
            write_safely(self.folder / name, sound)
            self._enter(name, None, sound, "damaged parts left out")
            how = "its sound lines were kept"
        return self._notice(
            name, f"was damaged: {how}; the damaged file is {aside}", "damaged-file"
        )

    def _is_sound(self, name: str, data: bytes) -> bool:
        return self.sound_part[name](data) == data

    def _take_over(self, name: str, known: bytes | None, data: bytes) -> list[Problem]:
        """Enter what somebody did outside the program, and say so once.

        Editing by hand is the usual way of working, but a file that was cut or damaged by something
        else looks just like it: so it is said, without fuss, and the text before is kept.
        """
        self._enter(name, known, data, "changed outside the program")
        if known is None:
            what = "is new here and taken as it is"
        else:
            what = f"was edited ({_size(known, data)}); the text before is in the journal"
        return [self._notice(name, what, "changed-outside")]

    def _enter(self, name: str, known: bytes | None, data: bytes, what: str) -> None:
        self.journal.enter(name, known, data, what, "outside")
        self._remember(name, data)

    def _known(self, name: str, last: Act) -> bytes | None:
        """The file as the last act left it, if that act is known to have reached it.

        Without this note, a file that somebody put back by hand to what it was before the last act
        would look like one that the act did not reach.
        """
        with contextlib.suppress(ProjectError):
            data = read_file(self._known_folder / name)
            if data is not None and digest(data) == last.after:
                return data
        return None

    def _remember(self, name: str, data: bytes) -> None:
        """Note that the last act has reached its file. A lost note costs little: see `_known`."""
        with contextlib.suppress(ProjectError):
            make_folder(self._known_folder)
            write_note(self._known_folder / name, data)

    def _notice(self, name: str, what: str, code: str) -> Problem:
        return Problem(f"{name} {what}", code, str(self.folder / name))


def _size(before: bytes, after: bytes) -> str:
    """How large a change is, in lines."""
    was, now = before.count(b"\n"), after.count(b"\n")
    return f"{now:,} lines, as before" if was == now else f"{was:,} lines before, {now:,} now"
