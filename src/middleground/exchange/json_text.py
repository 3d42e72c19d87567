"""JSON of other programs, with the place of every value; numbers stay as they are written.

Each key once, at most 64 levels and 200,000 values.
"""

import json
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn

from middleground.exchange.case import NamedBytes
from middleground.exchange.exact import exact
from middleground.exchange.faults import Source, read_text, said

_DEEPEST = 64
_MOST_VALUES = 200_000
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}\[\],:]'
)
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_KINDS = {dict: "an object {...}", list: "a list [...]", str: "text", bool: "true or false"}


@dataclass(frozen=True)
class NumberText:
    """A number as it is written."""

    written: str


@dataclass(frozen=True)
class JsonValue:
    """A value and where it stands.

    Attributes:
        value: Text, `NumberText`, true, false, None; or a dictionary or list of `JsonValue`.
        at: Its first character.
        path: The way to it: `issues.wage.low`.
    """

    value: Any
    at: int
    source: Source = field(repr=False)
    path: str = ""

    def refuse(self, what: str, code: str, expected: str = "", mend: str = "") -> NoReturn:
        """Raise an error that points here."""
        self.source.refuse(self.at, what, code, expected, mend, said(self.path))

    def items(self) -> dict[str, "JsonValue"]:
        """The members of an object.

        Raises:
            ScenarioError: If it is none.
        """
        if not isinstance(self.value, dict):
            self._wrong("an object {...}")
        members: dict[str, JsonValue] = self.value
        return members

    def member(self, *names: str) -> "JsonValue":
        """The member of an object under the first of these names that it has."""
        found = self.find(*names)
        if found is None:
            self.refuse(f"no '{names[0]}'", "missing", f'"{names[0]}": ...', "add it")
        return found

    def find(self, *names: str) -> "JsonValue | None":
        """The member of an object under the first of these names that it has, if any."""
        members = self.items()
        return next((members[name] for name in names if name in members), None)

    def listed(self) -> list["JsonValue"]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self._wrong("a list [...]")
        values: list[JsonValue] = self.value
        return values

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            self._wrong("text in quotation marks")
        return str(self.value)

    def number(self, *, low: int | None = None, high: int | None = None) -> Fraction:
        """A number, also one in quotation marks."""
        written = self.value.written if isinstance(self.value, NumberText) else self.value
        number = exact(written) if isinstance(written, str) else None
        if number is None:
            self._wrong("a finite number such as 0.25")
        if (low is not None and number < low) or (high is not None and number > high):
            self.refuse(
                f"the number {said(written)}", "number-range",
                f"between {low} and {high}" if high is not None else f"{low} or more",
                "correct the number",
            )  # fmt: skip
        return number

    def _wrong(self, expected: str) -> NoReturn:
        found = self.value
        word = _KINDS.get(type(found), "null") if not isinstance(found, NumberText) else "a number"
        shown = f"'{said(found)}'" if isinstance(found, str) else word
        self.refuse(f"{shown} stands here", "type", expected, "correct the value")


def parse_json(file: NamedBytes) -> JsonValue:
    """The value that a file holds.

    Raises:
        ScenarioError: If it is no JSON, too large or too deep, or has a key twice.
    """
    reader = _Reader(Source(file.name, read_text(file.name, file.data)))
    value = reader.value("", 0)
    if reader.peek() is not None or reader.position() < len(reader.source.text):
        reader.refuse("something follows the end of the value")
    return value


class _Reader:
    """Reads one value after the other."""

    def __init__(self, source: Source) -> None:
        self.source, self.at, self.count = source, 0, 0

    def position(self) -> int:
        """The next character that is no white space."""
        found = _SPACE.match(self.source.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def peek(self) -> str | None:
        found = _TOKEN.match(self.source.text, self.position())
        return found[0] if found else None

    def take(self, *allowed: str) -> str:
        """The next word, which must be one of these where any are named."""
        word = self.peek()
        if word is None or (allowed and word not in allowed):
            found = said(self.source.text[self.at : self.at + 12]) or "the end of the file"
            expected = " or ".join(f"'{word}'" for word in allowed) or "a value"
            self.refuse(f"{found} stands where {expected} must stand")
        self.at += len(word)
        return word

    def refuse(self, what: str) -> NoReturn:
        self.source.refuse(
            self.at, f"this is not JSON: {what}", "syntax", "a complete JSON file",
            "save it anew from the program that made it",
        )  # fmt: skip

    def value(self, path: str, depth: int) -> JsonValue:
        start = self.position()
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST_VALUES:
            self.source.refuse(
                start, "too many levels" if depth > _DEEPEST else "too many values", "too-large",
                f"{_DEEPEST} levels and {_MOST_VALUES:,} values at most", "is it the right file?",
            )  # fmt: skip
        word = self.take()
        if word == "{":
            found: object = self._object(path, depth)
        elif word == "[":
            found = self._list(path, depth)
        elif word[0] == '"':
            found = self._text(word, start)
        elif word in _WORDS:
            found = _WORDS[word]
        elif word[0] in "-0123456789":
            found = NumberText(word)
        else:
            self.at = start
            self.refuse(f"'{word}' stands where a value must stand")
        return JsonValue(found, start, self.source, path)

    def _text(self, word: str, start: int) -> str:
        try:
            text = str(json.loads(word))
            text.encode()
        except ValueError:
            self.at = start
            self.refuse("a text with an escape that stands for no character")
        return text

    def _object(self, path: str, depth: int) -> dict[str, JsonValue]:
        members: dict[str, JsonValue] = {}
        while self.peek() != "}":
            if members:
                self.take(",")
            start = self.position()
            word = self.peek()
            if word is None or word[0] != '"':
                self.refuse("a key in quotation marks must stand here")
            key = self._text(self.take(), start)
            if key in members:
                self.source.refuse(
                    start, f"the key '{said(key)}' stands twice", "duplicate-key",
                    "each key once", "delete or rename one of the two",
                )  # fmt: skip
            self.take(":")
            members[key] = self.value(f"{path}.{key}".removeprefix("."), depth + 1)
        self.take("}")
        return members

    def _list(self, path: str, depth: int) -> list[JsonValue]:
        values: list[JsonValue] = []
        while self.peek() != "]":
            if values:
                self.take(",")
            values.append(self.value(f"{path}[{len(values)}]", depth + 1))
        self.take("]")
        return values
