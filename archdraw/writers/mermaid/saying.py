"""What stands in a box of a flowchart, and which form it has."""

from __future__ import annotations

from archdraw.graph import Layer
from archdraw.stages.words import after, kernel, verb, word
from archdraw.text import tidy

SIGNS = {"add": "+", "subtract": "−", "multiply": "×", "average": "avg", "concat": "concat"}
ROUND = ("norm", "activation", "dropout", "reshape", "slice", "pad", "crop", "rescale", "mask")
FORMS = (
    {"input": ("([", "])"), "output": ("([", "])"), "pool": ("[\\", "/]"), "attention": ("{{", "}}")}
    | dict.fromkeys(SIGNS, ("((", "))"))
    | dict.fromkeys(ROUND, ("(", ")"))
    | dict.fromkeys(("upsample", "deconv"), ("[/", "\\]"))
    | dict.fromkeys(("embedding", "position", "recurrent"), ("[[", "]]"))
)
BOX = ("[", "]")
LONG = 26
"""From so many characters on, a shape stands on a line of its own."""


def form(layer: Layer) -> tuple[str, str]:
    """Give what stands before and after a label: ``((`` and ``))`` make a circle."""
    return BOX if layer.attrs.get("closed") else FORMS.get(layer.op, BOX)


def lines(layer: Layer) -> tuple[str, ...]:
    """Say what a layer is, what was folded into it, and the shape that leaves it."""
    if layer.op in SIGNS and not layer.label and not layer.folded:
        return (SIGNS[layer.op],)
    title = _title(layer)
    what = "" if title == (said := _said(layer)) or not layer.label else said
    more = [] if layer.op == "activation" else after(layer)
    shape = str(layer.outputs[0]) if layer.outputs else ""
    if layer.op in ("input", "output") or layer.attrs.get("closed"):
        what, more = "", []
    said = ", ".join(part for part in (what, " + ".join(more)) if part)
    parts = [part for part in (said, shape) if part]
    short = [" · ".join(parts)] if sum(map(len, parts)) < LONG else parts
    return tuple(tidy(line) for line in (title, *short, layer.note) if line)


def _title(layer: Layer) -> str:
    if layer.label:
        return layer.label
    if layer.op in ("input", "output"):
        name = layer.name.rsplit("/", 1)[-1]
        return layer.op.capitalize() if name.lower().startswith(layer.op) else name
    return _said(layer)


def _said(layer: Layer) -> str:
    """Name the op with its sizes: ``Conv 3×3, stride 2, 64``."""
    name = word(layer) if layer.op in ("norm", "activation") else layer.type or "other"
    if layer.op not in ("norm", "activation", "other", "lambda"):
        name = {"convolution": "conv"}.get(verb(layer), verb(layer))
    units = layer.attrs.get("filters") or layer.attrs.get("units")
    heads = layer.attrs.get("heads")
    count = f"{units:,}" if isinstance(units, int) and units >= 10_000 else str(units or "")
    sizes = ", ".join(part for part in (kernel(layer), count) if part)
    parts = [name[:1].upper() + name[1:], sizes, f"· {heads} heads" if heads else ""]
    return " ".join(part for part in parts if part)
