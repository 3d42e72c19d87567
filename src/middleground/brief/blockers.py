"""Who blocks, in words: each clash as a card, each member with its quotation or assumption."""

from middleground.answers.blockers import Blockers, ConcessionSet, ConflictSet, Explanation
from middleground.brief import words
from middleground.brief.citing import Rests
from middleground.brief.conditions import condition_in_words
from middleground.brief.footnotes import Footnotes
from middleground.brief.wish import wish_in_words
from middleground.deals.requirements import Group
from middleground.deals.views import Result
from middleground.scenario.model import Scenario
from middleground.scenario.preferences import Preference
from middleground.scenario.reader import Reading

_CARDS = 12
_WAYS = 4
_SELDOM = 0.01
LEANING = (
    "At their most willing, everybody accepts a deal that they would accept somewhere in their "
    "ranges; at their least willing, only one that they would accept everywhere in them; "
    "facts and events are then as in the middle reading"
)


class MemberShown(Result):
    """One member of a clash.

    Attributes:
        path: Its place in the scenario.
        name: Whose it is, or what it is called.
        says: What it says, as a clause.
        rests: What it rests on.
    """

    path: str
    name: str
    says: str
    rests: Rests


class ClashShown(Result):
    """Things that cannot all be had.

    Attributes:
        lead: What clashes, and how often, in a sentence.
        members: The things.
        through: The rules and facts that make them clash.
    """

    lead: str
    members: list[MemberShown]
    through: list[MemberShown]


class BlockersShown(Result):
    """The whole answer in words.

    Attributes:
        agreement: Sentences on whether there is a deal, and what stands against one.
        people: Clashes among constituencies, rules and facts standing.
        groups: Clashes in which rules and facts count as well.
        openings: What would open the zone, a sentence each, most effective first.
        gives: Sentences on how many points would be enough.
        demands: Sentences on the stated demands.
        clashes: Clashes among them.
        wish: Sentences on the wished deal; none if none was asked about.
        notes: What a reader must know beside.
    """

    agreement: list[str]
    people: list[ClashShown]
    groups: list[ClashShown]
    openings: list[str]
    gives: list[str]
    demands: list[str]
    clashes: list[ClashShown]
    wish: list[str]
    notes: list[str]


def show_blockers(reading: Reading, blockers: Blockers, notes: Footnotes) -> BlockersShown:
    """Put the answer into words.

    Args:
        reading: The scenario as read.
        blockers: The answer.
        notes: Collects what the members rest on.
    """
    teller = _Teller(reading, notes)
    return BlockersShown(
        agreement=_agreement(blockers, _standing(reading.scenario)),
        people=teller.clashes(_of_somebody(blockers)),
        groups=teller.clashes(blockers.agreement, beyond=_of_somebody(blockers)),
        openings=[*teller.openings(blockers), *teller.ways(blockers.agreement)],
        gives=teller.gives(blockers),
        demands=teller.demands(blockers.demands),
        clashes=teller.clashes(blockers.demands),
        wish=wish_in_words(reading.scenario, blockers.wished) if blockers.wished else [],
        notes=[*blockers.notes, LEANING, _how(blockers)],
    )


class _Teller:
    """Knows the scenario and what its parts rest on."""

    def __init__(self, reading: Reading, notes: Footnotes) -> None:
        self._scenario, self._notes = reading.scenario, notes

    def clashes(self, found: Explanation, beyond: Explanation | None = None) -> list[ClashShown]:
        """The first clashes as cards; those that another explanation has are left out."""
        known = {tuple(one.members) for one in beyond.conflicts} if beyond else set()
        return [
            self._clash(one)
            for one in found.conflicts
            if tuple(one.members) not in known and _is_met(one)
        ][:_CARDS]

    def _clash(self, one: ConflictSet) -> ClashShown:
        members = [self._member(path) for path in one.members]
        names = words.listed(list(dict.fromkeys(member.name for member in members)))
        if not members:
            said = "No deal can be had, whatever gives way: somebody's rule never holds"
        elif all(Group(path).kind == "demand" for path in one.members):
            count = len(members)
            what = "this demand" if count == 1 else "both demands" if count == 2 else "all of these"
            said = f"{names}: no deal meets {what}"
        else:
            names = words.listed(list(dict.fromkeys(_called(member) for member in members)))
            said = f"No deal satisfies {names}{' at once' if len(members) > 1 else ''}"
        through = [self._member(path) for path in one.through]
        return ClashShown(lead=f"{said}{_when(one)}.", members=members, through=through)

    def _member(self, path: str) -> MemberShown:
        group = Group(path)
        scenario, name = self._scenario, group.name
        match group.kind:
            case "acceptance":
                shown, says, cited = words.who(scenario, name), *self._acceptance(name)
            case "demand":
                demand = scenario.demands[name]
                how = f"{words.STANCE[demand.stance]}, {words.FIRMNESS[demand.firmness]}"
                shown = words.who(scenario, demand.by)
                says = f"asks {how}: {condition_in_words(scenario, demand.requires)}"
                cited = self._notes.cite("demands", name)
            case "rule":
                shown = words.one_line(scenario.rules[name].name or name.replace("_", " "))
                shown = f"Rule “{shown}”"
                says = f"{condition_in_words(scenario, scenario.rules[name].rule)}"
                cited = self._notes.cite("rules", name)
            case "fact":
                fact = scenario.facts[name]
                shown = words.one_line(fact.name or name.replace("_", " "))
                value = f"{words.number(fact.value.nominal)} {fact.unit or ''}".strip()
                shown = f"Fact “{shown}”"
                says = f"taken as {value}, of {words.range_in_words(fact.value)}"
                cited = self._notes.cite("facts", name)
        return MemberShown(path=path, name=shown, says=says, rests=cited)

    def _acceptance(self, who: str) -> tuple[str, Rests]:
        """What somebody asks of any deal, and the words behind what counts most for them."""
        preference = self._scenario.preferences[who]
        needed = words.range_in_words(preference.no_deal)
        says = f"accepts what is worth no less than no deal, {needed} points"
        issue = _weightiest(preference)
        if issue is None:
            return says, self._notes.cite("preferences", who, "no_deal")
        says += f"; counts most: {words.issue_name(self._scenario, issue)}"
        return says, self._notes.cite("preferences", who, issue)

    def openings(self, blockers: Blockers) -> list[str]:
        """What each single thing would do if it alone were set aside, the most effective first."""
        said = []
        before = blockers.probability
        for one in sorted(blockers.alone, key=lambda one: -(one.opens.share if one.opens else 0)):
            effects = []
            if not blockers.agreeable and "nominal" in one.possible:
                effects.append("in the middle reading")
            if one.opens and before and one.opens.share - before.share >= _SELDOM:
                share = words.per_cent(one.opens.share)
                effects.append(f"in {share} of draws, not {words.per_cent(before.share)}")
            if effects:
                where = " and ".join(effects)
                said.append(f"{self._set_aside(one.path)}, some deal would be agreeable {where}.")
        return said

    def _set_aside(self, path: str) -> str:
        group = Group(path)
        if group.kind == "demand":
            return f"If the demand of {self._demand(path)} did not bind"
        name = self._member(path).name
        return {
            "acceptance": f"If the yes of {name} were not needed",
            "rule": f"Without the {name[:1].lower()}{name[1:]}",
            "fact": f"With the {name[:1].lower()}{name[1:]} anywhere in its range",
        }[group.kind]

    def ways(self, found: Explanation) -> list[str]:
        """The first ways out, as sentences."""
        nominal = [one for one in found.concessions if "nominal" in one.readings][:_WAYS]
        said = [self._way(one) for one in nominal]
        certain = [one for one in found.concessions if "pessimistic" in one.readings][:_WAYS]
        if certain and "pessimistic" not in found.possible:
            each = "; or ".join(self._names(one.members) for one in certain)
            kinds = {Group(path).kind for one in certain for path in one.members}
            what = (
                "the yes of all of these would have to be certain"
                if kinds == {"acceptance"}
                else "all of these would have to give way"
            )
            said.append(
                "To be sure of an agreeable deal wherever in their ranges the numbers "
                f"lie{_standing(self._scenario)}, {what}: {each}."
            )
        return said

    def _names(self, paths: list[str]) -> str:
        names = [
            f"the demand of {self._demand(path)}"
            if Group(path).kind == "demand"
            else self._member(path).name
            for path in paths
        ]
        return words.listed(names)

    def _way(self, one: ConcessionSet) -> str:
        said = f"If this gave way, and no less would do: {self._names(one.members)}"
        if one.points is not None and one.deal:
            enough = _points(self._scenario, one.points, one.by)
            deal = words.deal_in_a_line(self._scenario, one.deal)
            said += f". {enough} would be enough then, for this deal: {deal}"
        if one.opens:
            said += f". In {words.estimate(one.opens)} of draws it leaves some deal agreeable"
        return f"{said}."

    def gives(self, blockers: Blockers) -> list[str]:
        """How many points would be enough."""
        said = []
        for give in blockers.gives:
            enough = _points(self._scenario, give.points, give.by)
            if give.measure == "sum":
                said.append(f"At least {enough} would have to be given for a deal to be agreeable.")
                deal = words.deal_in_a_line(self._scenario, give.deals[0])
                said.append(f"That is enough for this deal: {deal}.")
            else:
                most = words.points(give.points)
                said.append(f"Somebody would have to be given {most} points or more in any case.")
        over = blockers.gives_over_draws
        if over:
            who = [
                f"{words.who(self._scenario, name)} in {words.per_cent(own.share)} of them "
                f"(then {words.points(own.median)})"
                for name, own in sorted(over.by.items(), key=lambda item: -item[1].share)
            ]
            said.append(
                f"Where no deal is agreeable, {words.points(over.median)} points in all would be "
                f"enough at the median ({words.points(over.low)} to {words.points(over.high)} in "
                f"nine of ten; {words.count(over.draws, 'draw')} looked at). They would go to "
                f"{words.listed(who)}."
            )
        if said:
            said.append("Points of different people are added and compared here.")
        return said

    def demands(self, found: Explanation) -> list[str]:
        """Whether the stated demands can all be met, and how many can."""
        count = len(found.asked)
        if not count:
            return ["No demands are stated."]
        if found.possible:
            every = "The one stated demand" if count == 1 else f"All {count} stated demands"
            return [f"{every} can be met by one deal."]
        every = (
            "the one stated demand" if count == 1 else f"all {words.count(count, 'stated demand')}"
        )
        said = [f"No deal meets {every}. {_how_many(found)}"]
        if found.concessions:
            least = min(found.concessions, key=lambda one: len(one.members))
            dropped = [self._demand(path) for path in least.members]
            said.append(
                f"One deal can meet {count - len(dropped)} of them at most, if "
                f"{words.count(len(dropped), 'demand')} gave way: {'; '.join(dropped)}."
            )
        return said

    def _demand(self, path: str) -> str:
        demand = self._scenario.demands[Group(path).name]
        asked = condition_in_words(self._scenario, demand.requires)
        return f"{words.who(self._scenario, demand.by)} ({asked})"


def _called(member: MemberShown) -> str:
    """Its name among members of other kinds, where somebody's demand is not their acceptance."""
    is_demand = Group(member.path).kind == "demand"
    return f"the demand of {member.name}" if is_demand else member.name


def _how_many(found: Explanation) -> str:
    """How many smallest clashes there are, as a sentence."""
    clashes = words.count(found.conflicts_found, "smallest clash", "smallest clashes")
    there = f"There {'is' if found.conflicts_found == 1 else 'are'} {clashes}"
    if not found.complete:
        there += ", where the search was cut off"
    elif found.conflicts_found > 1:
        there += ", which are all"
    return f"{there}{f'; the first {_CARDS} are shown' if found.conflicts_found > _CARDS else ''}."


def _of_somebody(blockers: Blockers) -> Explanation:
    """The clashes among people.

    That rules and binding demands alone leave no deal is no clash among people: where it is told
    which of them do, the empty set is left out.
    """
    people = blockers.people
    if not any(one.members for one in blockers.agreement.conflicts):
        return people
    return people.model_copy(update={"conflicts": [one for one in people.conflicts if one.members]})


def _how(blockers: Blockers) -> str:
    how = blockers.how
    drawn = f"{how.draws:,} draws, seed {how.seed}" if how.draws else "the middle reading alone"
    return f"this rests on {drawn}; {how.method}"


def _standing(scenario: Scenario) -> str:
    """What the most and the least willing readings leave as it is, as the end of a sentence."""
    uncertain = any(fact.value.shape != "certain" for fact in scenario.facts.values())
    return ", facts and events as in the middle reading" if uncertain or scenario.events else ""


def _agreement(blockers: Blockers, standing: str) -> list[str]:
    nominal = "In the middle reading (modes and midpoints)"
    if blockers.agreeable:
        said = [f"{nominal} some deal is agreeable: nothing stands in its way there."]
    else:
        said = [f"{nominal} no deal is agreeable."]
    share = blockers.probability
    if share:
        others = "; what follows is about the others" if 0 < share.share < 1 else ""
        often = words.estimate(share)
        said.append(f"Over the ranges, some deal is agreeable in {often} of draws{others}.")
    if "pessimistic" in blockers.agreement.possible:
        said.append(f"Some deal is agreeable wherever in their ranges the numbers lie{standing}.")
    elif not {"optimistic", "nominal"} & {*blockers.agreement.possible}:
        said.append(f"None is, even if everybody is taken at their most willing{standing}.")
    return said


def _is_met(one: ConflictSet) -> bool:
    """Whether a clash comes about in the middle reading, or by itself in more than few draws."""
    return "nominal" in one.readings or one.minimal is None or one.minimal.share >= _SELDOM


def _when(one: ConflictSet) -> str:
    """When a set is in conflict, as the end of a sentence; "" where it always is."""
    said = []
    share, minimal = one.share, one.minimal
    if "optimistic" in one.readings and (share is None or share.share == 1):
        return ", even with everybody at their most willing"
    if share is None or minimal is None or share.share == 1:
        return "" if "nominal" in one.readings else ", with everybody at their least willing"
    nominal = "in the middle reading and " if "nominal" in one.readings else ""
    said.append(f"{nominal}in {words.estimate(share)} of draws")
    if 0 < minimal.share < share.share:
        fewer = f"in {words.per_cent(minimal.share)} while any one fewer could be satisfied"
        said.append(fewer)
    return f", {', '.join(said)}"


def _points(scenario: Scenario, total: float, by: dict[str, float]) -> str:
    """`5.3 points in all (Leader in Gaza 3.1, Prime minister 2.2)`."""
    each = ", ".join(f"{words.who(scenario, who)} {words.points(own)}" for who, own in by.items())
    return f"{words.points(total)} points{' in all' * (len(by) > 1)} ({each})"


def _weightiest(preference: Preference) -> str | None:
    """The issue that counts most, in the middle reading; None for a scoring table."""
    weights = {
        issue: worth.weight.nominal for issue, worth in preference.issues.items() if worth.weight
    }
    return max(weights, key=lambda issue: weights[issue], default=None)
