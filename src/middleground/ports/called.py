"""The program as whoever reads a message can call it again."""

import os
import shlex

from middleground.plain_text import shown


def called() -> str:
    """The name by which the program was called: `./mg` from a clone, else `middleground`.

    The script `mg` says in MG_CALLED how it was called itself.
    """
    return shown(shlex.quote(os.environ.get("MG_CALLED") or "middleground"))
