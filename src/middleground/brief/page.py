"""The brief as one HTML file: no script, no request, nothing in it can run.

Text is made in the other modules of this room; the templates only lay it out. Every piece of text
passes `visible`, whether or not a template remembers to ask for it, and is then escaped.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from middleground.brief import words
from middleground.brief.beside import clashes, in_dispute, pairs
from middleground.brief.cards import BAR, Card, choose_cards
from middleground.brief.compared import compare
from middleground.brief.content import BriefContent
from middleground.brief.course import draw_strip, happenings
from middleground.brief.digest import digest
from middleground.brief.driver_picture import draw_drivers
from middleground.brief.frontier import draw_parallel, draw_scatter, is_crowded, shown_frontier
from middleground.brief.in_short import answer_in_short
from middleground.brief.lever_ladder import draw_ladder
from middleground.brief.levers import HEAD as LEVER_HEAD
from middleground.brief.naming import Cast
from middleground.brief.passages import cut
from middleground.brief.picture import draw_actors
from middleground.brief.ratification import HEAD as RATIFICATION_HEAD
from middleground.brief.said import Sayer
from middleground.brief.statements import by_speaker, count_by_report, figures
from middleground.brief.summary import EXAMPLE
from middleground.brief.tables import other_numbers, preference_tables
from middleground.brief.ties import ties
from middleground.brief.wants import terms, wants
from middleground.brief.win_set_picture import draw_win_sets
from middleground.plain_text import direction, language_of_script, visible
from middleground.reports.document import Document
from middleground.scenario.model import Scenario
from middleground.version import __version__

_FRONTIER_ROWS = 15
_AXIS_NAME = 28


def write_page(content: BriefContent, scenario: Scenario, documents: Mapping[str, Document]) -> str:
    """The page, from what the brief says and the texts that it quotes."""
    cast = Cast(scenario)
    sayer = Sayer(content.statements, content.actors, documents, cast)
    told = happenings(sayer, content.evidence)
    parties, at_table = wants(sayer, content.evidence, scenario), ties(sayer)
    beside, clashing = pairs(sayer, content.evidence), clashes(sayer, content.evidence)
    shown = figures(content.statements, documents, cast)
    cards: list[Card] = []
    if content.zone and content.middle_ground:
        cards = choose_cards(scenario, content.zone, content.middle_ground, content.situation)
    return lay_out(
        "brief.html.j2",
        content=content,
        zone=content.zone,
        answer=content.middle_ground,
        situation=content.situation,
        picture=draw_actors(content.situation) if content.situation.parties else None,
        speakers=by_speaker(content.statements, documents, cast, content.quotes),
        statements_by_report=count_by_report(content.statements),
        figures=shown,
        evidence=content.evidence,
        digest=None if content.zone else digest(content.statements, parties, at_table, beside),
        parties=parties,
        terms=terms(sayer),
        ties=at_table,
        happenings=told,
        strip=draw_strip(told, content.evidence, scenario),
        clashes=clashing,
        disputed=in_dispute(clashing, beside),
        pairs=beside,
        cards=cards,
        compared=compare(scenario, content.zone, cards) if content.zone else None,
        short=answer_in_short(content),
        bar_width=BAR,
        win_sets=draw_win_sets(content.ratification) if content.ratification else None,
        ratification_head=RATIFICATION_HEAD,
        ladder=draw_ladder(content.levers) if content.levers else None,
        lever_head=LEVER_HEAD,
        driver_plots=[(p, draw_drivers(p)) for p in content.sensitivity.profiles]
        if content.sensitivity
        else [],
        frontier=_frontier(content, scenario, cards),
        tables=preference_tables(scenario, content.numbers),
        other_numbers=other_numbers(scenario, content.numbers),
        texts=[
            (
                report,
                documents[report.id],
                cut(
                    documents[report.id],
                    [q for q in content.quotes if q.report == report.id],
                    [e for e in content.statements if e.report == report.id],
                ),
            )
            for report in content.situation.reports
            if report.id in documents
        ],
        example=EXAMPLE,
        not_asked=[
            words.who(scenario, name)
            for name in scenario.constituencies
            if name not in scenario.preferences
        ],
        lost={quote.number for quote in content.quotes if not quote.found},
        names={name: words.who(scenario, name) for name in _everybody(scenario)},
    )


def lay_out(template: str, **values: Any) -> str:
    """A page from one of the templates, in the style that all pages share."""
    style = _style()
    return (
        _templates()
        .get_template(template)
        .render(
            style=style,
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            version=__version__,
            **values,
        )
    )


def _everybody(scenario: Scenario) -> list[str]:
    return [*scenario.parties, *scenario.constituencies, *scenario.mediators, *scenario.outsiders]


def _frontier(
    content: BriefContent, scenario: Scenario, cards: Sequence[Card]
) -> dict[str, Any] | None:
    """The plot of the frontier, and the rows of the table beside it."""
    answer = content.middle_ground
    if answer is None or len(answer.parties) < 2 or not (answer.cloud or answer.frontier.points):
        return None
    names = [words.who(scenario, party) for party in answer.parties]
    which = shown_frontier(answer)
    points = which.points
    step = max(1, -(-len(points) // _FRONTIER_ROWS))
    first = points[0].deals[0] if points and points[0].deals else {}
    two = len(answer.parties) == 2
    close = two and is_crowded(answer)
    letters = {idea: card.letter for card in cards for idea in card.ideas}
    return {
        "scatter": draw_scatter(answer, letters) if two else None,
        "close_up": draw_scatter(answer, letters, close_up=True) if close else None,
        "parallel": None if two else draw_parallel(answer, names),
        "names": names,
        "lettered": [(card.letter, card.titles) for card in cards if card.ideas],
        "sampled": len(answer.cloud),
        "axes": [_axis(scenario, party) for party in answer.parties[:2]],
        "among": which.among,
        "size": which.size,
        "all_shown": step == 1 and not which.truncated,
        "rows": [
            {
                "utility": [words.points(point.utility[party]) for party in answer.parties],
                "gain": [words.signed(point.gain[party]) for party in answer.parties],
                "count": point.count,
                "deal": words.deal_in_a_line(scenario, point.deals[0])
                if n == 0
                else words.differences(scenario, point.deals[0], first),
            }
            for n, point in enumerate(points[::step])
            if point.deals
        ],
    }


def _axis(scenario: Scenario, party: str) -> tuple[str, str]:
    """Whose points an axis shows: the party, and who decides for it ("" for itself)."""
    name, decides = words.who(scenario, party), scenario.decision_maker(party)
    by = "" if decides == party else words.who(scenario, decides)
    return _short(name), _short(by)


def _short(name: str) -> str:
    """A name cut to the length that fits along an axis beside another one."""
    return name if len(name) <= _AXIS_NAME else f"{name[: _AXIS_NAME - 1]}…"


@cache
def _style() -> str:
    return resources.files("middleground.brief").joinpath("templates/brief.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("middleground.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Only plain text: what a template has made itself is markup already.
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters.update(
        direction=direction,
        language=language_of_script,
        signed=words.signed,
        points=words.points,
        per_cent=words.per_cent,
        estimate=words.estimate,
        counted=words.count,
        in_draws=words.in_draws,
        source_chain=words.source_chain,
        anchor=_anchor,
        sentence_case=words.sentence_case,
    )
    environment.tests["web_address"] = _is_web_address
    return environment


def _anchor(name: str) -> str:
    """A name as part of an element's id: letters, digits, hyphens."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)


def _is_web_address(address: str) -> bool:
    """Whether an address may become a link: `javascript:` and the like never do."""
    return re.fullmatch(r"https?://[^\s\"'<>\\]+", address) is not None
