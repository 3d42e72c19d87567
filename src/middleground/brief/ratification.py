"""Who must say yes at home, in words: win-sets, vetoes and what they cost, power, red lines."""

from collections.abc import Sequence

from middleground.answers.ratification import AtHome, DealChance, UnderRedLines, Vetoes, Voice
from middleground.brief import words
from middleground.brief.citing import Rests
from middleground.brief.footnotes import Footnotes
from middleground.deals.views import Result
from middleground.scenario.conditions import ratification
from middleground.scenario.expressions import names_in
from middleground.scenario.model import Demand, Scenario
from middleground.scenario.reader import Reading

_SWITCH = {
    "none": "If no red line binds",
    "public": "If the red lines stated in public bind",
    "private": "If the red lines stated in private bind",
    "all": "If all red lines bind",
}
_NOT_COUNTED = "not counted"


class VoiceShown(Result):
    """One constituency that its party's rule asks.

    Attributes:
        name: Its name.
        says: What its yes and no do, in sentences.
        cells: The same in numbers: deals it accepts, its party's win-set and the agreeable deals
            without its veto, probability of a zone without it, Shapley-Shubik and Banzhaf index,
            how often it alone decides.
        zone: Agreeable deals without its veto, for the picture; None where not counted.
        rests: What its part in the rule, and what it accepts, rest on.
    """

    who: str
    name: str
    says: list[str]
    cells: list[str]
    zone: int | None
    rests: Rests


class HomeShown(Result):
    """One party: its win-set, its rule, and everybody asked."""

    name: str
    win_set: int | None
    power: str
    voices: list[VoiceShown]
    rests: Rests


class RatificationShown(Result):
    """The whole answer in words.

    Attributes:
        overlap: Sentences on how far the win-sets overlap.
        allowed, agreeable: Numbers of deals, for the picture.
        homes: The parties, in the order of the file.
        cost: Sentences on what each veto costs, the costliest first.
        chances: Sentences on how surely the Nash deals are ratified.
        red_lines: Sentences on the zone when red lines bind.
        notes: What a reader must know beside.
        method: How the figures were found.
    """

    overlap: list[str]
    allowed: int
    agreeable: int | None
    homes: list[HomeShown]
    cost: list[str]
    chances: list[str]
    red_lines: list[str]
    notes: list[str]
    method: str


HEAD = [
    "says yes to",
    "win-set of the party without its veto",
    "agreeable without its veto",
    "zone without its veto",
    "Shapley-Shubik",
    "Banzhaf",
    "alone decides",
]


def show_ratification(reading: Reading, vetoes: Vetoes, notes: Footnotes) -> RatificationShown:
    """Put the answer into words.

    Args:
        reading: The scenario as read.
        vetoes: The answer.
        notes: Collects what its members rest on.
    """
    return _Teller(reading.scenario, vetoes, notes).tell()


class _Teller:
    def __init__(self, scenario: Scenario, vetoes: Vetoes, notes: Footnotes) -> None:
        self._scenario, self._vetoes, self._notes = scenario, vetoes, notes

    def tell(self) -> RatificationShown:
        vetoes = self._vetoes
        homes = [self._home(party, home) for party, home in vetoes.parties.items()]
        return RatificationShown(
            overlap=self._overlap(),
            allowed=vetoes.allowed,
            agreeable=vetoes.agreeable,
            homes=homes,
            cost=self._cost(),
            chances=self._chances(vetoes.chances),
            red_lines=self._red_lines(),
            notes=vetoes.notes,
            method=self._method(),
        )

    def _name(self, who: str) -> str:
        return words.who(self._scenario, who)

    # ------------------------------------------------------------------------ win-sets

    def _overlap(self) -> list[str]:
        vetoes = self._vetoes
        if vetoes.allowed == 0:
            return ["The rules, and the demands that bind, allow no deal at all."]
        yes = [
            f"{self._name(party)} would ratify {self._of_allowed(home.win_set)}"
            for party, home in vetoes.parties.items()
        ]
        said = [
            f"The rules allow {words.count(vetoes.allowed, 'deal')}; in the middle reading "
            f"{'; '.join(yes)}."
        ]
        if vetoes.agreeable is not None:
            every = "Both" if len(vetoes.parties) == 2 else "All of them"
            said.append(f"{every} would ratify {self._of_allowed(vetoes.agreeable)}.")
        if vetoes.probability:
            often = words.in_draws(vetoes.probability.share)
            said.append(f"There is such a deal {often} ({words.estimate(vetoes.probability)}).")
        ranges = vetoes.over_ranges
        if ranges:
            somewhere = words.count(ranges.possibly, "deal")
            if not ranges.possibly and ranges.exact:
                return [*said, "Nowhere in the ranges of the numbers is any deal agreeable to all."]
            everywhere = f"{ranges.necessarily:,}" if ranges.necessarily else "none"
            if not ranges.exact:
                draws = f"{vetoes.how.draws:,} draws"
                said.append(
                    f"In some of {draws} {somewhere} would be agreeable to all; {everywhere} of "
                    f"them in each. What holds beyond these draws is not known: {ranges.why_not}."
                )
                return said
            said.append(
                f"Somewhere in the ranges of the numbers {somewhere} could be agreeable to all; "
                f"{everywhere} of them would be wherever in its range each number lies."
            )
        return said

    def _of_allowed(self, deals: int | None) -> str:
        if deals is None:
            return "a number of deals that was not counted"
        share = f" ({words.per_cent(deals / self._vetoes.allowed)})" if self._vetoes.allowed else ""
        return f"{words.count(deals, 'deal')}{share}"

    # --------------------------------------------------------------------------- at home

    def _home(self, party: str, home: AtHome) -> HomeShown:
        return HomeShown(
            name=self._name(party),
            win_set=home.win_set,
            power=self._power(party, home),
            voices=[self._voice(party, who, voice) for who, voice in home.voices.items()],
            rests=self._notes.cite("parties", party),
        )

    def _voice(self, party: str, who: str, voice: Voice) -> VoiceShown:
        return VoiceShown(
            who=who,
            name=self._name(who),
            says=[*self._changes(who, voice), *self._decides(voice)],
            cells=self._cells(voice),
            zone=voice.zone_without,
            rests=self._rests(party, who),
        )

    def _rests(self, party: str, who: str) -> Rests:
        """What is said of a constituency: who they are, and what walking away is worth to them."""
        no_deal = self._notes.cite("preferences", who, "no_deal")
        if who == party:
            return no_deal
        known = self._notes.cite("parties", party, "constituencies", who.rpartition(".")[2])
        return Rests(
            quotes=list(dict.fromkeys([*known.quotes, *no_deal.quotes])),
            assumption=no_deal.assumption or known.assumption,
        )

    def _cells(self, voice: Voice) -> list[str]:
        decided = voice.decides_share
        return [
            _counted(voice.accepts),
            _counted(voice.win_set_without),
            _counted(voice.zone_without),
            words.per_cent(voice.probability_without.share) if voice.probability_without else "–",
            f"{voice.power.shapley_shubik:.2f}" if voice.power else "–",
            f"{voice.power.banzhaf_share:.2f}" if voice.power else "–",
            words.per_cent(decided.share) if decided else "–",
        ]

    def _power(self, party: str, home: AtHome) -> str:
        """Who has which power in the rule, in a sentence; "" where one person is all of it."""
        known = [(who, voice.power) for who, voice in home.voices.items() if voice.power]
        if len(known) < 2:
            return ""
        shares = [
            f"{self._name(who)} {power.shapley_shubik:.2f} ({power.banzhaf_share:.2f})"
            for who, power in known
        ]
        without = [self._name(who) for who, power in known if not power.banzhaf]
        said = (
            f"Power in the rule of {self._name(party)}, whatever anybody wants, by Shapley and "
            f"Shubik (by Banzhaf, normalised): {words.listed(shares)}."
        )
        if names_in(ratification(self._scenario, party)) & {*self._scenario.events}:
            said += " Events count as not happening here."
        if without:
            is_are = "has" if len(without) == 1 else "have"
            said += f" {words.listed(without)} {is_are} none then."
        return said

    # ---------------------------------------------------------------------- what vetoes cost

    def _cost(self) -> list[str]:
        """Each veto's effect in a sentence or two, the costliest first; then those without any."""
        telling, idle = [], []
        for home in self._vetoes.parties.values():
            for who, voice in home.voices.items():
                said = self._changes(who, voice)
                if said:
                    telling.append((_worth(voice), self._name(who), " ".join(said)))
                else:
                    idle.append(self._name(who))
        said = [
            text for *_, text in sorted(telling, key=lambda one: (-one[0][0], -one[0][1], one[1]))
        ]
        if idle:
            names = words.listed(sorted(idle), "or")
            said.append(f"Hardly anything would be different if the yes of {names} were certain.")
        return said

    def _changes(self, who: str, voice: Voice) -> list[str]:
        """What would change if its yes were certain; nothing where nothing would."""
        vetoes, effects = self._vetoes, []
        if (voice.zone_without or 0) > (vetoes.agreeable or 0):
            deals = words.count(voice.zone_without or 0, "deal")
            effects.append(f"{deals} would be agreeable, not {vetoes.agreeable or 0:,}")
        now, then = vetoes.probability, voice.probability_without
        if now and then and words.per_cent(then.share) != words.per_cent(now.share):
            often = f"{words.per_cent(then.share)} of draws, not {words.per_cent(now.share)}"
            effects.append(f"there would be a deal in {often}")
        if not effects:
            return []
        said = [f"If the yes of {self._name(who)} were certain, {', and '.join(effects)}."]
        said += self._points(voice)
        return said + self._leanings(voice)

    def _points(self, voice: Voice) -> list[str]:
        """What the other parties would gain by the Nash deal."""
        if voice.gains_without is None:
            return []
        now = self._vetoes.gains
        gains = []
        for party, gain in voice.gains_without.items():
            before = now[party] if now else None
            if before is None or abs(gain - before) >= 0.05:
                but = "where there is no such deal now" if before is None else (
                    f"not {words.points(before)}"
                )  # fmt: skip
                gains.append(f"{self._name(party)} {words.points(gain)} points over no deal, {but}")
        return [f"The Nash deal would then give {words.listed(gains)}."] if gains else []

    def _leanings(self, voice: Voice) -> list[str]:
        if not voice.stops_mostly:
            return []
        shares = [
            f"{words.issue_name(self._scenario, one.issue)}: "
            f"{words.one_line(self._scenario.issues[one.issue].words(one.option))} "
            f"({words.per_cent(one.share)} of them, {words.per_cent(one.share_of_all)} of all)"
            for one in voice.stops_mostly
        ]
        return [f"What its no alone stops is mostly this: {'; '.join(shares)}."]

    def _decides(self, voice: Voice) -> list[str]:
        decided = voice.decides_share
        if decided is None:
            return []
        others = "the other party ratifies" if len(self._vetoes.parties) == 2 else (
            "all other parties ratify"
        )  # fmt: skip
        return [
            f"Of the deals that {others}, over all draws, its yes or no alone decides "
            f"{words.estimate(decided)}."
        ]

    # ------------------------------------------------------------- how surely; red lines

    def _chances(self, chances: Sequence[DealChance]) -> list[str]:
        said = []
        for one in chances:
            names = [self._name(who) for who in one.given]
            which = f"The Nash deal if the yes of {words.listed(names, 'or')} were certain" if (
                names
            ) else "The Nash deal"  # fmt: skip
            parts = [
                f"{self._name(party)} in {words.per_cent(chance.over_draws)}"
                for party, chance in one.parties.items()
            ]
            text = (
                f"{which} (deal {one.number:,}) would be ratified by {words.listed(parts)} of "
                f"draws, by all at once in {words.estimate(one.over_draws)}."
            )
            apart = [
                f"{self._name(party)} in {words.per_cent(chance.independent)}"
                for party, chance in one.parties.items()
                if chance.independent is not None
                and abs(chance.independent - chance.over_draws) >= 0.01
            ]
            if apart:
                text += (
                    " If everybody's answer came out by itself, apart from everybody else's, "
                    f"it would be ratified by {words.listed(apart)}."
                )
            said.append(text)
        return said

    def _red_lines(self) -> list[str]:
        lines = [d for d in self._scenario.demands.values() if d.firmness == "red_line"]
        if not lines:
            return []
        return [self._under(one) for one in self._vetoes.switch]

    def _under(self, one: UnderRedLines) -> str:
        allowed, deals = _counted(one.allowed), _counted(one.agreeable)
        if one.allowed == 0:
            return f"{_SWITCH[one.red_lines]}, no deal meets the rules and all of them at once."
        often = ""
        if one.probability:
            often = f"; some deal is agreeable {words.in_draws(one.probability.share)}"
        names = [self._scenario.demands[name] for name in one.demands]
        lines = [demand for demand in names if demand.firmness == "red_line"]
        anyway = [demand for demand in names if demand.firmness != "red_line"]
        told = [self._of(lines)] if lines else []
        told += [f"{self._of(anyway)} binding in any case"] if anyway else []
        binding = f" ({'; '.join(told)})" if told else ""
        return (
            f"{_SWITCH[one.red_lines]}{binding}, {allowed} deals are allowed, and {deals} of them "
            f"agreeable in the middle reading{often}."
        )

    def _of(self, demands: Sequence[Demand]) -> str:
        whose = [self._name(who) for who in dict.fromkeys(demand.by for demand in demands)]
        return f"{words.count(len(demands), 'demand')} of {words.listed(whose)}"

    def _method(self) -> str:
        how = self._vetoes.how
        if how.reading == "nominal":
            return f"Nominal reading alone; {how.method}."
        return (
            f"{how.draws:,} draws of {how.uncertain_numbers} uncertain numbers, seed {how.seed}; ± "
            f"is one standard error; {how.method}. How often somebody alone decides was looked at "
            f"in an even sample of {words.count(self._vetoes.sampled, 'allowed deal')}."
        )


def _counted(deals: int | None) -> str:
    return _NOT_COUNTED if deals is None else f"{deals:,}"


def _worth(voice: Voice) -> tuple[float, int]:
    """By what a veto is ranked: the zone's probability without it, then its deals."""
    then = voice.probability_without
    return (then.share if then else 0.0), voice.zone_without or 0
