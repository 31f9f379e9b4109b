"""What is wrong in a spec is said at its line and column, with a hint that helps."""

from __future__ import annotations

import pytest
from reading_specs import problem, problems

LIST = "input: 28x28x1\nlayers:\n"

# Each case: a text, then the line, the column, the message and the hint of its problem.
TABLE = {
    "unknown layer": (LIST + "  - con: 64 3x3", 3, 5, "unknown layer 'con'", "did you mean 'conv'?"),
    "unlike any layer": (LIST + "  - zzzz: 1", 3, 5, "unknown layer 'zzzz'", "'custom: zzzz' draws a box of your own"),
    "word in a shorthand": (
        LIST + "  - conv: 64 3x3 sme relu",
        *(3, 18, "'sme' is not understood in 'conv: 64 3x3 sme relu'", "did you mean 'same'?"),
    ),
    "no space after colon": (
        LIST + "  - conv:64",
        *(3, 5, "'conv:64' needs a space after the colon", "write 'conv: 64'"),
    ),
    "no colon": (LIST + "  - conv 64 3x3", 3, 5, "'conv 64 3x3' needs a colon after 'conv'", "write 'conv: 64 3x3'"),
    "unknown name": (
        "input: 32x32x64\nlayers:\n  - {conv: 8 3x3, name: enc1}\n  - concat: ecn1",
        *(4, 13, "no layer is named 'ecn1'", "did you mean 'enc1'?"),
    ),
    "name of a later layer": (
        LIST + "  - add: later\n  - {relu: , name: later}",
        *(3, 10, "no layer is named 'later'", "'later' stands on line 4; a layer can only read what comes before it"),
    ),
    "shapes that do not meet": (
        "input: 32x32x64\nlayers:\n  - {conv: 64 3x3, name: a}\n  - maxpool: 2\n  - concat: a",
        *(5, 5, "cannot concat 16×16×64 and 32×32×64", "all sizes but the last must be equal"),
    ),
    "kernel larger than its input": (
        "input: 4x4x1\nlayers:\n  - conv: 6 5x5 valid",
        *(3, 5, "conv 5×5 does not fit a 4×4 input", "use 'same' padding"),
    ),
    "block in itself": (
        "input: 3\nblocks:\n  a: {layers: [b]}\n  b: {layers: [a]}\nlayers: [a]",
        *(
            4,
            16,
            "block 'a' uses itself (a → b → a)",
            "a block holds layers and other blocks; 'repeat:' draws one several times",
        ),
    ),
    "repeat without end": (
        LIST + "  - {relu: , name: x}\n  - {repeat: 1000000000, relu: }",
        *(4, 14, "'repeat: 1000000000' expands to more than 20000 layers", "lower 'repeat'"),
    ),
    "repeats in repeats": (
        LIST + "  - {group: x, repeat: 200, layers: [{group: y, repeat: 200, layers: [relu]}]}",
        *(3, 24, "the network expands to more than 20000 layers", "lower 'repeat'"),
    ),
    "colour without quotes": (
        LIST + "  - relu\nstyle:\n  conv:\n    fill: #fff\n",
        *(6, 11, "the value is empty, because # starts a comment", 'quote the colour: "#fff"'),
    ),
    "unknown top key": ("inpt: 3\nlayers: [relu]", 1, 1, "unknown key 'inpt'", "did you mean 'input'?"),
    "unknown option": (
        LIST + "  - conv: {filters: 64, kernal: 3}",
        *(3, 25, "'conv' has no option 'kernal'", "did you mean 'kernel'?"),
    ),
    "option beside the layer": (
        LIST + "  - {conv: 64 3x3, stride: 2}",
        *(3, 20, "'stride' is an option of 'conv'", "write conv: {stride: …}"),
    ),
    "two layers in one item": (
        LIST + "  - conv: 64 3x3\n    dense: 10",
        *(4, 5, "one entry, two layer types: 'conv' and 'dense'", "start each layer with its own '- '"),
    ),
    "two layers of one name": (
        "input: 3\nlayers:\n  - {dense: 1, name: a}\n  - {dense: 1, name: a}",
        *(4, 22, "two layers are named 'a'", "first named on line 3"),
    ),
    "key twice": (
        LIST + "  - conv: 64 3x3\n    name: a\n    name: b",
        *(5, 5, "key 'name' is given twice", "first given on line 4"),
    ),
    "conv after flatten": (
        LIST + "  - flatten\n  - conv: 3 3x3",
        *(4, 5, "conv needs a sequence, an image or a volume, not 784"),
        "put it before the 'flatten' of line 3, or 'reshape' between them",
    ),
    "conv on a vector": (
        "input: 784\nlayers:\n  - conv: 3 3x3",
        *(3, 5, "conv needs a sequence, an image or a volume, not 784"),
        "write the input with its places, such as 28x28x1",
    ),
    "words of the spec, not of the op": (
        "input: 4x4x1\nlayers:\n  - dwconv: 5x5 valid",
        *(3, 5, "dwconv 5×5 does not fit a 4×4 input", "use 'same' padding"),
    ),
    "sequence or grey image": (
        "input: 28x28\nlayers:\n  - conv: 6 5x5",
        *(3, 5, "conv 5×5 does not fit 28×28, a sequence", "a grey image is written 28×28×1"),
    ),
    "dense on an image": (
        LIST + "  - dense: 10",
        *(3, 5, "dense needs a vector or a sequence, not 28×28×1", "put 'flatten' before it"),
    ),
    "residual to another shape": (
        "input: 7x7x64\nlayers:\n  - residual: [{reshape: 49x64}]",
        *(3, 5, "residual changes the shape from 7×7×64 to 49×64"),
        "make both ends equal, or say how with 'shortcut:'",
    ),
    "heads": ("input: Sx512\nlayers:\n  - attention: 7", 3, 5, "7 heads do not divide 512 channels", "4 or 8 would"),
    "missing parameter": (
        "input: 3\nblocks: {a: {params: {w: null}, layers: [relu]}}\nlayers:\n  - a",
        *(4, 5, "block 'a' needs 'w'", "write 'a: 64'"),
    ),
    "unknown parameter": (
        "input: 3\nblocks: {a: {params: {width: null}, layers: [relu]}}\nlayers:\n  - a: {widht: 64}",
        *(4, 9, "block 'a' has no parameter 'widht'", "did you mean 'width'?"),
    ),
    "braces": (
        LIST + "  - conv: 64 ${k}x3",
        *(3, 14, "'${' is not understood", "write $(…); braces end a value inside { }"),
    ),
    "unknown dollar": (LIST + "  - conv: 3 3x3 s$k", 3, 17, "no parameter is named 'k'", "write $$ for a dollar"),
    "commas in a shape": ("input: 224,224,3\nlayers: [relu]", 1, 8, "'224,224,3' is not a shape", "write 224x224x3"),
    "no kernel": (LIST + "  - conv: 64", 3, 11, "'conv' needs a kernel size", "write 'conv: 64 3x3'"),
    "kernel first": (
        LIST + "  - conv: 3x3 64",
        *(3, 11, "'3x3' is no number of filters", "the number of filters comes before the kernel"),
    ),
    "two paddings": (
        LIST + "  - conv: 64 3x3 same valid",
        *(3, 23, "'same' and 'valid' both set padding", "leave one of them out"),
    ),
    "value where none belongs": (LIST + "  - relu: 3", 3, 11, "'relu' takes no value", "write '- relu'"),
    "layer without a value": (LIST + "  - conv", 3, 5, "'conv' needs a value", "write 'conv: 64 3x3'"),
    "merge of one": (
        LIST + "  - add",
        *(3, 5, "'add' needs two tensors or more", "write 'add: name', or 'from: [a, b]' beside it"),
    ),
    "which input": (
        "inputs: {a: 3, b: 3}\nlayers:\n  - relu\n  - add: b",
        *(3, 5, "'relu' needs 'from:', as there are 2 inputs", "say which with 'from: a'"),
    ),
    "several wires into one layer": (
        "input: 8\nlayers:\n  - split: [a, b]\n  - dense: 3",
        *(4, 5, "'dense' takes one input, but here are 2: split, split", "say which with 'from:'"),
    ),
    "crop of a layer": (
        LIST + "  - {relu: , crop: true}",
        *(3, 14, "one entry, two layer types: 'relu' and 'crop'", "start each layer with its own '- '"),
    ),
    "active without copies": (
        LIST + "  - {parallel: {a: [relu]}, active: 2}",
        *(3, 37, "'active' says how many of the copies run", "write 'copies:' too"),
    ),
    "share of another shape": (
        "input: 8\nlayers:\n  - {dense: 8, name: a}\n  - {dense: 4, share: a}",
        *(4, 23, "cannot share the weights of 'a': the shapes differ", "'a' has 72 weights, this has 36"),
    ),
    "share of itself": (
        "input: 8\nlayers:\n  - {dense: 8, name: a, share: a}",
        *(3, 32, "'a' cannot share its own weights", "name a layer that comes before"),
    ),
    "tied output with a bias": (
        "input: S\nlayers:\n  - {embedding: 50x8, name: e}\n  - {dense: 50, share: e}",
        *(4, 24, "cannot share the weights of 'e': an embedding has no bias", "write nobias"),
    ),
    "state of no recurrent layer": (
        "input: 5x8\nlayers:\n  - {dense: 8, name: a}\n  - {lstm: 8, state: a}",
        *(4, 22, "'a' is no recurrent layer, so it has no state", "lstm, gru and rnn have one"),
    ),
    "state of other units": (
        "input: 5x8\nlayers:\n  - {lstm: 8, name: a}\n  - {lstm: 9, state: a}",
        *(4, 22, "the state of 'a' has 8 units, but this layer has 9", "write 8 units"),
    ),
    "one of several like-named branches": (
        "input: 8\nlayers:\n  - parallel: {a: [relu], b: []}\n  - parallel: {a: [relu], b: []}\n  - add: a",
        *(5, 10, "'a' names several things here", "give each of them a name of its own with 'name:'"),
    ),
    "custom from nothing": (
        "input: 8\nlayers:\n  - {custom: noise, from: []}",
        *(3, 6, "'custom' without an input needs a shape", "write 'shape: 100' beside it, or 'from:'"),
    ),
    "indivisible count": (
        "input: 10\nlayers:\n  - dense: /4",
        *(3, 12, "10 channels cannot be divided by 4", "write the number of units"),
    ),
    "edits of no model": (
        "input: 3\nlayers: [relu]\nhide: [dropout_*]",
        *(3, 1, "'hide' edits the figure of a model, but there is no 'source:'"),
        "name the model, 'source: model.keras', or write it at the layer",
    ),
    "fit": ("input: 3\nlayers: [relu]\ndiagram: {fit: pag}", 3, 16, "'fit' is page, width or false, not 'pag'", ""),
    "figure key": (
        "input: 3\nlayers: [relu]\nfigure: {lgend: true}",
        *(3, 10, "'figure' has no 'lgend'", "did you mean 'legend'?"),
    ),
    "picture elsewhere": (
        "input: {shape: 3, image: ../cat.png}\nlayers: [relu]",
        *(1, 26, "a picture must lie beside or below the spec", "write a path such as images/cat.png"),
    ),
    "activation with a typo": (
        LIST + "  - conv: {filters: 3, kernel: 3, activation: rleu}",
        *(3, 47, "'rleu' is not an activation", "did you mean 'relu'?"),
    ),
    "unknown key beside": (
        LIST + "  - {relu: , nme: x}",
        3,
        14,
        "unknown key 'nme' beside 'relu'",
        "did you mean 'name'?",
    ),
    "block named like a layer": (
        "input: 3\nblocks: {conv: {layers: [relu]}}\nlayers: [relu]",
        *(2, 10, "a block cannot be named 'conv'", "that word has a meaning; choose another"),
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_message_place_and_hint(case):
    text, line, column, message, hint = TABLE[case]
    found = problem(text)
    assert (found.line, found.column, found.message, found.hint) == (line, column, message, hint)
    assert found.excerpt == text.splitlines()[line - 1]
    assert found.file == "net.yaml"


def test_all_independent_problems_come_in_one_run_and_in_order():
    text = LIST + "  - con: 64 3x3\n  - conv: 64 3x3 sme\n  - conv: 64 3x3\n  - add: nothing\nfigure: {width: -3cm}\n"
    assert [(p.line, p.column) for p in problems(text)] == [(3, 5), (4, 18), (6, 10), (7, 17)]


def test_an_error_causes_no_others_in_what_follows():
    text = LIST + "  - conv: 6 55x55 valid\n  - dense: 10\n  - {residual: [{conv: 3 3x3 s2}]}\n  - dense: x4\n"
    assert [(p.line, p.column) for p in problems(text)] == [(3, 5)]


def test_names_of_what_is_wrong_are_still_known():
    text = (
        "input: 8\nblocks: {b: {params: {w: null}, layers: [{dense: $w, name: h}]}}\nlayers:\n"
        "  - {dens: 8, name: a}\n  - {b: , name: c}\n  - {lstm: 8, name: d}\n  - {add: [a, c, c.h, d, d.state]}\n  - {dense: 8, share: a}\n"
    )
    assert [(p.line, p.column) for p in problems(text)] == [(4, 6), (5, 6)]


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        *(("Conv2D", "conv"), ("Linear", "dense"), ("MaxPooling2D", "maxpool"), ("BatchNormalization", "bn")),
        *(("GlobalAveragePooling2D", "gap"), ("MultiHeadAttention", "attention"), ("Conv2DTranspose", "deconv")),
        *(("Concatenate", "concat"), ("LayerNormalization", "layernorm"), ("ReLU", "relu"), ("fc", "dense")),
    ],
)
def test_words_of_frameworks_lead_to_ours(word, ours):
    assert problem(f"{LIST}  - {word}: 3").hint == f"did you mean '{ours}'?"


@pytest.mark.parametrize(
    ("item", "hint"),
    [
        ("Conv2D(64, (3,3), activation='relu')", "did you mean 'conv'?"),
        ("conv: 64, 3x3, relu", "separate words by spaces, without commas"),
        ("dense: 10 dropout 0.5", "'dropout' is a layer: start it with its own '- '"),
        ("conv: 64 3 x 3", "write sizes without spaces: 3x3"),
        ("conv: 64 3x3 stride 2", "write s2 for a stride of 2, or 'conv: {stride: …}'"),
        ("conv: 64 3x3 activation=relu", "write 'conv: {activation: …}'"),
        ("lstm: 8 return_sequences", "the words of 'lstm' are last and bidirectional"),
        ("dropout: 50%", "write 0.5"),
        ("leakyrelu: 0.2", "write '- leakyrelu0.2'"),
        ('"conv: 64 3x3"', "remove the quotes"),
        ("input: 3", "the input stands at the top: 'input: 224x224x3'"),
        ("repeat: 3\n    layers: [relu]", "write 'group: title' to repeat several layers"),
        ("residual: {layers: [relu]}", "start each layer with '- '"),
        ("add: [input input]", "separate names by commas: [input, input]"),
        ("attention: heads 8", "write 'attention: {heads: …}'"),
    ],
)
def test_hints_for_newcomers(item, hint):
    assert problem(f"{LIST}  - {item}\n").hint == hint


@pytest.mark.parametrize("shape", ["(224, 224, 3)", "[224, 224, 3]", "224,224,3"])
def test_hints_for_shapes(shape):
    assert problem(f"input: {shape}\nlayers: [relu]\n").hint == "write 224x224x3"


def test_a_word_with_an_x_is_no_shape():
    for shape in ("max_len", "maxx3", "textx8"):
        assert problem(f"input: {shape}\nlayers: [relu]\n").hint.startswith("a symbol must not contain an x")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("title: #1 of all\ninput: 3\nlayers: [relu]\n", 1, 8),
        ("input: 3\nlayers:\n  - relu:\n    label: #1\n", 4, 12),
        ("input: 3\nlayers: [relu]\nfigure:\n  caption: #1\n", 4, 12),
    ],
)
def test_a_value_that_became_a_comment_is_not_lost_in_silence(text, line, column):
    found = problem(text)
    assert (found.line, found.column) == (line, column)
    assert found.message == "the value is empty, because # starts a comment"


def test_comments_are_fine_where_no_value_is_needed():
    text = "input: 3  #a vector\nlayers: #the list\n  - relu: #here\n    label:  # none\n  - gap\n"
    assert problem(text).message.startswith("gap needs a sequence")  # and nothing about the comments


def test_a_problem_in_a_repeated_block_is_shown_once():
    text = "input: 8\nblocks: {a: {layers: [{dense: 8 rleu}]}}\nlayers:\n  - {a: , repeat: 12}\n"
    assert problem(text).column == 33


def test_a_first_copy_that_is_wrong_does_not_hide_in_the_others():
    text = "input: 8\nblocks: {a: {params: {w: null}, layers: [{dense: $w}]}}\nlayers: [{a: 8, repeat: 3, first: {u: 2}}]\n"
    assert problem(text).message == "block 'a' has no parameter 'u'"


def test_at_most_twenty_problems_are_shown():
    assert len(problems(LIST + "  - con: 64 3x3\n" * 500)) == 20


def test_the_report_shows_the_line_a_caret_and_the_hint():
    assert str(problem(LIST + "  - conv: 64 3x3 sme relu")) == (
        "net.yaml:3:18: error: 'sme' is not understood in 'conv: 64 3x3 sme relu'\n"
        "  - conv: 64 3x3 sme relu\n"
        "                 ^\n"
        "hint: did you mean 'same'?"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1000000000", "1000000000"), ("-4", "-4"), ("0", "0"), ("1.5", "1.5"), ("NaN", "NaN"), (".inf", ".inf")],
)
def test_a_count_is_a_whole_number(value, shown):
    expected = f"filters must be a whole number from 1 to 10000000, not '{shown}'"
    assert problem(f"{LIST}  - conv: {value} 3x3").message == expected
    assert problem(f"{LIST}  - conv: {{filters: {value}, kernel: 3}}").message == expected


@pytest.mark.parametrize("repeat", ["0", "-1", "1.5", "six", "true", "[2]"])
def test_a_repeat_is_a_whole_number(repeat):
    found = problem(f"{LIST}  - {{relu: , repeat: {repeat}}}")
    assert found.message.startswith("repeat must be a whole number")
    assert found.column == 22


def test_an_item_that_is_no_layer():
    assert problem(LIST + "  - [relu]").message == "an item is a layer, not a list"
    assert problem(LIST + "  - {name: x}").message == "this item names no layer"
    assert problem(LIST + "  - ''").message == "this item is empty"


def test_columns_inside_quoted_and_long_values():
    assert problem(LIST + "  - conv: '64 3x3 sme'").column == 19
    assert problem(LIST + "  - conv:\n      64 3x3\n      sme").column == 7
