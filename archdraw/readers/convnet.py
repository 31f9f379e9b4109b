"""Read ConvNetDraw scripts: a list of layers, each with the height, width and channels that it puts out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from archdraw.graph import Dim, Edge, Graph, Layer, Port, Provenance, Tensor, frozen
from archdraw.rewrite import unused
from archdraw.source import Reading, Source
from archdraw.spec.expressions import evaluated
from archdraw.spec.problems import MOST, Mistake, Place
from archdraw.spec.scalars import LARGEST
from archdraw.spec.tree import BYTES, decode
from archdraw.words import did_you_mean

ENDING = ".convnet"
_WORDS = {
    "input": "input",
    "conv": "conv",
    "relu": "activation",
    "pool": "pool",
    "fullyconn": "dense",
    "softmax": "activation",
}
_FIRST = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*input[ \t]*\([-+*/\d \t]+(?:,[-+*/\d \t]+){2}\)")
_LINE = re.compile(r"(?P<word>[^\W\d]\w*)\s*\((?P<sizes>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*;?\s*(?:(?:#|//).*)?\Z")
_FORM = "a layer is written conv(24, 24, 8): its height, width and channels"
_COUNTS: Mapping[str, Provenance] = frozen(
    {"name": "assumed", "params": "unknown", "trainable_params": "unknown", "macs": "unknown"}
)


def sniff(source: Source) -> bool:
    """Tell whether this is such a script: by its ending, or because its first layer is ``input(28, 28, 1)``."""
    if source.suffix == ENDING:
        return b"\0" not in source.head
    return _FIRST.match(source.head.decode("utf-8-sig", "ignore")) is not None


def read(source: Source, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
    """Read a script; raise SpecError with everything that is wrong in it, each at its line and column.

    Nothing in it is run. Sizes are what the script says: the language has no kernels from which to check them, so
    weights and multiply-adds are unknown. A word that it does not know is a layer of that type, and a note says so.
    """
    with source.open() as file:
        problems = decode(file.read(BYTES + 1), source.name)[1]
    layers: list[Layer] = []
    names: dict[str, int] = {}
    taken: set[str] = set()
    for number, line in enumerate(problems.lines, 1):
        written = line.strip()
        if not written or written.startswith(("#", "//")):
            continue
        place = Place(number, line.index(written[0]) + 1)
        try:
            word, dims = _parsed(written)
            if word == "input" and (layers or problems):
                raise Mistake("an input comes first", "the script draws one chain of layers")
        except Mistake as mistake:
            problems.add(place, str(mistake), mistake.hint)
            continue
        if word not in _WORDS:
            hint = did_you_mean(word, _WORDS) or f"the words are {', '.join(_WORDS)}"
            problems.notes.append(f"{source.name}:{number}: '{word}' is no layer that is known; {hint}")
        name = unused(word, taken, names)
        taken.add(name)
        layers.append(_layer(name, word, dims, layers[-1] if layers else None, f"{source.name}:{number}"))
    problems.raise_any()
    if not layers:
        raise problems.stop(Place(1, 1), "the script has no layers", _FORM)
    edges = tuple(Edge(one.name, other.name) for one, other in itertools.pairwise(layers))
    first = (Port(layers[0].name),) if layers[0].op == "input" else ()
    notes = tuple(problems.notes[:MOST])
    return Reading(Graph(source.stem, tuple(layers), edges, (), first, (Port(layers[-1].name),), notes))


def _parsed(line: str) -> tuple[str, tuple[int, ...]]:
    """Give the word of a layer and its height, width and channels; a size may be ``28*2``."""
    match = _LINE.match(line)
    if match is None:
        raise Mistake("this is no layer", _FORM)
    parts = match["sizes"].split(",")
    if len(parts) != 3:
        raise Mistake(f"'{match['word']}' has {len(parts) if match['sizes'].strip() else 0} sizes, not 3", _FORM)
    return match["word"], tuple(map(_size, parts))


def _size(written: str) -> int:
    """Compute a size; whole numbers, ``+ - * //`` and brackets are all that is computed."""
    try:
        size = evaluated(written, {})
    except Mistake:
        raise Mistake(f"'{written.strip()}' is no size", "sizes are whole numbers, as 28 or 2*14") from None
    if not 1 <= size <= LARGEST:
        raise Mistake(f"{size} is no size", f"sizes are from 1 to {LARGEST:,}")
    return size


def _layer(name: str, word: str, dims: tuple[int, ...], before: Layer | None, origin: str) -> Layer:
    """Make a layer that puts out what the script says; a vector is written 1 × 1 × n there."""
    op = _WORDS.get(word, "other")
    flat = dims[:2] == (1, 1) and (op == "dense" or (before is not None and before.outputs[0].axes == "C"))
    tensor = Tensor(dims[2:] if flat else dims)
    if word == "softmax" and before is not None and before.outputs[0] != tensor:
        op = "dense"  # it has weights, for it changes the size
    attrs: dict[str, Any] = {}
    if op == "activation":
        attrs["function"] = word
    elif op == "dense":
        attrs |= {"units": dims[2]} | ({"activation": word} if word == "softmax" else {})
    elif op == "conv":
        attrs["filters"] = dims[2]
    weighted = op in ("conv", "dense", "other")
    return Layer(
        name,
        op,
        word,
        (tensor,),
        None if weighted else 0,
        None if weighted else 0,
        None if weighted else 0,
        frozen(attrs),
        origin=origin,
        provenance=_COUNTS if weighted else frozen({"name": "assumed"}),
    )
