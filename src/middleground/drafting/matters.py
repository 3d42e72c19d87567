"""What is negotiated: the issues of a draft, each with who wants which end of it."""

from dataclasses import dataclass, field

from middleground.evidence.entries import Entry

Option = str | int | float


@dataclass(slots=True, eq=False)
class Stand:
    """Where somebody stands on a matter.

    Attributes:
        entry: The entry that says so.
        names: Whose stand it is: actors under the names used for all reports.
        option: The option that they want; on a matter of numbers the number that they name.
        exact: Whether it is this option they want, and not merely something on that side.
        is_inferred: Whether they said it of another matter, from which this one follows.
        more: On a matter of numbers: +1 for those who want more, -1 for less.
    """

    entry: Entry
    names: tuple[str, ...]
    option: Option
    exact: bool = True
    more: int = 0
    is_inferred: bool = False


@dataclass(slots=True, eq=False)
class Matter:
    """One issue of the draft.

    Attributes:
        id: Its id.
        name: Its name.
        rule: How it was found, in words.
        options: Its options in order: ids with words, or numbers with "".
        unit: What a number of it counts.
        grounds: The entries it rests on.
        stands: Who wants what.
        assumed: What about it no report says.
        key: What it is about, to find later stands.
        open_above: Whether its number is named as "at least" so many.
    """

    id: str
    name: str
    rule: str
    options: list[tuple[Option, str]]
    unit: str = ""
    grounds: list[Entry] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    assumed: str = ""
    key: tuple[str, ...] = ()
    open_above: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether its options are numbers."""
        return not isinstance(self.options[0][0], str)

    def ground(self, entry: Entry) -> None:
        """Let it rest on an entry too."""
        if not self.rests_on(entry):
            self.grounds.append(entry)

    def rests_on(self, entry: Entry) -> bool:
        """Whether an entry is among its grounds."""
        return any(entry.id == held.id for held in self.grounds)

    def join(self, other: "Matter") -> None:
        """Take in what another report says of the same."""
        if self.is_numeric and other.is_numeric:
            numbers = {float(o) for o, _ in (*self.options, *other.options)}
            self.options = [(int(n) if n == int(n) else n, "") for n in sorted(numbers)]
        self.stands += other.stands
        self.open_above = self.open_above or other.open_above
        for entry in other.grounds:
            self.ground(entry)

    def thin(self, most: int) -> None:
        """Take out options that nobody names: from the middle, of numbers also from the ends."""
        named = {stand.option for stand in self.stands}
        while len(self.options) > most:
            inner = enumerate(self.options[1:-1], 1)
            spare = [n for n, (option, _) in inner if option not in named]
            if not spare and self.is_numeric:
                ends = (0, len(self.options) - 1)
                spare = [n for n in ends if self.options[n][0] not in named]
                spare = spare[:1] if self.open_above else spare[-1:]
            if not spare:
                return
            del self.options[spare[len(spare) // 2]]

    def place_of(self, stand: Stand) -> float:
        """Where a stand lies between the first option (0) and the last (1)."""
        if self.is_numeric:
            return 1.0 if stand.more > 0 else 0.0
        ids = [option for option, _ in self.options]
        return ids.index(stand.option) / (len(ids) - 1)
