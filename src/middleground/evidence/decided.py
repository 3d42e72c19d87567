"""The ledger as people have left it: what everything that is made of the ledger reads.

Rejected entries are gone, corrections hold, and actors that were merged have one name wherever they
are named. What nobody has decided stands as proposed, and says so in its status.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from middleground.evidence.entries import Entry, Link
from middleground.evidence.particulars import Actor

_Names = Mapping[tuple[str, str], str]  # by report and the name that it uses


def as_decided(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that may be built on, as people have decided them.

    Args:
        entries: The ledger as stored.

    Returns:
        Proposed, accepted, corrected and added entries, in the order given. Left out are rejected
        ones and those whose words have gone from their report. What the program inferred from a
        statement (whose figure, whose position) follows the statement's correction, unless it was
        decided upon itself. Actors that were merged stand under one name in every entry, in each
        report as one entry.
    """
    kept = [entry for entry in entries if entry.status != "rejected" and entry.standing != "lost"]
    present = {entry.id: entry for entry in kept}
    names = _names_given(kept)
    followed = [_follow(_without_gone(entry, present), present) for entry in kept]
    return _one_entry_each([rename_actors(entry, names) for entry in followed])


def _names_given(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """The name that stands for each name of a merged actor; a name that two share is left alone."""
    given: dict[tuple[str, str], str] = {}
    own = {(entry.report, entry.actor.name) for entry in entries if entry.actor}
    for entry in entries:
        actor = entry.actor
        if actor is None or not actor.known_as:
            continue
        given[entry.report, actor.name] = actor.known_as
        for alias in actor.aliases:
            if (entry.report, alias) not in own:
                given.setdefault((entry.report, alias), actor.known_as)
    return given


def _without_gone(entry: Entry, present: Mapping[str, Entry]) -> Entry:
    """The entry without its ties to entries that are left out."""
    changed: dict[str, object] = {}
    if entry.nested_in and entry.nested_in not in present:
        changed["nested_in"] = ""
    if entry.figure and entry.figure.asserted_by and entry.figure.asserted_by not in present:
        changed["figure"] = entry.figure.model_copy(update={"asserted_by": ""})
    if entry.term and any(figure not in present for figure in entry.term.figures):
        figures = tuple(figure for figure in entry.term.figures if figure in present)
        changed["term"] = entry.term.model_copy(update={"figures": figures})
    return entry.model_copy(update=changed) if changed else entry


def _follow(entry: Entry, present: Mapping[str, Entry]) -> Entry:
    """What is said within a statement is said by whom the corrected statement names."""
    within = present.get(entry.nested_in)
    if entry.decided or within is None or within.status not in ("corrected", "added"):
        return entry
    changed: dict[str, object] = {"chain": within.chain, "source": within.source}
    if entry.figure:
        changed["figure"] = entry.figure.model_copy(update={"asserter": within.speaker})
    return entry.model_copy(update=changed)


def rename_actors(entry: Entry, names: _Names) -> Entry:
    """The entry with other names for actors, wherever it names them beyond the report's words.

    Args:
        entry: Any entry.
        names: For a report and a name that it uses, the name to use.
    """
    if not names:
        return entry

    def new(name: str) -> str:
        return names.get((entry.report, name), name)

    def all_new(listed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(new, listed)))

    changed: dict[str, object] = {"chain": tuple(_under(link, new) for link in entry.chain)}
    if entry.actor:
        changed["actor"] = _renamed_actor(entry.actor, new)
    if entry.figure:
        changed["figure"] = entry.figure.model_copy(update={"asserter": new(entry.figure.asserter)})
    for kind, fields in _NAMING_FIELDS.items():
        said = getattr(entry, kind)
        if said is not None:
            lists = {field: all_new(getattr(said, field)) for field in fields}
            changed[kind] = said.model_copy(update=lists)
    return entry.model_copy(update=changed)


_NAMING_FIELDS = {
    "position": ("parties", "about"),
    "term": ("givers",),
    "event": ("doers", "targets"),
    "structure": ("who", "whom", "through"),
}


def _under(link: Link, new: Callable[[str], str]) -> Link:
    name = new(link.name)
    return link if name == link.name else link.model_copy(update={"stands_for": name})


def _renamed_actor(actor: Actor, new: Callable[[str], str]) -> Actor:
    name = actor.known_as or new(actor.name)
    maybe = (other for other in map(new, actor.maybe) if other != name)
    return actor.model_copy(
        update={
            "name": name,
            "aliases": _each_once((*actor.aliases, actor.name), but=name),
            "side": new(actor.side),
            "maybe": tuple(dict.fromkeys(maybe)),
            "apart": _each_once(map(new, actor.apart), but=name),
        }
    )


def _each_once(names: Iterable[str], but: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name != but))


def _one_entry_each(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, those of actors merged within a report joined in the first of them."""
    first: dict[tuple[str, str], int] = {}
    joined: list[Entry] = []
    for entry in entries:
        actor = entry.actor
        if actor is None:
            joined.append(entry)
            continue
        at = first.setdefault((entry.report, actor.name), len(joined))
        held = joined[at] if at < len(joined) else None
        if held and held.actor and (actor.known_as or held.actor.known_as):
            joined[at] = _joined(held, held.actor, entry, actor)
        else:
            joined.append(entry)
    return joined


def _joined(one: Entry, a: Actor, two: Entry, b: Actor) -> Entry:
    """One entry for two of the same actor: where either names it, under all its names."""
    passages = {(p.start, p.end): p for p in (*one.content, *two.content)}
    actor = a.model_copy(
        update={
            "aliases": _each_once((*a.aliases, *b.aliases), but=a.name),
            "side": a.side or b.side,
            "maybe": _each_once((*a.maybe, *b.maybe), but=a.name),
            "apart": _each_once((*a.apart, *b.apart), but=a.name),
        }
    )
    content = tuple(passages[place] for place in sorted(passages))
    return one.model_copy(update={"content": content, "actor": actor})
