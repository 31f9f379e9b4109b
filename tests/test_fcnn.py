"""The renderer `fcnn`: true counts and edges, nothing off the page, every option changes the figure, and errors that name the layer."""

import itertools
import warnings
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene_strategies import HOSTILE

import archdraw
from archdraw import registry
from archdraw.diagram import Fan, Label, Units
from archdraw.errors import ArchdrawWarning, LayoutError, UnknownName, UsageError
from archdraw.layouts.fcnn import Options
from archdraw.quality import measure
from archdraw.text.math import START

HERE = Path(__file__).resolve().parent
MLP = HERE.parent / "templates" / "specs" / "mlp.yaml"
WEIGHTED = HERE.parent / "gallery" / "weights" / "small.keras"


def spec(*sizes, activation="relu"):
    layers = ", ".join(f"{{dense: {size} {activation}}}" for size in sizes[1:])
    return f"input: {sizes[0]}\nlayers: [{layers}]\n".encode()


def drawn(source, style=None, width=None, **options):
    name = "net.yaml" if isinstance(source, bytes) else ""
    return archdraw.render(source, name=name, renderer="fcnn", style=style, width=width, options=options)


def units(figure, kind="layer"):
    return [mark for mark in figure.diagram.marks if isinstance(mark, Units) and mark.kind == kind]


def fans(figure, kind="weight"):
    return [mark for mark in figure.diagram.marks if isinstance(mark, Fan) and mark.kind == kind]


def captions(figure):
    return [tuple(line.text for line in mark.lines) for mark in figure.diagram.marks if isinstance(mark, Label)]


def test_the_figure_of_the_design():
    """The distances of the design: radius 4.4, pitch 12.2, columns 62 apart, the bias 1.35 pitches under the last slot."""
    figure = drawn(MLP, width="3.25in")
    columns = units(figure)
    assert [len(mark.centers) for mark in columns] == [8, 8, 8, 10]
    assert {mark.radius for mark in columns} == {4.4}
    xs = [mark.centers[0][0] for mark in columns]
    assert [b - a for a, b in itertools.pairwise(xs)] == pytest.approx([62.0] * 3)
    ys = [y for _, y in columns[-1].centers]
    assert [b - a for a, b in itertools.pairwise(ys)] == pytest.approx([12.2] * 9)
    assert [mark.centers[0][1] - ys[-1] for mark in units(figure, "bias")] == pytest.approx([1.35 * 12.2] * 3)
    assert figure.scene.width == 234
    dots = [y for _, y in columns[0].dots]
    assert dots[1] == pytest.approx((ys[0] + ys[-1]) / 2)
    assert dots[2] - dots[1] == pytest.approx(3.4)
    assert captions(figure) == [
        ("Input", "784"), ("Hidden 1", "128", "ReLU"), ("Hidden 2", "64", "ReLU"), ("Output", "10", "softmax"),
    ]  # fmt: skip
    assert measure(figure.scene).faults == ()
    assert measure(figure.scene).straight == 1.0


def test_names_say_the_true_indices():
    first, *_, last = units(drawn(MLP))
    assert [line.text.strip(START + "\ufdd1") for line in first.lines] == [
        f"x_{{{i}}}" for i in (1, 2, 3, 4, 781, 782, 783, 784)
    ]
    assert last.lines[-1].text.strip(START + "\ufdd1") == "y_{10}"


def test_every_neuron_drawn_has_an_edge_to_every_one_of_the_next_layer():
    figure = drawn(MLP)
    assert [len(fan.strands) for fan in fans(figure)] == [8 * 8, 8 * 8, 8 * 10]
    assert [len(fan.strands) for fan in fans(figure, "bias")] == [8, 8, 10]
    assert {fan.edge for fan in fans(figure)} == {(edge.source, edge.target) for edge in figure.drawn.edges}
    radius = 4.4
    for place, fan in enumerate(fans(figure)):
        centers = [*units(figure)[place].centers, *units(figure)[place + 1].centers]
        for strand in fan.strands:
            for x, y in (strand.points[0], strand.points[-1]):
                nearest = min(((x - u) ** 2 + (y - v) ** 2) ** 0.5 for u, v in centers)
                assert nearest == pytest.approx(radius)


def test_a_bias_is_drawn_where_the_layer_has_one():
    source = b"input: 3\nlayers: [{dense: 4 nobias}, {dense: 2}]\n"
    assert [mark.layer for mark in units(drawn(source), "bias")] == ["dense2 bias"] or len(
        units(drawn(source), "bias")
    ) == 1
    assert captions(drawn(source))[1][1] == "4"


def test_a_large_network_is_a_small_file():
    assert len(drawn(spec(784, 128, 10)).to_bytes("svg")) < 100_000
    assert len(drawn(spec(784, 128, 10), max_units=40).to_bytes("svg")) < 100_000


def test_edges_of_one_pair_are_one_path():
    paths = [line for line in drawn(MLP).svg.splitlines() if 'class="edge"' in line]
    assert len(paths) == 6  # three pairs, and the biases of each


def test_an_image_counts_all_its_pixels():
    figure = drawn(b"input: 28x28x1\nlayers: [flatten, {dense: 10 softmax}]\n")
    assert captions(figure) == [("Input", "784", "28 × 28 × 1"), ("Output", "10", "softmax")]


def test_what_has_no_neurons_is_said_under_the_layer_before():
    source = b"input: 8\nlayers: [{dense: 6}, bn, relu, {dropout: 0.5}, {dense: 3}, layernorm, softmax]\n"
    assert captions(drawn(source))[1:] == [("Hidden", "6", "BN, ReLU"), ("Output", "3", "LN, softmax")]


def test_a_keras_file_is_drawn():
    figure = drawn(WEIGHTED)
    assert captions(figure) == [("Input", "4"), ("Hidden", "6", "tanh"), ("Output", "3", "softmax")]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"input: 8x8x3\nlayers: [{conv: 4 3x3}, flatten, {dense: 2}]\n", "cannot show 'conv"),
        (b"input: 8x3\nlayers: [{dense: 2}]\n", "puts out 8 × 2"),
        (b"input: 5x8\nlayers: [{dense: 2}, {lstm: 3}]\n", "cannot show 'lstm"),
        (b"input: 8\nlayers: [{dense: 8 relu}, {residual: [{dense: 8}]}, {dense: 2}]\n", "in a row|cannot show"),
    ],
)
def test_what_is_no_such_network_is_refused_by_the_name_of_the_layer(source, said):
    with pytest.raises(LayoutError, match=said) as error:
        drawn(source)
    assert "try the renderer 'graph'" in error.value.hint


def test_an_unknown_size_is_not_guessed():
    figure = archdraw.render(b"input: N\nlayers: [{dense: 3}]\n", name="a.yaml", renderer="fcnn")
    assert captions(figure)[0] == ("Input", "N")
    assert len(units(figure)[0].dots) == 3
    assert len(units(figure)[0].lines) == 4  # the indices of the last ones are not known


sizes = st.lists(st.integers(1, 2048), min_size=1, max_size=12)


networks = st.tuples(
    st.integers(1, 2048),
    sizes,
    st.sampled_from(["relu", "softmax", "leakyrelu", "linear"]),
    st.fixed_dictionaries(
        {
            "direction": st.sampled_from(["right", "down", "up"]),
            "bezier": st.booleans(),
            "bias": st.sampled_from(["auto", "false"]),
        },
        optional={"arrowheads": st.sampled_from(["empty", "solid"]), "node_text": st.sampled_from(["beside", "none"])},
    ),
    st.sampled_from(["paper", "print", "latex", "dark"]),
)


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks)
def test_none_of_many_such_networks_has_a_fault(network):
    test_any_such_network_has_no_fault.hypothesis.inner_test(network)


@settings(max_examples=25, deadline=None)
@given(networks)
def test_any_such_network_has_no_fault(network):
    inputs, layers, activation, options, style = network
    figure = drawn(spec(inputs, *layers, activation=activation), style=style, **options)
    assert [str(fault) for fault in measure(figure.scene).faults] == []
    assert [int(words[1].replace(",", "")) for words in captions(figure)] == [inputs, *layers]
    drawn_neurons = [len(mark.centers) for mark in units(figure)]
    assert drawn_neurons == [size if size <= 10 else 8 for size in (inputs, *layers)]
    reach = [
        max(c) - min(c)
        for c in ([y if options["direction"] == "right" else x for x, y in m.centers] for m in units(figure))
    ]
    for (one, first), (two, second) in zip(
        zip((inputs, *layers), reach, strict=True), list(zip((inputs, *layers), reach, strict=True))[1:], strict=False
    ):
        assert one > two or first <= second + 1e-6  # a larger layer is never drawn smaller


@pytest.mark.parametrize("style", sorted(registry.entries("styles")))
def test_a_figure_has_no_faults_in_any_style(style):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)  # of NN-SVG's pixels, small in print
        for options in ({}, {"direction": "down"}, {"bias": "true", "node_text": "beside"}):
            found = measure(drawn(MLP, style=style, **options).scene).faults
            assert [str(fault) for fault in found if fault.kind != "small text"] == []
            found = measure(drawn(WEIGHTED, style=style, weights="file", **options).scene).faults
            assert [str(fault) for fault in found if fault.kind != "small text"] == []


CHANGED = {
    "direction": "down", "max_units": 5, "node_diameter": 12, "node_gap": 8, "layer_spacing": 30, "node_color": "tomato",
    "node_border_color": "navy", "node_text": "none", "symbols": "a,b,c", "first_index": 0, "bias": "false", "show_labels": False,
    "show_layer_names": True, "show_layer_activations": False, "counts": "space", "bezier": True, "arrowheads": "solid",
    "edge_width": 1, "edge_opacity": 0.4, "edge_color": "green", "width": 150, "height": 60, "weights": "file",
    "output_names": ["a", "b", "c"], "input_names": ["p", "q", "r", "s"],
}  # fmt: skip
WITH_WEIGHTS = {
    "edge_width_least": 1, "edge_opacity_proportional": "true", "edge_width_proportional": "false", "weight_max": 4,
    "edge_color_proportional": "false", "negative_color": "purple", "positive_color": "green", "color_power": 2,
    "dash_negative": True, "color_bar": False,
}  # fmt: skip


def test_every_option_is_seen():
    assert {field.name for field in fields(Options)} == set(CHANGED) | set(WITH_WEIGHTS)


@pytest.mark.parametrize("name", CHANGED)
def test_an_option_changes_the_figure(name):
    base = {"direction": "down"} if name == "height" else {}
    before = drawn(WEIGHTED, **base).svg
    assert drawn(WEIGHTED, **base, **{name: CHANGED[name]}).svg != before


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_an_option_of_weights_changes_the_figure(name):
    before = drawn(WEIGHTED, weights="file").svg
    assert drawn(WEIGHTED, weights="file", **{name: WITH_WEIGHTS[name]}).svg != before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"max_units": 3}, "at least 4 and at most 256"),
        ({"node_diameter": 0}, "at least 2 and at most 100"),
        ({"node_gap": [4, 900]}, "at least 0 and at most 200"),
        ({"layer_spacing": 5000}, "at least 4 and at most 1000"),
        ({"edge_opacity": 1.5}, "at least 0 and at most 1"),
        ({"edge_color": "url(#x)"}, "takes a colour"),
        ({"symbols": "x"}, "takes three"),
        ({"symbols": r"x,\input{a},y"}, "is no formula"),
        ({"output_names": ["only one"]}, "1 names for the 10 neurons"),
        ({"edge_width_proportional": "true"}, "weights that are not drawn"),
        ({"arrowheads": "sold"}, "cannot be 'sold'"),
        ({"weights": "file"}, "this source has none"),
        ({"weights": [[[1.0]]]}, "1 matrices, but there are 3"),
        ({"weights": "[[["}, "none, file or matrices"),
    ],
)
def test_what_an_option_cannot_be_is_told(options, said):
    with pytest.raises((UsageError, UnknownName), match=said):
        drawn(MLP, **options)


@pytest.mark.parametrize(("kind", "points"), [("solid", 3), ("empty", 3)])
@pytest.mark.parametrize("width", [0.5, 2, 6])
@pytest.mark.parametrize("bezier", [False, True])
def test_heads_touch_the_neurons_at_any_width(kind, points, width, bezier):
    figure = drawn(spec(3, 4, 2), arrowheads=kind, edge_width=width, bezier=bezier)
    for place, fan in enumerate(fans(figure)):
        for strand in fan.strands:
            assert len(strand.tip) == points
            x, y = strand.tip[1]
            far = min(((x - u) ** 2 + (y - v) ** 2) ** 0.5 for u, v in units(figure)[place + 1].centers)
            assert far == pytest.approx(4.4, abs=1e-4)


def test_the_style_colours_each_layer():
    figure = drawn(b"input: 3\nlayers: [{dense: 4, name: first}, {dense: 2}]\nstyle: {first: {fill: tomato}}\n")
    assert figure.svg.count("#ff6347") == 4


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_are_text_whatever_they_contain(label):
    graph = archdraw.read(spec(3, 4, 2), name="net.yaml")
    graph = replace(graph, layers=tuple(replace(layer, label=label, note=label) for layer in graph.layers))
    for options in ({}, {"direction": "down"}, {"output_names": [label, "b"]}):
        figure = drawn(graph, **options)
        faults = measure(figure.scene).faults
        assert [str(fault) for fault in faults] == []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ArchdrawWarning)
            assert b"<script" not in figure.to_bytes("svg")
            code = [line for line in figure.to_bytes("tex").splitlines() if not line.startswith(b"%")]
            assert b"<script" not in b"".join(code)


def test_the_same_input_gives_the_same_bytes():
    assert drawn(MLP).svg == drawn(MLP).svg
