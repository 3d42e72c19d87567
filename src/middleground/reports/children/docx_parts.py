"""The text of a Word document (DOCX), and what it states about itself.

Only the parts that hold text are unpacked, each up to a limit. What Word does not show is left out:
hidden text, what tracked changes deleted or moved away, comments, field codes, and the second copy
that is kept of text boxes for old programs. Format: ISO/IEC 29500.
"""

import io
import zipfile
from typing import Any

LIBRARIES = ("lxml.etree",)

_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_CORE = "docProps/core.xml"
_UNPACKED = 16 * 2**20  # bytes of text parts, all together
_CORE_UNPACKED = 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_LEFT_OUT = {_FALLBACK, f"{_W}del", f"{_W}moveFrom"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = ("0", "false", "off")


def extract(data: bytes, characters: int) -> dict[str, Any]:
    """A line for each paragraph, footnotes after the text; and what had to be left out."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        return {"refused": ["damaged-document", str(error)]}
    names = set(package.namelist())
    if _MAIN not in names:
        return {"refused": ["type-mismatch", "it holds no document of Word"]}
    text, left = _Text(), _UNPACKED
    for name in (_MAIN, *(name for name in _NOTES if name in names)):
        part = _unpacked(package, name, left)
        if part is None:
            detail = f"its text unpacks to more than {_UNPACKED // 2**20} MiB"
            return {"refused": ["too-large", detail]}
        left -= len(part)
        text.read(part)
    whole = "\n".join(text.lines)
    return {
        "found": {
            "text": whole[:characters],
            "shortened": len(whole) > characters,
            "changes": text.has_changes,
            "hidden": text.has_hidden,
            "comments": "word/comments.xml" in names,
            **_stated(package, names),
        }
    }


def _unpacked(package: zipfile.ZipFile, name: str, most: int) -> bytes | None:
    """A part's bytes; None if there are more than that, whatever the package says of their number.

    Raises:
        zipfile.BadZipFile: If its checksum is wrong.
    """
    with package.open(name) as part:
        data = part.read(most + 1)
        return data if len(data) <= most else None


class _Text:
    """Lines of text from the parts of a document."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.has_changes = False
        self.has_hidden = False

    def read(self, part: bytes) -> None:
        """Add a part's paragraphs. One inside another (a text box) comes before it."""
        for _, paragraph in _walk(part, f"{_W}p"):
            said: list[str] = []
            self._collect(paragraph, said)
            self.lines += [line.strip() for line in "".join(said).split("\n") if line.strip()]
            paragraph.clear(keep_tail=True)

    def _collect(self, element: Any, said: list[str]) -> None:
        if element.tag in _LEFT_OUT:
            self.has_changes |= element.tag != _FALLBACK
        elif element.tag == f"{_W}r" and _is_hidden(element):
            self.has_hidden = True
        elif element.tag == f"{_W}t":
            said.append(element.text or "")
        elif element.tag in _SIGNS:
            said.append(_SIGNS[element.tag])
        elif element.tag != f"{_W}pPr":  # its tab stops are no tabs
            for child in element:
                self._collect(child, said)


def _is_hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    mark = properties.find(f"{_W}vanish") if properties is not None else None
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def _walk(part: bytes, tag: str) -> Any:
    """Elements of a part, as they end. Nothing outside is asked for, no entity is unfolded."""
    from lxml import etree

    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
        raise ValueError("it declares a document type, which no word processor does")
    return etree.iterparse(
        io.BytesIO(part), events=("end",), tag=tag, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip


def _stated(package: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Title, publisher, and the day on which the document was made."""
    said = dict.fromkeys(("title", "outlet", "made"), "")
    core = _unpacked(package, _CORE, _CORE_UNPACKED) if _CORE in names else None
    if core:
        found = {e.tag: (e.text or "").strip()[:300] for _, e in _walk(core, "*")}
        said["title"] = found.get(f"{_DC}title", "")
        said["outlet"] = found.get(f"{_DC}publisher", "")
        said["made"] = found.get(f"{_TERMS}created", "")[:10]
    return said
