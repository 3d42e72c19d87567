"""Entries of the ledger for a terminal and for machines."""

from collections.abc import Mapping, Sequence
from typing import Any

from middleground.brief.statements import chain_in_words
from middleground.evidence.comparison import Relation
from middleground.evidence.entries import Entry
from middleground.evidence.saying import gist
from middleground.plain_text import shown, visible
from middleground.reports.document import Document

_NARROWEST = 40  # characters of words, however narrow the terminal
_MOST_AROUND = 600  # characters shown before and after the words of an entry
_MOST_RELATIONS = 12
_RELATIONS = {"near_copy": "perhaps the same source", "undecided": "differs, undecided"}
_STANDINGS = {
    "changed": "its words were changed in the report after the decision: look again",
    "lost": "its words are no longer in the report",
}


def in_number(number: int, what: str) -> str:
    """A number of things: "1 entry", "2 entries"."""
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"


def entry_as_data(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry for machines, with its short name."""
    return {"name": names.get(entry.id, entry.id), **entry.model_dump(mode="json")}


def entry_in_a_line(entry: Entry, names: Mapping[str, str], width: int) -> str:
    """An entry on one line, cut to a terminal's width; 0 does not cut."""
    status = entry.status if entry.standing != "lost" else f"{entry.status}, lost"
    place = f"{entry.report}:{entry.sentence}"
    head = f"{names[entry.id]:<5} {status:<9} {entry.kind:<11} {place:<14}"
    words = f"“{_words(entry)}”"
    beyond = [gist(entry)] if entry.kind != "attribution" else []
    if entry.chain:
        beyond.append(chain_in_words(entry.chain))
    line = shown(f"{head} {words}  {'; '.join(filter(None, beyond))}".rstrip())
    return line if not width or len(line) <= width else _cut(line, max(width, _NARROWEST))


def _words(entry: Entry) -> str:
    """What is said; of an actor the first mention stands for all."""
    mentions = len(entry.content)
    said = entry.content[0].text if entry.actor and mentions else entry.words
    more = f" … and {mentions - 1:,} more" if entry.actor and mentions > 1 else ""
    return " ".join(said.split()) + more


def _cut(line: str, width: int) -> str:
    return f"{line[: width - 1]}…"


def entry_in_full(
    entry: Entry,
    document: Document,
    by_id: Mapping[str, Entry],
    names: Mapping[str, str],
    relations: Sequence[Relation],
) -> str:
    """An entry in its sentence, with all that is recorded about it."""
    rows = [
        ("place", f"report {entry.report}, sentence {entry.sentence}"),
        ("says", gist(entry)),
        ("said by", _said_by(entry)),
        ("naming", ", ".join(link.naming for link in entry.chain)),
        ("quoted", "" if entry.actor else _manner(entry)),
        ("within", _other(entry.nested_in, by_id, names)),
        ("note", entry.note),
        ("beware", _STANDINGS.get(entry.standing, "")),
        *(("beside", _related(entry, r, by_id, names)) for r in _own(entry, relations)),
        ("full name", entry.id),
    ]
    head = f"{names[entry.id]}  {entry.kind}  {_status(entry)}"
    sentence = _in_its_sentence(entry, document)
    lines = [shown(head), *(f"  {line}" for line in sentence.split("\n"))]
    lines += [f"  {name:<9} {shown(said)}" for name, said in rows if said]
    return "\n".join(lines)


def _said_by(entry: Entry) -> str:
    if entry.actor:
        return ""
    return chain_in_words(entry.chain) if entry.chain else "the report itself"


def _status(entry: Entry) -> str:
    if not entry.decided:
        return f"proposed by rule '{entry.rule}' ({entry.reader})"
    by = f" by {entry.by}" if entry.by else ""
    when = f" on {entry.when}" if entry.when else ""
    rule = f"; first proposed by rule '{entry.rule}' ({entry.reader})" if entry.rule else ""
    status = "added by hand" if entry.status == "added" else entry.status
    return f"{status}{by}{when}{rule}"


def _manner(entry: Entry) -> str:
    """How it is quoted and how far its source stands by it."""
    denied = "denied" if entry.polarity == "negative" else ""
    return ", ".join(filter(None, [entry.type or "", entry.modality, denied, entry.stance]))


def _in_its_sentence(entry: Entry, document: Document) -> str:
    """The sentences that hold an entry's words, the words in square brackets."""
    if entry.standing == "lost" or not entry.content:
        return f"[{visible(entry.words)}]"
    passages = sorted(entry.content, key=lambda passage: passage.start)
    near = [p for p in passages if p.start < passages[0].end + _MOST_AROUND]
    first, last = _around(document, near[0].start, near[-1].end)
    pieces, at = [], first
    for passage in near:
        start, end = max(passage.start, at), passage.end
        pieces += [document.slice((at, start)), f"[{document.slice((start, end))}]"]
        at = max(at, end)
    pieces.append(document.slice((at, last)))
    return shown(" ".join("".join(pieces).split()))


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the sentence where words begin to the end of that where they end."""
    if not document.sentences:
        return start, end
    first = document.sentences[max(document.sentence_at(start), 1) - 1].start
    last = document.sentences[max(document.sentence_at(max(end - 1, 0)), 1) - 1].end
    first = max(min(first, start), start - _MOST_AROUND)
    return first, min(max(last, end), end + _MOST_AROUND)


def _other(identity: str, by_id: Mapping[str, Entry], names: Mapping[str, str]) -> str:
    other = by_id.get(identity)
    return f"{names[identity]}  “{_words(other)}”" if other else ""


def _own(entry: Entry, relations: Sequence[Relation]) -> list[Relation]:
    return [r for r in relations if entry.id in (r.first, r.second)][:_MOST_RELATIONS]


def _related(
    entry: Entry, relation: Relation, by_id: Mapping[str, Entry], names: Mapping[str, str]
) -> str:
    """Another entry about the same thing, and how the two stand to each other."""
    other = by_id[relation.second if entry.id == relation.first else relation.first]
    kind = _RELATIONS.get(relation.kind, relation.kind)
    place = f"report {other.report}, sentence {other.sentence}"
    return f"{kind}: {names[other.id]}  “{_words(other)}” ({place}): {relation.why}"
