"""One entry of the ledger: who says what, on whose word, at which characters of which report.

A claim is recorded as its source's claim, with the polarity and the factuality that this source
gives it. Content and sources are slices of the report; what the program infers beyond them (who
"they" are) stands apart and says so.

Sources: Pareti (2012) for source, cue and content; Saurí & Pustejovsky (2009) for factuality
relative to a source; W3C Web Annotation Data Model for the selectors.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, Self

from pydantic import model_validator

from middleground.evidence.particulars import Actor, Event, Position, Record, Structure, Term

Kind = Literal["attribution", "figure", "actor", "position", "term", "event", "relation"]
Naming = Literal["named", "role", "group", "document", "unnamed", "unstated"]
Type = Literal["direct", "indirect", "mixed"]
Modality = Literal["asserted", "reported", "denied", "expected", "conditional"]
Status = Literal["proposed", "accepted", "corrected", "rejected", "added"]
Standing = Literal["whole", "changed", "lost"]


class Passage(Record):
    """Characters of a report, with the words that stand there.

    Attributes:
        start: First character, counted in Unicode code points of the stored text.
        end: Character after the last one.
        text: The report's own words there, kept so that a moved passage is found again.
    """

    start: int
    end: int
    text: str

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.start < 0 or self.end - self.start != len(self.text):
            raise ValueError(
                f"{self.start} to {self.end} does not hold {len(self.text)} characters"
            )
        return self


class Link(Record):
    """One source in a chain.

    Attributes:
        words: The words that name it in the report; "" for a source the report leaves out.
        naming: How it is named: by name, by role or office, as a group, as a document, as somebody
            who is not to be named, or not at all.
        stands_for: Whom the program takes "they" or "the group" to be; "" where the words say it,
            or where it cannot tell.
        passage: Where the words stand; None for a source that is left out.
    """

    words: str
    naming: Naming
    stands_for: str = ""
    passage: Passage | None = None

    @property
    def name(self) -> str:
        """Who this is, as well as the program knows; "" for an unstated source."""
        return self.stands_for or self.words


class Figure(Record):
    """A number with all that makes it a claim: bounds, unit, what is counted, and on whose word.

    Attributes:
        value: The number as written; None for "several" and the like.
        low: Lowest value that the words allow; None where they set no lower bound.
        high: Highest value that the words allow; None where they set no upper bound.
        qualifier: "more than", "at least", "about" ..., in small letters; "" for a bare number.
        unit: "weeks", "people", "percent" ...; "" where none is said.
        counted: What is counted, in the report's words.
        topic: Dictionary forms of what is counted and what is said of it, to compare figures by.
        negated: Whether the report denies it: "is not holding 40".
        asserter: Who says so: the name of the innermost source, or "" for the reporter.
        asserted_by: The attribution that covers it, as an entry's id; "" for the reporter.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    qualifier: str = ""
    unit: str = ""
    counted: str = ""
    topic: tuple[str, ...] = ()
    negated: bool = False
    asserter: str = ""
    asserted_by: str = ""


class Entry(Record):
    """One claim, as proposed by a rule or as an analyst left it.

    Attributes:
        id: Stable name, from the report, the kind and the passages: see `entry_id`.
        report: The report's name in the project.
        kind: What kind of thing is said.
        sentence: Number, from 1, of the sentence in which the claim begins.
        content: What is said.
        cue: The words that mark it as somebody's words; empty for a continued quotation.
        source: The words that name the speaker; empty where the text leaves the speaker out.
        chain: Sources from the outermost (an outlet that the report quotes) to the speaker.
        type: Direct, indirect or mixed quotation; None for what is no quotation.
        polarity: Negative where the source is said not to have said it, or denies it.
        modality: How far the source stands by it.
        stance: What the source does by saying so: "asserts", "demands", "rejects", "threatens" ...
        figure: What a figure says beyond its words; None in other kinds.
        actor: The same for an actor.
        position: The same for a position.
        term: The same for a term.
        event: The same for an event.
        structure: The same for a relation.
        nested_in: Id of the attribution within which this one stands.
        status: Proposed by a program, or decided by a person.
        rule: The rule that proposed it.
        reader: The reader and its version.
        by: Who decided.
        when: When they decided, ISO 8601.
        note: The decider's remark.
        standing: Whether the words that were decided upon still stand in the report: whole; changed
            since, and found by their likeness; or lost, with the places where they stood.
    """

    id: str
    report: str
    kind: Kind
    sentence: int
    content: tuple[Passage, ...]
    cue: tuple[Passage, ...] = ()
    source: tuple[Passage, ...] = ()
    chain: tuple[Link, ...] = ()
    type: Type | None = None
    polarity: Literal["positive", "negative"] = "positive"
    modality: Modality = "asserted"
    stance: str = ""
    figure: Figure | None = None
    actor: Actor | None = None
    position: Position | None = None
    term: Term | None = None
    event: Event | None = None
    structure: Structure | None = None
    nested_in: str = ""
    status: Status = "proposed"
    rule: str = ""
    reader: str = ""
    by: str = ""
    when: str = ""
    note: str = ""
    standing: Standing = "whole"

    @property
    def decided(self) -> bool:
        """Whether a person has had a hand in it."""
        return self.status != "proposed"

    @property
    def words(self) -> str:
        """What is said, in the report's words; parts that stand apart joined by " ... "."""
        return " … ".join(passage.text for passage in self.content)

    @property
    def speaker(self) -> str:
        """The innermost source's name; "" where it is unstated or the reporter speaks."""
        return self.chain[-1].name if self.chain else ""


def entry_id(
    report: str, kind: Kind, content: Sequence[Passage], cue: Sequence[Passage] = ()
) -> str:
    """A name that a second reading gives to the same claim again.

    It rests on the report, the kind and the passages. The rule is left out: a better rule that
    finds the same claim must meet the decision that was made about it.

    Example:
        >>> entry_id("april", "figure", [Passage(start=0, end=5, text="three")])
        'figure-5992e2f8d644'
    """
    places = "|".join(f"{p.start}-{p.end}" for p in (*content, *cue))
    digest = sha256(f"{report}|{kind}|{len(content)}|{places}".encode()).hexdigest()
    return f"{kind}-{digest[:12]}"
