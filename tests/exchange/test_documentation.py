"""What the reference page says of the exchange is so."""

import re

from tests.conftest import REPOSITORY

from middleground.exchange.case import NamedBytes
from middleground.exchange.formats import FOLDERS, read_case

PAGE = (REPOSITORY / "docs" / "reference" / "exchange.md").read_text("utf-8")


def test_the_example_runs() -> None:
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example
    exec(example[1], {})  # noqa: S102  (our own documentation)


def test_the_table_shown_can_be_read() -> None:
    table = PAGE[PAGE.index("| Issue | Option |") :].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")]
    text = "\n".join(",".join(row) for row in rows if "---" not in row)
    case = read_case([NamedBytes("page.csv", text.encode())])
    assert [(i.name, i.words) for i in case.issues] == [
        ("Wages", ["low", "high"]), ("Nights", ["kept", "ended"]),
    ]  # fmt: skip
    assert [float(profile.no_deal) for profile in case.profiles] == [20, 25]


def test_every_format_of_a_folder_is_named() -> None:
    assert all(f"`{name}`" in PAGE or f"--to {name}" in PAGE for name in FOLDERS)
