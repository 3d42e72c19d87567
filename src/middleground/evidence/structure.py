"""What ties those at the table: who decides, presses, mediates, disagrees, threatens to leave.

And how messages travel, what hampers the talks, who is ready and what is uncertain.

Sources: Putnam (1988) for two-level ties; Zartman (2000) for readiness.
"""

from collections.abc import Callable, Iterator, Sequence

from middleground.evidence.cast import Cast, Known
from middleground.evidence.clauses import FINITE, Said, clause_of, party_at
from middleground.evidence.go_betweens import carries, channel, hosts, mediates
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.sources import subject_of
from middleground.evidence.ties import TALKS, Tie, agent_of
from middleground.evidence.topics import condition_in

_STEERING = frozenset(
    ("conduct", "control", "direct", "dominate", "lead", "oversee", "run", "steer")
)
_HAMPERING = frozenset(("block", "complicate", "delay", "derail", "hamper", "hinder", "impede",
                        "obstruct", "stall", "thwart", "undermine"))  # fmt: skip
_OBSTACLES = frozenset(("barrier", "hurdle", "impediment", "obstacle"))
_RIFTS = frozenset(("clash", "difference", "disagreement", "discord", "dispute", "division",
                    "feud", "quarrel",
                    "rebellion", "revolt", "rift", "row", "split", "tension"))  # fmt: skip
_BETWEEN = frozenset(("among", "between", "in", "inside", "with", "within"))
_LEAVING = frozenset(("abandon", "bolt", "bring", "collapse", "dissolve", "exit", "leave", "pull",
                      "quit", "resign", "topple", "walk", "withdraw"))  # fmt: skip
_LIMITING = frozenset(("constrain", "curb", "limit", "narrow", "restrict", "squeeze", "tie"))
_LATITUDE = frozenset(("freedom", "hand", "latitude", "leeway", "option", "room", "scope", "space"))
_OPEN = frozenset(("chance", "doubt", "possibility", "prospect", "risk", "uncertainty"))
_READY = frozenset(("prepared", "ready", "willing"))


def find_structure(sentence: Sentence, said: Sequence[Said], cast: Cast) -> list[Tie]:
    """The ties in a sentence; of two readings of one kind of the same words the first is kept."""
    found: list[Tie] = []
    for tie in _all(sentence, said, cast):
        inside = set(tie.content)
        if not any(t.kind == tie.kind and inside & set(t.content) for t in found):
            found.append(tie)
    return found


def _all(sentence: Sentence, said: Sequence[Said], cast: Cast) -> Iterator[Tie]:
    for one in said:
        yield from _leaving(sentence, one, cast)
    for word in sentence.words:
        for rule in _RULES.get(word.pos, ()):
            if tie := rule(sentence, word, cast):
                yield tie


def _leaving(sentence: Sentence, said: Said, cast: Cast) -> Iterator[Tie]:
    """A threat to leave, or to bring down who leads."""
    if said.entry.stance != "threatens" or said.cue is None:
        return
    verb = next((i for i in said.content if sentence.words[i].pos == "VERB"), None)
    if verb is None or sentence.words[verb].lemma not in _LEAVING:
        return
    if sentence.words[verb].lemma in ("bring", "pull", "walk") and not sentence.child(verb, "prt"):
        return
    dropped = set(condition_in(sentence, said.content))
    content = tuple(i for i in (said.cue, *said.content) if i not in dropped)
    left = (cast.at(sentence, i) for i in content)
    whom = tuple(dict.fromkeys(a for a in left if a and a not in said.speakers))
    yield Tie(sentence, "threatens_to_leave", content, said.speakers, whom)


def _decides(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "a decision will be made by X", "X alone leads the talks", "X has the last word"."""
    words, at = sentence.words, word.index
    if word.lemma == "decide":
        return _to_decide(sentence, at, cast)
    agent = agent_of(sentence, at)
    subject = sentence.child(at, "nsubjpass")
    if agent is not None and subject is not None and words[subject].lemma == "decision":
        who = party_at(sentence, agent, cast)
        content = range(min(sentence.subtree(subject)), agent + 1)
        return Tie(sentence, "decides", tuple(content), tuple(who)) if who else None
    thing = sentence.child(at, "dobj")
    if thing is None:
        return None
    steers = word.lemma in _STEERING and any(
        words[i].lemma in TALKS for i in sentence.subtree(thing)
    )
    final = any(words[c].lemma in ("final", "last") for c in sentence.children[thing])
    says = word.lemma == "have" and words[thing].lemma in ("say", "word") and final
    if not (steers or says):
        return None
    subject = _doer(sentence, at)
    who = [a for a in party_at(sentence, subject, cast) if not a.plural]
    if subject is None or not who or subject > at:
        return None
    content = range(min(i for i in sentence.subtree(subject) if i <= subject), thing + 1)
    return Tie(sentence, "decides", tuple(content), tuple(who))


def _to_decide(sentence: Sentence, verb: int, cast: Cast) -> Tie | None:
    """As in "The executive will decide whether ..."."""
    words, subject = sentence.words, subject_of(sentence, verb)
    clause = sentence.child(verb, "ccomp", "xcomp", "advcl")
    branch = sentence.subtree(clause) if clause is not None and clause > verb else []
    asked = [i for i in branch if words[i].text.casefold() == "whether"]
    coming = any(words[c].tag == "MD" for c in sentence.children[verb])
    who = party_at(sentence, subject, cast)
    if subject is None or subject > verb or not (asked and coming and who):
        return None
    first = min(i for i in sentence.subtree(subject) if i <= subject)
    return Tie(sentence, "decides", tuple(range(first, branch[-1] + 1)), tuple(who))


def _doer(sentence: Sentence, verb: int) -> int | None:
    """The subject of a verb, also of one that an adjective leads to: "is alone in leading"."""
    subject = subject_of(sentence, verb)
    at = verb
    for _ in range(4):
        if subject is not None:
            break
        at = sentence.words[at].head
        subject = sentence.child(at, "nsubj")
    return subject


def _hampers(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Were hampered by the walkout", "issues that could present obstacles to the talks"."""
    words, at = sentence.words, word.index
    if word.lemma in _OBSTACLES and word.dep == "dobj":
        subject = subject_of(sentence, word.head)
        end = max(sentence.subtree(at))
        if subject is None or subject > at:
            return None
        return Tie(sentence, "hampers", tuple(range(subject, end + 1)))
    if word.lemma not in _HAMPERING or sentence.child(at, "auxpass") is None:
        return None
    agent, subject = agent_of(sentence, at), sentence.child(at, "nsubjpass")
    talks = subject is not None and any(words[i].lemma in TALKS for i in sentence.subtree(subject))
    if agent is None or not talks:
        return None
    first = min(c for c in sentence.children[at] if words[c].dep in ("aux", "auxpass"))
    content = range(first, max(sentence.subtree(agent)) + 1)
    return Tie(sentence, "hampers", tuple(content), tuple(party_at(sentence, agent, cast)))


def _presses(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "A's pressure on B, and on C to put pressure on D"."""
    words, at = sentence.words, word.index
    if word.lemma != "pressure" or word.pos != "NOUN" or at + 2 >= len(words):
        return None
    if words[at + 1].text.casefold() not in ("on", "upon"):
        return None
    whom = party_at(sentence, sentence.child(at + 1, "pobj"), cast)
    if not whom:
        return None
    again = next((w.index for w in words[at + 2 :] if w.lemma == "pressure"), None)
    through: list[Known] = []
    last = max(sentence.subtree(at + 1))
    if again is not None and again + 1 < len(words) and words[again + 1].text.casefold() == "on":
        reached = party_at(sentence, sentence.child(again + 1, "pobj"), cast)
        between = (a for i in range(last + 1, again) for a in cast.all_at(sentence, i))
        through = [a for a in dict.fromkeys(between) if a not in whom]
        whom, last = [*whom, *reached], max(sentence.subtree(again + 1))
    first = min(i for i in sentence.subtree(at) if i <= at)
    who = _presser(sentence, at, cast)
    content = tuple(range(first, last + 1))
    return Tie(sentence, "presses", content, tuple(who), tuple(whom), tuple(through))


def _is_pressing(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Was pressing both sides to talk", "has pressed the council for an answer"."""
    words, at = sentence.words, word.index
    if word.lemma not in ("press", "pressure"):
        return None
    thing = sentence.child(at, "dobj")
    clause = sentence.child(at, "ccomp", "xcomp")
    if thing is None and clause is not None:
        thing = sentence.child(clause, "nsubj")
    who = party_at(sentence, subject_of(sentence, at), cast)
    if thing is None or thing < at or not who:
        return None
    first, last = min(sentence.subtree(thing)), max(sentence.subtree(at))
    while words[last].pos == "PUNCT":
        last -= 1
    whom = party_at(sentence, thing, cast)
    return Tie(sentence, "presses", tuple(range(min(at, first), last + 1)), tuple(who), tuple(whom))


def _presser(sentence: Sentence, noun: int, cast: Cast) -> list[Known]:
    """Whose pressure it is: a possessor, "from" somebody, or whoever puts it."""
    owner = sentence.child(noun, "poss")
    if owner is not None:
        return party_at(sentence, owner, cast)
    source = next(
        (c for c in sentence.children[noun] if sentence.words[c].text.casefold() in ("from", "by")),
        None,
    )
    if source is not None:
        return party_at(sentence, sentence.child(source, "pobj"), cast)
    for child in sentence.children[noun]:
        if state := cast.state_of(sentence.words[child].text):
            return [state]
    word = sentence.words[noun]
    if word.dep == "dobj" and sentence.words[word.head].lemma in ("put", "exert", "apply", "keep"):
        return party_at(sentence, subject_of(sentence, word.head), cast)
    return []


def _disagrees(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Differences between A and B", "divisions within the union"."""
    words, at = sentence.words, word.index
    if word.lemma not in _RIFTS or word.pos != "NOUN":
        return None
    near = words[at + 1 : at + 12]
    link = next((w for w in near if w.text.casefold() in _BETWEEN and w.pos == "ADP"), None)
    if link is None or any(w.text in (";", ":") for w in words[at : link.index]):
        return None
    pobj = sentence.child(link.index, "pobj")
    who = party_at(sentence, pobj, cast)
    last = pobj if pobj is not None else link.index
    if link.text.casefold() == "between":
        last = _end_of_list(sentence, max(last, max(sentence.subtree(link.index))))
        listed = (
            cast.at(sentence, i) for i in range(link.index, last + 1) if words[i].dep != "poss"
        )
        who = list(dict.fromkeys(a for a in listed if a))
        last = max(last, max(sentence.subtree(at)))
    if not who:
        return None
    first = min(i for i in sentence.subtree(at) if i <= at)
    above = words[word.head]
    if above.text.casefold() == "of" and words[above.head].tag == "CD":
        first = above.head  # "one of the main differences"
    return Tie(sentence, "disagrees", tuple(range(first, last + 1)), tuple(who))


def _end_of_list(sentence: Sentence, last: int) -> int:
    """The end of "A, B and C", where a parser took C for a subject."""
    words = sentence.words
    at = last + 1
    while at < len(words) and (
        words[at].text in (",", "'s", "'") or words[at].pos in ("CCONJ", "PROPN", "DET")
    ):
        at += 1
    ended = at < len(words) and words[at].tag in FINITE
    return at - 1 if ended and words[at - 1].pos == "PROPN" else last


def _limited(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "The mayor's room for manoeuvre is limited by the council"."""
    subject = sentence.child(word.index, "nsubjpass")
    if word.lemma not in _LIMITING or subject is None:
        return None
    if sentence.words[subject].lemma not in _LATITUDE:
        return None
    who = party_at(sentence, sentence.child(subject, "poss"), cast)
    content = clause_of(sentence, word.index, subject)
    agent = agent_of(sentence, word.index)
    whom = party_at(sentence, agent, cast)
    return Tie(sentence, "limited_by", tuple(content), tuple(who), tuple(whom))


def _uncertain(sentence: Sentence, word: Word, _: Cast) -> Tie | None:
    """As in "The prospect that the dam fails": a possibility on which the talks may turn."""
    following = sentence.words[word.index + 1 : word.index + 2]
    opens = any(w.text.casefold() in ("that", "whether") for w in following)
    if word.lemma not in _OPEN or word.pos != "NOUN" or not opens:
        return None
    branch = sentence.subtree(word.index)
    content = range(min(i for i in branch if i <= word.index), max(branch) + 1)
    return Tie(sentence, "uncertain", tuple(content))


def _unclear(sentence: Sentence, word: Word, _: Cast) -> Tie | None:
    """As in "It is unclear whether the dam will hold"."""
    words = sentence.words
    if word.lemma not in ("unclear", "uncertain") or word.dep != "acomp":
        return None
    branch = sentence.subtree(word.head)
    opened = next((i for i in branch if i > word.index and words[i].lemma == "whether"), None)
    if opened is None:
        return None
    last = branch[-1] - (words[branch[-1]].pos == "PUNCT")
    return Tie(sentence, "uncertain", tuple(range(opened, last + 1)))


def _readiness(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """Whether somebody is ready, where the report leaves it open."""
    words = sentence.words
    if word.lemma not in _READY or word.dep != "acomp":
        return None
    verb = word.head
    marks = {words[c].text.casefold() for c in sentence.children[verb]}
    above = words[verb].head
    doubted = {words[c].lemma for c in sentence.children[above]}
    asked = "whether" in marks
    if not asked and not ("clear" in doubted and {"not", "n't"} & doubted):
        return None
    who = party_at(sentence, sentence.child(verb, "nsubj"), cast)
    content = sentence.subtree(verb)
    first, last = min(content), max(content)
    while words[last].pos == "PUNCT":
        last -= 1
    if asked and words[above].lemma == "be":
        subject = sentence.child(above, "nsubj")
        first = min(sentence.subtree(subject)) if subject is not None else first
    return Tie(sentence, "readiness", tuple(range(first, last + 1)), tuple(who))


_Rule = Callable[[Sentence, Word, Cast], Tie | None]
_VERBAL: tuple[_Rule, ...] = (
    _decides, mediates, hosts, carries, _hampers, _limited, _is_pressing,
)  # fmt: skip
_RULES: dict[str, tuple[_Rule, ...]] = {
    "VERB": _VERBAL,
    "AUX": _VERBAL,
    "NOUN": (_hampers, _presses, _disagrees, channel, _uncertain),
    "ADJ": (_readiness, _unclear),
}
