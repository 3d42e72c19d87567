"""Clauses and lists within a sentence: where one begins and ends, and whose it is."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from middleground.evidence.actors import nouns
from middleground.evidence.cast import Cast, Known
from middleground.evidence.entries import Entry
from middleground.evidence.parser import Sentence
from middleground.evidence.topics import condition_in
from middleground.reports.document import Span

FINITE = ("VBZ", "VBP", "VBD", "MD")
_QUANTITIES = frozenset(("all", "both", "half", "majority", "many", "most", "much", "none", "part",
                         "several", "some", "spate", "wave"))  # fmt: skip
_OPENERS = ("DET", "PRON", "NOUN", "PROPN", "ADJ", "NUM")


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution as it stands in one sentence.

    Attributes:
        entry: The attribution.
        content: Indices of the words of this sentence that are in its content.
        cue: Index of its cue; None where that stands in another sentence, or nowhere.
        speakers: Whose words they are; empty where the report does not say, or nobody can tell.
    """

    entry: Entry
    content: tuple[int, ...]
    cue: int | None
    speakers: tuple[Known, ...]


def said_in(sentence: Sentence, attributions: Sequence[Entry], cast: Cast) -> list[Said]:
    """The attributions whose content stands in a sentence, with their speakers."""
    found = []
    starts = [word.start for word in sentence.words]
    ends = [word.end for word in sentence.words]
    first, last = sentence.span
    for entry in attributions:
        content: set[int] = set()
        for p in entry.content:
            if p.start < last and first < p.end:
                content.update(range(bisect_left(starts, p.start), bisect_right(ends, p.end)))
        if not content:
            continue
        cues = (
            index
            for p in entry.cue
            if (index := bisect_left(starts, p.start)) < len(starts) and starts[index] < p.end
        )
        cue = min(cues, default=None)
        place = entry.chain[-1].passage if entry.chain else None
        speakers = cast.spoke.get(place.start, ()) if place else ()
        found.append(Said(entry, tuple(sorted(content)), cue, speakers))
    return found


def note_speakers(sentence: Sentence, attributions: Sequence[Entry], cast: Cast) -> None:
    """Find out who the sources named in a sentence are; their words may stand in another."""
    for entry in attributions:
        place = entry.chain[-1].passage if entry.chain else None
        if place is None or not sentence.span.start <= place.start < sentence.span.end:
            continue
        inside = [w.index for w in sentence.words if place.start <= w.start and w.end <= place.end]
        if not inside:
            continue
        named = entry.chain[-1].naming == "named"
        if named and not any(cast.at(sentence, i) for i in inside):
            cast.notice_speaker(sentence, inside[-1], Span(place.start, place.end))
        cast.spoke[place.start] = tuple(party_at(sentence, _top(sentence, inside), cast, inside))


def _top(sentence: Sentence, indices: Sequence[int]) -> int:
    """The main word of some words: the one that depends on none of them."""
    outside = (i for i in indices if sentence.words[i].head not in indices)
    named = [i for i in outside if sentence.words[i].pos in ("NOUN", "PROPN", "PRON", "DET", "ADJ")]
    return named[0] if named else indices[-1]


def party_at(
    sentence: Sentence, index: int | None, cast: Cast, inside: Collection[int] = ()
) -> list[Known]:
    """Whom a subject stands for: behind "most of", or the issuer of "a council's ruling".

    Args:
        sentence: The parsed sentence.
        index: The subject's main word.
        cast: The actors.
        inside: The words of a source, where it is one.
    """
    if index is None:
        return []
    word = sentence.words[index]
    if word.text.casefold() in _QUANTITIES or word.lemma in _QUANTITIES:
        of = next(
            (c for c in sentence.children[index] if sentence.words[c].text.casefold() == "of"), None
        )
        return party_at(sentence, sentence.child(of, "pobj"), cast) if of is not None else []
    found = cast.all_at(sentence, index)
    owner = sentence.child(index, "poss")
    if not found and owner is not None and word.text.casefold() in nouns().own:
        return cast.all_at(sentence, owner)
    beside = sentence.child(index, "appos")
    if not found and beside is not None:  # "the operator, CityLine"
        found = cast.all_at(sentence, beside)
    if found or word.lemma not in nouns().paper:
        return found
    issuers = [i for i in (inside or sentence.subtree(index)) if i < index]
    return next((a for i in issuers if (a := cast.all_at(sentence, i))), [])


def clause_of(sentence: Sentence, verb: int, subject: int) -> list[int]:
    """A clause from its subject to its end: without what follows it in a clause of its own.

    Conditions belong to it; what the report adds behind a comma does not.
    """
    words = sentence.words
    conditions = set(condition_in(sentence, sentence.subtree(verb)))
    branch = set(sentence.subtree(verb))
    own = sentence.subtree(subject) if subject in branch else [subject]
    first = min(i for i in own if i <= subject)
    if subject not in branch and words[verb].dep == "conj":  # its subject opens another clause
        first = min(i for i in branch if i > words[verb].head)
    last = verb
    for index in sorted(i for i in branch if i > verb):
        word = words[index]
        if word.text == ";" or (index not in conditions and _sets_off(sentence, index, verb)):
            break
        last = index
    while last > verb and words[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    if words[last].pos == "ADP" and not sentence.children[last]:  # a parser lost what follows it
        while last + 1 < len(words) and words[last + 1].pos != "PUNCT":
            last += 1
    run = list(range(first, last + 1))
    opening = next((i for i in run if words[i].dep not in ("mark", "cc", "punct")), first)
    return [i for i in run if i >= opening]


def _sets_off(sentence: Sentence, index: int, verb: int) -> bool:
    """Whether another clause begins with this word: ", where ...", "and the union ...", "while"."""
    words = sentence.words
    word, before = words[index], words[index - 1]
    top = index
    while words[top].head not in (verb, words[top].head):
        top = words[top].head
    if word.tag in ("WDT", "WRB", "WP") and before.text == ",":
        return True
    if word.text.casefold() in ("while", "whereas", "although", "contrary"):
        return True
    parted = before.text == "," or before.pos == "CCONJ"
    later = words[top].dep in ("conj", "parataxis", "advcl", "npadvmod", "ccomp", "dep")
    return parted and later and min(sentence.subtree(top)) >= index - 1


def split_clauses(sentence: Sentence, indices: Sequence[int]) -> list[list[int]]:
    """Some words cut at each "and" or "but" that joins two whole clauses."""
    words = sentence.words
    for place, index in enumerate(indices):
        if words[index].pos != "CCONJ" or not 0 < place < len(indices) - 2:
            continue
        left, right = list(indices[:place]), list(indices[place + 1 :])
        opener = words[right[0]]
        begins = opener.pos in (*_OPENERS, "SCONJ") or opener.tag == "VBZ"
        verbs = [i for i in right if words[i].tag in FINITE and i > right[0]]
        whole = bool(verbs) and any(words[i].tag in FINITE for i in left)
        named = any(words[i].pos in _OPENERS[:4] for i in right if verbs and i < verbs[-1])
        if begins and whole and named:
            return [left, *split_clauses(sentence, right)]
    return [list(indices)]


def split_list(sentence: Sentence, indices: Sequence[int]) -> list[list[int]]:
    """A list of things cut into its items: each item but the first opens with an article."""
    words = sentence.words
    if any(words[i].tag in FINITE for i in indices):
        return [list(indices)]
    items: list[list[int]] = [[]]
    for place, index in enumerate(indices):
        joint = words[index].text == "," or words[index].pos == "CCONJ"
        following = words[indices[place + 1]] if place + 1 < len(indices) else None
        if joint and following and (following.pos in ("DET", "CCONJ") or following.tag == "DT"):
            items.append([])
        elif joint and items[-1] == []:
            continue
        else:
            items[-1].append(index)
    return [item for item in items if item]
