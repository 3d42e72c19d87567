"""Answers that were computed before, under the fingerprint of all that they rest on.

A stored answer is served only for the same question, settings, inputs and seed, asked of the same
program: its version, its own source files, and the libraries that do its arithmetic. A development
change therefore never serves an answer of the code before it. Stored answers can be thrown away at
any time: delete `results/`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from middleground.errors import ProjectError
from middleground.ports.store.files import digest, make_folder, read_file, write_safely
from middleground.ports.store.program import answering_program

Settings = Mapping[str, Any]
Inputs = Mapping[str, str]


class Results:
    """The stored answers of one project; of none, where answers are not stored.

    Attributes:
        folder: The folder `results` of the project; None where nothing is stored.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def load(self, question: str, settings: Settings, inputs: Inputs) -> dict[str, Any] | None:
        """The answer to a question asked before, or None.

        Args:
            question: The command's name, such as "zone".
            settings: All that was asked beside: draws, seed, reading.
            inputs: SHA-256 of every file that the answer rests on, by name.

        Returns:
            The answer as it was kept, its members in the same order. None if it was never kept,
            or is damaged: it is then to be computed again.
        """
        print_ = fingerprint(question, settings, inputs)
        data = self._read(print_)
        if data is None:
            return None
        body, _, check = data.rpartition(b"\n")
        if check != digest(body).encode():
            return None
        kept: dict[str, Any] = json.loads(body)
        answer: dict[str, Any] = kept["answer"]
        return answer if kept["fingerprint"] == print_ else None

    def keep(
        self, question: str, settings: Settings, inputs: Inputs, answer: Mapping[str, Any]
    ) -> str:
        """Store an answer and return its fingerprint.

        An answer that cannot be stored is an answer still: a full disk is no reason to withhold it.

        Raises:
            ValueError: If the answer holds a number that is not finite.
        """
        print_ = fingerprint(question, settings, inputs)
        if self.folder is None:
            return print_
        kept = {"fingerprint": print_, "asked": _asked(question, settings, inputs)}
        body = json.dumps({**kept, "answer": answer}, ensure_ascii=False, indent=1, allow_nan=False)
        text = body.encode("utf-8", "backslashreplace")
        data = text + b"\n" + digest(text).encode()
        if self._read(print_) == data:
            return print_
        try:
            make_folder(self.folder)
            make_folder(self.folder / print_)
            write_safely(self._file(print_), data)
        except ProjectError:
            return print_
        return print_

    def _read(self, print_: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            return read_file(self._file(print_))
        except ProjectError:
            return None

    def _file(self, print_: str) -> Path:
        return (self.folder or Path()) / print_ / "result.json"


def fingerprint(question: str, settings: Settings, inputs: Inputs) -> str:
    """What names an answer: equal if and only if all that it rests on is equal. 32 hex digits."""
    asked = json.dumps(_asked(question, settings, inputs), sort_keys=True, allow_nan=False)
    return digest(asked.encode())[:32]


def _asked(question: str, settings: Settings, inputs: Inputs) -> dict[str, Any]:
    return {
        "question": question,
        "settings": dict(settings),
        "inputs": dict(inputs),
        "program": answering_program(),
    }
