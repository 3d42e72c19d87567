"""What matters most and what to ask first, in words, each number with what it rests on."""

from collections.abc import Sequence

from middleground.answers.sensitivity import Driver, Knowing, Part, Profile, Sensitivity, Share
from middleground.brief import words
from middleground.brief.citing import Rests
from middleground.brief.footnotes import Footnotes
from middleground.brief.number_names import name_number
from middleground.deals.views import Result
from middleground.scenario.model import Scenario
from middleground.scenario.paths import find_path
from middleground.scenario.reader import Reading

_NAMED = 4
_ASKED = 5
_BARS = 12
_LEAST = 0.01  # of the doubt: what is less is not worth a bar


class DriverShown(Result):
    """One number, and how much of the doubt it carries.

    Attributes:
        name: The number in words.
        total, first: Shares of the doubt with their intervals.
        rank: Its rank, or those that its interval leaves open.
        rests: What the number rests on; None for several together.
    """

    name: str
    total: Share
    first: Share
    rank: str
    rests: Rests | None


class SwingShown(Result):
    """A number at its two ends, all others in the middle reading."""

    name: str
    low: str
    high: str
    rests: Rests


class PartShown(Result):
    """One number's own share where numbers go together: a Shapley effect."""

    name: str
    share: Share
    rests: Rests | None


class ProfileShown(Result):
    """What one answer hangs on.

    Attributes:
        title: The answer.
        sentences: What carries its doubt.
        drivers: The numbers, the heaviest first; those together that screening left aside last.
        parts: Shares of single numbers where the scenario says that some go together.
        nominal: The answer in the middle reading.
        swings: Numbers that move that answer by themselves.
    """

    title: str
    sentences: list[str]
    drivers: list[DriverShown]
    parts: list[PartShown]
    nominal: str
    swings: list[SwingShown]


class QuestionShown(Result):
    """A number that is worth knowing, and what knowing it would do."""

    says: str
    rests: Rests


class SensitivityShown(Result):
    """The whole answer in words.

    Attributes:
        lead: How much is open, in a sentence.
        ask_first: What is worth knowing, the most worth first.
        others: What is to be said of all other numbers.
        profiles: One for each answer.
        notes: What a reader must know beside.
        method: How the figures were found.
    """

    lead: str
    ask_first: list[QuestionShown]
    others: str
    profiles: list[ProfileShown]
    notes: list[str]
    method: str


def show_sensitivity(reading: Reading, found: Sensitivity, notes: Footnotes) -> SensitivityShown:
    """Put the answer into words."""
    cited = _Cited(reading, notes)
    clear = [one for one in found.ask_first if one.worth.low > 0 or one.bits.low > 0]
    asked = clear[:_ASKED]
    return SensitivityShown(
        lead=_lead(found),
        ask_first=[
            QuestionShown(says=_question(cited, found, one, n), rests=cited.rests(one.path))
            for n, one in enumerate(asked)
        ],
        others=_others(len(asked), len(clear), len(found.ask_first)),
        profiles=[_profile(cited, found, profile) for profile in found.profiles],
        notes=[*_budget(found), *found.notes],
        method=_method(found),
    )


class _Cited:
    """Numbers of a scenario in words, with what they rest on."""

    def __init__(self, reading: Reading, notes: Footnotes) -> None:
        self._reading, self._notes = reading, notes
        self.scenario: Scenario = reading.scenario

    def name(self, path: str) -> str:
        return name_number(self.scenario, path)

    def rests(self, path: str) -> Rests:
        found = find_path(self._reading.tree, path)
        return self._notes.cite(*(found or tuple(path.split("."))))


def _lead(found: Sensitivity) -> str:
    whole = found.chance_of_any
    if whole in (0, 1):
        there = "in every draw" if whole else "in no draw"
        return (
            f"An agreeable deal exists {there}: whatever is learned about these numbers, within"
            " their ranges, does not change that."
        )
    return (
        f"Chosen with what is known now, the best deal has a chance of"
        f" {words.per_cent(found.chance.value)} to be agreeable to all ({_interval(found.chance)})."
        f" If every number were known before choosing, the chance would be"
        f" {words.per_cent(whole)}: that is how often any agreeable deal exists."
    )


def _question(cited: _Cited, found: Sensitivity, one: Knowing, place: int) -> str:
    """Why a number is worth asking about, in a sentence or two."""
    start = "Ask this first: " if place == 0 else ""
    name = cited.name(one.path)
    said = []
    if one.worth.low > 0:
        after = found.chance.value + one.worth.value
        said.append(
            f"if this were known before a deal is chosen, the chance that the chosen deal is"
            f" agreeable to all would rise from {words.per_cent(found.chance.value)} to"
            f" {words.per_cent(after)} (by {_hundredths(one.worth)} in a hundred)"
        )
    if one.bits.low > 0 and found.open_bits:
        share = one.bits.value / found.open_bits
        said.append(
            f"it would settle {words.per_cent(share)} of the doubt whether there is any agreeable"
            f" deal ({one.bits.value:.2f} of {found.open_bits:.2f} bits)"
        )
    return f"{start}{words.sentence_case(name) if place else name}. " + _joined(said)


def _joined(said: Sequence[str]) -> str:
    return " ".join(f"{words.sentence_case(one)}." for one in said)


def _others(asked: int, clear: int, every: int) -> str:
    left = every - clear
    parts = []
    if clear > asked:
        parts.append(
            f"{words.count(clear - asked, 'more number')} would be worth knowing, but less"
        )
    if left:
        who = "No number" if left == every else f"Of {words.count(left, 'other number')} none"
        parts.append(f"{who} can be told, at this many draws, from being worth nothing")
    return "".join(f"{words.sentence_case(part)}. " for part in parts).strip()


def _profile(cited: _Cited, found: Sensitivity, profile: Profile) -> ProfileShown:
    drivers = [d for d in profile.drivers if d.total.value >= _LEAST][:_BARS]
    shown = [_driver(cited, driver) for driver in drivers]
    if profile.rest:
        shown.append(_rest(found, profile.rest, len(profile.drivers)))
    return ProfileShown(
        title=_title(cited.scenario, found, profile),
        sentences=_sentences(cited, profile, found),
        drivers=shown,
        parts=[_part(cited, part) for part in profile.parts[:_BARS]],
        nominal=_outcome(profile, profile.nominal),
        swings=[
            SwingShown(
                name=cited.name(swing.path),
                low=_outcome(profile, swing.low),
                high=_outcome(profile, swing.high),
                rests=cited.rests(swing.path),
            )
            for swing in profile.swings
        ],
    )


def _title(scenario: Scenario, found: Sensitivity, profile: Profile) -> str:
    match profile.outcome:
        case "zone":
            return "Whether any agreeable deal exists"
        case "robustness":
            deal = words.deal_in_a_line(scenario, found.deal or {})
            return f"Whether this deal is agreeable ({deal})"
        case "gain":
            return f"What {words.who(scenario, profile.about)} gains by the Nash deal"
    return f"Which deal is the {words.FAIR_NAMES[profile.about]} one"


def _sentences(cited: _Cited, profile: Profile, found: Sensitivity) -> list[str]:
    """What carries the doubt of an answer: ranks only where intervals are apart."""
    heavy = [driver for driver in profile.drivers if driver.total.low > 0]
    if not heavy:
        if not profile.drivers:
            return ["No uncertain number bears on it: it is the same in every draw."]
        return ["It is the same in every draw, or nothing single moves it: no number stands out."]
    first, said = heavy[0], []
    if first.rank == (1, 1):
        said.append(
            f"It hangs most on {cited.name(first.path)}: {_carries(first)}; known alone, it would"
            f" take away {words.per_cent(max(first.first.value, 0))}."
        )
        heavy = heavy[1:]
    tied = [driver for driver in heavy[:_NAMED] if driver.rank[0] <= heavy[0].rank[1]]
    if len(tied) == 1:
        named = _with_share(cited, tied[0], explained=not said)
        said.append(
            f"Next comes {named}."
            if said
            else f"It seems to hang most on {named}, though at this many draws the intervals of"
            " others still overlap with it."
        )
    elif tied:
        names = words.listed(
            [_with_share(cited, one, explained=not (said or n)) for n, one in enumerate(tied)]
        )
        which = "Next come" if said else "It hangs most on"
        said.append(f"{which} {names}; their intervals overlap, so they are not ranked.")
    if profile.rest:
        left = found.screened - len(profile.drivers)
        share = profile.rest.total
        said.append(
            f"The {left} numbers that screening left aside carry {words.per_cent(share.value)} all"
            f" together ({_interval(share)})."
        )
    return said


def _carries(driver: Driver) -> str:
    share = words.per_cent(driver.total.value)
    return f"{share} of the doubt would stay if all else were known ({_interval(driver.total)})"


def _with_share(cited: _Cited, driver: Driver, explained: bool = False) -> str:
    """A number and its share; the first that a reader meets says what it is a share of."""
    share = words.per_cent(driver.total.value)
    if explained:
        share += " of the doubt would stay if all else were known"
    return f"{cited.name(driver.path)} ({share}; {_interval(driver.total)})"


def _driver(cited: _Cited, driver: Driver) -> DriverShown:
    return DriverShown(
        name=cited.name(driver.path),
        total=driver.total,
        first=driver.first,
        rank=_rank(driver.rank),
        rests=cited.rests(driver.path),
    )


def _part(cited: _Cited, part: Part) -> PartShown:
    if not part.path:
        return PartShown(name="all numbers left aside by screening", share=part.share, rests=None)
    return PartShown(name=cited.name(part.path), share=part.share, rests=cited.rests(part.path))


def _rest(found: Sensitivity, rest: Driver, alone: int) -> DriverShown:
    name = f"{found.screened - alone} numbers left aside by screening, together"
    return DriverShown(name=name, total=rest.total, first=rest.first, rank="", rests=None)


def _rank(rank: tuple[int, int]) -> str:
    return f"{rank[0]}" if rank[0] == rank[1] else f"{rank[0]} to {rank[1]}"


def _outcome(profile: Profile, value: float) -> str:
    match profile.outcome:
        case "zone":
            return words.count(round(value), "agreeable deal")
        case "robustness":
            return "agreeable" if value else "not agreeable"
        case "gain":
            return f"{words.signed(value)} points"
    return "another deal" if value else "the same deal"


def _interval(share: Share) -> str:
    low, high = max(share.low, 0), min(share.high, 1)
    return f"95{words.THIN}% interval {low * 100:.0f} to {words.per_cent(high)}"


def _hundredths(share: Share) -> str:
    return f"{max(share.low, 0) * 100:.0f} to {share.high * 100:.0f}"


def _budget(found: Sensitivity) -> list[str]:
    if not found.reduced:
        return []
    return [
        f"this answer was given fewer draws than usual ({found.how.draws:,}), so its intervals are"
        " wider; 'sensitivity' with more '--draws' narrows them"
    ]


def _method(found: Sensitivity) -> str:
    return (
        f"{found.evaluations:,} evaluations of the model; two sets of {found.how.draws:,} draws,"
        f" {found.how.scramblings} scramblings, seed {found.how.seed}; {found.how.method}. The"
        " share of a number is its total Sobol index: what would stay of the answer's variance if"
        " all other numbers were known. Shares of numbers that act together are counted for each,"
        " so that they add up to more than the whole."
    )
