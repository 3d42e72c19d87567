"""Text from outside, made safe to show: nothing in it can move a cursor, hide or turn other text.

Reports and scenario files are untrusted. What is stored stays as it is; what is shown goes through
`shown` (terminal) or `visible` (a page, after the template has escaped its markup).
"""

import json
import re
import unicodedata
from typing import Any

# Control characters, the marks that turn or isolate the direction of other text, invisible joiners,
# and the invisible characters that make two names look alike.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u2069\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
# In JSON such characters stand only inside text; the line breaks between members stay.
_ESCAPED = re.compile(_HIDDEN.pattern + "|[\ud800-\udfff]")
# A right-to-left word may need the joiners that are hidden everywhere else.
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = {"R", "AL"}
_SCRIPTS = {"HEBREW": "he", "ARABIC": "ar"}


def visible(text: str) -> str:
    r"""The text with hidden characters written out as \u{...}; line breaks and tabs stay.

    Example:
        >>> visible("Uplands \u202eylbmessA")
        'Uplands \\u{202e}ylbmessA'
    """
    rtl = direction(text) == "rtl"
    return _HIDDEN.sub(
        lambda m: m[0] if rtl and m[0] in _JOINERS else f"\\u{{{ord(m[0]):x}}}", text
    )


def shown(text: str) -> str:
    r"""The text on one line, with hidden characters written out: for terminals and messages.

    Example:
        >>> shown("River\x1b[2J\nTalks")
        'River\\u{1b}[2J\\nTalks'
    """
    return visible(text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"))


def json_text(value: Any) -> str:
    r"""A value as JSON that a terminal can show: what is hidden stands as an escape.

    Example:
        >>> print(json_text({"name": "Uplands \u202eylbmessA"}))
        {
         "name": "Uplands \u202eylbmessA"
        }
    """
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return _ESCAPED.sub(lambda m: json.dumps(m[0])[1:-1], text)


def direction(text: str) -> str:
    """Either "rtl" or "ltr", from the first letter that has a direction in Unicode."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def language_of_script(text: str) -> str:
    """A language code for the first letter's script, "" where the script does not tell.

    Only enough to choose a voice and a typeface: Hebrew letters give "he", Arabic ones "ar".
    """
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "")
            return next((code for word, code in _SCRIPTS.items() if name.startswith(word)), "")
    return ""


def canonical(text: str) -> str:
    """The text in Unicode's composed form (NFC), as names are stored and compared."""
    return unicodedata.normalize("NFC", text)
