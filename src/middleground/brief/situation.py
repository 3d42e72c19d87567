"""The situation as the scenario describes it, in words and with its grounds."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from middleground.brief.citing import Rests
from middleground.brief.conditions import condition_in_words, ratifies_in_words
from middleground.brief.content import (
    ChannelShown,
    ClaimShown,
    Condition,
    DemandShown,
    FactShown,
    IssueShown,
    MediatorShown,
    Member,
    Named,
    OptionShown,
    PartyShown,
    ReportShown,
    Situation,
)
from middleground.brief.footnotes import Footnotes
from middleground.brief.language import is_english
from middleground.brief.naming import Cast, last_named
from middleground.brief.words import (
    DECLARED,
    FIRMNESS,
    ROLES,
    STANCE,
    deal_in_a_line,
    issue_name,
    on_whose_word,
    one_line,
    range_in_words,
    sentence_case,
    who,
)
from middleground.reports.document import Document
from middleground.scenario.grounds import Quotation
from middleground.scenario.issues import option_of
from middleground.scenario.model import (
    Channel,
    Claim,
    Consultation,
    Demand,
    Fact,
    Proposal,
    Scenario,
)
from middleground.scenario.model import Named as NamedElement


def describe(scenario: Scenario, documents: Mapping[str, Document], notes: Footnotes) -> Situation:
    """Put a scenario into words, numbering quotations as they come."""
    return Situation(
        title=one_line(scenario.title),
        as_of=as_of(scenario),
        note=" ".join((scenario.note or "").split()),
        reports=_reports(scenario, documents),
        parties=[_party(scenario, party, notes) for party in scenario.parties],
        mediators=[_mediator(scenario, mediator, notes) for mediator in scenario.mediators],
        outsiders=[
            Named(
                id=name,
                name=who(scenario, name),
                also=_also(outsider),
                rests=notes.cite("outsiders", name),
            )
            for name, outsider in scenario.outsiders.items()
        ],
        issues=_issues(scenario, notes),
        facts=[_fact(scenario, name, fact, notes) for name, fact in scenario.facts.items()],
        demands=_demands(scenario, notes),
        rules=_rules(scenario, notes),
        events=_events(scenario, notes),
        proposals=[
            _proposal(scenario, name, proposal, notes)
            for name, proposal in scenario.proposals.items()
        ],
        precedents=_precedents(scenario, notes),
    )


def as_of(scenario: Scenario) -> str:
    """The state of things that the scenario describes: a day, or that of a report; "" if unsaid."""
    written = scenario.as_of or ""
    if written in scenario.reports:
        return f"as report “{written}” has it"
    return one_line(written)


def _also(element: NamedElement) -> list[str]:
    return [one_line(name) for name in element.also]


def _reports(scenario: Scenario, documents: Mapping[str, Document]) -> list[ReportShown]:
    return [
        ReportShown(
            id=name,
            title=one_line(report.title or ""),
            outlet=one_line(report.outlet or ""),
            published=report.published or "",
            after=report.after or "",
            language=one_line(report.language or ""),
            licence=one_line(report.licence or ""),
            url=one_line(report.url or ""),
            sha256=_digest(documents[name].text) if name in documents else "",
            sentences=len(documents[name].sentences) if name in documents else 0,
            understood=is_english(
                documents[name].text if name in documents else "", report.language or ""
            ),
        )
        for name, report in scenario.reports.items()
    ]


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _party(scenario: Scenario, party: str, notes: Footnotes) -> PartyShown:
    written = scenario.parties[party]
    rests = notes.cite("parties", party)
    decides = scenario.decision_maker(party)
    at_table = f"{party}.{written.at_table}" if written.at_table else decides
    members = [
        Member(
            id=member,
            name=who(scenario, member),
            also=_also(written.constituencies[member.rpartition(".")[2]]),
            decides=member == decides,
            at_table=member == at_table,
            asked=_asked(written.consults.get(member.rpartition(".")[2])),
            rests=notes.cite("parties", party, "constituencies", member.rpartition(".")[2]),
        )
        for member in scenario.constituencies_of(party)
        if written.constituencies
    ]
    return PartyShown(
        id=party,
        name=who(scenario, party),
        also=_also(written),
        ratifies=ratifies_in_words(scenario, party),
        members=members,
        rests=rests,
    )


def _asked(consultation: Consultation | None) -> str:
    if consultation is None:
        return ""
    said = ["must be asked"]
    if consultation.latency_days:
        said.append(f"{range_in_words(consultation.latency_days)} days")
    if consultation.hops:
        said.append(f"through {range_in_words(consultation.hops)} hands")
    return ", ".join(said)


def _mediator(scenario: Scenario, name: str, notes: Footnotes) -> MediatorShown:
    written = scenario.mediators[name]
    rests = notes.cite("mediators", name)
    return MediatorShown(
        id=name,
        name=who(scenario, name),
        also=_also(written),
        role=ROLES.get(written.role or "", ""),
        channels=[
            ChannelShown(
                to=to,
                name=who(scenario, to),
                delay=_delay(channel),
                rests=notes.cite("mediators", name, "channels", to),
            )
            for to, channel in written.channels.items()
        ],
        rests=rests,
    )


def _delay(channel: Channel) -> str:
    if channel.latency_days is None:
        return ""
    days = range_in_words(channel.latency_days)
    return f"{days} day" if days == "1" else f"{days} days"


def _issues(scenario: Scenario, notes: Footnotes) -> list[IssueShown]:
    shown = []
    for name, issue in scenario.issues.items():
        rests = notes.cite("issues", name)
        options = [
            OptionShown(
                option=option,
                words=one_line(issue.words(option)),
                rests=notes.cite("issues", name, "options", option),
            )
            for option in issue.options
        ]
        shown.append(
            IssueShown(id=name, name=issue_name(scenario, name), options=options, rests=rests)
        )
    return shown


def _fact(scenario: Scenario, name: str, fact: Fact, notes: Footnotes) -> FactShown:
    rests = notes.cite("facts", name)
    unit = one_line(fact.unit or "")
    claims = [
        _claim(scenario, claim, unit, notes.cite("facts", name, "claims", n), notes)
        for n, claim in enumerate(fact.claims)
    ]
    return FactShown(
        id=name,
        name=one_line(fact.name or sentence_case(name.replace("_", " "))),
        value=f"{range_in_words(fact.value)} {unit}".strip(),
        claims=claims or _quoted_claims(rests, notes),
        rests=rests,
    )


def _claim(
    scenario: Scenario, claim: Claim, unit: str, rests: Rests, notes: Footnotes
) -> ClaimShown:
    said = " ".join(quotation.quote for quotation in notes.cited(rests))
    return ClaimShown(
        by=who(scenario, claim.by),
        says=f"{_claimed(claim, said)} {unit}".strip(),
        rests=rests,
    )


def _quoted_claims(rests: Rests, notes: Footnotes) -> list[ClaimShown]:
    """What the quotations say that a fact rests on, each with its owner."""
    return [
        ClaimShown(
            by=on_whose_word([(said.report, said.source)]),
            says=f"“{one_line(' '.join(said.quote.split()))}”",
            rests=Rests(quotes=[number], assumption=None),
        )
        for number, said in zip(rests.quotes, notes.cited(rests), strict=True)
    ]


def _claimed(claim: Claim, said: str) -> str:
    """A claim in its own form; "nearly" stays "nearly" where the quotation says so."""
    below = re.search(r"\b(nearly|almost|close to|just under)\b", said, re.IGNORECASE)
    forms = {
        "": claim.value,
        "at least": claim.at_least,
        "above": claim.above,
        (below[1].lower() if below else "below"): claim.below,
        "about": claim.about,
    }
    return " and ".join(
        f"{form} {range_in_words(said)}".strip() for form, said in forms.items() if said
    )


def _demands(scenario: Scenario, notes: Footnotes) -> list[DemandShown]:
    cast = Cast(scenario)
    shown = []
    for name, demand in scenario.demands.items():
        rests = notes.cite("demands", name)
        quoted = notes.cited(rests)
        shown.append(
            DemandShown(
                id=name,
                by=demand.by,
                by_name=who(scenario, demand.by),
                requires=condition_in_words(scenario, demand.requires),
                stance=STANCE[demand.stance],
                firmness=_firmness(demand, quoted, cast),
                on_word=on_whose_word([(said.report, said.source) for said in quoted]),
                trend=f"getting {demand.trend.direction}" if demand.trend else "",
                binds=demand.binds,
                rests=rests,
            )
        )
    return shown


def _firmness(demand: Demand, quoted: Sequence[Quotation], cast: Cast) -> str:
    """How firm; a red line is declared only by who asks for it, in public."""
    by_itself = any(
        (known := cast.find(last_named(said.source))) and known[0].split()[0] == demand.by
        for said in quoted
    )
    if demand.firmness == "red_line" and demand.stance == "public" and by_itself:
        return DECLARED
    return FIRMNESS[demand.firmness]


def _rules(scenario: Scenario, notes: Footnotes) -> list[Condition]:
    return [
        Condition(
            id=name,
            name=one_line(rule.name or sentence_case(name.replace("_", " "))),
            says=condition_in_words(scenario, rule.rule),
            why=one_line(rule.why or ""),
            rests=notes.cite("rules", name),
        )
        for name, rule in scenario.rules.items()
    ]


def _events(scenario: Scenario, notes: Footnotes) -> list[Condition]:
    return [
        Condition(
            id=name,
            name=one_line(event.name or event.what or sentence_case(name.replace("_", " "))),
            says=f"chance {range_in_words(event.chance)}" if event.chance else "no chance is given",
            why="",
            rests=notes.cite("events", name),
        )
        for name, event in scenario.events.items()
    ]


def _proposal(scenario: Scenario, name: str, written: Proposal, notes: Footnotes) -> Condition:
    known = {
        issue: option
        for issue, term in written.terms.items()
        if issue in scenario.issues
        and (option := option_of(scenario.issues[issue], term)) is not None
    }
    return Condition(
        id=name,
        name=one_line(written.name or sentence_case(name.replace("_", " "))),
        says=deal_in_a_line(scenario, known),
        why=f"put by {who(scenario, written.by)}",
        rests=notes.cite("proposals", name),
    )


def _precedents(scenario: Scenario, notes: Footnotes) -> list[Condition]:
    return [
        Condition(
            id=name,
            name=one_line(precedent.name or sentence_case(name.replace("_", " "))),
            says=one_line(precedent.what or ""),
            why=", ".join(
                issue_name(scenario, issue)
                for issue in precedent.bears_on
                if issue in scenario.issues
            ),
            rests=notes.cite("precedents", name),
        )
        for name, precedent in scenario.precedents.items()
    ]
