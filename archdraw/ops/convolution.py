"""Convolutions and transposed convolutions in one, two and three dimensions."""

from __future__ import annotations

from archdraw.graph import Dim
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, Places, per_axis, places_of
from archdraw.ops.sizes import add, count, over, shown, times, total


def windows(size: Dim, *, kernel: int, stride: int = 1, dilation: int = 1, padding: str | int = "valid") -> Dim:
    """Count the windows along one axis: ``(n + 2p - extent) // stride + 1``, ``⌈n / stride⌉`` with same padding.

    A result below 1 means that no window fits.

    >>> windows(224, kernel=7, stride=2, padding="same"), windows(28, kernel=5), windows("H", kernel=2, stride=2)
    (112, 24, 'H/2')
    """
    if padding in ("same", "causal"):
        return over(size, stride, up=True)
    around = 2 * padding if isinstance(padding, int) else 0
    extent = (kernel - 1) * dilation + 1
    return add(over(add(size, around - extent), stride), 1)


def slid(
    attrs: Attrs, places: Places, word: str, *, stride_is_kernel: bool = False
) -> tuple[tuple[int, ...], list[Dim]]:
    """Give the kernel, and the sizes after it has slid over the places; Misfit where it does not fit in."""
    kernel = per_axis(attrs, "kernel", places, 1, word)
    stride = kernel
    if attrs.get("stride") is not None or not stride_is_kernel:
        stride = per_axis(attrs, "stride", places, 1, f"{word} stride")
    dilation = per_axis(attrs, "dilation", places, 1, f"{word} dilation")
    if min((*kernel, *stride, *dilation)) < 1:
        raise Misfit(f"{word} needs a kernel, a stride and a dilation of at least 1")
    padding = paddings(attrs, places, word)
    sizes = [
        windows(n, kernel=k, stride=s, dilation=d, padding=p)
        for n, k, s, d, p in zip(places.sizes, kernel, stride, dilation, padding, strict=True)
    ]
    if any(isinstance(n, int) and n < 1 for n in sizes):
        hint = "" if padding[0] == "same" else "use 'same' padding"
        raise Misfit(f"{word} {shown(kernel)} does not fit a {shown(places.sizes)} input", hint)
    return kernel, sizes


def paddings(attrs: Attrs, places: Places, word: str) -> tuple[str | int, ...]:
    """Give the padding per axis: ``valid``, ``same``, ``causal`` or a number for both ends."""
    padding = attrs.get("padding", "valid")
    if isinstance(padding, str):
        return (padding,) * len(places.sizes)
    return per_axis(attrs, "padding", places, 0, f"{word} padding")


def conv(attrs: Attrs, inputs: Inputs) -> Result:
    """Slide ``filters`` kernels over the places; weights ``kernel · in/groups · filters + filters``.

    A depthwise one has ``multiplier`` kernels per channel; a separable one mixes their results by a 1×1 convolution.
    """
    x = places_of(attrs, inputs, "conv")
    kernel, sizes = slid(attrs, x, "conv")
    window = count(*kernel)
    groups, multiplier = attrs.get("groups") or 1, attrs.get("multiplier") or 1
    if attrs.get("depthwise"):
        filters = times(x.channels, multiplier)
        weights = count(window, filters)
    elif attrs.get("separable"):
        filters = attrs["filters"]
        weights = total(count(window, x.channels, multiplier), count(x.channels, multiplier, filters))
    else:
        filters = attrs["filters"]
        _grouped(x.channels, filters, groups)
        weights = count(window, over(x.channels, groups), filters)
    bias = count(filters) if attrs.get("bias", True) else 0
    macs = count(*sizes, weights)
    if attrs.get("local"):
        weights, bias = macs, count(*sizes, bias)
    params = total(weights, bias)
    return Result((x.tensor(sizes, filters),), params, params, macs)


def deconv(attrs: Attrs, inputs: Inputs) -> Result:
    """Spread each place over a window: same padding ``n · stride``, valid ``(n - 1) · stride + max(extent, stride)``.

    With ``output_padding`` p it is ``(n - 1) · stride + extent + p`` (Keras; same: ``extent % 2`` for ``extent``), so 0
    keeps a valid one at ``(n - 1) · stride + extent``. MACs are input places × kernel × in × out.
    """
    x = places_of(attrs, inputs, "deconv")
    kernel = per_axis(attrs, "kernel", x, 2, "deconv")
    stride = per_axis(attrs, "stride", x, 1, "deconv stride")
    dilation = per_axis(attrs, "dilation", x, 1, "deconv dilation")
    extra = (
        (None,) * len(kernel)
        if attrs.get("output_padding") is None
        else per_axis(attrs, "output_padding", x, 0, "deconv output padding")
    )
    sizes = [
        _spread(n, (k - 1) * d + 1, s, p, o)
        for n, k, d, s, p, o in zip(x.sizes, kernel, dilation, stride, paddings(attrs, x, "deconv"), extra, strict=True)
    ]
    if any(isinstance(n, int) and n < 1 for n in sizes):
        raise Misfit(f"deconv {shown(kernel)} does not fit a {shown(x.sizes)} input")
    groups = attrs.get("groups") or 1
    if attrs.get("depthwise"):
        filters = times(x.channels, attrs.get("multiplier") or 1)
        weights = count(*kernel, filters)
    else:
        filters = attrs["filters"]
        _grouped(x.channels, filters, groups)
        weights = count(*kernel, over(x.channels, groups), filters)
    bias = count(filters) if attrs.get("bias", True) else 0
    params = total(weights, bias)
    return Result((x.tensor(sizes, filters),), params, params, count(*x.sizes, weights))


def _spread(size: Dim, extent: int, stride: int, padding: str | int, extra: int | None) -> Dim:
    before = times(add(size, -1), stride)
    if isinstance(padding, int):
        return add(before, extent - 2 * padding + (extra or 0))
    if padding == "same":
        return times(size, stride) if extra is None else add(before, extent % 2 + extra)
    return add(before, max(extent, stride) if extra is None else extent + extra)


def _grouped(channels: Dim, filters: Dim, groups: int) -> None:
    for number, word in ((channels, "channels"), (filters, "filters")):
        if isinstance(number, int) and (groups < 1 or number % groups):
            raise Misfit(f"{groups} groups do not divide {number} {word}")
