"""Every layer word, in one, two and three dimensions where it has a meaning: shape, weights, attributes."""

from __future__ import annotations

import pytest
from reading_specs import chain, layers, shapes

from archdraw.graph import OPS
from archdraw.spec.words import ACTIVATIONS, LAYERS, MERGES, layer_word

# Each case: input, item, output of its last layer, trainable parameters. Sizes and counts are reckoned by hand.
CASES = [
    # conv: kernel · in · filters + filters; no bias with bn, which has 2 per channel
    ("28x8", "conv: 16 3", "28x16", 3 * 8 * 16 + 16),
    ("28x28x1", "conv: 6 5x5 valid tanh", "24x24x6", 5 * 5 * 6 + 6),
    ("9x9x9x2", "conv: 4 3x3x3 s2", "5x5x5x4", 27 * 2 * 4 + 4),
    ("28x28x1", "conv: 6 5x5 bn", "28x28x6", 25 * 6 + 12),
    ("28x28x1", "conv: 6 5x5 bias bn", "28x28x6", 25 * 6 + 6 + 12),
    ("28x28x1", "conv: 6 5x5 nobias", "28x28x6", 25 * 6),
    ("28x28x1", "conv: 6 5x3 s2x1", "14x28x6", 15 * 6 + 6),
    ("28x28x1", "conv: 6 7x7 s2 p3", "14x14x6", 49 * 6 + 6),
    ("28x28x1", "conv: 6 3x3 valid d2", "24x24x6", 9 * 6 + 6),
    ("28x28x8", "conv: 8 3x3 g4", "28x28x8", 9 * 2 * 8 + 8),
    ("28x28x8", "conv: x4 1x1", "28x28x32", 8 * 32 + 32),
    ("28x28x8", "conv: /4 1x1", "28x28x2", 8 * 2 + 2),
    ("28x28x8", "conv: {filters: 16, kernel: 3, stride: 2, activation: relu, norm: bn}", "14x14x16", 9 * 8 * 16 + 32),
    ("HxWx3", "conv: 8 3x3 s2", "H/2xW/2x8", 27 * 8 + 8),
    # deconv: kernel 2 and stride 2 unless given; same = input × stride, valid = (n-1)·s + k
    ("7x8", "deconv: 4", "14x4", 2 * 8 * 4 + 4),
    ("7x7x8", "deconv: 4", "14x14x4", 4 * 8 * 4 + 4),
    ("4x4x4x2", "deconv: 3", "8x8x8x3", 8 * 2 * 3 + 3),
    ("7x7x8", "deconv: 4 5x5 s1 valid", "11x11x4", 25 * 8 * 4 + 4),
    ("7x7x8", "deconv: 4 4x4 s2 nobias bn", "14x14x4", 16 * 8 * 4 + 8),
    # dwconv: kernel per channel; sepconv: that and a 1×1
    ("9x8", "dwconv: 3", "9x8", 3 * 8 + 8),
    ("9x9x8", "dwconv: 3x3 s2 bn silu", "5x5x8", 9 * 8 + 16),
    ("9x9x9x8", "dwconv: 3", "9x9x9x8", 27 * 8 + 8),
    ("9x8", "sepconv: 16 3", "9x16", 3 * 8 + 8 * 16 + 16),
    ("9x9x8", "sepconv: 16 3x3", "9x9x16", 9 * 8 + 8 * 16 + 16),
    # pools: valid, stride = size
    ("9x8", "maxpool: 2", "4x8", 0),
    ("9x9x8", "maxpool: 2", "4x4x8", 0),
    ("9x9x9x8", "maxpool: 2", "4x4x4x8", 0),
    ("112x112x64", "maxpool: 3x3 s2 same", "56x56x64", 0),
    ("112x112x64", "maxpool: 3x3 s2 p1", "56x56x64", 0),
    ("9x8", "avgpool: 3", "3x8", 0),
    ("9x9x8", "avgpool: {kernel: 3, stride: 1}", "7x7x8", 0),
    ("9x9x9x8", "avgpool: 3x3x1", "3x3x9x8", 0),
    *((shape, word, "8", 0) for shape in ("9x8", "9x9x8", "9x9x9x8") for word in ("gap", "gmp")),
    # dense: the last axis of a vector or a sequence
    ("784", "dense: 128 relu", "128", 784 * 128 + 128),
    ("Sx64", "dense: 32 nobias", "Sx32", 64 * 32),
    ("64", "dense: 32 bn", "32", 64 * 32 + 32 + 64),
    ("Sx64", "dense: 32 swiglu nobias", "Sx32", 2 * 64 * 32),
    ("Sx64", "dense: 32 geglu", "Sx32", 2 * (64 * 32 + 32)),
    ("Sx64", "dense: x4 gelu", "Sx256", 64 * 256 + 256),
    ("Sx64", "dense: {units: 32, gate: glu}", "Sx32", 2 * (64 * 32 + 32)),
    # sequences of words
    ("77", "embedding: 50257x768", "77x768", 50257 * 768),
    ("S", "embedding: {vocabulary: 100, width: 8}", "Sx8", 800),
    ("S", "embedding: 512", "Sx512", None),
    ("77x8", "position", "77x8", 0),
    ("77x8", "position: learned", "77x8", 77 * 8),
    ("Sx8", "position: learned", "Sx8", None),
    ("7x7x8", "position: learned", "7x7x8", 7 * 7 * 8),
    ("49x8", "token: class", "50x8", 8),
    ("Sx8", "token: 4", "S+4x8", 32),
    ("50x8", "take: first", "8", 0),
    ("50x8", "take: last", "8", 0),
    ("50x8", "take: 7", "8", 0),
    # attention: query, key, value, output, each with a bias
    ("Sx64", "attention: 8", "Sx64", 4 * (64 * 64 + 64)),
    ("7x7x64", "attention: 1", "7x7x64", 4 * (64 * 64 + 64)),
    ("Sx64", "attention: 8 masked kv2 rope nobias", "Sx64", 2 * 64 * 64 + 2 * 64 * 16),
    ("Sx64", "attention: {heads: 4, head_dim: 32}", "Sx64", 3 * (64 * 128 + 128) + 128 * 64 + 64),
    ("Sx64", "attention: {heads: 4, project: none}", "Sx64", 0),
    (
        "Sx64",
        "attention: {heads: 8, kv_heads: 2, masked: true, alibi: true, bias: false}",
        "Sx64",
        2 * 64 * 64 + 2 * 64 * 16,
    ),
    # recurrent: 4·(in+u+1)·u, 3·(in+u+2)·u, (in+u+1)·u
    ("9x8", "lstm: 16", "9x16", 4 * (8 + 16 + 1) * 16),
    ("9x8", "gru: 16 last", "16", 3 * (8 + 16 + 2) * 16),
    ("9x8", "rnn: 16", "9x16", (8 + 16 + 1) * 16),
    ("9x8", "lstm: 16 bidirectional", "9x32", 2 * 4 * (8 + 16 + 1) * 16),
    ("9x8", "lstm: {units: 16, bidirectional: true, last: true}", "32", 2 * 4 * (8 + 16 + 1) * 16),
    # shapes
    ("7x8", "flatten", "56", 0),
    ("7x7x8", "flatten", "392", 0),
    ("7x7x7x8", "flatten", "2744", 0),
    ("392", "reshape: 7x7x8", "7x7x8", 0),
    ("7x7x8", "reshape: 49x8", "49x8", 0),
    ("5x8", "permute: 2,1", "8x5", 0),
    ("5x6x8", "permute: 3,1,2", "8x5x6", 0),
    ("5x8", "upsample: 2", "10x8", 0),
    ("5x6x8", "upsample: 2x3 bilinear", "10x18x8", 0),
    ("5x6x7x8", "upsample: 2", "10x12x14x8", 0),
    ("5x8", "pad: 2", "9x8", 0),
    ("5x6x8", "pad: 1x2", "7x10x8", 0),
    ("5x6x7x8", "crop: 1", "3x4x5x8", 0),
    ("5x6x8", "crop: 1x2", "3x2x8", 0),
    # norms, dropout, activations with weights
    *((shape, "bn", shape, 16) for shape in ("8", "9x8", "9x9x8", "9x9x9x8")),
    *((shape, "layernorm", shape, 16) for shape in ("8", "9x8", "9x9x8")),
    *((shape, "rmsnorm", shape, 8) for shape in ("8", "9x8")),
    *((shape, "groupnorm: 4", shape, 16) for shape in ("8", "9x8", "9x9x8", "9x9x9x8")),
    ("9x9x8", "dropout: 0.5", "9x9x8", 0),
    ("9x9x8", "prelu", "9x9x8", 8),
    ("9x9x8", "leakyrelu0.2", "9x9x8", 0),
    ("9x9x8", "custom: anything at all", "9x9x8", 0),
    ("9x9x8", "{custom: {text: box, shape: 3x4, params: 10}}", "3x4", 10),
]


@pytest.mark.parametrize(("shape", "item", "output", "weights"), CASES, ids=lambda value: str(value))
def test_shape_and_weights(shape, item, output, weights):
    found = chain(shape, item)
    counts = [layer.trainable_params for layer in found.layers]
    assert shapes(found)[-1] == output
    assert (None if None in counts else sum(counts)) == weights


def test_every_word_is_tried():
    tried = {item.strip("{").split(":")[0].rstrip("0123456789.") for _, item, _, _ in CASES}
    assert set(LAYERS) - tried == {"split"}  # it has two outputs: see below


def test_split_gives_equal_parts_of_the_channels_by_name():
    found = layers("input: 9x8\nlayers:\n  - split: [a, b]\n  - multiply: [b]\n    from: a\n")
    assert [str(t) for t in found["split"].outputs] == ["9 × 4", "9 × 4"]
    assert found["split"].attrs["parts"] == 2


@pytest.mark.parametrize("word", [*ACTIVATIONS, "leakyrelu0.1", "elu0.5"])
def test_activations_are_layers_and_words(word):
    alone, after = chain("8", word).layers[-1], chain("8", f"dense: 8 {word}").layers[-1]
    assert alone.op == after.op == "activation"
    assert alone.attrs == after.attrs
    assert alone.type == after.type == (word if word in ACTIVATIONS else word[:-3])


@pytest.mark.parametrize("word", [*LAYERS, *ACTIVATIONS])
def test_every_word_has_an_op_of_the_list(word):
    assert layer_word(word).op in OPS


def test_words_make_layers_of_their_own_in_a_fixed_order():
    found = chain("8x8x3", "{conv: 4 3x3 relu same bn, name: stem, label: Stem, note: first}").layers[1:]
    assert [(x.name, x.op, x.type) for x in found] == [
        ("stem", "conv", "conv"),
        ("stem_bn", "norm", "bn"),
        ("stem_relu", "activation", "relu"),
    ]
    assert [(x.label, x.note) for x in found] == [("Stem", "first"), ("", ""), ("", "")]
    assert found[0].known("name") == "given"
    assert found[0].known("outputs") == "inferred"


def test_long_form_equals_shorthand():
    short = chain("28x28x3", "conv: 64 3x3 s2 p1 d1 g1 nobias bn relu")
    long = chain(
        "28x28x3",
        "conv: {filters: 64, kernel: 3x3, stride: 2, padding: 1, dilation: 1, groups: 1, bias: false, norm: bn, activation: relu}",
    )
    assert [x.attrs for x in short.layers] == [x.attrs for x in long.layers]


def test_one_number_of_a_kernel_holds_for_every_axis():
    assert [chain(shape, "conv: 2 3").layers[1].attrs["kernel"] for shape in ("9x1", "9x9x1", "9x9x9x1")] == [
        (3,),
        (3, 3),
        (3, 3, 3),
    ]


def test_axes_of_tensors():
    found = [chain(shape, "relu").layers[1].outputs[0].axes for shape in ("8", "9x8", "9x9x8", "9x9x9x8")]
    assert found == ["C", "TC", "HWC", "DHWC"]


def test_numbers_of_words_are_steps_and_their_vectors_channels():
    found = chain("S", "embedding: 10x4").layers
    assert [x.outputs[0].axes for x in found] == ["T", "TC"]


def test_unknown_sizes_are_said_to_be_unknown():
    found = chain("?x8", "conv: 4 3 valid", "embedding: 3").layers
    assert found[0].known("outputs") == "unknown"
    assert found[1].outputs[0].dims == (None, 4)
    assert found[1].known("outputs") == "unknown"
    assert found[2].params is None
    assert found[2].known("params") == "unknown"


@pytest.mark.parametrize("word", MERGES)
def test_merges_join_the_running_tensor_and_the_named(word):
    found = chain("4x4x8", "{relu: , name: a}", "{conv: 8 3x3, name: b}", f"{word}: a").layers[-1]
    assert (found.op, found.type, found.name) == (word, word, word)
    assert str(found.outputs[0]) == ("4 × 4 × 16" if word == "concat" else "4 × 4 × 8")


@pytest.mark.parametrize("word", ["add", "subtract", "multiply", "average"])
def test_merges_broadcast_a_vector_onto_an_image(word):
    text = f"inputs: {{x: 4x4x8, v: 8}}\nlayers:\n  - {{{word}: v, from: x}}\n"
    assert str(layers(text)[word].outputs[0]) == "4 × 4 × 8"


def test_an_embedding_without_an_input_gives_its_whole_table():
    found = chain("5x8", "{embedding: 100x8, from: [], name: queries}", "attention: {heads: 2, memory: input}")
    assert str(found.index()["queries"].outputs[0]) == str(found.layers[-1].outputs[0]) == "100 × 8"


def test_crop_cuts_larger_ones_from_the_middle_as_in_the_first_u_net():
    found = chain("64x64x8", "{relu: , name: big}", "conv: 8 5x5 valid", "{concat: big, crop: true}").layers[-1]
    assert str(found.outputs[0]) == "60 × 60 × 16"
