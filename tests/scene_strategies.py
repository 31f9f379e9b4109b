"""Scenes for tests: one with every kind of thing, hostile labels, and strategies for random scenes."""

from __future__ import annotations

from hypothesis import strategies as st

from archdraw.geometry import Box
from archdraw.scene import (
    Arrow,
    Circle,
    Fill,
    Font,
    Group,
    Head,
    Image,
    Path,
    Polygon,
    Rect,
    Scene,
    Strands,
    Stroke,
    Text,
)

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63f8dfc0f01f000680027f"
    "cf1209f10000000049454e44ae426082"
)

HOSTILE = (
    "<script>alert(1)</script>",
    "a_b & 50% #1 $x$ ~^{}\\",
    "^^5cinput{/etc/passwd}",
    r"\N \G \L \l",
    "model/conv:0",
    "end",
    "<b>x</b>",
    "trailing backslash\\",
    "e\u0301 👩\u200d💻 卷积 שלום \u202egnp.exe",
    "lone \ud800 surrogate",
    "]]> -- <!-- -->",
    "line\nbreak\ttab\r\n",
    "\x00\x0b\x1b\x7f\ufffe",
    "\"quotes' and &amp; &#x41;",
    "javascript:alert(1)",
    "url(http://example.org/x)",
    "",
    " ",
    "x" * 3000,
)

FULL = Scene(
    120,
    80,
    (
        Rect(Box(1, 2, 31, 15), Fill("#d3e5f3", role="conv"), Stroke("#0b5c94", 0.6), 2.5, "conv1"),
        Circle((50, 20.5), 4.5, Fill("#ffffff"), Stroke("#1f2933", 0.7), "add"),
        Polygon(((60, 5), (70, 5), (75, 12.25)), Fill("#fbddd0", 0.5), None, "pool"),
        Path(((5, 30), (5, 40), (25, 40)), Stroke("#7b8794", 0.6, (1.8, 1.5)), (3.5,), "tie"),
        Arrow(((80, 10), (80, 30)), Stroke("#3e4c59", 0.7), Head(3.2, 2.6), (), (("conv1", "add"),)),
        Arrow(((90, 10), (90, 30), (110, 30)), Stroke("#3e4c59", 0.7), None, (3.5,), (("a", "b"), ("a", "c"))),
        Strands(
            (((5, 45), (35, 50)), ((5, 50), (35, 45))), Stroke("#98a3ae", 0.3, (), "", 0.5), None, False, (("a", "b"),)
        ),
        Strands((((5, 70), (15, 70), (15, 75), (25, 75)),), Stroke("#98a3ae", 0.3), None, True),
        Strands((((30, 70), (33, 71), (33, 69)), ((30, 75), (33, 76), (33, 74))), None, Fill("#98a3ae")),
        Group(
            "conv1",
            (
                Text((20, 60), "Conv 3×3", Font(7, "semibold"), "#1f2933", "middle", 30, "conv1", "label"),
                Text((20, 68), "tied", Font(6, italic=True), "#52606d", "end", 30, "conv1", "detail"),
                Image(Box(40, 50, 60, 70), PIXEL, "image/png", "input"),
            ),
            "Conv 3×3, 64 filters",
            "conv1",
            "conv",
        ),
    ),
    "Every kind",
    "One thing of every kind",
    "#ffffff",
)

numbers = st.floats(-1000, 1000).map(lambda value: round(value, 5))
points = st.tuples(numbers, numbers)
lines = st.lists(points, min_size=2, max_size=6).map(tuple)
sizes = st.floats(0, 20)
colors = st.sampled_from(["#000000", "#d3e5f3", "#0b5c94"])
strokes = st.builds(Stroke, colors, sizes, st.sampled_from([(), (1.0, 2.0)]))
fills = st.none() | st.builds(Fill, colors, st.floats(0, 1))
names = st.text(max_size=12) | st.sampled_from(HOSTILE)
boxes = st.tuples(points, sizes, sizes).map(lambda b: Box(b[0][0], b[0][1], b[0][0] + b[1], b[0][1] + b[2]))
texts = st.builds(
    Text,
    points,
    names,
    st.builds(Font, st.floats(1, 20), st.sampled_from(["regular", "semibold", "bold"]), st.booleans()),
    colors,
    st.sampled_from(["start", "middle", "end"]),
    angle=st.sampled_from([0.0, -45.0, 33.3333]),
)
arrows = st.builds(
    Arrow,
    lines,
    strokes,
    st.none() | st.just(Head(3.2, 2.6)),
    st.lists(sizes, max_size=4).map(tuple),
    st.lists(st.tuples(names, names), max_size=2).map(tuple),
)
things = (
    st.builds(Rect, boxes, fills, st.none() | strokes, sizes, names)
    | st.builds(Circle, points, sizes, fills, st.none() | strokes, names)
    | st.builds(Polygon, lines, fills, st.none() | strokes, names)
    | st.builds(Path, lines, strokes, st.lists(sizes, max_size=4).map(tuple), names)
    | arrows
    | st.builds(Strands, st.lists(st.tuples(points, points), min_size=1, max_size=4).map(tuple), strokes, fills)
    | texts
)
items = st.recursive(
    things,
    lambda inner: st.builds(Group, names, st.lists(inner, max_size=3).map(tuple), names, names, names),
    max_leaves=8,
)
scenes = st.builds(
    Scene,
    st.floats(1, 2000),
    st.floats(1, 2000),
    st.lists(items, max_size=6).map(tuple),
    names,
    names,
    st.sampled_from(["", "#ffffff"]),
    st.floats(0.1, 4),
)
