"""Quotations and assumptions as the footnotes of a brief, and what rests on them."""

from middleground.deals.views import Result


class Rests(Result):
    """What an element or a number rests on: numbers of quotations and of one assumption."""

    quotes: list[int]
    assumption: int | None


class Quote(Result):
    """A quotation that the scenario rests on, with its place in the report.

    Attributes:
        number: Its number in this brief, from 1.
        words: The report's own words where found, else the words as the scenario has them.
        source: Whose word it is, outermost first; empty where the report speaks for itself.
        sentence: Number of the sentence in the report, from 1; 0 where not found.
        start, end: Characters of the report's text; 0 where not found.
        found: Whether the report says this. Where it does not, `check` says what is nearest.
        supports: Paths of the elements and numbers of the scenario that rest on it.
    """

    number: int
    report: str
    words: str
    source: list[str]
    sentence: int
    start: int
    end: int
    found: bool
    supports: list[str]


class Assumption(Result):
    """A reason of the analyst's own, with what rests on it."""

    number: int
    text: str
    supports: list[str]
