"""The reader by rules: its name, and the families of rules by which it finds attributions.

Which families are in use is data, so that what each of them brings can be measured.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from middleground.evidence.findings import Finding

# Each family with its rules, as findings name them.
FAMILIES: Mapping[str, frozenset[str]] = {
    "quotations": frozenset(("quotation",)),
    "continued quotations": frozenset(("continued",)),
    "according to": frozenset(("according-to",)),
    "clauses": frozenset(("clause", "that")),
    "inserted and trailing cues": frozenset(("inverted", "parataxis", "around")),
    "infinitives": frozenset(("infinitive",)),
    "objects": frozenset(("object",)),
    "prepositions": frozenset(("preposition", "object-preposition")),
    "outlets that quote": frozenset(("quoting",)),
    "passives": frozenset(("passive",)),
    "nouns": frozenset(("noun",)),
    "documents on the table": frozenset(("proposal", "proposal-continued")),
}
_FAMILY_OF = {rule: family for family, rules in FAMILIES.items() for rule in rules}


@dataclass(frozen=True, slots=True)
class Rules:
    """A reader by rules.

    Attributes:
        name: Its name and version, as entries carry it.
        families: The families of rules in use.
    """

    name: str = "rules/2"
    families: frozenset[str] = frozenset(FAMILIES)

    def without(self, family: str) -> "Rules":
        """The same reader without one family."""
        return Rules(f"{self.name} without {family}", self.families - {family})

    def keep(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of the families in use."""
        return [finding for finding in findings if _FAMILY_OF[finding.rule] in self.families]


RULES = Rules()
