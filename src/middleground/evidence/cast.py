"""Who is who in a report: mentions of one actor brought together, pronouns resolved where safe.

A title and a name, a surname alone, an office after its holder's name, an acronym and a seat of
government are taken for one actor. An agency and its chief stay two. Where the words fit several,
nothing is merged: "one actor or two?" is a question to the analyst.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from middleground.evidence.actors import Mention, find_mentions, nouns
from middleground.evidence.entries import Entry, Passage, entry_id
from middleground.evidence.parser import Sentence
from middleground.evidence.particulars import Actor, ActorType
from middleground.evidence.states import demonyms, states
from middleground.reports.document import Document, Span

_NEAR = 3  # sentences
_PEOPLE = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))
_THINGS = frozenset(("it", "its", "itself"))
_SEVERAL = frozenset(("they", "them", "their", "theirs", "themselves"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_BODIES = ("organisation", "state", "media")
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(eq=False, slots=True)
class Known:
    """An actor as far as the report has told.

    Attributes:
        number: Its place in the order of first mention.
        type: What kind of actor it is.
        names: Proper names, in small letters.
        roles: Descriptions: offices, kinds of body.
        words: How the report calls it, in its own words, in order.
        spans: Where.
        state: The state whose people it is said to be of.
        owner: Whose it is: the agency of "the agency's chief".
        plural: Whether "they" may stand for it.
        sure: Whether words or parser say what kind of actor it is.
    """

    number: int
    type: ActorType
    names: list[tuple[str, ...]] = field(default_factory=list)
    roles: list[tuple[str, ...]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    state: str = ""
    owner: "Known | None" = None
    plural: bool = False
    sure: bool = True

    @property
    def name(self) -> str:
        """The fullest proper name, else the fullest description, with whose it is."""
        if self.names:
            best = max(self.names, key=lambda name: (len(name), len(" ".join(name))))
            text = " ".join(best)
            if self.type == "state" and text in states():
                return states()[text]
            # Marks are no part of a key: "Dockers' Union" is ("dockers", "union").
            written = re.compile(r"\W+(?:s\W+)?".join(map(re.escape, best)), re.IGNORECASE)
            places = (written.search(words) for words in self.words)
            return next((place.group() for place in places if place), text)
        described = max(self.words, key=len, default="").removeprefix("own ")
        if self.owner is None or not self.owner.names or self.plural:
            return described
        owner = self.owner.name
        return described if owner in described else f"{owner}'s {described}"

    @property
    def side(self) -> str:
        """The state or body on whose side it stands, as far as the words say; itself at the top."""
        seen: list[Known] = []
        at: Known | None = self
        while at is not None and at not in seen:
            seen.append(at)
            if at.state:
                return at.state
            if at.type == "state":
                return at.name
            at = at.owner
        return seen[-1].name if len(seen) > 1 else ""


@dataclass(frozen=True, slots=True)
class Question:
    """One actor or two? Asked where the report's words fit both.

    Attributes:
        words: The words in doubt.
        passage: Where they stand.
        candidates: Names of the actors they may stand for.
        why: What makes it doubtful.
    """

    words: str
    passage: Passage
    candidates: tuple[str, ...]
    why: str


class Cast:
    """The actors of one report, met sentence by sentence."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.actors: list[Known] = []
        self._doubts: list[tuple[Span, list[Known], str]] = []
        self._places: dict[tuple[int, int], Known] = {}  # start of sentence, index of main word
        self._lately: list[tuple[Sentence, list[tuple[int, Known]]]] = []
        self._order: dict[int, int] = {}  # by start of sentence, its place in `_lately`
        self._single: set[str] = set()
        self.spoke: dict[int, tuple[Known, ...]] = {}  # by first character of a source's words

    def forget(self) -> None:
        """Let go of all sentences but the last: a pronoun further on stands for nobody there."""
        self._lately = self._lately[-_NEAR:]
        self._order = {s.span.start: n for n, (s, _) in enumerate(self._lately)}
        self._places = {
            (s.span.start, i): actor for s, met in self._lately for i, actor in met
        }  # fmt: skip

    def notice(self, sentence: Sentence) -> None:
        """Take in those whom a sentence names."""
        met: list[tuple[int, Known]] = []
        self._order[sentence.span.start] = len(self._lately)
        self._lately.append((sentence, met))
        found = {m.head: m for m in find_mentions(sentence, frozenset(self._single))}
        for mention in found.values():
            owner = found.get(mention.owner) if mention.owner is not None else None
            for one in (owner, mention):  # whose it is, first
                if one and (sentence.span.start, one.head) not in self._places:
                    known = self._identify(sentence, one)
                    self._add(sentence, one, known)
                    met.append((one.head, known))
        met.sort(key=lambda place: place[0])

    def notice_speaker(self, sentence: Sentence, head: int, span: Span) -> None:
        """Take in a named speaker in whom no rule for actors saw one."""
        if self.at(sentence, head) is None:
            text = self._document.slice(span)
            key = tuple(text.casefold().split())
            mention = Mention(head, head, head, key, (), "person", False, False, None, "", None)
            known = self._identify(sentence, mention)
            self._register(sentence, head, known, span)
            known.names += [key] * (key not in known.names)
            self._single |= {key[-1]} if len(key) < 4 and key[-1].isalpha() else set()
            self._met(sentence).append((head, known))

    def at(self, sentence: Sentence, index: int | None) -> Known | None:
        """Who a word stands for: a mention's main word, a part of it, or a pronoun."""
        if index is None:
            return None
        found = self._places.get((sentence.span.start, index))
        if found:
            return found
        word = sentence.words[index]
        text = word.text.casefold()
        if text == "whose":
            before = [a for i, a in self._met(sentence) if i < index]
            return before[-1] if before else None
        if text in _RELATIVE and word.head != index:
            verb = sentence.words[word.head]
            while verb.dep not in ("relcl", "acl") and verb.head != verb.index:
                verb = sentence.words[verb.head]
            return self.at(sentence, verb.head) if verb.dep == "relcl" else None
        if text in _PEOPLE:
            return self._last(sentence, index, lambda a: a.type == "person" and not a.plural)
        if text in _THINGS:
            return self._last(
                sentence, index, lambda a: a.type in (*_BODIES, "group") and not a.plural
            )
        if text in _SEVERAL:
            several = self._last(sentence, index, lambda a: a.plural)
            return several or self._last(sentence, index, lambda a: a.type in _BODIES)
        return None

    def state_of(self, word: str) -> Known | None:
        """The state among the actors whose people a word names: "Norwegian"."""
        state = demonyms().get(word.casefold())
        return next((a for a in self.actors if a.type == "state" and a.name == state), None)

    def of_state(self, word: str) -> list[Known]:
        """The state among the actors that a name or seat stands for: "Oslo"."""
        name = states().get(word.casefold(), "")
        return [a for a in self.actors if a.type == "state" and a.name == name]

    def all_at(self, sentence: Sentence, index: int | None) -> list[Known]:
        """Who a word and those joined to it by "and" stand for; the members of "the agencies"."""
        if index is None:
            return []
        first = self.at(sentence, index)
        listed = self._members(sentence, index, first)
        if listed:
            return listed
        found = [first] if first else []
        for child in sentence.children[index]:
            if sentence.words[child].dep == "conj" and sentence.words[child].pos != "VERB":
                found += [a for a in self.all_at(sentence, child) if a not in found]
        return found

    def _members(self, sentence: Sentence, index: int, group: Known | None) -> list[Known]:
        """Bodies listed just before for which "the agencies" stands together."""
        words = sentence.words
        if group is None or not group.plural or words[index].lemma not in nouns().organisation:
            return []
        if not any(words[c].text.casefold() in ("the", "both") for c in sentence.children[index]):
            return []
        listed = [
            a for head, a in self._met(sentence) if head < index and a is not group and a.names
            and (a.type in _BODIES) and a.type != "state"
        ]  # fmt: skip
        return list(dict.fromkeys(listed)) if len(set(listed)) > 1 else []

    def _met(self, sentence: Sentence) -> list[tuple[int, Known]]:
        place = self._order.get(sentence.span.start)
        return [] if place is None else self._lately[place][1]

    def _last(self, sentence: Sentence, index: int, fits: Callable[[Known], bool]) -> Known | None:
        """The last fitting actor before a pronoun; subjects first."""
        place = self._order.get(sentence.span.start)
        if place is None:
            return None
        for earlier, met in reversed(self._lately[max(0, place - _NEAR) : place + 1]):
            here = earlier is sentence
            fitting = [(i, a) for i, a in met if fits(a) and (not here or i < index)]
            subjects = [(i, a) for i, a in fitting if earlier.words[i].dep in _SUBJECTS]
            if subjects:
                return subjects[-1 if here else 0][1]
            if fitting:
                return fitting[-1][1]
        return None

    def _identify(self, sentence: Sentence, mention: Mention) -> Known:
        """The actor that a mention names, known or new."""
        owner = self.at(sentence, mention.owner)
        span = self._span(sentence, mention)
        candidates = self._by_name(mention) if mention.name else self._by_role(mention, owner)
        if len(candidates) == 1:
            return candidates[0]
        if len(candidates) > 1:
            why = "several bear this name" if mention.name else "several hold such an office"
            self._doubts.append((span, candidates, why))
            if not mention.name:
                return candidates[-1]
        beside = self.at(sentence, mention.renamed) if mention.renamed is not None else None
        if beside and _may_be_one(beside, mention):
            return beside
        known = Known(
            len(self.actors), mention.type, plural=mention.plural, owner=owner, sure=mention.sure
        )
        self.actors.append(known)
        return known

    def _by_name(self, mention: Mention) -> list[Known]:
        name = mention.name
        state = states().get(" ".join(name))
        same = [a for a in self.actors if name in a.names]
        if state:
            same = [a for a in self.actors if a.type == "state" and a.name == state]
        short = [a for a in self.actors if _is_short_for(name, mention, a)]
        return same or short or [a for a in self.actors if _is_described(name, a)]

    def _by_role(self, mention: Mention, owner: Known | None) -> list[Known]:
        """Who holds an office, or is the body or group so described."""
        role = mention.role
        same = [
            a for a in self.actors
            if role in a.roles and not a.names and a.owner is owner and a.type == mention.type
        ]  # fmt: skip
        if same and (mention.plural or len(role) > 1 or owner):
            return same[-1:]
        if not mention.definite or mention.plural:
            return []
        wanted = set(role)
        if mention.owner is not None and owner is None:
            return []
        holders = [
            a for a in self.actors
            if any(_fits_office(wanted, r) and r[-1:] == role[-1:] for r in a.roles)
            and not a.plural and (owner is None or a.owner in (owner, None) or a.owner is a)
            and not (mention.type == "role" and a.type in _BODIES)
        ]  # fmt: skip
        if mention.type in ("organisation", "media"):
            return holders[-1:] or self._recent_body(mention)
        return holders

    def _recent_body(self, mention: Mention) -> list[Known]:
        """The body last spoken of, for a bare "the group" or "the movement"."""
        if mention.owner is not None or len(mention.role) > 1:
            return []
        if mention.role[-1] not in ("group", "movement", "organisation", "organization"):
            return []
        lately = [a for _, met in self._lately[-_NEAR - 1 :] for _, a in met]
        return [a for a in lately if a.type == "organisation" and a.names][-1:]

    def _add(self, sentence: Sentence, mention: Mention, known: Known) -> None:
        self._register(sentence, mention.head, known, self._span(sentence, mention))
        if mention.name and mention.name not in known.names:
            known.names.append(mention.name)
            self._single |= {mention.name[-1]}
        if mention.role and mention.role not in known.roles:
            known.roles.append(mention.role)
        if known.type == "role" and mention.name:
            known.type = "person"
        elif not known.sure and mention.sure:
            known.type = "person" if mention.type == "role" else mention.type
            known.sure = True
        known.state = known.state or mention.state
        if known.owner is None:
            owner = self.at(sentence, mention.owner)
            known.owner = owner if owner is not known else None
        _settle_type(known.owner, mention)

    def _register(self, sentence: Sentence, head: int, known: Known, span: Span) -> None:
        self._places[(sentence.span.start, head)] = known
        known.spans.append(span)
        words = " ".join(self._document.slice(span).split())
        if words not in known.words:
            known.words.append(words)

    def _span(self, sentence: Sentence, mention: Mention) -> Span:
        words = sentence.words
        return Span(words[mention.first].start, words[mention.last].end)

    def entries(self, reader: str) -> Iterator[Entry]:
        """One entry for each actor; its passages are the places where it is named."""
        for actor in self.actors:
            passages = tuple(_passage(span, self._document) for span in actor.spans)
            yield Entry(
                id=entry_id(self._document.id, "actor", passages[:1]),
                report=self._document.id,
                kind="actor",
                sentence=self._document.sentence_at(passages[0].start),
                content=passages,
                rule="actor",
                reader=reader,
                actor=Actor(
                    name=actor.name,
                    type=actor.type,
                    aliases=tuple(actor.words),
                    side=actor.side,
                    maybe=self._maybe(actor),
                ),
            )

    def _maybe(self, actor: Known) -> tuple[str, ...]:
        """Whom some words for an actor fit as well."""
        doubtful = (known for span, known, _ in self._doubts if span in actor.spans)
        others = (one.name for known in doubtful for one in known if one is not actor)
        return tuple(dict.fromkeys(others))

    def questions(self) -> list[Question]:
        """What only the analyst can tell: one actor or two?"""
        return [
            Question(
                self._document.slice(span), _passage(span, self._document),
                tuple(dict.fromkeys(a.name for a in candidates)), why,
            )
            for span, candidates, why in self._doubts
        ]  # fmt: skip


def _passage(span: Span, document: Document) -> Passage:
    return Passage(start=span.start, end=span.end, text=document.slice(span))


def _settle_type(owner: Known | None, mention: Mention) -> None:
    """Who has a chief is a body, no person; a bare name that has a government is a state."""
    if owner is None or owner.type not in ("person", "organisation") or mention.name:
        return
    alone = bool(owner.names) and not owner.roles and max(map(len, owner.names)) == 1
    governed = mention.role[-1:] in (("army",), ("government",), ("parliament",)) or (
        len(mention.role) > 1 and mention.role[-1] in ("minister", "ministry")
    )
    if alone and governed:
        owner.type = "state"
    elif owner.type == "person" and set(mention.role) & nouns().heads:
        owner.type = "organisation"


def _is_short_for(name: tuple[str, ...], mention: Mention, actor: Known) -> bool:
    """Whether a name is another form of an actor's: a surname, a full name, an acronym."""
    for other in actor.names:
        if actor.type == "state" and mention.type != "state":
            continue
        short, long = sorted((name, other), key=len)
        person = "person" in (actor.type, mention.type)
        if person and len(short) < len(long) and long[-len(short) :] == short:
            return True
        if len(short) == 1 and len(long) > 1 and not person:
            initials = "".join(word[:1] for word in long if word not in ("of", "the", "and", "for"))
            if short[0].replace(".", "") == initials:
                return True
    return False


def _fits_office(wanted: set[str], held: tuple[str, ...]) -> bool:
    """Whether an office may be meant by fewer words: but a deputy chair is not the chair."""
    return wanted <= set(held) and not (set(held) - wanted) & nouns().lesser


def _is_described(name: tuple[str, ...], actor: Known) -> bool:
    """Whether a body was spoken of by words of its name: "the dockers' union"."""
    if actor.names or actor.plural or actor.type not in _BODIES or not actor.roles:
        return False
    words = {*actor.roles[0], *(actor.owner.roles[0] if actor.owner and actor.owner.roles else ())}
    plain = {word.rstrip("'").rstrip("s") for word in name}
    return len(words) > 1 and {word.rstrip("s") for word in words} <= plain


def _may_be_one(actor: Known, mention: Mention) -> bool:
    """Whether an apposition may name the actor beside it: both people, or both bodies."""
    if actor.plural != mention.plural or (actor.names and mention.name):
        return False
    guessed = not (actor.sure and mention.sure) or (not mention.role and mention.type == "person")
    return guessed or (actor.type in _BODIES) == (mention.type in _BODIES)
