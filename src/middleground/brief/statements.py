"""Who says what: the ledger's entries by speaker, and figures with their owners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from middleground.brief.passages import stands_in
from middleground.brief.words import one_line
from middleground.evidence.entries import Entry, Figure, Link
from middleground.reports.document import Document

Documents = Mapping[str, Document]

_NAMING = {
    "unnamed": "a source that is not named",
    "unstated": "a source that is not stated",
}
_MODALITY = {
    "denied": "denied",
    "expected": "expected",
    "conditional": "on a condition",
    "reported": "reported",
}
_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
_ITSELF = "the report itself"
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "who", "which", "those", "that", "them"}
)
UNCLEAR = "Speakers whom the program could not tell"
REPORTER = "The reports in their own voice"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the page shows it."""

    link: str
    words: str
    chain: str
    manner: str
    report: str
    sentence: int
    decided: bool


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


def by_speaker(entries: Sequence[Entry], documents: Documents) -> list[Speaker]:
    """Statements by who makes them, in the order in which the speakers first appear."""
    groups: dict[str, list[Statement]] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if entry.kind == "figure":
            continue
        name = one_line(entry.speaker) if entry.chain else REPORTER
        name = name or _NAMING["unstated"]
        if name.casefold() in _PRONOUNS:
            name = UNCLEAR
        key = name.casefold().removeprefix("the ")
        names.setdefault(key, name[:1].upper() + name[1:])
        groups.setdefault(key, []).append(_statement(entry, names[key], documents))
    return [Speaker(names[key], statements) for key, statements in groups.items()]


def _statement(entry: Entry, name: str, documents: Documents) -> Statement:
    chain = chain_in_words(entry.chain)
    manner = [entry.stance] if entry.stance else []
    if entry.polarity == "negative" and entry.modality != "denied":
        manner.append("denied")
    if entry.modality in _MODALITY and _MODALITY[entry.modality] not in manner:
        manner.append(_MODALITY[entry.modality])
    return Statement(
        link=_link_to(entry, documents),
        words=without_marks(" ".join(entry.words.split())),
        chain="" if chain.casefold() == name.casefold() else chain,
        manner=", ".join(manner),
        report=entry.report,
        sentence=entry.sentence,
        decided=entry.decided,
    )


def _link_to(entry: Entry, documents: Documents) -> str:
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
    if link.stands_for and link.stands_for != link.words:
        return f"{words} (probably {one_line(link.stands_for)})"
    return words


def figures(entries: Sequence[Entry], documents: Documents) -> list[FigureShown]:
    """All figures with their owners: first those on somebody's word, in order of the reports."""
    shown = [
        FigureShown(
            link=_link_to(entry, documents),
            says=_amount(entry.figure, entry.words),
            counted=one_line(" ".join(entry.figure.counted.split())),
            owner=one_line(entry.figure.asserter) or _ITSELF,
            report=entry.report,
            sentence=entry.sentence,
        )
        for entry in entries
        if entry.kind == "figure" and entry.figure
    ]
    return sorted(shown, key=lambda figure: figure.owner == _ITSELF)


def _amount(figure: Figure, words: str) -> str:
    if figure.value is None:
        said = " ".join(words.split())
    else:
        amount = f"{figure.value:,.10g}"
        qualifier = "" if figure.qualifier in amount else figure.qualifier
        unit = figure.unit.removesuffix("s") if figure.value == 1 else figure.unit
        said = " ".join(filter(None, [qualifier, amount, unit]))
    return one_line(f"not {said}" if figure.negated else said)


def side_by_side(shown: Sequence[FigureShown]) -> list[tuple[str, list[FigureShown]]]:
    """Figures that count the same thing, of different sources or reports.

    The same thing means the same words for what is counted, two at least: "people" alone would
    set the dead beside the displaced. Whether two such figures contradict each other, or one is
    later than the other, the program does not decide.
    """
    groups: dict[str, list[FigureShown]] = {}
    for figure in shown:
        if len(figure.counted.split()) > 1:
            groups.setdefault(figure.counted.casefold(), []).append(figure)
    return [
        (group[0].counted, group)
        for group in groups.values()
        if len({(figure.owner, figure.report) for figure in group}) > 1
    ]


def count_by_report(entries: Sequence[Entry]) -> Mapping[str, int]:
    """How many entries each report has."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.report] = counts.get(entry.report, 0) + 1
    return counts
