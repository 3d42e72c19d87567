"""Who goes between the parties: who mediates, hosts and carries messages, and how they travel."""

from middleground.evidence.cast import Cast, Known
from middleground.evidence.clauses import party_at
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.sources import subject_of
from middleground.evidence.ties import TALKS, Tie, agent_of

_MEDIATING = frozenset(("mediate", "broker", "facilitate"))
_HOSTING = frozenset(("chair", "convene", "host", "moderate", "sponsor"))
_CARRYING = frozenset(("bring", "carry", "convey", "deliver", "ferry", "pass", "relay", "transmit"))
_MESSAGES = frozenset(("answer", "communication", "contact", "letter", "message", "note", "reply"))
_BEARERS = frozenset(("courier", "go-between", "intermediary", "mediator", "messenger"))
_TIMES = frozenset(("day", "fortnight", "hour", "month", "week"))


def mediates(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Efforts by A and B to mediate between C and D", "A mediates"."""
    words, at = sentence.words, word.index
    if word.lemma not in _MEDIATING or word.pos not in ("VERB", "AUX"):
        return None
    if sentence.child(at, "nsubj") is not None and any(
        words[c].text.casefold() == "to" for c in sentence.children[at]
    ):
        return None  # "calls for the mayor to mediate": not yet
    head = words[word.head]
    first, who = at, party_at(sentence, agent_of(sentence, at), cast)
    if not who and word.dep == "acl" and head.pos == "NOUN":
        by = next(
            (
                c
                for c in sentence.children[head.index]
                if words[c].text.casefold() in ("by", "from")
            ),
            None,
        )
        source = (
            sentence.child(by, "pobj") if by is not None else sentence.child(head.index, "poss")
        )
        first, who = min(sentence.subtree(head.index)), party_at(sentence, source, cast)
    elif not who:
        subject = subject_of(sentence, at)
        who = party_at(sentence, subject, cast)
        first = min(sentence.subtree(subject)) if subject is not None and subject < at else at
    if not who:
        return None
    last = max(i for i in sentence.subtree(at) if not _in_relative(sentence, i, at))
    between = next((w.index for w in words[at : last + 1] if w.text.casefold() == "between"), None)
    whom = party_at(sentence, sentence.child(between, "pobj"), cast) if between else []
    return Tie(sentence, "mediates", tuple(range(first, last + 1)), tuple(who), tuple(whom))


def hosts(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Has hosted two rounds of talks", "opened talks between C and D"."""
    words, at = sentence.words, word.index
    thing = sentence.child(at, "dobj")
    if thing is None or thing < at:
        return None
    branch = sentence.subtree(thing)
    links = (i for i in sentence.subtree(at) if i > thing)
    between = next((i for i in links if words[i].text.casefold() == "between"), None)
    hosting = word.lemma in _HOSTING or (word.lemma == "open" and between is not None)
    if not hosting or not any(words[i].lemma in TALKS for i in branch):
        return None
    subject = subject_of(sentence, at)
    who = party_at(sentence, subject, cast)
    whom = party_at(sentence, sentence.child(between, "pobj"), cast) if between else []
    if subject is None or not who or set(who) & set(whom):
        return None
    first = min(i for i in sentence.subtree(subject) if i <= subject) if subject < at else at
    last = branch[-1] if between is None else max(branch[-1], *sentence.subtree(between))
    return Tie(sentence, "mediates", tuple(range(first, last + 1)), tuple(who), tuple(whom))


def carries(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """As in "Passed a message from C to D": who goes between them."""
    words, at = sentence.words, word.index
    thing = sentence.child(at, "dobj")
    if word.lemma not in _CARRYING or thing is None or words[thing].lemma not in _MESSAGES:
        return None
    subject = subject_of(sentence, at)
    through = party_at(sentence, subject, cast)
    links = [c for place in (at, thing) for c in sentence.children[place]
             if words[c].text.casefold() in ("from", "to", "between")]  # fmt: skip
    whom = [a for c in sorted(links) for a in _named(sentence, sentence.child(c, "pobj"), cast)]
    if subject is None or subject > at or not through or not links:
        return None
    last = max(max(sentence.subtree(c)) for c in links)
    content = tuple(range(min(subject, at), last + 1))
    return Tie(sentence, "channel", content, (), tuple(dict.fromkeys(whom)), tuple(through))


def channel(sentence: Sentence, word: Word, cast: Cast) -> Tie | None:
    """How messages travel: "messages go through three hands and take days"."""
    words = sentence.words
    if word.lemma not in _MESSAGES or word.dep not in ("nsubj", "nsubjpass"):
        return None
    verb = word.head
    clause = [i for i in sentence.subtree(verb) if i >= min(sentence.subtree(word.index))]
    through = [i for i in clause if words[i].lemma in _BEARERS]
    takes = next(
        (i for i in clause if words[i].lemma in _TIMES and words[words[i].head].lemma == "take"),
        None,
    )
    by_way = any(words[i].text.casefold() in ("through", "via") for i in clause)
    if not (through or takes is not None or by_way):
        return None
    while clause and words[clause[-1]].pos == "PUNCT":
        clause.pop()
    time = "" if takes is None else " ".join(words[i].text for i in sentence.subtree(takes))
    with_whom = next((w.index for w in words[word.index : word.index + 3]
                      if w.text.casefold() in ("with", "to", "from")), None)  # fmt: skip
    whom = party_at(sentence, sentence.child(with_whom, "pobj"), cast) if with_whom else []
    bearers = [a for i in through for a in party_at(sentence, i, cast)]
    return Tie(sentence, "channel", tuple(clause), (), tuple(whom), tuple(bearers), time)


def _named(sentence: Sentence, index: int | None, cast: Cast) -> list[Known]:
    """Whom a place stands for: "a message from Oslo" comes from a government."""
    if index is None:
        return []
    return party_at(sentence, index, cast) or cast.of_state(sentence.words[index].text)


def _in_relative(sentence: Sentence, index: int, top: int) -> bool:
    while index not in (top, sentence.words[index].head):
        if sentence.words[index].dep == "relcl":
            return True
        index = sentence.words[index].head
    return False
