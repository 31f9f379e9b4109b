"""Values of scalars: YAML 1.2 words, whole numbers, sizes such as 3x3 and shapes such as 224x224x3."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archdraw.graph import Dim
from archdraw.spec.problems import Mistake
from archdraw.spec.tree import Scalar

LARGEST = 10**7
"""The largest size, number of channels, or count that a spec may write."""
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?")
_WHOLE = re.compile(r"[0-9]+")
_SYMBOL = re.compile(r"[^\W\d]\w*")
_TIMES = re.compile("[x×]")


def value(scalar: Scalar) -> str | int | float | bool | None:
    """Give what a scalar means in YAML 1.2: ``no`` and ``010:20`` are text, ``true`` is not.

    >>> from archdraw.spec.problems import Place
    >>> [value(Scalar(text, Place(1, 1))) for text in ("no", "1.5", "010", "true", "3:30", "")]
    ['no', 1.5, 10, True, '3:30', None]
    """
    text = scalar.text
    if not scalar.plain:
        return text
    if scalar.empty:
        return None
    if text.lower() in ("true", "false") and (text.islower() or text.istitle() or text.isupper()):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def whole(text: str, what: str, least: int = 1, most: int = LARGEST) -> int:
    """Read a whole number; raise Mistake outside of the limits.

    >>> whole("64", "filters")
    64
    """
    if _WHOLE.fullmatch(text) and len(text) <= 10 and least <= int(text) <= most:
        return int(text)
    shown = text if len(text) <= 30 else f"{text[:27]}…"
    hint = "" if re.fullmatch(r"[-+]?[0-9]+", text) else "write digits only, such as 64"
    if what == "a size":
        hint = "write ? for a size that is not known"
    raise Mistake(f"{what} must be a whole number from {least} to {most}, not '{shown}'", hint)


def sizes(text: str, what: str, least: int = 1) -> int | tuple[int, ...]:
    """Read one number for every axis, or one for each: ``3`` or ``3x3``.

    >>> sizes("3", "kernel"), sizes("3x5", "kernel"), sizes("2×2", "stride")
    (3, (3, 5), (2, 2))
    """
    parts = [whole(part.strip(), what, least) for part in _TIMES.split(text)]
    return parts[0] if len(parts) == 1 else tuple(parts)


def shape(text: str) -> tuple[Dim, ...]:
    """Read a shape without the batch; ``?`` is an unknown size, a word a symbol.

    >>> shape("224x224x3"), shape("Tx64"), shape("?x8"), shape("2*S")
    ((224, 224, 3), ('T', 64), (None, 8), ('2*S',))
    """
    if "," in text:
        plain = re.sub(r"[\[\](),]", " ", text[:60])
        raise Mistake(f"'{text[:60]}' is not a shape", f"write {'x'.join(plain.split())}")
    parts = _TIMES.split(text)
    if len(parts) > 1 and any(len(part) > 1 and part[0].islower() for part in parts):
        # Tx64 and HxWxC are shapes, max_len is none: in words an x is a letter
        raise Mistake(
            f"'{text[:60]}' is not a shape", "a symbol must not contain an x; beside one it starts with a capital"
        )
    return tuple(_dim(part.strip(), text) for part in parts)


def _dim(part: str, text: str) -> Dim:
    if part == "?":
        return None
    if part[:1].isdigit() or part[:1] in ("-", "+", "."):
        if re.fullmatch(r"[0-9]{1,7}\*[^\W\d]\w*", part):
            return part
        return whole(part, "a size")
    if text.lower() in ("true", "false"):  # a word of YAML that is nobody's symbol
        raise Mistake(f"'{text}' is not a shape", "write 224x224x3 or a symbol such as S")
    if _SYMBOL.fullmatch(part) or re.fullmatch(r"[^\W\d]\w*([-+*/][0-9]{1,7})?", part):
        return part
    hint = "write 224x224x3; a symbol must not contain an x" if "x" in text else "write 224x224x3 or a symbol such as S"
    raise Mistake(f"'{text[:60]}' is not a shape", hint)


def substituted(dims: tuple[Dim, ...], sizes: Mapping[str, Dim]) -> tuple[Dim, ...]:
    """Give a shape with its symbols replaced by the sizes that are known.

    >>> substituted(("S", "T", 3), {"S": 77})
    (77, 'T', 3)
    """
    return tuple(sizes.get(size, size) if isinstance(size, str) else size for size in dims)
