"""The picture of who talks to whom: nothing overlaps, nothing runs out of its box."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brief import made

from middleground.brief.citing import Rests
from middleground.brief.content import MediatorShown, Member, Named, PartyShown, Situation
from middleground.brief.lettering import width, wrap
from middleground.brief.picture import Box, Picture, draw_actors

SIZES = {"title": 15.0, "name": 13.0, "member-name": 13.0, "plain": 12.0}
NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zs"]), min_size=1, max_size=90)


def overlap(a: Box, b: Box) -> bool:
    apart = a.x + a.width <= b.x or b.x + b.width <= a.x
    return not (apart or a.y + a.height <= b.y or b.y + b.height <= a.y)


def assert_tidy(picture: Picture) -> None:
    small = [box for box in picture.boxes if box.kind != "party"]
    cards = [box for box in picture.boxes if box.kind == "party"]
    for group in (small, cards):
        assert not any(overlap(a, b) for a, b in combinations(group, 2))
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
    for line in picture.lines:
        size = SIZES.get(line.kind, 11.0)
        half = width(line.text, size, bold=line.kind in ("title", "name", "mark")) / 2
        holding = [
            box
            for box in picture.boxes
            if box.y <= line.y - size * 0.7
            and line.y <= box.y + box.height
            and box.x <= line.x <= box.x + box.width
        ]
        if line.kind != "label":
            assert holding, line
            inner = min(holding, key=lambda box: box.width)
            assert inner.x <= line.x - half + 0.5
            assert line.x + half <= inner.x + inner.width + 0.5


@pytest.mark.parametrize("parties", [2, 3, 4, 5])
@pytest.mark.parametrize("constituencies", [1, 4, 8])
@pytest.mark.parametrize("name", [made.LONG, made.HEBREW, made.ARABIC, "A", "W" * 60])
def test_two_to_five_parties_are_laid_out_tidily(
    parties: int, constituencies: int, name: str
) -> None:
    text = made.many(parties, constituencies, name)
    from middleground.brief.footnotes import Footnotes
    from middleground.brief.situation import describe
    from middleground.scenario.reader import read_scenario_text

    reading = read_scenario_text(text)
    assert_tidy(draw_actors(describe(reading.scenario, {}, Footnotes(reading, {}))))


NONE = Rests(quotes=[], assumption=None)


def situation(parties: list[list[str]], mediators: list[str], outsiders: list[str]) -> Situation:
    empty = made.make(made.REPORTS_ONLY).content.situation
    return empty.model_copy(
        update={
            "parties": [
                PartyShown(
                    id=f"p{n}", name=names[0], also=[], ratifies="", rests=NONE,
                    members=[
                        Member(
                            id=f"p{n}.{m}", name=name, also=[], decides=m == 0, at_table=m == 1,
                            asked="", rests=NONE,
                        )
                        for m, name in enumerate(names[1:])
                    ],
                )
                for n, names in enumerate(parties)
            ],
            "mediators": [
                MediatorShown(id=f"m{n}", name=name, also=[], role="", channels=[], rests=NONE)
                for n, name in enumerate(mediators)
            ],
            "outsiders": [
                Named(id=f"o{n}", name=name, also=[], rests=NONE)
                for n, name in enumerate(outsiders)
            ],
        }
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(NAMES, min_size=1, max_size=9), min_size=1, max_size=5),
    st.lists(NAMES, max_size=5),
    st.lists(NAMES, max_size=7),
)
def test_any_names_are_laid_out_tidily(
    parties: list[list[str]], mediators: list[str], outsiders: list[str]
) -> None:
    assert_tidy(draw_actors(situation(parties, mediators, outsiders)))


@given(st.text(max_size=300), st.floats(20, 400))
def test_lines_fit_their_room(text: str, room: float) -> None:
    for line in wrap(text, 13, room, most_lines=100):
        # A single letter may be wider than a very narrow room.
        assert width(line, 13) <= room or len(line) == 1


def test_nothing_is_lost_by_breaking_lines() -> None:
    assert " ".join(wrap(made.LONG, 13, 150, most_lines=9)) == made.LONG
