"""The errors archdraw raises on purpose: each says what is wrong, where, and what to do."""

from __future__ import annotations

from typing import ClassVar

from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong at one place of a source.

    ``line`` and ``column`` count from 1; 0 means that the source has no lines (a model file).
    ``excerpt`` is the source line, shown above a caret.
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Show as ``file:line:col: error: what``, the source line, a caret and the hint.

        >>> print(Problem("unknown layer 'con'", "did you mean 'conv'?", "n.yaml", 3, 5, "  - con: 64"))
        n.yaml:3:5: error: unknown layer 'con'
          - con: 64
            ^
        hint: did you mean 'conv'?
        """
        where = f"{self.file}:" if self.file else ""
        if self.line:
            where += f"{self.line}:{self.column}:" if self.column else f"{self.line}:"
        lines = [f"{where} {self.severity}: {self.message}".lstrip()]
        if self.excerpt:
            lines.extend(_excerpt(self.excerpt, self.column))
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


def _excerpt(line: str, column: int, width: int = 100) -> list[str]:
    """Cut a long source line around the column and put a caret under it."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    shown = line[start : start + width].replace("\t", " ").rstrip()
    return [shown, " " * (column - 1 - start) + "^"]


class ArchdrawError(Exception):
    """Base of every error that archdraw raises on purpose; anything else is a bug in archdraw."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "", *, problems: tuple[Problem, ...] = ()) -> None:
        """Keep the message and the hint; ``problems`` lists the places when there are several."""
        super().__init__(message)
        self.hint = hint
        self.problems = problems or (Problem(message, hint),)

    @classmethod
    def of(cls, *problems: Problem) -> ArchdrawError:
        """Make one error of several problems.

        >>> ReadError.of(Problem("a"), Problem("b")).problems[1].message
        'b'
        """
        return cls(problems[0].message, problems[0].hint, problems=problems)

    def report(self) -> str:
        """Give the text that a user sees."""
        return "\n".join(str(problem) for problem in self.problems)


class UsageError(ArchdrawError, ValueError):
    """The command or the call asks for something that does not exist or does not fit."""

    exit_code = 2


class UnknownName(UsageError, LookupError):
    """No reader, pass, renderer, writer, style or option has this name."""


class ReadError(ArchdrawError, ValueError):
    """A source cannot be read as what it claims to be."""


class SpecError(ReadError):
    """A YAML spec breaks a rule of the language."""


class GraphError(ArchdrawError, ValueError):
    """A graph contradicts itself: a duplicate name, an unknown layer, a cycle."""


class StyleError(ArchdrawError, ValueError):
    """A style has an unknown key or a value that is not what the key takes; ``path`` leads to the key."""

    def __init__(self, message: str, hint: str = "", *, path: tuple[str, ...] = ()) -> None:
        """Keep the path of the key, from which a spec's line can be found."""
        super().__init__(message, hint)
        self.path = path


class LayoutError(ArchdrawError, ValueError):
    """The chosen renderer cannot show this graph."""


class LimitError(ArchdrawError, ValueError):
    """The input is over a stated limit."""


class MissingTool(ArchdrawError, RuntimeError):
    """An optional program or package is not there."""

    exit_code = 4


class WriteError(ArchdrawError, OSError):
    """The output cannot be written; what stood there before is untouched."""

    exit_code = 5


class Overtime(ArchdrawError, TimeoutError):
    """A step took longer than the stated time."""

    exit_code = 6


class ArchdrawWarning(UserWarning):
    """Drawn, but not fully understood."""


class ArchdrawNote(ArchdrawWarning):
    """Drawn as it should be, but good to know: what was left out to fit the page."""
