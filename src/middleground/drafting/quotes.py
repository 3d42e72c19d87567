"""Quotations that a draft cites: each entry's own words once, under an id that reads well."""

import re
from collections.abc import Mapping

from middleground.drafting.naming import Names
from middleground.evidence.entries import Entry, Link
from middleground.reports.document import Document

_LONGEST = 400  # characters of a quotation; what is longer is cut at a word
_CLAIM = 240  # of the claim or sentence around a figure
_SHORT = 40  # a figure in so few says too little


_HALF = re.compile("[\ud800-\udfff]")


class Citations:
    """The quotations of a draft, in the order in which they are first cited."""

    def __init__(
        self, by_id: Mapping[str, Entry], documents: Mapping[str, Document] | None = None
    ) -> None:
        """Quote from some entries.

        Args:
            by_id: The ledger.
            documents: The reports, so that a bare number can be quoted in its sentence.
        """
        self._by_id = by_id
        self._documents = documents or {}
        self.quotes: dict[str, dict[str, object]] = {}
        self._ids: dict[str, str] = {}
        self._names = Names()

    def cite(self, *entries: Entry) -> list[str]:
        """The ids of the quotations that hold what some entries say, each once."""
        found: dict[str, None] = {}
        for entry in entries:
            quote = self._words(entry)
            if not quote.strip():
                continue
            key = f"{entry.report}|{quote}"
            if key not in self._ids:
                self._ids[key] = self._names.give(quote, fallback="quote")
                self.quotes[self._ids[key]] = _quotation(entry, quote)
            found[self._ids[key]] = None
        return list(found)

    def _words(self, entry: Entry) -> str:
        """The longest unbroken passage of an entry, cut at a word where it is very long.

        A number alone says little: of a figure, the whole claim that it stands in is cited.
        """
        # Half a character (a lone surrogate) cannot stand in a file: what is whole is quoted.
        whole = [part for p in entry.content for part in _HALF.split(p.text)]
        text = max(whole, key=len, default="")
        around = self._by_id.get(entry.figure.asserted_by) if entry.figure else None
        for passage in around.content if around else ():
            if (
                text in passage.text
                and not _HALF.search(passage.text)
                and len(passage.text) <= _CLAIM
            ):
                text = passage.text
        document = self._documents.get(entry.report) if entry.figure else None
        if document and len(text) < _SHORT:
            sentence = document.slice(document.sentences[entry.sentence - 1])
            text = sentence.strip() if text in sentence and len(sentence) <= _CLAIM else text
        return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0]


def _quotation(entry: Entry, quote: str) -> dict[str, object]:
    found: dict[str, object] = {"report": entry.report, "quote": quote}
    if entry.chain:
        found["source"] = [_source(link) for link in entry.chain]
    # The way back into the ledger, and whether a person has looked at it.
    found["note"] = f"{entry.status}: {entry.id}"
    return found


def _source(link: Link) -> str:
    return " ".join((link.words or link.stands_for or "unstated").split())
