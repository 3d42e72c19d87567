"""Where a child process begins: libraries first, then limits, then the document.

Called as `python -I start.py READER SECONDS MEBIBYTES CHARACTERS LIBRARIES`, with the document on
standard input. READER is a file beside this one with a function `extract` and the names of the
`LIBRARIES` that it needs. One JSON object goes to standard output, with one of the members

    found     what the reader took from the document
    refused   [kind, detail]: why nothing could be taken from it
    missing   the library that is not installed
"""

import importlib
import json
import resource
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Extract = Callable[[bytes, int], dict[str, Any]]

_OPEN_FILES = 64


def main() -> None:
    """Read the document, write the answer."""
    name, seconds, mebibytes, characters, libraries = sys.argv[1:6]
    if libraries:  # of the user, which an isolated Python leaves out
        sys.path.append(libraries)
    reader = runpy.run_path(str(Path(__file__).with_name(f"{name}.py")))
    try:
        for library in reader["LIBRARIES"]:
            importlib.import_module(library)
    except ModuleNotFoundError as error:
        answer({"missing": error.name})
        return
    limit(int(seconds), int(mebibytes))
    answer(_extracted(reader["extract"], sys.stdin.buffer.read(), int(characters)))


def limit(seconds: int, mebibytes: int) -> None:
    """Bound what this process can use from now on: it writes no file and starts no other."""
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, mebibytes << 20),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Never above what this process was given itself.
        ceiling = resource.getrlimit(kind)[1]
        most = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (most, most))


def _extracted(extract: Extract, data: bytes, characters: int) -> dict[str, Any]:
    """What the reader found. What stops a reader is an answer too, whatever a document does."""
    try:
        return extract(data, characters)
    except MemoryError:
        return {"refused": ["limit", "it takes more memory than that"]}
    except Exception as error:
        words = " ".join(str(error).split())[:200]
        return {"refused": ["damaged-document", words or type(error).__name__]}


def answer(said: dict[str, Any]) -> None:
    """Write the answer."""
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
