"""Positions: what a party demands, offers, refuses, threatens or believes, and on what.

First what the attributions say, by the stance of their cue; then what a report says of a party in
its own words ("the council opposes the plan"), or within somebody's words.

Source: Fisher & Ury (1981) for the notion; kinds as in `middleground.evidence.particulars`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from middleground.evidence.cast import Cast, Known
from middleground.evidence.clauses import (
    FINITE,
    Said,
    clause_of,
    party_at,
    split_clauses,
    split_list,
)
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.particulars import PositionKind
from middleground.evidence.position_verbs import (
    COPULAS,
    WILL,
    is_dropped,
    offered,
    position_of,
    threatens,
)
from middleground.evidence.sources import subject_of
from middleground.evidence.stances import stances

_WE = frozenset(("we", "i", "us"))
_UNNAMED = ("unnamed", "unstated")


@dataclass(frozen=True, slots=True)
class Stand:
    """A position as found in a sentence.

    Attributes:
        sentence: The sentence.
        kind: What kind of position it is.
        parties: Whose.
        content: Indices of the words that say it.
        cue: Index of the word that marks it; None where the content says all.
        against: Whether the content as a whole is refused.
        about: About whose conduct it is, for a belief, a judgement or an alleged aim.
        said: The attribution that it rests on; None for the reporter's own words.
        focus: Indices of the words for what it is about; empty for all of the content.
    """

    sentence: Sentence
    kind: PositionKind
    parties: tuple[Known, ...]
    content: tuple[int, ...]
    cue: int | None = None
    against: bool = False
    about: tuple[Known, ...] = ()
    said: Said | None = None
    focus: tuple[int, ...] = ()


def find_positions(sentence: Sentence, said: Sequence[Said], cast: Cast) -> list[Stand]:
    """The positions in a sentence; of two readings of the same words the first is kept."""
    found: list[Stand] = []
    for stand in (*_by_cue(sentence, said, cast), *_by_clause(sentence, said, cast)):
        if not any(_same(stand, other) for other in found):
            found.append(stand)
    return found


def _same(one: Stand, two: Stand) -> bool:
    a, b = set(one.content), set(two.content)
    shared = not one.parties or not two.parties or bool(set(one.parties) & set(two.parties))
    return shared and 2 * len(a & b) >= min(len(a), len(b))


def _by_cue(sentence: Sentence, said: Sequence[Said], cast: Cast) -> Iterator[Stand]:
    for one in said:
        if one.entry.rule.startswith("proposal") or one.entry.polarity == "negative":
            continue
        match one.entry.stance:
            case "demands" if is_dropped(sentence, one.cue):
                yield from _stands(sentence, one, "concession", [one.content], against=True)
            case "demands":
                yield from _stands(sentence, one, "demand", split_list(sentence, one.content))
            case "orders":
                yield from _stands(sentence, one, "order", [one.content])
            case "insists":
                for part in split_clauses(sentence, one.content):
                    final = _is_final(sentence, part)
                    yield from _stands(sentence, one, "red_line" if final else "demand", [part])
            case "rejects":
                final = one.cue is not None and sentence.words[one.cue].lemma.startswith("refus")
                kind: PositionKind = "red_line" if final else "rejection"
                yield from _stands(sentence, one, kind, [one.content], against=True)
            case "denies":
                yield from _stands(sentence, one, "denial", [one.content])
            case "threatens":
                yield from _stands(sentence, one, "threat", [one.content])
            case "commits":
                final = _is_negated(sentence, one.content)
                yield from _stands(
                    sentence, one, "red_line" if final else "commitment", [one.content]
                )
            case "describes" | "condemns":
                yield from _stands(sentence, one, "evaluation", [one.content])
            case "believes" | "fears":
                if one.speakers and one.entry.chain[-1].naming not in _UNNAMED:
                    yield from _belief(sentence, one, cast)
            case "accuses":
                yield from _accused(sentence, one)
            case "indicates" | "proposes":
                yield from _signal(sentence, one)
            case _:
                yield from _in_words(sentence, one, cast)


def _stands(
    sentence: Sentence, said: Said, kind: PositionKind, parts: Sequence[Sequence[int]],
    *, against: bool = False,
) -> Iterator[Stand]:  # fmt: skip
    for part in parts:
        yield Stand(sentence, kind, said.speakers, tuple(part), said.cue, against, (), said)


def _is_final(sentence: Sentence, part: Sequence[int]) -> bool:
    """Whether words say what will be, whatever others do: "will go on until", "will never"."""
    words = sentence.words
    texts = {words[i].text.casefold() for i in part}
    return bool(texts & WILL) and bool(texts & {"until", "unless", "not", "never", "no", "n't"})


def _is_negated(sentence: Sentence, indices: Sequence[int]) -> bool:
    return any(
        sentence.words[i].text.casefold() in ("not", "never", "n't", "no") for i in indices[:4]
    )


def _belief(sentence: Sentence, said: Said, cast: Cast) -> Iterator[Stand]:
    main = _main_verb(sentence, said.content)
    subject = sentence.child(main, "nsubj", "nsubjpass") if main is not None else None
    about = tuple(party_at(sentence, subject, cast))
    yield Stand(sentence, "belief", said.speakers, said.content, said.cue, False, about, said)


def _accused(sentence: Sentence, said: Said) -> Iterator[Stand]:
    """To accuse somebody of not doing a thing is to demand it."""
    if not said.speakers:
        return
    parts: list[list[int]] = []
    for index in said.content:
        if sentence.words[index].text.casefold() == "of" and sentence.words[index].dep in (
            "prep",
            "conj",
        ):
            parts.append([])
        elif parts:
            parts[-1].append(index)
    for part in parts:
        texts = [sentence.words[i].text.casefold() for i in part[:2]]
        if texts and (texts[0] == "not" or texts[0].startswith("fail")):
            yield Stand(
                sentence, "demand", said.speakers, tuple(part), said.cue, False, (), said,
                tuple(part[1:]),
            )  # fmt: skip


def _signal(sentence: Sentence, said: Said) -> Iterator[Stand]:
    """As in "Signalled readiness to talk", "proposed a pause": the noun says what it is."""
    noun = next((i for i in said.content if sentence.words[i].pos == "NOUN"), None)
    kind = stances().nouns.get(sentence.words[noun].lemma) if noun is not None else None
    if kind:
        kind = offered(sentence, kind, said.content)
        yield from _stands(sentence, said, kind, [said.content], against=kind == "rejection")
    elif said.entry.stance == "proposes":
        yield from _stands(sentence, said, "offer", [said.content])


def _main_verb(sentence: Sentence, indices: Sequence[int]) -> int | None:
    """The verb on which the rest of some words depends."""
    inside = set(indices)
    verbs = [i for i in indices if sentence.words[i].pos in ("VERB", "AUX")]
    tops = [i for i in verbs if sentence.words[i].head not in inside or sentence.words[i].head == i]
    ranked = tops or verbs
    return max(ranked, key=lambda i: len(sentence.subtree(i)), default=None)


def _in_words(sentence: Sentence, said: Said, cast: Cast) -> Iterator[Stand]:
    """What a speaker's own words come to: a need, a denial, a refusal, a judgement."""
    if not said.speakers:
        return
    for part in split_clauses(sentence, said.content):
        kind, content, against = _meaning(sentence, part, said, cast)
        if kind:
            subject = _main_verb(sentence, content) if against else None
            about = sentence.child(subject, "nsubj", "nsubjpass") if subject is not None else None
            focus = sentence.subtree(about) if about is not None else ()
            yield Stand(
                sentence, kind, said.speakers, tuple(content), said.cue, against, (), said,
                tuple(i for i in focus if i in content),
            )  # fmt: skip


def _meaning(
    sentence: Sentence, part: list[int], said: Said, cast: Cast
) -> tuple[PositionKind | None, list[int], bool]:
    words, lists = sentence.words, stances()
    lemmas = [words[i].lemma for i in part]
    main = _main_verb(sentence, part)
    if main is None:
        return None, [], False
    subject = sentence.child(main, "nsubj", "nsubjpass", "expl")
    thing = words[subject].lemma if subject is not None else ""
    acomp = sentence.child(main, "acomp", "oprd", "attr")
    says = words[acomp].lemma if acomp is not None else ""
    if _needs(sentence, part, main, says):
        return "demand", part, False
    if _is_closed(sentence, part, main, says):
        return "red_line", part, True
    if says in ("room", "question", "place") and _has_no(sentence, acomp):
        return "red_line", part, False
    if says == "time" and {"right", "good", "best"} & set(lemmas) and "for" in lemmas:
        return "support", part, False
    negated = sentence.child(main, "neg") is not None
    if thing in lists.tabled and (
        (negated and words[main].lemma in lists.falls_short)
        or (not negated and words[main].lemma in ("fail", "fall", "lack"))
        or says in lists.bad
    ):
        return "rejection", clause_of(sentence, main, subject or main), True
    own = subject is not None and bool(set(cast.all_at(sentence, subject)) & set(said.speakers))
    modal = any(words[c].tag == "MD" for c in sentence.children[main])
    vague = words[main].lemma == "be" and thing == "it"
    wished = words[main].lemma in ("agree", "want", "know", "think", "believe")
    if own and negated and not (modal or vague or wished):
        return "denial", part, False
    settled = words[main].lemma in lists.settling and thing in lists.settled
    if settled and sentence.child(main, "auxpass") is not None:
        return "commitment", part, False
    if (thing in lists.conduct and says and words[main].lemma in COPULAS) or _doubts(
        sentence, main
    ):
        return "evaluation", part, False
    return None, [], False


def _is_closed(sentence: Sentence, part: Sequence[int], main: int, says: str) -> bool:
    """As in "Is not on the table", "is out of the question", "is not negotiable"."""
    if sentence.words[main].lemma != "be":
        return False
    behind = " ".join(sentence.words[i].text.casefold() for i in part if i > main)
    negated = sentence.child(main, "neg") is not None
    if "off the table" in behind or "out of the question" in behind or "non-negotiable" in behind:
        return not negated
    return negated and (
        says == "negotiable" or "on the table" in behind or "up for negotiation" in behind
    )


def _has_no(sentence: Sentence, noun: int | None) -> bool:
    """Whether a noun stands under "no": "there is no room for"."""
    children = sentence.children[noun] if noun is not None else []
    texts = {sentence.words[c].text.casefold() for c in children}
    return "no" in texts and bool(texts & {"for", "of", "to"})


def _needs(sentence: Sentence, part: Sequence[int], main: int, says: str) -> bool:
    """Whether words call something necessary: "it is vital to", "must", "is the only way to"."""
    words, lists = sentence.words, stances()
    if says in lists.needed:
        return sentence.child(main, "neg") is None
    if says == "way":
        return any(words[i].text.casefold() == "only" for i in part)
    return any(words[c].text.casefold() in lists.modals and words[c].tag == "MD"
               for c in sentence.children[main])  # fmt: skip


def _doubts(sentence: Sentence, main: int) -> bool:
    thing = sentence.child(main, "dobj")
    raises = sentence.words[main].lemma in ("raise", "cast", "pose")
    return raises and thing is not None and sentence.words[thing].lemma in ("question", "doubt")


def _by_clause(sentence: Sentence, said: Sequence[Said], cast: Cast) -> Iterator[Stand]:
    for word in sentence.words:
        if word.pos in ("VERB", "AUX"):
            yield from _verbal(sentence, word, said, cast)
        elif word.pos == "NOUN":
            yield from _nominal(sentence, word, said, cast)


def _verbal(sentence: Sentence, verb: Word, said: Sequence[Said], cast: Cast) -> Iterator[Stand]:
    if not _is_finite(sentence, verb) or _is_open(sentence, verb):
        return
    subject = subject_of(sentence, verb.index)
    if subject is None or subject > verb.index:
        return
    around = [s for s in said if verb.index in s.content]
    innermost = min(around, key=lambda s: len(s.content), default=None)
    parties = party_at(sentence, subject, cast)
    if sentence.words[subject].text.casefold() in _WE and innermost:
        parties = list(innermost.speakers)
    if not parties:
        return
    alleged = innermost is not None and not set(innermost.speakers) & set(parties)
    kind, against = position_of(sentence, verb, alleged=alleged)
    speakers = innermost.speakers if innermost else ()
    own = not alleged or any(s.owner in parties for s in speakers)  # "we strike, their union said"
    if not kind and own and threatens(sentence, verb):
        kind = "threat"
    if kind:
        relative = sentence.child(verb.index, "nsubj")
        first = subject if relative is None else min(subject, relative)
        content = clause_of(sentence, verb.index, first)
        yield Stand(
            sentence, kind, tuple(parties), tuple(content), verb.index, against, (), innermost,
            _behind(sentence, content, verb.index),
        )  # fmt: skip


def _behind(sentence: Sentence, content: Sequence[int], word: int) -> tuple[int, ...]:
    """What a verb opens, without the words that say for or against."""
    return tuple(i for i in content if i > word and sentence.words[i].text.casefold() != "against")


def _is_finite(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb stands in a clause of its own, not in "to agree"."""
    auxiliaries = [sentence.words[c] for c in sentence.children[verb.index]
                   if sentence.words[c].dep in ("aux", "auxpass")]  # fmt: skip
    if any(a.text.casefold() == "to" for a in auxiliaries):
        return False
    return verb.tag in FINITE or any(a.tag in FINITE for a in auxiliaries)


def _is_open(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause only asks, doubts or supposes: "whether she is ready", "not clear that"."""
    at = verb.index
    for _ in range(3):
        word = sentence.words[at]
        marks = {sentence.words[c].text.casefold() for c in sentence.children[at]}
        if word.dep in ("advcl", "ccomp", "csubj") and marks & {"whether", "if", "unless", "until"}:
            return True
        head = sentence.words[word.head]
        doubted = {sentence.words[c].lemma for c in sentence.children[head.index]}
        if word.dep in ("ccomp", "csubj") and "clear" in doubted and {"not", "n't"} & doubted:
            return True
        if word.head == at:
            return False
        at = word.head
    return False


def _nominal(sentence: Sentence, noun: Word, said: Sequence[Said], cast: Cast) -> Iterator[Stand]:
    """As in "A revolt within the board against the plan"."""
    kind = stances().nouns.get(noun.lemma)
    if kind != "rejection":
        return
    words = sentence.words
    links = (w for w in words[noun.index + 1 :] if w.dep == "prep")
    against = next((w.index for w in links if w.text.casefold() in ("against", "to")), None)
    if against is None or (words[against].text.casefold() == "to" and against > noun.index + 6):
        return
    owner = sentence.child(noun.index, "poss")
    places = [] if owner is None else [owner]
    places += [
        sentence.child(w.index, "pobj") or -1
        for w in words[noun.index + 1 : against]
        if w.text.casefold() in ("in", "within", "among", "from", "by", "inside")
    ]
    parties = [a for i in places if i >= 0 for a in party_at(sentence, i, cast)]
    if not parties:
        return
    last = max(sentence.subtree(against))
    content = tuple(range(min(sentence.subtree(noun.index)), last + 1))
    around = [s for s in said if noun.index in s.content]
    innermost = min(around, key=lambda s: len(s.content), default=None)
    yield Stand(
        sentence, kind, tuple(dict.fromkeys(parties)), content, noun.index, True, (), innermost,
        _behind(sentence, content, against),
    )  # fmt: skip
