"""Read the YAML of a style: plain data only, each key with its place."""

from __future__ import annotations

import re
from errno import EINVAL
from pathlib import Path
from typing import Any

from archdraw.errors import Problem, StyleError
from archdraw.records import dataclass

LARGEST = 2**18
DEEPEST = 8

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one file says, and where: ``(line, column)`` by the path of each key."""

    content: dict[str, Any]
    file: str
    text: str
    places: dict[tuple[str, ...], Place]

    def at(self, error: StyleError) -> StyleError:
        """Give the same error with its place in the file."""
        path = error.path
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return _error(str(error), error.hint, self.file, self.text, (line, column), error.path)


def read(path: Path) -> Sheet:
    """Read a file, or raise a StyleError that says where it goes wrong."""
    try:
        if not path.is_file() and path.exists():  # a pipe would be waited for without end
            raise OSError(EINVAL, "it is no file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise StyleError(
            f"cannot read the style '{path}': {reason}", "'archdraw list styles' names those there are"
        ) from error
    if len(data) > LARGEST:
        raise StyleError(f"the style '{path}' is larger than {LARGEST // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StyleError(f"the style '{path}' is not UTF-8 text") from error
    return parse(text, str(path))


def parse(text: str, file: str) -> Sheet:
    """Read YAML into dicts, lists, texts, numbers, truth values and None.

    >>> parse("conv: {fill: red, dash: [2, 1]}", "x.yaml").content
    {'conv': {'fill': 'red', 'dash': [2, 1]}}
    """
    import yaml

    builder = _Builder(file, text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _error(error.problem or "this is not YAML", "", file, text, place) from error
    except yaml.YAMLError as error:
        raise _error(f"this is not YAML: {error}".splitlines()[0], "", file, text, (1, 1)) from error
    if not isinstance(builder.root, dict):
        raise _error("a style is a mapping, such as `conv: {fill: tomato}`", "", file, text, (1, 1))
    return Sheet(builder.root, file, text, builder.places)


class _Builder:
    """Build plain data from YAML events, without recursion, so that no nesting can break it."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.root: Any = None
        self.places: dict[tuple[str, ...], Place] = {}
        self._open: list[dict[str, Any] | list[Any]] = []
        self._path: list[str | None] = []

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        kind = type(event).__name__
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._wrong("a style has no anchors and aliases", "write the value again", place)
        if getattr(event, "tag", None):
            raise self._wrong(f"a style has no tags such as {event.tag}", "leave it out", place)
        if kind == "ScalarEvent":
            self._scalar(event, place)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self._open) >= DEEPEST:
                raise self._wrong(f"a style is at most {DEEPEST} levels deep", "", place)
            made: dict[str, Any] | list[Any] = {} if kind == "MappingStartEvent" else []
            self._add(made, place)
            self._open.append(made)
            self._path.append(None)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
            self._path.pop()
            self._key_done()
        elif kind == "DocumentStartEvent" and self.root is not None:
            raise self._wrong("a style is one document", "remove the `---` and what follows", place)

    def _scalar(self, event: Any, place: Place) -> None:
        inside = self._open[-1] if self._open else None
        if isinstance(inside, dict) and self._path[-1] is None:
            if event.value in inside:
                raise self._wrong(f"'{event.value}' stands here twice", "keep one of them", place)
            self._path[-1] = event.value
            self.places[tuple(key for key in self._path if key is not None)] = place
            return
        self._add(_value(event.value) if event.implicit[0] else event.value, place)
        self._key_done()

    def _add(self, value: Any, place: Place) -> None:
        if not self._open:
            self.root = value
            return
        inside = self._open[-1]
        if isinstance(inside, list):
            inside.append(value)
            return
        key = self._path[-1]
        if key is None:
            raise self._wrong("a key is a word", "", place)
        inside[key] = value

    def _key_done(self) -> None:
        if self._open and isinstance(self._open[-1], dict):
            self._path[-1] = None

    def _wrong(self, message: str, hint: str, place: Place) -> StyleError:
        return _error(message, hint, self.file, self.text, place)


def _value(text: str) -> Any:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        return text
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def _error(message: str, hint: str, file: str, text: str, place: Place, path: tuple[str, ...] = ()) -> StyleError:
    line, column = place
    lines = text.splitlines()
    excerpt = lines[line - 1] if line <= len(lines) else ""
    found = StyleError(message, hint, path=path)
    found.problems = (Problem(message, hint, file, line, column, excerpt),)
    return found
