"""The texts of a box in the renderer `blocks`: what it is, and centred below how it is set and how many weights it has."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import text
from archdraw.graph import Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.labels import Context, Texts, brief, closed_texts, texts
from archdraw.layouts.graph.manner import Detail, Rows
from archdraw.layouts.graph.names import humane
from archdraw.layouts.graph.options import BlocksOptions
from archdraw.layouts.graph.rows import Row
from archdraw.layouts.graph.template import filled
from archdraw.style import Style

FEW = 2
"""So many layers of a closed box can be named in it."""
UNCOUNTED = ("norm", "activation")
"""Their few weights are no news, and without a count they stay at one line."""


def rows(boxed: Sequence[Layer], context: Context, style: Style, detail: Detail) -> Rows:
    """Give the lines of text of each box."""
    return {layer.name: _rows(layer, context, detail) for layer in boxed}


def _rows(layer: Layer, context: Context, detail: Detail) -> tuple[Row, ...]:
    if layer.attrs.get("stub"):
        return (Row(()),)
    closed = bool(layer.attrs.get("closed"))
    title, under = (text.tidy(each) for each in (_closed if closed else _open)(layer, context))
    if layer.attrs.get("aside") and layer.op != "input":
        return (Row(((brief(layer, context), "label"),), centred=True), Row(((layer.note, "detail"),), centred=True))
    if detail == "short" and not context.options.label:
        title = title if closed or layer.op in ("input", "output") else text.tidy(layer.label or brief(layer, context))
        under = under if layer.op == "input" else str(layer.attrs.get("first", ""))
    one, two = (title, "label"), (under, "detail")
    if layer.op in ("input", "output") or detail != "full" or not under:
        return (Row((one, two) if under else (one,), centred=not closed),)
    return (Row((one,), centred=not closed), Row((two,), centred=not closed))


def _open(layer: Layer, context: Context) -> tuple[str, str]:
    """Give the words of a layer: its title, and its settings and its weights."""
    template = context.options.label
    made = filled(template, layer, context) if template else texts(layer, context)
    if template:
        return " ".join(filter(None, (made.title, made.right))), " · ".join(filter(None, (made.detail, made.shape)))
    if layer.op in ("input", "output"):
        return (words.spoken if layer.label else humane)(made.title), made.shape
    if layer.type == "custom" and made.title == layer.attrs.get("text"):
        return words.begun(made.title), " · ".join(filter(None, (made.detail, _weights(layer, made, context))))
    title = made.title.capitalize() if layer.op == "activation" and made.title.islower() else made.title
    if layer.op in ("lambda", "other") and not layer.label and words.is_named(layer):
        title = humane(title)
    return title, " · ".join(filter(None, (made.detail, _weights(layer, made, context))))


def _weights(layer: Layer, made: Texts, context: Context) -> str:
    options = context.options
    margin = isinstance(options, BlocksOptions) and options.counts == "margin"
    if not options.show_params or margin or layer.params in (0, None) or (layer.op in UNCOUNTED and not layer.folded):
        return ""
    if layer.weights_of:
        return "shared"
    weights = words.rounded(layer.params)
    return _alone(weights)


def _alone(weights: str) -> str:
    """Say what a bare number counts."""
    return f"{weights} parameter{'s' if weights != '1' else ''}" if weights.isdigit() else weights


def _content(layer: Layer, context: Context) -> str:
    """Say what is in a box of few layers, where no block beside the figure does."""
    inner = [part for part in layer.folded if part.op not in ("input", "output")]
    if len(inner) > FEW or layer.attrs.get("letters") is not None:
        return ""
    return ", ".join(brief(part, context) for part in inner)


def _closed(layer: Layer, context: Context) -> tuple[str, str]:
    weights = "shared" if layer.weights_of else words.rounded(layer.params) if layer.params else ""
    letters = str(layer.attrs.get("letters", "")) or _content(layer, context)
    parts = (letters, _alone(weights))
    title = closed_texts(layer, context).title
    written = layer.label and layer.label != layer.type
    return title if written else words.spoken(title), " · ".join(filter(None, parts))
