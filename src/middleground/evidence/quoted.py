"""Attributions of direct quotations: the cue beside the marks, or the speaker who goes on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from middleground.evidence.cues import Cue, lexicon
from middleground.evidence.findings import Finding, spans_of
from middleground.evidence.parser import Sentence
from middleground.evidence.quotations import Quotation
from middleground.evidence.sources import subject_beside, subject_of
from middleground.evidence.statements import is_negated, source_words
from middleground.reports.document import Span

# A cue stands at most so many words from its quotation: subject, title and adverbs fit in.
_REACH = 25
_SCARE = 3  # words: shorter quotations borrow a word rather than report speech
_FAMILIES = frozenset(("speech", "manner"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A word with its sentence."""

    sentence: Sentence
    index: int


def find_quoted(
    sentences: Sequence[Sentence], quotations: Sequence[Quotation], text: str
) -> Iterator[Finding]:
    """The attributions of the quotations in these sentences, in order.

    A quotation between two parts of somebody's indirect speech is left to the clause rules, which
    take it in.
    """
    last: Quotation | None = None
    finding: Finding | None = None
    for quotation in quotations:
        if finding and last and _resumes(finding, quotation, last, text):
            finding.content.append(_inner(quotation, text))
            last = quotation
            continue
        place = _after(sentences, quotation, quotations) if _is_speech(quotation, text) else None
        place = place or _before(sentences, quotation, quotations)
        if place:
            following = _found(place, quotation, text)
        elif finding and last and _goes_on(sentences, quotation, last, text):
            following = _continued(sentences, quotation, finding, text)
        else:
            continue
        if finding:
            yield finding
        finding, last = following, quotation
    if finding:
        yield finding


def _continued(
    sentences: Sequence[Sentence], quotation: Quotation, before: Finding, text: str
) -> Finding:
    sentence = next(s for s in sentences if s.span.end > quotation.start)
    return Finding(
        sentence, None, [_inner(quotation, text)], [], [], "direct", "asserts", "continued",
        follows=before,
    )  # fmt: skip


def _resumes(finding: Finding, quotation: Quotation, last: Quotation, text: str) -> bool:
    """Whether a quotation goes on behind its own cue: "We stay," she said, "and we wait"."""
    between = text[last.end : quotation.start]
    if not finding.cue or not last.end <= finding.cue[0].start < quotation.start:
        return False
    closed = between.rstrip()
    behind_cue = text[finding.cue[0].end : quotation.start]
    return closed.endswith(",") and len(behind_cue) < 60 and not re.search(r"[.;:?!]\s", between)


def _found(place: _Place, quotation: Quotation, text: str) -> Finding:
    sentence, index = place.sentence, place.index
    word = sentence.words[index]
    subject = _speaker(sentence, index, quotation)
    inside = {
        w.index for w in sentence.words if quotation.start <= w.start and w.end <= quotation.end
    }
    source = source_words(sentence, subject, index, inside)
    between = _between(sentence, index, quotation)
    if between:
        source = between
        subject = subject if subject in between else between[0]
    cues = lexicon().verbs.get(word.lemma, (Cue("manner", "asserts"),))
    return Finding(
        sentence, subject if source else None, [_inner(quotation, text)],
        spans_of(sentence, [index]), spans_of(sentence, source)[:1], "direct", cues[0].stance,
        "quotation", negative=is_negated(sentence, index),
    )  # fmt: skip


def _between(sentence: Sentence, cue: int, quotation: Quotation) -> list[int]:
    """The words between a quotation and the cue behind it: they name the speaker, all of them."""
    words = sentence.words
    indices = [w.index for w in words[:cue] if w.start >= quotation.end]
    while indices and words[indices[0]].pos in ("PUNCT", "ADV", "CCONJ"):
        indices.pop(0)
    while indices and words[indices[-1]].pos in ("PUNCT", "ADV", "AUX"):
        indices.pop()
    strange = any(
        words[i].pos in ("SCONJ", "PUNCT") and words[i].text not in ",-'" for i in indices
    )
    return [] if strange else indices


def _inner(quotation: Quotation, text: str) -> Span:
    end = quotation.end
    while end > quotation.start and text[end - 1].isspace():
        end -= 1
    return Span(quotation.start, end)


def _speaker(sentence: Sentence, cue: int, quotation: Quotation) -> int | None:
    """The subject of a cue beside a quotation; by position where the parser lost it."""
    words = sentence.words
    subject = subject_of(sentence, cue)
    if subject is not None and not quotation.start <= words[subject].start < quotation.end:
        return subject
    inside = [w.index for w in words if quotation.start <= w.start < quotation.end]
    return subject_beside(sentence, cue, inside)


def _is_cue(sentence: Sentence, index: int) -> bool:
    word = sentence.words[index]
    if word.pos not in ("VERB", "AUX") and not word.tag.startswith("VB"):
        return False
    return any(cue.family in _FAMILIES for cue in lexicon().verbs.get(word.lemma, ()))


def _after(
    sentences: Sequence[Sentence], quotation: Quotation, quotations: Sequence[Quotation]
) -> _Place | None:
    """A cue behind the closing mark: '"...," the minister said' or '"...," said she'."""
    sentence = next((s for s in sentences if s.span.start <= quotation.end <= s.span.end), None)
    if sentence is None:
        return None
    following = min(
        (q.start for q in quotations if q.start >= quotation.end), default=sentence.span.end
    )
    words = [w for w in sentence.words if quotation.end <= w.start < following]
    for word in words[:_REACH]:
        if word.text in (";", ":", "."):
            return None
        if _is_cue(sentence, word.index):
            return _Place(sentence, word.index) if _near_subject(sentence, word.index) else None
        if word.pos in ("VERB", "AUX") and word.dep not in ("relcl", "acl", "aux", "auxpass"):
            return None
        if word.pos == "CCONJ" and word.dep == "cc" and _joins_clauses(sentence, word.index):
            return None
    return None


def _joins_clauses(sentence: Sentence, index: int) -> bool:
    """Whether "and" or "but" opens another clause, rather than joining two names."""
    return sentence.words[sentence.words[index].head].pos in ("VERB", "AUX")


def _near_subject(sentence: Sentence, index: int) -> bool:
    return sentence.words[index].dep not in ("aux", "amod", "xcomp")


def _before(
    sentences: Sequence[Sentence], quotation: Quotation, quotations: Sequence[Quotation]
) -> _Place | None:
    """A cue ahead of the opening mark: 'the minister said: "..."'."""
    at = next(
        (i for i, s in enumerate(sentences) if s.span.start <= quotation.start < s.span.end), None
    )
    if at is None:
        return None
    sentence = sentences[at]
    earlier = max((q.end for q in quotations if q.end <= quotation.start), default=0)
    words = [w for w in sentence.words if earlier <= w.start and w.end <= quotation.start]
    if not words and at and sentences[at - 1].words[-1].text == ":":
        sentence = sentences[at - 1]
        words = [w for w in sentence.words if w.start >= earlier]
    if not words:
        return None
    closing = words[-1].text
    if closing == ":":
        return _announced(sentence, [w.index for w in words])
    for word in reversed(words[-12:]):
        if _is_cue(sentence, word.index):
            behind = [w for w in words if w.index > word.index]
            fragment = len(
                [w for w in sentence.words if quotation.start <= w.start < quotation.end]
            )
            if len(behind) > 1 and behind[0].lemma == "that":
                return None  # indirect speech that ends in the speaker's words: a clause
            direct = not behind and fragment > _SCARE + 2
            plain = closing == "," or direct or bool(behind and behind[-1].lemma == "that")
            return _Place(sentence, word.index) if plain else None
    return None


def _announced(sentence: Sentence, indices: list[int]) -> _Place | None:
    """Before a colon, the last cue that has a subject introduces the quotation."""
    for index in reversed(indices):
        if _is_cue(sentence, index) and subject_of(sentence, index) is not None:
            return _Place(sentence, index)
    for index in reversed(indices):
        if sentence.words[index].dep == "ROOT" and subject_of(sentence, index) is not None:
            return _Place(sentence, index)
    return None


def _is_speech(quotation: Quotation, text: str) -> bool:
    """Whether punctuation sets a quotation apart, rather than makes it a part of a sentence."""
    inner = text[quotation.start : quotation.end].rstrip().rstrip("\"'\u201d\u2019\u00bb").rstrip()
    after = text[quotation.end : quotation.end + 2].lstrip()
    return inner[-1:] in ",.?!\u2026\u2014-" or after[:1] == ","


def _goes_on(
    sentences: Sequence[Sentence], quotation: Quotation, last: Quotation, text: str
) -> bool:
    """Whether a quotation that fills its sentences follows upon an attributed one."""
    first = next((s for s in sentences if s.span.start <= quotation.start < s.span.end), None)
    ending = next((s for s in sentences if s.span.start < quotation.end <= s.span.end + 2), None)
    if first is None or ending is None:
        return False
    if any(map(str.isalnum, text[first.span.start : quotation.start])):
        return False
    if any(map(str.isalnum, text[quotation.end : ending.span.end])):
        return False
    between = [s for s in sentences if last.end <= s.span.start and s.span.end <= quotation.start]
    return not between and _word_count(quotation, text) > 1


def _word_count(quotation: Quotation, text: str) -> int:
    return len(text[quotation.start : quotation.end].split())
