"""Who says what: the ledger's entries by speaker, and figures with their owners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from middleground.brief.citing import Quote
from middleground.brief.naming import Cast, last_named, names_nobody
from middleground.brief.passages import stands_in
from middleground.brief.words import one_line, source_chain
from middleground.evidence.entries import Entry, Figure, Link
from middleground.evidence.saying import figure_in_words
from middleground.reports.document import Document

Documents = Mapping[str, Document]

_NAMING = {
    "unnamed": "a source that is not named",
    "unstated": "a source that is not stated",
}
_MODALITY = {
    "expected": "expected",
    "conditional": "on a condition",
    "reported": "reported",
}
STATUSES = {
    "proposed": "proposed",
    "accepted": "accepted",
    "corrected": "corrected",
    "added": "added by hand",
}
_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
_ITSELF = "the report itself"
_UNKNOWN = "a speaker whom the program could not tell"
# Stances that say no by themselves: "rejects, denied" would say it twice.
_NEGATIVE = frozenset({"rejects", "denies", "refuses", "doubts", "condemns"})
UNCLEAR = "Speakers whom the program could not tell"
REPORTER = "The reports in their own voice"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the page shows it.

    Attributes:
        by_scenario: Number of the quotation whose source the scenario gives; 0 where the speaker
            is the one that the program found.
    """

    link: str
    words: str
    chain: str
    manner: str
    report: str
    sentence: int
    decided: bool
    status: str
    by_scenario: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Everything that one source says, in order of report and place."""

    name: str
    statements: list[Statement]


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A number with all that makes it a claim."""

    link: str
    says: str
    counted: str
    owner: str
    report: str
    sentence: int
    status: str


def by_speaker(
    entries: Sequence[Entry], documents: Documents, cast: Cast, quotes: Sequence[Quote]
) -> list[Speaker]:
    """Statements by who makes them, in the order in which the speakers first appear.

    Where the scenario quotes the same words on somebody's word, its source wins. A speaker that is
    only guessed heads no statement: those stand last, with the guess beside each.
    """
    groups: dict[str, list[Statement]] = {}
    names: dict[str, str] = {}
    said = [entry for entry in entries if entry.kind == "attribution"]
    for entry in said:
        quote = _quoted_in(entry, said, quotes)
        key, name = _of_scenario(quote, cast) if quote else _of_report(entry, cast)
        names.setdefault(key, name)
        groups.setdefault(key, []).append(_statement(entry, name, quote, documents, cast))
    speakers = [Speaker(names[key], statements) for key, statements in groups.items()]
    return sorted(speakers, key=lambda speaker: speaker.name in (UNCLEAR, REPORTER))


def _of_scenario(quote: Quote, cast: Cast) -> tuple[str, str]:
    innermost = last_named(quote.source)
    name = innermost or source_chain(quote.source[-1:])
    return cast.find(innermost) or (_key(name), _heading(name))


def _of_report(entry: Entry, cast: Cast) -> tuple[str, str]:
    """Under whose name a statement stands: a key, and the heading."""
    if not entry.chain:
        return REPORTER, REPORTER
    innermost = entry.chain[-1]
    if not innermost.name:
        return _key(_NAMING["unstated"]), _heading(_NAMING["unstated"])
    name = one_line(innermost.name if entry.decided else innermost.words)
    if names_nobody(name) or _is_guess(entry):
        return UNCLEAR, UNCLEAR
    return cast.find(name) or (_key(name), _heading(name))


def _is_guess(entry: Entry) -> bool:
    """Whether the program alone says whom the words stand for."""
    innermost = entry.chain[-1]
    return bool(
        innermost.stands_for and innermost.stands_for != innermost.words and not entry.decided
    )


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _heading(name: str) -> str:
    return name[:1].upper() + name[1:]


def _quoted_in(entry: Entry, entries: Sequence[Entry], quotes: Sequence[Quote]) -> Quote | None:
    """The quotation with a source that has the words of a statement, and of none within it."""
    within = [other for other in entries if other.nested_in == entry.id]
    shared = [
        (_shared(entry, quote), quote)
        for quote in quotes
        if quote.found and quote.source and not any(_shared(one, quote) for one in within)
    ]
    most, quote = max(shared, key=lambda pair: pair[0], default=(0, None))
    return quote if most else None


def _shared(entry: Entry, quote: Quote) -> int:
    """Characters that a statement and a quotation share; 0 if under half of the shorter one."""
    if entry.report != quote.report:
        return 0
    shared = sum(
        max(0, min(part.end, quote.end) - max(part.start, quote.start)) for part in entry.content
    )
    length = sum(part.end - part.start for part in entry.content)
    return shared if 2 * shared >= min(length, quote.end - quote.start) else 0


def _statement(
    entry: Entry, name: str, quote: Quote | None, documents: Documents, cast: Cast
) -> Statement:
    chain = source_chain(quote.source) if quote else chain_in_words(entry.chain)
    known = cast.find(chain)
    return Statement(
        link=link_to(entry, documents),
        words=without_marks(" ".join(entry.words.split())),
        chain="" if _key(known[1] if known else chain) == _key(name) else chain,
        manner=_manner(entry),
        report=entry.report,
        sentence=entry.sentence,
        decided=entry.decided,
        status=STATUSES[entry.status],
        by_scenario=quote.number if quote else 0,
    )


def _manner(entry: Entry) -> str:
    """How the source says it: "demands", "asserts, on a condition" ..."""
    manner = [entry.stance] if entry.stance else []
    denies = entry.polarity == "negative" or entry.modality == "denied"
    if denies and entry.stance not in _NEGATIVE:
        manner.append("denied")
    if entry.modality in _MODALITY and entry.modality != "denied":
        manner.append(_MODALITY[entry.modality])
    return ", ".join(manner)


def link_to(entry: Entry, documents: Documents) -> str:
    """The name of the place where an entry's words stand; of the report, if they no longer do."""
    document = documents.get(entry.report)
    if document and entry.content and stands_in(document, entry.content[0]):
        return f"e-{entry.id}"
    return f"r-{entry.report}" if document else "reports"


def without_marks(words: str) -> str:
    """A quotation without the marks around it: the page sets its own.

    Example:
        >>> without_marks('"The night shift must go,"'), without_marks('" we will not ," he said')
        ('The night shift must go', '" we will not ," he said')
    """
    inner = words.strip().strip(_MARKS).strip()
    if any(mark in inner for mark in _MARKS):
        return words
    return inner.rstrip(",").rstrip() if inner != words else words


def chain_in_words(chain: Sequence[Link]) -> str:
    """A source chain as a reader says it: "KAN, quoting unidentified sources".

    Example:
        >>> chain_in_words([Link(words="KAN", naming="named"),
        ...                 Link(words="unidentified sources", naming="unnamed")])
        'KAN, quoting unidentified sources'
    """
    return ", quoting ".join(_link(link) for link in chain)


def _link(link: Link) -> str:
    words = one_line(" ".join(link.words.split())) or _NAMING.get(link.naming, "")
    if link.stands_for and link.stands_for != link.words and not names_nobody(link.stands_for):
        return f"{words} (probably {one_line(link.stands_for)})"
    return words


def figures(entries: Sequence[Entry], documents: Documents, cast: Cast) -> list[FigureShown]:
    """All figures with their owners: first those on somebody's word, in order of the reports."""
    said = {entry.id: entry for entry in entries if entry.kind == "attribution"}
    shown = [
        FigureShown(
            link=link_to(entry, documents),
            says=one_line(figure_in_words(entry.figure, entry.words)),
            counted=one_line(" ".join(entry.figure.counted.split())),
            owner=_owner(entry.figure, said.get(entry.figure.asserted_by), cast),
            report=entry.report,
            sentence=entry.sentence,
            status=STATUSES[entry.status],
        )
        for entry in entries
        if entry.kind == "figure" and entry.figure
    ]
    return sorted(shown, key=lambda figure: figure.owner == _ITSELF)


def _owner(figure: Figure, within: Entry | None, cast: Cast) -> str:
    """Who asserts a figure; a guess is called one."""
    name = one_line(" ".join(figure.asserter.split()))
    if not name:
        return _ITSELF
    if names_nobody(name):
        return _UNKNOWN
    known = cast.find(name)
    owner = known[1] if known else name
    return f"probably {owner}" if within and within.chain and _is_guess(within) else owner


def count_by_report(entries: Sequence[Entry]) -> Mapping[str, int]:
    """How many entries each report has."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.report] = counts.get(entry.report, 0) + 1
    return counts
