"""The scenario file as it was last parsed: a note in the cache, good for the same words only.

Parsing is half the time of a small question. If the note is lost, damaged, or of another program,
the file is parsed again.
"""

import contextlib
import json

from middleground.errors import ProjectError
from middleground.ports.store.files import digest, read_file, write_note
from middleground.ports.store.program import answering_program
from middleground.ports.store.project import CACHE, Project
from middleground.scenario.parsed import Parsed, kept, taken_up

_NOTE = "scenario.json"


def parse_once(project: Project, text: str, file: str) -> Parsed:
    """What the text of a project's scenario file parses into, from the note where it fits.

    Args:
        project: The project.
        text: The text of its scenario file.
        file: The file's path, for messages.

    Raises:
        ScenarioError: With every fault that could be found, in the order of the file.
    """
    of = digest(
        (json.dumps(answering_program(), sort_keys=True) + text).encode("utf-8", "surrogatepass")
    )
    found = _noted(project, of, text, file)
    if found is not None:
        return found
    # Imported here: the note needs no reader of YAML.
    from middleground.scenario.yaml_text import parse_yaml

    parsed = parse_yaml(text, file)
    if project.is_kept:
        body = kept(parsed)
        with contextlib.suppress(ProjectError):
            lines = f"{of}\n{digest(body.encode())}\n{body}"
            write_note(project.folder / CACHE / _NOTE, lines.encode())
    return parsed


def _noted(project: Project, of: str, text: str, file: str) -> Parsed | None:
    if not project.is_kept:
        return None
    try:
        data = (read_file(project.folder / CACHE / _NOTE) or b"").decode()
        noted_of, check, body = data.split("\n", 2)
        if noted_of != of or digest(body.encode()) != check:
            return None
        return taken_up(body, text, file)
    except (ProjectError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
