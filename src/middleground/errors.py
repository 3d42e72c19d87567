"""Every error a caller may want to catch.

MiddlegroundError
├── ReportError      a report cannot be read
├── EvidenceError    a claim does not match its report
├── ScenarioError    the scenario file is wrong or incomplete
├── AnswerError      this scenario cannot answer this question
└── ProjectError     the project folder cannot be read or written

An error carries one `Problem` or several: a person who mends a file wants to see all of it at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, or to know: what was found, where, what was expected, what to do.

    Attributes:
        what: What is wrong, in the user's words, with the offending value.
        code: Stable short name of this kind of problem, such as "unknown-key".
        file: Path of the file as the user named it, or "".
        line: Line in the file, from 1; None where no line applies.
        column: Column in that line, from 1, in characters; None where none applies.
        path: Place in the scenario, such as "preferences.union.chair.no_deal", or "".
        expected: What would have been right.
        mend: What to do about it.
    """

    what: str
    code: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    expected: str = ""
    mend: str = ""

    @property
    def where(self) -> str:
        """File, line and column, then the place in the scenario: "harbour.yaml:58:14 (facts.x)"."""
        parts = [self.file] if self.file else []
        parts += [str(n) for n in (self.line, self.column) if n is not None]
        place = ":".join(parts)
        if self.path:
            return f"{place} ({self.path})" if place else self.path
        return place

    def __str__(self) -> str:
        """Lay the parts out for a terminal."""
        lines = [self.what]
        lines += [f"  where:    {self.where}"] if self.where else []
        lines += [f"  expected: {self.expected}"] if self.expected else []
        lines += [f"  to mend:  {self.mend}"] if self.mend else []
        return "\n".join(lines)


class MiddlegroundError(Exception):
    """Something the user can mend."""

    def __init__(
        self,
        problem: str | Problem | Sequence[Problem],
        *,
        code: str = "",
        where: str = "",
        expected: str = "",
        mend: str = "",
    ) -> None:
        """Take one problem in its parts, or ready-made problems.

        Args:
            problem: What is wrong, or problems that already say where they are.
            code: Stable short name of this kind of problem.
            where: Place in the scenario (a path in it), or the file.
            expected: What would have been right.
            mend: What to do about it.
        """
        if isinstance(problem, Problem):
            self.problems: tuple[Problem, ...] = (problem,)
        elif isinstance(problem, str):
            self.problems = (Problem(problem, code=code, path=where, expected=expected, mend=mend),)
        else:
            self.problems = tuple(problem)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def where(self) -> str:
        """Place of the first problem."""
        return self.problems[0].path or self.problems[0].where

    @property
    def mend(self) -> str:
        """Remedy of the first problem."""
        return self.problems[0].mend

    def in_file(self, file: str) -> "MiddlegroundError":
        """The same error, its problems placed in a file where they name none."""
        return type(self)([p if p.file else replace(p, file=file) for p in self.problems])


class ReportError(MiddlegroundError):
    """A report cannot be read."""


class EvidenceError(MiddlegroundError):
    """A claim does not match its report."""


class ScenarioError(MiddlegroundError):
    """The scenario file is wrong or incomplete."""


class AnswerError(MiddlegroundError):
    """This scenario cannot answer this question."""


class ProjectError(MiddlegroundError):
    """The project folder cannot be read or written."""
