"""Report files of every kind: text where there is text, a clear word where there is none."""

import json
from pathlib import Path

import pytest

from middleground.errors import ReportError
from middleground.reports.reading import read_report

PAGE = """<!doctype html><html><head><title>Strike at the quay</title>
<meta property="og:site_name" content="The Coast Daily">
<meta property="article:published_time" content="2024-04-11T08:00:00Z">
<style>p{}</style><script>var a = 'The chair agreed.';</script></head><body>
<article><h1>Strike at the quay</h1>
<p>The dockers' union has shut three docks, its chair said on Thursday.</p>
<p style="display: none">The board agreed.</p><p hidden>The mayor agreed.</p>
<p aria-hidden="true">The envoy agreed.</p><!-- The judge agreed. -->
<p>The port authority refused to raise wages, according to the board.</p></article></body></html>"""


def problem(data: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(ReportError) as caught:
        read_report(data, name)
    assert caught.value.problems[0].mend
    return caught.value.problems[0].code, str(caught.value)


def test_plain_text_is_taken_as_it_is() -> None:
    report = read_report("Talks \u2013 failed.\r\nAgain.".encode(), "april.txt")
    assert (report.text, report.how, report.notices) == (
        "Talks \u2013 failed.\nAgain.",
        "as written",
        (),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_honoured(encoding: str) -> None:
    report = read_report("Caf\u00e9 talks".encode(encoding), "april.md")
    assert report.text == "Caf\u00e9 talks"


def test_hidden_text_of_a_page_is_no_evidence() -> None:
    report = read_report(PAGE.encode(), "april.html")
    assert "three docks" in report.text
    assert "refused to raise wages" in report.text
    assert "agreed" not in report.text


def test_a_page_states_its_date_and_outlet() -> None:
    report = read_report(PAGE.encode(), "april.html")
    assert (report.published, report.outlet) == ("2024-04-11", "The Coast Daily")
    assert report.title == "Strike at the quay"


def test_a_page_named_text_is_read_as_a_page_and_says_so() -> None:
    report = read_report(PAGE.encode(), "april.txt")
    assert report.notices[0].code == "type-mismatch"
    assert "<p>" not in report.text


def test_a_false_charset_is_pointed_out() -> None:
    page = "<meta charset='iso-8859-1'><p>The caf\u00e9 owners refused.</p>".encode()
    report = read_report(page, "april.html")
    assert report.text == "The caf\u00e9 owners refused."
    assert "charset" in report.notices[0].what


def test_text_in_another_encoding_is_refused_with_its_place() -> None:
    with pytest.raises(ReportError) as caught:
        read_report(b"first line\nthe caf\xe9", "april.txt")
    (found,) = caught.value.problems
    assert (found.code, found.line, found.column) == ("encoding", 2, 8)


@pytest.mark.parametrize(
    ("data", "name", "code", "word"),
    [
        pytest.param(b"%PDF-1.4 ...", "april.txt", "damaged-document", "PDF", id="PDF named text"),
        pytest.param(
            b"PK\x03\x04...", "april.txt", "type-mismatch", "ZIP", id="archive named text"
        ),
        pytest.param(b"%PDF-1.4 ...", "april.pdf", "damaged-document", "a whole PDF", id="PDF"),
        pytest.param(b"", "april.txt", "no-text", "empty", id="empty"),
        pytest.param(b" \n.\n", "april.txt", "no-text", "no text", id="no letter"),
        pytest.param(b"<p></p><script>x</script>", "a.html", "no-text", "text", id="empty page"),
        pytest.param(b"a\x00b", "april.txt", "binary", "zero bytes", id="binary"),
        pytest.param(b"x", "april.exe", "file-type", ".exe", id="unknown ending"),
    ],
)
def test_what_cannot_be_read_is_announced(data: bytes, name: str, code: str, word: str) -> None:
    found, message = problem(data, name)
    assert found == code
    assert word in message


def test_a_deeply_nested_page_keeps_its_text() -> None:
    page = "<div>" * 5_000 + "<p>The board refused.</p>" + "</div>" * 5_000
    assert read_report(page.encode(), "deep.html").text == "The board refused."


@pytest.mark.parametrize("case", ["F01", "F02", "F03", "F04", "F05"])
def test_bad_inputs(shared: Path, case: str) -> None:
    folder = shared / "bad-inputs"
    cases = json.loads((folder / "manifest.json").read_text("utf-8"))["cases"]
    (known,) = [one for one in cases if one["id"] == case]
    data = (folder / known["file"]).read_bytes()
    name = Path(known["file"]).name
    report = read_report(data, name)
    assert bool(report.notices) == (known["expect"]["outcome"] == "warn")
    for word in known["expect"]["must_mention"]:
        assert any(word in str(notice) for notice in report.notices)
    assert "agreed" not in report.text
