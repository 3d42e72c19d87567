"""The body of a mail (.eml)."""

from typing import Any

from middleground.errors import Problem
from middleground.plain_text import shown
from middleground.reports.child import CHARACTERS, read_in_child
from middleground.reports.html import read_html
from middleground.reports.report_text import ReportText

_UNREADABLE = "\ufffd"  # stands where bytes are no characters of the encoding


def read_mail(data: bytes, name: str) -> ReportText:
    """Take the body from a mail; its date is taken for the day of publication.

    Raises:
        ReportError: If it is no mail, or cannot be read within the limits.
    """
    found = read_in_child("mail", data, "mail")
    text, how = found["text"], "body of the mail"
    if found["is_page"]:
        page = read_html(text)
        text, how = page.text, f"{page.how} in the mail"
    found["unreadable"] = _UNREADABLE in text
    found["attachments"] = ", ".join(f"'{shown(one)}'" for one in found["attachments"])
    return ReportText(
        text,
        how,
        _notices(found, name),
        published=found["published"],
        title=found["title"],
        sender=found["sender"],
    )


def _notices(found: dict[str, Any], name: str) -> tuple[Problem, ...]:
    """What to know about the body."""
    words = {
        "attachments": ("left-out", "attachments are not read; add them as reports: {}"),
        "damaged": ("damaged-document", "the mail is damaged, and text may be missing ({})"),
        "shortened": ("too-large", f"the mail exceeds the limit of {CHARACTERS:,} characters"),
        "unreadable": ("encoding", "some characters cannot be read in the encoding it names"),
    }
    return tuple(
        Problem(what.format(found[member]), code=code, file=name, mend="compare it with the mail")
        for member, (code, what) in words.items()
        if found[member]
    )
