"""Reports beside each other: what updates, confirms, opposes, fulfils; which came first; drift."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.evidence.entries import Entry, Passage, entry_id
from middleground.evidence.particulars import Actor, Event, Position, PositionKind
from middleground.evidence.reader import read_claims
from middleground.evidence.timeline import compare, find_drift, infer_order
from middleground.reports.document import Document

TEXTS = Path(__file__).with_name("texts")


def position(
    report: str, party: str, kind: PositionKind, *topics: str, start: int = 0, by: str = ""
) -> Entry:
    words = f"{party} {kind} {' '.join(topics)}"
    content = (Passage(start=start, end=start + len(words), text=words),)
    from middleground.evidence.entries import Link

    return Entry(
        id=entry_id(f"{report}{by}", "position", content),
        report=report, kind="position", sentence=start + 1, content=content,
        chain=(Link(words=by, naming="named"),) if by else (),
        position=Position(kind=kind, parties=(party,), topics=topics),
    )  # fmt: skip


def actor(report: str, name: str, side: str = "") -> Entry:
    content = (Passage(start=0, end=len(name), text=name),)
    return Entry(
        id=entry_id(report, "actor", content), report=report, kind="actor", sentence=1,
        content=content, actor=Actor(name=name, type="person", side=side),
    )  # fmt: skip


def event(report: str, status: str, place: str = "Larsund", when: str = "") -> Entry:
    words = f"{status} {place}"
    content = (Passage(start=0, end=len(words), text=words),)
    told = Event.model_validate(
        {"action": "attack", "topics": ("fighting+",), "places": (place,), "status": status,
         "when": when}
    )  # fmt: skip
    return Entry(
        id=entry_id(report, "event", content), report=report, kind="event", sentence=1,
        content=content, event=told,
    )  # fmt: skip


UNION = position("april", "union", "demand", "strike+")
BOARD = position("april", "board", "rejection", "strike-", start=90)


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        pytest.param([UNION, BOARD], ["conflict"], id="two parties, opposite"),
        pytest.param(
            [UNION, BOARD, actor("april", "union", "port"), actor("april", "board", "port")],
            ["disagreement"], id="the same inside one side",
        ),
        pytest.param(
            [UNION, position("april", "union", "rejection", "strike-", start=90, by="The Daily")],
            ["contradiction"], id="one party for and against, by another source",
        ),
        pytest.param(
            [UNION, position("april", "union", "rejection", "strike-", start=90)], [],
            id="one source may weigh both",
        ),
        pytest.param(
            [UNION, position("may", "union", "rejection", "strike-", by="The Daily")], [],
            id="a party may change its mind between reports",
        ),
        pytest.param(
            [UNION, position("may", "union", "demand", "strike+", by="The Daily")], ["confirms"],
            id="another report and source",
        ),
        pytest.param(
            [position("april", "mayor", "support", "fighting+"),
             position("april", "guild", "demand", "deal+")],
            ["tension"], id="both can hold, in one sentence",
        ),
        pytest.param(
            [position("april", "mayor", "support", "fighting+"),
             position("april", "guild", "demand", "deal+", start=90)],
            [], id="strangers, sentences apart",
        ),
        pytest.param(
            [position("april", "mayor", "demand", "gate+"),
             position("april", "guild", "rejection", "gate-", start=90)],
            [], id="one noun alone may mean two things",
        ),
        pytest.param(
            [position("april", "mayor", "demand", "gate+", "bridge+"),
             position("april", "guild", "rejection", "gate-", "bridge-", start=90)],
            ["conflict"], id="two nouns mean the same thing",
        ),
        pytest.param(
            [event("april", "announced"), event("may", "happened")], ["fulfilled"],
            id="announced, then happened",
        ),
        pytest.param(
            [event("april", "announced"), event("may", "happened", "Ondra")], [],
            id="elsewhere is something else",
        ),
    ],
)  # fmt: skip
def test_known_pairs(entries: list[Entry], kinds: list[str]) -> None:
    assert [relation.kind for relation in compare(entries)] == kinds
    assert all(relation.why for relation in compare(entries))


def test_a_rejected_entry_takes_no_part() -> None:
    rejected = BOARD.model_copy(update={"status": "rejected"})
    assert not compare([UNION, rejected])


def test_dates_decide_the_order_before_what_the_reports_say() -> None:
    entries = [event("april", "announced"), event("may", "happened")]
    assert infer_order(entries).placed == ("april", "may")
    dated = infer_order(entries, dates={"april": "2024-05-02", "may": "2024-04-01"})
    assert dated.placed == ("may", "april")
    assert dated.reasons == (("may", "april", "dated 2024-04-01 and 2024-05-02"),)
    assert infer_order(entries, after={"april": "may"}).placed == ("may", "april")


def test_without_a_reason_there_is_no_order() -> None:
    order = infer_order([UNION, position("may", "union", "demand", "strike+")])
    assert (order.placed, order.reasons) == ((), ())


def test_a_circle_does_not_hang() -> None:
    order = infer_order([UNION, position("may", "union", "demand", "strike+")],
                        after={"april": "may", "may": "april"})  # fmt: skip
    assert set(order.placed) == {"april", "may"}


@pytest.mark.parametrize(
    ("kind", "sign", "move"),
    [
        ("red_line", "+", "harder"),
        ("offer", "+", "softer"),
        ("demand", "+", "unchanged"),
        ("rejection", "-", "reversed"),
    ],
)
def test_drift_follows_the_order(kind: PositionKind, sign: str, move: str) -> None:
    entries = [UNION, position("may", "union", kind, f"strike{sign}")]
    order = infer_order(entries, dates={"april": "2024-04-01", "may": "2024-05-01"})
    (drift,) = find_drift(entries, order)
    assert (drift.party, drift.topic, drift.move) == ("union", "strike", move)
    assert drift.steps == tuple(entry.id for entry in entries)


@settings(max_examples=50)
@given(
    entries=st.lists(
        st.builds(
            position, st.sampled_from(["april", "may"]), st.sampled_from(["union", "board"]),
            st.sampled_from(["demand", "rejection", "offer", "belief"]),
            st.sampled_from(["strike+", "strike-", "deal+"]), start=st.integers(0, 200),
        ),
        max_size=6, unique_by=lambda e: e.id,
    )
)  # fmt: skip
def test_kinds_do_not_depend_on_the_order_of_the_ledger(entries: list[Entry]) -> None:
    def kinds(listed: list[Entry]) -> list[str]:
        return sorted(relation.kind for relation in compare(listed))

    assert kinds(entries) == kinds(entries[::-1])


def test_two_invented_reports_side_by_side() -> None:
    pytest.importorskip("spacy", reason="the parser of English is an extra")
    entries = [
        entry
        for name in ("april", "may")
        for entry in read_claims(Document(name, (TEXTS / f"larsund-{name}.txt").read_text("utf-8")))
    ]
    order = infer_order(entries)
    assert order.placed == ("april", "may")
    by_id = {entry.id: entry for entry in entries}
    found = {
        (r.kind, by_id[r.first].words[:20], by_id[r.second].words[:20])
        for r in compare(entries, order)
    }
    assert ("update", "Some 1,200 container", "More than 1,900 cont") in found
    assert ("conflict", "to postpone its stri", "the strike must end ") in found
    assert not [kind for kind, _, _ in found if kind == "contradiction"]
