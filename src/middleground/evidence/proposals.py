"""Attributions to a document on the table: "Under the latest proposal, the port would ..."."""

import re
from collections.abc import Iterator, Sequence

from middleground.evidence.findings import Finding, spans_of
from middleground.evidence.parser import Sentence

_DOCUMENT = re.compile(
    r"proposal|plan|deal|agreement|draft|offer|accord|framework|terms|treaty|pact|contract|"
    r"ceasefire|truce|compromise|package|roadmap|resolution",
    re.IGNORECASE,
)
_PROSPECT = frozenset(("would", "will", "'d", "'ll", "shall"))


def find_proposals(sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """What a document provides for; sentences that go on with "would" belong to it too."""
    before: Finding | None = None
    for sentence in sentences:
        document = _document(sentence)
        if document is not None:
            before = _provided(sentence, document)
        elif before and _goes_on(sentence):
            before = Finding(
                sentence, None, spans_of(sentence, range(_end(sentence))), [], [], "indirect",
                "proposes", "proposal-continued", modality="conditional", follows=before,
            )  # fmt: skip
        else:
            before = None
            continue
        yield before


def _document(sentence: Sentence) -> tuple[int, int] | None:
    """The document's noun and the comma behind it, in a sentence that opens with "under it"."""
    words = sentence.words
    if len(words) < 6 or words[0].text.casefold() != "under":
        return None
    comma = next((w.index for w in words[1:16] if w.text == ","), None)
    if comma is None or not _prospective(sentence):
        return None
    noun = next((i for i in range(comma - 1, 0, -1) if _DOCUMENT.fullmatch(words[i].lemma)), None)
    return (noun, comma) if noun is not None else None


def _provided(sentence: Sentence, document: tuple[int, int]) -> Finding:
    noun, comma = document
    return Finding(
        sentence, noun, spans_of(sentence, range(comma + 1, _end(sentence)))[:1],
        spans_of(sentence, [0]), spans_of(sentence, range(1, comma))[:1], "indirect", "proposes",
        "proposal", modality="conditional",
    )  # fmt: skip


def _goes_on(sentence: Sentence) -> bool:
    return _prospective(sentence) and sentence.words[0].text.casefold() not in ("but", "if", "when")


def _prospective(sentence: Sentence) -> bool:
    root = next((w.index for w in sentence.words if w.dep == "ROOT"), None)
    if root is None:
        return False
    children = (sentence.words[c] for c in sentence.children[root])
    return any(c.dep in ("aux", "auxpass") and c.text.casefold() in _PROSPECT for c in children)


def _end(sentence: Sentence) -> int:
    """Index behind the provision: a trailing ", which ..." is the reporter's."""
    words = sentence.words
    for word in words[3:]:
        if word.text.casefold() == "which" and words[word.index - 1].text == ",":
            return word.index - 1
    return len(words)
