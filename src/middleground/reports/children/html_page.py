"""Article text from an HTML page."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

LIBRARIES = ("lxml.etree", "trafilatura")

_HIDDEN_TAGS = ("script", "style", "template", "noscript", "iframe", "object", "svg", "head")
_HIDING = ("display:none;", "visibility:hidden;", "font-size:0;", "font-size:0px;", "opacity:0;")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_NOTHING = {"published": "", "outlet": "", "title": ""}
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
    )
)  # fmt: skip
# An article this short next to a long page means that the extraction failed.
_SHARE = 0.1
# Deeper pages are not articles: their text is taken as it stands.
_DEEPEST = 200


def extract(data: bytes, characters: int) -> dict[str, Any]:
    """The article's text, and what the page states about itself."""
    page = data.decode("utf-8", "surrogatepass")
    visible = _Visible()
    visible.feed(page)
    visible.close()
    found = _found(page, visible)
    shortened = len(found["text"]) > characters
    return {"found": {**found, "text": found["text"][:characters], "shortened": shortened}}


def _found(page: str, visible: "_Visible") -> dict[str, Any]:
    from lxml import etree

    plain = visible.text()
    parser = etree.HTMLParser(
        recover=True, remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8"
    )
    tree = etree.fromstring(page.encode("utf-8", "replace"), parser) if page.strip() else None
    if tree is None:
        return {"text": plain, "how": "text of the page", **_NOTHING}
    stated = _stated(tree)
    _remove_hidden(tree)
    article = _article(tree) if visible.deepest <= _DEEPEST else ""
    whole = bool(article) and len(article) >= _SHARE * len(plain)
    text, how = (article, "article text") if whole else (plain, "text of the page")
    return {"text": text, "how": how, **stated}


class _Visible(HTMLParser):
    """All text a reader of the page sees, a line for each block; however deep the page is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.counted: Counter[str] = Counter()
        self.unseen = 0  # open elements that hide what is in them
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in _VOID:
            return
        hides = is_hidden(tag, {name: value or "" for name, value in attrs})
        self.open.append((tag, hides))
        self.counted[tag] += 1
        self.unseen += hides
        self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if not self.counted[tag]:
            return
        while self.open:
            closed, hides = self.open.pop()
            self.counted[closed] -= 1
            self.unseen -= hides
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line)


def is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    """Whether a reader of the page does not see an element."""
    if tag in _HIDDEN_TAGS or "hidden" in attributes:
        return True
    if attributes.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = "".join(attributes.get("style", "").lower().split()) + ";"
    return any(rule in style for rule in _HIDING)


def _remove_hidden(tree: Any) -> None:
    """Take hidden elements out of the tree, and leave the text that follows them."""
    attributes = ((element, dict(element.attrib)) for element in tree.iter())
    for element in [e for e, given in attributes if is_hidden(str(e.tag), given)]:
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if element.tail and before is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _article(tree: Any) -> str:
    import trafilatura

    found = trafilatura.extract(
        tree, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
    )
    return (found or "").strip()


def _stated(tree: Any) -> dict[str, str]:
    """Date, outlet and title, only where the page states them itself."""
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()[:300]
        values.setdefault(key.lower(), content)
    time = next((t.get("datetime") for t in tree.iter("time") if t.get("datetime")), "")
    title = next((" ".join("".join(t.itertext()).split()) for t in tree.iter("title")), "")
    dates = ("article:published_time", "datepublished", "dc.date", "dcterms.created", "date")
    published = next((values[key] for key in dates if values.get(key)), time)
    outlets = ("og:site_name", "dc.publisher", "application-name")
    outlet = next((values[key] for key in outlets if values.get(key)), "")
    return {"published": published[:40], "outlet": outlet, "title": values.get("og:title") or title}
