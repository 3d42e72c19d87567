"""XML of other programs, read into elements with places; nothing in it is expanded or fetched.

A document type declaration is refused where it begins, before the parser has seen an entity: such
declarations can make a small file endless, or make a reader open other files. No format of ours
needs one.

Source: the parser is the standard library's expat.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from middleground.exchange.case import NamedBytes
from middleground.exchange.faults import refuse, refuse_large, said

_DEEPEST = 64
_MOST_ELEMENTS = 100_000
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Element:
    """One element.

    Attributes:
        file: The file that it stands in.
        line: Line of its first character, from 1.
        column: Column of it, from 1.
    """

    file: str
    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list["Element"] = field(default_factory=list)

    def within(self, tag: str) -> Iterator["Element"]:
        """All elements of this name in it, however deep, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            at = waiting.pop()
            if at.tag == tag:
                yield at
            waiting.extend(reversed(at.children))

    def below(self, tag: str) -> list["Element"]:
        """The elements of this name that stand directly in it."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Element | None":
        """The first element of this name in it."""
        return next(self.within(tag), None)

    def refuse(self, what: str, code: str, expected: str = "", mend: str = "") -> NoReturn:
        """Raise an error that points here."""
        refuse(self.file, self.line, self.column, what, code, expected, mend, f"<{said(self.tag)}>")


def parse_xml(file: NamedBytes) -> Element:
    """The root element of a file.

    Raises:
        ScenarioError: If it is no XML, is too large, or declares a document type.
    """
    refuse_large(file.name, len(file.data))
    return _Builder(file).root()


class _Builder:
    """Gathers elements while expat reads."""

    def __init__(self, file: NamedBytes) -> None:
        self.file = file
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.top: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def root(self) -> Element:
        try:
            self.parser.Parse(self.file.data, True)
        except expat.ExpatError as error:
            refuse(
                self.file.name, error.lineno, error.offset + 1,
                f"this is not well-formed XML: {expat.ErrorString(error.code)}", "syntax",
                "a complete XML file", "save it anew from the program that made it",
            )  # fmt: skip
        except (ValueError, LookupError):
            refuse(
                self.file.name, 1, 1, "the file names an encoding that cannot be read", "encoding",
                "UTF-8", "save it as UTF-8",
            )  # fmt: skip
        assert self.top is not None, "expat accepts no file without an element"  # noqa: S101
        return self.top

    @property
    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _doctype(self, *_: object) -> None:
        start = self.file.data.find(b"<!DOCTYPE")
        before = self.file.data[: max(start, 0)].decode("utf-8", "replace")
        line, column = self._place
        if start >= 0:
            line, column = before.count("\n") + 1, start - before.rfind("\n")
        refuse(
            self.file.name, line, column, "the file declares a document type (DTD)", "xml-dtd",
            "XML without <!DOCTYPE>: what it declares could open other files or grow without end",
            "delete the declaration, from '<!DOCTYPE' to its '>', and write out what it names",
        )  # fmt: skip

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        line, column = self._place
        if len(self.open) >= _DEEPEST or self.count > _MOST_ELEMENTS:
            deep = len(self.open) >= _DEEPEST
            refuse(
                self.file.name, line, column,
                f"elements nested {_DEEPEST} deep" if deep else f"{self.count:,} elements",
                "too-deep" if deep else "too-large",
                f"{_DEEPEST - 1} levels at most" if deep else f"{_MOST_ELEMENTS:,} at most",
                "is it the right file?",
            )  # fmt: skip
        element = Element(self.file.name, tag, attributes, line, column)
        if self.top is None:
            self.top = element
        else:
            self.open[-1].children.append(element)
        self.open.append(element)

    def _end(self, _tag: str) -> None:
        self.open.pop()


def legal(text: str) -> str:
    """The text with a sign in place of each character that XML cannot hold."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
