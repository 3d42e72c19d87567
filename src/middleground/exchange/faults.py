"""What is wrong with a file of another program, and where."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from middleground.errors import Problem, ScenarioError
from middleground.plain_text import shown
from middleground.scenario.places import Places

LARGEST_FILE = 5 * 2**20
_MOST_SHOWN = 60


@dataclass(frozen=True)
class Source:
    """A text file of another program.

    Attributes:
        file: Its name, for messages.
        text: Its text.
    """

    file: str
    text: str = field(repr=False)

    @cached_property
    def _places(self) -> Places:
        return Places(self.file, self.text)

    def refuse(
        self, at: int, what: str, code: str, expected: str = "", mend: str = "", path: str = ""
    ) -> NoReturn:
        """Raise an error that points to a character of the text."""
        line, column = self._places.line_column(at)
        refuse(self.file, line, column, what, code, expected, mend, path)


def refuse(
    file: str,
    line: int | None,
    column: int | None,
    what: str,
    code: str,
    expected: str = "",
    mend: str = "",
    path: str = "",
) -> NoReturn:
    """Raise an error that points to a place in a file."""
    raise ScenarioError(Problem(what, code, file, line, column, path, expected, mend))


def said(text: object) -> str:
    """A word of the file, safe to show and not too long."""
    word = shown(str(text))
    return word if len(word) <= _MOST_SHOWN else word[: _MOST_SHOWN - 1] + "…"


def refuse_large(file: str, size: int) -> None:
    """Refuse a file that no negotiation needs."""
    if size > LARGEST_FILE:
        refuse(
            file, None, None, f"the file has {size / 2**20:.1f} MiB", "too-large",
            f"{LARGEST_FILE // 2**20} MiB at most", "split it, or leave out what nobody weighs",
        )  # fmt: skip


def read_text(file: str, data: bytes) -> str:
    """A file's bytes as text: UTF-8 with or without its mark, or UTF-16 with its mark."""
    refuse_large(file, len(data))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        refuse(
            file, line, len(before) - (before.rfind("\n") + 1) + 1,
            f"byte 0x{data[error.start]:02X} is not UTF-8", "encoding", "text saved as UTF-8",
            "save it as UTF-8 (in a spreadsheet program: 'CSV UTF-8')",
        )  # fmt: skip
