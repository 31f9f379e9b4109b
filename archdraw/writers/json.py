"""Write a scene as JSON, for programs and tests: version 1, everything a thing has that is not the usual."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from archdraw.geometry import Box, number
from archdraw.scene import Scene
from archdraw.text import clean

VERSION = 1


def write(scene: Scene) -> bytes:
    r"""Write the scene: its own keys, then ``items``, one a line; boxes are ``[left, top, right, bottom]``.

    Each item has a ``kind`` (``rect``, ``arrow``, ``group`` …) and the fields of the class of that name in
    `archdraw.scene`; a field that has its default is left out. Lengths are in points, y runs down.

    >>> from archdraw.scene import Circle
    >>> print(write(Scene(8, 8, (Circle((4, 4), 2),), title="a")).decode())
    {"version":1,"width":8,"height":8,"title":"a","items":[
    {"kind":"circle","center":[4,4],"radius":2}
    ]}
    """
    from json import dumps

    def dump(value: Any) -> str:
        return dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    own = {"version": VERSION, **_fields(scene, without="items")}
    items = ",\n".join(dump(_plain(item)) for item in scene.items)
    return f'{dump(own)[:-1]},"items":[\n{items}\n]}}\n'.encode()


def _plain(value: Any) -> Any:
    """Give a value of the scene in JSON's own kinds."""
    if isinstance(value, Box):
        return [number(edge) for edge in (value.left, value.top, value.right, value.bottom)]
    if is_dataclass(value):
        kind = type(value).__name__.lower()
        return ({"kind": kind} if kind not in ("fill", "stroke", "font", "head") else {}) | _fields(value)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, bytes):
        from base64 import b64encode

        return b64encode(value).decode()
    return [_plain(part) for part in value]


def _fields(value: Any, without: str = "") -> dict[str, Any]:
    """Give the fields that have no default or are not at it, of those by which a thing is told from others."""
    found = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name != without and field.compare and (field.default is MISSING or content != field.default):
            found[field.name] = _plain(content)
    return found
