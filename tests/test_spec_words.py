"""Every layer word, in one, two and three dimensions where it has a meaning: shape, weights, attributes."""

from __future__ import annotations

import pytest
from reading_specs import chain, layers, shapes
from spec_cases import CASES

from archdraw.graph import OPS
from archdraw.spec.words import ACTIVATIONS, LAYERS, MERGES, layer_word


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
