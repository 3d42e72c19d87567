"""The journal: what was done can be read, redone and undone, and damage is found."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.errors import ProjectError
from middleground.ports.store.acts import Act, compare, read_act
from middleground.ports.store.files import digest
from middleground.ports.store.journal import Journal

# Any bytes at all, and lines that texts have in common.
TEXTS = st.one_of(
    st.binary(max_size=80),
    st.lists(st.sampled_from(["a: 1\n", "b: 2\r\n", "שלום\n", "c", "\u2028", "\n"])).map(
        lambda lines: "".join(lines).encode()
    ),
)


@given(before=TEXTS, after=TEXTS)
def test_an_act_is_redone_and_undone_to_the_byte(before: bytes, after: bytes) -> None:
    act = Act(
        1, "2026-01-01T00:00:00Z", "", "edit", "program", "scenario.yaml",
        digest(before), digest(after), compare(before, after),
    )  # fmt: skip
    line = act.line()
    again = read_act(line.removesuffix(b"\n"))
    assert line.count(b"\n") == 1
    assert again is not None
    assert again == act
    assert again.redo(before) == after
    assert again.undo(after) == before


@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_the_journal_alone_gives_back_the_last_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[bytes]
) -> None:
    journal = Journal(tmp_path_factory.mktemp("talks") / "journal.jsonl")
    before = None
    for text in texts:
        journal.enter("scenario.yaml", before, text, "edit")
        before = text
    fresh = Journal(journal.path)
    fresh.refresh()
    assert fresh.text("scenario.yaml") == texts[-1]
    assert fresh.acts == journal.acts


def test_a_small_edit_of_a_large_file_is_a_small_act() -> None:
    before = b"".join(b"line %d\n" % n for n in range(20_000))
    after = before.replace(b"line 500\n", b"line five hundred\n").replace(b"line 19000\n", b"")
    changes = compare(before, after)
    assert sum(len(c.old) + len(c.new) for c in changes) < 40


def test_any_flipped_bit_is_found() -> None:
    act = Act(
        1, "2026-01-01T00:00:00Z", "ann", "edit", "program", "f", None, digest(b"x"), whole="x"
    )
    line = act.line().removesuffix(b"\n")
    for place in range(len(line)):
        for bit in range(8):
            damaged = line[:place] + bytes([line[place] ^ 1 << bit]) + line[place + 1 :]
            assert read_act(damaged) is None


@pytest.mark.parametrize(
    "said", [{}, {"v": 1, "act": "one"}, {"v": 1, "changes": [[1]]}, {"v": "x"}]
)
def test_a_line_with_a_right_checksum_and_wrong_content_is_damaged(said: dict[str, object]) -> None:
    body = json.dumps(said).encode()[:-1]
    check = hashlib.sha256(body).hexdigest()[:16].encode()
    assert read_act(body + b',"check":"' + check + b'"}') is None


def test_a_journal_of_a_newer_version_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    act = Act(
        1, "2026-01-01T00:00:00Z", "ann", "edit", "program", "f", None, digest(b"x"), whole="x"
    )
    monkeypatch.setattr("middleground.ports.store.acts.VERSION", 99)
    line = act.line().removesuffix(b"\n")
    monkeypatch.undo()
    with pytest.raises(ProjectError) as caught:
        read_act(line)
    assert "99" in str(caught.value)


def test_a_cut_last_line_is_set_aside_not_lost(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.enter("scenario.yaml", None, b"one", "made")
    journal.enter("scenario.yaml", b"one", b"two", "edit")
    whole = journal.path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first + 1, len(whole)):
        journal.path.write_bytes(whole[:length])
        fresh = Journal(journal.path)
        fresh.refresh()
        if length == len(whole) - 1:
            continue  # only the line break is missing: see the next test
        (notice,) = fresh.mend()
        aside = tmp_path / notice.what.rsplit(" ", 1)[1]
        assert aside.read_bytes() == whole[first:length] + b"\n"
        assert journal.path.read_bytes() == whole[:first]
        assert fresh.text("scenario.yaml") == b"one"
        aside.unlink()


def test_acts_of_another_process_are_read_on(tmp_path: Path) -> None:
    one, two = Journal(tmp_path / "j"), Journal(tmp_path / "j")
    one.enter("scenario.yaml", None, b"one", "made")
    two.refresh()
    two.enter("scenario.yaml", b"one", b"two", "edit")
    one.refresh()
    assert [act.number for act in one.acts] == [1, 2]
    two.withdraw(two.acts[-1])
    one.refresh()
    assert [act.number for act in one.acts] == [1]


def test_after_a_gap_the_next_act_holds_the_whole_text(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    texts = [b"one\n", b"one\ntwo\n", b"one\ntwo\nthree\n"]
    for before, after in zip([None, *texts], texts, strict=False):
        journal.enter("scenario.yaml", before, after, "edit")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(lines[0] + lines[2])
    fresh = Journal(journal.path)
    fresh.refresh()
    assert fresh.text("scenario.yaml") is None
    fresh.enter("scenario.yaml", texts[2], b"four", "edit")
    assert fresh.text("scenario.yaml") == b"four"
