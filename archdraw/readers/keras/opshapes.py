"""The shapes that operations make by moving numbers about or putting them together.

Here an axis counts the batch as 0. A shape that is not worked out is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops.sizes import add, count, over, product
from archdraw.readers.keras.nodes import MOST_OUTPUTS, Call, Ref
from archdraw.readers.keras.values import is_whole
from archdraw.records import dataclass

Tensors = tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of an operation: from its config, by keyword, or by place."""

    config: Mapping[str, Any]
    call: Call

    def get(self, place: int, *names: str) -> Any:
        """Look for an argument under its names, then at its place."""
        for name in names:
            for where in (self.config, self.call.kwargs):
                if where.get(name) is not None:
                    return where[name]
        value = self.call.args[place] if len(self.call.args) > place else None
        return None if isinstance(value, Ref) else value


def axis_from_front(value: object, rank: int) -> int | None:
    """Count an axis from the front with the batch as 0; ``rank`` counts the batch."""
    if not is_whole(value):
        return None
    at = value + rank if value < 0 else value
    return at if 0 <= at < rank else None


def summed_axes(known: Arguments, x: Tensor) -> set[int]:
    """Give the axes that a sum, a mean … runs along, the batch being 0; none where they are not known, or the batch is among them."""
    axis = known.get(1, "axis")
    axes = axis if isinstance(axis, list) else [axis]
    found = {axis_from_front(a, len(x.dims) + 1) or 0 for a in axes}
    return set() if 0 in found else found


def reduced(known: Arguments, x: Tensor) -> Tensor | None:
    """Give what is left of a tensor when some axes are summed up, as 1 where ``keepdims`` says so."""
    keep = bool(known.get(2, "keepdims"))
    gone = summed_axes(known, x)
    if not gone:
        return None
    if keep:
        return Tensor(tuple(1 if i + 1 in gone else n for i, n in enumerate(x.dims)), x.axes, x.dtype)
    left = [i for i in range(len(x.dims)) if i + 1 not in gone]
    return Tensor(tuple(x.dims[i] for i in left), "".join(x.axes[i] for i in left), x.dtype)


def _expanded(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x = inputs[0]
    at = axis_from_front(known.get(1, "axis"), len(x.dims) + 2)
    if not at:
        return None
    return (Tensor((*x.dims[: at - 1], 1, *x.dims[at - 1 :]), dtype=x.dtype),)


def _squeezed(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x, axis = inputs[0], known.get(1, "axis")
    axes = axis if isinstance(axis, list) else [axis]
    gone = (
        {i + 1 for i, n in enumerate(x.dims) if n == 1}
        if axis is None
        else {axis_from_front(a, len(x.dims) + 1) for a in axes}
    )
    return (Tensor(tuple(n for i, n in enumerate(x.dims) if i + 1 not in gone), dtype=x.dtype),)


def _transposed(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x, order = inputs[0], known.get(1, "axes", "perm")
    rank = len(x.dims) + 1
    if not isinstance(order, list) or sorted(axis_from_front(a, rank) or 0 for a in order) != list(range(rank)):
        return None
    turned = [axis_from_front(a, rank) or 0 for a in order]
    if turned[0] != 0:
        return None
    return (Tensor(tuple(x.dims[a - 1] for a in turned[1:]), "".join(x.axes[a - 1] for a in turned[1:]), x.dtype),)


def _reshaped(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x, shape = inputs[0], known.get(1, "newshape", "shape")
    if not isinstance(shape, list) or not shape or not all(n is None or is_whole(n) for n in shape):
        return None
    rest = shape[1:]
    if rest.count(-1) + rest.count(None) == 1 and shape[0] in (-1, None, 0):
        return (Tensor(tuple(None if n == -1 else n for n in rest), dtype=x.dtype),)
    if -1 in rest:
        others = count(*(n for n in rest if n != -1))
        left = over(product(x.dims), others) if others else None
        rest = [left if n == -1 else n for n in rest]
    return (Tensor(tuple(rest), dtype=x.dtype),)


def _cut(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    """Work out ``x[:, 0, 1:3, None, ...]``; the batch must stay whole."""
    x, spec = inputs[0], known.get(1, "slice_spec", "key")
    spec = spec if isinstance(spec, list) else [spec]
    if not spec or any(isinstance(item, str) and item != "..." for item in spec):
        return None
    taken = sum(1 for item in spec if item is not None and not is_rest(item))
    rest = [item for item in spec if is_rest(item)]
    if len(rest) > 1 or taken > len(x.dims) + 1:
        return None
    fill = [{"start": None, "stop": None, "step": None}] * (len(x.dims) + 1 - taken)
    at = spec.index(rest[0]) if rest else len(spec)
    steps = [*spec[:at], *fill, *spec[at + len(rest) :]]
    sizes: list[Dim] = []
    axes = iter((None, *x.dims))
    for item in steps:
        if item is None:
            sizes.append(1)
            continue
        size = next(axes)
        if is_whole(item):
            continue
        kept = _kept(item, size)
        if kept is _ODD:
            return None
        sizes.append(kept if isinstance(kept, (int, str)) else None)
    if is_whole(steps[0]) or steps[0] is None:
        return None
    return (Tensor(tuple(sizes[1:]), dtype=x.dtype),)


_ODD = object()


def is_rest(item: object) -> bool:
    """Tell whether an item of a slice is the dots that stand for all other axes."""
    return item == "..." or (isinstance(item, dict) and item.get("class_name") == "__ellipsis__")


def _kept(item: object, size: Dim) -> object:
    """Count what a slice keeps of one axis."""
    if not isinstance(item, dict):
        return _ODD
    inside = item.get("config", item)
    if not isinstance(inside, dict):
        return _ODD
    bounds = [inside.get(key) for key in ("start", "stop", "step")]
    if not all(bound is None or is_whole(bound) for bound in bounds) or bounds[2] == 0:
        return _ODD
    if bounds[:2] == [None, None] and bounds[2] in (None, 1, -1):
        return size
    return len(range(*slice(*bounds).indices(size))) if isinstance(size, int) else None


def _split(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x = inputs[0]
    parts = known.get(1, "indices_or_sections", "num_or_size_splits")
    axis = known.get(2, "axis")
    at = axis_from_front(0 if axis is None else axis, len(x.dims) + 1)
    if not at:
        return None
    size = x.dims[at - 1]
    keras2 = known.config.get("indices_or_sections") is None
    if is_whole(parts) and 0 < parts <= MOST_OUTPUTS:
        sizes = [over(size, parts)] * parts
    elif isinstance(parts, list) and len(parts) < MOST_OUTPUTS and all(is_whole(n) for n in parts):
        bounds = [0, *parts]
        sizes = list(parts) if keras2 else [*(b - a for a, b in pairwise(bounds)), add(size, -bounds[-1])]
    else:
        return None
    return tuple(Tensor((*x.dims[: at - 1], n, *x.dims[at:]), x.axes, x.dtype) for n in sizes)


def _stacked(known: Arguments, inputs: Sequence[Tensor]) -> Tensors | None:
    x, axis = inputs[0], known.get(1, "axis")
    at = axis_from_front(0 if axis is None else axis, len(x.dims) + 2)
    if not at:
        return None
    return (Tensor((*x.dims[: at - 1], len(inputs), *x.dims[at - 1 :]), dtype=x.dtype),)


SHAPES: dict[str, tuple[str, Callable[[Arguments, Sequence[Tensor]], Tensors | None]]] = {
    "ExpandDims": ("reshape", _expanded),
    "Squeeze": ("reshape", _squeezed),
    "Transpose": ("reshape", _transposed),
    "Reshape": ("reshape", _reshaped),
    "GetItem": ("slice", _cut),
    "Split": ("slice", _split),
    "Stack": ("concat", _stacked),
}
"""For each operation, its op and what works out its shape."""
