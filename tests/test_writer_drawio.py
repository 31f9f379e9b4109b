"""draw.io: files keep to its rules, lines hold on to shapes, and labels are text."""

import re
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from drawio_rules import Label, checked, styled
from hypothesis import given, settings
from scene_strategies import FULL, HOSTILE, PIXEL, scenes

import archdraw
from archdraw.errors import ArchdrawWarning
from archdraw.geometry import Box
from archdraw.scene import Arrow, Circle, Fill, Font, Group, Head, Image, Rect, Scene, Strands, Stroke, Text
from archdraw.text import clean
from archdraw.writers.drawio import write, write_svg

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "templates" / "specs"
INK, WHITE = Stroke("#000000", 0.7), Fill("#ffffff")
FIGURES = [
    ("transformer", "blocks", {}),
    ("diffusion-unet", "blocks", {}),
    ("resnet50", "graph", {}),
    ("clip", "graph", {"direction": "right"}),
    ("lenet", "lenet", {}),
    ("alexnet", "alexnet", {}),
    ("vgg16", "volumes", {}),
    ("unet", "volumes", {}),
    ("mlp", "fcnn", {}),
]


def figure_of(name, renderer, options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        return archdraw.render(SPECS / f"{name}.yaml", renderer=renderer, options=options)


@pytest.fixture(scope="module", params=FIGURES, ids=lambda params: f"{params[0]}-{params[1]}")
def figure(request):
    return figure_of(*request.param)


def arrows(items):
    for item in items:
        if isinstance(item, Group):
            yield from arrows(item.items)
        elif isinstance(item, Arrow):
            yield item


def test_figures_keep_the_rules_and_show_all_text(figure):
    cells = checked(write(figure.scene))
    shown = sorted(line for _, label in cells.values() for line in Label(label).text.split("\n") if line)
    texts = [item for item in figure.scene.flat() if isinstance(item, Text)]
    plain = [text.content for text in texts if "\ufdd0" not in text.content]
    assert not set(plain) - set(shown)
    assert len(shown) == len([text for text in texts if text.content])


def test_every_edge_of_a_figure_is_a_line_from_shape_to_shape(figure):
    data = write(figure.scene)
    names = {
        element.get("id"): element.get("layer")
        for element in ET.fromstring(data).iter("object")
        if element.get("layer")
    }
    cells = checked(data)

    def layer(name):  # where layers are drawn neuron by neuron, the shape of a neuron lies in that of its layer
        return names.get(name) or (names[cells[name][0].get("parent")] if name else None)

    drawn = {(layer(cell.get("source")), layer(cell.get("target"))) for cell, _ in cells.values() if cell.get("source")}
    shaped = set(names.values())
    wanted = {
        edge
        for item in figure.scene.flat()
        if isinstance(item, (Arrow, Strands))
        for edge in item.edges
        if set(edge) <= shaped
    }
    assert wanted
    assert wanted <= drawn


def test_lines_stay_where_they_are(figure):
    """Each end of a line is where an arrow of the scene has one."""
    cells = checked(write(figure.scene))
    per = figure.scene.scale * 96 / 72
    points = {point for arrow in arrows(figure.scene.items) for point in arrow.points}
    for cell, _ in cells.values():
        if cell.get("source") and cell.get("target") and "curved" not in styled(cell) and points:
            for end, key in (("exit", "source"), ("entry", "target")):
                x, y = at(cells, cell.get(key), styled(cell), end)
                assert any(abs(x - u * per) < 0.02 and abs(y - v * per) < 0.02 for u, v in points)


def origin(cells, name):
    x = y = 0.0
    while name != "1":
        cell = cells[name][0]
        x, y = x + float(cell[0].get("x")), y + float(cell[0].get("y"))
        name = cell.get("parent")
    return x, y


def at(cells, name, style, end):
    (left, top), geometry = origin(cells, name), cells[name][0][0]
    x = left + float(style[f"{end}X"]) * float(geometry.get("width")) + float(style[f"{end}Dx"])
    return x, top + float(style[f"{end}Y"]) * float(geometry.get("height")) + float(style[f"{end}Dy"])


CROSSING = "inputs: {x: 8, y: 8, z: 8}\nlayers:\n" + "".join(
    f"  - {{add: [{', '.join(other for other in 'xyz' if other != name)}], from: {name}, name: sum_{name}}}\n"
    for name in "xyz"
)


def test_lines_that_cross_jump_themselves():
    """draw.io interrupts the later of two lines where they cross, also when they have been moved; the scene has bridges there."""
    figure = archdraw.render(CROSSING.encode(), name="net.yaml")
    bridges = [item for item in figure.scene.items if isinstance(item, Group) and item.kind == "bridge"]
    assert bridges
    cells = checked(write(figure.scene))
    assert not [name for name in cells if "bridge" in name]
    lines = [cell for cell, _ in cells.values() if cell.get("edge")]
    jumps = [styled(cell) for cell in lines if "jumpStyle" in styled(cell)]
    assert len(lines) > len(jumps) >= 2
    (size,) = {look["jumpSize"] for look in jumps}
    (gap,) = {bridge.items[0].stroke.width for bridge in bridges}
    assert int(size) == round(gap * figure.scene.scale * 96 / 72)
    assert {look["jumpStyle"] for look in jumps} == {"gap"}


def test_frames_hold_what_lies_in_them():
    cells = checked(write(figure_of("transformer", "blocks", {}).scene))
    for name in ("attention", "add", "layernorm", "dense"):
        assert cells[f"n-encoder-{name}"][0].get("parent") == "n-group-encoder"
    frame = styled(cells["n-group-encoder"][0])
    assert (frame["container"], frame["collapsible"]) == ("1", "0")
    assert cells["n-source"][0].get("parent") == "1"
    (line,) = [
        cell
        for cell, _ in cells.values()
        if (cell.get("source"), cell.get("target")) == ("n-encoder-dense", "n-encoder-dense_2")
    ]
    assert line.get("parent") == "n-group-encoder"


def test_sizes_behind_a_name_are_in_its_label():
    """draw.io rounds where a label is to a pixel, so that two labels in one line would not stand on one."""
    cells = checked(write(figure_of("transformer", "blocks", {}).scene))
    (label,) = [label for name, (_, label) in cells.items() if name == "n-output"]
    assert re.fullmatch(
        r'Output <span style="font-size:8px;font-weight:normal;color:#52606d;margin-left:[\d.]+px;">T × 37,000</span>',
        label,
    )
    assert not [name for name in cells if name.startswith("n-output-")]
    look = styled(cells["n-output"][0])
    assert "align" not in look
    assert float(look.get("spacingLeft", 0)) + float(look.get("spacingRight", 0)) < 0.1


def test_a_body_is_a_group_and_neurons_are_shapes_with_lines():
    bodies = checked(write(figure_of("vgg16", "volumes", {}).scene))
    group = next(name for name, (cell, _) in bodies.items() if cell.get("style") == "group;")
    assert any("polyCoords" in cell.get("style") for cell, _ in bodies.values() if cell.get("parent") == group)
    net = checked(write(figure_of("mlp", "fcnn", {}).scene))
    lines = [cell for cell, _ in net.values() if cell.get("edge")]
    ends = {cells for line in lines for cells in (line.get("source"), line.get("target"))}
    assert None not in ends
    assert all(styled(net[name][0])["shape"] == "ellipse" for name in ends)


def test_the_scene_of_all_kinds_comes_out():
    cells = checked(write(FULL))
    styles = [styled(cell) for cell, _ in cells.values()]
    assert sum("image" in style for style in styles) == 1
    assert sum("curved" in style for style in styles) == 1
    assert {style["shape"] for style in styles if "shape" in style} >= {"ellipse", "mxgraph.basic.polygon", "image"}
    link = next(cell for cell, _ in cells.values() if cell.get("source"))
    assert (link.get("source"), link.get("target")) == ("n-conv1", "n-add")


def test_stretches_that_edges_share_become_whole_lines():
    """One trunk that two edges leave together: each is one line from its source to its target."""
    boxes = {"a": Box(0, 0, 20, 10), "b": Box(0, 40, 20, 50), "c": Box(40, 40, 60, 50)}
    scene = Scene(
        60,
        50,
        (
            *(Rect(box, WHITE, INK, layer=name) for name, box in boxes.items()),
            Arrow(((10, 10), (10, 30)), INK, None, (), (("a", "b"), ("a", "c"))),
            Arrow(((10, 30), (10, 40)), INK, Head(3, 2), (), (("a", "b"),)),
            Arrow(((10, 20), (50, 20), (50, 40)), INK, Head(3, 2), (3,), (("a", "c"),)),
        ),
    )
    lines = [cell for cell, _ in checked(write(scene)).values() if cell.get("edge")]
    assert [(line.get("source"), line.get("target")) for line in lines] == [("n-a", "n-b"), ("n-a", "n-c")]
    assert [len(list(line.iter("mxPoint"))) for line in lines] == [0, 2]


def test_lines_over_what_is_not_drawn_lead_on():
    scene = Scene(
        60,
        10,
        (
            Rect(Box(0, 0, 10, 10), WHITE, INK, layer="a"),
            Rect(Box(50, 0, 60, 10), WHITE, INK, layer="c"),
            Arrow(((10, 5), (50, 5)), INK, None, (), (("a", "b"), ("b", "c"))),
        ),
    )
    (line,) = [cell for cell, _ in checked(write(scene)).values() if cell.get("edge")]
    assert (line.get("source"), line.get("target")) == ("n-a", "n-c")


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_are_text(label):
    font = Font(7)
    box = Rect(Box(0, 0, 90, 30), WHITE, INK)
    words = (Text((45, 12), label, font, "#000000", "middle", 10), Text((45, 20), label, font, "#000000", "middle", 10))
    scene = Scene(90, 60, (Group(label, (box, *words), label, label), Text((5, 50), label, font, "#000000")), label)
    for data in (write(scene), ET.fromstring(write_svg(scene)).get("content").encode()):
        cells = checked(data)
        said = [Label(text).text for _, text in cells.values()]
        assert said == [f"{clean(label)}\n{clean(label)}".lstrip("\n"), clean(label)]


@pytest.mark.parametrize("name", ["concat", "length", "constructor", "__proto__", "0", "1", "root"])
def test_ids_are_never_names_that_draw_io_knows(name):
    scene = Scene(9, 9, (Group(name, (Rect(Box(0, 0, 9, 9), WHITE, INK),), "", name),))
    assert list(checked(write(scene))) == [f"n-{name}" if not name.isdigit() else f"n-n{name}"]


@settings(max_examples=60)
@given(scenes)
def test_any_scene_keeps_the_rules(scene):
    data = write(scene)
    assert data == write(scene)
    checked(data)


def test_a_slanted_picture_is_an_svg_of_its_own():
    box = Box(10, 10, 30, 40)
    scene = Scene(50, 50, (Image(box, PIXEL, "image/png", corners=((10, 20), (30, 10), (10, 40)), opacity=0.5),))
    ((cell, _),) = checked(write(scene)).values()
    assert styled(cell)["image"].startswith("data:image/svg+xml,")


def test_very_many_lines_are_one_picture():
    lines = tuple(((0.0, float(i)), (9.0, float(i))) for i in range(3001))
    ((cell, _),) = checked(write(Scene(9, 3001, (Strands(lines, INK),)))).values()
    assert styled(cell)["image"].startswith("data:image/svg+xml,")


def test_nothing_in_the_name_of_a_font_ends_a_style():
    scene = Scene(9, 9, (Circle((5, 5), 3, Fill("#ffffff")),), fonts=("x;image=http://example.org/", "Verdana"))
    assert b"example.org" not in write(scene)


def test_the_svg_is_the_same_picture(figure):
    plain, both = figure.to_bytes("svg").decode(), figure.to_bytes("drawio.svg").decode()
    assert re.sub(r'<svg content="[^"]*" ', "<svg ", both, count=1) == plain
    assert checked(ET.fromstring(both).get("content")).keys() == checked(figure.to_bytes("drawio")).keys()


def test_the_double_ending_wins(tmp_path):
    figure = figure_of("lenet", "lenet", {})
    for name, start in (("a.drawio.svg", b"<svg content="), ("a.DRAWIO", b"<mxfile"), ("drawio.svg", b"<svg font")):
        assert figure.save(tmp_path / name).read_bytes().startswith(start)
