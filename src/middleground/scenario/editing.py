"""Changing a scenario file without touching the rest of it: comments, order and layout stay.

An edit replaces the characters of one value, or adds one key. The result is read again, and must
say what the edit meant and nothing else.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from textwrap import indent
from typing import Any, Self

from middleground.errors import ScenarioError
from middleground.scenario.places import Path, Place, Places
from middleground.scenario.reader import decode
from middleground.scenario.scalars import NumberFault, resolve
from middleground.scenario.yaml_text import parse_yaml

_COMMENT = re.compile(r"#[^\n\r]*")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./ -]*")
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class ScenarioText:
    r"""A scenario file's text, as it stands on disk.

    Attributes:
        text: The text, without byte order mark.
        file: The file, for messages.
        mark: The byte order mark that the file begins with, or b"".

    Example:
        >>> before = ScenarioText("facts:  {docks: 3}  # shut\n")
        >>> before.replaced(("facts", "docks"), "[3, 5]").text
        'facts:  {docks: [3, 5]}  # shut\n'
        >>> before.inserted((), "title", "Harbour").text
        'facts:  {docks: 3}  # shut\ntitle: Harbour\n'
    """

    text: str
    file: str = ""
    mark: bytes = b""

    @classmethod
    def read(cls, path: str | FilePath) -> Self:
        """The text of a file."""
        return cls.from_bytes(FilePath(path).read_bytes(), str(path))

    @classmethod
    def from_bytes(cls, written: bytes, file: str = "") -> Self:
        """The text in a file's bytes."""
        mark = next((m for m in _MARKS if written.startswith(m)), b"")
        text, _ = decode(written, file)
        return cls(text, file, mark)

    def to_bytes(self) -> bytes:
        """The file's bytes, in the encoding that it had."""
        return self.mark + self.text.encode(_MARKS.get(self.mark, "utf-8"))

    @cached_property
    def places(self) -> Places:
        """The file's values and where they stand."""
        return parse_yaml(self.text, self.file).places

    def replaced(self, path: Path, snippet: str) -> Self:
        """The text with one value replaced.

        Args:
            path: The value.
            snippet: The new value in YAML, on one line.

        Raises:
            ValueError: If there is no such value, or the snippet changes more than it.
        """
        place = self.places.by_path.get(path)
        if place is None:
            raise ValueError(f"no value at {self.places.dotted(path)}")
        gap = " " if place.start and not self.text[place.start - 1].isspace() else ""
        lead = gap if place.start == place.end or place.style == "lines" else ""
        edited = self._with(place.start, place.end, lead + snippet.strip())
        return self._verified(edited, {path: snippet})

    def inserted(self, path: Path, key: str, snippet: str) -> Self:
        """The text with one key added at the end of a mapping.

        Args:
            path: The mapping; `()` is the file itself. A key without value counts as an empty one.
            key: The new key.
            snippet: Its value in YAML: on one line, or lines as they would stand at the left edge.

        Raises:
            ValueError: If there is no such mapping, it has the key, or the snippet is no value.
        """
        return self.inserted_all(path, {key: snippet})

    def inserted_all(self, path: Path, snippets: Mapping[str, str]) -> Self:
        """The text with several keys added at the end of a mapping, read again once for all.

        Args:
            path: The mapping, as for `inserted`.
            snippets: The value of each new key, in YAML.

        Raises:
            ValueError: If there is no such mapping, it has one of the keys, or one is no value.
        """
        place, values = self.places.by_path.get(path), self.places.value(path)
        held = values or {}
        if place is None or not isinstance(held, dict) or any(key in held for key in snippets):
            named = ", ".join(f"'{key}'" for key in snippets)
            raise ValueError(f"no room for {named} at {self.places.dotted(path)}")
        entries = ", ".join(f"{_as_key(key)}: {said.strip()}" for key, said in snippets.items())
        if values is None:
            gap = "" if self.text[place.start - 1 : place.start].isspace() else " "
            edited = self._with(place.start, place.end, f"{gap}{{{entries}}}")
        elif place.style == "flow":
            edited = self._in_brackets(place, path, entries)
        else:
            edited = self._in_lines(place, path, snippets)
        return self._verified(edited, {(*path, key): said for key, said in snippets.items()})

    def removed(self, path: Path) -> Self:
        """The text without one key of a mapping; the last of a mapping leaves an empty one.

        Args:
            path: The key.

        Raises:
            ValueError: If there is no such key in a mapping, or more than it would go.
        """
        place, around = self.places.by_path.get(path), self.places.value(path[:-1])
        if place is None or not path or not isinstance(around, dict):
            raise ValueError(f"no key at {self.places.dotted(path)}")
        if len(around) == 1:
            return self.replaced(path[:-1], "{}")
        start, end = place.key_start or 0, max(place.end, place.key_end or 0)
        if self.places.by_path[path[:-1]].style == "flow":
            start, end = self._with_comma(start, end)
        else:
            start = start - self.places.line_column(start)[1] + 1
            broken = _LINE_BREAK.search(self.text, end)
            end = broken.end() if broken else len(self.text)
        wanted = deepcopy(self.places.tree)
        at = wanted
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]
        return self._as_meant(self._with(start, end, ""), wanted, f"'{path[-1]}' cannot go")

    def _with_comma(self, start: int, end: int) -> tuple[int, int]:
        """The characters of one key in brackets, with the comma behind it, else before it."""
        behind = re.match(r"\s*,[ \t]*", self.text[end:])
        if behind:
            return start, end + behind.end()
        before = re.search(r",\s*$", self.text[:start])
        return (before.start() if before else start), end

    def _in_brackets(self, place: Place, path: Path, entry: str) -> str:
        last = self._last_below(path)
        if last is None:
            return self._with(place.start + 1, place.start + 1, entry)
        end = max(last.end, last.key_end or 0)
        rest = _COMMENT.sub(lambda m: " " * len(m[0]), self.text[end : place.end - 1])
        comma = rest.find(",")
        if comma >= 0:
            return self._with(end + comma + 1, end + comma + 1, f" {entry}")
        return self._with(end, end, f", {entry}")

    def _in_lines(self, place: Place, path: Path, snippets: Mapping[str, str]) -> str:
        first = self.places.by_path[(*path, next(iter(self.places.value(path))))]
        start = first.key_start or 0
        column = self.places.line_column(start)[1] - 1
        break_ = (_LINE_BREAK.search(self.text) or ["\n"])[0]
        lines = [line for key, said in snippets.items() for line in _as_lines(_as_key(key), said)]
        added = break_.join(" " * column + line if line else "" for line in lines)
        found = _LINE_BREAK.search(self.text, place.end)
        if found is None:
            return f"{self.text}{break_}{added}{break_}"
        return self._with(found.end(), found.end(), added + break_)

    def _last_below(self, path: Path) -> Place | None:
        values = self.places.value(path)
        return self.places.by_path[(*path, list(values)[-1])] if values else None

    def _with(self, start: int, end: int, words: str) -> str:
        return self.text[:start] + words + self.text[end:]

    def _verified(self, edited: str, snippets: Mapping[Path, str]) -> Self:
        wanted = deepcopy(self.places.tree)
        for path, snippet in snippets.items():
            try:
                meant = parse_yaml(f"{{value: {snippet.strip()}}}").places.tree["value"]
            except ScenarioError:
                meant = _value_in_lines(snippet)
            wanted = _put(wanted, path, meant)
        first, snippet = next(iter(snippets.items()))
        what = f"'{snippet}' cannot stand at {self.places.dotted(first)}"
        return self._as_meant(edited, wanted, what)

    def _as_meant(self, edited: str, wanted: Any, what: str) -> Self:
        """An edited text, once it is read again and found to say what was meant."""
        result = type(self)(edited, self.file, self.mark)
        try:
            is_as_meant = result.places.tree == wanted
        except ScenarioError as error:
            raise ValueError(f"{what}: {error}") from None
        if not is_as_meant:
            raise ValueError(f"{what}: it would change more than that")
        return result


def _value_in_lines(snippet: str) -> Any:
    try:
        return parse_yaml("value:\n" + indent(snippet.strip("\r\n"), "  ")).places.tree["value"]
    except ScenarioError as error:
        raise ValueError(f"'{snippet}' is no value: {error}") from None


def _put(tree: Any, path: Path, value: Any) -> Any:
    """The tree, changed, with a value at a path; the value itself where it is all of it."""
    if not path:
        return value
    at = tree
    for n, step in enumerate(path[:-1]):
        if at[step] is None:
            at[step] = {}
        at = at[step]
        assert isinstance(at, dict | list), path[: n + 1]  # noqa: S101  (the file was read)
    at[path[-1]] = value
    return tree


def _as_lines(word: str, snippet: str) -> list[str]:
    """A key and its value as lines at the left edge."""
    lines = snippet.strip("\r\n").splitlines()
    if len(lines) == 1:
        return [f"{word}: {lines[0].strip()}"]
    return [f"{word}:", *(f"  {line}" if line.strip() else "" for line in lines)]


def _as_key(key: str) -> str:
    """A key as it must be written: in quotation marks where it would mean something else."""
    try:
        is_safe = resolve(key) == key and _PLAIN.fullmatch(key) is not None and key[-1] != " "
    except NumberFault:
        is_safe = False
    return key if is_safe else quoted(key)


def quoted(text: str) -> str:
    r"""Text as a YAML value in double quotation marks.

    Example:
        >>> print(quoted('he said: "never"'))
        "he said: \"never\""
    """
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
