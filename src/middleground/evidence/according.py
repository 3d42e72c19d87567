"""Attributions that "according to" marks, before or behind what is said."""

from collections.abc import Iterator
from itertools import pairwise

from middleground.evidence.cues import lexicon
from middleground.evidence.findings import Finding, spans_of
from middleground.evidence.parser import Sentence, Word

_NAMING = ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PUNCT", "NUM", "CCONJ", "PART")


def find_according_to(sentence: Sentence, word: Word) -> Iterator[Finding]:
    """The attribution that one "according to" marks.

    Args:
        sentence: The parsed sentence.
        word: Its "according".
    """
    words, at = sentence.words, word.index
    if at + 2 >= len(words) or words[at + 1].text.casefold() != "to":
        return
    pobj = sentence.child(at + 1, "pobj", "pcomp", "dobj")
    if pobj is None:
        pobj = next(
            (i for i in range(at + 2, len(words)) if words[i].pos in ("NOUN", "PROPN")), at + 2
        )
    source = _according_source(sentence, pobj, at + 2)
    opening = all(words[i].pos in ("PUNCT", "CCONJ", "SCONJ", "ADV", "SYM") for i in range(at))
    opening = opening or words[at - 1].lemma in ("that", "and", "but")
    after = _end_of_source(sentence, source or [at + 1]) + 1
    if opening:
        stop = len(words)
        content = list(range(after, stop))
    else:
        start = _clause_start(sentence, at)
        content = [i for i in range(start, at) if i not in _asides(sentence, start, at)]
    spans = spans_of(sentence, content)
    if spans and source:
        yield Finding(
            sentence, pobj, spans, spans_of(sentence, [at, at + 1]),
            spans_of(sentence, source)[:1], "indirect", "asserts", "according-to",
        )  # fmt: skip


def _according_source(sentence: Sentence, pobj: int, first: int) -> list[int]:
    """The source's words, up to a comma that opens more than an apposition."""
    words = sentence.words
    source = _unbroken([i for i in sentence.subtree(pobj) if i >= first], first)
    last = max(source, default=first)
    while last + 1 < len(words) and words[last + 1].pos in ("PROPN", "NOUN"):
        last += 1
    commas = [i for i in range(first, last + 1) if words[i].text == ","]
    for comma, following in pairwise([*commas, last + 1]):
        if any(words[i].pos not in _NAMING for i in range(comma + 1, following)):
            return list(range(first, comma))
    if len(commas) > 1:
        last = commas[1] - 1
    return list(range(first, last + 1))


def _end_of_source(sentence: Sentence, source: list[int]) -> int:
    """The last word of a source with what is said of it: ", who asked not to be named,"."""
    last = source[-1]
    for child in (c for index in source for c in sentence.children[index]):
        branch = sentence.subtree(child)
        if sentence.words[child].dep == "relcl" and min(branch) in (last + 1, last + 2):
            last = max(branch)
    return last


def _unbroken(indices: list[int], first: int) -> list[int]:
    run: list[int] = []
    for index in indices:
        if index != (run[-1] + 1 if run else first):
            break
        run.append(index)
    return run


def _clause_start(sentence: Sentence, at: int) -> int:
    """Where the clause begins that an "according to" closes: after the cue of an outer claim."""
    words = sentence.words
    for index in range(at - 1, -1, -1):
        word = words[index]
        if word.lemma in lexicon().verbs and index + 1 < at and words[index + 1].lemma == "that":
            return index + 1
    start = 0
    while start < at and words[start].pos in ("PUNCT", "CCONJ"):
        start += 1
    return start


def _asides(sentence: Sentence, start: int, stop: int) -> set[int]:
    """Long appositions between commas: the reporter's own words within another's claim."""
    words = sentence.words
    found: set[int] = set()
    for index in range(start, stop):
        if words[index].dep != "appos":
            continue
        branch = sentence.subtree(index)
        first, last = min(branch), max(branch)
        while last + 1 < stop and words[last + 1].text != ",":
            if words[last + 1].pos in ("AUX", "VERB") and words[last + 1].dep != "relcl":
                break
            last += 1
        closed = last + 1 < stop and words[last + 1].text == ","
        if closed and last - first >= 5 and words[first - 1].text == ",":
            found |= set(range(first - 1, last + 2))
    return found
