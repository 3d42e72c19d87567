"""The development data's malformed documents and archives, put to the real commands.

For every case: no traceback, within its limits of time and memory, nothing outside the project
changed, nothing at all after a refusal, and a message with all its parts. Times are those of
computing, so that a busy machine fails no test.
"""

import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.measured import Measured, run_measured

from middleground.ports.store.archive import CONTENTS
from middleground.ports.store.files import digest

DOCUMENTS = [f"F{n:02}" for n in range(1, 12)]
ARCHIVES = [f"G{n:02}" for n in range(1, 7)]
# What the archives hold, in this format. Their scenario is JSON, which is YAML, too.
OUR_NAMES = {"scenario.json": "scenario.yaml", "Scenario.json": "Scenario.yaml"}
SCENARIO = b"format: middleground/1\ntitle: River talks\n"


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, dict[str, Any]]:
    manifest = shared / "bad-inputs" / "manifest.json"
    if not manifest.is_file():
        pytest.skip("no bad-inputs/ in the development data")
    found = json.loads(manifest.read_text("utf-8"))["cases"]
    return {case["id"]: {**case, "path": manifest.parent / case.get("file", "")} for case in found}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def assert_expected(done: Measured, case: dict[str, Any], changed: bool) -> None:
    """Outcome, words, message and limits are those of the manifest."""
    expect = case["expect"]
    assert "Traceback" not in done.err
    assert done.code == (1 if expect["outcome"] == "reject" else 0), done.err
    assert changed == (expect["outcome"] != "reject")
    assert "Note: " in done.err or expect["outcome"] != "warn"
    words = expect["must_mention"]
    assert not words or any(word.casefold() in done.err.casefold() for word in words), done.err
    if expect["outcome"] == "reject":
        for part in ("where:", "expected:", "to mend:"):
            assert part in done.err
    assert done.seconds < expect["max_seconds"]
    assert done.mib < expect["max_mib"]


def test_every_case_about_documents_and_archives_is_accounted_for(cases: dict[str, Any]) -> None:
    assert {case for case in cases if case[0] in "FG"} == {*DOCUMENTS, *ARCHIVES}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name: str, cases: dict[str, Any], tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "scenario.yaml").write_bytes(SCENARIO)
    (tmp_path / "april.txt").write_text("Talks failed, the envoy said.\n")
    assert run_measured("add", str(talks), str(tmp_path / "april.txt")).code == 0
    before = contents(tmp_path)
    done = run_measured("add", str(talks), str(cases[name]["path"]))
    after = contents(tmp_path)
    assert_expected(done, cases[name], changed=after != before)
    assert all(file.startswith("talks/") for file in {*after} - {*before})


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_as_they_are(name: str, cases: dict[str, Any], tmp_path: Path) -> None:
    done = run_measured("unpack", str(cases[name]["path"]), str(tmp_path / "talks"))
    assert_expected(done, cases[name], changed=any(tmp_path.iterdir()))


@pytest.mark.parametrize("name", ["none", *ARCHIVES])
def test_archives_in_this_format(name: str, cases: dict[str, Any], tmp_path: Path) -> None:
    """The same faults in archives that are otherwise ours; without one, it is unpacked."""
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as ours, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one name twice
        stated = {}
        for entry, data in _entries(cases[name]["path"] if name != "none" else None):
            stated[entry.filename] = {"size": len(data), "sha256": digest(data)}
            ours.writestr(entry, data)
        contents_ = {"format": "middleground-project/1", "files": stated}
        ours.writestr(CONTENTS, json.dumps(contents_))
    done = run_measured("unpack", str(archive), str(tmp_path / "talks"))
    if name == "none":
        assert (done.code, (tmp_path / "talks" / "scenario.yaml").read_bytes()) == (0, SCENARIO)
        return
    words = [OUR_NAMES.get(word, word) for word in cases[name]["expect"]["must_mention"]]
    case = {"expect": {**cases[name]["expect"], "must_mention": words}}
    assert_expected(done, case, changed=[*tmp_path.iterdir()] != [archive])
    assert done.err.count("Error: ") <= 2  # only what is wrong is named


def _entries(path: Path | None) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """The entries of a case, its scenario exchanged for one of ours."""
    if path is None:
        return [(zipfile.ZipInfo("scenario.yaml"), SCENARIO)]
    found = []
    with zipfile.ZipFile(path) as theirs:
        for entry in theirs.infolist():
            data = theirs.read(entry)
            if entry.filename in OUR_NAMES:
                version = b"99" if b'"version": 99' in data else b"1"
                data = SCENARIO.replace(b"/1", b"/" + version)
            ours = zipfile.ZipInfo(OUR_NAMES.get(entry.filename, entry.filename))
            ours.external_attr = entry.external_attr
            found.append((ours, data))
    return found
