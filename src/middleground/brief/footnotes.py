"""Numbers for quotations and assumptions, so that a reader on paper can follow them too.

They are numbered in the order in which the brief first uses them. The same words of the same report
on the same word count once.
"""

from collections.abc import Mapping

from middleground.brief.citing import Assumption, Quote, Rests
from middleground.reports.document import Document
from middleground.reports.locate import find_quote
from middleground.scenario.basis import grounds_of
from middleground.scenario.grounds import Quotation
from middleground.scenario.places import Path
from middleground.scenario.reader import Reading


class Footnotes:
    """Collects what the parts of a scenario rest on, and numbers it."""

    def __init__(self, reading: Reading, documents: Mapping[str, Document]) -> None:
        """Begin with nothing cited."""
        self._reading, self._documents = reading, documents
        self._quotes: dict[tuple[str, str, tuple[str, ...]], tuple[Quotation, list[str]]] = {}
        self._assumptions: dict[str, list[str]] = {}

    def cite(self, *path: str | int | float) -> Rests:
        """What the value at a path rests on: the nearest grounds, numbered."""
        grounds = grounds_of(self._reading, path)
        place = in_words(path)
        return Rests(
            quotes=list(dict.fromkeys(self._quote(said, place) for _, said in grounds.quotations)),
            assumption=self._assume(grounds.assumption, place),
        )

    def cited(self, rests: Rests) -> list[Quotation]:
        """The quotations that something rests on, as the scenario has them."""
        every = [said for said, _ in self._quotes.values()]
        return [every[number - 1] for number in rests.quotes]

    def assumed(self, rests: Rests) -> str:
        """The assumption that something rests on; "" where there is none."""
        return "" if rests.assumption is None else list(self._assumptions)[rests.assumption - 1]

    def _quote(self, said: Quotation, place: str) -> int:
        key = (said.report, said.quote, said.source)
        self._quotes.setdefault(key, (said, []))[1].append(place)
        return list(self._quotes).index(key) + 1

    def _assume(self, text: str | None, place: str) -> int | None:
        if text is None:
            return None
        self._assumptions.setdefault(text, []).append(place)
        return list(self._assumptions).index(text) + 1

    def quotes(self) -> list[Quote]:
        """All quotations cited so far, with their places in the reports."""
        return [
            self._located(number, said, places)
            for number, (said, places) in enumerate(self._quotes.values(), start=1)
        ]

    def _located(self, number: int, said: Quotation, places: list[str]) -> Quote:
        document = self._documents.get(said.report)
        place = find_quote(said.quote, document.text) if document else None
        if place is None or not place.found:
            where = {"words": said.quote, "sentence": 0, "start": 0, "end": 0, "found": False}
        else:
            where = {
                "words": place.words,
                "sentence": place.sentence,
                "start": place.start,
                "end": place.end,
                "found": True,
            }
        return Quote.model_validate(
            {
                "number": number,
                "report": said.report,
                "source": list(said.source),
                "supports": list(dict.fromkeys(places)),
                **where,
            }
        )

    def assumptions(self) -> list[Assumption]:
        """All assumptions cited so far."""
        return [
            Assumption(number=number, text=text, supports=list(dict.fromkeys(places)))
            for number, (text, places) in enumerate(self._assumptions.items(), start=1)
        ]


def in_words(path: Path) -> str:
    """A path as people write it: `preferences.union.chair.no_deal`."""
    return ".".join(map(str, path))
