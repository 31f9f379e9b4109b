"""Dense layers and embeddings: a matrix on the last axis, a table of vectors."""

from __future__ import annotations

from archdraw.graph import Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, first_of
from archdraw.ops.einsum import einsum_dense
from archdraw.ops.sizes import count, shown, total

GATES = ("swiglu", "geglu", "glu")


def dense(attrs: Attrs, inputs: Inputs) -> Result:
    """Multiply the last axis by a matrix: ``in · units + units``, twice with a gate.

    A figure's spec must flatten an image first; Keras works on the last axis of anything (``anywhere``).
    """
    if attrs.get("equation"):
        return einsum_dense(attrs, inputs)
    x = first_of(inputs, "dense")
    if not x.dims:
        raise Misfit("dense needs a vector or a sequence, not a single number")
    if len(x.dims) > 2 and not attrs.get("anywhere"):
        raise Misfit(f"dense needs a vector or a sequence, not {shown(x.dims)}", "put 'flatten' before it")
    units = attrs["units"]
    matrices = 2 if attrs.get("gate") else 1
    weights = count(matrices, x.dims[-1], units)
    params = total(weights, count(matrices, units) if attrs.get("bias", True) else 0)
    output = Tensor((*x.dims[:-1], units), x.axes[:-1] + "C", x.dtype)
    return Result((output,), params, params, count(*x.dims[:-1], weights))


def embedding(attrs: Attrs, inputs: Inputs) -> Result:
    """Look up a vector of ``width`` for each number: ``vocabulary · width`` weights.

    Without an input it gives the whole table, such as learned queries. ``reverse`` scores each vector against the table,
    or, if ``untied``, against another one of the same size.
    """
    width, vocabulary = attrs["width"], attrs.get("vocabulary")
    params = count(2 if attrs.get("untied") else 1, vocabulary, width)
    if inputs and attrs.get("reverse"):
        x = inputs[0]
        return Result(
            (Tensor((*x.dims[:-1], vocabulary), x.axes, x.dtype),), params, params, count(*x.dims, vocabulary)
        )
    if not inputs:
        return Result((Tensor((vocabulary, width), "TC"),), params, params)
    dims = (*inputs[0].dims, width)
    axes = "N" * (len(dims) - 2) + "TC" if len(dims) > 1 else "C"
    return Result((Tensor(dims, axes),), params, params)
