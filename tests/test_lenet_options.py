"""Options of `lenet`: each changes the drawing, values out of range are refused."""

from pathlib import Path

import pytest

from archdraw.diagram import Bar, Cone, Key
from archdraw.errors import UsageError
from archdraw.layouts.lenet import Options
from archdraw.options import options_of
from tests.map_figures import LENET, drawer, of, said, stacks

drawn = drawer("lenet")

CHANGES = {
    "scale": "linear", "unit": 1.0, "max_maps": 3, "spacing": 2.0, "gap": 40.0, "gaps": (30.0, 25.0), "rows": 2, "vectors": "bar",
    "vector_scale": "sqrt", "length_scale": 50.0, "thickness": 4.0, "window": False, "apex": "point", "window_at": (0.5, 0.5),
    "cell_at": (0.9, 0.1), "color1": "tomato", "color2": "#123456", "opacity": 0.5, "border": 2.0, "labels": False, "names": "full",
    "sizes": False, "ops": False, "show_layer_activations": True, "legend": "true", "wedges": False, "caption": "A net.",
    "width": 234.0, "labels_at": "stack", "picture": str(Path(__file__).parent / "golden" / "pictures" / "red-and-blue.jpg"), "picture_opacity": 0.5, "picture_flip": True,
}  # fmt: skip


@pytest.mark.parametrize("option", [option.name for option in options_of(Options)])
def test_every_option_changes_the_drawing(option):
    base = {"vectors": "bar"} if option == "vector_scale" else {}
    base |= {"picture": CHANGES["picture"]} if option in ("picture_opacity", "picture_flip") else {}
    assert drawn(LENET, **base, **{option: CHANGES[option]}).svg != drawn(LENET, **base).svg


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(
            ("opacity", 0.1),
            ("opacity", 1.1),
            ("border", 0),
            ("border", 4),
            ("spacing", 0),
            ("spacing", 41),
            ("length_scale", 0),
        ),
        *(
            ("length_scale", 201),
            ("gap", -101),
            ("gaps", [500000]),
            ("window_at", [1.5, 0]),
            ("window_at", [0.5]),
            ("color1", "grün"),
        ),
        *(("scale", "cubic"), ("max_maps", -1), ("vectors", "round"), ("window_at", [])),
    ],
)
def test_values_out_of_range_are_refused(option, value):
    with pytest.raises(UsageError, match=option):
        drawn(LENET, **{option: value})


def test_a_cap_leaves_dots_and_all_maps_can_be_drawn():
    spec = "input: 16x16x3\nlayers: [conv: 512 3x3]"
    assert [len(mark.boxes) for mark in stacks(drawn(spec)).values()] == [3, 8]
    conv = stacks(drawn(spec, max_maps=4))["conv"]
    assert (len(conv.boxes), len(conv.dots)) == (4, 6)
    everything = stacks(drawn("input: 16x16x3\nlayers: [conv: 20 3x3]", max_maps=0))["conv"]
    assert (len(everything.boxes), len(everything.dots)) == (20, 0)


def test_sheets_that_are_not_square_keep_their_sides():
    figure = drawn("input: 20x80x1\nlayers: [conv: 2 3x5]")
    box, (cone,) = stacks(figure)["input"].boxes[0], of(figure, Cone)
    assert box.width > 1.5 * box.height
    assert cone.window.width > 0
    assert said(figure)[1] == "1@20×80"


def test_vectors_as_bars_and_at_45_degrees():
    assert [mark.kind for mark in stacks(drawn(LENET, vectors="bar")).values()][-1] == "cells"
    bars = of(drawn(LENET, vectors="diagonal", vector_scale="linear"), Bar)
    (x, y), _, _, (u, v) = bars[0].points
    assert u - x == pytest.approx(v - y) == pytest.approx(120)


def test_a_legend_explains_colours_where_no_words_do():
    assert not of(drawn(LENET), Key)
    keys = of(drawn(LENET, ops=False), Key)
    assert [key.line.text for key in keys] == ["input", "conv", "pool", "dense"]
