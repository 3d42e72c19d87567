"""Article text from HTML pages."""

import re
from dataclasses import dataclass

from middleground.reports.child import read_in_child

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page holds.

    Attributes:
        text: The article's text, or the page's where no article was found.
        how: Which of the two.
        shortened: Whether the text was cut at the limit.
        published: Day of publication as the page states it, ISO 8601, or "".
        outlet: Who published it, as the page states it, or "".
        title: The page's title, or "".
    """

    text: str
    how: str
    shortened: bool
    published: str
    outlet: str
    title: str


def read_html(markup: str) -> Page:
    """Take the article's text from a page.

    Raises:
        ReportError: If the page cannot be read within the limits.
    """
    found = read_in_child("html_page", markup.encode("utf-8", "surrogatepass"), "web page (HTML)")
    published = _DATE.match(found["published"])
    return Page(**{**found, "published": published[0] if published else ""})
