"""One rule table: what each op does to shapes, how many weights it has, how many multiply-accumulates.

Readers translate what a file says into an op and neutral attributes; the rules know no framework.
Sizes exclude the batch. ``kernel``, ``stride``, ``dilation`` have one number per spatial axis.

| op | neutral attributes (defaults) |
|---|---|
| input | ``shape`` |
| conv | ``filters kernel stride(1…) padding("valid" "same" "causal") dilation(1…) groups(1) bias(True)``, |
| | ``depthwise(False)`` with ``multiplier(1)`` instead of filters, ``separable(False)`` with both, |
| | ``local(False)`` = weights of its own at each place |
| deconv | ``filters kernel stride padding dilation output_padding groups bias depthwise multiplier`` |
| pool | ``mode("max" "average") kernel stride(kernel) padding``, or ``whole(True)`` = global, ``keepdims(False)``, |
| | or ``size`` = that many places per axis |
| dense | ``units bias(True) gate("" "swiglu" "geglu" "glu")``, ``anywhere(False)`` = also on images (Keras); |
| | or ``equation out_shape bias_axes`` (Keras's EinsumDense) |
| norm | ``kind("batch" "layer" "group" "rms" "instance" "unit" "spectral" "normalization")`` |
| | ``scale(True) center(True) groups axis(-1)``, ``given(False)`` (a normalization whose numbers are constants), |
| | ``renorm(False)`` (a batch norm that keeps three vectors more) |
| activation | ``function`` (``relu`` …), ``alpha``, ``parameters("" "channel" "element")`` with ``shared_axes`` for PReLU |
| dropout | ``rate`` |
| add subtract multiply average concat | ``axis(-1)`` (concat), ``crop(False)``; ``function("max" "min")`` of an average |
| matmul | ``transpose_b(False)``, or ``axes`` (one of each tensor to sum over), or ``equation`` |
| attention | ``heads kv_heads head_dim value_dim bias(True) project(True) masked(False) rope alibi out_dim``; inputs |
| | are query, value (memory), key; without projections ``scale("" "scalar" "channel") score("dot" "concat")``; |
| | ``axes`` (those it runs along, all), ``gate(False)`` = one matrix more, ``scores(False)`` = a second output |
| recurrent | ``cell("lstm" "gru" "rnn") units sequences(True) state(False) bidirectional(False) merge("concat")`` |
| | ``bias(True) reset_after(True)``; ``kernel`` … as conv for ``cell="convlstm"``; |
| | ``stack`` (the attributes of several cells, one upon another); ``biases`` (vectors per gate, Keras's CuDNN cells); |
| | ``single(False)`` = one step of a vector |
| embedding | ``vocabulary`` (None = unknown) ``width``, ``reverse(False)`` = from vectors back to words, |
| | ``untied(False)`` = another table for that |
| position | ``kind("sinusoidal" "learned")``, ``length`` (the steps of the input) |
| reshape | ``shape`` (one -1 allowed), or ``kind("flatten" "permute" "repeat" "expand" "squeeze")``, ``order`` ``count axis`` |
| slice | ``kind("token" "take" "split" "getitem")``, ``count`` ``index`` ``parts`` |
| pad crop | ``amount`` ((before, after) per spatial axis) |
| upsample | ``factor`` (per axis) or ``size``, ``interpolation`` |
| rescale mask output | the shape of the first input |
| lambda other | ``shape params macs`` if they are told, else the shape of the first input and no weights; |
| | ``keeps_shape(True)``, False = a shape that nobody knows |

``formula`` and ``setting`` are words for a figure on the constants of an operation, ``operation`` its name.
Every op may have ``activation`` (a function built into the layer, as Keras has it), ``data_format``
(``"channels_first"``), ``trainable`` (False = frozen), ``dtype``, ``each_step`` (True = for each step of a sequence).
``padding`` may be a number per axis. A ``deconv`` with valid padding gives ``(n - 1) · stride + kernel`` if
``output_padding`` is 0; without it the stride counts where it is larger (Keras). An axis counts without the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.graph import Tensor
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule finds: outputs, all weights, trainable weights, and multiply-accumulates of one example.

    None means that it cannot be known.
    """

    outputs: tuple[Tensor, ...]
    params: int | None = 0
    trainable_params: int | None = 0
    macs: int | None = 0


class Misfit(ValueError):
    """The attributes do not fit the inputs; readers turn this into an error at the right place."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and a hint."""
        super().__init__(message)
        self.hint = hint


def apply(op: str, attrs: Mapping[str, Any], inputs: Sequence[Tensor]) -> Result:
    """Say what an op of these attributes makes of these inputs; raise Misfit if they do not fit."""
    from archdraw.ops.table import apply_rule

    return apply_rule(op, attrs, inputs)
