"""Figures side by side: a contradiction is claimed only where nothing leaves room for both."""

import pytest

from middleground.evidence.comparison import compare_figures
from middleground.evidence.entries import Entry, Figure, Passage, Status, entry_id
from middleground.evidence.numbers import bounds


def figure(
    report: str,
    value: float,
    qualifier: str = "",
    *,
    topic: tuple[str, ...] = ("docker", "injure"),
    by: str = "the ministry",
    negated: bool = False,
    status: Status = "proposed",
) -> Entry:
    words = f"{qualifier} {value:g}"
    content = (Passage(start=0, end=len(words), text=words),)
    low, high = bounds(value, qualifier)
    return Entry(
        id=entry_id(f"{report}{by}", "figure", content),
        report=report,
        kind="figure",
        sentence=1,
        content=content,
        status=status,
        figure=Figure(
            value=value, low=low, high=high, qualifier=qualifier, unit="people", topic=topic,
            asserter=by, negated=negated,
        ),
    )  # fmt: skip


SHUT = ("dock", "shut")


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        pytest.param(
            figure("april", 33, "more than"), figure("may", 38, "more than"), "update",
            id="a later count is larger",
        ),
        pytest.param(
            figure("april", 38), figure("may", 33), "contradiction",
            id="a count that only grows has shrunk",
        ),
        pytest.param(
            figure("april", 40, "about", topic=SHUT), figure("may", 42, topic=SHUT), "compatible",
            id="bounds overlap",
        ),
        pytest.param(
            figure("april", 40, topic=SHUT), figure("may", 60, topic=SHUT), "undecided",
            id="what can change may have changed",
        ),
        pytest.param(
            figure("april", 12), figure("april", 30, by="the union"), "contradiction",
            id="two owners in one report",
        ),
        pytest.param(
            figure("april", 12), figure("may", 12, by="the union"), "confirms", id="the same number"
        ),
        pytest.param(
            figure("april", 40, topic=SHUT),
            figure("april", 40, topic=SHUT, by="the union", negated=True), "contradiction",
            id="stated and denied",
        ),
    ],
)  # fmt: skip
def test_known_pairs(one: Entry, two: Entry, kind: str) -> None:
    (relation,) = compare_figures([one, two], order=["april", "may"])
    assert relation.kind == kind
    (swapped,) = compare_figures([two, one], order=["april", "may"])
    assert swapped.kind == kind


def test_an_update_names_the_earlier_first() -> None:
    earlier, later = figure("april", 33), figure("may", 38)
    (relation,) = compare_figures([later, earlier], order=["april", "may"])
    assert (relation.first, relation.second) == (earlier.id, later.id)
    assert relation.same_asserter


def test_without_an_order_reports_do_not_contradict_each_other() -> None:
    pairs = [
        (figure("april", 38), figure("may", 33)),
        (figure("a", 1, topic=SHUT), figure("b", 9, topic=SHUT)),
    ]
    kinds = [compare_figures(pair)[0].kind for pair in pairs]
    assert kinds == ["update", "undecided"]


def test_different_things_are_not_compared() -> None:
    assert not compare_figures([figure("april", 3), figure("may", 9, topic=SHUT)])
    assert not compare_figures(
        [figure("april", 3, topic=("people",)), figure("may", 9, topic=("people",))]
    )


def test_a_rejected_entry_takes_no_part() -> None:
    assert not compare_figures([figure("april", 3, status="rejected"), figure("may", 9)])
