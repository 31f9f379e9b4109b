"""Normalisations, activations with weights of their own, and learned positions."""

from __future__ import annotations

from archdraw.graph import Dim
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, axis_of, first_of
from archdraw.ops.sizes import count, shown, total


def norm(attrs: Attrs, inputs: Inputs) -> Result:
    """Normalise: a scale and a centre per channel; batch norm keeps two more that are not trained (``renorm``: five).

    ``rms`` has no centre, ``unit`` nothing, ``normalization`` a mean, a variance and one counter, none trained.
    """
    x = first_of(inputs, "norm")
    kind = attrs.get("kind", "batch")
    if kind in ("unit", "spectral"):
        return Result((x,))
    n = _normalised(attrs, x.dims)
    if kind == "group":
        groups = attrs.get("groups", 32)
        if isinstance(n, int) and groups > 0 and n % groups:
            raise Misfit(f"{groups} groups do not divide {n} channels")
    if kind == "normalization":
        kept = 0 if attrs.get("given") else total(count(2, n), 1)
        return Result((x,), kept, 0)
    vectors = bool(attrs.get("scale", True)) + (kind != "rms" and bool(attrs.get("center", True)))
    trained = count(vectors, n) if vectors else 0
    kept = 5 if attrs.get("renorm") else 2
    params = total(trained, count(kept, n)) if kind == "batch" else trained
    return Result((x,), params, trained)


def _normalised(attrs: Attrs, dims: tuple[Dim, ...]) -> int | None:
    """Count the numbers that have weights of their own: the channels, or every place of several axes."""
    axis = attrs.get("axis", -1)
    axes = (axis,) if isinstance(axis, int) else tuple(axis or ())
    return count(*(dims[a] for a in sorted({axis_of(a, len(dims)) for a in axes})))


def activation(attrs: Attrs, inputs: Inputs) -> Result:
    """Apply a function to each number; PReLU learns one slope per channel or per number.

    ``shared_axes`` are the axes, counted from 0 without the batch, along which one slope serves all.
    """
    x = first_of(inputs, str(attrs.get("function") or "activation"))
    params: int | None = 0
    if attrs.get("parameters") == "channel":
        params = count(x.channels)
    elif attrs.get("parameters") == "element":
        shared = {axis_of(axis, len(x.dims)) for axis in attrs.get("shared_axes") or ()}
        params = count(*(size for i, size in enumerate(x.dims) if i not in shared))
    return Result((x,), params, params)


def position(attrs: Attrs, inputs: Inputs) -> Result:
    """Add a vector to each step; learned ones are ``length · channels`` weights, sinusoids none."""
    x = first_of(inputs, "position")
    if len(x.dims) < 2:
        raise Misfit(
            f"position needs a sequence, not {shown(x.dims) or 'a number'}", "put 'embedding' or 'reshape' before it"
        )
    if attrs.get("kind", "sinusoidal") != "learned":
        return Result((x,))
    length = attrs.get("length")
    params = count(*((length,) if length is not None else x.dims[:-1]), x.dims[-1])
    return Result((x,), params, params)
