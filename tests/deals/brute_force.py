"""The oracle: the definitions in plain Python and fractions, deal by deal, in code of its own.

Conditions are evaluated by Python itself; only numbers drawn by the engine are taken over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from middleground.deals.draws import Draws

MILLION = 1_000_000
Deal = dict[str, Any]


@dataclass(frozen=True)
class World:
    """A scenario as written, with one value for every number and a truth for every event."""

    written: Mapping[str, Any]
    value: Callable[[str], int]  # path to millionths
    truth: Mapping[str, bool]

    def deals(self) -> Iterator[Deal]:
        issues = self.written["issues"]
        options = [list(issue["options"]) for issue in issues.values()]
        for choice in product(*options):
            yield dict(zip(issues, choice, strict=True))

    def holds(self, text: str, deal: Deal, accepts: Mapping[str, bool] | None = None) -> Any:
        words = {
            option: option
            for issue in self.written["issues"].values()
            for option in issue["options"]
            if isinstance(option, str)
        }
        facts = {
            name: Fraction(self.value(f"facts.{name}.value"), MILLION)
            for name in self.written.get("facts", {})
            if name in text
        }
        names: dict[str, Any] = {**words, **deal, **facts, **self.truth, **(accepts or {})}
        for name, quantity in self.written.get("quantities", {}).items():
            names[name] = eval(quantity, {}, names)  # noqa: S307
        names["at_least"] = lambda n, *items: sum(map(bool, items)) >= n
        return eval(text, {}, names)  # noqa: S307

    def is_allowed(self, deal: Deal) -> bool:
        rules = [rule["rule"] for rule in self.written.get("rules", {}).values()]
        rules += [d["requires"] for d in self.written.get("demands", {}).values() if d.get("binds")]
        return all(self.holds(rule, deal) for rule in rules)

    def score(self, path: str, worth: Mapping[str, Any], option: Any) -> int:
        key = "points" if "points" in worth else "scores"
        if key in worth:
            given = {o: self.value(f"{path}.{key}.{o}") for o in worth[key]}
            if option in given:
                return given[option]
            left = max(o for o in given if o < option)
            right = min(o for o in given if o > option)
            share = Fraction(option - left) / Fraction(right - left)  # options are binary fractions
            return round(given[left] + share * (given[right] - given[left]))
        best, worst = self.value(f"{path}.best"), self.value(f"{path}.worst")
        at = Fraction(option) * MILLION
        return round(100 * MILLION * (at - worst) / (best - worst))

    def utility(self, who: str, deal: Deal) -> Fraction:
        """In millionths of a point."""
        preference, path = self.written["preferences"][who], f"preferences.{who}"
        total, weights = Fraction(0), Fraction(0)
        for issue, option in deal.items():
            worth = preference.get(issue)
            if worth is None:
                continue
            score = self.score(f"{path}.{issue}", worth, option)
            weight = 1 if "points" in worth else self.value(f"{path}.{issue}.weight")
            total, weights = total + weight * score, weights + weight
        if not any("points" in preference.get(issue, {}) for issue in deal):
            total /= weights
        for n, term in enumerate(preference.get("together", [])):
            if self.holds(term["when"], deal):
                total += self.value(f"{path}.together.{n}.add")
        return total

    def surplus(self, who: str, deal: Deal) -> Fraction:
        return self.utility(who, deal) - self.value(f"preferences.{who}.no_deal")

    def ratifies(self, party: str, deal: Deal, given: str = "") -> bool:
        written = self.written["parties"][party]
        own = written.get("constituencies") or {party: {}}
        accepts = {}
        for name in own:
            who = f"{party}.{name}" if written.get("constituencies") else party
            known = who in self.written["preferences"]
            accepts[name] = who == given or (known and self.surplus(who, deal) >= 0)
        return bool(self.holds(written["ratifies"], deal, accepts))

    def decider(self, party: str) -> str:
        written = self.written["parties"][party]
        return f"{party}.{written['decides']}" if written.get("constituencies") else party

    def gains(self, deal: Deal) -> tuple[Fraction, ...]:
        return tuple(self.surplus(self.decider(party), deal) for party in self.written["parties"])

    def allowed(self) -> list[Deal]:
        return [deal for deal in self.deals() if self.is_allowed(deal)]

    def agreeable(self, allowed: list[Deal]) -> list[Deal]:
        parties = self.written["parties"]
        return [deal for deal in allowed if all(self.ratifies(p, deal) for p in parties)]


def world_of(written: dict[str, Any], draws: Draws, n: int) -> World:
    """The oracle's view of one draw."""

    def value(path: str) -> int:
        values = draws.values[path]
        return int(values[n if len(values) > 1 else 0])

    truth = {e: bool(t[n if len(t) > 1 else 0]) for e, t in draws.truths.items()}
    return World(written, value, {event: truth.get(event, False) for event in written["events"]})


def efficient(values: list[tuple[Fraction, ...]]) -> list[int]:
    """Positions that no other dominates."""

    def dominates(y: tuple[Fraction, ...], x: tuple[Fraction, ...]) -> bool:
        return y != x and all(b >= a for a, b in zip(x, y, strict=True))

    return [n for n, x in enumerate(values) if not any(dominates(y, x) for y in values)]


def fair(gains: list[tuple[Fraction, ...]], utilities: list[Fraction]) -> dict[str, list[int]]:
    """Positions of the fair deals by each idea."""
    return {
        "nash": _best(
            [n for n, g in enumerate(gains) if min(g) > 0],
            lambda n: prod(gains[n], start=Fraction(1)),
        ),
        "kalai_smorodinsky": _equal_shares(gains),
        "egalitarian": _best(list(range(len(gains))), lambda n: sorted(gains[n])),
        "utilitarian": _best(list(range(len(gains))), lambda n: utilities[n]),
    }


def _equal_shares(gains: list[tuple[Fraction, ...]]) -> list[int]:
    rational = [n for n, g in enumerate(gains) if min(g) >= 0]
    if not rational:
        return []
    ideal = [max(gains[n][p] for n in rational) for p in range(len(gains[0]))]
    counted = [p for p, best in enumerate(ideal) if best > 0]
    return _best(rational, lambda n: sorted(gains[n][p] / ideal[p] for p in counted))


def _best(among: list[int], merit: Callable[[int], Any]) -> list[int]:
    merits = {n: merit(n) for n in among}
    return [n for n in among if merits[n] == max(merits.values())] if among else []
