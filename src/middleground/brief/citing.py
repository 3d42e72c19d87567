"""What something in a brief rests on, by the numbers of its footnotes."""

from middleground.deals.views import Result


class Rests(Result):
    """What an element or a number rests on: numbers of quotations and of one assumption."""

    quotes: list[int]
    assumption: int | None
