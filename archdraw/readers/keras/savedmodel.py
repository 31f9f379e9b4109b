"""The description of a model in a SavedModel that Keras 2 wrote: its file ``keras_metadata.pb``.

The file is a protocol buffer: a row of nodes, each with its path (field 3) and a text of JSON (field 5). The node ``root`` is the model.
Only these fields are read; the graph of operations in ``saved_model.pb`` has no layers and is never opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archdraw.errors import ReadError

MARK = b"_tf_keras_"
"""What the kind of every node begins with."""
_NODE, _PATH, _TEXT = 1, 3, 5
_FIXED = {1: 8, 5: 4}
"""How many bytes a value of these wire types has."""


def is_metadata(head: bytes) -> bool:
    """Tell by its first bytes whether a file is such a one."""
    return head[:1] == b"\x0a" and MARK in head[:256]


def description(data: bytes) -> bytes:
    """Give the text that describes the model; ReadError where the file is damaged or has none."""
    for number, node in _fields(data):
        if number != _NODE or not isinstance(node, bytes):
            continue
        found = {key: value for key, value in _fields(node) if key in (_PATH, _TEXT)}
        if found.get(_PATH) == b"root":
            text = found.get(_TEXT)
            if isinstance(text, bytes):
                return text
    raise ReadError("the SavedModel does not describe its model", "save the model as .keras and draw that")


def untupled(value: Any) -> Any:
    """Give what was parsed with its tuples as lists, as all other files of Keras 2 have them."""
    if isinstance(value, list):
        return [untupled(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "__tuple__" and isinstance(value.get("items"), list):
        return [untupled(each) for each in value["items"]]
    return {key: untupled(each) for key, each in value.items()}


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Go through the fields of a message: its number, and a number or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        size, at = _varint(data, at) if kind == 2 else (_FIXED.get(kind, -1), at)
        if size < 0 or at + size > len(data):
            raise _damaged()
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the low ones first; give it and where the next thing begins."""
    value = shift = 0
    while at < len(data) and shift < 64:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise _damaged()


def _damaged() -> ReadError:
    return ReadError("the metadata of the SavedModel is damaged", "it may be cut off: copy or download it again")
