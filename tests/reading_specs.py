"""Short ways to read a spec in a test."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from archdraw.errors import Problem, SpecError
from archdraw.graph import Graph, Layer
from archdraw.readers import spec
from archdraw.source import Reading, Source

SPECS = sorted((Path(__file__).parent.parent / "templates" / "specs").glob("*.yaml"))
PAGE = (Path(__file__).parent.parent / "docs" / "spec.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)


def reading(text: str | bytes, name: str = "net.yaml") -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return spec.read(Source(name, data=data, head=data[:4096]))


def graph(text: str) -> Graph:
    return reading(text).graph


def layers(text: str) -> dict[str, Layer]:
    return graph(text).index()


def chain(shape: str, *items: str) -> Graph:
    return graph(f"input: {shape}\nlayers:\n" + "".join(f"  - {item}\n" for item in items))


def shapes(found: Graph) -> list[str]:
    return [str(layer.outputs[0]).replace(" × ", "x") for layer in found.layers]


def problems(text: str | bytes) -> tuple[Problem, ...]:
    """Give the problems of a wrong spec; fail if it is right."""
    try:
        reading(text)
    except SpecError as error:
        return error.problems
    raise AssertionError(f"no problem was found in {text!r}")


def problem(text: str | bytes) -> Problem:
    """Give the only problem of a wrong spec."""
    (found,) = problems(text)
    return found


def whole(example: str) -> str:
    """Make a whole spec of a part: items get the input that their comment names, other keys a small network."""
    first = re.match(r"# (input: \S+)\n", example)
    if first:
        return f"{first[1]}\nlayers:\n{textwrap.indent(example, '  ')}"
    return example if re.search(r"^layers:", example, re.M) else f"input: 8\nlayers: [relu]\n{example}"
