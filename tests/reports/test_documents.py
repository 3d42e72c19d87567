"""PDF, Word and mail: their text, what they state, and a word about all that is not read."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement
from pypdf import PdfReader, PdfWriter
from pypdf.xmp import XmpInformation
from tests.reports.made_documents import (
    make_docx,
    make_mail,
    make_pdf,
    make_picture_pdf,
    saved,
    written,
)

from middleground.errors import ReportError
from middleground.reports.reading import read_report

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAID = "The port authority refused to raise wages, according to the board."
COLUMN = ["The port said that talks would go on for as long as the", "union wished, and no longer."]


def refused(data: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(ReportError) as caught:
        read_report(data, name)
    (problem,) = caught.value.problems
    assert problem.file == name
    assert problem.expected
    assert problem.mend
    return problem.code, problem.what


def codes(data: bytes, name: str) -> list[str]:
    return [notice.code for notice in read_report(data, name).notices]


# -------------------------------------------------------------------------------------------- PDF


def test_lines_of_a_pdf_come_out_as_paragraphs() -> None:
    made = make_pdf(["Strike at the quay", *COLUMN, "The union refused."], compress=True)
    report = read_report(made, "april.pdf")
    assert report.text.split("\n")[1:] == [" ".join(COLUMN), "The union refused."]
    assert (report.how, report.notices) == ("text of the pages", ())


def test_a_pdf_states_when_it_was_made_not_when_it_was_published() -> None:
    report = read_report(
        make_pdf([SAID], Title="Quay", CreationDate="D:20240412080000Z"), "april.pdf"
    )
    assert (report.title, report.made, report.published) == ("Quay", "2024-04-12", "")


def test_a_pdf_that_names_its_day_and_publisher_is_believed() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([SAID]))))
    about = XmpInformation.create()
    about.dc_publisher = ["The Coast Daily"]
    writer.xmp_metadata = about
    marked = written(writer).replace(
        b"</rdf:Description>",
        b'<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>2024-04-11'
        b"</rdf:li></rdf:Seq></dc:date></rdf:Description>",
        1,
    )
    report = read_report(marked, "april.pdf")
    assert report.outlet == "The Coast Daily"
    assert report.published == "2024-04-11"


def test_a_pdf_of_pictures_is_kept_and_announced() -> None:
    report = read_report(make_picture_pdf(), "scan.pdf")
    assert report.text == ""
    assert [notice.code for notice in report.notices] == ["no-text"]


def test_pages_without_text_and_repeated_heads_are_named() -> None:
    heads = [["The Coast Daily", f"{SAID} Part {'abcd'[n]}.", f"page {n}"] for n in range(4)]
    report = read_report(make_pdf(*heads, []), "april.pdf")
    assert "Coast Daily" not in report.text
    assert report.text.count("refused") == 4
    what = " ".join(notice.what for notice in report.notices)
    assert "page 5 of the PDF hold" in what
    assert "'The Coast Daily', 'page 0'" in what


def test_a_page_above_the_limit_is_left_out_and_the_others_are_read() -> None:
    made = make_pdf([SAID], ["x" * 80] * 20_000, ["The union refused."])
    report = read_report(made, "april.pdf")
    assert report.text == f"{SAID}\nThe union refused."
    assert [notice.code for notice in report.notices] == ["too-large"]
    assert "page 2" in report.notices[0].what


def test_an_encrypted_pdf_is_refused_with_a_way_out() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([SAID]))))
    writer.encrypt("secret", algorithm="RC4-128")
    code, what = refused(written(writer), "april.pdf")
    assert code == "encrypted"
    assert "password" in what


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([SAID]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    assert read_report(written(writer), "april.pdf").text == SAID


def test_a_pdf_with_a_lost_table_of_contents_is_read_with_a_warning() -> None:
    made = make_pdf([SAID])
    start = made.rindex(b"startxref") + 10
    assert codes(made[:start] + b"1\n%%EOF\n", "april.pdf") == ["damaged-document"]


def test_what_is_no_pdf_is_refused() -> None:
    assert refused(b"Talks failed.", "april.pdf")[0] == "type-mismatch"


@pytest.mark.browser
def test_columns_printed_by_a_browser_are_read_one_after_the_other(page: "Page") -> None:
    sentences = [
        f"Sentence {n} says that the union and the port have met again." for n in range(60)
    ]
    page.set_content(
        f"<div style='column-count: 2; text-align: justify'>{' '.join(sentences)}</div>"
    )
    report = read_report(page.pdf(format="A4"), "april.pdf")
    assert report.text == " ".join(sentences)


# ------------------------------------------------------------------------------------------- Word


def test_paragraphs_and_tables_of_a_word_document() -> None:
    document = docx.Document()
    document.add_paragraph("Strike at the quay\tApril")
    document.add_table(1, 2).rows[0].cells[1].text = "Three docks."
    document.add_paragraph(SAID)
    report = read_report(saved(document), "april.docx")
    assert report.text == f"Strike at the quay\tApril\nThree docks.\n{SAID}"
    assert report.how == "text of the document"


def test_a_word_document_states_title_and_day_of_making() -> None:
    report = read_report(make_docx(SAID, title="Quay"), "april.docx")
    assert report.title == "Quay"
    assert len(report.made) == 10
    assert report.published == ""


def test_deleted_and_hidden_words_are_no_evidence() -> None:
    document = docx.Document()
    document.add_paragraph(SAID)
    secret = document.add_paragraph("The board ").add_run("agreed.")
    secret.font.hidden = True
    deleted = document.add_paragraph("The mayor ")
    deletion = OxmlElement("w:del")
    deletion.append(deleted.add_run("agreed.")._r)
    deleted._p.append(deletion)
    report = read_report(saved(document), "april.docx")
    assert "agreed" not in report.text
    assert [notice.code for notice in report.notices] == ["left-out", "left-out"]


def test_inserted_words_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The mayor ")
    insertion = OxmlElement("w:ins")
    insertion.append(paragraph.add_run("agreed.")._r)
    paragraph._p.append(insertion)
    assert read_report(saved(document), "april.docx").text == "The mayor agreed."


def test_a_word_document_without_text_is_kept_and_announced() -> None:
    assert codes(make_docx(), "scan.docx") == ["no-text"]


def changed(document: bytes, part: str, content: bytes) -> bytes:
    """A package with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<w:p>" * 10, "damaged-document", id="no XML"),
        pytest.param(b"<p>" * 5_000 + b"</p>" * 5_000, "damaged-document", id="deep"),
        pytest.param(b"<a>" + b"A" * 17 * 2**20 + b"</a>", "too-large", id="bomb"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "damaged-document",
            id="entities",
        ),
    ],
)  # fmt: skip
def test_hostile_word_documents_are_refused(content: bytes, code: str) -> None:
    hostile = changed(make_docx(SAID), "word/document.xml", content)
    assert refused(hostile, "april.docx")[0] == code


def test_other_archives_and_old_documents_are_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Talks failed.")
    assert refused(out.getvalue(), "april.zip")[0] == "type-mismatch"
    assert refused(out.getvalue(), "april.docx")[0] == "type-mismatch"
    assert refused(b"\xd0\xcf\x11\xe0" * 9, "april.docx")[0] == "encrypted"


# ------------------------------------------------------------------------------------------- mail

HEAD = {
    "From": "The Coast Daily <desk@coast.example>",
    "Date": "Thu, 11 Apr 2024 23:30:00 -0400",
    "Subject": "Caf\u00e9 talks",
}


def test_a_mail_gives_its_text_and_what_its_head_states() -> None:
    report = read_report(make_mail(SAID, "<p>The board agreed.</p>", **HEAD), "april.eml")
    assert report.text.strip() == SAID
    assert (report.published, report.outlet) == ("2024-04-11", "")
    assert (report.sender, report.title) == ("The Coast Daily", "Caf\u00e9 talks")
    assert report.notices == ()


def test_a_mail_that_is_only_a_page_is_read_as_a_page() -> None:
    page = f"<html><body><p>{SAID}</p><p hidden>The board agreed.</p></body></html>"
    report = read_report(make_mail(page=page, **HEAD), "april.eml")
    assert report.text == SAID


def test_attachments_are_named_and_not_read() -> None:
    message = EmailMessage()
    message["From"] = "desk@coast.example"
    message.set_content(SAID)
    message.add_attachment(b"The board agreed.", maintype="text", subtype="plain", filename="a.txt")
    report = read_report(message.as_bytes(), "april.eml")
    assert "agreed" not in report.text
    assert report.sender == "desk@coast.example"
    assert [notice.code for notice in report.notices] == ["left-out"]


def test_unreadable_letters_of_a_mail_are_pointed_out() -> None:
    mail = b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\nThe caf\xe9 said so.\n"
    assert "encoding" in codes(mail, "april.eml")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"Talks failed.\n", "type-mismatch", id="no head"),
        pytest.param(make_mail(**HEAD), "no-text", id="no body"),
    ],
)
def test_what_is_no_mail_is_refused(data: bytes, code: str) -> None:
    assert refused(data, "april.eml")[0] == code


# ------------------------------------------------------------------------------------ development


@pytest.mark.parametrize("case", ["F06", "F07", "F08", "F09", "F10", "F11"])
def test_bad_inputs(shared: Path, case: str) -> None:
    folder = shared / "bad-inputs"
    cases = json.loads((folder / "manifest.json").read_text("utf-8"))["cases"]
    (known,) = [one for one in cases if one["id"] == case]
    data, name = (folder / known["file"]).read_bytes(), Path(known["file"]).name
    expect = known["expect"]
    if expect["outcome"] == "reject":
        code, said = refused(data, name)
    else:
        (notice,) = read_report(data, name).notices
        code, said = notice.code, notice.what
    assert code == expect["code"]
    assert any(word in said for word in expect["must_mention"])
