"""What an entry says beyond its words, in one line."""

from collections.abc import Sequence

from middleground.evidence.entries import Entry, Figure
from middleground.evidence.particulars import Actor, Event, Position, Structure, Term

POSITIONS = {
    "demand": "demand", "order": "order", "offer": "offer", "concession": "concession",
    "red_line": "red line", "threat": "threat", "rejection": "rejection", "condition": "condition",
    "readiness": "signal of readiness", "support": "support", "commitment": "commitment",
    "denial": "denial", "belief": "belief", "evaluation": "judgement",
    "alleged_intent": "aim that others allege", "stance_change": "change of position",
}  # fmt: skip
STRUCTURES = {
    "decides": "decides", "presses": "presses", "mediates": "mediates", "disagrees": "at odds",
    "threatens_to_leave": "threatens to leave", "limited_by": "limited", "channel": "messages",
    "hampers": "hampers the talks", "readiness": "readiness", "uncertain": "uncertain",
}  # fmt: skip


def gist(entry: Entry) -> str:
    """An entry's kind and what is recorded beyond its words.

    Example:
        >>> from middleground.evidence.entries import Passage
        >>> gist(Entry(id="figure-1", report="april", kind="figure", sentence=1, content=(),
        ...            figure=Figure(value=40, qualifier="at least", unit="people", negated=True)))
        'not at least 40 people'
    """
    if entry.figure:
        return figure_in_words(entry.figure, entry.words)
    if entry.actor:
        return _actor(entry.actor)
    if entry.position:
        return _position(entry.position)
    if entry.term:
        return _term(entry.term)
    if entry.event:
        return _event(entry.event)
    if entry.structure:
        return _structure(entry.structure)
    return _joined([entry.stance, "denied" if entry.polarity == "negative" else "",
                    entry.modality if entry.modality != "asserted" else ""])  # fmt: skip


def figure_in_words(figure: Figure, words: str) -> str:
    """A number with its bounds and unit; for one without a value, the report's words."""
    if figure.value is None:
        said = " ".join(words.split())
    else:
        whole = figure.value == round(figure.value)
        amount = f"{figure.value:,.0f}" if whole else f"{figure.value:,.4g}"
        unit = figure.unit.removesuffix("s") if figure.value == 1 else figure.unit
        qualifier = "" if figure.qualifier in amount else figure.qualifier
        said = " ".join(filter(None, [qualifier, amount, unit]))
    return f"not {said}" if figure.negated else said


def _actor(actor: Actor) -> str:
    aliases = [alias for alias in actor.aliases if alias != actor.name]
    return _joined([
        f"{actor.name} ({actor.type})",
        f"known as {actor.known_as}" if actor.known_as else "",
        f"also: {_listed(aliases)}" if aliases else "",
        f"side: {actor.side}" if actor.side and actor.side != actor.name else "",
        f"or is it {' or '.join(actor.maybe)}?" if actor.maybe else "",
    ])  # fmt: skip


def _position(position: Position) -> str:
    about = f"about {_listed(position.about)}" if position.about else ""
    return _joined([_owned(POSITIONS[position.kind], position.parties), about,
                    position.condition])  # fmt: skip


def _term(term: Term) -> str:
    return _joined([
        f"{_listed(term.givers) or 'somebody'} would {term.action}" if term.action else "a term",
        term.when,
        f"in return for {term.in_return_for}" if term.in_return_for else "",
    ])  # fmt: skip


def _event(event: Event) -> str:
    return _joined([
        _owned(event.action, event.doers), f"to {_listed(event.targets)}" if event.targets else "",
        _listed(event.places), event.when,
        event.status if event.status != "happened" else "",
    ])  # fmt: skip


def _structure(tie: Structure) -> str:
    said = " ".join(filter(None, [_listed(tie.who), STRUCTURES[tie.kind], _listed(tie.whom)]))
    through = f"through {_listed(tie.through)}" if tie.through else ""
    return _joined([said, through, tie.takes])


def _owned(what: str, owners: Sequence[str]) -> str:
    return f"{_listed(owners)}: {what}" if owners else what


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(filter(None, parts))
