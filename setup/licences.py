"""Print docs/licences.md: every package of requirements.lock with the licence that it states.

After a new lock file: `.venv/bin/python setup/licences.py > docs/licences.md`. A test compares.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "CC0-1.0", "CNRI-Python", "ISC",
    "MIT", "MIT-CMU", "PSF-2.0", "Zlib",
}  # fmt: skip
# A package may state a licence that asks for more only with a reason why it is here.
EXCEPTIONS = {
    "certifi": "a list of certificates, unchanged, fetched by the user's installer",
    "hypothesis": "a test tool, never shipped",
    "pathspec": "a build and checking tool, never shipped",
    "tld": "taken under MPL-1.1; unchanged, fetched by the user's installer",
    "tqdm": "unchanged, fetched by the user's installer",
}
# How older packages say it, in the words of the SPDX list.
SPOKEN = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
# Only for another system than this one, so that its metadata is not here to be read.
ELSEWHERE = {"colorama": "BSD-3-Clause"}

PAGE = """\
# Licences of what is installed

Made by `setup/licences.py` from what the packages of `requirements.lock` state. Nothing of theirs
lies in this repository; the installer fetches them. *Run*: needed to use the program (with its
extra `reading`). *Work*: needed to test, check, build or install it.

| package | licence, as it states it | for |
| --- | --- | --- |
{rows}

## Not simply permissive

{exceptions}

The Linux wheels of numpy and scipy carry compiled libraries beside their own code: OpenBLAS (BSD),
libgfortran (GPL with the exception for linked programs) and libquadmath (LGPL), as the licence
files in the wheels say. They are loaded as separate files, and nothing of them is in this package.
"""


def page() -> str:
    """The whole page, ready to be written."""
    running = closure(requirements(["reading"]))
    rows = [
        f"| {name} | {licence(name)} | {'run' if name in running else 'work'} |"
        for name in locked()
    ]
    exceptions = [f"- **{name}** ({licence(name)}): {why}." for name, why in EXCEPTIONS.items()]
    return PAGE.format(rows="\n".join(rows), exceptions="\n".join(exceptions))


def locked() -> list[str]:
    """Names in the lock file, each once, in its order."""
    text = (REPOSITORY / "requirements.lock").read_text("utf-8")
    return list(dict.fromkeys(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE)))


def requirements(extras: Iterable[str]) -> list[Requirement]:
    """What the project asks for, with these extras."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [Requirement(line) for line in lines]


def closure(wanted: Iterable[Requirement]) -> set[str]:
    """Names of these packages and of all that they need here."""
    found: set[tuple[str, str]] = set()
    waiting = list(wanted)
    while waiting:
        asked = waiting.pop()
        package = installed(canonicalize_name(asked.name))
        for extra in map(canonicalize_name, ("", *asked.extras)):
            key = (canonicalize_name(asked.name), extra)
            if package is None or key in found:
                continue
            found.add(key)
            needs = map(Requirement, package.requires or [])
            waiting += [n for n in needs if not n.marker or n.marker.evaluate({"extra": extra})]
    return {name for name, _ in found}


def installed(name: str) -> Distribution | None:
    """The package's metadata, if it is installed here."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence(name: str) -> str:
    """The licence that a package states, in the words of the SPDX list where they are known."""
    package = installed(name)
    if package is None:
        return ELSEWHERE[name]
    stated = package.metadata.get_all("License-Expression") or []
    long_forms = [text for text in package.metadata.get_all("License") or [] if "\n" not in text]
    classified = [
        text.rpartition(" :: ")[2]
        for text in package.metadata.get_all("Classifier") or []
        if text.startswith("License :: ")
    ]
    first = next(iter([*stated, *long_forms, *classified]), "not stated")
    return SPOKEN.get(first, first)


def is_permissive(stated: str) -> bool:
    """True if every part is permissive, or one of those to choose from is.

    An exception to a licence (WITH) only permits more.
    """
    return any(
        all(
            part.partition(" WITH ")[0].strip(" ()") in PERMISSIVE for part in choice.split(" AND ")
        )
        for choice in stated.split(" OR ")
    )


if __name__ == "__main__":
    sys.stdout.write(page())
