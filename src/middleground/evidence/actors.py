"""Where a sentence names somebody who acts: names with their titles, offices, bodies, groups.

Nothing here knows who is who: `middleground.evidence.cast` merges what names the same actor. The
words for offices, bodies and groups are data (`actors.toml`), and so are the states of the world
(`states.toml`): no rule names what a report is about.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from middleground.evidence.parser import Sentence, Word
from middleground.evidence.particulars import ActorType
from middleground.evidence.states import demonyms, seats, states

_NAMES = ("PERSON", "ORG", "GPE", "FAC", "NORP", "LOC")
_INNER = ("compound", "nmod", "amod", "nummod", "flat")
_LINKS = frozenset(("-", "'", "'s", "’", "&", "and"))
# A state is a place in "in Norway" and an actor in "by Norway".
_PLACING = frozenset(
    ("in", "at", "from", "into", "near", "of", "across", "inside", "outside", "to")
)
_NEAR_OWNER = 6  # words
_SUBJECTS = ("nsubj", "nsubjpass", "poss")


@dataclass(frozen=True, slots=True)
class Nouns:
    """The words for those who act, by dictionary form."""

    person: frozenset[str]
    organisation: frozenset[str]
    media: frozenset[str]
    group: frozenset[str]
    unnamed: frozenset[str]
    address: frozenset[str]
    paper: frozenset[str]
    calling: frozenset[str]
    heads: frozenset[str]
    vague: frozenset[str]
    lesser: frozenset[str]
    own: frozenset[str]
    bare: frozenset[str]

    def type_of(self, lemma: str) -> ActorType | None:
        """What a noun names: None for what does not act."""
        if lemma in self.unnamed:
            return "unnamed"
        if lemma in self.media:
            return "media"
        if lemma in self.organisation:
            return "organisation"
        if lemma in self.person:
            return "role"
        return "group" if lemma in self.group else None


@cache
def nouns() -> Nouns:
    """The words for those who act, read once."""
    file = resources.files("middleground.evidence").joinpath("actors.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return Nouns(**{name: frozenset(words) for name, words in table.items()})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence that name somebody.

    Attributes:
        first: Index of the first word.
        last: Index of the last word.
        head: Index of the main word.
        name: Its proper name in small letters; () for an office, a body or a group without one.
        role: Dictionary forms of the words that describe it: ("prime", "minister").
        type: What kind of actor it is, as far as the words say.
        plural: Whether several are meant.
        definite: Whether it is "the", so that it may be somebody already named.
        owner: Index of the word that says whose it is: the agency in "the agency's chief".
        state: The state whose people it is said to be of; "" if unsaid.
        renamed: Index of the main word that it stands beside in apposition; None otherwise.
        sure: Whether title, description or the parser say what kind of actor it is.
    """

    first: int
    last: int
    head: int
    name: tuple[str, ...]
    role: tuple[str, ...]
    type: ActorType
    plural: bool
    definite: bool
    owner: int | None
    state: str
    renamed: int | None
    sure: bool = True


def find_mentions(sentence: Sentence, known: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """Those whom a sentence names, in order of their main words.

    Args:
        sentence: The parsed sentence.
        known: Names that the report has used, in small letters: they are names here too, also
            where a parser of text without capitals takes them for something else.
    """
    taken = -1
    for word in sentence.words:
        if word.index <= taken or not _may_head(sentence, word, known):
            continue
        first = _begin(sentence, word)
        run = sentence.words[first : word.index + 1]
        mention = _named(sentence, run, word, known) or _described(sentence, run, word)
        if mention:
            taken = mention.last if mention.name else taken
            yield mention


def _may_head(sentence: Sentence, word: Word, known: frozenset[str]) -> bool:
    if not any(map(str.isalpha, word.text)):
        return False
    if word.text.casefold() in known:
        return not _leads_on(sentence, word)
    nominal = word.pos in ("NOUN", "PROPN") or word.text.casefold() == "everyone"
    nominal = nominal or (word.entity in ("PERSON", "ORG") and word.pos in ("ADJ", "VERB", "X"))
    return nominal and not _leads_on(sentence, word)


def _leads_on(sentence: Sentence, word: Word) -> bool:
    """Whether a word only describes the noun behind it, which is to be looked at instead."""
    if word.dep not in _INNER or word.head <= word.index:
        return False
    between = sentence.words[word.index + 1 : word.head]
    if not all(w.dep in (*_INNER, "punct", "case", "det", "appos") for w in between):
        return False
    head = sentence.words[word.head]
    whole_name = word.entity in ("ORG", "PERSON", "GPE") and head.entity != word.entity
    ends = sentence.words[word.index + 1].entity != word.entity
    return not (whole_name and ends and head.lemma in nouns().paper)


def _begin(sentence: Sentence, word: Word) -> int:
    """First word of what describes a noun from before, without whose it is and the article."""
    words = sentence.words
    first = word.index
    while first:
        before = words[first - 1]
        linked = before.text in _LINKS and before.dep == "punct" and first > 1
        inside = before.dep in (*_INNER, "advmod", "npadvmod") and (
            word.index >= before.head > before.index
        )
        same = before.entity == word.entity and word.entity in ("PERSON", "ORG") and before.entity
        joined = _is_plural_owner(words, first - 1, word)
        if before.tag in ("PRP$", "DT") or (_parts(before) and not (same or joined)):
            break
        parted = before.text in (",", "]", "[") or before.pos in ("VERB", "AUX", "NUM", "ADP")
        if parted and (not same or before.pos == "NUM"):
            break
        if not (inside or same or joined or (linked and words[first - 2].head <= word.index)):
            break
        first -= 1
    while first < word.index and (
        words[first].text in _LINKS or words[first].pos in ("ADV", "ADP", "DET")
    ):
        first += 1
    return min(first, word.index)


def _is_plural_owner(words: list[Word], at: int, head: Word) -> bool:
    """Whether a word belongs to a name such as "Dockers' Union": a plural owner with a capital."""
    if words[at].tag == "POS":
        at -= 1
    after = words[at + 1]
    owner = words[at].text
    return (
        after.text in ("'", "\u2019")
        and owner.endswith("s")
        and owner[:1].isupper()
        and head.text[:1].isupper()
    )


def _parts(word: Word) -> bool:
    """Whether a word says whose something is: no part of its name, unless a parser says so."""
    return word.tag == "POS" or word.dep in ("case", "poss")


def _named(
    sentence: Sentence, run: list[Word], head: Word, known: frozenset[str]
) -> Mention | None:
    """A mention with a proper name: behind its titles, or before the noun that says what it is."""
    table = nouns()
    titles = [n for n, w in enumerate(run) if _is_title(w)]
    after = run[titles[-1] + 1 :] if titles else run
    if not after:  # the noun itself says what it is: "the Coast Daily newspaper"
        return _named_before(sentence, run, head)
    titled = bool(titles) and _is_personal(run[titles[-1]]) and _may_be_name(sentence, head)
    name = [w for w in after if w.text not in _LINKS and not _is_demonym(w)]
    proper = [w for w in name if w.pos == "PROPN" or w.entity in _NAMES]
    if titled and head.lemma not in table.paper and table.type_of(head.lemma) is None:
        words = name
    elif head.pos == "PROPN" or head.entity in _NAMES or head.text.casefold() in known:
        words = proper or name
    else:
        return None
    key = tuple(w.text.casefold().strip(".") for w in words)
    if not key or head.tag == "NNPS" or head.entity in ("DATE", "TIME", "EVENT", "LAW"):
        return None
    if head.entity == "NORP" and not titled and head.text.casefold() not in known:
        return None
    role = tuple(w.lemma for w in run[: titles[-1] + 1] if w.text not in _LINKS) if titles else ()
    type_ = _type_of_name(key, role, words)
    if type_ == "state" and _is_place(sentence, head, key):
        return None
    sure = bool(titles) or head.entity in _NAMES or " ".join(key) in states()
    if not sure and not ({head.text.casefold()} & known) and not _acts(sentence, head):
        return None
    return _mention(sentence, run, head, key, role, type_, sure)


def _may_be_name(sentence: Sentence, head: Word) -> bool:
    """Whether a word behind a title can be a name: capitals tell, where the text has them."""
    cased = any(w.text[:1].isupper() for w in sentence.words[1:])
    return head.text[:1].isupper() or not cased


def _acts(sentence: Sentence, head: Word) -> bool:
    """Whether a word stands where those who act stand: as a subject, owner or agent."""
    above = sentence.words[head.head]
    agent = head.dep == "pobj" and above.dep == "agent"
    return agent or head.dep in (*_SUBJECTS, "appos") or (head.dep == "conj" and _acts_too(above))


def _acts_too(word: Word) -> bool:
    return word.dep in _SUBJECTS


def _is_title(word: Word) -> bool:
    text = word.text.casefold()
    known = nouns().type_of(word.lemma) or nouns().type_of(text)
    return known is not None or _is_personal(word)


def _is_personal(word: Word) -> bool:
    """Whether a word before a name says which person: "minister", "Mrs", "farmer"."""
    table, text = nouns(), word.text.casefold()
    return word.lemma in table.person | table.calling or text in table.address | table.person


def _is_demonym(word: Word) -> bool:
    return word.text.casefold() in demonyms() and word.pos != "PROPN"


def _type_of_name(key: tuple[str, ...], role: tuple[str, ...], words: list[Word]) -> ActorType:
    table = nouns()
    last = role[-1] if role else ""
    if last in table.address | table.person | table.calling:
        return "person"
    described = table.type_of(last) if last else None
    if described in ("media", "organisation"):
        return described
    if " ".join(key) in states():
        return "state"
    entities = {word.entity for word in words}
    if "PERSON" in entities:
        return "person"
    return "state" if entities == {"GPE"} else "organisation"


def _named_before(sentence: Sentence, run: list[Word], head: Word) -> Mention | None:
    """A name before what it is: "the Coast Daily newspaper", "the Harbour Council"."""
    table = nouns()
    type_ = table.type_of(head.lemma)
    proper = [
        w for w in run[:-1] if w.pos == "PROPN" and w.text.casefold() not in demonyms()
    ]  # fmt: skip
    goes_on = head.entity == "ORG" and _continues(sentence.words, head.index, head)
    whole = head.pos == "PROPN" and head.text[:1].isupper() and (bool(proper) or goes_on)
    if type_ in ("organisation", "media") and whole:
        key = tuple(w.text.casefold() for w in (*proper, head))
    elif type_ == "media" and proper:
        key = tuple(w.text.casefold() for w in proper)
    else:
        return None
    return _mention(sentence, run, head, key, (head.lemma,), type_)


def _is_place(sentence: Sentence, head: Word, key: tuple[str, ...]) -> bool:
    """Whether a state or its seat is a mere place here: "in Norway", "talks opened in Oslo"."""
    above = head
    while above.dep == "conj":
        above = sentence.words[above.head]
    officer = sentence.words[sentence.words[above.head].head]
    if (
        above.dep == "pobj"
        and sentence.words[above.head].text == "of"
        and _is_office(sentence, officer)
    ):
        return False
    before = sentence.words[above.head].text.casefold() if above.dep == "pobj" else ""
    if above.dep == "pobj":
        return before in _PLACING or " ".join(key) in seats()
    return above.dep in (*_INNER, "npadvmod") and head.index != above.head


def _is_office(sentence: Sentence, word: Word) -> bool:
    """Whether a word is an office, or a name that one stands before: "president A of X"."""
    titles = (sentence.words[c] for c in sentence.children[word.index])
    return _is_personal(word) or any(t.dep == "compound" and _is_personal(t) for t in titles)


def _described(sentence: Sentence, run: list[Word], head: Word) -> Mention | None:
    """An office, a body or a group without a name of its own: "the prime minister"."""
    type_ = nouns().type_of(head.lemma) or nouns().type_of(head.text.casefold())
    if type_ is None or head.pos not in ("NOUN", "PROPN", "PRON"):
        return None
    if head.dep in ("npadvmod", "attr") or (head.dep in _INNER and head.head > head.index):
        return None
    text = head.text.casefold()
    never = text != head.lemma and text in nouns().bare
    if never or (head.lemma in nouns().bare and _is_bare(sentence, head, run)):
        return None
    if type_ in ("role", "media") and head.tag in ("NNS", "NNPS"):
        type_ = "group"
    role = tuple(w.lemma for w in run if w.text not in _LINKS)
    return _mention(sentence, run, head, (), role, type_)


def _is_bare(sentence: Sentence, head: Word, run: list[Word]) -> bool:
    """Whether a noun stands without article, owner or description: "in force", "supplied arms"."""
    children = (sentence.words[c] for c in sentence.children[head.index])
    told = any(c.dep in ("det", "poss", "nummod", "appos") for c in children)
    return len(run) == 1 and not told and head.dep not in _SUBJECTS


def _mention(
    sentence: Sentence, run: list[Word], head: Word, name: tuple[str, ...],
    role: tuple[str, ...], type_: ActorType, sure: bool = True,
) -> Mention:  # fmt: skip
    words = sentence.words
    first = run[0].index
    last = head.index
    while name and head.entity == "ORG" and _continues(words, last, head):
        last += 1
    article = words[first - 1].text.casefold() if first else ""
    owner = _owner(sentence, head, run)
    if not name and owner is not None and head.index < owner <= head.index + _NEAR_OWNER:
        last = owner  # "the head of the agency"
    said = (demonyms().get(w.text.casefold(), "") for w in run)
    return Mention(
        first=first,
        last=last,
        head=head.index,
        name=name and (*name, *(w.text.casefold() for w in words[head.index + 1 : last + 1])),
        role=tuple(r for r in role if r not in demonyms() and r not in nouns().vague),
        type=type_,
        plural=head.tag in ("NNS", "NNPS"),
        definite=article in ("the", "that", "this") or owner is not None,
        owner=owner,
        state=next(filter(None, said), ""),
        renamed=head.head if head.dep == "appos" else None,
        sure=sure,
    )


def _continues(words: list[Word], last: int, head: Word) -> bool:
    """Whether a body's name goes on: "the Court of Appeal"."""
    following = words[last + 1 : last + 3]
    within = all(w.entity == head.entity and w.pos != "PUNCT" for w in following[:1])
    return bool(following) and within and words[last + 1].dep in ("prep", "pobj", "det", "compound")


def _owner(sentence: Sentence, head: Word, run: list[Word]) -> int | None:
    """Whose it is: "the agency's chief", "his government", "the head of the agency"."""
    for word in run:
        possessor = sentence.child(word.index, "poss")
        if possessor is not None:
            return possessor
    of = next(
        (c for c in sentence.children[head.index] if sentence.words[c].text.casefold() == "of"),
        None,
    )
    return sentence.child(of, "pobj") if of is not None else None
