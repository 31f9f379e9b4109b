"""Looking into a config: each value is checked to be what Keras writes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from archdraw.errors import ReadError
from archdraw.graph import Dim
from archdraw.records import dataclass

LARGEST = 10**12
"""No size or count of a layer is above this."""


@dataclass(frozen=True, slots=True)
class Config:
    """The ``config`` of one layer; ``owner`` is the layer's name, for messages."""

    owner: str
    values: Mapping[str, Any]

    def wrong(self, key: str, wanted: str) -> ReadError:
        """Make the error for a value that is not what it should be."""
        return ReadError(f"layer '{self.owner}': {key} is {shortened(self.values.get(key))}, not {wanted}")

    def first(self, *keys: str) -> str:
        """Give the first of several names of one thing that is there, else the first."""
        return next((key for key in keys if self.values.get(key) is not None), keys[0])

    def number(self, key: str, least: int = 1) -> int:
        """Give a whole number."""
        value = self.values.get(key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST:
            raise self.wrong(key, f"a whole number of at least {least}")
        return value

    def number_or(self, key: str, default: int | None = None, least: int = 1) -> int | None:
        """Give a whole number, or the default where there is none."""
        return default if self.values.get(key) is None else self.number(key, least)

    def numbers(self, key: str, least: int = 1) -> int | tuple[int, ...]:
        """Give whole numbers, one per axis, or one for all."""
        value = self.values.get(key)
        if not isinstance(value, list):
            return self.number(key, least)
        if not value or not all(is_whole(item) and least <= item <= LARGEST for item in value):
            raise self.wrong(key, f"whole numbers of at least {least}")
        return tuple(value)

    def numbers_or(self, key: str, least: int = 1) -> int | tuple[int, ...] | None:
        """Give whole numbers, or None where there are none."""
        return None if self.values.get(key) is None else self.numbers(key, least)

    def flag(self, key: str, default: bool = True) -> bool:
        """Give yes or no."""
        value = self.values.get(key)
        return default if value is None else bool(value)

    def word(self, key: str, default: str = "") -> str:
        """Give a word, or the default where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else default

    def inner(self, key: str) -> Mapping[str, Any]:
        """Give a mapping, an empty one where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, dict) else {}


def shortened(value: object) -> str:
    """Show a value of a file in a message.

    >>> shortened("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def is_whole(value: object) -> TypeGuard[int]:
    """Tell whether a value is a whole number, and not yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


def shape_of(value: object) -> tuple[Dim, ...] | None:
    """Give the sizes of a shape without its batch; None where the value is no shape.

    >>> shape_of([None, 224, 224, 3]), shape_of([None, None]), shape_of("x"), shape_of([[None, 8]])
    ((224, 224, 3), (None,), None, None)
    """
    if not isinstance(value, list) or len(value) > 64:
        return None
    if not all(size is None or (is_whole(size) and 0 <= size <= LARGEST) for size in value):
        return None
    return tuple(value[1:])


_KERAS = ("keras.", "tf_keras.", "tensorflow.keras.", "tensorflow.python.keras.")


def class_of(value: object) -> str:
    """Give the class of a serialised object of Keras itself; ``""`` for a class of the author's.

    An author's class has a package before its name, or a module that is not Keras's, or none where Keras writes one. It
    may have the name of one of Keras's and be something else.

    >>> class_of({"class_name": "Dense"}), class_of({"class_name": "Dense", "module": "keras.layers"})
    ('Dense', 'Dense')
    >>> class_of({"class_name": "Custom>Dense"}), class_of({"class_name": "Dense", "module": None})
    ('', '')
    """
    name = value.get("class_name") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(name, str) or ">" in name:
        return ""
    module = value.get("module", "keras.")
    return clean(name) if isinstance(module, str) and f"{module}.".startswith(_KERAS) else ""


def function_of(value: object) -> str:
    """Name a function that is written as a word, or as a serialised function or layer; linear is none.

    >>> function_of("relu"), function_of("linear"), function_of({"class_name": "LeakyReLU", "config": {}})
    ('relu', '', 'leaky_relu')
    """
    if isinstance(value, dict):
        inside = value.get("config")
        value = inside if isinstance(inside, str) else snake(clean(value.get("class_name")))
    if not isinstance(value, str) or value == "linear":
        return ""
    return {"leaky_re_lu": "leaky_relu", "re_lu": "relu", "p_re_lu": "prelu"}.get(value, value)


def is_counted(name: str, type_: str) -> bool:
    """Tell whether Keras chose the name of a layer: its class and a number.

    >>> is_counted("dense_3", "Dense"), is_counted("dept", "Dense")
    (True, False)
    """
    import re

    return re.fullmatch(re.escape(snake(type_)) + r"(_\d+)?", name) is not None


def snake(word: str) -> str:
    """Write a class name the way Keras makes layer names of it.

    >>> snake("SubResNet"), snake("Conv2D"), snake("ReLU")
    ('sub_res_net', 'conv2d', 're_lu')
    """
    import re

    word = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", re.sub(r"\W+", "", word))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", word).lower()


def dtype_of(value: object) -> str:
    """Give the dtype that a layer of this policy computes in.

    >>> dtype_of("mixed_float16"), dtype_of({"class_name": "DTypePolicy", "config": {"name": "float32"}}), dtype_of(None)
    ('float16', 'float32', 'float32')
    """
    if isinstance(value, dict):
        inside = value.get("config")
        value = (inside.get("name") or inside.get("source_name")) if isinstance(inside, dict) else None
    if not isinstance(value, str) or not value:
        return "float32"
    return value.rsplit("_from_", 1)[-1].removeprefix("mixed_")


def clean(name: object) -> str:
    """Give a name as text that can be written in every encoding."""
    if not isinstance(name, str):
        return ""
    return name if name.isascii() else name.encode("utf-8", "replace").decode("utf-8")
