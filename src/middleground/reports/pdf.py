"""The text of a PDF."""

from collections.abc import Iterator, Sequence
from typing import Any

from middleground.errors import Problem
from middleground.plain_text import shown
from middleground.reports.child import read_in_child, refusal
from middleground.reports.pages import RunningText, running_text
from middleground.reports.report_text import ReportText, no_text

_SIGNATURE = b"%PDF-"
_SEARCHED = 1024  # bytes: so far into the file readers look for its beginning
_MOST_NAMED = 10
# Below this share of letters and digits, fonts do not say which letters they draw.
_LEGIBLE = 0.5


def read_pdf(data: bytes, name: str) -> ReportText:
    """Take the text from a PDF.

    Raises:
        ReportError: If it is damaged, encrypted, or cannot be read within the limits.
    """
    if _SIGNATURE not in data[:_SEARCHED]:
        raise refusal("type-mismatch", "PDF", "it does not begin like one")
    found = read_in_child("pdf_pages", data, "PDF")
    running = running_text(found["pages"])
    notices = [_notice(name, code, what) for code, what in _noticed(found, running)]
    if not any(map(str.isalnum, running.text)):
        running = RunningText("", ())
        if not found["too_large"]:
            notices.append(no_text(name, "PDF"))
    return ReportText(
        running.text,
        "text of the pages",
        tuple(notices),
        found["published"],
        found["outlet"],
        found["title"],
        found["made"],
    )


def _noticed(found: dict[str, Any], running: RunningText) -> Iterator[tuple[str, str]]:
    """What to know about the text: what is not in it, and why."""
    if found["repairs"]:
        said = shown(found["repairs"])
        yield "damaged-document", f"the PDF is not sound, and text may be missing ({said})"
    if found["damaged"]:
        pages = _numbers(found["damaged"])
        yield "damaged-document", f"the PDF is damaged: {pages} cannot be read"
    if found["too_large"]:
        pages = _numbers(found["too_large"])
        yield "too-large", f"the PDF exceeds the limit: {pages} left out"
    if found["left_out"]:
        yield (
            "too-large",
            f"the PDF exceeds the limit: its last {found['left_out']:,} pages are left out",
        )
    gone = {*found["damaged"], *found["too_large"]}
    empty = [n for n, text in enumerate(found["pages"], 1) if not text.strip() and n not in gone]
    if empty and running.text:
        yield "no-text", f"{_numbers(empty)} of the PDF hold no text (a picture, or blank)"
    if running.heads:
        heads = ", ".join(f"'{shown(head)}'" for head in running.heads)
        yield "left-out", f"lines that repeat on most pages are left out: {heads}"
    visible = [c for c in running.text if not c.isspace()]
    if visible and sum(map(str.isalnum, visible)) < _LEGIBLE * len(visible):
        yield "garbled", "most of the text is not legible: compare it with the PDF before using it"


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers in words: "page 3", "pages 3, 4", "pages 1, 2, 3 and 40 more"."""
    named = ", ".join(map(str, pages[:_MOST_NAMED]))
    more = f" and {len(pages) - _MOST_NAMED:,} more" if len(pages) > _MOST_NAMED else ""
    return f"page{'s' * (len(pages) != 1)} {named}{more}"


def _notice(name: str, code: str, what: str) -> Problem:
    return Problem(what, code=code, file=name, mend="compare the text with the PDF")
