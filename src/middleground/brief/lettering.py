"""How much room words take in a picture, without asking for a font.

The page uses whatever fonts the reader has. Widths here are those of a wide one (DejaVu Sans), so
that words never run out of their boxes in a narrower.
"""

import unicodedata

_NARROW = frozenset("iljtfrI.,:;'|!()[]- ")
_WIDE = frozenset("mwMW@%&QGO\u2014")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Upper estimate of the width of a line of text, in the unit of `size`."""
    return sum(map(_em, text)) * size * (1.12 if bold else 1)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character in _NARROW:
        return 0.4
    if character in _WIDE:
        return 0.98
    return 0.72 if character.isupper() else 0.63


def wrap(
    text: str, size: float, room: float, *, bold: bool = False, most_lines: int = 4
) -> list[str]:
    """Break text into lines that fit; a word longer than a line is broken, too much is cut off.

    Example:
        >>> wrap("Negotiators and leadership outside", 12, 150)
        ['Negotiators and', 'leadership outside']
    """
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, size, room, bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width(longer, size, bold=bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) > most_lines:
        last = lines[most_lines - 1]
        while last and width(f"{last}…", size, bold=bold) > room:
            last = last[:-1]
        lines = [*lines[: most_lines - 1], f"{last}…"]
    return lines


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word, broken where it is longer than a line."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
