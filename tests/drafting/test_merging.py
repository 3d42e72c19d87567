"""A later draft and the analyst's edits: what is theirs stays, what is new comes in."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from middleground.drafting.merging import merge_draft, same, with_kept_out
from middleground.drafting.writing import element_lines, flow, section_lines
from middleground.scenario.editing import ScenarioText

Tree = dict[str, Any]

BASE = """\
format: middleground/1
# Mine: do not touch
issues:
  wage:  {options: [3, 6, 9], unit: percent}  # numbers that are asked or offered; proposed
  nights:
    # positions on one matter; proposed
    options: {none: not at all, in_full: in full}
    assumption: the ends
"""


def text(written: str) -> ScenarioText:
    return ScenarioText(written)


# -------------------------------------------------------------------------------------- known cases


def test_a_new_element_comes_in_with_its_comment_and_nothing_else_moves() -> None:
    added = (
        BASE + "  term: {options: [1, 2], unit: years}  # a time in a proposal's terms; proposed\n"
    )
    mine = BASE.replace("percent}", "percent, note: mine}").replace("# Mine", "# Still mine")
    merged = merge_draft(text(BASE), text(mine), text(added))
    assert merged.text.text == mine + added[len(BASE) :]
    assert [c.path for c in merged.changes] == [("issues", "term")]
    assert not merged.conflicts


def test_what_the_analyst_removed_stays_removed() -> None:
    mine = "\n".join(BASE.split("\n")[:4]) + "\n"
    merged = merge_draft(text(BASE), text(mine), text(BASE))
    assert merged.text.text == mine


def test_what_the_draft_drops_goes_unless_it_was_changed() -> None:
    dropped = "\n".join(BASE.split("\n")[:4]) + "\n"
    assert merge_draft(text(BASE), text(BASE), text(dropped)).text.text == dropped
    mine = BASE.replace("the ends", "my own words")
    merged = merge_draft(text(BASE), text(mine), text(dropped))
    assert merged.text.text == mine
    assert [(c.path, c.why) for c in merged.conflicts] == [
        (("issues", "nights"), "you changed it, and the new draft no longer has it")
    ]


def test_both_changed_the_analysts_stays_and_the_rival_is_told() -> None:
    mine, draft = BASE.replace("[3, 6, 9]", "[4, 5]"), BASE.replace("[3, 6, 9]", "[3, 9]")
    merged = merge_draft(text(BASE), text(mine), text(draft))
    assert merged.text.text == mine
    (conflict,) = merged.conflicts
    assert conflict.path == ("issues", "wage", "options")
    assert (conflict.yours, conflict.draft) == ("[4, 5]", "[3, 9]")


def test_a_change_that_no_longer_fits_is_left_out_and_told() -> None:
    draft = BASE + "demands:\n  nights_go: {requires: nights}\n"
    mine = "\n".join(BASE.split("\n")[:4]) + "\n"

    def faults(written: str) -> list[str]:
        tree = text(written).places.tree
        lost = "demands" in tree and "nights" not in tree["issues"]
        return ["demands.nights_go.requires"] if lost else []

    merged = merge_draft(text(BASE), text(mine), text(draft), faults)
    assert merged.text.text == mine
    assert [c.path for c in merged.conflicts] == [("demands",)]
    assert "does not fit" in merged.conflicts[0].why


def test_one_change_that_does_not_fit_keeps_out_no_other() -> None:
    draft = BASE + (
        "demands:\n  nights_go: {requires: nights}\n"
        "preferences:\n  port: {term: 1}\n"
        "quotes:\n  april: {quote: no}\n"
    )
    draft = draft.replace("demands:", "  term: {options: [1, 2]}\ndemands:")
    empty = "demands: {}\npreferences: {}\nquotes: {}\n"
    mine = "\n".join(BASE.split("\n")[:4]) + "\n" + empty

    def faults(written: str) -> list[str]:
        """An issue needs preferences, preferences their issue, and a demand what the file lost."""
        tree = text(written).places.tree
        has_issue, has_worth = "term" in tree["issues"], "port" in tree["preferences"]
        found = ["demands"] if tree["demands"] else []  # names no element: nothing to single out
        return found + (["preferences.port"] if has_issue != has_worth else [])

    merged = merge_draft(text(BASE + empty), text(mine), text(draft), faults)
    assert {c.path for c in merged.changes} == {
        ("issues", "term"), ("preferences", "port"), ("quotes", "april"),
    }  # fmt: skip
    assert [(c.path, "does not fit" in c.why) for c in merged.conflicts] == [
        (("demands", "nights_go"), True)
    ]
    assert not faults(merged.text.text)
    assert merged.waiting == [("demands", "nights_go")]


def test_what_did_not_fit_is_told_again_and_comes_in_once_it_fits() -> None:
    base = BASE + "demands: {}\n"
    draft = text(BASE + "demands:\n  nights_go: {requires: nights}\n")
    mine = "\n".join(base.split("\n")[:4]) + "\ndemands: {}\n"

    def faults(written: str) -> list[str]:
        tree = text(written).places.tree
        lost = tree["demands"] and "nights" not in tree["issues"]
        return ["demands.nights_go.requires"] if lost else []

    kept = text(base)
    for _ in range(2):
        merged = merge_draft(kept, text(mine), draft, faults)
        assert merged.text.text == mine
        assert [c.path for c in merged.conflicts] == [("demands", "nights_go")]
        kept = with_kept_out(draft, merged.waiting)
        assert same(kept.places.tree, draft.places.tree)
    back = merge_draft(kept, text(base), draft, faults)
    assert same(back.text.places.tree, draft.places.tree)
    assert not back.conflicts
    assert with_kept_out(draft, back.waiting).text == draft.text


def test_without_a_last_draft_nothing_of_the_analysts_is_touched() -> None:
    mine = BASE.replace("[3, 6, 9]", "[4, 5]")
    merged = merge_draft(None, text(mine), text(BASE + "facts:\n  reserve: {value: 3}\n"))
    assert merged.text.text.startswith(mine)
    assert merged.text.places.value(("facts",)) == {"reserve": {"value": 3}}
    assert [c.path for c in merged.conflicts] == [("issues", "wage", "options")]


def test_the_drafts_remark_follows_and_the_analysts_own_stays() -> None:
    draft = BASE.replace("; proposed", "; accepted")
    mine = BASE.replace("# positions on one matter; proposed", "# I doubt it")
    merged = merge_draft(text(BASE), text(mine), text(draft))
    assert merged.text.text == mine.replace("; proposed", "; accepted")


def test_new_people_are_indifferent_to_the_analysts_own_issue() -> None:
    base = (
        "issues:\n  pay: {options: [1, 2]}\npreferences:\n  union: {no_deal: 3, pay: {weight: 1}}\n"
    )
    mine = base.replace("issues:\n", "issues:\n  mine: {options: [a, b]}\n").replace(
        "pay: {weight", "mine: {weight: 2}, pay: {weight"
    )
    draft = base + "  port: {no_deal: 4, pay: {weight: 1}}\n"
    merged = merge_draft(text(base), text(mine), text(draft))
    assert merged.text.places.value(("preferences", "port", "indifferent")) == ["mine"]


# --------------------------------------------------------------------------------------------- laws

_IDS = st.sampled_from(["wage", "nights", "cranes", "strike", "term"])
_FIELDS = st.sampled_from(["name", "unit", "options", "value", "note"])
_SCALARS = st.one_of(
    st.integers(-5, 99), st.booleans(), st.sampled_from(["kept", "a: b", "x # y", "", "no", "é\n"])
)
_VALUES = st.one_of(
    _SCALARS,
    st.lists(_SCALARS, max_size=3),
    st.dictionaries(_IDS, _SCALARS, min_size=1, max_size=3),
)
_ELEMENTS = st.dictionaries(_FIELDS, _VALUES, min_size=1, max_size=4)
_SECTIONS = st.dictionaries(
    st.sampled_from(["issues", "facts", "demands", "events"]),
    st.dictionaries(_IDS, _ELEMENTS, min_size=1, max_size=4),
    min_size=1, max_size=3,
)  # fmt: skip
_QUICK = settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def laid_out(tree: Tree) -> ScenarioText:
    """A tree as the file that a draft writes."""
    lines = ["format: middleground/1", ""]
    for name, elements in tree.items():
        lines += section_lines(
            name, {i: element_lines(e, f"rule of {i}; proposed") for i, e in elements.items()}
        )
    return text("\n".join(lines) + "\n")


@st.composite
def _edited(draw: st.DrawFn, tree: Tree) -> Tree:
    """A tree after some edits by hand: fields changed, added, removed; elements added, removed."""
    edited = deepcopy(tree)
    for _ in range(draw(st.integers(0, 4))):
        section = draw(st.sampled_from(sorted(edited)))
        elements = edited[section]
        act = draw(st.sampled_from(["field", "field", "element", "remove", "drop"]))
        name = draw(st.sampled_from(sorted(elements)) if elements else _IDS)
        if act == "element":
            elements.setdefault(draw(_IDS), draw(_ELEMENTS))
        elif act == "remove" and len(elements) > 1:
            elements.pop(name, None)
        elif act == "drop" and len(elements.get(name, {})) > 1:
            elements[name].pop(draw(st.sampled_from(sorted(elements[name]))))
        elif name in elements:
            elements[name][draw(_FIELDS)] = draw(_VALUES)
    return edited


_THREE = _SECTIONS.flatmap(lambda base: st.tuples(st.just(base), _edited(base), _edited(base)))


@_QUICK
@given(_THREE)
def test_nothing_new_means_the_same_bytes(three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, _ = map(laid_out, three)
    merged = merge_draft(base, mine, base)
    assert merged.text.text == mine.text
    assert not merged.changes
    assert not merged.conflicts


@_QUICK
@given(_THREE)
def test_an_untouched_file_becomes_the_new_draft(three: tuple[Tree, Tree, Tree]) -> None:
    base, _, draft = map(laid_out, three)
    merged = merge_draft(base, base, draft)
    assert same(merged.text.places.tree, draft.places.tree)
    assert not merged.conflicts


@_QUICK
@given(_THREE)
def test_every_edit_of_the_analyst_survives(three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, draft = map(laid_out, three)
    merged = merge_draft(base, mine, draft)
    for path in mine.places.by_path:
        value = mine.places.value(path)
        if not isinstance(value, dict) and not _is(base, path, value):
            assert same(merged.text.places.value(path), value), path
    for path in base.places.by_path:
        if path not in mine.places.by_path and _is_element_or_field(path):
            assert path not in merged.text.places.by_path, path


@_QUICK
@given(_THREE)
def test_what_only_the_draft_changed_comes_in_and_what_is_kept_out_is_told(
    three: tuple[Tree, Tree, Tree],
) -> None:
    base, mine, draft = map(laid_out, three)
    merged = merge_draft(base, mine, draft)
    told = [c.path for c in merged.conflicts]
    for path in draft.places.by_path:
        value = draft.places.value(path)
        if isinstance(value, dict) or _is(base, path, value):
            continue
        is_in = _is(merged.text, path, value)
        assert is_in or any(path[: len(t)] == t or t[: len(path)] == path for t in told), path


@_QUICK
@given(_THREE)
def test_a_second_run_changes_nothing(three: tuple[Tree, Tree, Tree]) -> None:
    base, mine, draft = map(laid_out, three)
    once = merge_draft(base, mine, draft).text
    again = merge_draft(draft, once, draft)
    assert again.text.text == once.text
    assert not again.changes


@_QUICK
@given(_VALUES)
def test_a_value_written_is_read_back(value: Any) -> None:
    assert same(text(f"value: {flow(value)}\n").places.tree["value"], value)


def _is(where: ScenarioText, path: tuple[Any, ...], value: Any) -> bool:
    return path in where.places.by_path and same(where.places.value(path), value)


def _is_element_or_field(path: tuple[Any, ...]) -> bool:
    return len(path) in (2, 3)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [(1, 1.0, True), (1, True, False), ([1], [1, 2], False), ({"a": 1}, {"a": 1.0}, True)],
)
def test_what_counts_as_the_same(one: Any, two: Any, alike: bool) -> None:
    assert same(one, two) is alike
