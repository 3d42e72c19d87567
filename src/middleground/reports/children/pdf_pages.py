"""The text of a PDF, page by page, and what the PDF states about itself.

How much is read is a count of bytes, so that the same file gives the same text on every machine.
"""

import contextlib
import io
import logging
import re
from typing import Any

LIBRARIES = ("pypdf",)

# Bytes of drawing instructions; 600 words take about 20,000. About 2.5 s a million here.
_PER_PAGE = 1_000_000
_IN_ALL = 3_000_000
_UNPACKED = 16 * 2**20  # bytes of any one stream
_PAGES = 2_000
_DAY = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")


def extract(data: bytes, characters: int) -> dict[str, Any]:
    """The pages' texts; which pages could not be read, and why."""
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    pypdf.overwrite_configuration(
        zlib_maximum_output_length=_UNPACKED,
        lzw_maximum_output_length=_UNPACKED,
        run_length_maximum_output_length=_UNPACKED,
        array_based_stream_maximum_output_length=_UNPACKED,
        stream_decoding_work_maximum_length=4 * _UNPACKED,
        jbig2dec_binary=None,
    )
    repairs = _Repairs()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = _Pages(reader, characters)
    except (DependencyError, FileNotDecryptedError):
        return {"refused": ["encrypted", "it asks for a password, or was locked"]}
    if not pages.texts:
        return {"refused": ["damaged-document", "it has no pages"]}
    if len(pages.damaged) == len(pages.texts):
        return {"refused": ["damaged-document", pages.why]}
    return {
        "found": {
            "pages": pages.texts,
            "damaged": pages.damaged,
            "too_large": pages.too_large,
            "left_out": pages.left_out,
            "repairs": repairs.first,
            **_stated(reader),
        }
    }


class _Pages:
    """The text of every page; "" for those that cannot be read, whose numbers are noted."""

    def __init__(self, reader: Any, characters: int) -> None:
        self.texts: list[str] = []
        self.damaged: list[int] = []
        self.too_large: list[int] = []
        self.why = ""
        self._bytes, self._characters = _IN_ALL, characters
        number = len(reader.pages)
        self.left_out = max(0, number - _PAGES)
        for page in reader.pages[:_PAGES]:
            self.texts.append(self._text(page, len(self.texts) + 1))

    def _text(self, page: Any, number: int) -> str:
        from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

        try:
            contents = page.get_contents()
            size = len(contents.get_data()) if contents is not None else 0
            if size > min(_PER_PAGE, self._bytes):
                self.too_large.append(number)
                return ""
            self._bytes -= size
            text: str = page.extract_text() if size else ""
        except (DependencyError, FileNotDecryptedError, MemoryError):
            raise
        except LimitReachedError:
            self.too_large.append(number)
            return ""
        except Exception as error:  # a damaged page is noted; the others are read
            self.damaged.append(number)
            self.why = " ".join(str(error).split())[:200] or type(error).__name__
            return ""
        if len(text) > self._characters:
            self.too_large.append(number)
            return ""
        self._characters -= len(text)
        return text


class _Repairs(logging.Handler):
    """Keeps the first thing that the reader had to mend in the file's structure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.first = ""
        logging.getLogger("pypdf._reader").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or record.getMessage()[:200]


def _stated(reader: Any) -> dict[str, str]:
    """Title, outlet and day of publication; and the day on which the file was made."""
    said = dict.fromkeys(("title", "outlet", "published", "made"), "")
    # What is damaged here states nothing; the pages do not depend on it.
    with contextlib.suppress(Exception):
        about = reader.metadata or {}
        said["title"] = str(about.get("/Title") or "")[:300]
        made = _DAY.match(str(about.get("/CreationDate") or ""))
        said["made"] = "-".join(made.groups()) if made else ""
    with contextlib.suppress(Exception):
        published = reader.xmp_metadata.dc_date
        said["published"] = published[0].date().isoformat() if published else ""
    with contextlib.suppress(Exception):
        said["outlet"] = str((reader.xmp_metadata.dc_publisher or [""])[0])[:300]
    return said
