"""Events: who did what to whom, when and where, as the report words it.

What somebody merely said is left to the attributions. An event is taken when an actor does it or
bears it, or when the report dates it. A date is kept as written: no year is added.

Source: Schrodt & Yonamine (2013), a guide to event data, for the parts of an event.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.evidence.actors import nouns
from middleground.evidence.cast import Cast, Known
from middleground.evidence.clauses import clause_of, party_at
from middleground.evidence.cues import lexicon
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.particulars import EventStatus
from middleground.evidence.sources import subject_of
from middleground.evidence.stances import stances
from middleground.evidence.topics import topics, topics_of

_LOCATING = frozenset(("at", "in", "inside", "into", "near", "on", "outside", "to", "toward"))
_DULL = frozenset(("appear", "be", "become", "continue", "do", "experience", "face", "get",
                   "go", "have", "include", "lie", "remain", "see", "seem", "stand", "stick",
                   "suffer", "try", "want", "witness"))  # fmt: skip
_COMING = frozenset(("announce", "begin", "launch", "plan", "promise", "schedule", "set", "start"))
_DATING = frozenset(("ago", "earlier", "last", "next", "this", "today", "tomorrow", "yesterday"))
_FIXED = frozenset(("date", "day", "deadline"))
_SETTLEMENTS = frozenset(("city", "district", "port", "province", "region", "town", "village"))
_HAPPENINGS = frozenset(("ceremony", "election", "fighting", "meeting", "protest", "referendum",
                         "strike", "summit", "truce", "vote"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as found in a sentence.

    Attributes:
        sentence: The sentence.
        content: Indices of its words.
        action: Dictionary form of what is done.
        topics: What it is about.
        doers: Who did it.
        targets: To whom.
        places: Where, in the report's words.
        when: As written.
        status: Whether it happened.
    """

    sentence: Sentence
    content: tuple[int, ...]
    action: str
    topics: tuple[str, ...]
    doers: tuple[Known, ...]
    targets: tuple[Known, ...]
    places: tuple[str, ...]
    when: str
    status: EventStatus


def find_events(
    sentence: Sentence, cast: Cast, places: frozenset[str] = frozenset()
) -> list[Happening]:
    """The events in a sentence, told by verbs and by nouns.

    Args:
        sentence: The parsed sentence.
        cast: The actors.
        places: Names of places in the report, in small letters: see `place_names`.
    """
    found: list[Happening] = []
    for word in sentence.words:
        if word.pos == "VERB":
            event = _done(sentence, word, cast)
        else:
            event = _named(sentence, word, cast, places)
        if event and not any(set(event.content) <= set(f.content) for f in found):
            found.append(event)
    return found


def _done(sentence: Sentence, verb: Word, cast: Cast) -> Happening | None:
    words, at = sentence.words, verb.index
    children = [words[c] for c in sentence.children[at]]
    status = _status(children, verb)
    cues = lexicon()
    speaks = verb.lemma in (*cues.verbs, *cues.against, *cues.prepositions, "quote", "cite")
    speaks = speaks or verb.lemma in stances().verbs
    if status is None or speaks or verb.lemma in _DULL:
        return None
    passive = any(c.dep == "auxpass" for c in children)
    subject = subject_of(sentence, at)
    if subject is None or subject > at:
        return None
    thing = sentence.child(at, "dobj")
    if thing is None and verb.dep == "ccomp" and not passive:
        return None
    spot = _places(sentence, range(subject))[-1:] if _is_it(words[subject]) and passive else ()
    actors = () if spot else tuple(party_at(sentence, subject, cast))
    by = sentence.child(at, "agent")
    agents = tuple(party_at(sentence, sentence.child(by, "pobj"), cast)) if by is not None else ()
    when = _when(sentence, sentence.subtree(at))
    if not (actors or agents or (when and passive)):
        return None
    doers, targets = (
        (agents, actors) if passive else (actors, tuple(party_at(sentence, thing, cast)))
    )
    own = sentence.child(at, "nsubj", "nsubjpass")
    content = clause_of(sentence, at, subject) if own is not None else _predicate(sentence, at)
    places = (*spot, *_places(sentence, content))
    about = topics_of(sentence, [i for i in content if i >= at])
    return Happening(
        sentence, tuple(content), verb.lemma, about, doers, targets, places, when, status
    )


def _is_it(word: Word) -> bool:
    return word.text.casefold() == "it"


def _predicate(sentence: Sentence, verb: int) -> list[int]:
    """A verb that shares its subject with another, and what it governs."""
    last = verb
    for index in sentence.subtree(verb):
        if index > verb and (sentence.words[index].text == "," or index != last + 1):
            break
        last = max(last, index)
    return list(range(verb, last + 1))


def _status(children: Sequence[Word], verb: Word) -> EventStatus | None:
    """Past and perfect tell what happened; negated, what has not; anything else is no event."""
    auxiliaries = {c.text.casefold() for c in children if c.dep in ("aux", "auxpass")}
    if any(c.tag == "MD" or c.text.casefold() == "to" for c in children if c.dep == "aux"):
        return None
    negated = any(c.dep == "neg" for c in children)
    perfect = bool(auxiliaries & {"has", "have", "had", "'ve"})
    done = (verb.tag == "VBD" or perfect or bool(auxiliaries & {"was", "were"})) and (
        verb.tag in ("VBD", "VBN")
    )
    if not done and not ({"did"} & auxiliaries and negated):
        return None
    return "has not happened" if negated else "happened"


def place_names(sentence: Sentence) -> set[str]:
    """Words that a sentence uses as names of places, in small letters: "the city of X"."""
    words = sentence.words
    return {
        w.text.casefold()
        for w in words
        if w.entity in ("GPE", "LOC")
        or (
            w.dep == "pobj"
            and words[words[w.head].head].lemma in _SETTLEMENTS
            and words[w.head].text == "of"
        )
    }


def _named(sentence: Sentence, noun: Word, cast: Cast, places: frozenset[str]) -> Happening | None:
    """As in "An attack by rebels on 7 May", "a date has been set for the operation"."""
    if noun.pos != "NOUN" or noun.dep in ("compound", "npadvmod"):
        return None
    violent = topics().signed.get(noun.lemma, ("", 0))[0] == "fighting"
    if not (violent or noun.lemma in _HAPPENINGS):
        return None
    branch = sentence.subtree(noun.index)
    cut = [i for i in branch if not _relative(sentence, i, noun.index)]
    when = _when(sentence, cut)
    coming = _is_coming(sentence, noun)
    doers = _doers(sentence, noun, cast)
    if not (when or coming) or (noun.lemma == "fighting" and not when):
        return None
    first, last = min(cut), noun.index
    while last + 1 in cut:
        last += 1
    while last > noun.index and sentence.words[last].pos == "PUNCT":
        last -= 1
    content = tuple(range(first, last + 1))
    spots = (w.text for i in cut if (w := sentence.words[i]).text.casefold() in places)
    places_here = tuple(dict.fromkeys((*_places(sentence, cut), *spots)))
    status: EventStatus = "announced" if coming else "happened"
    about = topics_of(sentence, content)
    return Happening(sentence, content, noun.lemma, about, doers, (), places_here, when, status)


def _relative(sentence: Sentence, index: int, top: int) -> bool:
    while index not in (top, sentence.words[index].head):
        if sentence.words[index].dep in ("relcl", "advcl"):
            return True
        index = sentence.words[index].head
    return False


def _is_coming(sentence: Sentence, noun: Word) -> bool:
    """Whether it is announced: a date is set for it, or it is planned or promised."""
    words = sentence.words
    preposition = words[noun.head]
    above = words[preposition.head]
    if noun.dep == "pobj" and preposition.text.casefold() == "for":
        near = {words[i].lemma for i in range(max(0, preposition.index - 8), preposition.index)}
        if near & _FIXED and (near & _COMING or above.lemma in _FIXED | _COMING):
            return True
    described = {words[c].lemma for c in sentence.children[noun.index] if words[c].dep == "amod"}
    if described & {"plan", "planned", "promise", "promised", "upcoming", "imminent", "scheduled"}:
        return True
    future = any(words[c].tag == "MD" for c in sentence.children[noun.head])
    return noun.dep == "dobj" and future and words[noun.head].lemma in _COMING


def _doers(sentence: Sentence, noun: Word, cast: Cast) -> tuple[Known, ...]:
    for child in sentence.children[noun.index]:
        word = sentence.words[child]
        if word.dep in ("poss", "compound"):
            found = party_at(sentence, child, cast)
        elif word.text.casefold() == "by":
            found = party_at(sentence, sentence.child(child, "pobj"), cast)
        else:
            continue
        if found:
            return tuple(found)
    return ()


def _when(sentence: Sentence, indices: Sequence[int]) -> str:
    """The first date in some words, as written."""
    words = sentence.words
    run: list[int] = []
    for index in indices:
        if words[index].entity == "DATE" and words[index].pos != "PUNCT":
            if run and index != run[-1] + 1:
                break
            run.append(index)
        elif run:
            break
    dated = [
        i for i in run
        if words[i].tag == "NNP" or words[i].text.casefold() in _DATING
        or (words[i].tag == "CD" and len(words[i].text) == 4)
    ]  # fmt: skip
    return " ".join(words[i].text for i in run) if dated else ""


def _places(sentence: Sentence, indices: Sequence[int]) -> tuple[str, ...]:
    """Where, in the report's words: names behind "in" and "to", and before what happens there."""
    words = sentence.words
    found: dict[str, None] = {}
    for index in indices:
        word = words[index]
        named = word.tag in ("NNP", "NNPS") or word.entity in ("GPE", "LOC", "FAC")
        behind = word.dep == "pobj" and words[word.head].text.casefold() in (*_LOCATING, "of")
        spot = word.entity in ("GPE", "LOC", "FAC") or (named and word.dep == "compound")
        city = behind and words[words[word.head].head].lemma in _SETTLEMENTS
        other = word.entity in ("PERSON", "DATE", "ORG", "NORP") or word.lemma in nouns().person
        if not other and (city or (named and (behind or spot))):
            found[word.text] = None
    return tuple(found)
