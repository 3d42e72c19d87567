"""Actors across reports: who in one report is who in another, and on whose side they stand.

What a report leaves out another may tell: that the chief of an agency is the state's. Two names
are one actor when they are equal, when one is the surname of a person or the acronym of a body, or
when both name one state. Where a name fits two, or is only how another begins ("Meridian",
"Meridian Rail"), they stay apart and the analyst is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from middleground.evidence.entries import Entry
from middleground.evidence.particulars import Actor
from middleground.evidence.states import states

_MOST_LEFT_OUT = 2  # words: "Orlan" for "Orlan Foods Group"
_POSSESSIVE = re.compile(r"['\u2019]s?\s")
_NAMED = ("person", "state", "organisation", "media")


@dataclass(slots=True)
class _Same:
    """Entries that name one actor."""

    name: str
    type: str
    keys: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)  # keys that a person has said are another's
    sides: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Roster:
    """The actors of all reports under one name each.

    Attributes:
        names: For each report and the name it uses, the name used for all.
        sides: For each name used for all, the state or body on whose side it stands.
        doubts: Names that fit two actors, with both; or a name with the longer one that it begins:
            one actor or two?
    """

    names: dict[tuple[str, str], str]
    sides: dict[str, str]
    doubts: tuple[tuple[str, ...], ...]

    def name(self, report: str, name: str) -> str:
        """The name used for all, of an actor as one report calls it."""
        return self.names.get((report, name), name)

    def side(self, report: str, name: str) -> str:
        """Whose side an actor stands on; a state or body that stands on nobody's is its own."""
        known = self.name(report, name)
        return self.sides.get(known, "")


def merge_actors(entries: Sequence[Entry]) -> Roster:
    """Bring the actors of all reports together.

    Args:
        entries: The ledger; rejected entries are left out.
    """
    groups: list[_Same] = []
    names: dict[tuple[str, str], str] = {}
    found: list[tuple[Entry, Actor, _Same]] = []
    doubts: list[tuple[str, ...]] = []
    listed = [(e, e.actor) for e in entries if e.actor and e.status != "rejected"]
    # Full names first: a surname alone then finds the one it is short for.
    for entry, actor in sorted(listed, key=lambda pair: -len(pair[1].name.split())):
        fitting = [group for group in groups if _is_same(actor, group)]
        if len(fitting) > 1:
            doubts.append((actor.name, fitting[0].name, fitting[1].name))
        if len(fitting) == 1:
            group = fitting[0]
        else:
            group = _Same(actor.name, actor.type)
            groups.append(group)
        group.keys |= {_key(actor.name)}
        group.apart |= set(map(_key, actor.apart))
        group.sides += [actor.side] if actor.side else []
        found.append((entry, actor, group))
    for entry, actor, group in found:
        names[entry.report, actor.name] = group.name
    sides = {group.name: _side(group, groups) for group in groups}
    doubts += _shortened(groups)
    return Roster(names, sides, tuple(doubts))


def _key(name: str) -> str:
    text = " ".join(name.casefold().replace(".", "").split()).removeprefix("the ")
    return states().get(text, text).casefold()


def _is_same(actor: Actor, group: _Same) -> bool:
    key = _key(actor.name)
    if key in group.apart or not group.keys.isdisjoint(map(_key, actor.apart)):
        return False
    if key in group.keys:
        return True
    if actor.type not in _NAMED or group.type not in _NAMED:
        return False
    if "person" in (actor.type, group.type):
        return any(long.endswith(f" {key}") for long in group.keys)
    return any(key == _initials(long) for long in group.keys) if " " not in key else False


def _shortened(groups: Sequence[_Same]) -> Iterator[tuple[str, str]]:
    """Names that are only the beginning of a body's: the same body in short, or another?"""
    bodies = ("organisation", "person")  # what a short name is, the rules often get wrong
    short = {key: g for g in groups if g.type in bodies for key in g.keys if key not in states()}
    for group in groups:
        words = _key(group.name).split()
        if group.type != "organisation" or _POSSESSIVE.search(group.name):
            continue
        for end in range(max(1, len(words) - _MOST_LEFT_OUT), len(words)):
            other = short.get(" ".join(words[:end]))
            if other is None or other is group or not group.keys.isdisjoint(other.apart):
                continue
            if group.apart.isdisjoint(other.keys):
                yield other.name, group.name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in ("of", "the", "and", "for"))


def _side(group: _Same, groups: Sequence[_Same]) -> str:
    """The side that the reports name, followed up to a state or body that stands for itself."""
    at, seen = group, [group]
    for _ in range(5):
        if not at.sides:
            break
        above = next((g for g in groups if _key(at.sides[0]) in g.keys), None)
        if above is None:
            return at.sides[0]
        if above in seen:
            break
        at = above
        seen.append(at)
    return at.name if at.type in ("state", "organisation") or at is not group else ""
