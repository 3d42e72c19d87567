"""What is wrong with a text that is not YAML, in the words of somebody who does not know YAML."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from middleground.plain_text import shown

_KEY_BEFORE = re.compile(r"\s*(- +)*[^\s#'\"{\[][^#]*?:\s")
_QUOTE_IT = "put the text into quotation marks (quotes)"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a text: what was found at which character, what was expected, how to mend it."""

    what: str
    offset: int
    code: str = "syntax"
    expected: str = ""
    mend: str = ""


def in_words(error: MarkedYAMLError, text: str) -> Fault:
    """The scanner's or parser's complaint, as a fault at the place where a person would mend it."""
    problem = error.problem or ""
    context = error.context or ""
    at = error.problem_mark.index if error.problem_mark else 0
    since = error.context_mark.index if error.context_mark else at
    if "cannot start any token" in problem:
        return _odd_beginning(text, at)
    if "flow sequence" in context or "flow mapping" in context:
        return _bracket(text, since, at)
    if "mapping values are not allowed" in problem:
        return _colon(text, at)
    if "could not find expected ':'" in problem:
        return _no_colon(text, since, at)
    if "quoted scalar" in context:
        return _quotation(text, problem, since, at)
    if "alias" in context or "anchor" in context or "tag" in context or "URI" in problem:
        mark = text[since : since + 1]
        return Fault(
            f"text that begins with '{mark}'", since, "syntax",
            "no aliases, anchors or tags, which begin with '*', '&' and '!'", _QUOTE_IT,
        )  # fmt: skip
    if "block scalar" in context or "block scalar" in problem:
        return Fault(
            f"text after '{text[since : since + 1]}' that YAML does not allow there", since,
            "syntax", "'|' or '>' alone, and the text on the lines below, indented", _QUOTE_IT,
        )  # fmt: skip
    if "document end" in problem or "document start" in problem or "directive" in context:
        return Fault(
            "a line with '---', '...' or '%' that begins or ends a document", at,
            "multiple-documents", "one scenario in one file", "delete the line",
        )  # fmt: skip
    return _out_of_line(text, at)


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line around a character begins and ends."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    ends = [e for e in (text.find("\n", at), text.find("\r", at)) if e >= 0]
    return start, min(ends, default=len(text))


def _number(text: str, at: int) -> int:
    return len(re.findall(r"\r\n|\n|\r", text[:at])) + 1


def _word(text: str, at: int) -> str:
    _, end = _line(text, at)
    word = text[at:end].split(" #")[0].strip()
    return shown(word if len(word) <= 60 else word[:57] + "...")


def _odd_beginning(text: str, at: int) -> Fault:
    if text[at : at + 1] == "\t":
        return Fault(
            "a tab in the indentation", at, "syntax", "spaces",
            "replace each tab by two spaces (editors can do it for the whole file)",
        )  # fmt: skip
    mark = shown(text[at : at + 1])
    return Fault(
        f"text that begins with '{mark}', which has a meaning of its own in YAML", at, "syntax",
        "text in quotation marks", _QUOTE_IT,
    )  # fmt: skip


def _bracket(text: str, since: int, at: int) -> Fault:
    opened = text[since : since + 1]
    closing = {"[": "]", "{": "}"}.get(opened, "]")
    if at >= len(text.rstrip()) or _number(text, at) != _number(text, since):
        where = (
            "before the file ends"
            if at >= len(text.rstrip())
            else f"before line {_number(text, at)}"
        )
        return Fault(
            f"the bracket '{opened}' is not closed {where}", since, "syntax",
            f"'{closing}' after the last item, and commas between items",
            f"add '{closing}'; or look for a missing comma or quotation mark inside",
        )  # fmt: skip
    found = text[at : at + 1]
    return Fault(
        f"'{shown(found)}' where a comma or '{closing}' must stand", at, "syntax",
        f"commas between the items of '{opened} {closing}'",
        "add the comma, or put text with marks such as : , [ ] { } into quotation marks (quotes)",
    )  # fmt: skip


def _colon(text: str, at: int) -> Fault:
    start, _ = _line(text, at)
    if _KEY_BEFORE.match(text[start : at + 1]) and _KEY_BEFORE.match(text[start:at]):
        return Fault(
            f"a colon (':') inside unquoted text: '{_word(text, start)}'", at, "syntax",
            "text with a colon in quotation marks", _QUOTE_IT,
        )  # fmt: skip
    return Fault(
        f"'{_word(text, start)}' is indented deeper than the line above it, which has a value "
        "already",
        at, "syntax", "keys of one mapping in one column",
        "align it with its neighbours; or put text that goes on over several lines into quotation "
        "marks (quotes)",
    )  # fmt: skip


def _no_colon(text: str, since: int, at: int) -> Fault:
    word = _word(text, since)
    if at >= len(text.rstrip()):
        return Fault(
            f"the file ends in the middle: '{word}' has no colon and no value", since, "syntax",
            "a key, a colon and its value, up to the end of the file",
            "complete the last line, or take the file from a copy that was not cut off",
        )  # fmt: skip
    return Fault(
        f"'{word}' stands where a key must stand, and has no colon", since, "syntax",
        "a key, a colon and its value",
        "add the colon; or, if it belongs to the text above it, put all of that text into "
        "quotation marks (quotes)",
    )  # fmt: skip


def _quotation(text: str, problem: str, since: int, at: int) -> Fault:
    mark = text[since : since + 1]
    if "escape" in problem or "hexdecimal" in problem:
        return Fault(
            f"a backslash before '{shown(text[at : at + 1])}' inside double quotation marks", at,
            "syntax", r"\n, \t, \\, \" or \u and four digits after a backslash",
            r"write '\\' for a backslash, or use single quotation marks",
        )  # fmt: skip
    return Fault(
        f"the quotation mark {mark} is not closed before the file ends", since, "syntax",
        f"a second {mark} at the end of the text",
        f"add it; an apostrophe inside '...' is written twice, a {mark} inside \"...\" as \\\"",
    )  # fmt: skip


def _out_of_line(text: str, at: int) -> Fault:
    start, _ = _line(text, at)
    before = text[start:at].rstrip()
    if before.endswith(("'", '"')):
        return Fault(
            f"'{_word(text, at)}' follows a closing quotation mark", at, "syntax",
            "nothing after the closing mark but a comment",
            "use the other kind of quotation marks (quotes) around the whole text, or write an "
            "apostrophe inside '...' twice",
        )  # fmt: skip
    if text[at : at + 1] in ("]", "}") or before.endswith(("]", "}")):
        return Fault(
            f"'{_word(text, at)}' after a bracket that is closed already", at, "syntax",
            "as many closing brackets as opening ones", "delete what is too much",
        )  # fmt: skip
    if text[at : at + 1] == "-" and before:
        return Fault(
            "a list that begins on the line of its key", at, "syntax",
            "[a, b] on the same line, or '- a' on lines of their own", "start a new line",
        )  # fmt: skip
    return Fault(
        f"'{_word(text, at)}' is not in line with what stands above it", at, "syntax",
        "keys of one mapping, and items of one list, in one column",
        "align it with its neighbours, with spaces",
    )  # fmt: skip
