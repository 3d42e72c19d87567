"""What a stretch of words is about, and whether it is for or against: "fighting-", "deal+".

A suggestion by which positions are compared; the analyst decides what the issues are. "Halt
hostilities" and "a truce" are against fighting; "no return to fighting" is too.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from middleground.evidence.actors import nouns
from middleground.evidence.parser import Sentence


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics by dictionary form.

    Attributes:
        signed: Each word's topic, with +1 where it is for it and -1 where it is against.
        turning: Words that turn what they govern into its opposite.
        phrases: Such verbs with a particle: "give up".
        peaceful: Words before "operation" that make it no fighting.
        general: Words too general to be a topic.
        marks: Words that open a condition.
    """

    signed: dict[str, tuple[str, int]]
    turning: frozenset[str]
    phrases: frozenset[str]
    peaceful: frozenset[str]
    general: frozenset[str]
    marks: frozenset[str]


@cache
def topics() -> Topics:
    """The topics, read once."""
    file = resources.files("middleground.evidence").joinpath("topics.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    signed: dict[str, tuple[str, int]] = {}
    for topic, words in table["topics"].items():
        signed.update((word, (topic, 1)) for word in words["for"])
        signed.update((word, (topic, -1)) for word in words["against"])
    return Topics(
        signed,
        frozenset(table["turning"]["words"]),
        frozenset(table["turning"]["phrases"]),
        frozenset(table["peaceful"]["words"]),
        frozenset(table["general"]["words"]),
        frozenset(table["condition"]["marks"]),
    )


def topics_of(sentence: Sentence, indices: Collection[int], sign: int = 1) -> tuple[str, ...]:
    """The topics of some words, for (+) or against (-); what they depend on is left out.

    Args:
        sentence: The parsed sentence.
        indices: The words.
        sign: -1 where the words as a whole are refused.
    """
    condition = condition_in(sentence, indices)
    back = _in_return(sentence, indices)
    inside = set(indices) - {*condition, *back} or set(condition)
    found: dict[str, None] = {}
    for index in sorted(inside):
        word = sentence.words[index]
        spelt = _spelt(sentence, index)
        known = topics().signed.get(spelt)
        if known is None and not spelt:
            continue
        if known is None:
            common = word.pos == "NOUN" and word.tag in ("NN", "NNS") and word.lemma.isalpha()
            if not common or word.lemma in topics().general or nouns().type_of(word.lemma):
                continue
            known = (word.lemma, 1)
        topic, own = known
        total = sign * own * _turned(sentence, index, inside)
        found[f"{topic}{'+' if total > 0 else '-'}"] = None
    return tuple(found)


def _in_return(sentence: Sentence, indices: Collection[int]) -> list[int]:
    """What somebody else is to give: "in return for ...", "in exchange for ..."."""
    words = sentence.words
    for index in sorted(indices)[:-2]:
        following = words[index + 1 : index + 3]
        if words[index].text.casefold() == "in" and [w.text.casefold() for w in following] in (
            ["return", "for"],
            ["exchange", "for"],
        ):
            return [i for i in indices if i >= index]
    return []


def _spelt(sentence: Sentence, index: int) -> str:
    """A word's dictionary form; "cease-fire" as one word, and "the operation of a dam" as none."""
    words, lemma = sentence.words, sentence.words[index].lemma
    if lemma == "fire" and [w.lemma for w in words[max(0, index - 2) : index]] == ["cease", "-"]:
        return "ceasefire"
    if lemma == "cease" and words[index].dep == "compound":
        return ""
    if words[index].pos not in ("NOUN", "VERB", "PROPN") or words[index].dep == "prep":
        return ""  # "according to" is no accord
    following = words[index + 1].text.casefold() if index + 1 < len(words) else ""
    described = {words[c].lemma for c in sentence.children[index]}
    peaceful = following == "of" or described & topics().peaceful
    return "" if lemma == "operation" and peaceful else lemma


def turns(sentence: Sentence, index: int) -> bool:
    """Whether a word turns what it governs into its opposite: "lift", "sign away"."""
    words = sentence.words
    following = words[index + 1].text.casefold() if index + 1 < len(words) else ""
    beside = [words[c].text.casefold() for c in sentence.children[index] if words[c].dep == "prt"]
    phrase = any(f"{words[index].lemma} {p}" in topics().phrases for p in (*beside, following))
    return words[index].lemma in topics().turning or phrase


def _turned(sentence: Sentence, index: int, inside: Collection[int]) -> int:
    """-1 where an odd number of words above turn this one into its opposite."""
    sign, at = 1, index
    for _ in range(12):
        word = sentence.words[at]
        children = [sentence.words[c] for c in sentence.children[at]]
        denying = ("no",) if word.pos in ("NOUN", "PROPN") else ("no", "not", "n't", "never")
        negated = any(c.text.casefold() in denying and c.index in inside for c in children)
        turning = at != index and turns(sentence, at)
        before = sentence.words[at - 1] if at else word
        if word.pos == "ADP" and before.index in inside and before.index != word.head:
            turning = turning or before.lemma in topics().turning  # "a halt | to the shelling"
        sign = -sign if negated != turning else sign
        if word.head == at or word.head not in inside:
            break
        at = word.head
    return sign


def condition_in(sentence: Sentence, indices: Collection[int]) -> list[int]:
    """The words among some that say on what the rest depends: "unless ...", "until ..."."""
    for index in sorted(indices):
        word = sentence.words[index]
        if word.dep not in ("mark", "advmod") or word.lemma not in topics().marks:
            continue
        clause = sentence.words[word.head]
        if clause.dep in ("advcl", "ccomp", "relcl") and clause.index in indices:
            return [i for i in sentence.subtree(clause.index) if i in indices and i >= index]
    return []
