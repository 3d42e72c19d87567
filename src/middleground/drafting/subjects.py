"""What positions are about: the matter, the scale it is settled on, and where each stand lies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from middleground.drafting.material import Material
from middleground.drafting.matters import Matter, Option, Stand
from middleground.drafting.naming import Names, proper, sentence_case
from middleground.drafting.people import Cast
from middleground.drafting.scales import Scale, scales
from middleground.drafting.sides import Sides
from middleground.evidence.entries import Entry
from middleground.evidence.particulars import Position
from middleground.evidence.topics import topics

ISSUE_KINDS = ("demand", "order", "offer", "concession", "red_line", "threat", "rejection",
               "condition", "commitment", "support", "belief")  # fmt: skip
# Kinds that by themselves open an issue; the others only take a stand on one.
_OPENING = ("demand", "order", "offer", "concession", "red_line", "threat", "condition")
_END = re.compile(
    r"\s*(?:[,;:.\"\u201c\u201d]|\b(?:which|that|who|unless|if|until|must|should|would|will|can|is|"
    r"are|was|were|has|have|had|be|not)\b)"
)
_LONGEST_THING = 70
_TRAILING = re.compile(r"\s(?:of|to|the|a|an|in|for|and|by|with|on|at|from|as)$")


@dataclass(slots=True)
class Subject:
    """What one position is about.

    Attributes:
        entry: The position.
        topic: Its main topic; "" where it names a place alone.
        sign: Whether it is for (+1) or against (-1) that.
        place: The place that it speaks of; "" for none.
        nouns: Everything else that it is about.
        words: Its words in small letters, with its condition.
        scale: The scale that it is on.
    """

    entry: Entry
    topic: str
    sign: int
    place: str
    nouns: tuple[str, ...]
    words: str
    scale: Scale

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two positions speak of one matter."""
        if self.scale.at_place:
            return ("place", self.place)
        if self.scale.id == "choice":
            return ("choice", scales().alike_to(self.nouns[0] if self.nouns else self.topic))
        if self.scale.id == "resumption":
            return ("resumption", self.topic)
        return ("matter", scales().alike_to(self.topic))


@dataclass(slots=True)
class Reading:
    """What the positions of all reports are about.

    Attributes:
        subjects: Those that speak of one matter each.
        whole: Positions on whether to agree at all, with +1 for a deal and -1 against it.
        unplaced: Positions of which no rule can say what they are about.
    """

    subjects: list[Subject] = field(default_factory=list)
    whole: list[tuple[Entry, int]] = field(default_factory=list)
    unplaced: list[Entry] = field(default_factory=list)


def read_subjects(material: Material, sides: Sides) -> Reading:
    """Sort every position by what it is about."""
    reading = Reading()
    places = _places(material, sides)
    for entry in material.entries:
        position = entry.position
        if position is None or position.kind not in ISSUE_KINDS:
            continue
        signed = _signed(position, sides)
        place = _place_in(material, entry, position, places)
        topic = _main_topic(signed, place)
        if topic is None:
            whole = [t for t in signed if t in scales().whole]
            if whole:
                sign = -signed[whole[0]] if position.kind == "rejection" and not position.topics \
                    else signed[whole[0]]  # fmt: skip
                reading.whole.append((entry, sign))
            else:
                reading.unplaced.append(entry)
            continue
        words = " ".join(f"{entry.words} {position.condition}".casefold().split())
        nouns = tuple(t for t in signed if t not in (topic, place) and _is_noun(t))
        sign = signed.get(topic, signed.get(place, 1))
        scale = next(s for s in scales().scales if s.fits(topic, place, words))
        if scale.id == "guarantee" and position.kind == "belief":
            sign = 1  # who fears what happens without guarantees asks for them
        reading.subjects.append(Subject(entry, topic, sign, place, nouns, words, scale))
    return reading


def _signed(position: Position, sides: Sides) -> dict[str, int]:
    """The topics with their signs; those who act are no topics."""
    actors = {w for a in sides.actors.values() for w in a.name.casefold().split()}
    found: dict[str, int] = {}
    for topic in position.topics:
        word = topic[:-1]
        if word not in actors and word not in scales().empty:
            found[word] = 1 if topic.endswith("+") else -1
    return found


def _is_noun(topic: str) -> bool:
    return topic not in _known()


def _known() -> set[str]:
    return {topic for topic, _ in topics().signed.values()}


def _main_topic(signed: dict[str, int], place: str) -> str | None:
    """The topic that counts: one with a scale of its own, a known one, any noun; else the place."""
    own = {t for scale in scales().scales if scale.id in ("guarantee", "consent")
           for t in scale.topics}  # fmt: skip
    usual = [t for t in signed if t not in scales().whole and t != place]
    for group in ([t for t in usual if t in own], [t for t in usual if t in _known()], usual):
        if group:
            return group[0]
    return "" if place else None


def _places(material: Material, sides: Sides) -> set[str]:
    """Places where something happens, in small letters; those that act as states are none."""
    actors = {w.casefold() for a in sides.actors.values() for w in (a.name, *a.aliases)}
    found = {p.casefold() for e in material.entries if e.event
             if not _is_journey(e) for p in e.event.places}  # fmt: skip
    return found - actors


def _is_journey(entry: Entry) -> bool:
    return bool(entry.event) and entry.event.action in (  # type: ignore[union-attr]
        "travel", "go", "return", "arrive", "visit", "fly", "meet", "leave"
    )  # fmt: skip


def _place_in(material: Material, entry: Entry, position: Position, places: set[str]) -> str:
    """The place that a position speaks of: by name, or as "the city" named just before."""
    words = f"{entry.words} {position.condition}".casefold()
    named = [p for p in places if re.search(rf"\b{re.escape(p)}\b", words)]
    if named:
        return min(named)
    if not scales().there.search(words):
        return ""
    for back in range(3):
        for other in material.in_sentence(entry.report, entry.sentence - back):
            said = other.words.casefold()
            for place in sorted(places):
                if re.search(rf"\b{re.escape(place)}\b", said):
                    return place
    return ""


# ------------------------------------------------------------------------------------------ matters


def form_matters(
    material: Material, sides: Sides, cast: Cast, reading: Reading, names: Names
) -> Iterator[Matter]:
    """The issues that positions open, each with everybody's stand on it."""
    groups: dict[tuple[str, ...], list[Subject]] = {}
    for subject in reading.subjects:
        groups.setdefault(subject.key, []).append(subject)
    for key, group in groups.items():
        kinds = {s.entry.position.kind for s in group if s.entry.position}
        believed = group[0].scale.id == "guarantee"
        if not kinds & set(_OPENING) and not believed and not _announced(material, key):
            reading.unplaced += [s.entry for s in group]
            continue
        yield _matter(material, sides, cast, key, group, names)


def _announced(material: Material, key: tuple[str, ...]) -> list[Entry]:
    """The announced events at the place that a matter is about."""
    return [e for e in material.entries if e.event and e.event.status == "announced"
            and key[0] == "place" and key[1] in map(str.casefold, e.event.places)]  # fmt: skip


def _matter(
    material: Material, sides: Sides, cast: Cast, key: tuple[str, ...], group: list[Subject],
    names: Names,
) -> Matter:  # fmt: skip
    ordered = sorted(group, key=lambda s: scales().scales.index(s.scale))
    scale, first = ordered[0].scale, ordered[0]
    thing = _thing(material, key, first)
    said = {"thing": thing, "place": first.place.title()}
    name = sentence_case(scale.name.format(**said))
    issue = names.give(scale.key.format(**said), most=3, fallback="issue")
    options: list[tuple[Option, str]]
    if scale.options:
        options = list(scale.options)
    else:
        parties = [side.actor.name for side in cast.sides[:2]]
        options = [("first", parties[0]), ("jointly", "jointly"), ("second", parties[-1])]
    if scale.id == "plain" and (whose := _demander(sides, group)):
        # Whichever way the words point: this end is what they asked for.
        end = -1 if first.sign > 0 else 0
        options[end] = (options[end][0], f"as asked by {whose}")
    matter = Matter(issue, name, f"positions on one matter, scale '{scale.id}'", options, key=key)
    matter.assumed = "the steps between the ends"
    for subject in group:
        matter.ground(subject.entry)
        position = subject.entry.position
        parties = sides.names(subject.entry, position.parties) if position else []
        option = _option(sides, cast, scale, subject, parties)
        if option is not None and parties:
            exact = subject.scale is scale or option == options[1][0]
            exact = exact and not (position and position.kind == "belief")
            matter.stands.append(Stand(subject.entry, tuple(parties), option, exact))
    for event in _announced(material, key):
        matter.ground(event)
    return matter


def _demander(sides: Sides, group: list[Subject]) -> str:
    """Whose demand gives a plain scale its far end."""
    for subject in group:
        position = subject.entry.position
        for name in sides.names(subject.entry, position.parties) if position else ():
            return proper(name, sides.actors[name].type)
    return ""


def _option(
    sides: Sides, cast: Cast, scale: Scale, subject: Subject, parties: list[str]
) -> Option | None:
    """The option that a subject's parties take."""
    if not scale.options:
        own = [sides.principal(name) for name in parties]
        for option, side in zip(("first", "second"), cast.sides, strict=False):
            if side.actor.name in own:
                return option
        return None
    return scale.pick(subject.sign, subject.words)


def _thing(material: Material, key: tuple[str, ...], subject: Subject) -> str:
    """The matter in words: what happens at a place, else the report's own words from its topic."""
    if key[0] == "place":
        actions = [e.event.action for e in _announced(material, key) if e.event]
        return actions[0] if actions else subject.topic or "move"
    if key[0] == "choice":
        noun = subject.nouns[0] if subject.nouns else subject.topic
        return f"{noun}s" if not noun.endswith("s") else noun
    if subject.scale.id in ("resumption", "permanence", "guarantee"):
        return subject.topic
    return _words_from(subject.words, subject.topic, subject.scale) or subject.topic


def _words_from(words: str, topic: str, scale: Scale) -> str:
    """The words from a topic on, up to the end of what is named; nouns before it go with it."""
    text = scale.marks.sub(" ", words) if scale.marks else words
    text = " ".join(text.split())
    forms = [w for w, (t, _) in topics().signed.items() if t == topic] or [topic]
    pattern = "|".join(re.escape(w) for w in sorted({topic, *forms}, key=len, reverse=True))
    found = re.search(rf"\b(?:{pattern})\w*", text)
    if found is None:
        return ""
    noun = found[0] if found[0].startswith(topic) else topic
    rest = text[found.end() :]
    end = _END.search(rest)
    rest = rest[: end.start()] if end else rest
    whole = f"{noun}{rest}"
    if len(whole) > _LONGEST_THING:
        whole = whole[:_LONGEST_THING].rsplit(" ", 1)[0]
    while (shorter := _TRAILING.sub("", whole)) != whole:
        whole = shorter
    return whole
