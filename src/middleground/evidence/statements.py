"""Attributions that a verb marks: clauses, infinitives and objects.

Each rule takes a parsed sentence and gives findings. Content runs from the complement's first word
to the end of what the verb governs; parsers cut it too short more often than too long.
"""

from collections.abc import Iterator

from middleground.evidence.according import find_according_to
from middleground.evidence.cues import Cue, lexicon
from middleground.evidence.entries import Modality
from middleground.evidence.findings import Finding, spans_of
from middleground.evidence.parser import Sentence, Word
from middleground.evidence.sources import subject_beside, subject_of

_CLAUSES = ("ccomp", "csubj")
_LOOSE = ("advmod", "advcl", "parataxis", "ccomp")
_FINITE_OR_PARTICIPLE = ("VBD", "VBP", "VBZ", "VBN", "VB")
_OWNING_UP = frozenset(("acknowledge", "admit", "confess", "deny"))
_BREAKS = frozenset(("while", "whereas"))


def find_statements(sentence: Sentence, spoken: set[int]) -> Iterator[Finding]:
    """The attributions of one sentence, leaving out cues that quotations have taken.

    Args:
        sentence: The parsed sentence.
        spoken: First characters of cue words that introduce a quotation already found.
    """
    for word in sentence.words:
        if word.start in spoken:
            continue
        if word.lemma == "according" or word.text.casefold() == "according":
            yield from find_according_to(sentence, word)
        elif word.pos in ("VERB", "AUX") or word.tag.startswith("VB"):
            yield from _verb(sentence, word)


def _verb(sentence: Sentence, word: Word) -> Iterator[Finding]:
    lemma = _lemma(sentence, word)
    if lemma == "ask" and word.index == 0:  # "Asked whether ..., she said": she was asked
        return
    if _is_passive(sentence, word):
        yield from _passive(sentence, word, lemma)
        return
    for rule in (_object_and_preposition, _preposition, _quoted_source):
        if finding := rule(sentence, word, lemma):
            yield finding
            return
    for cue in lexicon().verbs.get(lemma, ()):
        indices, rule_name = _complement(sentence, word, lemma, cue)
        if indices:
            yield _finding(sentence, word, indices, cue.stance, rule_name)
            return


def _lemma(sentence: Sentence, word: Word) -> str:
    particle = sentence.child(word.index, "prt")
    return f"{word.lemma} {sentence.words[particle].text}" if particle is not None else word.lemma


def _finding(sentence: Sentence, word: Word, indices: list[int], stance: str, rule: str) -> Finding:
    subject = subject_of(sentence, word.index)
    if subject is None:
        subject = subject_beside(sentence, word.index, indices)
    content = set(indices)
    source = source_words(sentence, subject, word.index, content)
    content -= set(source)
    adverbs = {sentence.words[c].lemma for c in sentence.children[word.index]}
    return Finding(
        sentence,
        subject if source else None,
        spans_of(sentence, content),
        spans_of(sentence, [word.index]),
        spans_of(sentence, source)[:1],
        "indirect",
        stance,
        rule,
        negative=is_negated(sentence, word.index),
        modality=modality_of(sentence, word.index, stance),
        second_hand=bool(adverbs & lexicon().hearsay),
    )


def source_words(
    sentence: Sentence, subject: int | None, verb: int, content: set[int]
) -> list[int]:
    """The words of a source: all that depends on its main word, without the claim itself."""
    if subject is None:
        return []
    above = [verb, *_ancestors(sentence, verb)]
    loose = [c for c in sentence.children[subject] if sentence.words[c].dep in _LOOSE]
    loose += [c for c in sentence.children[subject] if _is_dated(sentence, c)]
    without = [*loose, *(above[: above.index(subject)] if subject in above else [])]
    if subject > verb:
        without += [
            c
            for c in sentence.children[subject]
            if sentence.words[c].text in ("to", "during", "in")
        ]
    indices = [i for i in sentence.subtree(subject, without) if i not in content or i == subject]
    run = [subject]
    for index in indices[indices.index(subject) + 1 :]:
        if index != run[-1] + 1:
            break
        run.append(index)
    for index in reversed(indices[: indices.index(subject)]):
        if index != run[0] - 1:
            break
        run.insert(0, index)
    while len(run) > 1 and sentence.words[run[0]].pos in ("ADV", "PUNCT", "CCONJ", "SCONJ"):
        run.pop(0)
    return run


def _is_dated(sentence: Sentence, index: int) -> bool:
    """Whether a phrase only says when: the mayor spoke "on Tuesday"."""
    pobj = sentence.child(index, "pobj")
    on = sentence.words[index].text.casefold() == "on"
    return on and pobj is not None and sentence.words[pobj].entity == "DATE"


def _ancestors(sentence: Sentence, index: int) -> list[int]:
    found: list[int] = []
    while (head := sentence.words[index].head) != index and len(found) < 50:
        found.append(head)
        index = head
    return found


def is_negated(sentence: Sentence, verb: int) -> bool:
    """Whether a verb stands under "not" or "never"."""
    return sentence.child(verb, "neg") is not None


def modality_of(sentence: Sentence, verb: int, stance: str) -> Modality:
    """How far the source stands by a claim that this verb marks."""
    auxiliaries = {sentence.words[c].lemma for c in sentence.children[verb]}
    if auxiliaries & {"may", "might", "could", "would"}:
        return "conditional"
    if stance in ("denies", "rejects"):
        return "denied"
    return "expected" if stance in ("expects", "predicts", "hopes", "fears") else "asserted"


def _is_passive(sentence: Sentence, word: Word) -> bool:
    if sentence.child(word.index, "auxpass") is not None:
        return True
    if word.tag not in ("VBN", "VBD") or sentence.child(word.index, "aux", "nsubj") is not None:
        return False
    infinitive = sentence.child(word.index, "xcomp") is not None
    return word.dep in ("acl", "conj", "amod") and infinitive and word.lemma in lexicon().passive


def _passive(sentence: Sentence, word: Word, lemma: str) -> Iterator[Finding]:
    stance = lexicon().passive.get(lemma)
    clause = sentence.child(word.index, "xcomp", "ccomp")
    indices: list[int] = []
    if stance and clause is not None and clause > word.index:
        indices = _from(sentence, word, min(sentence.subtree(clause)))
    elif lemma == "accuse":
        stance, preposition = "accuses", _preposition_after(sentence, word, "of")
        indices = sentence.subtree(preposition) if preposition is not None else []
    if not indices or not stance:
        return
    agent = sentence.child(word.index, "agent")
    by = sentence.child(agent, "pobj") if agent is not None else None
    source = source_words(sentence, by, word.index, set()) if by is not None else []
    indices = [i for i in indices if i not in source and i != agent]
    yield Finding(
        sentence, by, spans_of(sentence, indices), spans_of(sentence, [word.index]),
        spans_of(sentence, source)[:1], "indirect", stance, "passive",
        negative=is_negated(sentence, word.index),
        modality="expected" if stance == "expects" else "reported",
    )  # fmt: skip


def _complement(sentence: Sentence, word: Word, lemma: str, cue: Cue) -> tuple[list[int], str]:
    """The words that say what is claimed, and the rule that found them."""
    words, at = sentence.words, word.index
    clause = next((c for c in sentence.children[at] if _is_clause(sentence, c, cue)), None)
    if clause is not None and cue.family != "manner":
        branch = sentence.subtree(clause)
        if clause > at:
            mark = next((c for c in sentence.children[clause] if words[c].lemma == "that"), at)
            opened = words[mark].dep == "mark" and mark > at  # "told them, citing a draft, that"
            first = mark if opened else min(i for i in branch if i > at)
            before = [i for i in branch if i < at]
            if before and cue.family == "speech":
                return [i for i in branch if i != at], "around"
            return _from(sentence, word, _opening(sentence, word, first)), "clause"
        if cue.family in ("speech", "belief"):
            ahead = _before(sentence, word, branch)
            if ahead and _is_set_apart(sentence, word, ahead[-1]):
                return ahead, "inverted"
            return (_from(sentence, word, at + 1), "clause") if at + 4 < len(words) else ([], "")
    following = at + 1
    opened = following < len(words) - 2 and words[following].text.casefold() == "that"
    if opened and cue.family not in ("manner", "act"):
        return _from(sentence, word, following), "that"
    if cue.family == "speech" and (later := _behind_aside(sentence, word)):
        return _from(sentence, word, later), "that"
    if word.dep == "parataxis" and cue.family in ("speech", "belief"):
        return _around(sentence, word), "parataxis"
    if word.dep == "conj" and cue.family == "speech":
        ahead = _unjoined(sentence, word)
        if ahead:
            return ahead, "inverted"
    infinitive = sentence.child(at, "xcomp")
    following = infinitive is not None and infinitive > at
    if infinitive is not None and following and _is_owned_up(words[infinitive], lemma):
        return _from(sentence, word, min(sentence.subtree(infinitive))), "infinitive"
    if infinitive is not None and following and lemma in lexicon().infinitives:
        start = min(i for i in sentence.subtree(infinitive) if i > at)
        addressee = sentence.child(at, "dobj")
        if addressee is not None and at < addressee < start:
            start = min(i for i in sentence.subtree(addressee) if i > at)
        return _from(sentence, word, start), "infinitive"
    thing = sentence.child(at, "dobj")
    named = thing is not None and words[thing].pos != "PRON"
    if thing is not None and named and thing > at and lemma in lexicon().objects:
        return _object(sentence, word, thing), "object"
    return [], ""


def _behind_aside(sentence: Sentence, word: Word) -> int | None:
    """The "that" which a parser hangs on what was seen: "wrote in a letter seen by X that ..."."""
    words = sentence.words
    for index in range(word.index + 2, min(word.index + 14, len(words) - 2)):
        hung = words[words[words[index].head].head]
        seen = hung.dep == "acl" and hung.tag == "VBN" and word.index < hung.index < index
        if seen and words[index].text.casefold() == "that" and words[index].dep == "mark":
            return index
    return None


def _is_owned_up(word: Word, lemma: str) -> bool:
    """As in "Denied holding them": what a party says it does, or does not."""
    return word.tag == "VBG" and lemma in _OWNING_UP


def _unjoined(sentence: Sentence, word: Word) -> list[int]:
    """A clause before its cue that no "and" joins: "they agreed to meet, an aide told the Post"."""
    words, subject = sentence.words, sentence.child(word.index, "nsubj")
    if subject is None or subject > word.index or words[word.head].tag not in _FINITE_OR_PARTICIPLE:
        return []
    start = min(sentence.subtree(subject))
    joined = any(w.dep == "cc" and w.head == word.head for w in words[word.head : start])
    if start < 4 or words[start - 1].text != "," or joined or words[word.head].dep != "ROOT":
        return []
    return list(range(min(sentence.subtree(word.head)), start - 1))


def _opening(sentence: Sentence, word: Word, first: int) -> int:
    """Where a clause really begins: words that the parser left before it belong to it.

    Not so behind a verb that names whom it is said to: "told the board that".
    """
    between = sentence.words[word.index + 1 : first]
    addressed = word.lemma in lexicon().addressing
    apart = any(w.pos in ("PUNCT", "ADP", "ADV") or w.dep in ("dative", "prt") for w in between)
    return first if addressed or apart or not between else word.index + 1


def _object(sentence: Sentence, word: Word, thing: int) -> list[int]:
    """What is demanded or refused, up to a further demand ("and that ...")."""
    words = sentence.words
    indices = _from(sentence, word, min(i for i in sentence.subtree(thing) if i > word.index))
    for place, index in enumerate(indices[:-1]):
        if words[index].pos == "CCONJ" and words[indices[place + 1]].lemma == "that":
            return indices[:place]
    return indices


def _is_clause(sentence: Sentence, index: int, cue: Cue) -> bool:
    """Whether a complement states something: it has a subject, and beliefs are finite."""
    children = [sentence.words[c] for c in sentence.children[index]]
    if sentence.words[index].dep not in _CLAUSES:
        opened = sentence.words[min(sentence.subtree(index))]
        before = sentence.words[opened.index - 1] if opened.index else opened
        asked = opened.tag == "WRB" and before.index == sentence.words[index].head
        if not (asked and sentence.words[index].dep == "advcl" and cue.family == "speech"):
            return False
    deps = {child.dep for child in children}
    if cue.family == "belief" and any(c.dep == "aux" and c.text == "to" for c in children):
        return False
    asked = any(child.tag in ("WDT", "WP", "WRB", "WP$") for child in children)
    # A finite verb states something also where its subject is hidden: "now is the time".
    finite = sentence.words[index].tag in ("VBD", "VBP", "VBZ")
    return (
        asked or finite or bool(deps & {"nsubj", "nsubjpass", "expl", "csubj", "csubjpass", "mark"})
    )


def _from(sentence: Sentence, word: Word, first: int) -> list[int]:
    """From a complement's first word to the end of what its verb governs."""
    words, at = sentence.words, word.index
    last = max(sentence.subtree(at))
    for child in sentence.children[at]:
        if child <= first:
            continue
        branch = sentence.subtree(child)
        start = min(branch)
        if start <= first:
            continue
        shares_subject = sentence.child(child, "nsubj", "nsubjpass") is None
        own_cue = words[child].lemma in lexicon().verbs
        verbal = words[child].pos in ("VERB", "AUX")
        backshifted = word.tag == "VBD" and any(
            words[c].text.casefold() == "would" for c in sentence.children[child]
        )  # "said that it was ready, but would not wait": what was said goes on
        joined = words[child].dep == "conj" and verbal and not backshifted
        if (joined and (shares_subject or own_cue)) or (
            words[child].dep in ("advcl", "prep") and words[start].lemma in ("add", "without")
        ):
            last = min(last, start - 1)
            break
    if word.dep == "relcl" and _goes_on_with_pronoun(sentence, last):
        last = len(words) - 1
    last = min(last, _break(sentence, first, last))
    while last > first and words[last].lemma in ("and", "but", "or", ","):
        last -= 1
    return [i for i in range(first, last + 1) if i != at]


def _goes_on_with_pronoun(sentence: Sentence, last: int) -> bool:
    """Whether ", and he ..." follows: "sources who said the talks failed, and he left"."""
    following = [w.text.casefold() for w in sentence.words[last + 1 : last + 4]]
    return following[:2] == [",", "and"] and following[2:] in ([p] for p in ("he", "she", "they"))


def _break(sentence: Sentence, first: int, last: int) -> int:
    """Where within a claim's words the reporter takes over again."""
    words = sentence.words
    for index in range(first + 2, last):
        word, text = words[index], words[index].text.casefold()
        if text == "amid":
            return index - 1
        if words[index - 1].text != ",":
            continue
        head = words[word.head]
        if text in _BREAKS and head.index > index and head.lemma in lexicon().verbs:
            return index - 1
        if word.tag == "VBG" and word.dep == "advcl":
            return index - 1
        if text in ("which", "where") and max(sentence.subtree(word.head)) >= last - 2:
            return index - 1
        if text == "without" and word.dep == "prep":
            return index - 1
    return last


def _before(sentence: Sentence, word: Word, branch: list[int]) -> list[int]:
    """A clause that stands before its cue: "talks go on, the ministry said"."""
    subject = sentence.child(word.index, "nsubj")
    taken = set(sentence.subtree(subject)) if subject is not None else set()
    stop = min([word.index, *(i for i in taken if i > max(branch))])
    return [i for i in range(min(branch), stop) if i not in taken]


def _is_set_apart(sentence: Sentence, word: Word, last: int) -> bool:
    """Whether a comma or a mark parts a clause from the cue behind it: "talks go on, she said"."""
    between = sentence.words[last : word.index]
    return any(w.pos == "PUNCT" and w.text != ";" for w in between)


def _around(sentence: Sentence, word: Word) -> list[int]:
    """A clause that its cue interrupts: "the group, he said, was leaving"."""
    words = sentence.words
    aside = set(sentence.subtree(word.index))
    clause = [i for i in sentence.subtree(word.head) if i not in aside]
    before = [i for i in clause if i < min(aside)]
    meaningful = [i for i in before if words[i].pos not in ("PUNCT", "SCONJ", "ADV", "CCONJ")]
    if not meaningful:
        clause = [i for i in clause if i > max(aside)]
    if words[word.head].dep == "relcl":
        stop = max(clause, default=0)
        tail = range(stop + 1, len(words))
        clause += [i for i in tail if i not in aside]
    return clause


def _preposition_after(sentence: Sentence, word: Word, text: str) -> int | None:
    """A verb's preposition, also where the parser hung it on the verb's object."""
    words = sentence.words
    places = [word.index]
    places += [
        c for c in sentence.children[word.index] if words[c].dep in ("dobj", "nsubj", "oprd")
    ]
    for place in places:
        for child in sentence.children[place]:
            if child > word.index and words[child].text.casefold() == text:
                return child
    return None


def _follows(sentence: Sentence, at: int, first: str, later: str) -> bool:
    """Whether one word stands right behind a place and another soon after it: "on them to"."""
    texts = [word.text.casefold() for word in sentence.words[at + 1 : at + 12]]
    return texts[:1] == [first] and later in texts


def _object_and_preposition(sentence: Sentence, word: Word, lemma: str) -> Finding | None:
    if lemma not in lexicon().against:
        return None
    preposition, stance = lexicon().against[lemma]
    thing = sentence.child(word.index, "dobj")
    if thing is None or thing < word.index:
        return None
    if lemma == "put" and sentence.words[thing].lemma not in lexicon().counts:
        return None
    if _preposition_after(sentence, word, preposition) is None:
        return None
    first = min(i for i in sentence.subtree(thing) if i > word.index)
    return _finding(sentence, word, _from(sentence, word, first), stance, "object-preposition")


def _preposition(sentence: Sentence, word: Word, lemma: str) -> Finding | None:
    if lemma not in lexicon().prepositions:
        return None
    preposition, stance = lexicon().prepositions[lemma]
    child = _preposition_after(sentence, word, preposition)
    if child is None and lemma == "call" and _follows(sentence, word.index, "on", "to"):
        child = word.index + 1
    if child is None or sentence.words[child].head != word.index:
        return None
    return _finding(sentence, word, _from(sentence, word, child), stance, "preposition")


def _quoted_source(sentence: Sentence, word: Word, lemma: str) -> Finding | None:
    """An outlet that quotes somebody: "the paper quoted officials who said"."""
    if lemma not in ("quote", "cite"):
        return None
    if word.tag == "VBG" and word.dep == "advcl":  # "she said, citing officials"
        return None
    thing = sentence.child(word.index, "dobj")
    if thing is None or thing < word.index or subject_of(sentence, word.index) is None:
        return None
    branch = sentence.subtree(thing)
    says = any(
        sentence.words[i].lemma in lexicon().verbs and sentence.words[i].pos == "VERB"
        for i in branch
    )
    as_saying = _preposition_after(sentence, word, "as") is not None
    if not (says or as_saying):
        return None
    first = min(i for i in branch if i > word.index)
    return _finding(sentence, word, _from(sentence, word, first), "asserts", "quoting")
