"""The first pages: a short brief that can stand alone."""

import re

from tests.brief import made
from tests.brief.test_page import Page

from middleground.brief.cards import choose_cards
from middleground.brief.compared import compare
from middleground.brief.in_short import answer_in_short
from middleground.brief.language import is_english
from middleground.brief.words import in_draws
from middleground.reports.document import Document


def front(brief: made.Made) -> str:
    """The words before the annex."""
    return re.sub(r"\s+", " ", Page(brief.page.replace("<bdi>", "")
                                    .replace("</bdi>", "")).text).split(" Annex ")[0]  # fmt: skip


def test_the_fair_deals_stand_side_by_side_with_what_they_share_said_once() -> None:
    brief = made.labour()
    assert brief.zone is not None
    assert brief.answer is not None
    cards = choose_cards(brief.scenario, brief.zone, brief.answer, brief.content.situation)
    shown = compare(brief.scenario, brief.zone, cards)
    assert shown is not None
    assert [letter for letter, _ in shown.deals] == [card.letter for card in cards if card.ideas]
    issues = [issue for issue, _ in shown.common] + [row.name for row in shown.differing]
    assert sorted(issues) == sorted(term.issue for term in cards[0].terms)
    for row in [*shown.differing, *shown.gains]:
        assert len(row.cells) == len(shown.deals)
    assert all(len(set(row.cells)) > 1 for row in shown.differing)
    assert len(shown.gains) == len(brief.scenario.parties)


def test_the_caveat_of_the_scenario_stands_before_the_annex() -> None:
    brief = made.make(made.two() + "note: ranges are as wide for one as for the other\n")
    assert "ranges are as wide for one as for the other" in front(brief)
    assert "a draw takes one value from every range at once" in front(brief)
    assert "rest on a quotation" in front(brief)
    assert "Refused most often by" in front(brief)
    assert "The situation" not in front(brief)


def test_deals_that_compare_people_say_so() -> None:
    text = Page(made.make(made.two()).page).text
    assert text.count("Compares points of different parties: a judgement.") == 2


def test_a_share_far_from_a_tenth_is_said_of_a_hundred() -> None:
    said = {0.54: "54 of 100", 0.55: "55 of 100", 0.52: "5 of 10", 0.48: "5 of 10", 0.47: "47 of"}
    for share, words in said.items():
        assert words in in_draws(share)


def test_a_report_in_another_language_says_that_it_was_not_understood() -> None:
    italian = Document("april", "Il sindacato ha detto che lo sciopero non è ancora finito. " * 6)
    brief = made.make(made.REPORTS_ONLY, {"april": italian})
    assert not brief.content.situation.reports[0].understood
    assert Page(brief.page).text.count("reader knows English only") == 2
    assert "English only" not in made.make(made.REPORTS_ONLY).page


def test_the_language_that_the_scenario_declares_counts() -> None:
    assert not is_english("The union said that the strike is not over. " * 5, "it")
    assert is_english("Sciopero!", "en-GB")
    assert not is_english("הדוברים אמרו כי השביתה תימשך עד סוף השבוע הקרוב")


def test_what_was_not_asked_is_not_answered() -> None:
    assert answer_in_short(made.make(made.REPORTS_ONLY).content) == []
