"""What comes out of a report file: its text, and what a reader of the file should know."""

from dataclasses import dataclass

from middleground.errors import Problem


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report's text as taken from its file.

    Attributes:
        text: The text everything else points into; "" for a document that holds only pictures.
        how: How it was taken, such as "as written" or "article text".
        notices: What a reader should know; nothing here prevented the reading.
        published: Day of publication where the file states it, ISO 8601; else "".
        outlet: Who published it, where the file states it; else "".
        title: The title, where the file states it; else "".
        made: Day on which the file was made, where it states it: perhaps that of publication.
        sender: Who sent it, where it is a mail: perhaps an outlet, perhaps somebody who is not to
            be named.
    """

    text: str
    how: str
    notices: tuple[Problem, ...] = ()
    published: str = ""
    outlet: str = ""
    title: str = ""
    made: str = ""
    sender: str = ""


def no_text(name: str, kind: str) -> Problem:
    """Word of a document without text: it is kept, and nothing can be found in it."""
    return Problem(
        f"the {kind} holds no text, only pictures of it: nothing can be found in this report",
        code="no-text",
        file=name,
        expected=f"a {kind} with a text layer",
        mend="run it through text recognition (OCR), and add the result",
    )
