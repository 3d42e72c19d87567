"""What people decide about entries: accept, reject, correct, add by hand.

Every decision notes who took it and when. Whatever words an entry is given, they are looked up in
the report: an entry never holds words that the report does not.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from middleground.errors import EvidenceError
from middleground.evidence.entries import Entry, Kind, Link, Passage, Status, entry_id
from middleground.evidence.settings import Settings, with_settings
from middleground.evidence.sources import naming_by_words
from middleground.plain_text import shown
from middleground.reports.document import Document
from middleground.reports.locate import find_quote

_MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, when (ISO 8601), and what they remark; "" keeps an earlier remark."""

    by: str
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be otherwise; None leaves a part as it is.

    Attributes:
        words: What is said, as words of the report: one text for each part that stands apart.
        source: Who says it, as words of the report, outermost first; () for the report itself.
        stands_for: Whom the innermost source's words stand for.
        sentence: Number of the sentence in which the words are to be looked for.
        settings: Fields by name, see `middleground.evidence.settings`.
    """

    words: Sequence[str] | None = None
    source: Sequence[str] | None = None
    stands_for: str | None = None
    sentence: int | None = None
    settings: Settings = field(default_factory=dict)


def accept(entries: Iterable[Entry], ids: Collection[str], decider: Decider) -> list[Entry]:
    """The ledger with some entries accepted.

    What was corrected or added stays so marked: that says more. A rejected entry that is accepted
    after all is accepted.

    Raises:
        EvidenceError: If the words of one of them are no longer in its report.
    """
    return [_accepted(e, decider) if e.id in ids else e for e in entries]


def _accepted(entry: Entry, decider: Decider) -> Entry:
    if entry.standing == "lost":
        raise EvidenceError(
            f"'{shown(entry.words)}' is no longer in report '{shown(entry.report)}'",
            code="lost-words",
            expected="words that stand in the report",
            mend="correct the entry's words, or reject it",
        )
    stays = entry.status in ("accepted", "corrected", "added")
    if stays and entry.standing == "whole" and not decider.note:
        return entry
    return _decided(entry, entry.status if stays else "accepted", decider)


def reject(entries: Iterable[Entry], ids: Collection[str], decider: Decider) -> list[Entry]:
    """The ledger with some entries rejected. They stay, so that no reading proposes them again."""
    return [
        _decided(e, "rejected", decider)
        if e.id in ids and (e.status != "rejected" or decider.note)
        else e
        for e in entries
    ]


def _decided(entry: Entry, status: Status, decider: Decider, **changed: object) -> Entry:
    decision = {
        "status": status,
        "by": decider.by,
        "when": decider.when,
        "note": decider.note or entry.note,
        "standing": "whole",
    }
    if status == "rejected":
        decision["standing"] = entry.standing
    return entry.model_copy(update=decision | changed)


def correct(entry: Entry, document: Document, correction: Correction, decider: Decider) -> Entry:
    """An entry with something put right. Its name stays, so that a second reading meets it.

    Args:
        entry: As it stands.
        document: Its report.
        correction: What is to be otherwise.
        decider: Who puts it right.

    Raises:
        EvidenceError: If the report does not hold the words, or a field cannot be so.
    """
    if entry.standing == "lost" and correction.words is None:
        raise EvidenceError(
            f"'{shown(entry.words)}' is no longer in report '{shown(entry.report)}'",
            code="lost-words",
            expected="words that stand in the report",
            mend="give the words that stand there now: --words '...'",
        )
    near = entry.content[0].start if entry.content else 0
    changed: dict[str, object] = {}
    if correction.words is not None:
        content = _content(document, correction.words, near, correction.sentence)
        near = content[0].start
        changed |= {"content": content, "sentence": document.sentence_at(near)}
    changed |= _said_by(entry, document, correction, near)
    status: Status = "added" if entry.status == "added" else "corrected"
    put_right = _decided(entry, status, decider, **changed)
    return with_settings(put_right, correction.settings)


def _content(
    document: Document, words: Sequence[str], near: int | None, sentence: int | None
) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for part in words:
        found.append(find_passage(document, part, near, sentence))
        near, sentence = found[-1].end, None
    return tuple(sorted(found, key=lambda passage: passage.start))


def _said_by(
    entry: Entry, document: Document, correction: Correction, near: int
) -> dict[str, object]:
    """The source chain, the words that name the speaker, and who asserts a figure."""
    chain = entry.chain
    changed: dict[str, object] = {}
    if correction.source is not None:
        known = {link.words: link for link in entry.chain}
        places = [find_passage(document, words, near) for words in correction.source]
        chain = tuple(
            known[place.text].model_copy(update={"passage": place})
            if place.text in known
            else Link(words=place.text, naming=naming_by_words(place.text), passage=place)
            for place in places
        )
        changed["source"] = tuple(places[-1:])
    if correction.stands_for is not None:
        if not chain:
            raise EvidenceError(
                "nobody is named who could stand for somebody",
                code="no-source",
                mend="name the source too: --source 'words of the report'",
            )
        innermost = chain[-1].model_copy(update={"stands_for": correction.stands_for})
        chain = (*chain[:-1], innermost)
    if chain == entry.chain:
        return changed
    changed["chain"] = chain
    if entry.figure:
        asserter = chain[-1].name if chain else ""
        said = {"asserter": asserter, "asserted_by": ""}
        changed["figure"] = entry.figure.model_copy(update=said)
    return changed


def add(
    entries: Sequence[Entry],
    document: Document,
    kind: Kind,
    new: Correction,
    decider: Decider,
) -> Entry:
    """An entry made by hand.

    Args:
        entries: The ledger, in which it must not be already.
        document: The report that says it.
        kind: What kind of thing is said.
        new: Its words, and what else is known of it.
        decider: Who adds it.

    Raises:
        EvidenceError: If the report does not hold the words, they stand in several places and no
            sentence is named, a field is missing or cannot be so, or the entry is there already.
    """
    content = _content(document, new.words or (), None, new.sentence)
    name = entry_id(document.id, kind, content)
    if any(entry.id == name for entry in entries):
        raise EvidenceError(
            f"the ledger has this {kind} already: {name}",
            code="already-there",
            mend="accept or correct that one",
        )
    entry = Entry(
        id=name,
        report=document.id,
        kind=kind,
        sentence=document.sentence_at(content[0].start),
        content=content,
    )
    said = _decided(entry, "added", decider)
    settled = with_settings(said, new.settings, of_words=content[0].text)
    return settled.model_copy(update=_said_by(settled, document, new, content[0].start))


def find_passage(
    document: Document, words: str, near: int | None = None, sentence: int | None = None
) -> Passage:
    """Words of a report, whatever the case and the spacing in which they are given.

    Args:
        document: The report.
        words: The words.
        near: A character: of several places the nearest one is taken.
        sentence: Number of the sentence in which they begin, from 1.

    Raises:
        EvidenceError: If they are not there, or stand in several places and nothing says which.
    """
    if sentence is not None and not 1 <= sentence <= len(document.sentences):
        raise EvidenceError(
            f"report '{shown(document.id)}' has no sentence {sentence}",
            code="no-sentence",
            expected=f"a number from 1 to {len(document.sentences)}",
        )
    places = _places(document.text, words)
    if sentence is not None:
        first, last = document.sentences[sentence - 1]
        places = [(start, end) for start, end in places if first <= start < last]
    if not places:
        raise _not_there(document, words, sentence)
    if near is None and len(places) > 1:
        numbers = sorted({document.sentence_at(start) for start, _ in places})
        raise EvidenceError(
            f"'{shown(words)}' stands in report '{shown(document.id)}' {len(places)} times",
            code="several-places",
            expected=f"the sentence meant: {', '.join(map(str, numbers[:12]))}",
            mend="add --sentence NUMBER, or give more of the words around it",
        )
    start, end = min(places, key=lambda place: abs(place[0] - (near or 0)))
    return Passage(start=start, end=end, text=document.slice((start, end)))


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where some words stand: exactly, else once whatever the case and the spacing."""
    if not words.strip():
        return []
    places: list[tuple[int, int]] = []
    at = text.find(words)
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append((at, at + len(words)))
        at = text.find(words, at + 1)
    if places:
        return places
    found = find_quote(words, text)
    return [(found.start, found.end)] if found.found else []


def _not_there(document: Document, words: str, sentence: int | None) -> EvidenceError:
    where = f"sentence {sentence} of " if sentence is not None else ""
    near = find_quote(words, document.text)
    hint = f"; nearest: '{shown(near.words)}' (sentence {near.sentence})" if near.words else ""
    return EvidenceError(
        f"'{shown(words)}' is not in {where}report '{shown(document.id)}'{hint}",
        code="not-in-report",
        expected="words of the report, as they stand there",
        mend="copy them from the report",
    )
