"""The language as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.spec.document import KEYS
from archdraw.spec.items import SIBLINGS
from archdraw.spec.options import example
from archdraw.spec.overlay import KEYS as OF_OVERLAY
from archdraw.spec.values import shown
from archdraw.spec.words import ACTIVATIONS, FLAGS, LAYERS, MERGES, Word

Schema = dict[str, Any]

_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_TEXT: Schema = {"type": ["string", "number"]}
_FLAG: Schema = {"type": "boolean"}
_NAMES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_ITEMS: Schema = {"$ref": "#/definitions/items"}
_NOTHING: Schema = {"type": "null"}

_OF_OPTION: Mapping[str, Schema] = {
    **dict.fromkeys(("bias", "masked", "rope", "alibi", "sequences", "bidirectional"), _FLAG),
    "memory": _NAMES,
    "parts": {"type": "array", "items": _TEXT},
    "norm": {"enum": ["bn"]},
    "activation": {"type": "string", "examples": list(ACTIVATIONS)},
    "gate": {"enum": [flag for flag, (key, _) in FLAGS.items() if key == "gate"]},
    "project": {"enum": ["none"]},
    "positions": {"enum": ["sinusoidal", "learned"]},
    "interpolation": {"enum": ["nearest", "bilinear"]},
}

_OF_SIBLING: Mapping[str, Schema] = {
    "name": {**_TEXT, "description": "what other items call it"},
    "from": {**_NAMES, "description": "what it reads, instead of the item before; [] for nothing"},
    "repeat": {**_TEXT, "description": "so many copies"},
    "first": {"type": "object", "description": "options or parameters of the first copy"},
    "share": {
        "type": ["string", "boolean"],
        "description": "the same weights as this layer; true: one set for all copies",
    },
    "label": {**_TEXT, "description": "text in the figure"},
    "note": {**_TEXT, "description": "a line of its own in the figure"},
    "group": {**_TEXT, "description": "the frame it stands in"},
    "style": {"type": "object", "description": "looks of this item"},
    "edge": {**_TEXT, "description": "text on the arrow that enters"},
}

_BESIDE: Mapping[str, Schema] = {
    "layers": _ITEMS,
    "merge": {"enum": [*MERGES, "none"]},
    "shortcut": {"anyOf": [{"enum": ["project", "same", "none"]}, _ITEMS]},
    "copies": _TEXT,
    "active": _TEXT,
    "shape": _TEXT,
    "params": _TEXT,
    "kernel": _TEXT,
    "state": _TEXT,
    "unroll": _NAMES,
}


_DIAGRAM: Schema = {
    "type": "object",
    "properties": {"renderer": _TEXT, "passes": _NAMES, "fit": {"enum": ["page", "width", False]}, "expand": _NAMES},
}


def schema(diagram: Schema = _DIAGRAM, styles: Sequence[str] = ()) -> Schema:
    """Give the JSON Schema (draft 7, which all editors know) of a spec; names of blocks cannot be known, so any word may be one.

    ``diagram`` describes the mapping of that name, with the options of renderers where they are known; ``styles`` are names to propose.
    """
    top: dict[str, Schema] = {
        "archdraw": {"const": 1, "description": "the version of the language"},
        "title": _TEXT,
        "input": {"$ref": "#/definitions/input"},
        "inputs": {"type": "object", "additionalProperties": {"$ref": "#/definitions/input"}, "minProperties": 1},
        "params": {"$ref": "#/definitions/params"},
        "blocks": {"type": "object", "additionalProperties": {"$ref": "#/definitions/block"}},
        "layers": {"anyOf": [_ITEMS, _NOTHING]},
        "outputs": {"anyOf": [_NAMES, {"type": "object", "additionalProperties": _NAMES}]},
        "diagram": diagram,
        "style": {
            "type": "object",
            "properties": {"extends": {**_TEXT, "examples": list(styles)} if styles else _TEXT},
            "additionalProperties": {"type": "object"},
        },
        "figure": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("width", "height", "caption", "font", "theme"), _TEXT),
                **dict.fromkeys(("legend", "math"), _FLAG),
            },
            "additionalProperties": False,
        },
        "source": {**_TEXT, "description": "a model beside or below the spec, instead of layers"},
        "labels": {"type": "object", "additionalProperties": _TEXT, "description": "texts by names or patterns"},
        "notes": {"type": "object", "additionalProperties": _TEXT, "description": "texts by names or patterns"},
        "hide": {**_NAMES, "description": "names or patterns of layers"},
        "groups": {"type": "object", "additionalProperties": _NAMES, "description": "titles with names or patterns"},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "archdraw spec",
        "type": "object",
        "properties": {key: top[key] for key in dict.fromkeys((*KEYS, *OF_OVERLAY))},
        "additionalProperties": False,
        "oneOf": [{"required": ["input", "layers"]}, {"required": ["inputs", "layers"]}, {"required": ["source"]}],
        "definitions": {
            "items": {"type": "array", "items": {"$ref": "#/definitions/item"}},
            "item": {"anyOf": [{"type": "string", "examples": [*LAYERS, *ACTIVATIONS]}, _item()]},
            "params": {"type": "object", "additionalProperties": _SCALAR},
            "input": {
                "anyOf": [
                    _TEXT,
                    {
                        "type": "object",
                        "properties": dict.fromkeys(("shape", "label", "image"), _TEXT),
                        "additionalProperties": False,
                        "required": ["shape"],
                    },
                ]
            },
            "block": {
                "type": "object",
                "properties": {"params": {"$ref": "#/definitions/params"}, "layers": {"anyOf": [_ITEMS, _NOTHING]}},
                "additionalProperties": False,
                "required": ["layers"],
            },
        },
    }


def _item() -> Schema:
    """Describe an item that is a mapping: one word, and keys beside it."""
    properties: dict[str, Schema] = {word: _layer(word, rule) for word, rule in LAYERS.items()}
    properties |= dict.fromkeys(ACTIVATIONS, _NOTHING)
    properties |= {word: {"anyOf": [_NAMES, _NOTHING]} for word in MERGES}
    properties["residual"] = _ITEMS
    properties["parallel"] = {"anyOf": [_ITEMS, {"type": "object", "additionalProperties": _ITEMS}]}
    own = dict.fromkeys(("text", "shape", "params", "kernel"), _TEXT)
    custom: Schema = {"type": "object", "properties": own, "additionalProperties": False}
    properties["custom"] = {"anyOf": [_TEXT, _NOTHING, custom]}
    properties["crop"] = {"anyOf": [properties["crop"], _FLAG]}  # beside a merge: cut from the middle
    beside = {key: {"anyOf": [_OF_SIBLING[key], _NOTHING]} for key in SIBLINGS}
    beside |= {key: {"anyOf": [value, _NOTHING]} for key, value in _BESIDE.items()}
    return {"type": "object", "properties": {**properties, **beside}, "minProperties": 1}


def _layer(word: str, rule: Word) -> Schema:
    """Describe the value of a layer word."""
    if not rule.options:
        return _NOTHING
    hint = example(word).removeprefix("write ").strip("'")
    if rule.takes == ("parts",):
        return {**_OF_OPTION["parts"], "description": hint}
    options = {shown(key): _OF_OPTION.get(key, _TEXT) for key in rule.options if key != "table"}
    long: Schema = {"type": "object", "properties": options, "additionalProperties": False}
    kinds = [_TEXT, long] if rule.needs or word == "embedding" else [_TEXT, long, _NOTHING]
    return {"anyOf": kinds, "description": hint}
