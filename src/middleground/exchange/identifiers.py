"""Names of other programs as ids: what rules can call, with the name kept beside it."""

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable

from middleground.plain_text import canonical
from middleground.scenario.grounds import RESERVED
from middleground.scenario.likeness import skeleton
from middleground.scenario.preferences import OWN_KEYS

_ID = re.compile(r"[a-z][A-Za-z0-9_]*")
_LONGEST = 60
# Words of conditions, and keys that stand beside issues and parties.
_TAKEN = RESERVED | OWN_KEYS | {"at_least", "true", "false", "null"}


def ids_for(names: Iterable[str], kind: str, taken: Collection[str] = ()) -> list[str]:
    """An id for each name; two names that would have one id, or ids that look alike, are numbered.

    Args:
        names: The names, each once.
        kind: What they name: what an id begins with where a name gives none.
        taken: Ids that stand already where these are to stand.

    Example:
        >>> ids_for(["Size of Fund", "60 days", "size-of-fund", "wages"], "option")
        ['size_of_fund', 'option_60_days', 'size_of_fund_2', 'wages']
    """
    looks = {skeleton(word) for word in taken}
    found = []
    for name in names:
        base, number = _id_for(name, kind), 1
        word = base
        while skeleton(word) in looks:
            number += 1
            word = f"{base}_{number}"
        looks.add(skeleton(word))
        found.append(word)
    return found


def _id_for(name: str, kind: str) -> str:
    if _ID.fullmatch(name) and len(name) <= _LONGEST:
        word = name
    else:
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        word = re.sub(r"[^a-z0-9]+", "_", letters.casefold())[:_LONGEST].strip("_")
    if not word[:1].isalpha():
        word = f"{kind}_{word}".rstrip("_")
    return f"{word}_" if keyword.iskeyword(word) or word in _TAKEN else word


def name_beside(word: str, name: str) -> str | None:
    """The name to keep beside an id; None where the id says the same."""
    name = canonical(name)
    return None if name == word.replace("_", " ") else name
