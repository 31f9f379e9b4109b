"""Names to parts: which readers, passes, renderers, writers and styles there are, archdraw's own and plug-ins'.

Parts are named by strings ``"module:attribute"`` and imported when they are used. A plug-in is a package with
an entry point in one of the groups ``archdraw.readers .passes .renderers .writers .styles``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from archdraw.errors import MissingTool, UnknownName, UsageError
from archdraw.plugins import may_be_there
from archdraw.records import dataclass
from archdraw.words import did_you_mean

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "readers": {  # modules with sniff() and read(), asked in this order
        "keras": "archdraw.readers.keras",
        "convnet": "archdraw.readers.convnet",
        "spec": "archdraw.readers.spec",
    },
    "passes": {  # frozen dataclasses that are called with a graph
        "drop": "archdraw.passes.drop:Drop",
        "fold": "archdraw.passes.fold:Fold",
        "group": "archdraw.passes.group:GroupByName",
        "name": "archdraw.passes.name:NameBlocks",
        "collapse": "archdraw.passes.collapse:Collapse",
        "outputs": "archdraw.passes.outputs:Outputs",
        "split": "archdraw.passes.split:Split",
    },
    "renderers": {  # records of archdraw.renderers
        "graph": "archdraw.renderers:GRAPH",
        "blocks": "archdraw.renderers:BLOCKS",
        "lenet": "archdraw.renderers:LENET",
        "alexnet": "archdraw.renderers:ALEXNET",
        "volumes": "archdraw.renderers:VOLUMES",
        "fcnn": "archdraw.renderers:FCNN",
    },
    "writers": {  # records of archdraw.formats
        "svg": "archdraw.formats:SVG",
        "pdf": "archdraw.formats:PDF",
        "png": "archdraw.formats:PNG",
        "tex": "archdraw.formats:TEX",
        "pptx": "archdraw.formats:PPTX",
        "dot": "archdraw.formats:DOT",
        "json": "archdraw.formats:JSON",
        "html": "archdraw.formats:HTML",
        "drawio": "archdraw.formats:DRAWIO",
        "drawio.svg": "archdraw.formats:DRAWIO_SVG",
        "mermaid": "archdraw.formats:MERMAID",
    },
    "styles": {},  # the files of styles/, see _styles()
}
T = TypeVar("T")
KINDS = tuple(BUILT_IN)
OURS = "archdraw"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one kind: where the part is, and which installed package brings it."""

    kind: str
    name: str
    target: str
    package: str = OURS

    def load(self) -> Any:
        """Import the part; a plug-in that cannot be imported raises MissingTool, which names its package."""
        if self.package == OURS:
            return resolve(self.target)
        try:
            return resolve(self.target)
        except (Exception, SystemExit) as error:  # a plug-in may not end the program either
            raise self.broken(f"{type(error).__name__}: {error}") from error

    def broken(self, why: str) -> MissingTool:
        """Make the error for a plug-in that is not what it should be."""
        return MissingTool(
            f"the {_SINGULAR[self.kind]} '{self.name}' of the package '{self.package}' is broken: {why}",
            f"mend it, or run: pip uninstall {self.package}",
        )


def entries(kind: str) -> dict[str, Entry]:
    """Give all entries of a kind by name, archdraw's own first; a name taken twice raises UsageError."""
    own = _styles() if kind == "styles" else BUILT_IN[kind]
    table = {name: Entry(kind, name, target) for name, target in own.items()}
    for entry in [entry for entry in _plugins() if entry.kind == kind]:
        taken = table.setdefault(entry.name, entry)
        if taken != entry:
            raise UsageError(
                f"two {kind} are named '{entry.name}': {taken.target} of {taken.package} "
                f"and {entry.target} of {entry.package}",
                f"uninstall one of them: pip uninstall {entry.package}",
            )
    return table


def find(kind: str, name: str, want: type[T] = object) -> T:  # type: ignore[assignment]  # any part will do
    """Import the part of this name.

    Raises UnknownName, with a suggestion, for a name there is not, and MissingTool for a plug-in's part of another type.
    """
    table = entries(kind)
    if not isinstance(name, str) or name not in table:
        raise UnknownName(f"there is no {_SINGULAR[kind]} '{name}'", did_you_mean(str(name), table))
    part = table[name].load()
    if not isinstance(part, want):
        raise table[name].broken(f"{part!r} is no {want.__name__}")
    return part


def resolve(target: Any) -> Any:
    """Import ``"module:attribute"`` or ``"module"``; what is no text is the part itself."""
    if not isinstance(target, str):
        return target
    module, _, attribute = target.partition(":")
    part = import_module(module)
    for step in attribute.split(".") if attribute else ():
        part = getattr(part, step)
    return part


_SINGULAR = {"readers": "reader", "passes": "pass", "renderers": "renderer", "writers": "format", "styles": "style"}


@cache
def _plugins() -> tuple[Entry, ...]:
    """Give what plug-ins bring, of all kinds at once, for looking through the packages takes its time."""
    if not may_be_there():
        return ()
    from importlib.metadata import entry_points

    found = {
        Entry(kind, point.name, point.value, point.dist.name if point.dist else "an unknown package")
        for kind in KINDS
        for point in entry_points(group=f"{OURS}.{kind}")
    }
    return tuple(sorted(found, key=lambda entry: (entry.name, entry.package, entry.target)))


def _styles() -> dict[str, str]:
    """Name the built-in styles: the files there are; a target is a file's name."""
    from archdraw.resources import data_dir

    folder = data_dir("styles")
    names = [item.name for item in folder.iterdir()] if folder.is_dir() else []
    return {name.removesuffix(".yaml"): f"styles/{name}" for name in sorted(names) if name.endswith(".yaml")}
