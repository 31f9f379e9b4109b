"""The language of specs as a JSON Schema, with the options of all renderers and the names of styles."""

from __future__ import annotations

from collections.abc import Iterable
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from archdraw import registry
from archdraw.options import Option, options_of
from archdraw.renderers import Renderer
from archdraw.spec.schema import schema

Schema = dict[str, Any]
DEFAULT = "blocks"
"""The renderer of a spec that names none."""
_TEXT: Schema = {"type": ["string", "number"]}
_NAMES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_READ = {"true": True, "false": False}
"""Words that YAML reads as something else."""
_YES_OR_NO = "^(true|false|yes|no|on|off|0|1)$"
_NUMBER = "^ *[-+.]?[0-9]"
"""A number as a text, perhaps a length with its unit."""


def whole() -> Schema:
    """Give the schema with all that is installed; renderers of others are any word."""
    names = list(registry.entries("renderers"))
    own = {"renderer", "passes", "expand"}
    cases = []
    for name in names:
        options = list(options_of(registry.resolve(registry.find("renderers", name, Renderer).options)))
        cases.append(_case(name, options, own))
    about = "how to draw: " + ", ".join(names)
    general: Schema = {
        "renderer": {**_TEXT, "examples": names, "description": about},
        "passes": {**_NAMES, "description": "how to simplify before drawing: drop, collapse{min=3}"},
        "expand": {**_NAMES, "description": "repeats to draw copy by copy, by name, title or kind"},
    }
    diagram = {"type": "object", "properties": general, "allOf": cases}
    return schema(diagram, sorted(registry.entries("styles")))


def _case(name: str, options: Iterable[Option], own: Iterable[str]) -> Schema:
    """Describe the options of one renderer, for where it is named, or is the one that need not be."""
    is_named: Schema = {"properties": {"renderer": {"const": name}}}
    if name != DEFAULT:
        is_named["required"] = ["renderer"]
    known = {option.name: _option(option) for option in options}
    spellings = {name.replace("_", "-") for name in known}
    return {
        "if": is_named,
        "then": {"properties": known, "propertyNames": {"enum": sorted({*own, *known, *spellings})}},
    }


def _option(option: Option) -> Schema:
    """Describe one option: what it may be, what it is for, and what it is where nobody says.

    >>> _option(Option("fit", str, "page", ("page", "width"), "what must fit"))
    {'description': 'what must fit', 'default': 'page', 'enum': ['page', 'width']}
    """
    found: Schema = {"description": option.help} if option.help else {}
    if isinstance(option.default, (str, int, float)):
        found["default"] = option.default
    if option.choices:
        more: list[int | bool] = [_READ[choice] for choice in option.choices if choice in _READ]
        more += [int(choice) for choice in option.choices if isinstance(choice, str) and choice.isdecimal()]
        return {**found, "enum": [*option.choices, *more]}
    return {**found, **_kind(option.type, option)}


def _kind(kind: Any, option: Option) -> Schema:
    """Describe a type as options take it: typed, or as a text that says it."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [_kind(one, option) for one in get_args(kind)]}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is tuple:
        return {"type": ["array", "string", "number", *(["boolean"] if str in get_args(kind) else [])]}
    if kind is type(None):
        return {"enum": [None, "none", "null", ""]}
    if kind is bool:
        return {"type": ["boolean", "string"], "pattern": _YES_OR_NO}
    if kind in (int, float):
        limits = {"minimum": option.least, "maximum": option.most}
        number = {"type": "integer" if kind is int else "number"}
        return {
            "anyOf": [
                number | {key: value for key, value in limits.items() if value is not None},
                {"type": "string", "pattern": _NUMBER},
            ]
        }
    return {"type": ["string", "number", "boolean"]} if kind is str else {}
