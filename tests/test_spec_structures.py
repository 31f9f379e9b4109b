"""Residuals, parallel branches, sharing, states, steps, inputs, outputs and the figure side of specs."""

from __future__ import annotations

import pytest
from reading_specs import chain, graph, layers, problem, reading

from archdraw.errors import UsageError
from archdraw.graph import Edge, Port
from archdraw.readers import spec
from archdraw.source import Source


def edges(found, name):
    return [(e.source, e.source_port, e.target_port) for e in found.predecessors_of()[name]]


def test_residual_adds_the_identity():
    found = chain("8x8x4", "{residual: [{conv: 4 3x3}], name: r}")
    assert edges(found, "r") == [("conv", 0, 0), ("input", 0, 1)]
    assert found.totals()[0] == 9 * 4 * 4 + 4


@pytest.mark.parametrize(
    ("shape", "body", "kernel", "stride", "params"),
    [
        ("8x8x4", "conv: 6 3x3 s2", (1, 1), (2, 2), 4 * 6 + 6),
        ("8x8x4", "conv: 6 3x3 bn", (1, 1), (1, 1), 4 * 6),
        ("9x9x9x4", "conv: 6 3 s3", (1, 1, 1), (3, 3, 3), 4 * 6 + 6),
        ("7x7x4", "conv: 4 3x3 s2", (1, 1), (2, 2), 4 * 4 + 4),
        ("9x4", "conv: 6 3 s2", (1,), (2,), 4 * 6 + 6),
        ("HxWx4", "conv: 6 3x3 s2", (1, 1), (2, 2), 4 * 6 + 6),
    ],
)
def test_residual_projects_by_a_convolution_where_the_shape_changes(shape, body, kernel, stride, params):
    found = chain(shape, f"residual: [{{{body}}}]").index()
    project = found["project"]
    assert (project.op, project.attrs["kernel"], project.attrs["stride"]) == ("conv", kernel, stride)
    assert project.params == params
    assert ("project_bn" in found) is ("bn" in body)
    assert project.known("name") == "inferred"
    assert found["add"].outputs[0].dims == found["conv"].outputs[0].dims


@pytest.mark.parametrize("shape", ["8", "Sx8"])
def test_residual_projects_by_a_dense_layer_on_vectors_and_sequences(shape):
    found = chain(shape, "residual: [{dense: 4}]").index()
    assert (found["project"].op, found["project"].params) == ("dense", 8 * 4 + 4)


def test_residual_looks_at_the_last_convolution_of_its_body_for_bn():
    found = chain("8x8x4", "residual: [{conv: 6 3x3 bn relu}, {conv: 8 1x1}]").index()
    assert found["project"].params == 4 * 8 + 8
    assert "project_bn" not in found


def test_other_shortcuts():
    assert "add" not in chain("8x8x4", "{residual: [{conv: 6 3x3}], shortcut: same}").index()
    assert "add" in chain("8x8x4", "{residual: [{conv: 4 3x3}], shortcut: same}").index()
    assert "add" not in chain("8x8x4", "{residual: [{conv: 4 3x3}], shortcut: none}").index()
    own = chain("8x8x4", "{residual: [{conv: 6 3x3 s2}], shortcut: [{avgpool: 2}, {conv: 6 1x1}]}")
    assert edges(own, "add") == [("conv", 0, 0), ("conv_2", 0, 1)]


def test_residual_concat_is_densenet_and_multiply_is_squeeze_and_excite():
    dense = chain("8x8x4", "{residual: [{conv: 6 3x3}], merge: concat, repeat: 3}")
    assert str(dense.layers[-1].outputs[0]) == "8 × 8 × 22"
    gate = chain("8x8x4", "{residual: [gap, {dense: /2 relu}, {dense: x2 sigmoid}], merge: multiply}")
    assert str(gate.layers[-1].outputs[0]) == "8 × 8 × 4"
    assert not {"project"} & set(gate.index())


def test_the_first_u_net_with_cropped_skips():
    """Ronneberger et al. (2015), figure 1: 572 in, then 56, 104, 200 and 392 after each copy and crop, 388 out."""
    down = "".join(f"  - {{double: {f}, name: e{i}}}\n  - maxpool: 2\n" for i, f in enumerate((64, 128, 256, 512)))
    up = "".join(
        f"  - deconv: {f}\n  - {{concat: e{i}, crop: true}}\n  - double: {f}\n"
        for i, f in ((3, 512), (2, 256), (1, 128), (0, 64))
    )
    text = f"input: 572x572x1\nblocks: {{double: {{params: {{f: null}}, layers: [{{conv: $f 3x3 valid relu, repeat: 2}}]}}}}\nlayers:\n{down}  - double: 1024\n{up}  - conv: 2 1x1\n"
    found = graph(text)
    assert [str(x.outputs[0]) for x in found.layers if x.op == "concat"] == [
        "56 × 56 × 1024",
        "104 × 104 × 512",
        "200 × 200 × 256",
        "392 × 392 × 128",
    ]
    assert str(found.layers[-1].outputs[0]) == "388 × 388 × 2"
    assert found.totals()[0] == 31_030_658


def test_parallel_branches_join_in_order():
    found = chain("8x8x4", "{parallel: {a: [{conv: 2 1x1}], b: [], c: [{conv: 3 3x3 relu}]}, name: mixed}")
    assert edges(found, "mixed") == [("a/conv", 0, 0), ("input", 0, 1), ("c/conv_relu", 0, 2)]
    assert str(found.index()["mixed"].outputs[0]) == "8 × 8 × 9"


def test_parallel_copies_are_groups_side_by_side():
    found = chain("8", "{parallel: [{dense: 4}, relu], copies: 3, merge: average, name: expert, label: Expert}")
    assert [(g.name, g.kind, g.series, g.parallel, g.title) for g in found.groups] == [
        ("expert", "copy", "expert", True, "Expert"),
        ("expert_2", "copy", "expert", True, "Expert"),
        ("expert_3", "copy", "expert", True, "Expert"),
    ]
    assert edges(found, "expert") == [("expert/relu", 0, 0), ("expert_2/relu", 0, 1), ("expert_3/relu", 0, 2)]
    assert found.totals()[0] == 3 * (8 * 4 + 4)


def test_without_a_merge_the_next_item_takes_all_in_order():
    found = chain("8", "{parallel: {a: [{dense: 4}], b: [{dense: 4}]}, merge: none}", "add")
    assert edges(found, "add") == [("a/dense", 0, 0), ("b/dense", 0, 1)]


def test_parts_of_a_split_are_its_ports():
    found = chain("8", "split: [a, b]", "{add: a, from: b}")
    assert edges(found, "add") == [("split", 1, 0), ("split", 0, 1)]


def test_memory_and_its_label():
    text = (
        "inputs: {s: Sx8, t: Tx8}\nlayers:\n  - {group: enc, from: s, layers: [{dense: 8}]}\n"
        '  - {attention: {heads: 2, memory: enc}, from: t, edge: "K, V"}\n'
    )
    found = graph(text)
    assert found.predecessors_of()["attention"] == [
        Edge("t", "attention"),
        Edge("enc/dense", "attention", 0, 1, arg="memory", label="K, V"),
    ]
    assert str(found.index()["attention"].outputs[0]) == "T × 8"


def test_the_text_of_an_edge_stands_on_what_enters():
    found = chain(
        "8", "{residual: [{dense: 8}], edge: x}", "{group: g, edge: y, layers: [relu]}", "{add: dense, edge: z}"
    )
    assert [(e.source, e.target, e.label) for e in found.edges] == [
        ("input", "dense", "x"),
        ("dense", "add", ""),
        ("input", "add", ""),
        ("add", "g/relu", "y"),
        ("g/relu", "add_2", ""),
        ("dense", "add_2", "z"),
    ]


def test_states():
    found = chain(
        "5x8",
        "{group: enc, layers: [{lstm: 6, name: h}]}",
        "{lstm: 6, state: enc, name: s}",
        "{relu: , from: enc.h.state}",
    )
    assert [(e.source, e.target, e.source_port, e.role) for e in found.edges] == [
        ("input", "enc/h", 0, ""),
        ("enc/h", "s", 0, ""),
        ("enc/h", "s", 1, "state"),
        ("enc/h", "relu", 1, ""),
    ]
    assert str(found.index()["relu"].outputs[0]) == "6"


def test_an_encoder_read_by_its_state_alone_is_no_output():
    text = "inputs: {s: 5x8, t: 5x8}\nlayers:\n  - {gru: 6 bidirectional, from: s, name: h}\n  - {gru: 12, from: t, state: h}\n"
    assert graph(text).outputs == (Port("gru"),)


def test_shared_layers_and_blocks():
    text = (
        "input: 8\nblocks: {t: {layers: [{dense: 8 bn}, {group: g, layers: [{dense: 8}]}]}}\n"
        "layers:\n  - {t: , name: a}\n  - {t: , name: b, share: a}\n  - {dense: 8, name: d}\n  - {dense: 8, share: d, repeat: 1}\n"
    )
    found = graph(text)
    shared = {layer.name: layer.weights_of for layer in found.layers if layer.weights_of}
    assert shared == {"b/dense": "a/dense", "b/dense_bn": "a/dense_bn", "b/g/dense": "a/g/dense", "dense": "d"}
    assert [(g.name, g.call_of) for g in found.groups] == [("a", ""), ("a/g", ""), ("b", "a"), ("b/g", "a/g")]
    assert found.totals()[1] == 3 * 72 + 16


def test_a_repeat_of_one_set_of_weights():
    found = chain("8", "{group: g, repeat: 3, share: true, layers: [{dense: 8}]}")
    assert [x.weights_of for x in found.layers] == ["", "", "g/dense", "g/dense"]
    assert [g.call_of for g in found.groups] == ["", "g", "g"]
    assert found.totals()[0] == 72


def test_an_embedding_and_the_output_layer_may_be_tied():
    found = chain("S", "{embedding: 50x8, name: e}", "{dense: 50 nobias softmax, share: e}")
    assert found.index()["dense"].weights_of == "e"
    assert found.totals()[0] == 400


def test_unrolled_steps_are_noted_and_count_once():
    found = chain("5x8", "{rnn: 4, unroll: [t−1, t, t+1]}", "{group: g, unroll: 3, layers: [{gru: 4}, {dense: 2}]}")
    assert found.index()["rnn"].attrs["unroll"] == ("t−1", "t", "t+1")
    assert found.index()["g/gru"].attrs["unroll"] == found.index()["g/dense"].attrs["unroll"] == ("1", "2", "3")
    assert found.totals()[0] == (8 + 4 + 1) * 4 + 3 * (4 + 4 + 2) * 4 + 10


def test_custom_boxes():
    found = chain(
        "8",
        "{custom: 'z = μ + σ·ε', shape: 2x3, params: 5}",
        "{custom: noise, from: [], shape: NxN}",
        "{custom: {text: t, kernel: 3}, label: L}",
    )
    assert [(x.op, x.label, str(x.outputs[0]), x.params) for x in found.layers[1:]] == [
        ("other", "z = μ + σ·ε", "2 × 3", 5),
        ("other", "noise", "N × N", 0),
        ("other", "L", "N × N", 0),
    ]
    assert [(x.known("outputs"), x.known("params")) for x in found.layers[1:3]] == [
        ("given", "given"),
        ("given", "inferred"),
    ]
    assert found.outputs == (Port("custom"), Port("custom_3"))


def test_inputs_have_labels_and_pictures():
    found = graph(
        "inputs: {x: {shape: 8x8x3, label: A cat, image: img/cat.png}, y: 3}\nlayers:\n  - {relu: , from: x}\n"
    )
    x = found.layers[0]
    assert (x.op, x.label, x.attrs["image"], x.attrs["shape"]) == ("input", "A cat", "img/cat.png", (8, 8, 3))
    assert x.known("outputs") == "given"
    assert found.inputs == (Port("x", 0, "x"), Port("y", 0, "y"))
    assert found.notes == ("nothing reads the input 'y'",)


def test_outputs_are_what_nobody_reads_or_what_is_named():
    body = "layers:\n  - {dense: 4, name: a}\n  - {dense: 4 relu, name: b, from: a}\n  - {dense: 4, name: c, from: a}\n"
    assert graph(f"input: 8\n{body}").outputs == (Port("b_relu"), Port("c"))
    assert graph(f"input: 8\n{body}outputs: [c, a]\n").outputs == (Port("c", 0, "c"), Port("a", 0, "a"))
    assert graph(f"input: 8\n{body}outputs: {{x: b, y: [a, c]}}\n").outputs == (
        Port("b_relu", 0, "x"),
        Port("a", 0, "y"),
        Port("c", 0, "y"),
    )
    assert problem(f"input: 8\n{body}outputs: [cc]\n").message == "no layer is named 'cc'"


def test_sizes_that_are_left_open_can_be_filled():
    text = "inputs: {a: Sx8, b: '?x8'}\nlayers:\n  - {concat: , from: [a, b]}\n  - {custom: x, shape: SxS}\n"
    found = spec.read(Source("n.yaml", data=text.encode()), ((5, 8), (5, 8))).graph
    assert [str(x.outputs[0]) for x in found.layers] == ["5 × 8", "5 × 8", "5 × 16", "5 × 5"]
    with pytest.raises(UsageError, match="contradicts"):
        spec.read(Source("n.yaml", data=text.encode()), ((5, 9),))
    with pytest.raises(UsageError, match="2 inputs"):
        spec.read(Source("n.yaml", data=text.encode()), ((5, 8), (5, 8), (5, 8)))


def test_the_figure_side_is_plain_values_with_places():
    text = (
        "input: 8\nlayers:\n  - {dense: 4, style: {fill: red}, name: a}\n"
        "diagram: {renderer: blocks, detail: [x], fit: false, deep: {a: 1.5}}\n"
        'style: {extends: paper, conv: {fill: "#cfe2f3", on: no}}\nfigure: {width: 6.5in, caption: "A: b", legend: true}\n'
    )
    found = reading(text)
    assert found.diagram == {"renderer": "blocks", "detail": ["x"], "fit": False, "deep": {"a": 1.5}}
    assert found.style == {"extends": "paper", "conv": {"fill": "#cfe2f3", "on": "no"}, "a": {"fill": "red"}}
    assert found.figure == {"width": "6.5in", "caption": "A: b", "legend": True}
    assert found.lines["style", "conv", "fill"] == (5, 32)
    assert found.lines["style", "a", "fill"] == (3, 24)
    assert found.lines[("figure",)] == (6, 1)
    assert found.lines["diagram", "deep", "a"] == (4, 61)


def test_the_title_and_the_name():
    found = spec.read(Source("dir/My Net.yaml", data=b"title: T\ninput: 3\nlayers: [relu]")).graph
    assert (found.name, found.title) == ("my-net", "T")


def test_blocks_that_nobody_uses_are_noted():
    assert graph("input: 3\nblocks: {a: {layers: [relu]}}\nlayers: [relu]\n").notes == ("block 'a' is not used",)


def test_specs_are_recognised():
    def sniffed(name, head):
        return spec.sniff(Source(name, data=head, head=head))

    assert sniffed("x.yaml", b"anything")
    assert sniffed("stdin", b"# a net\ntitle: x\ninput: 3\n")
    assert not sniffed("x.yaml", b"\x89PNG\r\n")
    assert not sniffed("x.json", b'{"layers": []}')
    assert not sniffed("x.keras", b"PK\x03\x04")


def test_layers_are_told_apart_by_their_lines():
    found = layers("input: 3\nlayers:\n  - relu\n  - {dense: 4 relu}\n")
    assert [x.origin for x in found.values()] == ["net.yaml:1", "net.yaml:3", "net.yaml:4", "net.yaml:4"]
