"""The ledger as W3C Web Annotations (JSON-LD), for any tool that shows notes on texts.

Each entry is an annotation; its targets are the passages, each by its words with those around them
(TextQuoteSelector) and by its place in Unicode code points (TextPositionSelector).

Source: W3C Recommendation "Web Annotation Data Model" (2017).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from middleground.evidence.entries import Entry, Passage
from middleground.evidence.saying import gist
from middleground.reports.document import Document
from middleground.version import __version__

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_NAMES = UUID("5c0f9a1e-5a0e-5d7c-9f0b-6d1f0c2b7a34")  # drawn once; names grow from it
_AROUND = 32  # characters before and after


def ledger_annotations(
    entries: Iterable[Entry],
    documents: Mapping[str, Document],
    files: Mapping[str, str],
    *,
    with_surroundings: bool = True,
) -> bytes:
    """The entries as one annotation collection.

    Args:
        entries: The ledger; those whose words have gone from their report are left out.
        documents: The reports by name.
        files: For each report the file of its text, relative to the project folder.
        with_surroundings: Whether the words before and after a passage are written too.
    """
    items = [
        _annotation(entry, documents[entry.report], files[entry.report], with_surroundings)
        for entry in entries
        if entry.report in documents and entry.standing != "lost"
    ]
    collection = {
        "@context": _CONTEXT,
        "id": f"urn:uuid:{uuid5(_NAMES, '|'.join(item['id'] for item in items))}",
        "type": "AnnotationCollection",
        "label": "Ledger of the reports",
        "generator": {"type": "Software", "name": f"middleground {__version__}"},
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _annotation(
    entry: Entry, document: Document, file: str, with_surroundings: bool
) -> dict[str, Any]:
    source = {"id": quote(file), "type": "Text", "format": "text/plain"}
    said = json.dumps(entry.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False,
                      sort_keys=True)  # fmt: skip
    annotation: dict[str, Any] = {
        "id": f"urn:uuid:{uuid5(_NAMES, f'{file}|{entry.id}')}",
        "type": "Annotation",
        "motivation": "identifying" if entry.kind == "actor" else "describing",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": entry.kind},
            {"type": "TextualBody", "purpose": "assessing", "value": entry.status},
            {"type": "TextualBody", "purpose": "describing", "value": gist(entry),
             "format": "text/plain"},
            {"type": "TextualBody", "purpose": "describing", "value": said,
             "format": "application/json"},
        ],
        "target": [
            {
                "type": "SpecificResource",
                "source": source,
                "selector": _selectors(passage, document, with_surroundings),
            }
            for passage in entry.content
        ],
    }  # fmt: skip
    if entry.by:
        annotation["creator"] = {"type": "Person", "nickname": entry.by}
    if entry.when:
        annotation["created"] = entry.when
    return annotation


def _selectors(
    passage: Passage, document: Document, with_surroundings: bool
) -> list[dict[str, Any]]:
    words: dict[str, Any] = {"type": "TextQuoteSelector", "exact": passage.text}
    if with_surroundings:
        start, end = passage.start, passage.end
        words["prefix"] = document.slice((max(0, start - _AROUND), start))
        words["suffix"] = document.slice((end, end + _AROUND))
    place = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    return [words, place]
