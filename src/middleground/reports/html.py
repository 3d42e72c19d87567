"""Article text from HTML, read in a child process with limits on time, memory and output."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from middleground.errors import ReportError

_SECONDS = 8
_MEBIBYTES = 1024  # of address space; what is really used stays far below
_CHARACTERS = 5_000_000
_CHILD = Path(__file__).with_name("html_child.py")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page holds.

    Attributes:
        text: The article's text, or the page's where no article was found.
        how: Which of the two.
        hidden: How many hidden elements were left out.
        shortened: Whether the text was cut at the limit.
        published: Day of publication as the page states it, ISO 8601, or "".
        outlet: Who published it, as the page states it, or "".
        title: The page's title, or "".
    """

    text: str
    how: str
    hidden: int
    shortened: bool
    published: str
    outlet: str
    title: str


def read_html(markup: str) -> Page:
    """Take the article's text from a page.

    Raises:
        ReportError: If the page cannot be read within the limits.
    """
    # S603: the program is our own file, run by our own interpreter; the page is only its input.
    command = [sys.executable, "-P", str(_CHILD), str(_SECONDS), str(_MEBIBYTES), str(_CHARACTERS)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=markup.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=_SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _beyond_limits(f"it took longer than {_SECONDS} s") from None
    if done.returncode != 0:
        if b"No module named" in done.stderr:
            raise ReportError(
                "HTML cannot be read: trafilatura is not installed",
                code="no-reader",
                mend="install it: pip install 'middleground[reading]'",
            )
        raise _beyond_limits("reading it ended early")
    found = json.loads(done.stdout)
    published = _DATE.match(found["published"])
    return Page(
        text=found["text"],
        how=found["how"],
        hidden=found.get("hidden", 0),
        shortened=found["too_long"],
        published=published[0] if published else "",
        outlet=found["outlet"],
        title=found["title"],
    )


def _beyond_limits(why: str) -> ReportError:
    return ReportError(
        f"the HTML page cannot be read within its limits: {why}",
        code="limit",
        expected=f"a page that is read in {_SECONDS} s and {_MEBIBYTES} MiB",
        mend="save the article's text as a .txt file and add that",
    )
