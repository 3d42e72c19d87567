"""Where each value of a scenario stands in its file: line, column and the characters it takes up.

A path is the way from the top of the file to a value: `("preferences", "union.chair", "no_deal")`,
with whole numbers for positions in lists. Offsets count Unicode code points of the file's text
without its byte order mark; lines and columns count from 1.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from middleground.errors import Problem
from middleground.plain_text import shown

Path = tuple[str | int | float, ...]
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Place:
    """The characters that a value and its key take up.

    Attributes:
        start: First character of the value.
        end: Character after its last one; `start` for a value that is left out.
        key_start: First character of its key; None in a list, and for the whole file.
        key_end: Character after the key.
        style: How the value is written: "plain", "quoted", "block" (`|` and `>`), "flow" (brackets)
            or "lines" (a mapping or list laid out in lines).
        has_colon: False for a word in `{a: b, word}` that has no colon.
    """

    start: int
    end: int
    key_start: int | None = None
    key_end: int | None = None
    style: str = "plain"
    has_colon: bool = True


@dataclass(frozen=True)
class Places:
    """The places of all values of one file.

    Attributes:
        file: Its path as the user named it.
        text: Its text.
        tree: Its values: mappings, lists, text, numbers, true and false, None.
        by_path: The place of each value.
    """

    file: str
    text: str
    tree: Any = None
    by_path: Mapping[Path, Place] = field(default_factory=dict)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a character."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def known(self, path: Path) -> Path:
        """The longest beginning of a path that exists in the file."""
        while path and path not in self.by_path:
            path = path[:-1]
        return path

    def value(self, path: Path) -> Any:
        """What the file says there; None where it says nothing."""
        at = self.tree
        for step in path:
            if not isinstance(at, dict | list):
                return None
            try:
                at = at[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return at

    def dotted(self, path: Path) -> str:
        """The path in words: `facts.reserve.claims[0].by`; what lies below a plain value is not."""
        said, at = "", self.tree
        for step in path:
            if not isinstance(at, dict | list | None):
                break
            if isinstance(at, list) and isinstance(step, int):
                said += f"[{step}]"
                at = at[step] if 0 <= step < len(at) else None
            else:
                said += f".{step}"
                at = at.get(step) if isinstance(at, dict) else None
        return said.removeprefix(".")

    def offset(self, path: Path, *, key: bool = False) -> int:
        """First character of the value at a path (or of what is nearest around it), or of its key.

        Of a value that is left out or laid out in lines, it is the key's, which is easier to find.
        """
        place = self.by_path.get(self.known(path))
        if place is None:
            return 0
        hidden = place.end == place.start or place.style in ("lines", "block")
        if place.key_start is not None and (key or hidden):
            return place.key_start
        return place.start

    def problem(
        self,
        path: Path,
        what: str,
        code: str,
        expected: str = "",
        mend: str = "",
        *,
        key: bool = False,
        within: int | None = None,
    ) -> Problem:
        """A problem with the value at a path.

        Args:
            path: The value; a path that the file lacks is placed at what is nearest around it.
            what: What is wrong, with the offending value.
            code: Stable short name of this kind of problem.
            expected: What would have been right.
            mend: What to do about it.
            key: Whether it is about the key rather than the value.
            within: Character of the value (from 0) that it is about, where it is text.
        """
        offset = self.offset(path, key=key)
        if within is not None:
            offset = self._within(path, within)
        line, column = self.line_column(offset)
        return Problem(
            what, code, self.file, line, column, shown(self.dotted(path)), expected, mend
        )

    def _within(self, path: Path, character: int) -> int:
        """Offset of one character of a text value; its beginning where folding has moved it."""
        path = self.known(path)  # a rule may be written short, as its text alone
        place = self.by_path.get(path)
        value = self.value(path)
        if place is None or not isinstance(value, str) or place.style == "block":
            return self.offset(path)
        lead = 1 if place.style == "quoted" else 0
        written = self.text[place.start + lead : place.end - lead]
        return place.start + lead + character if written == value else place.start
