"""A report file's bytes to its text, with whatever a reader of the file should know.

The text that comes out is what everything else points into. In text files line ends are made
uniform and a byte order mark is dropped, nothing else is changed; documents of other kinds have
readers of their own.
"""

import re
from dataclasses import replace
from pathlib import PurePath

from middleground.errors import Problem, ReportError
from middleground.reports.docx import holds_docx, read_docx
from middleground.reports.html import read_html
from middleground.reports.mail import read_mail
from middleground.reports.pdf import read_pdf
from middleground.reports.report_text import ReportText
from middleground.reports.stated import stated_publication

__all__ = ["ReportText", "read_report"]

_LARGEST = 20 * 1024 * 1024  # bytes
_HTML = (".html", ".htm", ".xhtml")
_TEXT = (".txt", ".md", ".markdown", ".text", "")
_READERS = {".pdf": read_pdf, ".docx": read_docx, ".eml": read_mail}
_READABLE = "a .txt, .md, .html, .pdf, .docx or .eml file"
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip data"),
)
# A page that was photographed is a report all the same.
_MAY_BE_EMPTY = (".pdf", ".docx")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.I)
_LOOKS_LIKE_HTML = re.compile(
    rb"\s{0,200}(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype html|html)\b", re.I
)
# What a page may declare and be believed where its bytes are not UTF-8.
_CHARSETS = re.compile(
    r"(?:iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|"
    r"shift_jis|euc-(?:jp|kr)|us-ascii|ascii)",
    re.IGNORECASE,
)


def read_report(data: bytes, name: str) -> ReportText:
    r"""Take the text from a report file.

    Args:
        data: The file's bytes.
        name: The file's name; its ending tells what it should be.

    Raises:
        ReportError: If it is no text, is too large, is in an unknown encoding, or holds no text.

    Example:
        >>> read_report(b"Talks failed.\r\n", "april.txt").text
        'Talks failed.\n'
    """
    ending = PurePath(name).suffix.lower()
    if len(data) > _LARGEST:
        raise _refused(
            name, "too-large", f"the file has {len(data):,} bytes, above the limit",
            f"at most {_LARGEST:,} bytes", "split it into reports of their own",
        )  # fmt: skip
    kind = _kind(data, ending)
    if kind in _READERS:
        return _read_document(data, name, kind, mismatch=kind != ending)
    _refuse_other_types(data, name)
    looks_like_html = bool(_LOOKS_LIKE_HTML.match(data[:2000]))
    if ending in _HTML or looks_like_html:
        return _read_page(data, name, mismatch=ending not in _HTML)
    if ending not in _TEXT:
        raise _refused(
            name, "file-type", f"{ending} files are not read",
            _READABLE, "save the report's text as a .txt file",
        )  # fmt: skip
    text, encoding = _decode(data, name)
    notices = [_encoding_notice(name, encoding)] if encoding != "utf-8" else []
    text = _checked(_uniform(text), name)
    published, outlet = stated_publication(text)
    return ReportText(text, "as written", tuple(notices), published, outlet)


def _kind(data: bytes, ending: str) -> str:
    """The ending that fits what a file holds, where that can be told; otherwise the one it has."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    return ".docx" if holds_docx(data) else ending


def _read_document(data: bytes, name: str, kind: str, *, mismatch: bool) -> ReportText:
    """Read a document; one that holds only pictures comes out without text, and says so."""
    try:
        found = _READERS[kind](data, name)
    except ReportError as error:
        raise error.in_file(name) from error
    notices = found.notices
    if mismatch:
        what = f"the file is a {kind[1:].upper()} document, although its name says otherwise"
        named = Problem(what, "type-mismatch", name, mend=f"rename it to end in {kind}")
        notices = (named, *notices)
    text = _uniform(found.text)
    text = text if kind in _MAY_BE_EMPTY and not text else _checked(text, name)
    return replace(found, text=text, notices=notices)


def _read_page(data: bytes, name: str, *, mismatch: bool) -> ReportText:
    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii").lower() if declared else ""
    markup, encoding = _decode(data, name, charset)
    notices: list[Problem] = []
    if mismatch:
        notices.append(
            Problem(
                "the file is an HTML page, although its name says otherwise",
                code="type-mismatch",
                file=name,
                mend="rename it to end in .html",
            )
        )
    same = charset.replace("-", "") in (encoding.replace("-", ""), "")
    if not same:
        notices.append(
            Problem(
                f"the page declares the charset {charset}, but its bytes are {encoding.upper()}",
                code="encoding",
                file=name,
                expected="a charset that agrees with the bytes",
                mend="compare names and quotations in the text with the original",
            )
        )
    page = read_html(markup)
    if page.shortened:
        notices.append(
            Problem(
                f"the page exceeds the limit; its first {len(page.text):,} characters are read",
                code="too-large",
                file=name,
                mend="split it into reports of their own",
            )
        )
    text = _checked(_uniform(page.text), name)
    return ReportText(text, page.how, tuple(notices), page.published, page.outlet, page.title)


def _refuse_other_types(data: bytes, name: str) -> None:
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    if found:
        raise _refused(
            name, "type-mismatch", f"the file holds {found}, which is not read",
            _READABLE, "save the report's text as a .txt file",
        )  # fmt: skip


def _decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """The text and the encoding that was found in the bytes."""
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", "utf-8")
    )
    try:
        return data[len(mark) :].decode(encoding), encoding
    except UnicodeDecodeError as error:
        if declared and not mark and _CHARSETS.fullmatch(declared):
            try:
                return data.decode(declared), declared
            except (UnicodeDecodeError, LookupError):
                pass
        before = data[: len(mark) + error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        raise ReportError(
            Problem(
                f"the file is not {encoding.upper()} text: byte {data[len(before)]:#04x} "
                f"at offset {len(before)}",
                code="encoding",
                file=name,
                line=line,
                column=column,
                expected="UTF-8, or UTF-16 with a byte order mark",
                mend="save it as UTF-8 (in most editors: save as, encoding UTF-8)",
            )
        ) from error


def _encoding_notice(name: str, encoding: str) -> Problem:
    return Problem(
        f"the file is {encoding.upper()} and was read as such", code="encoding", file=name
    )


def _uniform(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _checked(text: str, name: str) -> str:
    if "\x00" in text:
        at = text.index("\x00")
        line = text.count("\n", 0, at) + 1
        raise ReportError(
            Problem(
                "the file holds zero bytes: it is not text",
                code="binary",
                file=name,
                line=line,
                column=at - text.rfind("\n", 0, at),
                expected="text",
                mend="save the report's text as UTF-8 without a program's data",
            )
        )
    if not any(map(str.isalnum, text)):
        raise _refused(
            name, "no-text", "the file holds no text" if text.strip() else "the file is empty",
            "a report's text", "if it is a picture of a page, it needs text recognition first",
        )  # fmt: skip
    return text


def _refused(name: str, code: str, what: str, expected: str, mend: str) -> ReportError:
    return ReportError(Problem(what, code=code, file=name, expected=expected, mend=mend))
