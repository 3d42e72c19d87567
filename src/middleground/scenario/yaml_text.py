"""The text of a scenario file: a strict profile of YAML 1.2, read into plain values with places.

No aliases, merge keys or tags (they make a small file large, or say what a reader may not know), no
key twice, one document, finite numbers, at most 64 levels, 1 MiB and 15,000 values. Scanning and
parsing are ruamel.yaml's, taken event by event, so that no depth of nesting can exhaust the stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml import events as ev
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from middleground.errors import Problem, ScenarioError
from middleground.plain_text import shown
from middleground.scenario.parsed import LARGEST_FILE, Parsed, sorted_problems
from middleground.scenario.places import Path, Place, Places
from middleground.scenario.scalars import NumberFault, has_leading_zero, older_meaning, resolve
from middleground.scenario.yaml_faults import Fault, in_words

MOST_VALUES = 15_000
DEEPEST = 64
_LONGEST_JOINED = 2_000
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMMENT = re.compile(r"#[^\n\r]*")
_TOO_MANY_BRACKETS = re.compile(rf"(?:[\[{{] ?){{{DEEPEST + 1}}}")


def parse_yaml(text: str, file: str = "") -> Parsed:
    """Read text into plain values.

    Args:
        text: The file's text, without byte order mark.
        file: Its path, for messages.

    Raises:
        ScenarioError: With every fault that could be found, in the order of the file.
    """
    places = Places(file, text)
    _refuse_what_is_no_text(places)
    builder = _Builder(places)
    try:
        # The scanner looks a thousand characters ahead after every bracket: too slow for this.
        if brackets := _TOO_MANY_BRACKETS.search(text):
            raise _Stop(_too_deep(brackets.end() - 1))
        builder.take(_events(text))
    except MarkedYAMLError as error:
        builder.note(in_words(error, text))
    except YAMLError:
        builder.note(Fault("text that cannot be read as YAML", 0, "syntax"))
    except _Stop as stop:
        builder.note(stop.fault)
    if builder.faults:
        raise ScenarioError(sorted_problems(builder.problems()))
    return Parsed(replace(places, tree=builder.root, by_path=builder.by_path), builder.notices())


def _events(text: str) -> Iterator[Any]:
    parser = YAML(typ="safe", pure=True)
    return iter(parser.parse(text))


def _refuse_what_is_no_text(places: Places) -> None:
    size = len(places.text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_FILE:
        raise ScenarioError(
            Problem(
                f"the file has {size / 2**20:.1f} MiB",
                "too-large",
                places.file,
                expected=f"{LARGEST_FILE // 2**20} MiB at most",
                mend="keep reports in files of their own; the scenario only quotes them",
            )
        )
    found = _CONTROL.search(places.text)
    if found:
        line, column = places.line_column(found.start())
        code = ord(found[0])
        raise ScenarioError(
            Problem(
                f"the file is not plain text: it holds the control character U+{code:04X}",
                "not-text",
                places.file,
                line,
                column,
                expected="a scenario in YAML, saved as plain text in UTF-8",
                mend="delete the character (a damaged file, or one of another kind?)",
            )
        )


def _too_deep(offset: int) -> Fault:
    return Fault(
        f"brackets or lines are nested to a depth of more than {DEEPEST}",
        offset,
        "too-deep",
        f"a nesting depth of {DEEPEST} at most",
        "a scenario needs about 8 levels: look for brackets that are never closed",
    )


class _Stop(Exception):  # noqa: N818
    """Reading cannot go on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


@dataclass
class _Open:
    """A mapping or list that is being read."""

    path: Path
    values: Any
    is_flow: bool
    key: Any = None
    key_span: tuple[int, int] | None = None
    key_is_plain: bool = True
    last: Path | None = None  # the latest value in it
    anchor: str | None = None
    first_places: dict[Any, int] = field(default_factory=dict)


class _Builder:
    """Builds values and places from events; keeps going after faults that hide nothing else."""

    def __init__(self, places: Places) -> None:
        self.places, self.text = places, places.text
        self.root: Any = None
        self.by_path: dict[Path, Place] = {}
        self.faults: list[tuple[Fault, Path]] = []
        self.stack: list[_Open] = []
        self.noted: dict[tuple[str, str], Problem] = {}
        self.documents = 0

    def take(self, events: Iterator[Any]) -> None:
        for event in events:
            match event:
                case ev.ScalarEvent():
                    self._scalar(event)
                case ev.MappingStartEvent() | ev.SequenceStartEvent():
                    self._open(event)
                case ev.MappingEndEvent() | ev.SequenceEndEvent():
                    self._close(event)
                case ev.AliasEvent():
                    self._alias(event)
                case ev.DocumentStartEvent():
                    self._document(event)
        if self.documents == 0 or self.root is None:
            raise _Stop(
                Fault(
                    "the file is empty",
                    0,
                    "empty",
                    "a scenario: 'format: middleground/1', a title, then parties, issues, "
                    "preferences",
                    "make one with the command 'new', or copy a case of the catalogue",
                )
            )

    def note(self, fault: Fault) -> None:
        path = self.stack[-1].path if self.stack else ()
        self.faults.append((fault, path))

    def problems(self) -> list[Problem]:
        found = []
        for fault, path in self.faults:
            line, column = self.places.line_column(fault.offset)
            found.append(
                Problem(fault.what, fault.code, self.places.file, line, column,
                        self._dotted(path), fault.expected, fault.mend)
            )  # fmt: skip
        return found

    def _dotted(self, path: Path) -> str:
        return shown(replace(self.places, tree=self.root).dotted(path))

    def notices(self) -> tuple[Problem, ...]:
        return tuple(self.noted.values())

    # -- events

    def _document(self, event: Any) -> None:
        self.documents += 1
        start = event.start_mark.index
        if self.documents > 1:
            raise _Stop(
                Fault(
                    "'---' begins a second document in this file",
                    start,
                    "multiple-documents",
                    "one scenario in one file",
                    "delete the line '---', or move what follows it into a file of its own",
                )
            )
        if event.version or event.tags:
            raise _Stop(
                Fault(
                    "a line that begins with '%'", 0, "syntax", "no directives", "delete the line"
                )
            )

    def _alias(self, event: Any) -> None:
        name, start = event.anchor, event.start_mark.index
        is_cycle = any(opened.anchor == name for opened in self.stack)
        self.faults.append(
            (
                Fault(
                    f"'*{shown(name)}' is an alias"
                    + (" of a value that contains it" if is_cycle else " of a value elsewhere"),
                    start,
                    "cycle" if is_cycle else "too-large",
                    "every value written where it is used; aliases can make a small file endless",
                    "copy the value here, or put text that begins with '*' into quotation marks",
                ),
                self._here(),
            )
        )
        if self._expects_key():
            self._take_key(f"*{name}", event)
        else:
            self._put(None, Place(start, event.end_mark.index))

    def _refuse_marks(self, event: Any) -> None:
        start = event.start_mark.index
        word = re.match(r"\S*", self.text[start : start + 200])[0]  # type: ignore[index]
        if event.anchor is not None and word.startswith("&"):
            self.faults.append(
                (
                    Fault(
                        f"'{shown(word)}' marks a value for reuse by an alias",
                        start,
                        "alias",
                        "every value written where it is used",
                        "delete the mark, or put text that begins with '&' into quotation marks",
                    ),
                    self._here(),
                )
            )
        if event.tag is not None and "!" in word:
            self.faults.append(
                (
                    Fault(
                        f"'{shown(word[word.index('!') :])}' is a tag of some programming language",
                        start,
                        "tag",
                        "plain values: text, numbers, lists and mappings",
                        "delete the tag, or put text that begins with '!' into quotation marks",
                    ),
                    self._here(),
                )
            )

    def _scalar(self, event: Any) -> None:
        self._refuse_marks(event)
        is_plain = not event.style
        if self._expects_key():
            self._take_key(event.value, event, is_plain)
            return
        start, end = event.start_mark.index, event.end_mark.index
        style = "plain" if is_plain else "block" if event.style in "|>" else "quoted"
        if style == "block":
            end = start + len(self.text[start:end].rstrip())
        opened = self.stack[-1] if self.stack else None
        value = self._resolved(event.value, start) if is_plain else event.value
        if opened is not None and is_plain and start == end and self._joins(opened, start):
            return
        self._put(value, Place(start, end, style=style))

    def _resolved(self, word: str, start: int, *, key: bool = False) -> Any:
        try:
            value = resolve(word)
        except NumberFault as wrong:
            fault = Fault(wrong.what, start, "number-range", wrong.expected, wrong.mend)
            self.faults.append((fault, self._here()))
            return 0
        self._note_word(word, start, key)
        return value

    def _note_word(self, word: str, start: int, key: bool) -> None:
        kind = what = mend = ""
        if has_leading_zero(word):
            kind = "leading-zero"
            what = f"{word} is read as the number {int(word)}; older programs read another there"
            mend = "write it without the zero, or in quotation marks if it is text"
        elif older := older_meaning(word):
            if key and word == "on" and len(self.stack) == 3 and self.stack[-1].path[0] == "levers":
                return
            kind = "kept-as-text"
            what = f"'{word}' is kept as text; older programs read {older} there"
            mend = "put it into quotation marks, so that every program reads the same"
        if kind and (kind, word) not in self.noted:
            line, column = self.places.line_column(start)
            self.noted[kind, word] = Problem(
                what, kind, self.places.file, line, column, self._dotted(self._here()), mend=mend
            )

    def _open(self, event: Any) -> None:
        self._refuse_marks(event)
        start = event.start_mark.index
        if self._expects_key():
            raise _Stop(
                Fault(
                    "a list or mapping stands where a key must stand",
                    start,
                    "syntax",
                    "a word, then a colon, then its value",
                    "put text that begins with a bracket into quotation marks",
                )
            )
        if len(self.stack) >= DEEPEST:
            raise _Stop(_too_deep(start))
        values: Any = {} if isinstance(event, ev.MappingStartEvent) else []
        style = "flow" if event.flow_style else "lines"
        path = self._put(values, Place(start, start, style=style))
        self.stack.append(_Open(path, values, style == "flow", anchor=event.anchor))

    def _close(self, event: Any) -> None:
        opened = self.stack.pop()
        place = self.by_path[opened.path]
        end = event.end_mark.index
        if not opened.is_flow:
            last = self.by_path[opened.last] if opened.last is not None else place
            end = max(last.end, last.key_end or 0)
        self.by_path[opened.path] = replace(place, end=end)

    # -- values

    def _here(self) -> Path:
        """Path of the value that comes next."""
        if not self.stack:
            return ()
        opened = self.stack[-1]
        if isinstance(opened.values, list):
            return (*opened.path, len(opened.values))
        return (*opened.path, opened.key) if opened.key_span else opened.path

    def _expects_key(self) -> bool:
        if not self.stack:
            return False
        opened = self.stack[-1]
        return isinstance(opened.values, dict) and opened.key_span is None

    def _take_key(self, word: str, event: Any, is_plain: bool = False) -> None:
        opened = self.stack[-1]
        start, end = event.start_mark.index, event.end_mark.index
        key = self._resolved(word, start, key=True) if is_plain else word
        if word == "<<" and is_plain:
            fault = Fault(
                "'<<' is a merge key, which copies other mappings",
                start,
                "too-large",
                "every value written where it is used",
                "write the merged keys out",
            )
            self.faults.append((fault, opened.path))
            key = f"<<{len(opened.values)}"
        elif key is None or isinstance(key, bool):
            fault = Fault(
                f"the key '{word}' is no text" if word else "a value without a key",
                start,
                "key",
                "a word before the colon",
                f"put it into quotation marks: '{word}'" if word else "add the word",
            )
            self.faults.append((fault, opened.path))
            key = word
        opened.key, opened.key_span, opened.key_is_plain = key, (start, end), is_plain

    def _joins(self, opened: _Open, at: int) -> bool:
        """In `{why: one, and another}`, join what follows the comma to the text before it."""
        if not (opened.is_flow and isinstance(opened.values, dict) and opened.key_span):
            return False
        start, end = opened.key_span
        word = self.text[start:end]
        if not opened.key_is_plain or _ID.fullmatch(word) or opened.last is None:
            return False
        if ":" in _COMMENT.sub("", self.text[end:at]):
            return False
        before = self.by_path[opened.last]
        if before.style != "plain" or before.start == before.end:
            return False
        gap = ", " if self.text[start - 1].isspace() else ","
        joined = f"{self._plain(before)}{gap}{' '.join(word.split())}"
        if len(joined) > _LONGEST_JOINED:
            return False
        opened.values[opened.last[-1]] = joined
        self.by_path[opened.last] = replace(before, end=end)
        line, column = self.places.line_column(before.start)
        self.noted["unquoted-comma", str(opened.last)] = Problem(
            f"text with a comma outside quotation marks, read as one: '{shown(joined)}'",
            "unquoted-comma",
            self.places.file,
            line,
            column,
            self._dotted(opened.last),
            "quotation marks around text with a comma inside { }",
            "put the text into quotation marks",
        )
        opened.key = opened.key_span = None
        return True

    def _plain(self, place: Place) -> str:
        return " ".join(_COMMENT.sub("", self.text[place.start : place.end]).split())

    def _put(self, value: Any, place: Place) -> Path:
        path = self._here()
        if len(self.by_path) >= MOST_VALUES:
            raise _Stop(
                Fault(
                    f"more than {MOST_VALUES:,} values",
                    place.start,
                    "too-large",
                    f"{MOST_VALUES:,} values at most",
                    "use 'range' for long lists of numbers, or leave out what nobody weighs",
                )
            )
        if not self.stack:
            self.root = value
            self.by_path[path] = place
            return path
        opened = self.stack[-1]
        if isinstance(opened.values, list):
            opened.values.append(value)
            self.by_path[path] = place
        else:
            path = self._put_by_key(opened, path, value, place)
        opened.last = path
        return path

    def _put_by_key(self, opened: _Open, path: Path, value: Any, place: Place) -> Path:
        start, end = opened.key_span or (place.start, place.start)
        key = opened.key
        if key in opened.values:
            first_line, first_column = self.places.line_column(opened.first_places[key])
            fault = Fault(
                f"the key '{shown(str(key))}' stands twice: first at {first_line}:{first_column}, "
                "and again here",
                start,
                "duplicate-key",
                "each key once in a mapping",
                "delete one of the two, or rename it",
            )
            self.faults.append((fault, path))
            # Both values are read, so that faults in the second are found too.
            key = f"{key} (again at {start})"
            path = (*opened.path, key)
        opened.first_places[key] = start
        opened.values[key] = value
        has_colon = place.end > place.start or ":" in _COMMENT.sub("", self.text[end : place.start])
        if place.end == place.start and place.style == "plain":
            # A value that is left out stands right after its colon, not where the next key begins.
            at = self.text.index(":", end) + 1 if has_colon else end
            place = Place(at, at)
        self.by_path[path] = replace(place, key_start=start, key_end=end, has_colon=has_colon)
        opened.key = opened.key_span = None
        return path
