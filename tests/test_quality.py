"""The measures of a figure: each fault is found where it was put, and only there."""

from dataclasses import replace
from itertools import pairwise

import pytest

from archdraw.geometry import Box
from archdraw.quality import measure
from archdraw.scene import Arrow, Fill, Font, Group, Head, Polygon, Rect, Scene, Stroke, Text

INK, LINE, PALE = "#1f2933", Stroke("#1f2933", 1), Fill("#eeeeee")


def box(name, left, top, content="", *, width=40, fill=PALE, at=(5, 12), color=INK, size=8):
    """Make a layer's box of 40 x 20 with a text of 5 points a letter."""
    shape = Rect(Box(left, top, left + width, top + 20), fill, LINE, layer=name)
    text = Text((left + at[0], top + at[1]), content, Font(size), color, width=5 * len(content), layer=name)
    return Group(f"layer-{name}", (shape, text) if content else (shape,), layer=name)


def arrow(*points, edges=()):
    return Arrow(points, LINE, Head(4, 4), edges=edges)


def found(*items, **scene):
    quality = measure(Scene(**{"width": 200, "height": 200, "items": items, **scene}))
    return [(fault.kind, fault.message) for fault in quality.faults]


SOUND = (box("a", 20, 10, "one"), box("b", 20, 50, "two"), arrow((40, 30), (40, 50), edges=(("a", "b"),)))


def test_a_sound_figure_has_no_faults():
    assert found(*SOUND) == []


@pytest.mark.parametrize(
    ("kind", "message", "items"),
    [
        ("off page", "'c' lies off the page", [box("c", 170, 10)]),
        ("off page", "'far' lies off the page", [Text((190, 100), "far", Font(8), INK, width=15)]),
        ("off page", "the line a → b leaves the page", [arrow((10, 30), (10, 210), edges=(("a", "b"),))]),
        ("text on text", "'long words' meets 'other'", [
            Text((100, 100), "long words", Font(8), INK, width=50), Text((140, 102), "other", Font(8), INK, width=25),
        ]),
        ("text on mark", "'note' stands on 'b'", [Text((50, 62), "note", Font(8), INK, width=20)]),
        ("text out of box", "'wider than it' leaves its box 'c'", [box("c", 100, 10, "wider than it")]),
        ("text out of box", "'low' leaves its box 'c'", [box("c", 100, 10, "low", at=(5, 19.5))]),
        ("text on frame", "'title' stands on the outline of a frame", [
            Group("f", (Rect(Box(80, 80, 180, 180), None, LINE), Text((100, 82), "title", Font(8), INK, width=25)), kind="frame"),
        ]),
        ("mark on mark", "'b' meets 'c'", [box("c", 55, 55)]),
        ("line through mark", "the line x → y runs through 'b'", [arrow((10, 60), (90, 60), edges=(("x", "y"),))]),
        ("line through text", "the line a → b runs through 'word'", [
            Text((100, 100), "word", Font(8), INK, width=20), arrow((90, 98), (150, 98), edges=(("a", "b"),)),
        ]),
        ("line on line", "the lines a → b and c → d run on each other", [
            arrow((100, 100), (100, 150), edges=(("a", "b"),)), arrow((100, 120), (100, 180), edges=(("c", "d"),)),
        ]),
        ("small text", "'fine' is 4.0 pt in print", [Text((100, 100), "fine", Font(4), INK, width=10)]),
        ("contrast", "'faint' has a contrast of 2.3 with what is behind it, less than 4.5", [
            Text((100, 100), "faint", Font(8), "#aaaaaa", width=25),
        ]),
        ("contrast", "'dark' has a contrast of 1.0 with what is behind it, less than 4.5", [
            box("c", 100, 100, "dark", fill=Fill(INK)),
        ]),
    ],
)  # fmt: skip
def test_each_fault_is_found(kind, message, items):
    assert (kind, message) in found(*SOUND, *items)


def test_the_size_in_print_counts():
    assert found(*SOUND, scale=0.7) == []
    assert {kind for kind, _ in found(*SOUND, scale=0.6)} == {"small text"}


def test_what_shines_through_counts_for_the_contrast():
    veil = Rect(Box(90, 80, 150, 120), Fill("#000000", opacity=0.9))
    faint = Text((100, 100), "text", Font(8), "#444444", width=20)
    assert [kind for kind, _ in found(veil, faint)] == ["contrast"]
    assert found(faint, Rect(Box(90, 150, 150, 160), Fill("#000000"))) == []


def test_shapes_count_by_their_outline_not_by_the_box_around_them():
    corner = Polygon(((100, 100), (160, 100), (100, 160)), PALE, LINE, layer="c")
    assert found(corner, Text((140, 150), "free", Font(8), INK, width=20)) == []
    assert [kind for kind, _ in found(corner, Text((110, 120), "on", Font(8), INK, width=10))] == ["text on mark"]


def test_numbers_of_a_crossing():
    items = (
        *(box(name, x, y) for name, x, y in (("a", 0, 0), ("b", 100, 0), ("c", 0, 100), ("d", 100, 100))),
        arrow((20, 20), (20, 50), (120, 50), (120, 100), edges=(("a", "d"),)),
        arrow((110, 20), (110, 70), (15, 70), (15, 100), edges=(("b", "c"),)),
    )
    quality = measure(Scene(150, 150, items, scale=0.5))
    assert (quality.crossings, quality.bends) == (1, 4)
    assert quality.length == pytest.approx((30 + 100 + 50 + 50 + 95 + 30) / 2)
    assert (quality.width, quality.height, quality.aspect) == (75, 75, 1)
    assert quality.area == pytest.approx((75 / 72) ** 2)


def test_the_main_path_is_as_straight_as_it_is():
    names = "abcd"
    edges = [arrow((40, 30), (40, 50), edges=(pair,)) for pair in pairwise(names)]
    row = [box(name, 20, 40 * at) for at, name in enumerate(names)]
    assert measure(Scene(200, 200, (*row, *edges))).straight == 1
    bent = [*row[:3], box("d", 90, 120)]
    assert measure(Scene(200, 200, (*bent, *edges))).straight == 0.75


def test_a_figure_without_anything_is_measured():
    quality = measure(replace(Scene(10, 10, ()), background="#ffffff"))
    assert (quality.faults, quality.straight, quality.crossings) == ((), 1.0, 0)
