"""Which entries are meant: by name, or by what they say, of whom, on whose word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from middleground.errors import EvidenceError
from middleground.evidence.entries import Entry
from middleground.plain_text import shown

_SHORTEST = 4
_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Selection:
    """What entries must be to be meant; an empty part leaves all of them in.

    Attributes:
        kinds, statuses, reports, standings: One of these.
        certainties: How far the source stands by it: one of the modalities, or "denied" for what
            is denied in any way.
        parties: Somebody of these names or aliases acts, speaks, is bound or is meant in it.
        rules: Proposed by one of these rules; "position" stands for all that begin so.
        text: Words of the entry or of its source, whatever their case.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it leaves everything in."""
        return self == Selection()


def select(entries: Sequence[Entry], selection: Selection) -> list[Entry]:
    """The entries that a selection means, in the order given."""
    names = _all_names(entries, selection.parties)
    text = " ".join(selection.text.casefold().split())
    return [
        entry
        for entry in entries
        if _is_one_of(entry.kind, selection.kinds)
        and _is_one_of(entry.status, selection.statuses)
        and _is_one_of(entry.report, selection.reports)
        and _is_one_of(entry.standing, selection.standings)
        and (not selection.certainties or _certainties(entry) & {*selection.certainties})
        and (not selection.parties or not names.isdisjoint(map(name_key, names_in(entry))))
        and (not selection.rules or entry.rule.startswith(selection.rules))
        and text in " ".join(_searched(entry).casefold().split())
    ]


def _is_one_of(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted


def _certainties(entry: Entry) -> set[str]:
    denied = entry.polarity == "negative" or (entry.figure is not None and entry.figure.negated)
    return {entry.modality, "denied"} if denied else {entry.modality}


def _searched(entry: Entry) -> str:
    sources = (link.words for link in entry.chain)
    return " ".join((entry.words, *sources, *(p.text for p in entry.cue)))


def names_in(entry: Entry) -> Iterator[str]:
    """Every actor that an entry names: who is it, who speaks, acts, is bound or is meant."""
    for link in entry.chain:
        yield from filter(None, (link.words, link.stands_for))
    if entry.actor:
        yield from filter(None, (entry.actor.name, *entry.actor.aliases, entry.actor.known_as))
    if entry.figure and entry.figure.asserter:
        yield entry.figure.asserter
    if entry.position:
        yield from (*entry.position.parties, *entry.position.about)
    if entry.term:
        yield from entry.term.givers
    if entry.event:
        yield from (*entry.event.doers, *entry.event.targets)
    if entry.structure:
        yield from (*entry.structure.who, *entry.structure.whom, *entry.structure.through)


def _all_names(entries: Sequence[Entry], wanted: Sequence[str]) -> set[str]:
    """All the names of the actors that go by one of some names."""
    names = {name_key(name) for name in wanted}
    if names:
        for entry in entries:
            own = {name_key(name) for name in names_in(entry)} if entry.actor else set()
            if not own.isdisjoint(map(name_key, wanted)):
                names |= own
    return names


def name_key(name: str) -> str:
    """A name as names are compared: in small letters, without an article before it."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def short_names(entries: Iterable[Entry]) -> dict[str, str]:
    """For each entry's id the beginning of its number that no other has: four places or more.

    A name found here keeps its meaning when entries are added, unless one of them begins alike:
    then a longer one is needed, and asked for.
    """
    numbers = sorted((_number(entry.id), entry.id) for entry in entries)
    names = {}
    for at, (number, identity) in enumerate(numbers):
        beside = (numbers[n][0] for n in (at - 1, at + 1) if 0 <= n < len(numbers))
        needed = 1 + max((_alike(number, other) for other in beside), default=0)
        names[identity] = number[: max(_SHORTEST, needed)]
    return names


def find_entry(entries: Sequence[Entry], name: str) -> Entry:
    """The entry of a short or a full name.

    Raises:
        EvidenceError: If there is none, or if several begin so.
    """
    wanted = name.casefold()
    whole = next((entry for entry in entries if entry.id.casefold() == wanted), None)
    if whole is not None:
        return whole
    found = [entry for entry in entries if wanted and _number(entry.id).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise EvidenceError(
            f"the ledger has no entry '{shown(name)}'",
            code="no-entry",
            expected="the name of an entry, as the list of the ledger begins each line",
        )
    names = short_names(entries)
    listed = ", ".join(names[entry.id] for entry in found[:_MOST_LISTED])
    raise EvidenceError(
        f"{len(found)} entries begin with '{shown(name)}'",
        code="several-entries",
        expected=f"one of: {listed}{', ...' if len(found) > _MOST_LISTED else ''}",
    )


def _number(identity: str) -> str:
    return identity.rpartition("-")[2].casefold() or identity.casefold()


def _alike(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
