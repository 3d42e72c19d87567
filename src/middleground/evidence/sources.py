"""Who a claim is pinned on: the words of the source, what kind of source it is, who "they" are."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from middleground.evidence.entries import Link, Naming
from middleground.evidence.parser import Sentence

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X")
_RELATIVE = re.compile(r"who|which|that|whom", re.IGNORECASE)
_UNNAMED = re.compile(
    r"\b(?:sources?|anonymous\w*|anonymity|unnamed|unidentified|insiders?|familiar with|"
    r"knowledge of|briefed on|observers?|diplomats|someone|some)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:reports?|letters?|resolutions?|statements?|proposals?|rulings?|articles?|posts?|postings?|"
    r"surveys?|polls?|stud(?:y|ies)|documents?|figures|results?|data|memos?|drafts?|communiqu[eé]s?|"
    r"decrees?|laws?|treat(?:y|ies)|agreements?|messages?|tweets?|websites?|sites?)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:minist(?:er|ry)|spokes\w+|officials?|authorit(?:y|ies)|president|chief|director|chair\w*|"
    r"secretary|ambassador|envoy|governor|mayor|judge|court|police|army|military|government|"
    r"commander|general|leader|leadership|negotiators?|mediators?|prosecutors?|lawyers?|analysts?|"
    r"experts?|adviser|advisor|aide|delegation|administration|agency|board|council|commission|"
    r"coach|teacher|editor|professor|owner|manager|head|member|boss)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:mr|mrs|ms|dr|sir|lord|lady|rev|sheikh)\b", re.IGNORECASE)
_SINGLE_PERSON = frozenset(("he", "she"))
_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "who", "one", "both", "some"))
_NEAR = 3  # sentences
_STAND_INS = re.compile(
    r"the (?:group|movement|organi[sz]ation|paper|newspaper|daily|broadcaster|company|statement|"
    r"report|document|letter)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as found in a sentence.

    Attributes:
        words: As they stand in the report; "" for a source left out.
        link: How it enters a chain.
        chain: The whole chain, outermost first, this source last.
        plural: Whether "they" may stand for it.
        person: Whether "he" or "she" may stand for it.
        sentence: Number of the sentence in which it spoke.
    """

    words: str
    link: Link
    chain: tuple[Link, ...]
    plural: bool
    person: bool
    sentence: int


@dataclass(slots=True)
class Memory:
    """Who has spoken lately in a report, newest last; and the last names of its people."""

    speakers: list[Speaker] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    def meet(self, sentence: Sentence) -> None:
        """Note the last names of people named in full, or behind their office."""
        for word in sentence.words:
            first = sentence.child(word.index, "compound", "flat")
            if first is not None and word.pos == "PROPN" and first < word.index:
                before = sentence.words[first]
                titled = _PERSON_ROLE.fullmatch(before.text) and not before.text.isupper()
                if titled or before.entity == word.entity == "PERSON":
                    self.people.add(word.text.casefold())

    def remember(self, speaker: Speaker) -> None:
        """Note a speaker that a later "they" may stand for."""
        if speaker.words and speaker.words.casefold() not in _PRONOUNS:
            self.speakers = [*self.speakers[-7:], speaker]

    def antecedent(self, words: str, sentence: int) -> Speaker | None:
        """The last speaker for whom a pronoun or "the group" may stand; None where in doubt.

        Args:
            words: The pronoun, or "the group".
            sentence: Number of the sentence it stands in: a speaker further back is in doubt.
        """
        word = words.casefold()
        if word in _SINGLE_PERSON:
            return self._last(sentence, lambda s: s.person and not s.plural)
        if word == "they":
            several = self._last(sentence, lambda s: s.plural)
            return several or self._last(sentence, lambda s: not s.person)
        if word == "it":
            return self._last(
                sentence, lambda s: not (s.person or s.plural or s.link.naming == "unnamed")
            )
        if _STAND_INS.fullmatch(word):
            known = ("named", "document")
            return self._last(
                sentence, lambda s: not (s.person or s.plural) and s.link.naming in known
            )
        return None

    def _last(self, sentence: int, fits: Callable[[Speaker], bool]) -> Speaker | None:
        near = (s for s in reversed(self.speakers) if sentence - s.sentence <= _NEAR)
        return next((speaker for speaker in near if fits(speaker)), None)


def subject_of(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """The word whose claim a verb states: its subject, or the one it shares with another verb."""
    words = sentence.words
    word = words[verb]
    subject = sentence.child(verb, "nsubj", "nsubjpass", "csubj")
    if word.dep == "parataxis":
        subjects = (c for c in sentence.children[verb] if words[c].dep == "nsubj" and c > verb)
        subject = next(subjects, subject)
    if subject is not None:
        if word.dep == "relcl" and _RELATIVE.fullmatch(words[subject].text):
            return word.head
        return subject
    for auxiliary in sentence.children[verb]:
        if words[auxiliary].dep == "aux":
            subject = sentence.child(auxiliary, "nsubj")
            if subject is not None:
                return subject
    if depth > 4 or word.head == verb:
        return None
    if word.dep in ("acl", "relcl"):
        return word.head if words[word.head].pos in _NOMINAL else None
    if word.dep in ("conj", "advcl", "xcomp", "dep", "acomp") and words[word.head].pos in (
        "VERB",
        "AUX",
    ):
        return subject_of(sentence, word.head, depth + 1)
    if word.dep in ("conj", "advcl") and words[word.head].pos in _NOMINAL:
        return word.head
    return None


def subject_beside(sentence: Sentence, verb: int, content: Collection[int] = ()) -> int | None:
    """Who stands right beside a finite verb, where the parser found no subject."""
    words = sentence.words
    alone = sentence.child(verb, "aux", "auxpass") is None
    if words[verb].tag not in ("VBD", "VBZ", "VBP") and not (words[verb].tag == "VBN" and alone):
        return None
    before = verb - 1
    while before >= 0 and (words[before].pos in ("AUX", "ADV") or words[before].text == ","):
        before -= 1
    if before >= 0 and before not in content and words[before].pos in ("NOUN", "PROPN", "PRON"):
        head = before
        while words[head].dep in ("compound", "appos", "flat", "nmod") and words[head].head < verb:
            if words[head].head == head or words[head].head in content:
                break
            head = words[head].head
        return head
    after = verb + 1
    while after < len(words) and (
        words[after].pos in ("DET", "ADJ", "NOUN", "PROPN") or words[after].tag == "PRP$"
    ):
        after += 1
    following = after - 1
    if following > verb and following not in content and words[following].pos != "ADJ":
        return following if words[following].pos in ("NOUN", "PROPN") else None
    return None


def naming_of(sentence: Sentence, head: int, words: str) -> Naming:
    """What kind of source the words name."""
    word = sentence.words[head]
    if _UNNAMED.search(words):
        return "unnamed"
    if _DOCUMENT.search(word.text):
        return "document"
    if _TITLED.match(words) or word.entity in ("PERSON", "ORG", "GPE"):
        return "named"
    if _ROLE.search(word.text):
        return "role"
    children = [sentence.words[c] for c in sentence.children[head]]
    if word.tag == "NNS":
        return "group"
    if word.pos == "PROPN" or any(c.pos == "PROPN" and c.dep == "compound" for c in children):
        return "named"
    # A single thing that needs no article is a name, also where it has lost its capital.
    bare = word.tag == "NN" and not any(c.dep in ("det", "poss", "nummod") for c in children)
    return "named" if bare else "role"


def naming_by_words(words: str) -> Naming:
    """What kind of source some words name that nobody has parsed.

    Example:
        >>> [naming_by_words(w) for w in ("Ida Falk", "the union's chair", "two sources", "")]
        ['named', 'role', 'unnamed', 'unstated']
    """
    if not words.strip():
        return "unstated"
    if _UNNAMED.search(words):
        return "unnamed"
    if _DOCUMENT.search(words):
        return "document"
    return "role" if _ROLE.search(words) else "named"


def is_plural(sentence: Sentence, head: int) -> bool:
    """Whether "they" may stand for a source."""
    word = sentence.words[head]
    joined = any(sentence.words[c].dep == "conj" for c in sentence.children[head])
    return word.tag in ("NNS", "NNPS") or joined or word.lemma == "they"


def is_person(sentence: Sentence, head: int, words: str) -> bool:
    """Whether "he" or "she" may stand for a source."""
    word = sentence.words[head]
    if word.entity == "PERSON" or word.text.casefold() in ("he", "she", "i"):
        return True
    return bool(_PERSON_ROLE.search(words) or _TITLED.match(words))


_PERSON_ROLE = re.compile(
    r"\b(?:minister|spokes(?:man|woman|person)|president|chief|director|chair\w*|secretary|"
    r"ambassador|envoy|governor|mayor|judge|commander|general|leader|negotiator|mediator|"
    r"prosecutor|lawyer|analyst|expert|adviser|advisor|aide|coach|teacher|editor|professor|owner|"
    r"manager|member|official|activist|bishop|deputy|diplomat|doctor|economist|executive|farmer|"
    r"lawmaker|legislator|premier|senator|speaker|worker)\b",
    re.IGNORECASE,
)
