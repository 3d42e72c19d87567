"""Whether a report is written in the one language that the program reads: English."""

import re

# The commonest words of English that are rare or absent in its neighbours.
_COMMON = frozenset(
    {
        "the", "of", "and", "to", "that", "is", "was", "for", "it", "with", "as", "on", "by", "at",
        "be", "this", "from", "are", "were", "has", "had", "have", "not", "its", "said", "which",
    }
)  # fmt: skip
_LEAST_SHARE = 0.12  # English prose has 25 to 40 in a hundred of these words, others under 8
_FEWEST_WORDS = 20
_LOOKED_AT = 20_000  # characters


def is_english(text: str, declared: str = "") -> bool:
    """Whether a text can be read: as declared, else by its commonest words.

    Args:
        text: The report.
        declared: Its language as the scenario gives it, such as "en"; "" where it says nothing.

    Example:
        >>> is_english("Il sindacato ha detto che lo sciopero non è finito. " * 5)
        False
        >>> is_english("The union said that the strike is not over. " * 5)
        True
    """
    if declared:
        return declared.casefold().startswith("en")
    words = re.findall(r"[^\W\d_]+", text[:_LOOKED_AT].casefold())
    if len(words) < _FEWEST_WORDS:
        return not words or any(word.isascii() for word in words)
    return sum(word in _COMMON for word in words) >= _LEAST_SHARE * len(words)
