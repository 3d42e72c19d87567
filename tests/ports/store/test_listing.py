"""A report is added to the scenario's list, and every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.errors import MiddlegroundError
from middleground.ports.store.listing import in_yaml, insert_reports, list_reports, replace_title
from middleground.scenario.yaml_text import parse_yaml

HEAD = "format: middleground/1\ntitle: Harbour\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("reports:\n", "reports:\n  may: {file: reports/may.txt}\n"),
        ("reports:", "reports:\n  may: {file: reports/may.txt}"),
        ("reports: {}\n", "reports: {may: {file: reports/may.txt}}\n"),
        ("reports: # none yet\nissues: {}\n",
         "reports: # none yet\n  may: {file: reports/may.txt}\nissues: {}\n"),
        ("reports:\n    a: {file: a.txt}   # the first\n\n# next\nissues: {}\n",
         "reports:\n    a: {file: a.txt}   # the first\n    may: {file: reports/may.txt}\n"
         "\n# next\nissues: {}\n"),
        ("reports:\n  a:\n    file: a.txt\n    outlet: X  # why\nissues: {}\n",
         "reports:\n  a:\n    file: a.txt\n    outlet: X  # why\n  may: {file: reports/may.txt}\n"
         "issues: {}\n"),
        ("reports: {a: {file: a.txt} }\n",
         "reports: {a: {file: a.txt}, may: {file: reports/may.txt} }\n"),
        ("reports: {\n  a: {file: a.txt},\n}\n",
         "reports: {\n  a: {file: a.txt}, may: {file: reports/may.txt}\n}\n"),
        ("issues: {}\n", "issues: {}\nreports: {may: {file: reports/may.txt}}\n"),
        ("reports:\n  a: {file: a.txt}", "reports:\n  a: {file: a.txt}\n"
         "  may: {file: reports/may.txt}\n"),
    ],
)  # fmt: skip
def test_known_layouts(before: str, after: str) -> None:
    changed = insert_reports(
        (HEAD + before).encode(), {"may": {"file": "reports/may.txt"}}, "s.yaml"
    )
    assert changed.decode() == HEAD + after
    assert list_reports(changed, "s.yaml")["may"] == "reports/may.txt"


def test_line_ends_of_other_systems_stay() -> None:
    for before in ("reports:\n  a: {file: a.txt}\nissues: {}\n", "reports:\nissues: {}\n"):
        written = (HEAD + before).replace("\n", "\r\n").encode()
        changed = insert_reports(written, {"may": {"file": "reports/may.txt"}}, "s.yaml")
        assert b"  may: {file: reports/may.txt}\r\nissues" in changed
        assert changed.replace(b"  may: {file: reports/may.txt}\r\n", b"") == written


def test_the_encoding_stays() -> None:
    written = (HEAD + "reports:\n").encode("utf-16")
    changed = insert_reports(written, {"may": {"file": "may.txt"}}, "s.yaml")
    assert changed.decode("utf-16") == HEAD + "reports:\n  may: {file: may.txt}\n"


def test_a_byte_order_mark_stays() -> None:
    written = b"\xef\xbb\xbf" + (HEAD + "reports:\n").encode()
    assert insert_reports(written, {"may": {"file": "may.txt"}}, "").startswith(
        b"\xef\xbb\xbfformat"
    )


def test_a_whole_file_in_brackets() -> None:
    written = b'{"format": "middleground/1", "title": "x"}\n'
    assert list_reports(insert_reports(written, {"may": {"file": "may.txt"}}, ""), "") == {
        "may": "may.txt"
    }


@pytest.mark.parametrize(
    "written",
    [
        (HEAD + "reports: [april.txt]\n").encode(),
        (HEAD + "reports:\n  a: april.txt\n").encode(),
        (HEAD + "reports: {a: {file: [}}\n").encode(),
        b"\xff\xfe\x00",
        b"",
        b"- a\n",
    ],
)
def test_what_cannot_be_added_to_is_refused(written: bytes) -> None:
    with pytest.raises(MiddlegroundError):
        list_reports(insert_reports(written, {"may": {"file": "may.txt"}}, "s.yaml"), "s.yaml")


@given(text=st.text(min_size=1).filter(lambda t: max(t) < "\ud800" or min(t) > "\udfff"))
def test_any_title_survives_writing_and_reading(text: str) -> None:
    written = replace_title(HEAD.encode(), text, "s.yaml")
    assert parse_yaml(written.decode()).places.tree["title"] == text


def test_words_that_other_programs_misread_are_quoted() -> None:
    assert [in_yaml(w) for w in ("no", "1e3", "a: b", "reports/may.txt")] == [
        '"no"', '"1e3"', '"a: b"', "reports/may.txt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "before", ["", "reports:\n", "reports: {}\n", "reports:\n  a: {file: a.txt}\n"]
)
def test_many_are_listed_in_one_edit(before: str) -> None:
    written = (HEAD + before).encode()
    new = {f"r{n}": {"file": f"r{n}.txt", "outlet": "Coast, The"} for n in range(30)}
    listed = list_reports(insert_reports(written, new, ""), "")
    assert list(listed.items())[-30:] == [(f"r{n}", f"r{n}.txt") for n in range(30)]
    assert insert_reports(written, {}, "") == written
