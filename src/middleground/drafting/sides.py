"""Who stands on whose side: everybody's superior, followed up to a side of the talks.

The ledger tells what a report's words say outright. Beyond it, a draft takes whoever threatens to
leave or bring down somebody to be on their side, groups to belong to the body that they are named
behind, and whoever calls a leader to account to be among those whom the leader leads.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from middleground.drafting.material import Material
from middleground.evidence.actors import nouns
from middleground.evidence.entries import Entry

# They speak for a side as a whole, and are no constituency within it.
_VOICES = frozenset((
    "official", "authority", "spokesman", "spokesperson", "spokeswoman", "statement", "source",
    "diplomat", "representative", "delegation", "negotiator", "team",
))  # fmt: skip
_MEDIATING = frozenset((
    "mediator", "arbiter", "arbitrator", "conciliator", "facilitator", "go-between", "ombudsman",
))  # fmt: skip
# Those who belong to the body that they are named behind: "the coalition, which includes ...".
_BELONGING = frozenset(
    ["ally", "partner", "member", "supporter", "hardliner", "minister", "lawmaker"]
)
# Groups that answer to whoever leads them, and may call them to account.
_PEOPLE = frozenset((
    "citizen", "employee", "family", "parent", "public", "relative", "resident", "shareholder",
    "staff", "supporter", "voter", "worker", "member",
))  # fmt: skip
_BODIES = ("state", "organisation")
_BREATH = 160  # characters


@dataclass(slots=True, eq=False)
class Actor:
    """Somebody whom the reports name.

    Attributes:
        name: The name used for all reports.
        type: What kind of actor it is.
        entries: The ledger's entries for them, one a report.
        above: The names of those on whose side they stand, the surest first.
    """

    name: str
    type: str
    entries: list[Entry] = field(default_factory=list)
    above: list[str] = field(default_factory=list)

    @property
    def aliases(self) -> list[str]:
        """Every word for them in the reports, each once."""
        words = (e.actor.aliases for e in self.entries if e.actor)
        return list(dict.fromkeys(" ".join(alias.split()) for group in words for alias in group))

    @property
    def lemmas(self) -> set[str]:
        """The words of their names and descriptions, in small letters and the singular."""
        words = {w for alias in (*self.aliases, self.name) for w in alias.casefold().split()}
        return words | {singular(w) for w in words}

    @property
    def speaks_for_all(self) -> bool:
        """Whether these are officials, spokespeople and the like: their side's own voice."""
        last = singular(self.name.casefold().split()[-1]) if self.name.split() else ""
        return self.type != "person" and last in _VOICES

    @property
    def mediates_by_office(self) -> bool:
        """Whether their office is to mediate."""
        return self.type in ("person", "role", "organisation") and bool(self.lemmas & _MEDIATING)


def singular(word: str) -> str:
    """A noun without the ending of the plural; good enough to look it up.

    Example:
        >>> singular("allies"), singular("families"), singular("workers"), singular("press")
        ('ally', 'family', 'worker', 'press')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


class Sides:
    """Everybody in the reports, and on whose side they stand."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.actors: dict[str, Actor] = {}
        for entry in material.actors:
            if entry.actor is None:
                continue
            name = material.roster.name(entry.report, entry.actor.name)
            actor = self.actors.setdefault(name, Actor(name, entry.actor.type))
            actor.entries.append(entry)
        self._same = self._short_names()
        for short, name in self._same.items():
            self.actors[name].entries += self.actors.pop(short).entries
        for actor in self.actors.values():
            actor.above = self._told_above(actor)
        self._infer()

    def principal(self, name: str) -> str:
        """The side's own name: up from somebody to whoever stands on nobody's side."""
        seen = {name}
        while (actor := self.actors.get(name)) and actor.above:
            name = actor.above[0]
            if name in seen:
                break
            seen.add(name)
        return name

    def names(self, entry: Entry, names: tuple[str, ...]) -> list[str]:
        """Actors as an entry calls them, under the names used for all reports."""
        found = (self._meant(entry, self.known_as(entry.report, name)) for name in names)
        return [name for name in dict.fromkeys(found) if name in self.actors]

    def _meant(self, entry: Entry, name: str) -> str:
        """Whom a bare "the company" means: the speaker's own side, where it has one."""
        if not self.is_bare(name):
            return name
        speaker = entry.chain[-1].passage if entry.chain else None
        for other in self.actors.values() if speaker else ():
            places = [p for e in other.entries if e.report == entry.report for p in e.content]
            if other.above and any(p.start < speaker.end and speaker.start < p.end  # type: ignore[union-attr]
                                   for p in places):  # fmt: skip
                return self.principal(other.name)
        return name

    def is_bare(self, name: str) -> bool:
        """Whether this is a body that the reports give no name: "the company"."""
        actor = self.actors.get(name)
        return bool(actor) and name.casefold() in nouns().organisation and not actor.above  # type: ignore[union-attr]

    def known_as(self, report: str, name: str) -> str:
        """The name used for all reports, of an actor as one report calls it."""
        known = self.material.roster.name(report, name)
        return self._same.get(known, known)

    def named_in(self, entry: Entry) -> list[str]:
        """Those whom the words of an entry name, each once, in order."""
        found = (self._same.get(name, name) for name in self.material.named_in(entry))
        return [name for name in dict.fromkeys(found) if name in self.actors]

    def members(self, side: str) -> list[Actor]:
        """Everybody on a side but the side itself, in order of first mention."""
        return [
            a for a in self.actors.values() if a.name != side and self.principal(a.name) == side
        ]

    def _short_names(self) -> dict[str, str]:
        """Bodies that one report names in full and another calls "the union" alone."""
        same: dict[str, str] = {}
        for actor in self.actors.values():
            if actor.type != "organisation" or actor.name != actor.name.casefold():
                continue
            full = [a.name for a in self.actors.values()
                    if a is not actor and a.type == "organisation"
                    and actor.name in map(str.casefold, a.aliases)]  # fmt: skip
            if len(full) == 1:
                same[actor.name] = full[0]
        return {short: name for short, name in same.items() if name not in same}

    # -- what the words say

    def _told_above(self, actor: Actor) -> list[str]:
        found = [self._owner(actor.name)]
        found += [self._described_with(alias, actor) for alias in actor.aliases]
        for entry in actor.entries:
            if entry.actor and entry.actor.side:
                found.append(self._known(entry.report, entry.actor.side))
        return [name for name in dict.fromkeys(found) if name and name != actor.name]

    def _owner(self, name: str) -> str:
        """Whose they are by name: the "X" of "X's leadership"."""
        owner = name.partition("'s ")[0] if "'s " in name else ""
        found = next((n for n in self.actors if n.casefold() == owner.casefold()), "")
        whole = name.casefold().partition(" of ")[2]  # "the board of Halden Foods"
        starts = (n for n in self.actors if whole and f"{whole} ".startswith(f"{n.casefold()} "))
        return found or next(starts, "")

    def _known(self, report: str, side: str) -> str:
        name = self.known_as(report, side)
        if name in self.actors:
            return name
        return next((n for n in self.actors if n.casefold() == side.casefold()), "")

    def _described_with(self, alias: str, actor: Actor) -> str:
        """The body that a description begins with: "union chair Ann Lee", "the agency's chief"."""
        words = alias.casefold().replace("'s", "").replace(" ' s", "").split()
        if len(words) < 2 or actor.type in _BODIES:
            return ""
        return next((self._bodies[" ".join(words[:n])] for n in (3, 2, 1)
                     if " ".join(words[:n]) in self._bodies), "")  # fmt: skip

    @cached_property
    def _bodies(self) -> dict[str, str]:
        """States and bodies by every word for them, and by a first word that one alone has."""
        found: dict[str, set[str]] = defaultdict(set)
        for actor in self.actors.values():
            if actor.type not in _BODIES:
                continue
            for alias in (*actor.aliases, actor.name):
                words = alias.casefold().removeprefix("the ").split()
                found[" ".join(words)].add(actor.name)
                if len(words) > 1 and words[0].isalpha() and len(words[0]) > 3:
                    found[words[0]].add(actor.name)
                if len(words) > 1 and words[-1] in nouns().organisation:
                    found[words[-1]].add(actor.name)
        return {words: min(names) for words, names in found.items() if len(names) == 1}

    # -- what follows from what they do

    def _infer(self) -> None:
        for entry in self.material.entries:
            tie = entry.structure
            if tie and tie.kind == "threatens_to_leave":
                for who in self.names(entry, tie.who):
                    self._put(who, self.names(entry, tie.whom)[:1])
            if entry.position:
                self._join(self.names(entry, entry.position.parties))
        for actor in list(self.actors.values()):
            if not actor.above and actor.type == "group":
                self._put(actor.name, self._near(actor))
        for entry in self.material.entries:
            if entry.kind in ("attribution", "position") and entry.stance in (
                "accuses", "demands", "demand"
            ):  # fmt: skip
                self._calls_to_account(entry)
        for actor in list(self.actors.values()):
            if not actor.above and actor.type == "person":
                self._put(actor.name, self._colleague(actor))

    def _put(self, name: str, above: list[str]) -> None:
        actor = self.actors[name]
        if not actor.above and above and self.principal(above[0]) != name:
            actor.above = [a for a in above if a != name]

    def _join(self, names: list[str]) -> None:
        """Those who hold one position together stand on one side, if the others have none."""
        sides = {self.actors[name].above[0] for name in names if self.actors[name].above}
        if len(sides) == 1:
            for name in names:
                if name not in sides and self.actors[name].type != "state":
                    self._put(name, list(sides))

    def _near(self, actor: Actor) -> list[str]:
        """The body that a group such as "allies" is named behind, in the same sentence."""
        if not actor.lemmas & _BELONGING:
            return []
        for entry in actor.entries:
            before = self.material.named_before(entry, _BREATH)
            body = self.actors.get(before)
            if body and body.above and body.type in (*_BODIES, "person"):
                return [before]
        return []

    def _calls_to_account(self, entry: Entry) -> None:
        speaker = entry.chain[-1].passage if entry.chain else None
        if speaker is None:
            return
        for name, actor in self.actors.items():
            if actor.type != "group" or actor.above or not actor.lemmas & _PEOPLE:
                continue
            spoke = any(p.start < speaker.end and speaker.start < p.end
                        for e in actor.entries if e.report == entry.report
                        for p in e.content)  # fmt: skip
            leaders = [n for n in self.named_in(entry)
                       if self.actors[n].type == "person" and self.actors[n].above]  # fmt: skip
            if spoke and leaders:
                self._put(name, leaders[:1])

    def _colleague(self, actor: Actor) -> list[str]:
        """Somebody of the same office in the same sentence, whose side is known."""
        offices = actor.lemmas & (nouns().person | nouns().heads)
        for entry in actor.entries:
            for other in self.material.in_sentence(entry.report, entry.sentence):
                if not other.actor:
                    continue
                name = self.known_as(other.report, other.actor.name)
                known = self.actors[name]
                if name != actor.name and known.above and known.type == "person" and (
                    offices & known.lemmas
                ):  # fmt: skip
                    return known.above[:1]
        return []
