"""The scenario: what an analyst types, and what every answer reads.

Everything beyond parties, issues and preferences is optional; a new project has reports alone.
Elements are mappings by id: answers name their members, and results must not hang on a position
in a list. Cross-references are checked in `middleground.scenario.references`.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from middleground.scenario.faults import fault
from middleground.scenario.grounds import (
    RESERVED,
    Closed,
    Evidence,
    Grounded,
    Id,
    Quotation,
    Text,
    as_list,
)
from middleground.scenario.issues import Issue
from middleground.scenario.preferences import Preference, Shift
from middleground.scenario.ranges import Range, bounded

FORMAT = "middleground/1"
# Sections that belong to later analyses: kept untouched, read by nothing yet.
LATER = ("hold", "aftermath", "talks", "readiness")
SECTIONS = (
    "reports", "parties", "mediators", "outsiders", "issues", "quantities", "proposals", "facts",
    "rules", "preferences", "demands", "events", "correlations", "levers", "precedents", "quotes",
)  # fmt: skip

Share = Annotated[Range, bounded(0, 1, "a share")]
Days = Annotated[Range, bounded(0, 36_500, "a number of days")]
Level = Annotated[Range, bounded(0, 1e12, "a cost")]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list), Field(strict=False)]
Who = Annotated[str, Field(max_length=200)]
"""A party, mediator or outsider by its id, or a constituency as `party.constituency`."""
Whom = Annotated[tuple[Who, ...], BeforeValidator(as_list), Field(strict=False)]
Expression = Annotated[str, Field(min_length=1, max_length=2_000)]


def _day(written: Any) -> Any:
    if isinstance(written, str) and written[:4].isdigit():
        try:
            date.fromisoformat(written)
        except ValueError:
            raise fault("date", f"'{written}' is not a date", "a day such as 2024-05-02") from None
    return written


DayOrReport = Annotated[str, Field(max_length=80), AfterValidator(_day)]
"""A day as 2024-05-02, or the id of a report: the state of things as that report has it."""


def _only_day(written: str) -> str:
    try:
        date.fromisoformat(written)
    except ValueError:
        raise fault("date", f"'{written}' is not a date", "a day such as 2024-05-02") from None
    return written


def _correlation(written: float) -> float:
    if not -1 <= written <= 1:
        raise fault("number-range", f"a rank correlation of {written:g}", "between -1 and 1")
    return written


class Report(Grounded):
    """A text that the scenario quotes.

    Attributes:
        file: Its file, relative to the scenario file.
        title: Its headline.
        outlet: Who published it.
        published: Day of publication, where the report states one.
        after: Report that it is later than, where dates are missing.
        language: Language that it is written in, such as "en".
        licence: On what terms it may be passed on.
        url: Where it was published. Never fetched.
    """

    file: Annotated[str, Field(min_length=1, max_length=1_000)]
    title: Text | None = None
    outlet: Text | None = None
    published: Annotated[str, AfterValidator(_only_day)] | None = None
    after: Id | None = None
    language: Text | None = None
    licence: Text | None = None
    url: Text | None = None


class Named(Grounded):
    """Anybody who appears, under the name that they use themselves.

    Attributes:
        name: The name to show; the id where left out.
        also: Other names, so that reports are understood.
    """

    name: Text | None = None
    also: Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(strict=False)] = ()

    @model_validator(mode="before")
    @classmethod
    def _read_bare_id(cls, written: Any) -> Any:
        """An id alone is enough: `{board: , ministry: }`."""
        return {} if written is None else written


class Constituency(Named):
    """A group or person within or behind a party that accepts or refuses for itself."""


class Consultation(Grounded):
    """The way from the table to somebody who must be asked.

    Attributes:
        hops: Number of intermediaries.
        latency_days: Days for each hop.
        loss: Chance that a message is lost, for each hop.
    """

    hops: Level | None = None
    latency_days: Days | None = None
    loss: Share | None = None


class Party(Named):
    """A side whose agreement makes the deal.

    Attributes:
        decides: The constituency whose utility is the party's own at the table. May be left out
            where there is only one.
        at_table: The constituency that talks; the decision maker where left out.
        constituencies: Empty for a party that is one person: it is then its own constituency.
        ratifies: When the party says yes, over its constituencies and named events. Left out: when
            the decision maker accepts.
        consults: Whom the one at the table must ask, and how long that takes.
    """

    decides: Id | None = None
    at_table: Id | None = None
    constituencies: dict[Id, Constituency] = Field(default_factory=dict)
    ratifies: Expression | None = None
    consults: dict[Id, Consultation] = Field(default_factory=dict)


class Channel(Grounded):
    """A path of messages between a mediator and somebody else.

    Attributes:
        latency_days: Days that a message takes.
        loss: Chance that a message is lost.
    """

    latency_days: Days | None = None
    loss: Share | None = None


class Mediator(Named):
    """Carries messages, proposes, or presses; has a channel to each party that it reaches.

    Attributes:
        role: What it does beyond carrying messages: nothing, proposing texts, or pressing.
        insight: How well it knows what the parties would accept, 0 to 1.
        channels: Whom it can carry messages to: parties and other mediators.
    """

    role: Literal["facilitator", "formulator", "manipulator"] | None = None
    insight: Share | None = None
    channels: dict[Id, Channel] = Field(default_factory=dict)


class Outsider(Named):
    """Presses and demands, but neither signs nor carries messages."""


class Quantity(Grounded):
    """A number that follows from the deal: `captives * prisoners_per_captive`.

    Attributes:
        sum: The sum, over numeric issues, facts and other quantities. Alone, it needs no key.
        name: The name to show.
        unit: What it counts.
    """

    sum: Expression
    name: Text | None = None
    unit: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_short_form(cls, written: Any) -> Any:
        return {"sum": written} if isinstance(written, str) else written


class Proposal(Grounded):
    """A named deal or part of one, as somebody put it forward.

    Attributes:
        by: Who put it forward.
        terms: The options that it names, by issue.
        name: The name to show.
    """

    by: Who
    terms: dict[Id, str | int | float]
    name: Text | None = None


class Claim(Grounded):
    """What one source holds a fact to be: one of the five forms.

    Attributes:
        by: Who claims it, in words.
        value: "It is 40", or a range.
        at_least: "At least 40".
        above: "More than 40".
        below: "Fewer than 40".
        about: "About 40".
    """

    by: Text
    value: Range | None = None
    at_least: Range | None = None
    above: Range | None = None
    below: Range | None = None
    about: Range | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Claim":
        said = [self.value, self.at_least, self.above, self.below, self.about]
        if all(number is None for number in said):
            raise fault(
                "missing", "a claim without a number", "value, at_least, above, below or about"
            )
        return self


class Fact(Grounded):
    """Something nobody is sure of: the analyst's own range, and beside it what was claimed.

    Attributes:
        value: The analyst's own number or range.
        unit: What it counts.
        name: The name to show.
        claims: What others say it is.
    """

    value: Range
    unit: Text | None = None
    name: Text | None = None
    claims: tuple[Claim, ...] = Field(default=(), strict=False)


class Rule(Grounded):
    """A condition that every deal must meet, whoever wants what.

    Attributes:
        rule: The condition. Alone, it needs no key.
        why: Its reason, which counts as its assumption.
        name: The name to show.
    """

    rule: Expression
    why: Text | None = None
    name: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_short_form(cls, written: Any) -> Any:
        return {"rule": written} if isinstance(written, str) else written


class Trend(Grounded):
    """Whether a demand hardens or softens.

    Attributes:
        direction: Which of the two.
    """

    direction: Literal["harder", "softer"]


class Demand(Grounded):
    """What somebody asks for, as a condition on the deal.

    Attributes:
        by: Who asks for it.
        requires: The condition.
        stance: Whether it is said in public or in private.
        firmness: How firm it is said to be.
        trend: Whether it is getting harder or softer.
        name: The name to show.
        binds: Whether the analyst lets it bind the zone. By default it is a statement.
    """

    by: Who
    requires: Expression
    stance: Literal["public", "private"] = "public"
    firmness: Literal["red_line", "firm", "open"] = "firm"
    binds: bool = False
    trend: Trend | None = None
    name: Text | None = None


class Event(Grounded):
    """Something that may happen: once with a chance, or at a rate.

    Attributes:
        chance: Chance that it happens at all, 0 to 1.
        by_day: Days from the start of talks by which it has happened, if it does.
        rate_per_day: Times a day, where it may happen again and again.
        what: What happens, in words.
        name: The name to show.
        shifts: What it adds, for each party or constituency that it touches.
        sets: Facts that it settles, with their new range.
    """

    chance: Annotated[Range, bounded(0, 1, "a chance")] | None = None
    by_day: Days | None = None
    rate_per_day: Level | None = None
    what: Text | None = None
    name: Text | None = None
    shifts: dict[Who, Shift] = Field(default_factory=dict)
    sets: dict[Id, Range] = Field(default_factory=dict)


class Correlation(Grounded):
    """Numbers that go together: who is wrong about one is likely wrong about the others.

    Attributes:
        of: Their paths, such as `preferences.union.chair.no_deal` or `events.walk_out`.
        rank: The rank correlation (Spearman's) between any two of them, -1 to 1.
        name: The name to show.
    """

    of: Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(strict=False, min_length=2)]
    rank: Annotated[float, AfterValidator(_correlation)]
    name: Text | None = None


class Lever(Grounded):
    """Something an actor can do that moves a utility, a no-deal value or a rule, at a cost.

    Attributes:
        by: Who can do it; several, where they must do it together.
        on: The party or constituency that it moves.
        name: The name to show.
        shifts: What it adds, in the shape of the preferences block that it changes.
        cost: What it costs those who do it, in one unit for the whole file.
        via: Parallel paths, each a chain of actors with the share that passes through.
        settles: Events that it makes true or false.
        switches_off: Rules and demands that it lifts.
        excludes: Levers that cannot be used beside it.
        needs: Levers without which it cannot be used.
    """

    by: Whom
    on: Who | None = None
    name: Text | None = None
    shifts: Shift | None = None
    cost: Level | None = None
    via: Annotated[tuple[dict[Id, Share], ...], BeforeValidator(as_list), Field(strict=False)] = ()
    settles: dict[Id, bool] = Field(default_factory=dict)
    switches_off: Ids = ()
    excludes: Ids = ()
    needs: Ids = ()


class Precedent(Grounded):
    """An earlier deal that parties or analysts refer to.

    Attributes:
        bears_on: Issues that it bears on.
        what: What was agreed, in words.
        name: The name to show.
    """

    bears_on: Ids = ()
    what: Text | None = None
    name: Text | None = None


class Scenario(Closed):
    """A negotiation as an analyst holds it to be.

    Attributes:
        format: The version of this format: `middleground/1`.
        title: What it is about.
        as_of: The day that it describes, or the report whose state of things it takes.
        note: A remark without weight.
        evidence: Quotations that everything rests on which names nothing nearer.
        assumption: The same for the analyst's own reason.
        reports: The texts that are quoted.
        parties: The sides whose agreement makes the deal.
        mediators: Who carries messages, proposes or presses between them.
        outsiders: Who presses and demands, but neither signs nor carries messages.
        issues: What a deal settles.
        quantities: Numbers that follow from a deal.
        proposals: Deals, or parts of one, that somebody put forward.
        facts: What nobody is sure of.
        rules: What every deal must meet.
        preferences: What deals are worth, by constituency, `party.constituency`; by `party` where
            a party has none.
        demands: What somebody asks for. Statements: they bind only where marked so.
        events: What may happen.
        correlations: Numbers that go together.
        levers: What somebody can do that changes a worth or a rule.
        precedents: Earlier deals.
        quotes: Quotations by id, to be cited as evidence.
        hold: Whether the deal would be kept; for a later version.
        aftermath: What would follow; for a later version.
        talks: How talks unfold; for a later version.
        readiness: Whether the decision makers are ready; for a later version.
    """

    format: Literal["middleground/1"]
    title: Text
    as_of: DayOrReport | None = None
    note: Text | None = None
    evidence: Evidence | None = None
    assumption: Text | None = None
    reports: dict[Id, Report] = Field(default_factory=dict)
    parties: dict[Id, Party] = Field(default_factory=dict)
    mediators: dict[Id, Mediator] = Field(default_factory=dict)
    outsiders: dict[Id, Outsider] = Field(default_factory=dict)
    issues: dict[Id, Issue] = Field(default_factory=dict)
    quantities: dict[Id, Quantity] = Field(default_factory=dict)
    proposals: dict[Id, Proposal] = Field(default_factory=dict)
    facts: dict[Id, Fact] = Field(default_factory=dict)
    rules: dict[Id, Rule] = Field(default_factory=dict)
    preferences: dict[Who, Preference] = Field(default_factory=dict)
    demands: dict[Id, Demand] = Field(default_factory=dict)
    events: dict[Id, Event] = Field(default_factory=dict)
    correlations: dict[Id, Correlation] = Field(default_factory=dict)
    levers: dict[Id, Lever] = Field(default_factory=dict)
    precedents: dict[Id, Precedent] = Field(default_factory=dict)
    quotes: dict[Id, Quotation] = Field(default_factory=dict)
    hold: Any = None
    aftermath: Any = None
    talks: Any = None
    readiness: Any = None

    @model_validator(mode="before")
    @classmethod
    def _lift_section_grounds(cls, written: Any) -> Any:
        """A section may carry its own grounds; they are no element of it. It may be empty."""
        if not isinstance(written, dict):
            return written
        return {
            key: {k: v for k, v in section.items() if k not in RESERVED}
            if isinstance(section, dict) and key not in LATER
            else section
            for key, section in written.items()
            if section is not None or key not in SECTIONS
        }

    @property
    def has_model(self) -> bool:
        """Whether there is a model beside the reports: parties, issues and preferences."""
        return bool(self.parties and self.issues and self.preferences)

    @property
    def constituencies(self) -> tuple[str, ...]:
        """Everybody whose acceptance a party's rule may ask for, in the order of the file."""
        return tuple(who for party in self.parties for who in self.constituencies_of(party))

    def constituencies_of(self, party: str) -> tuple[str, ...]:
        """Everybody within one party: itself, where it is one person."""
        within = self.parties[party].constituencies
        return tuple(f"{party}.{name}" for name in within) if within else (party,)

    def decision_maker(self, party: str) -> str:
        """The constituency whose utility is the party's own: `union.chair`, or `union` itself."""
        written = self.parties[party]
        if not written.constituencies:
            return party
        return f"{party}.{written.decides or next(iter(written.constituencies))}"

    def name_of(self, who: str) -> str:
        """The name to show for a party, constituency, mediator or outsider."""
        head, _, tail = who.partition(".")
        if tail:
            named: Named = self.parties[head].constituencies[tail]
            return named.name or tail.replace("_", " ")
        for section in (self.parties, self.mediators, self.outsiders):
            if head in section:
                return section[head].name or head.replace("_", " ")
        return who.replace("_", " ")
