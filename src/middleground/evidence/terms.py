"""Terms of a proposal: who gives what, how much, when, in return for what.

They stand in what a document provides for ("under the plan, the port would pay ..."), in an
exchange ("in return for"), and in the names of deals ("a prisoner swap deal").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from middleground.evidence.cast import Cast, Known
from middleground.evidence.clauses import Said, party_at, split_clauses
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.sources import subject_of

_SHOWING = frozenset(("see", "include", "involve", "require", "mean", "entail", "foresee", "have"))
_EXCHANGES = frozenset(("return", "exchange"))
_DEALS = frozenset(("accord", "agreement", "deal", "pact", "settlement", "treaty"))
_TRADES = frozenset(("swap", "exchange", "release", "withdrawal", "transfer"))
_ORDER = frozenset(("then", "first", "later", "afterwards", "initially", "next", "finally"))
_STAGES = frozenset(("phase", "stage", "step"))
_ROLES = ("dobj", "nsubj", "nsubjpass", "attr")


@dataclass(frozen=True, slots=True)
class Promise:
    """A term as found in a sentence.

    Attributes:
        sentence: The sentence.
        content: Indices of its words.
        givers: Who would do it; empty if unsaid.
        action: Dictionary form of what would be done.
        when: Its place in the sequence, as written.
        back: Indices of the words for what is given in return.
        said: The attribution it rests on.
    """

    sentence: Sentence
    content: tuple[int, ...]
    givers: tuple[Known, ...] = ()
    action: str = ""
    when: str = ""
    back: tuple[int, ...] = ()
    said: Said | None = None


def find_terms(sentence: Sentence, said: Sequence[Said], cast: Cast) -> list[Promise]:
    """The terms in a sentence, without those that repeat another's words."""
    found: list[Promise] = []
    for claim in said:
        if claim.entry.rule.startswith("proposal"):
            found += _provided(sentence, claim, cast)
    for one in (*_exchanged(sentence, cast), *_named_deals(sentence)):
        inside = set(one.content)
        if not any(2 * len(inside & set(f.content)) >= len(inside) for f in found):
            found.append(one)
    return found


def _provided(sentence: Sentence, said: Said, cast: Cast) -> Iterator[Promise]:
    """The provisions of a document: cut where the sentence goes on with "with" or "including"."""
    for part in _parts(sentence, said.content):
        opener = sentence.words[part[0]]
        if opener.text.casefold() in ("with", "including"):
            rest = part[1:]
            if rest and (_has_number(sentence, rest) or _has_verb(sentence, rest)):
                yield Promise(sentence, tuple(rest), action=_action(sentence, rest), said=said)
        else:
            for clause in split_clauses(sentence, part):
                yield from _clauses(sentence, clause, said, cast)


def _parts(sentence: Sentence, content: Sequence[int]) -> list[list[int]]:
    words = sentence.words
    parts: list[list[int]] = [[]]
    for place, index in enumerate(content):
        following = words[content[place + 1]].text.casefold() if place + 1 < len(content) else ""
        if words[index].text == "," and following in ("with", "including"):
            parts.append([])
        elif words[index].text == "," and following == "which":
            break
        else:
            parts[-1].append(index)
    return [part for part in parts if part]


def _clauses(sentence: Sentence, part: list[int], said: Said, cast: Cast) -> Iterator[Promise]:
    """As in "a pause of six weeks would see the port reopen": two terms."""
    words = sentence.words
    verb = next((i for i in part if words[i].pos == "VERB" and _is_prospect(sentence, i)), None)
    if verb is None:
        if _has_number(sentence, part):
            yield Promise(sentence, tuple(part), said=said)
        return
    when = next((words[i].text for i in part if words[i].text.casefold() in _ORDER), "")
    before = [i for i in part if i < verb and words[i].dep != "aux"]
    if words[verb].lemma not in _SHOWING or not before:
        subject = subject_of(sentence, verb)
        givers = tuple(party_at(sentence, subject, cast))
        back = _in_return(sentence, part)
        yield Promise(sentence, tuple(part), givers, words[verb].lemma, when, back, said)
        return
    stage = next((w for i in before if (w := words[i]).lemma in _STAGES), None)
    if before and (stage or _has_number(sentence, before)):
        yield Promise(sentence, tuple(before), when=_phrase(sentence, stage), said=said)
    after = [i for i in part if i > verb]
    if after:
        inner = next((i for i in after if words[i].head == verb and words[i].pos == "VERB"), None)
        doer = sentence.child(inner, "nsubj") if inner is not None else None
        givers = tuple(party_at(sentence, doer, cast))
        action = words[inner].lemma if inner is not None else ""
        yield Promise(
            sentence, tuple(after), givers, action, _phrase(sentence, stage) or when, said=said
        )


def _in_return(sentence: Sentence, part: Sequence[int]) -> tuple[int, ...]:
    """What is given back: the words behind "in return for"."""
    words = sentence.words
    for index in part[:-2]:
        if words[index].lemma in _EXCHANGES and words[index + 1].text.casefold() == "for":
            return tuple(i for i in _until_comma(sentence, index + 2) if i in part)
    return ()


def _phrase(sentence: Sentence, noun: Word | None) -> str:
    """A stage with what describes it: "an initial phase"."""
    if noun is None:
        return ""
    first = min(i for i in sentence.subtree(noun.index) if i <= noun.index)
    return " ".join(w.text for w in sentence.words[first : noun.index + 1])


def _is_prospect(sentence: Sentence, verb: int) -> bool:
    children = [sentence.words[c] for c in sentence.children[verb]]
    return any(c.tag == "MD" and c.dep == "aux" for c in children)


def _has_number(sentence: Sentence, indices: Sequence[int]) -> bool:
    return any(sentence.words[i].pos == "NUM" for i in indices)


def _has_verb(sentence: Sentence, indices: Sequence[int]) -> bool:
    return any(sentence.words[i].pos == "VERB" for i in indices)


def _action(sentence: Sentence, indices: Sequence[int]) -> str:
    verbs = [sentence.words[i].lemma for i in indices if sentence.words[i].pos == "VERB"]
    return verbs[0] if verbs else ""


def _exchanged(sentence: Sentence, cast: Cast) -> Iterator[Promise]:
    """As in "The release of A in return for B", "would pay A in exchange for B"."""
    words = sentence.words
    for word in words[1:-2]:
        if word.lemma not in _EXCHANGES or words[word.index + 1].text.casefold() != "for":
            continue
        if words[word.index - 1].text.casefold() != "in":
            continue
        found = _given(sentence, word.index - 1)
        if found is None:
            continue
        given, main = found
        back = _until_comma(sentence, word.index + 2)
        content = tuple(range(given, (back[-1] if back else word.index) + 1))
        subject = subject_of(sentence, main) if words[main].pos == "VERB" else None
        givers = tuple(party_at(sentence, subject, cast))
        action = words[main].lemma
        yield Promise(sentence, content, givers, action, back=tuple(back))


def _given(sentence: Sentence, preposition: int) -> tuple[int, int] | None:
    """Where what is given begins, and the word for it or for the giving: up from "in return"."""
    words = sentence.words
    at = words[preposition].head
    for _ in range(10):
        word = words[at]
        if word.pos in ("NOUN", "PROPN", "DET", "NUM") and word.dep in _ROLES:
            return min(sentence.subtree(at)), at
        if word.pos == "VERB" and word.dep not in ("acl", "relcl"):
            done = sentence.child(at, "nsubjpass")
            if done is not None and done < at < preposition:
                return min(sentence.subtree(done)), at
            thing = sentence.child(at, "dobj")
            if at > preposition:
                return None
            given = thing is not None and at < thing < preposition
            return (min(sentence.subtree(thing)) if thing and given else at), at
        if word.head == at:
            break
        at = word.head
    return None


def _until_comma(sentence: Sentence, first: int) -> list[int]:
    found = []
    for word in sentence.words[first:]:
        if word.text in (",", ".", ";", ":") or word.tag in ("WDT", "MD"):
            break
        found.append(word.index)
    return found


def _named_deals(sentence: Sentence) -> Iterator[Promise]:
    """As in "A prisoner swap deal": a deal named for what changes hands."""
    words = sentence.words
    for word in words:
        if word.lemma not in _DEALS or word.pos != "NOUN":
            continue
        before = [c for c in sentence.children[word.index] if words[c].dep in ("compound", "amod")]
        trades = [c for c in before if words[c].lemma in _TRADES]
        if trades and len(before) > 1:
            branch = [i for i in sentence.subtree(word.index) if i <= word.index]
            yield Promise(sentence, tuple(branch), action=words[trades[0]].lemma)
