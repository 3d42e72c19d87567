"""The body of a mail (RFC 5322, MIME), and what its head states.

Plain text is taken where there is any, otherwise the page, which is read as pages are.
"""

import email
import email.policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

LIBRARIES = ()

_HEAD = ("from", "date", "subject", "to", "received", "message-id")


def extract(data: bytes, characters: int) -> dict[str, Any]:
    """The body, whether it is a page, and the head."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not any(name in message for name in _HEAD):
        return {"refused": ["type-mismatch", "it has no head with sender, date or subject"]}
    body = message.get_body(("plain", "html"))
    text = _text(body) if body is not None else ""
    return {
        "found": {
            "text": text[:characters],
            "shortened": len(text) > characters,
            "is_page": body is not None and body.get_content_type() == "text/html",
            "damaged": _defects(message, body),
            "attachments": [_name(part) for part in message.iter_attachments()][:50],
            **_stated(message),
        }
    }


def _text(body: MIMEPart) -> str:
    """The body's text; in Latin-1 where it names an encoding that nobody knows."""
    try:
        return str(body.get_content())
    except LookupError:
        payload = body.get_payload(decode=True)
        return payload.decode("latin-1") if isinstance(payload, bytes) else ""


def _defects(message: EmailMessage, body: MIMEPart | None) -> str:
    found = [*message.defects, *(body.defects if body is not None else ())]
    return type(found[0]).__name__ if found else ""


def _name(part: Any) -> str:
    return str(part.get_filename() or part.get_content_type())[:100]


def _stated(message: EmailMessage) -> dict[str, str]:
    said = {"title": str(message.get("subject", ""))[:300], "published": ""}
    name, address = parseaddr(str(message.get("from", "")))
    said["sender"] = (name or address)[:300]
    date = message.get("date")
    moment = getattr(date, "datetime", None)
    said["published"] = moment.date().isoformat() if moment else ""
    return said
