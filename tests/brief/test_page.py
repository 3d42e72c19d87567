"""The page as text: self-contained, every link leads somewhere, nothing in it can run."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.brief import hostile, made, told

from middleground.brief.summary import EXAMPLE
from middleground.reports.document import Document
from middleground.scenario.reader import read_scenario_text

FORBIDDEN = ("script", "link", "img", "iframe", "object", "embed", "form", "base")
VOID = {"meta", "br", "link", "img"}
MADE = {
    "labour": made.labour,
    "two": cache(lambda: made.make(made.two())),
    "nominal": cache(lambda: made.make(made.two(), draws=0)),
    "empty": cache(lambda: made.make(made.two(no_deal="90"))),
    "reports only": cache(lambda: made.make(made.REPORTS_ONLY)),
    "five parties": cache(lambda: made.make(made.many(5, 8, made.LONG))),
    "right to left": cache(lambda: made.make(made.two(made.HEBREW, made.ARABIC))),
    "what reports tell": told.brief,
}


class Page(HTMLParser):
    """Tags, ids, links and visible text of a page; what is opened must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


@pytest.fixture(params=MADE)
def brief(request: pytest.FixtureRequest) -> made.Made:
    return MADE[request.param]()


def test_every_link_leads_somewhere_on_the_page(brief: made.Made) -> None:
    page = Page(brief.page)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    for link in page.attributes("href"):
        assert link.startswith("#"), link
        assert link[1:] in ids, link
    for name in ("aria-labelledby", "aria-describedby"):
        for value in page.attributes(name):
            assert set(value.split()) <= set(ids)


def test_nothing_in_it_runs_or_asks_for_anything(brief: made.Made) -> None:
    page = Page(brief.page)
    assert not {tag for tag, _ in page.tags} & set(FORBIDDEN)
    for _, attrs in page.tags:
        assert not any(key.startswith("on") or key in ("style", "src", "srcset") for key in attrs)
    assert "url(" not in brief.page
    assert "@import" not in brief.page


def test_the_policy_lets_in_only_its_own_style(brief: made.Made) -> None:
    style = re.search(r"<style>(.*?)</style>", brief.page, re.DOTALL)
    assert style is not None
    expected = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{expected}'" in brief.page
    assert brief.page.index("Content-Security-Policy") < brief.page.index("<style>")


def test_headings_go_down_one_step_at_a_time(brief: made.Made) -> None:
    levels = [int(tag[1]) for tag, _ in Page(brief.page).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_number_stands_on_the_page_with_what_it_rests_on() -> None:
    brief = made.labour()
    text = Page(brief.page).text
    for one in brief.content.numbers:
        assert one.value in text, one.path
    for quote in brief.content.quotes:
        assert f'href="#q-{quote.number}"' in brief.page
        assert f'href="#p-{quote.number}"' in brief.page
    for assumption in brief.content.assumptions:
        assert f'href="#a-{assumption.number}"' in brief.page


def test_reports_stand_in_the_appendix_word_for_word() -> None:
    brief = made.labour()
    for document in brief.documents.values():
        for span in document.sentences:
            words = " ".join(document.slice(span).split())
            text = re.sub(r"\s+", "", Page(brief.page).text)
            # Numbers of quotations stand between the words.
            bare = re.sub(r"\[\d+\]", "", text)
            assert re.sub(r"\s+", "", words) in bare or "[" in words


def test_of_a_long_report_only_what_is_near_a_quotation_is_printed() -> None:
    filler = "Nothing happened on that day. " * 4_000
    document = Document("april", filler + made.TEXT + " " + filler)
    page = made.make(made.two(), {"april": document}).page
    assert len(page) < 200_000
    assert "three docks are shut" in page
    assert "[…]" in page


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS.keys())
def test_hostile_text_stays_text(text: str) -> None:
    document = Document("april", f"{text}. The chair said: {text}. {text}")
    brief = made.make(hostile.scenario(text), {"april": document})
    page = Page(brief.page)
    assert not {tag for tag, _ in page.tags} & set(FORBIDDEN)
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    assert all(link.startswith("#") for link in page.attributes("href"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", brief.page)


def test_only_web_addresses_become_links() -> None:
    def page(url: str) -> str:
        line = f"{{file: april.txt, published: 2024-04-11, url: {made.quoted(url)}}}"
        text = made.REPORTS_ONLY.split("  april:")[0] + f"  april: {line}\n"
        return made.make(text).page

    assert 'href="https://coast.example/1"' in page("https://coast.example/1")
    assert 'href="javascript' not in page("javascript:alert(1)")
    assert 'href="data:' not in page("data:text/html,x")


def test_the_fair_deal_is_shown_once_under_all_its_names() -> None:
    text = Page(made.make(made.two()).page).text
    assert "Nash · Kalai-Smorodinsky · Egalitarian (leximin) · Utilitarian" in text


def test_an_empty_zone_shows_the_nearest_deals_and_what_is_missing_in_points() -> None:
    text = Page(MADE["empty"]().page).text
    assert "The nearest deals" in text
    assert "points short" in text
    assert "Nearest to agreement" in text


def test_the_example_to_paste_is_a_scenario_that_has_answers() -> None:
    head = "format: middleground/1\ntitle: Pasted\n"
    brief = made.make(head + EXAMPLE, {})
    assert brief.zone is not None
    assert brief.zone.agreeable
    assert EXAMPLE.splitlines()[0] in made.make(made.REPORTS_ONLY).page
    assert read_scenario_text(head + EXAMPLE).scenario.has_model


def test_names_carry_their_direction_and_language() -> None:
    page = MADE["right to left"]().page
    assert f'<bdi dir="rtl" lang="he">{made.HEBREW}</bdi>' in page
    assert f'<bdi dir="rtl" lang="ar">{made.ARABIC}</bdi>' in page
