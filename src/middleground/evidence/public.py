"""The ledger for everybody: without remarks, names of users, and what could betray a source.

What is not listed here as public is left out (an allow-list). The words of a claim are in a report
that others can read; who said them to a reporter who withheld the name is nobody's business.
"""

from collections.abc import Iterable

from middleground.evidence.entries import Entry, Link

_PUBLIC = (
    "id", "report", "kind", "sentence", "content", "type", "polarity", "modality", "stance",
    "figure", "position", "term", "event", "structure", "actor", "nested_in", "status", "rule",
    "reader", "standing",
)  # fmt: skip
_WITHHELD = ("unnamed", "unstated")


def as_public(entries: Iterable[Entry]) -> list[Entry]:
    """The entries as they may be given to anybody.

    Returns:
        Those that nobody rejected. Of a source that is not named, no words and no guesses stay;
        unnamed sources are no entries of their own.
    """
    return [
        _public(entry)
        for entry in entries
        if entry.status != "rejected" and not (entry.actor and entry.actor.type == "unnamed")
    ]


def _public(entry: Entry) -> Entry:
    kept = {name: getattr(entry, name) for name in _PUBLIC}
    is_withheld = bool(entry.chain) and entry.chain[-1].naming in _WITHHELD
    if entry.figure and is_withheld:
        kept["figure"] = entry.figure.model_copy(update={"asserter": ""})
    kept["chain"] = tuple(
        Link(words="", naming=link.naming) if link.naming in _WITHHELD else link
        for link in entry.chain
    )
    if not is_withheld:
        kept |= {"source": entry.source, "cue": entry.cue}
    return Entry(**kept)
