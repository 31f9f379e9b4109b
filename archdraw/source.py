"""What a reader is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from archdraw.graph import Dim, Graph, Layer
from archdraw.matrix import Matrix
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file (``path``) or bytes from elsewhere (``data``); ``name`` is what messages call it.

    ``head`` holds the first 4096 bytes, enough for a reader to recognise its own.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    head: bytes = b""

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case: ``.yaml``."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return Path(self.name).stem

    def open(self) -> BinaryIO:
        """Open the content for reading from its start, seekable."""
        if self.data is not None:
            from io import BytesIO

            return BytesIO(self.data)
        if self.path is None:
            raise ValueError("a source needs a path or data")
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a spec says whose network stands in another file: that file, and edits of the figure, as (pattern, text)."""

    file: str
    title: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    hide: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A graph, and what its source says about the figure (empty for model files).

    Where there is an ``overlay``, the graph is empty until the overlay's own file is read; ``edits`` then come before all passes,
    and ``titles``, each with its place in the spec, after them.

    ``weights`` reads the weights of some dense layers, by name, where the source has any; it is asked only for a figure that shows them.

    ``diagram``, ``style`` and ``figure`` are the mappings of that name in a spec, values checked for form.
    ``lines`` gives ``(line, column)`` of each key by its path, such as ``("style", "conv", "fill")``.
    """

    graph: Graph
    diagram: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    figure: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    folder: Path | None = None
    overlay: Overlay | None = None
    edits: tuple[Callable[[Graph], Graph], ...] = ()
    titles: tuple[tuple[tuple[str, ...], Callable[[Graph], Graph]], ...] = ()
    weights: Callable[[Sequence[Layer]], Mapping[str, Matrix]] | None = None


class Reader(Protocol):
    """One format: a module or an object with these two functions.

    One that reads live objects too has ``knows(thing) -> bool``, which imports nothing, and ``read_object(thing, input_shapes)``,
    which gives a Reading as ``read`` does.
    """

    def sniff(self, source: Source) -> bool:
        """Tell by content, not only by the ending, whether this is the reader's format."""
        ...

    def read(self, source: Source, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
        """Read the source, or raise a ReadError; ``input_shapes`` fill sizes that the source leaves open."""
        ...
