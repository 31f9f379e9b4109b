"""The author's own template for the texts of every box."""

from __future__ import annotations

from collections.abc import Mapping

from archdraw.graph import Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.labels import Context, Texts, settings_of, texts
from archdraw.layouts.graph.templating import ATTRIBUTES, Facts, cells


def facts(layer: Layer, context: Context) -> Mapping[str, str]:
    """Give all words a label template may use for this layer."""
    plain = texts(layer, context)
    values = {key: words.sizes(layer.attrs.get(key)) for key in ATTRIBUTES}
    inner = words.folded_words(layer)
    return Facts(
        {
            **values,
            "title": plain.title,
            "detail": plain.detail,
            "name": layer.name,
            "label": layer.label,
            "op": layer.op,
            "type": layer.type,
            "params": words.count(layer.params),
            "trainable_params": words.count(layer.trainable_params),
            "macs": words.rounded(layer.macs, "G") if layer.macs != 0 else "",
            "shape": words.shape(layer.outputs[0] if layer.outputs else None),
            "dtype": layer.outputs[0].dtype if layer.outputs else "",
            "settings": settings_of(layer),
            "folded": ", ".join(inner),
            "note": layer.note,
        }
    )


def filled(template: str, layer: Layer, context: Context) -> Texts:
    """Fill the author's template: lines by a newline, written or spelled out, left and right by ``|``; how first copies differ is added."""
    (title, right), (detail, shape) = [*cells(template, facts(layer, context)), ("", "")][:2]
    under = ", ".join(filter(None, (detail if title else "", str(layer.attrs.get("first", "")))))
    return Texts(title or detail, right, under, shape)
