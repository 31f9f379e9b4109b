"""The renderers `lenet` and `alexnet` on networks that are no chains: several inputs, several outputs, ways beside the main one."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.diagram import Cone, Label, Link, Sheets, Solid, Spread
from archdraw.errors import LayoutError
from archdraw.quality import measure

SPECS = Path(__file__).resolve().parent.parent / "templates" / "specs"
RENDERERS = ("lenet", "alexnet")

MULTIMODAL = """
title: Image and features
inputs: {image: 64x64x3, features: 12}
layers:
  - {conv: 32 3x3 relu, from: image}
  - maxpool: 2
  - conv: 64 3x3 relu
  - maxpool: 2
  - flatten
  - {dense: 128 relu, name: seen}
  - {dense: 32 relu, from: features}
  - dense: 32 relu
  - {concat: seen, name: both}
  - dense: 64 relu
  - dense: 10 softmax
"""
HEADS = """
title: Policy and value
input: 9x9x17
layers:
  - conv: 64 3x3 same relu
  - conv: 64 3x3 same relu
  - {conv: 64 3x3 same relu, name: trunk}
  - {conv: 2 1x1 relu, from: trunk}
  - flatten
  - {dense: 82 softmax, name: policy}
  - {conv: 1 1x1 relu, from: trunk}
  - flatten
  - dense: 64 relu
  - {dense: 1 tanh, name: value}
outputs: [policy, value]
"""
BRANCH = """
title: Branches
input: 32x32x3
layers:
  - {conv: 32 3x3 same relu, name: stem}
  - {conv: 16 1x1 relu, name: one, from: stem}
  - {conv: 16 1x1 relu, from: stem}
  - {conv: 32 3x3 same relu, name: three}
  - {conv: 8 1x1 relu, from: stem}
  - {conv: 16 5x5 same relu, name: five}
  - {concat: [one, three], name: all}
  - maxpool: 2
  - gap
  - dense: 10 softmax
"""
NETS = {"siamese": SPECS / "siamese.yaml", "multimodal": MULTIMODAL, "heads": HEADS, "branch": BRANCH}
CASES = [(renderer, name) for renderer in RENDERERS for name in NETS]


def drawn(source, renderer, width=None, style=None, **options):
    if isinstance(source, str):
        source, name = source.encode(), "n.yaml"
    else:
        name = ""
    return archdraw.render(source, name=name, renderer=renderer, options=options, width=width, style=style)


def said(figure):
    return [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]


def rows(figure):
    """The layers that are drawn, by the height of their middle, each row from left to right."""
    found = {}
    for mark in figure.diagram.marks:
        if isinstance(mark, Sheets):
            low, high = mark.boxes[0].top, mark.boxes[-1].bottom
            found.setdefault(round((low + high) / 2, 1), []).append((mark.boxes[0].left, mark.layer))
        if isinstance(mark, Solid):
            across, down = zip(*mark.corners, strict=True)
            found.setdefault(round((min(down) + max(down)) / 2, 1), []).append((min(across), mark.layer))
    return [sorted(found[y]) for y in sorted(found)]


@pytest.mark.parametrize(("renderer", "name"), CASES)
def test_figures_of_branched_networks_have_no_fault_and_fit_the_page(renderer, name):
    figure = drawn(NETS[name], renderer)
    assert measure(figure.scene).faults == ()
    assert figure.scene.width <= 468.01


@pytest.mark.parametrize(("renderer", "name"), CASES)
def test_every_edge_of_a_branched_network_is_drawn_once(renderer, name):
    figure = drawn(NETS[name], renderer)
    marks = figure.diagram.marks
    pairs = [pair for mark in marks if isinstance(mark, (Cone, Spread)) for pair in mark.edges]
    pairs += [pair for mark in marks if isinstance(mark, Solid) for beam in mark.beams for pair in beam.edges]
    pairs += [pair for mark in marks if isinstance(mark, Link) and mark.head for pair in mark.edges]
    assert sorted(pairs) == sorted((edge.source, edge.target) for edge in figure.drawn.edges)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_towers_that_share_weights_stand_side_by_side_with_one_set_of_names(renderer):
    figure = drawn(NETS["siamese"], renderer)
    one, two = rows(figure)
    tower = min(len(one), len(two))
    assert [left for left, _ in one[:tower]] == pytest.approx([left for left, _ in two[:tower]])
    assert (one[0][1], two[0][1]) == ("left", "right")
    names = said(figure)
    for word in {"lenet": ("C1", "S2", "F8"), "alexnet": ("conv1", "fc5")}[renderer]:
        assert names.count(word) == 2
    assert {"left", "right", "|a − b|"} <= set(names)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_inputs_begin_on_one_line_and_a_line_leads_from_the_end_of_the_row_beside_to_where_it_joins(renderer):
    figure = drawn(MULTIMODAL, renderer)
    (short, long) = sorted(rows(figure), key=len)
    assert short[0][1] == "features"
    assert {"image", "features", "concat"} <= set(said(figure))
    (link,) = [mark for mark in figure.diagram.marks if isinstance(mark, Link) and len(mark.points) == 3]
    assert link.edges[-1][1] == "both"
    joined = next(left for left, layer in long if layer == "both")
    assert joined < link.points[-1][0] < joined + 20
    assert link.points[0][1] == link.points[1][1]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_outputs_are_called_by_their_names(renderer):
    assert {"policy", "value"} <= set(said(drawn(HEADS, renderer)))


TANGLED = """
input: 8x8x3
layers:
  - {conv: 3 3x3 same, name: b1, from: input}
  - {conv: 3 3x3 same, name: b2}
  - {conv: 3 3x3 same, name: x0, from: input}
  - {conv: 3 3x3 same, name: x1}
  - {add: b1}
  - {conv: 3 3x3 same, name: x2}
  - {conv: 3 3x3 same, name: x3}
  - {add: b2}
"""


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("inputs: {a: 4, b: 5}\nlayers: [{dense: 3, from: a}, {dense: 3, from: b}]", "'[ab]' begins a second one"),
        (TANGLED, "one leads from 'b1' to 'add'"),
        ("inputs: {a: 8x8x8x3, b: 4}\nlayers: [{gap: , from: a}, {concat: b}]", "cannot show 'a'"),
    ],
)
def test_what_is_tangled_is_refused_by_name(renderer, spec, why):
    with pytest.raises(LayoutError, match=f"'{renderer}'.*{why}") as error:
        drawn(spec, renderer)
    assert "blocks" in error.value.hint


MODULE = """
input: 28x28x192
layers:
  - {conv: 64 1x1 relu, from: input, name: a1}
  - {conv: 96 1x1 relu, from: input}
  - {conv: 128 3x3 same relu, name: a2}
  - {maxpool: 3x3 s1 same, from: input}
  - {conv: 32 1x1 relu}
  - {concat: [a1, a2]}
  - gap
  - dense: 10 softmax
"""


@pytest.mark.parametrize("renderer", RENDERERS)
def test_two_skips_between_the_same_layers_say_each_what_is_on_them(renderer):
    figure = drawn(MODULE, renderer)
    assert {"conv 1×1", "max pool 3×3, conv 1×1"} <= set(said(figure))
    assert measure(figure.scene).faults == ()


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_long_network_wraps_between_its_branches(renderer):
    module = "{{conv: 16 1x1 relu, from: {0}}}, {{conv: 32 3x3 same relu, name: {1}a}}, {{conv: 8 1x1 relu, from: {0}}}, {{conv: 16 5x5 same relu}}, {{concat: {1}a}}, {{conv: 16 3x3 same, name: {1}}}"
    layers = [module.format(one, two) for one, two in (("input", "m"), ("m", "n"), ("n", "o"), ("o", "p"))]
    figure = drawn(f"input: 32x32x16\nlayers: [{', '.join(layers)}, gap, dense: 10]", renderer)
    assert measure(figure.scene).faults == ()
    assert figure.scene.width <= 468.01
    assert len(rows(figure)) >= 4


KERNELS = st.sampled_from([1, 3, 5])
FILTERS = st.sampled_from([1, 8, 64, 512])


@st.composite
def ways(draw, source, end):
    """Some layers from one to another, as specs; all keep the size of maps."""
    count = draw(st.integers(1, 3))
    layers = [f"{{conv: {draw(FILTERS)} {draw(KERNELS)}x{draw(KERNELS)} same relu}}" for _ in range(count)]
    layers[0] = layers[0].replace("}", f", from: {source}}}")
    layers[-1] = layers[-1].replace("}", f", name: {end}}}")
    return layers


@st.composite
def networks(draw):
    """A conv net with modules of parallel ways, perhaps a second input, perhaps a second head."""
    kind = draw(st.sampled_from(["none", "vector", "maps"]))
    inputs = {"none": "x: 32x32x3", "vector": "x: 32x32x3, y: 7", "maps": "x: 32x32x3, y: 32x32x1"}[kind]
    layers, last = [], "x"
    if kind == "maps":
        layers += [*draw(ways("x", "p")), *draw(ways("y", "q")), "{concat: p, name: pq}"]
        last = "pq"
    for m in range(draw(st.integers(0 if kind != "none" else 1, 2))):
        ends = [f"w{m}{k}" for k in range(draw(st.integers(2, 3)))]
        for end in ends:
            layers += draw(ways(last, end))
        layers.append(f"{{concat: [{', '.join(ends[:-1])}], name: m{m}}}")
        last = f"m{m}"
        if draw(st.booleans()):
            layers.append("{maxpool: 2}")
            layers.append(f"{{conv: {draw(FILTERS)} 3x3 same relu, name: c{m}}}")
            last = f"c{m}"
    layers.append(f"{{gap: , from: {last}, name: flat}}")
    last = "flat"
    if kind == "vector":
        layers += ["{dense: 16 relu, from: y}", "{dense: 8 relu}", "{concat: flat, name: both}"]
        last = "both"
    layers.append(f"{{dense: 64 relu, from: {last}, name: body}}")
    layers.append("{dense: 10 softmax, name: first}")
    outputs = ["first"]
    if draw(st.booleans()):
        layers += ["{dense: 20 relu, from: body}", "{dense: 1, name: second}"]
        outputs.append("second")
    return f"inputs: {{{inputs}}}\nlayers: [{', '.join(layers)}]\noutputs: [{', '.join(outputs)}]"


REFUSED = ("no place on the page", "begin and end once", "cannot lead around", "a skip within one row", "a second one")


def faults(spec, renderer, width, options, refused=(REFUSED[0], REFUSED[3])):
    try:
        figure = drawn(spec, renderer, width=width, **options)
    except LayoutError as error:  # what is tied stands in one row of the page, and some of it is longer than that
        if not any(why in str(error) for why in refused):
            raise
        return []
    return [str(fault) for fault in measure(figure.scene).faults]


@st.composite
def tangles(draw):
    """Convolutions and concatenations that read any layers before them, perhaps with a second input."""
    names, layers = ["x"], []
    for i in range(draw(st.integers(2, 9))):
        source = draw(st.sampled_from(names[-4:]))
        if not layers or draw(st.booleans()):
            kernel = draw(KERNELS)
            layers.append(f"{{conv: {draw(FILTERS)} {kernel}x{kernel} same relu, from: {source}, name: l{i}}}")
        else:
            others = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
            layers.append(f"{{concat: [{', '.join(others)}], name: l{i}}}")
        names.append(f"l{i}")
    two = draw(st.booleans())
    if two:
        layers += ["{conv: 8 3x3 same, from: y}", "{conv: 8 3x3 same}", f"{{concat: {draw(st.sampled_from(names))}}}"]
    return f"inputs: {{x: 32x32x3{', y: 32x32x1' if two else ''}}}\nlayers: [{', '.join(layers)}]"


WIDTHS = st.sampled_from([None, "3.25in", "10in"])
CHOICES = {
    "lenet": st.sampled_from([{}, {"vectors": "bar"}, {"vectors": "diagonal"}, {"labels_at": "stack"}, {"ops": False}]),
    "alexnet": st.sampled_from(
        [{}, {"pools": "blocks"}, {"sizes": "over"}, {"view": "classic"}, {"view": "classic", "slope": True}]
    ),
}
CHOSEN = st.sampled_from(RENDERERS).flatmap(lambda renderer: st.tuples(st.just(renderer), CHOICES[renderer]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), CHOSEN, WIDTHS)
def test_no_branched_network_has_a_fault(spec, chosen, width):
    assert faults(spec, chosen[0], width, chosen[1]) == [], spec


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tangles(), CHOSEN, WIDTHS)
def test_what_is_tangled_is_refused_or_has_no_fault(spec, chosen, width):
    assert faults(spec, chosen[0], width, chosen[1], REFUSED) == [], spec


def test_words_in_a_lane_keep_off_lines_between_rows():
    blocks = [f"{{conv: 1 1x1 same relu, from: x, name: l{i}}}" for i in range(4)]
    ends = "{concat: [x, l1]}, {conv: 1 1x1 same relu, from: l1}"
    spec = f"inputs: {{x: 32x32x3}}\nlayers: [{', '.join(blocks)}, {ends}]"
    assert faults(spec, "lenet", None, {}) == []


@pytest.mark.long
@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(tangles(), CHOSEN, WIDTHS)
def test_many_tangles_are_refused_or_have_no_fault(spec, chosen, width):
    assert faults(spec, chosen[0], width, chosen[1], REFUSED) == [], spec


@pytest.mark.long
@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), CHOSEN, WIDTHS)
def test_none_of_many_branched_networks_has_a_fault(spec, chosen, width):
    assert faults(spec, chosen[0], width, chosen[1]) == [], spec
