"""The elements of a draft as they will stand in the file, and who is called what there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from middleground.drafting.material import ACCEPTED
from middleground.drafting.naming import Names, proper
from middleground.drafting.people import Cast, Side, Within
from middleground.drafting.sides import Actor, Sides
from middleground.evidence.entries import Entry


@dataclass(slots=True)
class Element:
    """One element of the file.

    Attributes:
        value: What the file says, without evidence.
        rule: How it was proposed, in words; it stands beside the element as a comment.
        entries: The entries that it rests on; they become its evidence.
    """

    value: dict[str, Any]
    rule: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Whether a person has accepted all that it rests on: "accepted" or "proposed"."""
        looked_at = self.entries and all(e.status in ACCEPTED for e in self.entries)
        return "accepted" if looked_at else "proposed"


class Callings:
    """What everybody is called in the file: ids, paths such as `union.chair`, and names."""

    def __init__(self, sides: Sides, cast: Cast) -> None:
        self.sides, self.cast = sides, cast
        self.paths: dict[str, str] = {}
        self.within: list[tuple[Side, Within, str]] = []
        self._people = Names()
        for side in cast.sides:
            self.paths[side.actor.name] = self._id(self._people, side.actor.name)
        for name in (*cast.mediators, *cast.outsiders):
            self.paths.setdefault(name, self._id(self._people, name))
        for side in cast.sides:
            self._name_within(side)

    def _name_within(self, side: Side) -> None:
        names = Names()
        party = self.paths[side.actor.name]
        for one in side.within:
            own = self._id(names, one.together or _short(one.actors[0]))
            for actor in one.actors:
                self.paths[actor.name] = f"{party}.{own}"
            self.within.append((side, one, f"{party}.{own}"))

    def _id(self, names: Names, name: str) -> str:
        return names.give(name, most=3, fallback="party")

    def path(self, name: str) -> str:
        """Who an actor is in the file: itself, else its side; "" for whoever has no place in it."""
        if name in self.paths:
            return self.paths[name]
        return self.paths.get(self.sides.principal(name), "")

    def shown(self, actor: Actor) -> str:
        """An actor's name, written as in the report that writes it best."""
        return proper(actor.name, actor.type)

    def shown_within(self, side: Side, one: Within) -> str:
        """A constituency's name."""
        if one.together:
            return proper(one.together, "group")
        return proper(_short(one.actors[0]), one.actors[0].type)

    def also(self, side: Side, one: Within) -> list[str]:
        """The other actors that a constituency stands for."""
        names = [proper(a.name, a.type) for a in one.actors[0 if one.together else 1 :]]
        return [n for n in dict.fromkeys(names) if n != self.shown_within(side, one)]


def _short(actor: Actor) -> str:
    """A body's name without its owner where that is one of the side: "the chair's cabinet"."""
    _, _, rest = actor.name.partition("'s ")
    is_body = actor.type in ("organisation", "group", "role")
    return rest if rest and is_body else actor.name


def first_each(entries: Iterable[Entry], most: int) -> list[Entry]:
    """The first few of some entries, each once."""
    return list({e.id: e for e in entries}.values())[:most]
