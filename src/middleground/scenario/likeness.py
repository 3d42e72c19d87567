"""Names that look alike: different characters, one picture.

Source: the idea of skeletons in Unicode Technical Standard 39; the table holds only the Greek and
Cyrillic letters that common typefaces draw like Latin ones.
"""

import unicodedata

_FOREIGN = "аеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονιкмтвАВЕКМНОРСТХІЈЅ"
_LATIN = "aeopcyxijshdqwABEZHIKMNOPTYXaovikmtbABEKMHOPCTXIJS"
_TABLE = str.maketrans(_FOREIGN, _LATIN)


def skeleton(text: str) -> str:
    """What remains of a text for a quick eye: no case, accents, invisible or look-alike letters.

    Example:
        >>> skeleton("uplands") == skeleton("Upl\u0430nds\u200b")
        True
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE))
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf", "Cc"))
    return kept.casefold().replace("-", "_").replace(" ", "_")


def same_look(one: str, other: str) -> bool:
    """Whether two names are easily taken for each other."""
    return skeleton(one) == skeleton(other)
