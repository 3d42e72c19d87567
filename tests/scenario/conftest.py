"""A scenario small enough to know by heart."""

from pathlib import Path

import pytest

LEASE = """\
format: middleground/1
title: A lease  # invented
reports:
  letter: {file: letter.txt, published: 2024-01-02}
  reply: {file: reply.txt, after: letter}
parties:
  owner: {name: The owner, evidence: wants_long}
  tenants:
    decides: speaker
    constituencies: {speaker: {}, families: {name: Families with children}}
    ratifies: speaker and (families or not walk_out)
    assumption: that families can only leave
mediators:
  agent: {channels: {owner: {latency_days: 1}}, assumption: a day}
issues:
  rent: {range: [800, 1200, 100], unit: crowns, evidence: wants_long}
  term: {options: [one_year, three_years], assumption: two would do}
  pets: {options: {none: no pets, cats: cats only, all: any pet}, assumption: usual}
quantities:
  rent_a_year: 12 * rent
facts:
  market: {value: [850, 1000], evidence: wants_long, claims: [{by: owner, about: 1000}]}
events:
  walk_out: {chance: [0.2, 0.4], assumption: a guess}
rules:
  below_market: {rule: "rent <= market + 200", why: the law}
preferences:
  owner:
    no_deal: [30, 45]
    rent: {weight: 60, best: 1200, worst: 800, evidence: wants_long}
    term: {weight: 40, scores: {one_year: 0, three_years: 100}}
    indifferent: pets
    assumption: all guesses
  tenants.speaker:
    no_deal: 40
    rent: {weight: [70, 80], scores: {800: 100, 1000: [40, 60], 1200: 0}}
    term: {weight: 20, scores: {one_year: 100, three_years: 0}}
    pets: {weight: 10, scores: {none: 0, cats: 70, all: 100}}
    together: [{when: "rent == 800 and pets == all", add: 5}]
    assumption: all guesses
  tenants.families:
    no_deal: 40
    pets: {weight: 1, scores: {none: 0, cats: 50, all: 100}}
    indifferent: [rent, term]
    assumption: all guesses
demands:
  long_term: {by: owner, requires: term == three_years, firmness: red_line, evidence: wants_long}
levers:
  subsidy: {by: agent, on: tenants.speaker, shifts: {no_deal: [-5, 0]}, cost: 2, assumption: maybe}
quotes:
  wants_long: {report: letter, source: [the owner], quote: "Three years or nothing"}
"""


PAGE = Path(__file__).parents[2] / "docs" / "reference" / "scenario-file.md"


@pytest.fixture(scope="session")
def smallest() -> str:
    """The smallest scenario, from the page that describes the file."""
    return PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]


@pytest.fixture
def lease() -> str:
    """A landlord, a speaker and families: every section in a few lines."""
    return LEASE
