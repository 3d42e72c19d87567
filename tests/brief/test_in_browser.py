"""The page in a real browser: accessible, inert, no wider than the screen, and whole on paper."""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.brief import hostile, made, told

from middleground.reports.document import Document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
VENDOR = Path(__file__).resolve().parents[1] / "vendor"
AXE = "axe-core/axe.min.js"
BRIEFS = {
    "labour": made.labour,
    "empty": cache(lambda: made.make(made.two(no_deal="90"))),
    "reports only": cache(lambda: made.make(made.REPORTS_ONLY)),
    "five parties": cache(lambda: made.make(made.many(5, 8, made.LONG))),
    "right to left": cache(lambda: made.make(made.two(made.HEBREW, made.ARABIC))),
    "what reports tell": told.brief,
}
# Text that runs out of its picture, and texts of one picture that overlap.
TEXTS = """() => [...document.querySelectorAll("svg[role=img]")].flatMap(svg => {
  const frame = svg.viewBox.baseVal, found = [], boxes = [];
  for (const text of svg.querySelectorAll("text")) {
    const turned = text.hasAttribute("transform"), box = text.getBBox();
    if (turned) continue;
    if (box.x < frame.x - 1 || box.y < frame.y - 1 || box.x + box.width > frame.width + 1
        || box.y + box.height > frame.height + 1) found.push("outside: " + text.textContent);
    for (const [other, words] of boxes)
      if (box.x < other.x + other.width - 1 && other.x < box.x + box.width - 1
          && box.y < other.y + other.height - 3 && other.y < box.y + box.height - 3)
        found.push(words + " over " + text.textContent);
    boxes.push([box, text.textContent]);
  }
  return found;
})"""


@pytest.fixture(params=BRIEFS)
def page_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / "brief.html"
    file.write_text(BRIEFS[request.param]().page, "utf-8")
    return file


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=["light desk", "dark phone"])
def opened(request: pytest.FixtureRequest, browser: "Browser", page_file: Path) -> "Iterator[Page]":
    scheme, width = request.param
    # The checker is a script, which the page's own policy would keep out.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    yield page
    context.close()


def test_the_checker_is_the_one_named() -> None:
    named = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    for file, about in named.items():
        assert sha256((VENDOR / file).read_bytes()).hexdigest() == about["sha256"]
        assert (VENDOR / about["licence_file"]).is_file()


def violations(page: "Page") -> list[tuple[str, str, str]]:
    page.add_script_tag(path=VENDOR / AXE)
    found = page.evaluate('axe.run(document, {resultTypes: ["violations"]})')
    return [(v["impact"], v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]]


def test_the_checker_finds_what_is_wrong(page: "Page") -> None:
    page.set_content("<html><body><img src='data:,'><h4>x</h4></body></html>")
    assert {found[1] for found in violations(page)} >= {"image-alt", "html-has-lang"}


def test_accessible_and_no_wider_than_the_screen(opened: "Page") -> None:
    wide = opened.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]
    serious = [found for found in violations(opened) if found[0] in ("serious", "critical")]
    assert serious == []


def test_words_in_pictures_neither_overlap_nor_run_out(browser: "Browser", page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    assert page.evaluate(TEXTS) == []
    page.close()


def test_on_paper_it_is_light_and_nothing_is_cut_off(browser: "Browser", page_file: Path) -> None:
    context = browser.new_context(viewport={"width": 665, "height": 970}, color_scheme="dark")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    # A4 less its margins is 176 mm wide: 665 pixels.
    assert page.evaluate("document.documentElement.scrollWidth") <= 665
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    context.close()


def test_from_a_number_to_the_sentence_by_clicking(browser: "Browser", tmp_path: Path) -> None:
    brief = made.labour()
    (tmp_path / "brief.html").write_text(brief.page, "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "brief.html").as_uri())
    path = "preferences.union.chair.night_shift.weight"
    number = next(n for n in brief.content.numbers if n.path == path)
    quote = brief.content.quotes[number.rests.quotes[0] - 1]
    page.click(f"#grounds table.numbers a[href='#q-{quote.number}']")
    assert page.url.endswith(f"#q-{quote.number}")
    page.click(f"#q-{quote.number} a.place")
    marked = page.locator(f"mark:has(#p-{quote.number})").first.inner_text()
    assert " ".join(quote.words.split()).startswith(" ".join(marked.split()))
    page.close()


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS.keys())
def test_hostile_text_does_nothing(browser: "Browser", tmp_path: Path, text: str) -> None:
    document = Document("april", f"{text}. The chair said: {text}. {text}")
    brief = made.make(hostile.scenario(text), {"april": document})
    file = tmp_path / "brief.html"
    file.write_text(brief.page, "utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    page.wait_for_timeout(50)
    assert asked == [file.as_uri()]
    assert said == []
    assert page.title() != hostile.MARK
    assert page.title().endswith("· brief")
    assert page.locator("script, img, iframe, object, embed, form").count() == 0
    page.close()


@pytest.mark.shared
def test_the_development_data_holds_no_hostile_string_that_does_anything(
    browser: "Browser", tmp_path: Path, shared: Path
) -> None:
    manifest = shared / "bad-inputs" / "manifest.json"
    if not manifest.is_file():
        pytest.skip("no bad-inputs/ in the development data")
    cases = json.loads(manifest.read_text("utf-8"))["cases"]
    strings = [c["ops"][0]["value"] for c in cases if c["kind"] == "hostile-string"]
    assert strings
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for n, text in enumerate(strings):
        file = tmp_path / f"{n}.html"
        document = Document("april", f"{text}. The chair said: {text}.")
        file.write_text(made.make(hostile.scenario(text), {"april": document}).page, "utf-8")
        page.goto(file.as_uri())
        page.wait_for_timeout(30)
        assert page.title().endswith("· brief")
        assert page.locator("script, img, iframe, object, embed, form").count() == 0
    assert asked == [(tmp_path / f"{n}.html").as_uri() for n in range(len(strings))]
    page.close()
