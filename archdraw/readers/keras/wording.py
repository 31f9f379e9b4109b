"""What the constants of an operation say, in words for a figure: ``× 0.125``, ``1 − x``, ``[0]``, ``axes 2, 1``.

The batch is not there, as in shapes: axes are counted from 1, and a slice begins with the first axis behind the batch.
"""

from __future__ import annotations

from typing import Any

from archdraw.readers.keras.nodes import Call, Ref
from archdraw.readers.keras.opshapes import Arguments, is_rest
from archdraw.readers.keras.values import is_whole

FORMULAS = {
    "Multiply": ("× {}", "{} × x"), "Add": ("+ {}", "{} + x"), "Subtract": ("− {}", "{} − x"), "Divide": ("÷ {}", "{} ÷ x"),
    "TrueDivide": ("÷ {}", "{} ÷ x"), "FloorDivide": ("÷ {}, floor", "{} ÷ x, floor"), "Power": ("x ^ {}", "{} ^ x"),
    "Maximum": ("max(x, {})", "max(x, {})"), "Minimum": ("min(x, {})", "min(x, {})"), "Mod": ("x mod {}", "{} mod x"),
    "Greater": ("x > {}", "{} > x"), "GreaterEqual": ("x ≥ {}", "{} ≥ x"), "Less": ("x < {}", "{} < x"),
    "LessEqual": ("x ≤ {}", "{} ≤ x"), "Equal": ("x = {}", "x = {}"), "NotEqual": ("x ≠ {}", "x ≠ {}"),
}  # fmt: skip
"""How an operation on a tensor and a number is written, by whether the number comes second or first."""
EVEN = ("Multiply", "Add")
"""Operations whose order means nothing."""
LAYERED = (*EVEN, "Subtract", "Maximum", "Minimum", "Equal", "NotEqual")
"""Operations on two tensors that have a sign of their own, or whose order means nothing."""
ALONG = frozenset(
    (
        "ExpandDims",
        "Squeeze",
        "Concatenate",
        "Stack",
        "Mean",
        "Sum",
        "Max",
        "Min",
        "Prod",
        "Std",
        "Var",
        "Argmax",
    )
)
LONGEST = 24
"""Words longer than this, in characters, tell a reader nothing."""


def wording(name: str, known: Arguments) -> dict[str, Any]:
    """Give the words: ``formula`` is all that a box needs to say, ``setting`` stands below its name."""
    said: dict[str, Any] = {}
    if name in FORMULAS:
        number = _number(known.call)
        if number:
            first, text = number
            said["formula"] = FORMULAS[name][first and name not in EVEN].format(text)
        elif len(known.call.passed) > 1 and name not in LAYERED:
            said["formula"] = "A " + FORMULAS[name][0].removeprefix("x ").format("B")
    elif name == "GetItem":
        said["setting"] = _sliced(known.get(1, "slice_spec", "key"))
    elif name == "Transpose":
        order = known.get(1, "axes", "perm")
        if isinstance(order, list) and order and all(is_whole(axis) for axis in order):
            told = order[1:] if order[0] == 0 else order  # one that moves the batch must name it: 0
            said |= {"order": tuple(order), "setting": f"axes {', '.join(map(_signed, told))}"}
    elif name == "Split":
        parts = known.get(1, "indices_or_sections", "num_or_size_splits")
        said["setting"] = f"into {parts}" if is_whole(parts) else ""
    elif name in ("Clip", "ClipByValue"):
        ends = [known.get(1, "x_min", "clip_value_min"), known.get(2, "x_max", "clip_value_max")]
        said["setting"] = " to ".join(map(_signed, ends)) if all(map(_is_number, ends)) else ""
    elif name in ALONG:
        said["setting"] = _along(known.get(1, "axis"))
    return {key: words for key, words in said.items() if words and (key == "order" or len(words) <= LONGEST)}


def _number(call: Call) -> tuple[bool, str] | None:
    """Give the number beside the one tensor of a call, and whether it comes first."""
    named = [call.kwargs[key] for key in ("x1", "x2", "x", "y") if key in call.kwargs]
    pair = [*call.args, *named][:2]
    if len(pair) < 2 or sum(isinstance(one, Ref) for one in pair) != 1:
        return None
    first = not isinstance(pair[0], Ref)
    number = pair[0] if first else pair[1]
    return (first, _signed(number)) if _is_number(number) else None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _signed(value: Any) -> str:
    """Write a number with few digits and a true minus.

    >>> _signed(0.1666666716337204), _signed(2.0), _signed(-1)
    ('0.167', '2', '−1')
    """
    text = str(value) if is_whole(value) else f"{value:.3g}"
    return text.replace("-", "−")


def _along(axis: object) -> str:
    axes = axis if isinstance(axis, list) else [axis]
    if not axes or not all(is_whole(one) for one in axes):
        return ""
    return f"{'axis' if len(axes) == 1 else 'axes'} {', '.join(map(_signed, axes))}"


def _sliced(spec: object) -> str:
    """Write what is taken of the axes behind the batch, as code has it: ``[0]`` for ``x[:, 0]``; nothing for parts of a batch."""
    items = spec if isinstance(spec, list) else [spec]
    words = [_taken(item) for item in items]
    if words[:1] == [":"]:
        words = words[1:]
    elif words[:1] != ["…"]:
        return ""
    return "" if None in words or not words else f"[{', '.join(str(word) for word in words)}]"


def _taken(item: object) -> str | None:
    if is_whole(item):
        return _signed(item)
    if item is None:
        return "None"
    if is_rest(item):
        return "…"
    inside = item.get("config", item) if isinstance(item, dict) else None
    if not isinstance(inside, dict):
        return None
    bounds = [inside.get(key) for key in ("start", "stop", "step")]
    if not all(bound is None or is_whole(bound) for bound in bounds):
        return None
    start, stop, step = ("" if bound is None else _signed(bound) for bound in bounds)
    return f"{start}:{stop}" + (f":{step}" if step not in ("", "1") else "")
