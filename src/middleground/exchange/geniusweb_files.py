"""GeniusWeb and NegoLog JSON out: one profile for each party."""

import json
from fractions import Fraction
from math import lcm, prod
from typing import Any

from middleground.exchange.case import Case
from middleground.exchange.exact import decimal_text
from middleground.exchange.faults import refuse
from middleground.exchange.identifiers import ids_for
from middleground.exchange.utilities import UnitProfile, in_unit

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLACES = 17
_MOST_DEALS = 300_000


def write_negolog(case: Case) -> tuple[dict[str, bytes], list[str]]:
    """The files of a case by name, and what NegoLog has no place for."""
    if len(case.profiles) > len(_LETTERS):
        refuse("", None, None, f"{len(case.profiles)} parties", "too-large",
               f"{len(_LETTERS)} at most in files called profileA, profileB ...")  # fmt: skip
    profiles, notes = in_unit(case)
    written = {}
    for letter, profile in zip(_LETTERS, profiles, strict=False):
        weights, scores = _weights_and_scores(profile)
        written[f"profile{letter}.json"] = _text(
            {
                "reservationValue": profile.no_deal,
                "issueWeights": dict(zip(_names(case), weights, strict=True)),
                "issues": {
                    issue.name: dict(zip(issue.words, numbers, strict=True))
                    for issue, numbers in zip(case.issues, scores, strict=True)
                },
            }
        )
    called = ", ".join(
        f"{p.name} is profile{letter}" for letter, p in zip(_LETTERS, case.profiles, strict=False)
    )
    return written, [*notes, *_without_discount(case), f"names of parties have no place: {called}"]


def write_geniusweb(case: Case) -> tuple[dict[str, bytes], list[str]]:
    """The files of a case by name, and what GeniusWeb has no place for."""
    profiles, notes = in_unit(case)
    title = ids_for([case.title], "negotiation")[0]
    domain = {
        "name": title,
        "issuesValues": {issue.name: {"values": issue.words} for issue in case.issues},
    }
    written = {f"{title}.json": _text(domain)}
    width = len(str(len(profiles)))
    bids = [_least(profile) if profile.no_deal else None for profile in profiles]
    everybody = zip(profiles, case.profiles, bids, strict=True)
    for n, (profile, named, bid) in enumerate(everybody, 1):
        weights, scores = _weights_and_scores(profile)
        utilities = {
            issue.name: {
                "DiscreteValueSetUtilities": {
                    "valueUtilities": dict(zip(issue.words, numbers, strict=True))
                }
            }
            for issue, numbers in zip(case.issues, scores, strict=True)
        }
        space = {
            "issueUtilities": utilities,
            "issueWeights": dict(zip(_names(case), weights, strict=True)),
            "domain": domain,
            "name": named.name,
            "reservationBid": _bid(case, bid),
        }
        written[f"{title}{n:0{width}}.json"] = _text({"LinearAdditiveUtilitySpace": space})
    notes += [
        f"{named.name}'s no-deal value {float(profile.no_deal):.6g} has no place: GeniusWeb has a "
        + ("bid there, and none is known that is as good" if bid is None
           else "bid there, and the least good is named that is as good")
        for profile, named, bid in zip(profiles, case.profiles, bids, strict=True)
        if profile.no_deal
    ]  # fmt: skip
    return written, [*notes, *_without_discount(case)]


def _bid(case: Case, places: list[int] | None) -> dict[str, Any] | None:
    """A deal by the place of each value, as GeniusWeb writes bids."""
    if places is None:
        return None
    chosen = {i.name: i.words[at] for i, at in zip(case.issues, places, strict=True)}
    return {"issuevalues": chosen}


def _least(profile: UnitProfile) -> list[int] | None:
    """The least good of the deals that are as good as no deal, by the place of each value.

    None where there is none, or where there are too many deals to look for it.
    """
    if prod(map(len, profile.parts)) > _MOST_DEALS:
        return None
    numbers = [part for parts in profile.parts for part in parts]
    common = lcm(profile.no_deal.denominator, *(number.denominator for number in numbers))
    sums = [0]
    for parts in profile.parts:
        whole = [int(part * common) for part in parts]
        sums = [before + part for before in sums for part in whole]
    least = int(profile.no_deal * common)
    found = min((n for n, value in enumerate(sums) if value >= least), key=sums.__getitem__,
                default=None)  # fmt: skip
    if found is None:
        return None
    places = []
    for parts in reversed(profile.parts):
        found, at = divmod(found, len(parts))
        places.append(at)
    return places[::-1]


def _without_discount(case: Case) -> list[str]:
    return [
        f"the cost of time of {profile.name} has no place (discount "
        f"{decimal_text(profile.discount, 6)})"
        for profile in case.profiles
        if profile.discount is not None and profile.discount != 1
    ]


def _weights_and_scores(profile: UnitProfile) -> tuple[list[Fraction], list[list[Fraction]]]:
    """Weights that add up to exactly 1 when written out, and utilities from 0 to 1."""
    total = sum(profile.weights, Fraction(0))
    if not total:
        return _rounded([Fraction(1)] * len(profile.parts)), [list(p) for p in profile.parts]
    scores = [
        [part * total / weight if weight else weight for part in parts]
        for parts, weight in zip(profile.parts, profile.weights, strict=True)
    ]
    return _rounded([weight / total for weight in profile.weights]), scores


def _rounded(weights: list[Fraction]) -> list[Fraction]:
    """Weights as decimal numbers; the largest takes up what rounding leaves."""
    total = sum(weights, Fraction(0))
    whole = [round(weight / total * 10**_PLACES) for weight in weights]
    whole[whole.index(max(whole))] += 10**_PLACES - sum(whole)
    return [Fraction(number, 10**_PLACES) for number in whole]


def _names(case: Case) -> list[str]:
    return [issue.name for issue in case.issues]


def _text(said: Any) -> bytes:
    return (_json(said, "\n") + "\n").encode()


def _json(said: Any, line: str) -> str:
    """A value as JSON; numbers are written out as decimals, which floating point would round."""
    if isinstance(said, Fraction):
        return decimal_text(said, _PLACES)
    inner = f"{line} "
    if isinstance(said, dict):
        rows = [f"{json.dumps(k, ensure_ascii=False)}: {_json(v, inner)}" for k, v in said.items()]
        return "{" + inner + f",{inner}".join(rows) + line + "}"
    if isinstance(said, list):
        return "[" + inner + f",{inner}".join(_json(v, inner) for v in said) + line + "]"
    return json.dumps(said, ensure_ascii=False)
