"""The language as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.lengths import VENUES
from archdraw.spec.about import BESIDE, BLOCK, FIGURE, INPUT, ITEM, OPTIONS, TOP, WORDS
from archdraw.spec.document import KEYS
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

_BESIDE: Mapping[str, Schema] = {
    **dict.fromkeys(("name", "repeat", "label", "note", "group", "edge"), _TEXT),
    "from": _NAMES,
    "first": {"type": "object"},
    "share": {"type": ["string", "boolean"]},
    "style": {"type": "object"},
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
        "archdraw": {"const": 1},
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
            "properties": {"extends": {**_TEXT, "examples": list(styles), "description": "the style that it changes"}},
            "additionalProperties": {"type": "object"},
        },
        "figure": {
            "type": "object",
            "properties": _told(
                {
                    **dict.fromkeys(("height", "caption", "font"), _TEXT),
                    **dict.fromkeys(("legend", "math"), _FLAG),
                    "width": {**_TEXT, "examples": list(VENUES)},
                    "theme": {**_TEXT, "examples": ["dark", "auto"]},
                },
                FIGURE,
            ),
            "additionalProperties": False,
        },
        "source": _TEXT,
        "labels": {"type": "object", "additionalProperties": _TEXT},
        "notes": {"type": "object", "additionalProperties": _TEXT},
        "hide": _NAMES,
        "groups": {"type": "object", "additionalProperties": _NAMES},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "archdraw spec",
        "type": "object",
        "properties": _told({key: top[key] for key in dict.fromkeys((*KEYS, *OF_OVERLAY))}, TOP),
        "additionalProperties": False,
        "oneOf": [{"required": ["input", "layers"]}, {"required": ["inputs", "layers"]}, {"required": ["source"]}],
        "definitions": {
            "items": {"type": "array", "items": {"$ref": "#/definitions/item"}},
            "item": {"anyOf": [{"type": "string", "description": ITEM}, _item()]},
            "params": {"type": "object", "additionalProperties": _SCALAR},
            "input": {
                "anyOf": [
                    _TEXT,
                    {
                        "type": "object",
                        "properties": _told(dict.fromkeys(("shape", "label", "image"), _TEXT), INPUT),
                        "additionalProperties": False,
                        "required": ["shape"],
                    },
                ]
            },
            "block": {
                "type": "object",
                "properties": _told(
                    {"params": {"$ref": "#/definitions/params"}, "layers": {"anyOf": [_ITEMS, _NOTHING]}}, BLOCK
                ),
                "additionalProperties": False,
                "required": ["layers"],
            },
        },
    }


def _told(properties: Mapping[str, Schema], about: Mapping[str, str]) -> Schema:
    """Say of each property what it is; beside a reference that would be overlooked."""
    return {
        key: {"description": about[key], **({"allOf": [part]} if "$ref" in part else part)}
        for key, part in properties.items()
    }


def _item() -> Schema:
    """Describe an item that is a mapping: one word, and keys beside it."""
    properties: dict[str, Schema] = {word: _layer(word, rule) for word, rule in LAYERS.items()}
    properties |= {word: {"anyOf": [_NAMES, _NOTHING]} for word in MERGES}
    properties["residual"] = _ITEMS
    properties["parallel"] = {"anyOf": [_ITEMS, {"type": "object", "additionalProperties": _ITEMS}]}
    own = _told(dict.fromkeys(("text", "shape", "params", "kernel"), _TEXT), OPTIONS)
    custom: Schema = {"type": "object", "properties": own, "additionalProperties": False}
    properties["custom"] = {"anyOf": [_TEXT, _NOTHING, custom]}
    properties["crop"] = {"anyOf": [properties["crop"], _FLAG]}  # beside a merge: cut from the middle
    beside: dict[str, Schema] = {key: {"anyOf": [value, _NOTHING]} for key, value in _BESIDE.items()}
    functions = {word: {**_NOTHING, "description": f"the activation {name}"} for word, name in ACTIVATIONS.items()}
    about = {word: text + (f": {hint}" if (hint := _hint(word)) else "") for word, text in WORDS.items()}
    known = {**_told(properties, about), **functions, **_told(beside, BESIDE)}
    return {"type": "object", "properties": known, "minProperties": 1}


def _hint(word: str) -> str:
    """Show how a layer is written."""
    return example(word).removeprefix("write ").strip("'")


def _layer(word: str, rule: Word) -> Schema:
    """Describe the value of a layer word."""
    if not rule.options:
        return _NOTHING
    if rule.takes == ("parts",):
        return _OF_OPTION["parts"]
    options = {
        shown(key): {**_OF_OPTION.get(key, _TEXT), "description": OPTIONS[key]}
        for key in rule.options
        if key != "table"
    }
    long: Schema = {"type": "object", "properties": options, "additionalProperties": False}
    kinds = [_TEXT, long] if rule.needs or word == "embedding" else [_TEXT, long, _NOTHING]
    return {"anyOf": kinds}
