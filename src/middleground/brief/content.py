"""What the brief says, for machines: the same content as the page.

Deals are {issue: option}; utilities, no-deal values and gains are in points of that constituency
alone; shares and probabilities run from 0 to 1; characters are counted in Unicode code points of
the report's stored text. No clock time stands in it: the same project gives the same bytes.
"""

from typing import Literal

from middleground.answers.middle_ground import MiddleGround
from middleground.answers.zone import Zone
from middleground.brief.blockers import BlockersShown
from middleground.brief.citing import Assumption, Quote, Rests
from middleground.brief.evidence import Evidence
from middleground.brief.levers import LeversShown
from middleground.brief.ratification import RatificationShown
from middleground.brief.sensitivity import SensitivityShown
from middleground.deals.views import Option, Result
from middleground.evidence.entries import Entry

FORMAT = "middleground-brief/1"


class ModelNumber(Result):
    """A number of the model and what it rests on.

    Attributes:
        path: Its place in the scenario: `preferences.union.chair.wage_rise.weight`.
        group: The constituency, fact, event ... that it belongs to: the path's first parts.
        what: The rest of the path in words.
        value: As the analyst wrote it, in words.
    """

    path: str
    group: str
    what: str
    value: str
    nominal: float
    low: float
    high: float
    rests: Rests


class Basis(Result):
    """How many numbers rest on what. A quotation that is not in its report counts for nothing."""

    numbers: int
    on_quotations: int
    on_both: int
    on_assumptions: int
    on_neither: int


class ReportShown(Result):
    """A report, as the scenario describes it, and what was read of it.

    Attributes:
        understood: Whether it is in English, the one language in which statements are looked for.
    """

    id: str
    title: str
    outlet: str
    published: str
    after: str
    language: str
    licence: str
    url: str
    sha256: str
    sentences: int
    understood: bool


class Member(Result):
    """A constituency of a party."""

    id: str
    name: str
    also: list[str]
    decides: bool
    at_table: bool
    asked: str
    rests: Rests


class PartyShown(Result):
    """A party: who is in it, who decides, when it says yes."""

    id: str
    name: str
    also: list[str]
    ratifies: str
    members: list[Member]
    rests: Rests


class ChannelShown(Result):
    """A path of messages; the delay in words, "" where the scenario says nothing."""

    to: str
    name: str
    delay: str
    rests: Rests


class MediatorShown(Result):
    """A mediator with its channels."""

    id: str
    name: str
    also: list[str]
    role: str
    channels: list[ChannelShown]
    rests: Rests


class Named(Result):
    """Anybody or anything with a name and grounds."""

    id: str
    name: str
    also: list[str]
    rests: Rests


class OptionShown(Result):
    """One option of an issue."""

    option: Option
    words: str
    rests: Rests


class IssueShown(Result):
    """An issue with its options in order."""

    id: str
    name: str
    options: list[OptionShown]
    rests: Rests


class ClaimShown(Result):
    """What one source holds a fact to be, in words.

    Where the scenario states no claims, these are the quotations that the fact rests on.
    """

    by: str
    says: str
    rests: Rests


class FactShown(Result):
    """Something nobody is sure of: the analyst's range, and what was claimed."""

    id: str
    name: str
    value: str
    claims: list[ClaimShown]
    rests: Rests


class DemandShown(Result):
    """What somebody asks for.

    Attributes:
        on_word: On whose word, in which reports; "" where no quotation is given.
    """

    id: str
    by: str
    by_name: str
    requires: str
    stance: str
    firmness: str
    on_word: str
    trend: str
    binds: bool
    rests: Rests


class Condition(Result):
    """A rule, or an event, or a proposal: named and put in words."""

    id: str
    name: str
    says: str
    why: str
    rests: Rests


class Situation(Result):
    """The negotiation as the scenario describes it. Order is that of the file."""

    title: str
    as_of: str
    note: str
    reports: list[ReportShown]
    parties: list[PartyShown]
    mediators: list[MediatorShown]
    outsiders: list[Named]
    issues: list[IssueShown]
    facts: list[FactShown]
    demands: list[DemandShown]
    rules: list[Condition]
    events: list[Condition]
    proposals: list[Condition]
    precedents: list[Condition]


class Summary(Result):
    """The answer in one sentence, with its doubt.

    Attributes:
        state: `open` (an agreeable deal in the nominal reading), `empty`, or `unanswered`.
        sentence: The answer.
        warning: What a reader must know first: quotations that no report has; "" where all is well.
        doubt: How sure that is, and on what it rests.
    """

    state: Literal["open", "empty", "unanswered"]
    sentence: str
    warning: str
    doubt: list[str]


class BriefContent(Result):
    """All that the page says.

    Attributes:
        format: `middleground-brief/1`.
        version: Version of the program.
        fingerprint: Names the answers: equal if and only if all that they rest on is equal.
        cite: How to cite this brief.
        unanswered: Why a scenario with a model has no answers.
        missing: What an answer would need and the scenario does not have.
        statements: Entries of the ledger on the scenario's reports that nobody rejected, as they
            were decided.
        actors: Actors with their names, as decided; they are no statements.
        evidence: How these stand to each other, within and across reports.
        zone, middle_ground: The answers; None without a model.
        blockers: Who blocks, and what would have to give; None without a model, or if it was not
            asked.
        ratification: Who must say yes at home; None without a model, or if it was not asked.
        levers: What would open the zone; None likewise, and where there are no levers.
        sensitivity: What matters most, and what to ask first; None likewise.
        basis: On what all numbers of the scenario rest.
        basis_of_answer: On what those rest that these answers use: preferences, and the facts and
            chances that rules and ratification rules name.
    """

    format: str
    version: str
    fingerprint: str
    cite: str
    situation: Situation
    summary: Summary
    unanswered: list[str]
    missing: list[str]
    statements: list[Entry]
    actors: list[Entry]
    evidence: Evidence
    zone: Zone | None
    middle_ground: MiddleGround | None
    blockers: BlockersShown | None = None
    ratification: RatificationShown | None = None
    levers: LeversShown | None = None
    sensitivity: SensitivityShown | None = None
    quotes: list[Quote]
    assumptions: list[Assumption]
    numbers: list[ModelNumber]
    basis: Basis
    basis_of_answer: Basis
