"""The table from operations (``x + y``, ``keras.ops``, TensorFlow functions of Keras 2) to ops and attributes.

Operations count the batch as axis 0 and take constants among their arguments, so rules of layers fit only some of them;
the room `opshapes` works out the shapes of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archdraw.graph import Tensor
from archdraw.ops.merging import broadcast
from archdraw.readers.keras.nodes import Call
from archdraw.readers.keras.opshapes import SHAPES, Arguments, axis_from_front, reduced, summed_axes
from archdraw.readers.keras.values import Config, snake
from archdraw.readers.keras.wording import wording
from archdraw.records import dataclass


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
MOVES = _words(
    "Append Arange Argsort AveragePool BiasAdd BroadcastTo ConvertToTensor Copy Diag Full Hstack MaxPool Meshgrid "
    "Moveaxis MultiHot Normalize OneHot Ones Pad Ravel Repeat Resize ScatterUpdate Shape Slice SliceUpdate Sort Swapaxes "
    "Take TakeAlongAxis Tile TopK Tril Triu Unstack Vstack Zeros"
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
    """Say what an operation does to its inputs, and what its constants are."""
    known = Arguments(config.values, call)
    meaning = _meaning(name, known, inputs)
    return replace(meaning, attrs={**meaning.attrs, **wording(name, known)})


def _meaning(name: str, known: Arguments, inputs: Sequence[Tensor]) -> Meaning:
    if name in ELEMENTWISE:
        return Meaning(ELEMENTWISE[name], {}, rule=True)
    if name in ("Maximum", "Minimum"):
        return Meaning("average", {"function": name[:3].lower()}, rule=True)
    if name in FUNCTIONS:
        return Meaning("activation", {"function": snake(name)}, tuple(inputs[:1]) or None)
    if name == "Concatenate":
        return _concatenated(known, inputs)
    if name in ("Matmul", "Einsum"):
        return _multiplied(name, known, inputs)
    function = {"function": snake(name) or name}
    if name in REDUCTIONS:
        return _reduction(name, known, inputs)
    if name in SHAPES and inputs:
        op, shape = SHAPES[name]
        return Meaning(op, {"kind": "getitem", **function} if op == "slice" else function, shape(known, inputs))
    if name in ELEMENTWISE_OTHERS or name in COMPARISONS:
        return Meaning("other", function, _together(inputs, name))
    return Meaning("other", function, macs=0 if name in MOVES else None)


def _reduction(name: str, known: Arguments, inputs: Sequence[Tensor]) -> Meaning:
    """Say what a mean, a maximum … over axes is: a global pool, where it leaves the channels alone."""
    attrs: dict[str, Any] = {"function": snake(name)}
    result = reduced(known, inputs[0]) if inputs else None
    if result is None:
        return Meaning("other", attrs)
    keeps = len(result.dims) == len(inputs[0].dims)
    rank = len(inputs[0].dims)
    if name in ("Mean", "Max") and rank > 1 and summed_axes(known, inputs[0]) == set(range(1, rank)):
        mode = {"Mean": "average", "Max": "max"}[name]
        return Meaning("pool", {**attrs, "mode": mode, "whole": True, "keepdims": keeps}, (result,))
    return Meaning("other", attrs, (_typed(result, name),))


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


def _concatenated(known: Arguments, inputs: Sequence[Tensor]) -> Meaning:
    axis = known.get(1, "axis")
    rank = len(inputs[0].dims) + 1 if inputs else 0
    at = axis_from_front(-1 if axis is None else axis, rank)
    return Meaning("concat", {"axis": at - 1}, rule=True) if at else Meaning("concat", {"axis": 0})


def _multiplied(name: str, known: Arguments, inputs: Sequence[Tensor]) -> Meaning:
    if name == "Matmul":
        turned = bool(known.get(9, "transpose_b"))
        if len(inputs) < 2 or known.get(9, "transpose_a"):
            return Meaning("matmul", {}, macs=None)
        return Meaning("matmul", {"transpose_b": True} if turned else {}, rule=True)
    text = known.get(0, "subscripts", "equation")
    if not isinstance(text, str):
        return Meaning("matmul", {}, macs=None)
    return Meaning("matmul", {"equation": text}, rule=True)
