"""What an entry of each kind says beyond its words: an actor, a position, a term, an event, a tie.

All of it is proposed. Names of actors are those of `middleground.evidence.cast`, after aliases are
merged; "" stands for somebody whom the report does not name.

Sources: Fisher & Ury (1981) for positions; Schrodt & Yonamine (2013) for events of the kind who did
what to whom; Putnam (1988) for what ties a negotiator at home.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

ActorType = Literal["person", "state", "organisation", "media", "role", "group", "unnamed"]
PositionKind = Literal[
    "demand", "order", "offer", "concession", "red_line", "threat", "rejection", "condition",
    "readiness", "support", "commitment", "denial", "belief", "evaluation", "alleged_intent",
    "stance_change",
]  # fmt: skip
EventStatus = Literal["happened", "announced", "has not happened"]
StructureKind = Literal[
    "decides", "presses", "mediates", "disagrees", "threatens_to_leave", "limited_by", "channel",
    "hampers", "readiness", "uncertain",
]  # fmt: skip


class Record(BaseModel):
    """A value that never changes and takes no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Record):
    """Somebody who acts, speaks or is bound: the entry's passages are where they are named.

    Attributes:
        name: The fullest name the report gives; without one, what it is and whose.
        type: A person, a state, an organisation, a medium, an office, a group, or unnamed sources.
        aliases: Other words for the same actor, each once, in order of first use.
        side: State or organisation whose side the report's words put them on; "" if unsaid.
        maybe: Actors whom some of these words fit as well: one actor or two? The analyst decides.
        known_as: The name under which somebody has merged this actor with others; "" if nobody has.
        apart: Names of actors from whom somebody has said that this one is another.
    """

    name: str
    type: ActorType
    aliases: tuple[str, ...] = ()
    side: str = ""
    maybe: tuple[str, ...] = ()
    known_as: str = ""
    apart: tuple[str, ...] = ()


class Position(Record):
    """What a party wants, offers, refuses or believes.

    Attributes:
        kind: "red_line" is what a party will not do or give up; "alleged_intent" what others say
            it is after; "readiness" a signal of it.
        parties: Whose position it is; several where the report says so of several.
        topics: What it is for (+) or against (-), as dictionary forms: "fighting-", "deal+". A
            suggestion to compare positions by.
        condition: The words that make it conditional: "unless ...", "if ...".
        about: About whose conduct it is, for a belief, a judgement or an alleged aim.
    """

    kind: PositionKind
    parties: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    condition: str = ""


class Term(Record):
    """One term of a proposal: who gives what, how much, when, in return for what.

    Attributes:
        givers: Who would do it.
        action: Dictionary form of what is done: "release", "pay"; "" where only a thing is named.
        figures: Ids of the figures in it.
        when: Its place in the sequence, in the report's words: "an initial phase", "then".
        in_return_for: The other side of an exchange, in the report's words.
        proposal: The document it belongs to, in the report's words.
    """

    givers: tuple[str, ...] = ()
    action: str = ""
    figures: tuple[str, ...] = ()
    when: str = ""
    in_return_for: str = ""
    proposal: str = ""


class Event(Record):
    """Who did what to whom, when.

    Attributes:
        action: Dictionary form of the verb or noun.
        topics: What it is about, in the terms of `Position.topics`.
        doers: Who did it.
        targets: To whom.
        places: Where.
        when: As written; a year that the report leaves out is left out.
        status: Whether the report says it happened.
    """

    action: str
    topics: tuple[str, ...] = ()
    doers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: str = ""
    status: EventStatus = "happened"


class Structure(Record):
    """A tie among those at and around the table.

    Attributes:
        kind: Who decides, presses, mediates, disagrees, threatens to leave or is limited; how
            messages travel ("channel"); what hampers the talks; who is ready; what is uncertain.
        who: Who does it; for a disagreement, all who disagree.
        whom: To whom, or between whom.
        through: Through whom pressure or messages go.
        takes: How long messages take, in the report's words.
    """

    kind: StructureKind
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    takes: str = ""
