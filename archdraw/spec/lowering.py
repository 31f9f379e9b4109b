"""From a layer word with its options to the layers it makes: the layer itself, then bn, then the activation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops import sizes
from archdraw.spec.draft import Step
from archdraw.spec.options import Given, Options
from archdraw.spec.problems import Mistake, Problems
from archdraw.spec.scalars import LARGEST
from archdraw.spec.values import Relative
from archdraw.spec.words import Word, activation, plain_word

_PER_AXIS = ("kernel", "stride", "dilation", "factor")
_NOT_ATTRS = ("norm", "activation", "memory", "table", "parts", "project", "positions", "norm_groups")


def steps(word: str, rule: Word, options: Options, tensor: Tensor | None, problems: Problems) -> tuple[Step, ...]:
    """Give the layers that a word makes of this input; a count that does not compute is a problem at its place."""
    attrs: dict[str, Any] = dict(rule.attrs)
    rank = max(1, len(tensor.dims) - 1) if tensor is not None else 1
    for key, option in options.items():
        if key in _NOT_ATTRS:
            continue
        attrs[key] = _count(option, key, tensor, problems) if key in ("filters", "units") else option.value
    for key in _PER_AXIS:
        if isinstance(attrs.get(key), int):
            attrs[key] = (attrs[key],) * rank
    if isinstance(attrs.get("padding"), int):
        attrs["padding"] = (attrs["padding"],) * rank
    _special(attrs, options, rank)
    norm = "norm" in options
    if norm and rule.op in ("conv", "deconv") and "bias" not in options:
        attrs["bias"] = False
    made = [Step(rule.op, plain_word(word), attrs)]
    if norm:
        made.append(Step("norm", "bn", {"kind": "batch"}))
    if "activation" in options:
        function = activation(options["activation"].value)
        if function:
            made.append(Step("activation", *function))
    return tuple(made)


def _special(attrs: dict[str, Any], options: Mapping[str, Given], rank: int) -> None:
    """Translate the options whose names or values differ from the op's attributes."""
    if "table" in options:
        attrs["vocabulary"], attrs["width"] = options["table"].value
    if "norm_groups" in options:
        attrs["groups"] = options["norm_groups"].value
    if "positions" in options:
        attrs["kind"] = options["positions"].value
    if "project" in options:
        attrs["project"] = False
    if "amount" in attrs:
        amount = attrs["amount"]
        each = (amount,) * rank if isinstance(amount, int) else amount
        attrs["amount"] = tuple((side, side) for side in each)
    if "parts" in options:
        attrs["parts"] = len(getattr(options["parts"].value, "items", ()))


def _count(option: Given, what: str, tensor: Tensor | None, problems: Problems) -> Dim:
    """Give a number of channels; ``x4`` and ``/4`` are relative to the incoming ones."""
    count = option.value
    if not isinstance(count, Relative):
        return int(count)
    channels = tensor.channels if tensor is not None else None
    result: Dim = None
    with problems.at(option.at):
        if count.sign == "x":
            result = sizes.times(channels, count.number)
        elif isinstance(channels, int) and channels % count.number:
            raise Mistake(f"{channels} channels cannot be divided by {count.number}", f"write the number of {what}")
        else:
            result = sizes.over(channels, count.number)
        if isinstance(result, int) and result > LARGEST:
            raise Mistake(f"{result} {what} are more than {LARGEST}")
    return result
