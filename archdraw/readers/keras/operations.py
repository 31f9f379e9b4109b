"""The table from operations (``x + y``, ``keras.ops``, TensorFlow functions of Keras 2) to ops and attributes.

Operations count the batch as axis 0 and take constants among their arguments, so this room also works out the shapes that
the rules of layers do not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops.merging import broadcast
from archdraw.ops.sizes import add, count, over, product
from archdraw.readers.keras.nodes import Call, Ref
from archdraw.readers.keras.values import Config, is_whole, snake


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTWISE = {"Add": "add", "Subtract": "subtract", "Multiply": "multiply"}
FUNCTIONS = _words(
    "Relu Relu6 Sigmoid SparseSigmoid HardSigmoid Softplus Softsign Silu HardSilu LogSigmoid LeakyRelu Elu Selu "
    "Celu Gelu Glu Tanh TanhShrink HardTanh HardShrink SoftShrink Threshold Squareplus Softmax LogSoftmax "
    "Sparsemax SparsePlus Erf"
)
REDUCTIONS = _words("Mean Sum Max Min Prod Std Var Any All Amax Amin Median Logsumexp ArgMax Argmax Argmin Norm")
COMPARISONS = _words(
    "Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr LogicalNot LogicalXor Isnan Isfinite "
    "Isinf Isclose Any All"
)
ELEMENTWISE_OTHERS = _words(
    "Absolute Abs Negative Exp Expm1 Log Log1p Log10 Log2 Sqrt Rsqrt Square Sign Sin Cos Tan Arctan Sinh Cosh "
    "Floor Ceil Round Rint Reciprocal Clip ClipByValue Cast Power Divide DivideNoNan TrueDivide FloorDivide Mod "
    "Where Cumsum Cumprod StopGradient NanToNum Flip Roll Identity OnesLike ZerosLike SquaredDifference Logaddexp "
    "BitwiseAnd"
)
KERAS2 = {
    "abs": "Absolute",
    "add_n": "Add",
    "concat": "Concatenate",
    "getitem": "GetItem",
    "mul": "Multiply",
    "neg": "Negative",
    "pow": "Power",
    "sub": "Subtract",
    "swish": "Silu",
    "truediv": "TrueDivide",
    "reduce_mean": "Mean",
    "reduce_sum": "Sum",
    "reduce_max": "Max",
    "reduce_min": "Min",
    "reduce_prod": "Prod",
    "__getitem__": "GetItem",
}


_OF_LAYERS = frozenset(("trainable", "dtype", "batch_input_shape", "target_shape"))
"""Keys that only the config of a layer has."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an operation is; ``outputs`` is None where its shape is not worked out, ``rule`` whether the op's rule holds."""

    op: str
    attrs: Mapping[str, Any]
    outputs: tuple[Tensor, ...] | None = None
    macs: int | None = 0
    rule: bool = False


def is_operation(type_: str, module: str, config: Config) -> bool:
    """Tell an operation from a layer; where the file names no module, a layer is what can be trained.

    >>> is_operation("Add", "", Config("add", {"name": "add"})), is_operation("Add", "keras.layers", Config("a", {}))
    (True, False)
    """
    if type_ in ("TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer"):
        return True
    if module:
        return module.startswith(("keras.src.ops", "keras.ops"))
    named = type_ in ELEMENTWISE or type_ in FUNCTIONS or type_ in REDUCTIONS or type_ in COMPARISONS or type_ in SHAPES
    return named and not _OF_LAYERS & config.values.keys()


def function_name(type_: str, config: Config) -> str:
    """Give the name of an operation as Keras 3 writes it.

    >>> function_name("TFOpLambda", Config("", {"function": "math.reduce_mean"})), function_name("ExpandDims", Config("", {}))
    ('Mean', 'ExpandDims')
    """
    if type_ not in ("TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer"):
        return type_
    word = config.word("function").rsplit(".", 1)[-1]
    if type_ == "TensorFlowOpLayer":
        word = snake(config.owner.removeprefix("tf_op_layer_").split("_")[0])
    return KERAS2.get(word, "".join(part.capitalize() for part in word.split("_")))


def meaning_of(name: str, config: Config, call: Call, inputs: Sequence[Tensor]) -> Meaning:
    """Say what an operation does to its inputs."""
    known = _Arguments(config.values, call)
    if name in ELEMENTWISE:
        return Meaning(ELEMENTWISE[name], {}, rule=True)
    if name in ("Maximum", "Minimum"):
        return Meaning("average", {"function": name[:3].lower()}, rule=True)
    if name in FUNCTIONS:
        return Meaning("activation", {"function": _function(name)}, tuple(inputs[:1]) or None)
    if name == "Concatenate":
        return _concatenated(known, inputs)
    if name in ("Matmul", "Einsum"):
        return _multiplied(name, known, inputs)
    function = {"function": snake(name) or name}
    if name in REDUCTIONS and inputs:
        reduced = _reduced(known, inputs[0])
        return Meaning("other", function, (_typed(reduced, name),) if reduced else None)
    if name in SHAPES and inputs:
        op, shape = SHAPES[name]
        return Meaning(op, {"kind": "getitem", **function} if op == "slice" else function, shape(known, inputs))
    if name in ELEMENTWISE_OTHERS or name in COMPARISONS:
        return Meaning("other", function, _together(inputs, name))
    return Meaning("other", function, macs=None)


def _function(name: str) -> str:
    return {"hard_silu": "hard_swish", "leaky_relu": "leaky_relu"}.get(snake(name), snake(name))


@dataclass(frozen=True, slots=True)
class _Arguments:
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


def _axis(value: object, rank: int) -> int | None:
    """Count an axis from the front with the batch as 0; ``rank`` counts the batch."""
    if not is_whole(value):
        return None
    assert isinstance(value, int)
    at = value + rank if value < 0 else value
    return at if 0 <= at < rank else None


def _typed(tensor: Tensor, name: str) -> Tensor:
    dtype = "bool" if name in COMPARISONS else "int32" if name.lower().startswith("arg") else tensor.dtype
    return Tensor(tensor.dims, tensor.axes, dtype)


def _together(inputs: Sequence[Tensor], name: str) -> tuple[Tensor, ...] | None:
    """Join all inputs number by number."""
    if not inputs:
        return None
    result = inputs[-1] if name == "Where" else inputs[0]
    for other in inputs:
        result = broadcast(result, other, "combine")
    return (_typed(result, name),)


def _reduced(known: _Arguments, x: Tensor) -> Tensor | None:
    axis = known.get(1, "axis")
    keep = bool(known.get(2, "keepdims"))
    rank = len(x.dims) + 1
    axes = axis if isinstance(axis, list) else [axis]
    gone = {_axis(a, rank) for a in axes}
    if axis is None or None in gone or 0 in gone:
        return None
    if keep:
        return Tensor(tuple(1 if i + 1 in gone else n for i, n in enumerate(x.dims)), x.axes, x.dtype)
    left = [i for i in range(len(x.dims)) if i + 1 not in gone]
    return Tensor(tuple(x.dims[i] for i in left), "".join(x.axes[i] for i in left), x.dtype)


def _concatenated(known: _Arguments, inputs: Sequence[Tensor]) -> Meaning:
    axis = known.get(1, "axis")
    rank = len(inputs[0].dims) + 1 if inputs else 0
    at = _axis(-1 if axis is None else axis, rank)
    return Meaning("concat", {"axis": at - 1}, rule=True) if at else Meaning("concat", {"axis": 0})


def _multiplied(name: str, known: _Arguments, inputs: Sequence[Tensor]) -> Meaning:
    if name == "Matmul":
        turned = bool(known.get(9, "transpose_b"))
        if len(inputs) < 2 or known.get(9, "transpose_a"):
            return Meaning("matmul", {}, macs=None)
        return Meaning("matmul", {"transpose_b": True} if turned else {}, rule=True)
    text = known.get(0, "subscripts", "equation")
    if not isinstance(text, str):
        return Meaning("matmul", {}, macs=None)
    return Meaning("matmul", {"equation": text}, rule=True)


def _expanded(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    x = inputs[0]
    at = _axis(known.get(1, "axis"), len(x.dims) + 2)
    if not at:
        return None
    return (Tensor((*x.dims[: at - 1], 1, *x.dims[at - 1 :]), dtype=x.dtype),)


def _squeezed(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    x, axis = inputs[0], known.get(1, "axis")
    axes = axis if isinstance(axis, list) else [axis]
    gone = (
        {i + 1 for i, n in enumerate(x.dims) if n == 1} if axis is None else {_axis(a, len(x.dims) + 1) for a in axes}
    )
    return (Tensor(tuple(n for i, n in enumerate(x.dims) if i + 1 not in gone), dtype=x.dtype),)


def _transposed(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    x, order = inputs[0], known.get(1, "axes", "perm")
    rank = len(x.dims) + 1
    if not isinstance(order, list) or sorted(_axis(a, rank) or 0 for a in order) != list(range(rank)):
        return None
    turned = [_axis(a, rank) or 0 for a in order]
    if turned[0] != 0:
        return None
    return (Tensor(tuple(x.dims[a - 1] for a in turned[1:]), "".join(x.axes[a - 1] for a in turned[1:]), x.dtype),)


def _reshaped(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
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


def _cut(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    """Work out ``x[:, 0, 1:3, None, ...]``; the batch must stay whole."""
    x, spec = inputs[0], known.get(1, "slice_spec", "key")
    spec = spec if isinstance(spec, list) else [spec]
    if not spec or any(isinstance(item, str) and item != "..." for item in spec):
        return None
    taken = sum(1 for item in spec if item is not None and not _is_rest(item))
    rest = [item for item in spec if _is_rest(item)]
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


def _is_rest(item: object) -> bool:
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


def _split(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    x = inputs[0]
    parts = known.get(1, "indices_or_sections", "num_or_size_splits")
    axis = known.get(2, "axis")
    at = _axis(0 if axis is None else axis, len(x.dims) + 1)
    if not at:
        return None
    size = x.dims[at - 1]
    keras2 = known.config.get("indices_or_sections") is None
    if is_whole(parts) and 0 < parts <= 10_000:
        sizes = [over(size, parts)] * parts
    elif isinstance(parts, list) and len(parts) < 10_000 and all(is_whole(n) for n in parts):
        bounds = [0, *parts]
        sizes = list(parts) if keras2 else [*(b - a for a, b in pairwise(bounds)), add(size, -bounds[-1])]
    else:
        return None
    return tuple(Tensor((*x.dims[: at - 1], n, *x.dims[at:]), x.axes, x.dtype) for n in sizes)


def _stacked(known: _Arguments, inputs: Sequence[Tensor]) -> tuple[Tensor, ...] | None:
    x, axis = inputs[0], known.get(1, "axis")
    at = _axis(0 if axis is None else axis, len(x.dims) + 2)
    if not at:
        return None
    return (Tensor((*x.dims[: at - 1], len(inputs), *x.dims[at - 1 :]), dtype=x.dtype),)


SHAPES = {
    "ExpandDims": ("reshape", _expanded),
    "Squeeze": ("reshape", _squeezed),
    "Transpose": ("reshape", _transposed),
    "Reshape": ("reshape", _reshaped),
    "GetItem": ("slice", _cut),
    "Split": ("slice", _split),
    "Stack": ("concat", _stacked),
}
