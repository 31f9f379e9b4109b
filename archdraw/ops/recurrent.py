"""Recurrent layers: LSTM, GRU, the simple RNN, and convolutional ones."""

from __future__ import annotations

from archdraw.graph import Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, Places, first_of
from archdraw.ops.convolution import slid
from archdraw.ops.sizes import count, shown, times, total

# How many matrices each cell has, how many states it hands on.
CELLS = {"lstm": (4, 2), "gru": (3, 1), "rnn": (1, 1), "convlstm": (4, 2)}


def recurrent(attrs: Attrs, inputs: Inputs) -> Result:
    """Run a cell over the steps: LSTM ``4·(in+u+1)·u``, GRU ``3·(in+u+2)·u``, RNN ``(in+u+1)·u`` weights.

    ``reset_after=False`` gives the GRU of one bias: ``3·(in+u+1)·u``. ``bidirectional`` has two cells, whose results
    ``merge`` joins (``concat``; None gives two outputs). ``state`` adds the last states as outputs. ``single`` is one step
    alone, of a vector.
    MACs are the matrices times the steps.
    """
    cell = attrs.get("cell", "rnn")
    if attrs.get("single"):
        x = first_of(inputs, cell)
        return recurrent(
            {**attrs, "single": False, "sequences": False, "state": True}, [Tensor((1, *x.dims), dtype=x.dtype)]
        )
    if attrs.get("stack"):
        return _stacked(attrs, inputs)
    if cell == "convlstm":
        return _convolutional(attrs, inputs)
    x = first_of(inputs, cell)
    if len(x.dims) != 2:
        raise Misfit(
            f"{cell} needs a sequence, not {shown(x.dims) or 'a number'}", "use 'reshape' to make steps × channels"
        )
    (steps, channels), units = x.dims, attrs["units"]
    gates, _ = CELLS[cell]
    matrices = total(count(gates, channels, units), count(gates, units, units))
    biases = 0
    if attrs.get("bias", True):
        biases = attrs.get("biases") or (2 if cell == "gru" and attrs.get("reset_after", True) else 1)
    params = total(matrices, count(gates, biases, units))
    step = Tensor((units,), "C", x.dtype)
    return _result(attrs, step, steps, params, count(steps, matrices))


def _convolutional(attrs: Attrs, inputs: Inputs) -> Result:
    """Run a cell whose matrices are convolutions, the inner one with same padding and stride 1."""
    x = first_of(inputs, "convlstm")
    if len(x.dims) < 3:
        raise Misfit(f"convlstm needs a sequence of images, not {shown(x.dims) or 'a number'}")
    steps, frame = x.dims[0], x.dims[1:]
    first = attrs.get("data_format") == "channels_first"
    channels, sizes = (frame[0], frame[1:]) if first else (frame[-1], frame[:-1])
    places = Places(channels, sizes, first, x.dtype)
    kernel, after = slid(attrs, places, "convlstm")
    units = attrs["units"]
    matrices = total(count(4, *kernel, channels, units), count(4, *kernel, units, units))
    params = total(matrices, count(4, units) if attrs.get("bias", True) else 0)
    return _result(attrs, places.tensor(after, units), steps, params, count(steps, *after, matrices))


def _stacked(attrs: Attrs, inputs: Inputs) -> Result:
    """Run several cells one upon another; the states of all are handed on, the last ones' output comes out."""
    x = list(inputs)
    states: list[Tensor] = []
    params: int | None = 0
    macs: int | None = 0
    for cell in attrs["stack"]:
        result = recurrent({**cell, "sequences": True, "state": True}, x)
        x = [result.outputs[0]]
        states += result.outputs[1:]
        params = total(params, result.params)
        macs = total(macs, result.macs)
    last = x[0]
    output = last if attrs.get("sequences", True) else Tensor(last.dims[1:], last.axes[1:], last.dtype)
    outputs = (output, *(states if attrs.get("state") else ()))
    return Result(outputs, params, params, macs)


def _result(attrs: Attrs, step: Tensor, steps: Dim, params: int | None, macs: int | None) -> Result:
    """Put the outputs together from what one step gives."""
    both = bool(attrs.get("bidirectional"))
    merge = attrs.get("merge", "concat")
    shown_step = step
    if both and merge == "concat":
        at = step.axes.index("C")
        dims = tuple(times(size, 2) if i == at else size for i, size in enumerate(step.dims))
        shown_step = Tensor(dims, step.axes, step.dtype)
    outputs = [shown_step]
    if attrs.get("sequences", True):
        outputs = [Tensor((steps, *shown_step.dims), "T" + shown_step.axes, step.dtype)]
    if both and merge is None:
        outputs *= 2
    if attrs.get("state"):
        outputs += [step] * (CELLS[attrs.get("cell", "rnn")][1] * (2 if both else 1))
    if both:
        params, macs = count(2, params), count(2, macs)
    return Result(tuple(outputs), params, params, macs)
