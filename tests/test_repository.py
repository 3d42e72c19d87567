"""Rules that hold for the repository as a whole: what it names, what it pins, what it ships."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from setup import licences

REPOSITORY = Path(__file__).resolve().parents[1]

# Put together here, so that this file does not name them either.
FOREIGN = [
    "/" + "work/",
    "/" + "opt/",
    "/" + "root/",
    "python" + "hosted",
    "py" + "pi.org",
    "npm" + "js.org",
    "deb" + "ian.org",
]

# Imports every module of the installed wheel, with only what the core asks for to be found.
IMPORT_ALL = """\
import importlib, pkgutil, sys
from importlib.metadata import packages_distributions

wheel, core = sys.argv[1], set(sys.argv[2].split())
homes = packages_distributions()

class OnlyTheCore:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        owners = {owner.lower().replace("_", "-").replace(".", "-") for owner in homes.get(top, [])}
        if owners and not owners & core and top != "middleground":
            raise ModuleNotFoundError(f"not in the core: {top}")

sys.path.insert(0, wheel)
sys.meta_path.insert(0, OnlyTheCore())
import middleground
assert middleground.__file__.startswith(wheel), middleground.__file__
# Loops that are compiled as they are imported: imported only where the compiler is there.
COMPILED = {"middleground.deals.kernels", "middleground.deals.fused_kernels"}
for module in pkgutil.walk_packages(middleground.__path__, "middleground."):
    if module.name not in {"middleground.__main__", *COMPILED}:
        importlib.import_module(module.name)
        print(module.name)
"""


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git clone, so there is no list of its files")
    files = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` would build, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_lock_file_has_hashes_and_no_addresses() -> None:
    text = (REPOSITORY / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 20
    for entry in entries:
        pin, *hashes = entry.replace("\\\n", "").split(" --hash=")
        assert re.fullmatch(r"[a-z0-9.-]+==[\w.]+( ; [\w\s'<>=!.()-]+)?", pin.strip()), entry
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", found.strip()) for found in hashes), entry


def test_the_lock_file_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    text = (REPOSITORY / "requirements.lock").read_text("utf-8")
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9.-]+)==([\w.]+)", text, re.MULTILINE):
        pins.setdefault(name, []).append(version)
    asked = licences.requirements(project["project"]["optional-dependencies"])
    asked += map(Requirement, project["dependency-groups"]["setup"])
    for requirement in asked:
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement} is not locked: run ./mg lock"
        assert all(version in requirement.specifier for version in versions), str(requirement)


def test_every_licence_is_permissive_or_an_exception_with_a_reason() -> None:
    for name in licences.locked():
        stated = licences.licence(name)
        assert licences.is_permissive(stated) != (name in licences.EXCEPTIONS), (name, stated)


@pytest.mark.parametrize(
    ("stated", "permissive"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-2.0-only OR MIT", True),
        ("MPL-2.0 AND MIT", False),
        ("(MIT AND BSD-3-Clause) OR GPL-3.0-only", True),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("not stated", False),
    ],
)
def test_permissive_means_all_of_its_parts_or_one_to_choose(stated: str, permissive: bool) -> None:
    assert licences.is_permissive(stated) is permissive


def test_the_page_of_licences_is_the_one_of_this_lock_file() -> None:
    written = (REPOSITORY / "docs" / "licences.md").read_text("utf-8")
    assert written == licences.page(), "run setup/licences.py and keep what it prints"


def test_no_file_names_a_machine_or_a_registry(tracked: list[Path]) -> None:
    named = []
    for file in tracked:
        text = file.read_bytes().decode("utf-8", "replace").casefold()
        named += [(file.name, what) for what in FOREIGN if what in text]
    assert named == []


def test_links_between_pages_lead_somewhere(tracked: list[Path]) -> None:
    links = [
        (page, link)
        for page in tracked
        if page.suffix == ".md"
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if "://" not in link
    ]
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_every_decision_is_listed() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = re.findall(r"^\d+\. \[.+\]\((.+)\)$", (folder / "README.md").read_text(), re.MULTILINE)
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_the_readme_starts_with_the_two_commands() -> None:
    lines = (REPOSITORY / "README.md").read_text("utf-8").splitlines()
    first = [line.split("#")[0].strip() for line in lines if line.startswith("    ")][:2]
    assert first == ["./mg demo", "./mg test"]


def test_every_command_of_the_readme_exists() -> None:
    from middleground.ports.cli import COMMANDS

    text = (REPOSITORY / "README.md").read_text("utf-8")
    named = set(re.findall(r"\./mg ([a-z-]+)", text))
    assert named - {"test"} == set(COMMANDS)


def test_the_wheel_carries_the_catalogue_and_every_file_of_the_program(
    wheel: Path, tracked: list[Path]
) -> None:
    source = REPOSITORY / "src" / "middleground"
    catalogue = REPOSITORY / "catalogue"
    for file in tracked:
        if file.is_relative_to(source):
            assert (wheel / "middleground" / file.relative_to(source)).is_file(), file
        if file.is_relative_to(catalogue) and not file.name.startswith("."):
            assert (wheel / "middleground" / file.relative_to(REPOSITORY)).is_file(), file


def test_every_module_can_be_imported_with_the_core_alone(wheel: Path) -> None:
    core = " ".join(licences.closure(licences.requirements([])))
    assert "spacy" not in core
    command = [sys.executable, "-I", "-c", IMPORT_ALL, str(wheel), core]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "middleground.answers.zone" in done.stdout.split()
