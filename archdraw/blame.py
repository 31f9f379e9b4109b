"""Move an error to the place of the spec that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archdraw.errors import ArchdrawError, Problem, SpecError, StyleError
from archdraw.records import dataclass
from archdraw.source import Reading, Source


@dataclass(frozen=True, slots=True)
class Given:
    """What was read, and from where."""

    source: Source
    reading: Reading

    @contextmanager
    def at(self, *keys: str) -> Iterator[None]:
        """Turn an error in the block into a SpecError at this key, or at its nearest parent with a known place."""
        try:
            yield
        except ArchdrawError as error:
            if isinstance(error, SpecError) or error.problems[0].file:
                raise  # it has its place already, perhaps in the style's own file
            keys += error.path if isinstance(error, StyleError) else ()
            while keys and keys not in self.reading.lines:
                keys = keys[:-1]
            if not keys:
                raise
            line, column = self.reading.lines[keys]
            problem = Problem(str(error), error.hint, self.source.name, line, column, self._line(line))
            raise SpecError.of(problem) from error

    def _line(self, number: int) -> str:
        """Give one line of the source, to show above the caret."""
        with self.source.open() as file:
            lines = file.read(2**20).decode("utf-8-sig", "replace").splitlines()
        return lines[number - 1] if number <= len(lines) else ""
