"""The quotations of a scenario, looked up in its reports, and how many there are: counted here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from middleground.reports.locate import Located, find_quote
from middleground.scenario.grounds import Quotation
from middleground.scenario.places import Path
from middleground.scenario.reader import Reading
from middleground.scenario.references import evidence_in


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation and where its report has it.

    Attributes:
        path: Where the scenario quotes it.
        quotation: The words and the report.
        located: Where the report has them, or something like them; None without the report's text.
    """

    path: Path
    quotation: Quotation
    located: Located | None

    @property
    def found(self) -> bool:
        """Whether the report says this."""
        return self.located is not None and self.located.found


@dataclass(frozen=True, slots=True)
class QuotationCount:
    """How many quotations a scenario rests on.

    Attributes:
        all: Their number: the same words of the same report on the same word count once, however
            often the scenario quotes them.
        lost: How many of them are not in their reports, or in reports that cannot be read.
    """

    all: int
    lost: int


def check_quotations(reading: Reading, texts: Mapping[str, str]) -> tuple[CheckedQuote, ...]:
    """Look up every quotation, in each place where the scenario has it."""
    return tuple(
        CheckedQuote(
            path,
            quotation,
            find_quote(quotation.quote, texts[quotation.report])
            if quotation.report in texts
            else None,
        )
        for path, quotation in quotations_of(reading)
    )


def quotations_of(reading: Reading) -> Iterator[tuple[Path, Quotation]]:
    """Every quotation with its path: those of the section `quotes`, then those written in place."""
    for name, quotation in reading.scenario.quotes.items():
        yield ("quotes", name), quotation
    for path, written in evidence_in(reading.tree):
        items = written if isinstance(written, list) else [written]
        for n, item in enumerate(items):
            if isinstance(item, dict):
                at = (*path, n) if isinstance(written, list) else path
                yield at, Quotation.model_validate(item)


def each_once(quotes: Iterable[CheckedQuote]) -> list[CheckedQuote]:
    """The quotations without those that say the same again."""
    return list({(q.quotation.report, q.quotation.quote, q.quotation.source): q
                 for q in quotes}.values())  # fmt: skip


def count_quotations(quotes: Iterable[CheckedQuote]) -> QuotationCount:
    """How many quotations there are, and how many of them are not in their reports."""
    once = each_once(quotes)
    return QuotationCount(len(once), sum(not quote.found for quote in once))
