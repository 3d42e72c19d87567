"""One actor or two? What is in doubt, and what a person decides about it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from middleground.errors import EvidenceError
from middleground.evidence.across import merge_actors
from middleground.evidence.decided import as_decided
from middleground.evidence.entries import Entry
from middleground.evidence.particulars import Actor
from middleground.evidence.review import Decider
from middleground.evidence.selection import find_entry, name_key
from middleground.plain_text import shown


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that fit two actors.

    Attributes:
        name: The actor in doubt.
        entry: Its entry, as an id.
        other: The actor that it may be.
        others: That actor's entries, as ids; several where several reports name it.
        why: What makes it doubtful.
    """

    name: str
    entry: str
    other: str
    others: tuple[str, ...]
    why: str


def list_doubts(entries: Sequence[Entry]) -> list[Doubt]:
    """The questions that nobody has answered yet: within each report, then across reports."""
    decided = as_decided(entries)
    actors = [(entry, entry.actor) for entry in decided if entry.actor]
    doubts: dict[tuple[str, str], Doubt] = {}
    for entry, actor in actors:
        for name in actor.maybe:
            found = tuple(e.id for e, a in actors if a.name == name and e.report == entry.report)
            if found:
                why = f"some of its words in report {entry.report} fit both"
                doubts.setdefault((entry.id, name), Doubt(actor.name, entry.id, name, found, why))
    for name, *candidates in merge_actors(decided).doubts:
        entry = next(e for e, a in actors if a.name == name)
        for other in candidates:
            found = tuple(e.id for e, a in actors if a.name == other and e.id != entry.id)
            if found and (entry.id, other) not in doubts:
                why = ("the name fits more than one" if len(candidates) > 1
                       else "one name is how the other begins")  # fmt: skip
                doubts[entry.id, other] = Doubt(name, entry.id, other, found, why)
    return list(doubts.values())


def find_actors(entries: Sequence[Entry], name: str) -> list[Entry]:
    """The entries of an actor: the one of that name as an entry, or all that go by a name.

    Raises:
        EvidenceError: If there is none, or the entry is not an actor's.
    """
    wanted = name_key(name)
    actors = [(entry, entry.actor) for entry in entries if entry.actor]
    called = [entry for entry, actor in actors if wanted == name_key(actor.known_as or actor.name)]
    also = [e for e, a in actors if wanted in map(name_key, (a.name, *a.aliases))]
    if called or also:
        return called or also
    try:
        entry = find_entry(entries, name)
    except EvidenceError as error:
        if error.problems[0].code != "no-entry":
            raise
        raise EvidenceError(
            f"the ledger has no actor '{shown(name)}'",
            code="no-actor",
            expected="the name of an actor, or of its entry",
            mend="list them with --kind actor",
        ) from None
    if entry.actor is None:
        raise EvidenceError(
            f"entry '{shown(name)}' is of kind '{entry.kind}'",
            code="no-actor",
            expected="an entry of kind 'actor'",
        )
    return [entry]


def unite(
    entries: Iterable[Entry], ids: Collection[str], name: str, decider: Decider
) -> list[Entry]:
    """The ledger with some entries of actors as one actor.

    Args:
        entries: The ledger.
        ids: The entries.
        name: What the actor is called from now on, in every report.
        decider: Who says so.
    """
    listed = list(entries)
    ours = {
        name_key(own) for e in listed if e.id in ids and e.actor for own in (e.actor.name, name)
    }

    def united(actor: Actor) -> Actor:
        return actor.model_copy(
            update={
                "known_as": name,
                "maybe": tuple(other for other in actor.maybe if name_key(other) not in ours),
                "apart": tuple(other for other in actor.apart if name_key(other) not in ours),
            }
        )

    return [
        _with_actor(e, united(e.actor), decider) if e.id in ids and e.actor else e for e in listed
    ]


def divide(entries: Iterable[Entry], ids: Collection[str], decider: Decider) -> list[Entry]:
    """The ledger with some entries of actors under their own names again."""
    return [
        _with_actor(e, e.actor.model_copy(update={"known_as": ""}), decider)
        if e.id in ids and e.actor and e.actor.known_as
        else e
        for e in entries
    ]


def keep_apart(
    entries: Iterable[Entry], ones: Collection[str], others: Collection[str], decider: Decider
) -> list[Entry]:
    """The ledger with two actors as two, whatever their names.

    Raises:
        EvidenceError: If both have the same name: then one of them needs another.
    """
    listed = list(entries)
    names = {e.id: e.actor.known_as or e.actor.name for e in listed if e.actor}
    first, second = [names[n] for n in ones if n in names], [names[n] for n in others if n in names]
    shared = {*map(name_key, first)} & {*map(name_key, second)}
    if shared:
        raise EvidenceError(
            f"both are called '{shown(min(shared))}'",
            code="same-name",
            expected="two actors under two names",
            mend="give one of them another name: correct ENTRY --set known_as='...'",
        )

    def apart(entry: Entry) -> Entry:
        strangers = second if entry.id in ones else first if entry.id in others else []
        actor = entry.actor
        if actor is None or not strangers:
            return entry
        keys = {*map(name_key, strangers)}
        changed = {
            "apart": tuple(dict.fromkeys((*actor.apart, *strangers))),
            "maybe": tuple(name for name in actor.maybe if name_key(name) not in keys),
        }
        return _with_actor(entry, actor.model_copy(update=changed), decider)

    return [apart(entry) for entry in listed]


def _with_actor(entry: Entry, actor: Actor, decider: Decider) -> Entry:
    if actor == entry.actor:
        return entry
    return entry.model_copy(
        update={
            "actor": actor,
            "status": "added" if entry.status == "added" else "corrected",
            "by": decider.by,
            "when": decider.when,
            "note": decider.note or entry.note,
        }
    )
