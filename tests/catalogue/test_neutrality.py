"""No case takes sides: its words are plain, and like is given to like."""

import re
from pathlib import Path

import pytest
from tests.catalogue.cases import CATALOGUE, Case

# Words that judge. Whoever uses one must be quoted using it.
LOADED = (
    "admit", "admits", "admitted", "aggression", "aggressor", "atrocity", "barbaric",
    "brutal", "brutally", "butcher", "butchered", "claims falsely", "claimed", "cowardly",
    "crippling", "cynical", "extremist", "extremists", "fanatic", "fanatics", "flouting",
    "genocidal", "hardliner", "heroic", "innocent", "intransigent", "martyr", "martyrs",
    "massacre", "militant", "militants", "murder", "murdered", "obviously", "onslaught", "puppet",
    "refuses to budge", "regime", "resistance", "ruthless", "savage", "shameful", "slaughter",
    "so-called", "stubborn", "terror", "terrorism", "terrorist", "terrorists", "unprovoked",
)  # fmt: skip
QUOTED = re.compile(r'"[^"]*"')
FILES = sorted(
    path for path in CATALOGUE.rglob("*") if path.suffix in {".txt", ".md", ".html", ".yaml"}
)


def loaded_words(text: str) -> list[str]:
    """Judging words in the text."""
    return [word for word in LOADED if re.search(rf"\b{re.escape(word)}\b", text.casefold())]


def own_words(text: str, is_scenario: bool) -> str:
    """What we say ourselves. In a scenario, all but its list of quotations."""
    return text.partition("\nquotes:\n")[0] if is_scenario else QUOTED.sub("", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CATALOGUE)))
def test_our_own_words_do_not_judge(path: Path) -> None:
    text = own_words(path.read_text(encoding="utf-8"), path.suffix == ".yaml")
    assert loaded_words(text) == []


def test_the_list_is_heeded_outside_quotations_only() -> None:
    assert loaded_words(own_words('The group spoke of " aggression ".', False)) == []
    assert loaded_words(own_words("The group admitted it.", False)) == ["admitted"]


def test_quoted_spans_of_the_flagship_are_a_few_words_at_most(ceasefire: Case) -> None:
    """Real people are reported in indirect speech: nobody is given words they did not say."""
    for name, text in ceasefire.reports.items():
        assert text.count('"') % 2 == 0, name
        for span in QUOTED.findall(text):
            assert len(span.strip('" ').split()) <= 4, (name, span)


def test_like_no_deal_values_for_those_who_are_reported_alike(ceasefire: Case) -> None:
    worth = {who: p["no_deal"] for who, p in ceasefire.scenario["preferences"].items()}
    far = ("hamas.leader_in_gaza", "israel.prime_minister", "israel.coalition_partners")
    near = ("hamas.leadership_abroad", "israel.defence_minister", "israel.security_agencies")
    assert len({str(worth[who]) for who in far}) == 1
    assert len({str(worth[who]) for who in near}) == 1
    assert set(worth) == {*far, *near}


def test_terms_for_combinations_weigh_the_same_on_both_sides(ceasefire: Case) -> None:
    preferences = ceasefire.scenario["preferences"]
    terms = [
        preferences[who]["together"] for who in ("hamas.leader_in_gaza", "israel.prime_minister")
    ]
    assert [[term["add"] for term in own] for own in terms] == [[[-12, -6]]] * 2


def test_equal_room_for_the_costs_of_both(ceasefire: Case) -> None:
    text = ceasefire.reports["costs"]
    gaza, israel = (
        len(text.partition(f"{head}\n")[2].partition(after)[0].split())
        for head, after in (("\nIN GAZA\n", "\nIN ISRAEL"), ("\nIN ISRAEL\n", "\nABROAD"))
    )
    assert 0.8 <= gaza / israel <= 1.25, (gaza, israel)


def test_both_sides_can_be_moved(ceasefire: Case) -> None:
    moved = [str(lever["on"]).split(".")[0] for lever in ceasefire.scenario["levers"].values()]
    assert len(moved) >= 8
    assert min(moved.count("hamas"), moved.count("israel")) >= 4
