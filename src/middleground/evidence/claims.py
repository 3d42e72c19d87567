"""What the attributions and sentences of a report say: actors, positions, terms, events, ties.

Findings become entries, each verbatim at its offsets. Names are filled in when the whole report
has been read: only then is it known that "the minister" and a full name are one actor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from middleground.evidence.cast import Cast, Known, Question
from middleground.evidence.clauses import Said, note_speakers, said_in
from middleground.evidence.entries import Entry, Kind, Passage, entry_id
from middleground.evidence.events import Happening, find_events, place_names
from middleground.evidence.parser import Sentence
from middleground.evidence.particulars import Event, Position, Structure, Term
from middleground.evidence.positions import Stand, find_positions
from middleground.evidence.structure import find_structure
from middleground.evidence.terms import Promise, find_terms
from middleground.evidence.ties import Tie
from middleground.evidence.topics import condition_in, topics_of
from middleground.reports.document import Document, Span

_FIELDS: dict[Kind, str] = {
    "position": "position", "term": "term", "event": "event", "relation": "structure",
}  # fmt: skip
_EDGES = ",;:.\"'\u201c\u201d"


@dataclass(frozen=True, slots=True)
class _Draft:
    """An entry, and whose names go into which fields of what it says."""

    entry: Entry
    names: dict[str, tuple[Known, ...]]


class Claims:
    """What one report says beyond its attributions and figures, taken in a stretch at a time."""

    def __init__(self, document: Document, reader: str) -> None:
        self._document = document
        self._reader = reader
        self._cast = Cast(document)
        self._drafts: list[_Draft] = []
        self._places: set[str] = set()

    def take_in(
        self, sentences: Sequence[Sentence], attributions: Sequence[Entry], figures: Sequence[Entry]
    ) -> None:
        """Take in a stretch: who is named first, then what it says of them."""
        self._cast.forget()
        for sentence in sentences:
            self._cast.notice(sentence)
            self._places |= place_names(sentence)
            note_speakers(sentence, attributions, self._cast)
        places = frozenset(self._places)
        for sentence in sentences:
            said = said_in(sentence, attributions, self._cast)
            within = [f for f in figures if _touches(f, sentence.span)]
            stands = find_positions(sentence, said, self._cast)
            for stand in stands:
                self._add_position(stand)
            for promise in find_terms(sentence, said, self._cast):
                self._add_term(promise, within)
            for tie in find_structure(sentence, said, self._cast):
                self._add_relation(tie, said)
            for event in find_events(sentence, self._cast, places):
                if event.content not in [stand.content for stand in stands]:
                    self._add_event(event, said)

    def entries(self) -> Iterator[Entry]:
        """Everything found, with the fullest names."""
        yield from self._cast.entries(self._reader)
        for draft in self._drafts:
            entry = draft.entry
            field = _FIELDS[entry.kind]
            said = getattr(entry, field)
            named = {
                name: tuple(dict.fromkeys(actor.name for actor in actors))
                for name, actors in draft.names.items()
            }
            yield entry.model_copy(update={field: said.model_copy(update=named)})

    def questions(self) -> list[Question]:
        """What only the analyst can tell: one actor or two?"""
        return self._cast.questions()

    def _add_position(self, stand: Stand) -> None:
        sentence, content = stand.sentence, stand.content
        condition = condition_in(sentence, content)
        about = topics_of(sentence, stand.focus or content, -1 if stand.against else 1)
        if stand.kind == "threat" and condition:  # "X if you do not Y" demands Y
            about = topics_of(sentence, condition, -1)
        position = Position(
            kind=stand.kind, topics=about, condition=self._words(sentence, condition)
        )
        entry = self._entry("position", sentence, content, stand.said, f"position-{stand.kind}")
        cue = () if stand.cue is None or stand.cue in content else (stand.cue,)
        entry = entry.model_copy(
            update={
                "position": position,
                "stance": stand.kind,
                "cue": self._passages(sentence, cue),
            }
        )
        self._add(entry, {"parties": stand.parties, "about": stand.about})

    def _add_term(self, promise: Promise, figures: Sequence[Entry]) -> None:
        sentence, said = promise.sentence, promise.said
        entry = self._entry("term", sentence, promise.content, said, "term")
        whole = entry.content[0]
        inside = [
            f.id for f in figures
            if whole.start <= f.content[0].start and f.content[0].end <= whole.end
        ]  # fmt: skip
        term = Term(
            action=promise.action,
            figures=tuple(inside),
            when=promise.when,
            in_return_for=self._words(sentence, promise.back),
            proposal=said.entry.chain[-1].words if said and said.entry.chain else "",
        )
        self._add(entry.model_copy(update={"term": term}), {"givers": promise.givers})

    def _add_relation(self, tie: Tie, said: Sequence[Said]) -> None:
        owner = _innermost(said, tie.content)
        entry = self._entry("relation", tie.sentence, tie.content, owner, f"relation-{tie.kind}")
        structure = Structure(kind=tie.kind, takes=tie.takes)
        names = {"who": tie.who, "whom": tie.whom, "through": tie.through}
        self._add(entry.model_copy(update={"structure": structure}), names)

    def _add_event(self, event: Happening, said: Sequence[Said]) -> None:
        owner = _innermost(said, event.content)
        entry = self._entry("event", event.sentence, event.content, owner, "event")
        told = Event(
            action=event.action,
            topics=event.topics,
            places=event.places,
            when=event.when,
            status=event.status,
        )
        names = {"doers": event.doers, "targets": event.targets}
        self._add(entry.model_copy(update={"event": told}), names)

    def _add(self, entry: Entry, names: dict[str, tuple[Known, ...]]) -> None:
        self._drafts.append(_Draft(entry, names))

    def _entry(
        self, kind: Kind, sentence: Sentence, indices: Sequence[int], said: Said | None, rule: str
    ) -> Entry:
        content = self._passages(sentence, range(min(indices), max(indices) + 1))
        cue = said.entry if said else None
        return Entry(
            id=entry_id(self._document.id, kind, content),
            report=self._document.id,
            kind=kind,
            sentence=self._document.sentence_at(content[0].start),
            content=content,
            source=cue.source if cue else (),
            chain=cue.chain if cue else (),
            modality=cue.modality if cue else "asserted",
            nested_in=cue.id if cue else "",
            rule=rule,
            reader=self._reader,
        )

    def _passages(self, sentence: Sentence, indices: Sequence[int]) -> tuple[Passage, ...]:
        """One passage from the first to the last of some words, without marks at its edges."""
        words = sentence.words
        run = list(indices)
        while len(run) > 1 and words[run[0]].text in _EDGES:
            run.pop(0)
        while len(run) > 1 and (words[run[-1]].text in _EDGES or words[run[-1]].pos == "CCONJ"):
            run.pop()
        if not run:
            return ()
        span = Span(words[run[0]].start, words[run[-1]].end)
        text = self._document.slice(span)
        return (Passage(start=span.start, end=span.end, text=text),)

    def _words(self, sentence: Sentence, indices: Sequence[int]) -> str:
        return " ".join(p.text for p in self._passages(sentence, indices))


def _touches(entry: Entry, span: Span) -> bool:
    return any(p.start < span.end and span.start < p.end for p in entry.content)


def _innermost(said: Sequence[Said], indices: Sequence[int]) -> Said | None:
    """The smallest attribution that covers some words; None where the reporter says them."""
    inside = set(indices)
    covering = [s for s in said if inside <= set(s.content)]
    return min(covering, key=lambda s: len(s.content), default=None)
