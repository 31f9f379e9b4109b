"""Problems of one spec: collected with their places, shown all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from archdraw.errors import Problem, SpecError
from archdraw.ops import Misfit

MOST = 20
"""How many problems one run shows."""


class Place(NamedTuple):
    """Where something stands in the text; line and column count from 1."""

    line: int
    column: int


class Mistake(ValueError):
    """A value breaks a rule of the language; who knows its place makes a problem of it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and a hint."""
        super().__init__(message)
        self.hint = hint


class Problems:
    """The problems found so far, at most one for each place and `MOST` in all."""

    def __init__(self, file: str, lines: list[str]) -> None:
        """Remember what messages call the file, and its lines for the excerpts."""
        self.file = file
        self.lines = lines
        self.notes: list[str] = []
        """What is no problem, but should be known."""
        self._found: dict[Place, Problem] = {}

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self._found)

    def add(self, at: Place, message: str, hint: str = "") -> None:
        """Note a problem; the first at a place stays. Raises SpecError when there are enough."""
        if at in self._found:
            return
        message = " ".join(message.splitlines())
        message = message if len(message) <= 400 else f"{message[:399]}…"
        excerpt = self.lines[at.line - 1] if 0 < at.line <= len(self.lines) else ""
        self._found[at] = Problem(message, hint, self.file, at.line, at.column, excerpt)
        if len(self._found) >= MOST:
            self.raise_any()

    def stop(self, at: Place, message: str, hint: str = "") -> SpecError:
        """Give the error of a problem after which reading cannot go on, together with those before."""
        self._found.pop(at, None)
        try:
            self.add(at, message, hint)
            self.raise_any()
        except SpecError as error:
            return error
        raise AssertionError("a problem was added")

    def raise_any(self) -> None:
        """Raise one SpecError of all problems, in the order of the text, if there are any."""
        if self._found:
            raise SpecError.of(*(self._found[at] for at in sorted(self._found)))

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Note a Mistake or a Misfit of the block as a problem at this place and go on after the block."""
        try:
            yield
        except (Mistake, Misfit) as error:
            self.add(place, str(error), error.hint)
