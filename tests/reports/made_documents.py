"""Small real documents, made in the test by pypdf, python-docx and Python's own mail package."""

import io
from collections.abc import Sequence
from email.message import EmailMessage

import docx
from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)


def make_pdf(*pages: Sequence[str], compress: bool = False, **about: str) -> bytes:
    """A PDF with a page for each list of lines; `about` is its metadata, such as Title="..."."""
    writer = PdfWriter()
    for lines in pages:
        shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
        _add_page(writer, b"BT /F1 10 Tf 14 TL 40 760 Td\n" + shown + b"ET", compress)
    writer.add_metadata({f"/{key}": value for key, value in about.items()})
    return written(writer)


def make_picture_pdf() -> bytes:
    """A page with a drawing and no text, as a scanner makes it."""
    writer = PdfWriter()
    _add_page(writer, b"0 0 300 300 re f", compress=False)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """The bytes of a PDF."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_docx(*paragraphs: str, title: str = "") -> bytes:
    """A Word document with these paragraphs."""
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """The bytes of a Word document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_mail(text: str = "", page: str = "", **head: str) -> bytes:
    """A mail with a body as text, as a page, or as both; `head` such as Subject="..."."""
    message = EmailMessage()
    for name, value in head.items():
        message[name] = value
    if text:
        message.set_content(text)
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message.as_bytes()


def _add_page(writer: PdfWriter, drawing: bytes, compress: bool) -> None:
    contents: StreamObject = DecodedStreamObject()
    contents.set_data(drawing)
    page = writer.add_blank_page(width=595, height=842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(named)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stored = contents.flate_encode() if compress else contents
    page[NameObject("/Contents")] = writer._add_object(stored)
    page[NameObject("/Rotate")] = NumberObject(0)


def _escaped(line: str) -> bytes:
    plain = line.encode("latin-1", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
