"""One act of the journal: what changed in one file, when, by whom, and what undoes it.

An act is one line of JSON. Its last member, `check`, is a checksum of all that stands before it in
the line, so that a flipped bit is found. Text that is not UTF-8 survives too: its bytes are carried
as lone surrogates, as Python's own `surrogateescape` does.
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from middleground.errors import ProjectError
from middleground.ports.store.files import digest

VERSION = 1
_CHECK = b',"check":"'

Origin = Literal["program", "outside"]


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a text that was replaced.

    Attributes:
        at: Where it begins, in characters of the text before the act.
        old: What stood there.
        new: What stands there since.
    """

    at: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Act:
    """One change of one file.

    Attributes:
        number: Place in the history, from 1.
        at: When, UTC, ISO 8601.
        by: The login name of whoever did it; "" where nobody knows.
        what: What was done, in words.
        origin: Whether this program did it, or found it done.
        file: The file, as a path in the project folder.
        before: SHA-256 of the file before; None where there was none.
        after: SHA-256 of the file after.
        changes: What was replaced, from the end of the file to its beginning.
        whole: The whole text after, where the text before is not known; otherwise None.
    """

    number: int
    at: str
    by: str
    what: str
    origin: Origin
    file: str
    before: str | None
    after: str
    changes: tuple[Change, ...] = ()
    whole: str | None = None

    def redo(self, before: bytes | None) -> bytes | None:
        """The file after this act, from the file before; None if this is not the file before."""
        if self.whole is not None:
            text = self.whole
        elif (None if before is None else digest(before)) != self.before:
            return None
        else:
            text = _replaced(_decode(before or b""), [(c.at, c.old, c.new) for c in self.changes])
        after = _encode(text)
        return after if digest(after) == self.after else None

    def undo(self, after: bytes) -> bytes | None:
        """The file before this act, from the file after; None where the act does not hold it."""
        if self.whole is not None or self.before is None or digest(after) != self.after:
            return None
        back, moved = [], 0
        for change in reversed(self.changes):  # from the beginning of the file to its end
            back.append((change.at + moved, change.new, change.old))
            moved += len(change.new) - len(change.old)
        before = _encode(_replaced(_decode(after), back[::-1]))
        return before if digest(before) == self.before else None

    def line(self) -> bytes:
        """The act as a line of the journal."""
        said: dict[str, Any] = {
            "v": VERSION,
            "act": self.number,
            "at": self.at,
            "by": self.by,
            "what": self.what,
            "origin": self.origin,
            "file": self.file,
            "before": self.before,
            "after": self.after,
        }
        if self.whole is None:
            said["changes"] = [[c.at, c.old, c.new] for c in self.changes]
        else:
            said["whole"] = self.whole
        body = _as_json(said)[:-1]
        return body + _CHECK + _checksum(body) + b'"}\n'


def read_act(line: bytes) -> Act | None:
    """The act of a line without its line break; None if the line is damaged.

    Raises:
        ProjectError: If a newer version of this program wrote the line.
    """
    body, found, check = line.rstrip(b"\r").rpartition(_CHECK)
    if not found or check != _checksum(body) + b'"}':
        return None
    try:
        said = json.loads(body + b"}")
        if said["v"] > VERSION:
            raise _newer(said["v"])
        act = Act(
            number=said["act"],
            at=said["at"],
            by=said["by"],
            what=said["what"],
            origin=said["origin"],
            file=said["file"],
            before=said["before"],
            after=said["after"],
            changes=tuple(Change(*c) for c in said.get("changes", ())),
            whole=said.get("whole"),
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        return None  # a line that this program did not write, whatever its checksum says
    return act if _is_well_typed(act) else None


def compare(before: bytes, after: bytes) -> tuple[Change, ...]:
    """What to replace in one text to get the other, last place first."""
    old, new = _decode(before), _decode(after)
    return tuple(
        Change(at, old[at:end], text) for at, end, text in reversed(list(_stretches(old, new)))
    )


def _replaced(text: str, changes: Sequence[tuple[int, str, str]]) -> str:
    """A text with stretches replaced, last place first, in time that grows with its length alone.

    What is replaced is not looked at: a checksum of the whole says whether all of it was right.
    """
    pieces, at = list[str](), 0
    for start, old, new in reversed(changes):
        pieces += [text[at:start], new]
        at = start + len(old)
    return "".join([*pieces, text[at:]])


def _stretches(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Stretches of the old text and what replaces them, first place first.

    What lies between lines that both texts hold once, in the same order, is compared as a whole
    (after the patience diff of Bram Cohen): quick for files of any size, and never wrong.
    """
    was, now = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, was))]
    i = j = 0
    for next_i, next_j in [*_anchors(was, now), (len(was), len(now))]:
        one, other = "".join(was[i:next_i]), "".join(now[j:next_j])
        if one != other:
            yield _trimmed(starts[i], one, other)
        i, j = next_i + 1, next_j + 1


def _anchors(was: list[str], now: list[str]) -> list[tuple[int, int]]:
    """Places of the longest run of lines that stand once in both texts, in the same order."""
    in_was, in_now = Counter(was), Counter(now)
    place = {line: j for j, line in enumerate(now) if in_now[line] == 1}
    pairs = [(i, place[line]) for i, line in enumerate(was) if in_was[line] == 1 and line in place]
    # Longest increasing subsequence: the best pair that ends a run of each length.
    ends: list[int] = []
    best: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(best[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        best[length : length + 1] = [n]
    run = []
    n = best[-1] if best else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _trimmed(at: int, old: str, new: str) -> tuple[int, int, str]:
    """A replacement without the characters that both texts begin and end with."""
    same = _alike(old, new)
    tail = _alike(old[same:][::-1], new[same:][::-1])
    return at + same, at + len(old) - tail, new[same : len(new) - tail]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_well_typed(act: Act) -> bool:
    """Whether every part is of its type: a project folder may come from anybody."""
    words = (act.at, act.by, act.what, act.origin, act.file, act.after, act.whole or "")
    texts = (*words, act.before or "", *(text for c in act.changes for text in (c.old, c.new)))
    numbers = (act.number, *(change.at for change in act.changes))
    return all(type(t) is str for t in texts) and all(type(n) is int for n in numbers)


def _newer(version: int) -> ProjectError:
    return ProjectError(
        f"the journal was written by a newer version of this program (format {version})",
        code="version",
        expected=f"format {VERSION}",
        mend="update middleground",
    )


def _as_json(said: dict[str, Any]) -> bytes:
    try:
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # a lone surrogate: bytes that are not UTF-8
        return json.dumps(said, separators=(",", ":")).encode()


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest()[:16].encode()


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
