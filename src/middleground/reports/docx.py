"""The text of a Word document (DOCX)."""

from middleground.errors import Problem
from middleground.reports.child import CHARACTERS, read_in_child, refusal
from middleground.reports.report_text import ReportText, no_text

_KIND = "Word document"
_PACKAGE = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_LEFT_OUT = {
    "shortened": (
        "too-large",
        f"it exceeds the limit: its first {CHARACTERS:,} characters are read",
    ),
    "changes": ("left-out", "text that tracked changes deleted or moved away is left out"),
    "hidden": ("left-out", "hidden text is left out"),
    "comments": ("left-out", "its comments are left out"),
}


def holds_docx(data: bytes) -> bool:
    """Whether an archive looks like a Word document: its parts' names stand in it as they are."""
    return data.startswith(_PACKAGE) and b"word/document.xml" in data


def read_docx(data: bytes, name: str) -> ReportText:
    """Take the text from a Word document.

    Raises:
        ReportError: If it is damaged, encrypted, or cannot be read within the limits.
    """
    if data.startswith(_OLD):
        detail = "it is in the form that Word gives to encrypted and to old (.doc) documents"
        raise refusal("encrypted", _KIND, detail)
    if not data.startswith(_PACKAGE):
        raise refusal("type-mismatch", _KIND, "it does not begin like one")
    found = read_in_child("docx_parts", data, _KIND)
    notices = [
        Problem(f"the document: {what}", code=code, file=name, mend="compare it with the original")
        for member, (code, what) in _LEFT_OUT.items()
        if found[member]
    ]
    text = found["text"]
    if not any(map(str.isalnum, text)):
        text = ""
        notices.append(no_text(name, _KIND))
    return ReportText(
        text,
        "text of the document",
        tuple(notices),
        outlet=found["outlet"],
        title=found["title"],
        made=found["made"],
    )
