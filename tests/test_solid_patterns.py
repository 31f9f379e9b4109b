"""Patterns on bodies in space: on the faces that tell the op, in `volumes` and `alexnet`, the same in every format."""

from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Glued, Solid
from archdraw.drawing.solid import seen
from archdraw.geometry import Box
from archdraw.quality import measure
from archdraw.scene import Fill, Polygon
from archdraw.scene import Path as Line

SPECS = Path(__file__).resolve().parent.parent / "templates" / "specs"
VIEWS = [{}, {"view": "isometric"}, {"angle": 60}]


def drawn(name, renderer="volumes", **more):
    return archdraw.render(SPECS / f"{name}.yaml", renderer=renderer, style="print", **more)


def solids(figure):
    for mark in figure.diagram.marks:
        yield from mark.solids if isinstance(mark, Glued) else [mark] if isinstance(mark, Solid) else []


def lines(figure, layer):
    """Give the lines of patterns: what is no edge of a face and leads nowhere."""
    found = [
        item for item in figure.scene.flat() if isinstance(item, Line) and item.layer == layer and len(item.points) == 2
    ]
    return [line for line in found if line.stroke.width < 0.6 and not line.stroke.dash]


def is_in(points, area):
    """Tell whether points lie in an area of straight sides that bulges outwards, by the side of each edge on which they lie."""
    turns = set()
    for x, y in points:
        for (a, b), (c, d) in zip(area, (*area[1:], area[0]), strict=True):
            cross = (c - a) * (y - b) - (d - b) * (x - a)
            turns.add(0 if abs(cross) < 1e-3 else 1 if cross > 0 else -1)
    return not {1, -1} <= turns


@pytest.mark.parametrize("options", VIEWS, ids=str)
def test_bodies_have_the_pattern_of_the_legend_on_front_and_side(options):
    figure = drawn("vgg16", options=options)
    for solid in solids(figure):
        found = lines(figure, solid.layer)
        if solid.look.op == "input":
            assert not found
            continue
        faces = seen(solid.corners, solid.facing)
        if solid.look.op in ("conv", "pool"):
            front = [line for line in found if is_in(line.points, faces[0])]
            assert front, solid.layer
            assert all(any(is_in(line.points, face) for face in (faces[0], faces[2])) for line in found)
    assert measure(figure.scene).faults == ()


def test_through_clear_bodies_one_sees_kernels_so_their_tops_have_the_pattern():
    figure = drawn("alexnet", "alexnet")
    convs = [solid for solid in solids(figure) if solid.look.op == "conv"]
    assert len(convs) == 5
    for solid in convs:
        _, top, _ = seen(solid.corners, solid.facing)
        found = lines(figure, solid.layer)
        assert found
        assert all(is_in(line.points, top) for line in found)


def test_faces_are_white_where_styles_have_patterns():
    fills = {
        item.fill.color.upper()
        for item in drawn("vgg16").scene.flat()
        if isinstance(item, Polygon) and isinstance(item.fill, Fill)
    }
    assert fills <= {"#FFFFFF", "#000000"}


def test_a_picture_is_not_hatched(tmp_path):
    picture = (Path(__file__).parent / "golden/pictures/red-and-blue.jpg").read_bytes()
    (tmp_path / "red.jpg").write_bytes(picture)
    (tmp_path / "n.yaml").write_text("input: 8x8x3\nlayers: [{conv: 4 3x3, name: out}]\n")
    figure = archdraw.render(
        tmp_path / "n.yaml", renderer="volumes", style="print", options={"pictures": [f"out={tmp_path / 'red.jpg'}"]}
    )
    (solid,) = [solid for solid in solids(figure) if solid.layer == "out"]
    front = seen(solid.corners, solid.facing)[0]
    assert lines(figure, "out")
    assert all(is_in(line.points, front) for line in lines(figure, "out"))


def test_arrows_do_not_run_over_patterns():
    """A line over hatching is hard to follow: arrows begin at the outline."""
    figure = drawn("vgg16")
    begins = {
        round(mark.points[0][0], 2)
        for mark in figure.diagram.marks
        if hasattr(mark, "points") and getattr(mark, "kind", "") == "data"
    }
    for mark in figure.diagram.marks:
        if isinstance(mark, Glued):
            box = Box.hull(Box(x, y, x, y) for solid in mark.solids for x, y in solid.corners)
            assert not any(box.left + 1 < x < box.right - 1 for x in begins)
