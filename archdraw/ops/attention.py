"""Attention of many heads, with grouped keys and values, with and without projections."""

from __future__ import annotations

from archdraw.graph import UNKNOWN_TENSOR, Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, first_of
from archdraw.ops.sizes import count, product, shown, total


def attention(attrs: Attrs, inputs: Inputs) -> Result:
    """Let each place of the first input look at the places of the second (of itself if there is none).

    Inputs are query, value and key, the key being the value unless given. Weights: query ``in · heads · head_dim``, key
    ``memory · kv_heads · head_dim``, value ``memory · kv_heads · value_dim``, output ``heads · value_dim · out``, and a
    bias for each; ``gate`` is one more matrix, query ``in · heads · value_dim``. ``axes`` are the ones attention runs along
    (all), ``scores`` makes them a second output. MACs are those of the projections and of the two products, for one example.
    """
    query = first_of(inputs, "attention")
    value = inputs[1] if len(inputs) > 1 else query
    key = inputs[2] if len(inputs) > 2 else value
    for tensor in (query, value, key):
        if len(tensor.dims) < 2:
            raise Misfit(
                f"attention needs a sequence, not {shown(tensor.dims) or 'a number'}", "use 'reshape' to give it steps"
            )
    steps, width = product(query.dims[:-1]), query.dims[-1]
    memory_steps = product(value.dims[:-1])
    heads = attrs.get("heads") or 1
    kv_heads = attrs.get("kv_heads") or heads
    if kv_heads < 1 or heads % kv_heads:
        raise Misfit(f"{kv_heads} heads of keys and values do not divide {heads} heads")
    if not attrs.get("project", True):
        return _bare(attrs, query, value, _pairs(None, query, value), _scores(attrs, query, value))
    head_dim = attrs.get("head_dim") or _share(width, heads)
    value_dim = attrs.get("value_dim") or head_dim
    given = attrs.get("out_dim") or width
    out = given if isinstance(given, tuple) else (given,)
    inner, outer = count(heads, head_dim), count(heads, value_dim)
    gate = ((steps, count(width, outer), outer),) if attrs.get("gate") else ()
    matrices = (
        *gate,
        (steps, count(width, inner), inner),
        (memory_steps, count(key.dims[-1], kv_heads, head_dim), count(kv_heads, head_dim)),
        (memory_steps, count(value.dims[-1], kv_heads, value_dim), count(kv_heads, value_dim)),
        (steps, count(outer, *out), count(*out)),
    )
    bias = attrs.get("bias", True)
    params = total(*(matrix for _, matrix, _ in matrices), *((wide for _, _, wide in matrices) if bias else ()))
    pairs = _pairs(attrs.get("axes"), query, value)
    macs = total(*(count(rows, matrix) for rows, matrix, _ in matrices), count(pairs, inner), count(pairs, outer))
    output = Tensor((*query.dims[:-1], *out), query.axes if len(out) == 1 else "", query.dtype)
    return Result((output, *_scores(attrs, query, value, heads)), params, params, macs)


def _scores(attrs: Attrs, query: Tensor, value: Tensor, *heads: int) -> tuple[Tensor, ...]:
    """Give the scores as an output of its own, if they are wanted: who looks how much at whom, by each head."""
    if not attrs.get("scores"):
        return ()
    if heads and (attrs.get("axes") not in (None, (0,)) or len(query.dims) != 2 or len(value.dims) != 2):
        return (UNKNOWN_TENSOR,)
    return (Tensor((*heads, *query.dims[:-1], value.dims[-2]), dtype=query.dtype),)


def _pairs(axes: tuple[int, ...] | None, query: Tensor, value: Tensor) -> int | None:
    """Count who looks at whom: every place at every place, or only along ``axes``."""
    if axes is None:
        return count(*query.dims[:-1], *value.dims[:-1])
    return count(*query.dims[:-1], *(size for i, size in enumerate(value.dims[:-1]) if i in axes))


def _share(width: Dim, heads: int) -> int | None:
    """Give each head its equal share of the channels."""
    if not isinstance(width, int):
        return None
    if width % heads:
        even = [count for count in range(max(1, heads - 64), heads + 65) if width % count == 0]
        near = [*[count for count in even if count < heads][-1:], *[count for count in even if count > heads][:1]]
        hint = f"{' or '.join(map(str, near))} would" if near else ""
        raise Misfit(f"{heads} heads do not divide {width} channels", hint)
    return width // heads


def _bare(attrs: Attrs, query: Tensor, value: Tensor, pairs: int | None, scores: tuple[Tensor, ...]) -> Result:
    """Attend without projections; ``scale`` learns one factor (``scalar``) or one per channel (``channel``)."""
    scale = attrs.get("scale", "")
    params = {"scalar": 1, "channel": count(query.dims[-1])}.get(scale, 0)
    params = total(params, 1 if attrs.get("score") == "concat" else 0)
    output = Tensor((*query.dims[:-1], value.dims[-1]), query.axes, query.dtype)
    # Where scores are sums (additive attention), only the values are multiplied.
    added = scale == "channel" or attrs.get("score") == "concat"
    macs = total(0 if added else count(pairs, query.dims[-1]), count(pairs, value.dims[-1]))
    return Result((output, *scores), params, params, macs)
