"""The rule table: counts and shapes as published and as counted by hand, in 1-D, 2-D and 3-D."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ops_asked import dims, go, misfit

from archdraw.graph import OPS, UNKNOWN_TENSOR
from archdraw.ops import Result, apply
from archdraw.ops.table import RULES


def test_every_op_has_a_rule():
    assert set(RULES) == set(OPS)


# Counts that others published, as one layer of the network each.


@pytest.mark.parametrize(
    ("op", "shapes", "attrs", "params"),
    [
        # LeNet-5 and AlexNet, layer by layer (LeCun 1998 with full connections; Krizhevsky 2012 in one tower).
        ("conv", [(32, 32, 1)], {"filters": 6, "kernel": 5}, 156),
        ("conv", [(14, 14, 6)], {"filters": 16, "kernel": 5}, 2416),
        ("dense", [(400,)], {"units": 120}, 48120),
        ("dense", [(120,)], {"units": 84}, 10164),
        ("dense", [(84,)], {"units": 10}, 850),
        ("conv", [(227, 227, 3)], {"filters": 96, "kernel": 11, "stride": 4}, 34944),
        ("dense", [(9216,)], {"units": 4096}, 37752832),
        # VGG-16's and ResNet-50's first layers.
        ("conv", [(224, 224, 3)], {"filters": 64, "kernel": 3, "padding": "same"}, 1792),
        ("conv", [(224, 224, 3)], {"filters": 64, "kernel": 7, "stride": 2, "bias": False}, 9408),
        ("norm", [(112, 112, 64)], {"kind": "batch"}, 256),
        # BERT-base: a word embedding, one attention, the two dense layers, a layer norm.
        ("embedding", [(512,)], {"vocabulary": 30522, "width": 768}, 23440896),
        ("attention", [(512, 768)], {"heads": 12}, 2362368),
        ("dense", [(512, 768)], {"units": 3072}, 2362368),
        ("dense", [(512, 3072)], {"units": 768}, 2360064),
        ("norm", [(512, 768)], {"kind": "layer"}, 1536),
        # GPT-2's learned positions; ViT-B/16's class token and patches.
        ("position", [(1024, 768)], {"kind": "learned"}, 786432),
        ("slice", [(14, 14, 768)], {"kind": "token", "count": 1}, 768),
        ("conv", [(224, 224, 3)], {"filters": 768, "kernel": 16, "stride": 16}, 590592),
        # Llama 3 8B: grouped attention, the gated feed-forward, RMS norm.
        ("attention", [("S", 4096)], {"heads": 32, "kv_heads": 8, "bias": False}, 41943040),
        ("dense", [("S", 4096)], {"units": 14336, "gate": "swiglu", "bias": False}, 117440512),
        ("norm", [("S", 4096)], {"kind": "rms"}, 4096),
        # Recurrent cells as in the formulas 4·(in+u+1)·u, 3·(in+u+2)·u, (in+u+1)·u.
        ("recurrent", [(10, 128)], {"cell": "lstm", "units": 64}, 4 * (128 + 64 + 1) * 64),
        ("recurrent", [(10, 128)], {"cell": "gru", "units": 64}, 3 * (128 + 64 + 2) * 64),
        ("recurrent", [(10, 128)], {"cell": "gru", "units": 64, "reset_after": False}, 3 * (128 + 64 + 1) * 64),
        ("recurrent", [(10, 128)], {"cell": "rnn", "units": 64}, (128 + 64 + 1) * 64),
        ("recurrent", [(10, 128)], {"cell": "lstm", "units": 64, "bias": False}, 4 * (128 + 64) * 64),
        ("recurrent", [(10, 128)], {"cell": "lstm", "units": 64, "bidirectional": True}, 8 * (128 + 64 + 1) * 64),
        # MobileNet's depthwise and Xception's separable convolution.
        ("conv", [(112, 112, 32)], {"kernel": 3, "depthwise": True, "bias": False}, 288),
        ("conv", [(147, 147, 64)], {"kernel": 3, "filters": 128, "separable": True, "bias": False}, 8768),
        # U-Net's first up-convolution.
        ("deconv", [(28, 28, 1024)], {"filters": 512, "kernel": 2, "stride": 2}, 2097664),
        # Others, from their definitions.
        ("conv", [(56, 56, 64)], {"filters": 128, "kernel": 3, "groups": 32}, 9 * 2 * 128 + 128),
        ("norm", [(8, 8, 64)], {"kind": "group", "groups": 32}, 128),
        ("norm", [(8, 8, 64)], {"kind": "instance"}, 128),
        ("norm", [(8, 8, 64)], {"kind": "layer", "axis": (-3, -2, -1)}, 2 * 8 * 8 * 64),
        ("norm", [(8, 8, 64)], {"kind": "unit"}, 0),
        ("norm", [(8, 8, 3)], {"kind": "normalization"}, 7),
        ("activation", [(8, 8, 64)], {"function": "prelu", "parameters": "channel"}, 64),
        ("activation", [(8, 8, 64)], {"function": "prelu", "parameters": "element"}, 4096),
        ("activation", [(8, 8, 64)], {"function": "prelu", "parameters": "element", "shared_axes": (0, 1)}, 64),
        ("activation", [(8, 8, 64)], {"function": "relu"}, 0),
        ("position", [(1024, 768)], {}, 0),
        ("attention", [(10, 64)], {"project": False, "heads": 1}, 0),
    ],
)
def test_a_layer_has_as_many_parameters_as_published(op, shapes, attrs, params):
    assert go(op, *shapes, **attrs).params == params


def test_batch_norm_trains_half_of_what_it_keeps():
    result = go("norm", (8, 64), kind="batch")
    assert (result.params, result.trainable_params) == (256, 128)
    result = go("norm", (8, 64), kind="batch", scale=False)
    assert (result.params, result.trainable_params) == (192, 64)


def test_a_frozen_layer_trains_nothing():
    result = go("dense", (8,), units=4, trainable=False)
    assert (result.params, result.trainable_params) == (36, 0)


# MACs: published totals of single layers, and hand counts.


@pytest.mark.parametrize(
    ("op", "shapes", "attrs", "macs"),
    [
        ("conv", [(224, 224, 3)], {"filters": 64, "kernel": 7, "stride": 2, "padding": "same"}, 118013952),
        ("conv", [(112, 112, 32)], {"kernel": 3, "depthwise": True, "padding": "same"}, 3612672),
        ("dense", [(2048,)], {"units": 1000}, 2048000),
        ("dense", [(128, 64)], {"units": 64}, 524288),
        # Keras's MultiHeadAttention(4, 16) on 128 × 64: four projections and two products.
        ("attention", [(128, 64)], {"heads": 4, "head_dim": 16}, 4 * 128 * 64 * 64 + 2 * 128 * 128 * 64),
        ("attention", [(16, 64), (32, 48)], {"heads": 4}, 2 * 16 * 64 * 64 + 2 * 32 * 48 * 64 + 2 * 16 * 32 * 64),
        ("deconv", [(28, 28, 1024)], {"filters": 512, "kernel": 2, "stride": 2}, 28 * 28 * 4 * 1024 * 512),
        ("recurrent", [(10, 128)], {"cell": "lstm", "units": 64}, 10 * 4 * (128 + 64) * 64),
        ("matmul", [(5, 6), (6, 7)], {}, 210),
        ("matmul", [(3, 5, 6), (3, 7, 6)], {"transpose_b": True}, 630),
        ("matmul", [(8,), (8,)], {"axes": (0, 0)}, 8),
        ("matmul", [(8, 4), (8, 4)], {"equation": "bik,bjk->bij"}, 8 * 8 * 4),
        ("pool", [(8, 8, 4)], {"kernel": 2}, 0),
    ],
)
def test_a_layer_multiplies_as_often_as_counted_by_hand(op, shapes, attrs, macs):
    assert go(op, *shapes, **attrs).macs == macs


# Shapes.


SHAPES: list[tuple[str, list[tuple[int | str | None, ...]], dict[str, object], tuple[int | str | None, ...]]] = [
    ("conv", [(28, 28, 1)], {"filters": 6, "kernel": 5}, (24, 24, 6)),
    ("conv", [(100, 4)], {"filters": 8, "kernel": 5, "padding": "causal", "dilation": 2}, (100, 8)),
    ("conv", [(16, 32, 32, 1)], {"filters": 4, "kernel": 3, "stride": (1, 2, 2)}, (14, 15, 15, 4)),
    ("conv", [(3, 64, 64)], {"filters": 8, "kernel": 3, "data_format": "channels_first"}, (8, 62, 62)),
    ("conv", [(7, 7, 8)], {"filters": 4, "kernel": 3, "padding": 1}, (7, 7, 4)),
    ("conv", [(None, None, 3)], {"filters": 4, "kernel": 3}, (None, None, 4)),
    ("conv", [("H", "W", 3)], {"filters": 4, "kernel": 3, "stride": 2, "padding": "same"}, ("H/2", "W/2", 4)),
    ("conv", [("H", 8, 3)], {"filters": 4, "kernel": 3}, ("H-2", 6, 4)),
    ("conv", [(4, 4, 3)], {"filters": 6, "kernel": 3, "local": True}, (2, 2, 6)),
    ("deconv", [(7, 7, 8)], {"filters": 4, "kernel": 4, "stride": 2, "padding": "same"}, (14, 14, 4)),
    ("deconv", [(7, 7, 8)], {"filters": 4, "kernel": 3, "stride": 2}, (15, 15, 4)),
    ("deconv", [(7, 7, 8)], {"filters": 4, "kernel": 1, "stride": 2}, (14, 14, 4)),
    ("deconv", [(7, 7, 8)], {"filters": 4, "kernel": 1, "stride": 2, "output_padding": 0}, (13, 13, 4)),
    ("deconv", [(48, 12)], {"filters": 6, "kernel": 3, "stride": 2}, (97, 6)),
    ("deconv", [("H", "W", 8)], {"filters": 4, "stride": 2, "padding": "same"}, ("2*H", "2*W", 4)),
    ("pool", [(28, 28, 6)], {"kernel": 2}, (14, 14, 6)),
    ("pool", [(100, 8)], {"kernel": 3, "stride": 2, "padding": "same"}, (50, 8)),
    ("pool", [(14, 15, 15, 4)], {"kernel": 2}, (7, 7, 7, 4)),
    ("pool", [(7, 7, 512)], {"whole": True}, (512,)),
    ("pool", [("H", "W", 512)], {"whole": True}, (512,)),
    ("pool", [(7, 7, 512)], {"whole": True, "keepdims": True}, (1, 1, 512)),
    ("pool", [(512, 7, 7)], {"whole": True, "data_format": "channels_first"}, (512,)),
    ("pool", [(50, 40, 3)], {"size": (7, 5)}, (7, 5, 3)),
    ("dense", [("S", 512)], {"units": 8}, ("S", 8)),
    ("dense", [(7, 7, 512)], {"units": 8, "anywhere": True}, (7, 7, 8)),
    ("dense", [(32, 128)], {"equation": "abc,cd->abd", "out_shape": (None, 64), "bias_axes": "d"}, (32, 64)),
    ("dense", [(9, 32, 128)], {"equation": "...x,xy->...y", "out_shape": (64,)}, (9, 32, 64)),
    ("add", [(8, 8, 4), (8, 8, 4)], {}, (8, 8, 4)),
    ("multiply", [(8, 8, 4), (4,)], {}, (8, 8, 4)),
    ("multiply", [(4,), (8, 8, 4)], {}, (8, 8, 4)),
    ("add", [("S", 4), (1, 4)], {}, ("S", 4)),
    ("add", [("S", 4), (7, 4)], {}, (7, 4)),
    ("add", [(None, 4), (7, 4)], {}, (None, 4)),
    ("add", [(64, 64, 8), (56, 56, 8)], {"crop": True}, (56, 56, 8)),
    ("concat", [(8, 8, 4), (8, 8, 6)], {}, (8, 8, 10)),
    ("concat", [("S", 4), ("T", 4)], {"axis": 0}, ("S+T", 4)),
    ("concat", [("S", 4), ("S", 4)], {"axis": 0}, ("2*S", 4)),
    ("concat", [(None, 4), (8, 6)], {}, (8, 10)),
    ("concat", [(64, 64, 512), (56, 56, 512)], {"crop": True}, (56, 56, 1024)),
    ("attention", [(14, 14, 64)], {"heads": 4}, (14, 14, 64)),
    ("attention", [(10, 64)], {"heads": 4, "out_dim": 32}, (10, 32)),
    ("attention", [("T", 64), ("S", 32)], {"heads": 4}, ("T", 64)),
    ("recurrent", [("S", 8)], {"cell": "lstm", "units": 4}, ("S", 4)),
    ("recurrent", [("S", 8)], {"cell": "gru", "units": 4, "sequences": False}, (4,)),
    ("recurrent", [("S", 8)], {"cell": "gru", "units": 4, "bidirectional": True}, ("S", 8)),
    ("recurrent", [("S", 8)], {"cell": "gru", "units": 4, "bidirectional": True, "merge": "sum"}, ("S", 4)),
    ("recurrent", [(5, 8, 8, 3)], {"cell": "convlstm", "units": 4, "kernel": 3, "padding": "same"}, (5, 8, 8, 4)),
    ("embedding", [("S",)], {"vocabulary": 100, "width": 8}, ("S", 8)),
    ("embedding", [], {"vocabulary": 100, "width": 8}, (100, 8)),
    ("reshape", [(7, 7, 512)], {"kind": "flatten"}, (25088,)),
    ("reshape", [("S", 4)], {"kind": "flatten"}, ("4*S",)),
    ("reshape", [("H", "W")], {"kind": "flatten"}, (None,)),
    ("reshape", [(6272,)], {"shape": (7, 7, 128)}, (7, 7, 128)),
    ("reshape", [(14, 14, 768)], {"shape": (-1, 768)}, (196, 768)),
    ("reshape", [("S", 12)], {"shape": (-1, 4)}, ("3*S", 4)),
    ("reshape", [(5, 7)], {"kind": "permute", "order": (2, 1)}, (7, 5)),
    ("reshape", [(5,)], {"kind": "repeat", "count": 3}, (3, 5)),
    ("reshape", [(5, 7)], {"kind": "expand", "axis": 0}, (1, 5, 7)),
    ("reshape", [(5, 1, 7)], {"kind": "squeeze"}, (5, 7)),
    ("slice", [(14, 14, 768)], {"kind": "token", "count": 1}, (197, 768)),
    ("slice", [("S", 768)], {"kind": "token", "count": 2}, ("S+2", 768)),
    ("slice", [(197, 768)], {"kind": "take", "index": 0}, (768,)),
    ("pad", [(10, 10, 3)], {"amount": ((3, 3), (2, 1))}, (16, 13, 3)),
    ("pad", [(10, 3)], {"amount": 1}, (12, 3)),
    ("crop", [(10, 10, 3)], {"amount": ((3, 3), (2, 1))}, (4, 7, 3)),
    ("upsample", [(10, 3)], {"factor": 2}, (20, 3)),
    ("upsample", [("H", "W", 3)], {"factor": (2, 3)}, ("2*H", "3*W", 3)),
    ("upsample", [(9, 9, 3)], {"size": (24, 32)}, (24, 32, 3)),
    ("other", [(9, 3)], {}, (9, 3)),
    ("other", [(9, 3)], {"shape": (4, 4)}, (4, 4)),
    ("conv", [(6, 8, 8, 3)], {"filters": 4, "kernel": 3, "each_step": True}, (6, 6, 6, 4)),
]


@pytest.mark.parametrize(("op", "shapes", "attrs", "wanted"), SHAPES)
def test_a_layer_gives_the_shape(op, shapes, attrs, wanted):
    assert dims(go(op, *shapes, **attrs)) == wanted


@pytest.mark.parametrize(
    ("op", "shapes", "attrs", "message", "hint"),
    [
        (
            "concat",
            [(16, 16, 64), (32, 32, 64)],
            {},
            "cannot concat 16×16×64 and 32×32×64",
            "all sizes but the last must be equal",
        ),
        ("concat", [(8, 4), (8, 5)], {"axis": 0}, "cannot concat 8×4 and 8×5", "all sizes but number 1 must be equal"),
        ("concat", [(8,), (8, 5)], {}, "cannot concat 8 and 8×5", "all sizes but the last must be equal"),
        ("add", [(8, 8, 4), (7, 7, 4)], {}, "cannot add 8×8×4 and 7×7×4", "sizes must be equal or 1"),
        ("conv", [(4, 4, 6)], {"filters": 6, "kernel": 5}, "conv 5×5 does not fit a 4×4 input", "use 'same' padding"),
        (
            "conv",
            [(28, 28)],
            {"filters": 6, "kernel": (5, 5)},
            "conv 5×5 does not fit 28×28, a sequence",
            "a grey image is written 28×28×1",
        ),
        (
            "conv",
            [(28,)],
            {"filters": 6, "kernel": 5},
            "conv needs a sequence, an image or a volume, not 28",
            "use 'reshape' to give a vector places",
        ),
        ("conv", [(8, 8, 6)], {"filters": 8, "kernel": 1, "groups": 4}, "4 groups do not divide 6 channels", ""),
        ("conv", [(8, 8, 8)], {"filters": 6, "kernel": 1, "groups": 4}, "4 groups do not divide 6 filters", ""),
        (
            "conv",
            [(8, 8, 8)],
            {"filters": 6, "kernel": 1, "stride": 0},
            "conv needs a kernel, a stride and a dilation of at least 1",
            "",
        ),
        ("pool", [(1, 1, 8)], {"kernel": 2}, "maxpool 2×2 does not fit a 1×1 input", "use 'same' padding"),
        ("attention", [(10, 512)], {"heads": 7}, "7 heads do not divide 512 channels", "4 or 8 would"),
        ("attention", [(10, 512)], {"heads": 8, "kv_heads": 3}, "3 heads of keys and values do not divide 8 heads", ""),
        ("attention", [(512,)], {"heads": 8}, "attention needs a sequence, not 512", "use 'reshape' to give it steps"),
        (
            "dense",
            [(7, 7, 512)],
            {"units": 8},
            "dense needs a vector or a sequence, not 7×7×512",
            "put 'flatten' before it",
        ),
        (
            "recurrent",
            [(512,)],
            {"cell": "lstm", "units": 8},
            "lstm needs a sequence, not 512",
            "use 'reshape' to make steps × channels",
        ),
        ("norm", [(8, 8, 48)], {"kind": "group", "groups": 32}, "32 groups do not divide 48 channels", ""),
        (
            "reshape",
            [(7, 7, 64)],
            {"shape": (10, 10)},
            "cannot reshape 7×7×64 to 10×10",
            "7×7×64 has 3136 numbers, 10×10 100",
        ),
        (
            "reshape",
            [(7, 3)],
            {"kind": "permute", "order": (1, 3)},
            "cannot permute 7×3 by 1, 3",
            "name each axis once, from 1",
        ),
        ("slice", [(64,)], {"kind": "split", "parts": 3}, "3 parts do not divide 64 channels", ""),
        (
            "slice",
            [(5, 64)],
            {"kind": "take", "index": 7},
            "cannot take step 7 of 5",
            "steps count from 0; 'last' is the last",
        ),
        ("crop", [(4, 4, 3)], {"amount": 2}, "crop leaves nothing of a 4×4 input", ""),
        ("matmul", [(5, 6), (7, 8)], {}, "cannot matmul 5×6 and 7×8", "6 and 7 must be equal"),
        ("conv", [], {"filters": 6, "kernel": 5}, "conv needs an input", ""),
    ],
)
def test_what_does_not_fit_says_why(op, shapes, attrs, message, hint):
    error = misfit(op, *shapes, **attrs)
    assert (str(error), error.hint) == (message, hint)


def test_a_split_has_as_many_outputs_as_parts():
    result = go("slice", ("S", 64), kind="split", parts=2)
    assert [tensor.dims for tensor in result.outputs] == [("S", 32), ("S", 32)]


def test_states_of_recurrent_layers_are_outputs():
    states = [t.dims for t in go("recurrent", (5, 8), cell="lstm", units=4, state=True).outputs]
    assert states == [(5, 4), (4,), (4,)]
    states = [t.dims for t in go("recurrent", (5, 8), cell="gru", units=4, state=True, bidirectional=True).outputs]
    assert states == [(5, 8), (4,), (4,)]
    outputs = go("recurrent", (5, 8), cell="gru", units=4, bidirectional=True, merge=None).outputs
    assert [t.dims for t in outputs] == [(5, 4), (5, 4)]


def test_a_stack_of_cells_counts_each_on_the_one_below():
    stack = ({"cell": "lstm", "units": 16}, {"cell": "lstm", "units": 4})
    result = go("recurrent", (5, 8), cell="lstm", units=4, stack=stack, sequences=False)
    assert dims(result) == (4,)
    assert result.params == 4 * (8 + 16 + 1) * 16 + 4 * (16 + 4 + 1) * 4


def test_a_layer_for_each_step_has_its_weights_once_and_its_macs_often():
    once = go("conv", (8, 8, 3), filters=4, kernel=3)
    often = go("conv", (6, 8, 8, 3), filters=4, kernel=3, each_step=True)
    assert often.params == once.params
    assert often.macs == 6 * once.macs


def test_channels_first_keeps_its_axes():
    (output,) = go("pool", (8, 6, 6), kernel=2, data_format="channels_first").outputs
    assert (output.dims, output.axes, output.channels) == ((8, 3, 3), "CHW", 8)


@pytest.mark.parametrize(
    ("op", "params", "macs"),
    [("conv", None, None), ("norm", None, 0), ("matmul", 0, None), ("add", 0, 0), ("pool", 0, 0), ("other", 0, None)],
)
def test_of_an_unknown_tensor_only_an_unknown_one_comes_out(op, params, macs):
    assert apply(op, {}, [UNKNOWN_TENSOR]) == Result((UNKNOWN_TENSOR,), params, params, macs)


def test_what_is_unknown_stays_unknown():
    result = go("dense", (None,), units=4)
    assert (result.params, result.trainable_params, result.macs) == (None, None, None)
    assert go("conv", ("H", "W", 3), filters=4, kernel=3).macs is None
    assert go("embedding", (5,), vocabulary=None, width=8).params is None
    assert go("other", (5,), params=None).params is None


@pytest.mark.parametrize(("op", "shapes", "attrs", "wanted"), SHAPES)
def test_knowing_less_gives_less_but_nothing_else(op, shapes, attrs, wanted):
    """With any one size unknown, each result is what it was, or unknown."""
    full = go(op, *shapes, **attrs)
    for i, shape in enumerate(shapes):
        for axis in range(len(shape)):
            less = [tuple(None if (i, axis) == (j, a) else n for a, n in enumerate(s)) for j, s in enumerate(shapes)]
            found = go(op, *less, **attrs)
            if found.outputs == (UNKNOWN_TENSOR,):
                continue
            assert len(dims(found)) == len(wanted)
            assert all(n in (None, was) for n, was in zip(dims(found), wanted, strict=True)), less
            assert found.params in (None, full.params)
            assert found.macs in (None, full.macs)


@given(
    st.sampled_from(["conv", "deconv", "pool", "pad", "crop", "upsample"]),
    st.lists(st.integers(5, 9), min_size=1, max_size=3),
    st.integers(1, 4),
    st.sampled_from(["valid", "same"]),
)
def test_channels_first_is_the_same_with_the_channels_elsewhere(op, sizes, channels, padding):
    attrs = {"filters": 3, "kernel": 2, "stride": 2, "padding": padding, "amount": 1, "factor": 2}
    last = go(op, (*sizes, channels), **attrs)
    first = go(op, (channels, *sizes), data_format="channels_first", **attrs)
    (one,), (other,) = last.outputs, first.outputs
    assert other.dims == (one.dims[-1], *one.dims[:-1])
    assert (one.channels, one.spatial) == (other.channels, other.spatial)
    assert (last.params, last.macs) == (first.params, first.macs)
