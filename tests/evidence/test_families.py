"""Families of rules: each finds what is its own, and nothing once it is switched off."""

from pathlib import Path

import pytest

from middleground.evidence.entries import Entry
from middleground.evidence.families import FAMILIES, RULES, Rules
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")

HARBOUR = Document(
    "harbour", Path(__file__).with_name("texts").joinpath("harbour.txt").read_text("utf-8")
)


def attributions(rules: Rules) -> list[Entry]:
    return [e for e in read_claims(HARBOUR, rules=rules) if e.kind == "attribution"]


def test_no_rule_belongs_to_two_families() -> None:
    assert sum(map(len, FAMILIES.values())) == len(frozenset[str]().union(*FAMILIES.values()))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_switched_off_finds_nothing(family: str) -> None:
    left = attributions(RULES.without(family))
    assert not [e for e in left if e.rule in FAMILIES[family]]
    assert {e.reader for e in left} <= {f"rules/2 without {family}"}


def test_without_any_family_nobody_says_anything() -> None:
    assert attributions(RULES)
    assert attributions(Rules("none", frozenset())) == []
