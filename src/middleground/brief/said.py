"""An entry of the ledger as the page shows it: its words, on whose word, where, decided by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from middleground.brief.naming import Cast
from middleground.brief.statements import STATUSES, chain_in_words, link_to, without_marks
from middleground.brief.words import one_line
from middleground.evidence.across import Roster, merge_actors
from middleground.evidence.decided import rename_actors
from middleground.evidence.entries import Entry
from middleground.evidence.selection import name_key, names_in
from middleground.reports.document import Document


@dataclass(frozen=True, slots=True)
class Said:
    """One claim with its way back.

    Attributes:
        link: The place on the page where its words stand.
        label: What it is, in words.
        words: The report's own.
        chain: On whose word; "" where the report speaks for itself.
        detail: What else is recorded: conditions, dates, whom it is about.
        status: Who says that it is so: the program, or somebody who accepted or corrected it.
        decided: Whether a person has had a hand in it.
    """

    link: str
    label: str
    words: str
    chain: str
    detail: str
    report: str
    sentence: int
    status: str
    decided: bool


class Sayer:
    """Puts entries in words: whom the reports name under one name each, as the scenario has it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        actors: Sequence[Entry],
        documents: Mapping[str, Document],
        cast: Cast,
    ) -> None:
        self.by_id = {entry.id: entry for entry in entries}
        self.entries = entries
        self._documents, self._cast = documents, cast
        self._roster: Roster = merge_actors(actors)
        people = {e.actor.name for e in actors if e.actor and e.actor.type == "person"}
        self._people = {name: name.title() for name in people if name.islower()}

    def who(self, report: str, name: str) -> tuple[str, str]:
        """An actor as one report calls it: a key for all its names, and the name to print.

        A text in small letters gives its people back their capitals.
        """
        common = self._roster.name(report, name)
        known = self._cast.find(common) or self._cast.find(name)
        if known is not None:
            return known
        words = one_line(common)
        for written, name_of_person in self._people.items():
            words = words.replace(written, name_of_person)
        return name_key(words), words[:1].upper() + words[1:]

    def names(self, report: str, names: Sequence[str]) -> list[str]:
        """Some actors by the names to print, each once."""
        return list(dict.fromkeys(self.who(report, name)[1] for name in names))

    def named(self, entry: Entry) -> Entry:
        """The entry with the names to print in place of the report's own."""
        names = {(entry.report, name): self.who(entry.report, name)[1] for name in names_in(entry)}
        return rename_actors(entry, names)

    def say(self, entry: Entry, label: str = "", detail: str = "") -> Said:
        """An entry as the page shows it."""
        return Said(
            link=link_to(entry, self._documents),
            label=label,
            words=without_marks(" ".join(entry.words.split())),
            chain=chain_in_words(entry.chain) if entry.chain else "",
            detail=one_line(detail),
            report=entry.report,
            sentence=entry.sentence,
            status=STATUSES[entry.status],
            decided=entry.decided,
        )
