"""Paragraphs and tables as plain text, for a terminal."""

from collections.abc import Sequence
from io import StringIO
from textwrap import wrap

from middleground.brief.words import THIN

_WIDTH = 100


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table whose first column names the rows; long cells are folded."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for n, title in enumerate(head):
        drawn.add_column(Text(title), ratio=2 if n == 0 else 1, max_width=34 if n == 0 else 26)
    for row in rows:
        drawn.add_row(*(Text(cell.replace(THIN, "")) for cell in row))
    out = StringIO()
    Console(file=out, width=_WIDTH, color_system=None, legacy_windows=False).print(drawn)
    return [line.rstrip() for line in out.getvalue().rstrip().split("\n")]


def filled(text: str, indent: str = "") -> list[str]:
    """A paragraph as lines."""
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
