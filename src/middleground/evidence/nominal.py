"""Attributions that a noun marks: "growing calls for a deal", "her rejection of the offer"."""

from collections.abc import Iterator

from middleground.evidence.cues import lexicon
from middleground.evidence.findings import Finding, spans_of
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.sources import subject_of

# Their owners are often left out: "growing calls for a deal".
_WITHOUT_OWNER = frozenset(("call", "demand", "fear", "appeal"))
_HEADS = ("NOUN", "PROPN", "VERB", "AUX", "PRON")
_OWN = frozenset(("its", "his", "her", "their", "our", "my"))


def find_nominal(sentence: Sentence) -> Iterator[Finding]:
    """The attributions that the nouns of one sentence mark."""
    for word in sentence.words:
        if word.pos not in ("NOUN", "PROPN") or word.lemma not in lexicon().nouns:
            continue
        stance, links = lexicon().nouns[word.lemma]
        first = _link(sentence, word, links)
        if first is None:
            continue
        content = _content(sentence, word, first)
        owner, source = _owner(sentence, word)
        if not source and word.lemma not in _WITHOUT_OWNER:
            continue
        yield Finding(
            sentence, owner if source else None, spans_of(sentence, content)[:1],
            spans_of(sentence, [word.index]), spans_of(sentence, source)[:1], "indirect", stance,
            "noun",
        )  # fmt: skip


def _link(sentence: Sentence, word: Word, links: frozenset[str]) -> int | None:
    """The word right behind a noun that opens what was said, if it is one that fits."""
    words, at = sentence.words, word.index + 1
    if at >= len(words):
        return None
    text = words[at].text.casefold()
    if text not in links:
        return None
    if text == "to":
        verbal = at + 1 < len(words) and words[at + 1].pos in ("VERB", "AUX", "ADV", "PART")
        return at if verbal else None
    if text == "that" and words[at].tag in ("WDT", "WP"):
        return None
    return at


def _content(sentence: Sentence, word: Word, first: int) -> list[int]:
    """From the link to the end of what depends on it, the noun or a list that follows."""
    branch = [i for i in sentence.subtree(word.index) if i >= first]
    if sentence.words[first].dep == "aux":
        branch += [i for i in sentence.subtree(sentence.words[first].head) if i >= first]
    last = max(branch, default=first)
    # Parsers break lists: "demands of A , B and C" goes on while only commas and nouns follow.
    index = last + 1
    while (listed := _next_in_list(sentence, index)) is not None:
        last, index = listed, listed + 1
    return list(range(first, last + 1))


def _next_in_list(sentence: Sentence, comma: int) -> int | None:
    """Last word of the noun that a comma adds to a list; None where the list is over."""
    words = sentence.words
    if comma >= len(words) or words[comma].text != ",":
        return None
    near = range(comma + 1, min(comma + 5, len(words)))
    noun = next((i for i in near if words[i].pos in _HEADS), None)
    if noun is None or words[noun].pos not in ("NOUN", "PROPN"):
        return None
    last = max(sentence.subtree(noun))
    inside = words[comma : last + 1]
    joined = any(word.pos == "CCONJ" for word in inside)
    return None if not joined or any(w.dep in ("nsubj", "ROOT") for w in inside) else last


def _owner(sentence: Sentence, word: Word) -> tuple[int | None, list[int]]:
    """Whose demand, call or fear it is: a possessor, "by" or "from" somebody, or the subject."""
    words = sentence.words
    possessor = sentence.child(word.index, "poss")
    if possessor is not None and words[possessor].text.casefold() not in _OWN:
        return possessor, sentence.subtree(possessor)
    for child in sentence.children[word.index]:
        if words[child].text.casefold() in ("by", "from"):
            pobj = sentence.child(child, "pobj")
            if pobj is not None:
                return pobj, sentence.subtree(pobj)
    if possessor is not None:
        verb = word.head
        while words[verb].head != verb and words[verb].pos not in ("VERB", "AUX"):
            verb = words[verb].head
        subject = subject_of(sentence, verb) if words[verb].pos in ("VERB", "AUX") else None
        if subject is not None and subject != word.index and subject < possessor:
            return subject, sentence.subtree(subject)
        return possessor, [possessor]
    return None, []
