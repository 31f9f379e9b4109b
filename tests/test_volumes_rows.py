"""Where `volumes` breaks its rows: none is nearly empty, and skips that lead from row to row can be followed."""

from itertools import pairwise

import pytest

import archdraw
from archdraw import pipeline
from archdraw.diagram import Glued, Link
from archdraw.layouts.volumes.building import net
from archdraw.layouts.volumes.strips import ACROSS, LONELY, LOOP, breaks, losses, strips
from archdraw.quality import measure
from archdraw.renderers import VOLUMES
from tests.volumes_figures import HERE, SPECS, drawn, hull, words

GALLERY = HERE.parent / "gallery"
COLUMN = 3.25 * 72


def rows(figure):
    """Give the left and the right end of what stands in each row, from above; rows beside others count as part of these."""
    boxes = sorted((hull(mark) for mark in figure.diagram.marks if isinstance(mark, Glued)), key=lambda box: box[1])
    found = [list(boxes[0])]
    for left, top, right, bottom in boxes[1:]:
        last = found[-1]
        if top < last[3]:
            found[-1] = [min(last[0], left), last[1], max(last[2], right), max(last[3], bottom)]
        else:
            found.append([left, top, right, bottom])
    return found


@pytest.mark.parametrize("source", [GALLERY / "hed/hed.yaml", GALLERY / "fcn8/fcn8.yaml"], ids=["hed", "fcn8"])
def test_no_row_of_a_column_is_nearly_empty(source):
    """An input or an output alone in a row is what no author prints."""
    figure = drawn(source, width=f"{COLUMN}pt")
    found = rows(figure)
    assert 1 < len(found) <= 3
    for left, _, right, _ in found:
        assert right - left > COLUMN / 3
    assert measure(figure.scene).faults == ()


def stretches(source, count, **options):
    graph = pipeline.run(archdraw.read(source, **options), pipeline.parse(VOLUMES.passes))
    found = net(graph)
    widths = [10.0] * len(found.rows[0])
    return found, strips(found, [*breaks(found, widths, count)][-1], widths)


@pytest.mark.parametrize("source", [SPECS / "unet.yaml", GALLERY / "hed/hed.yaml"], ids=["unet", "hed"])
@pytest.mark.parametrize("count", range(2, 8))
def test_no_strip_begins_with_what_comes_from_before_a_pool(source, count):
    """There, a line from the strip before would be taken for what the pool gives."""
    _, found = stretches(source, count)
    assert len(found) == count
    assert all(one.net.rows[0][0].sign != "port" for one in found)


@pytest.mark.parametrize(
    "source", [SPECS / "unet.yaml", SPECS / "yolo-fpn.yaml", GALLERY / "hed/hed.yaml"], ids=lambda path: path.stem
)
@pytest.mark.parametrize("count", range(1, 8))
def test_every_arc_is_in_one_strip_or_leads_from_one_to_another(source, count):
    whole, found = stretches(source, count)
    inside = sum(len(one.net.arcs) for one in found)
    ends = sorted((half.number, half.leaves) for one in found for half in one.across)
    leading = {number for number, _ in ends}
    assert ends == sorted((number, leaves) for number in leading for leaves in (False, True))
    assert inside + len(leading) == len(whole.arcs)


def test_a_strip_costs_more_where_it_is_almost_empty_where_lines_lead_across_and_inside_of_a_repeat():
    skips = "[{conv: 8 3x3, name: a}, {maxpool: 2}, {conv: 8 3x3}, {upsample: 2}, {concat: a}, {conv: 8 3x3}]"
    found, _ = stretches(f"input: 64x64x3\nlayers: {skips}".encode(), 1, name="n.yaml")
    loss = losses(found, [40.0] * len(found.rows[0]), 120.0)
    assert loss(0, 1) == pytest.approx(0)
    assert losses(found, [39.0] * len(found.rows[0]), 120.0)(0, 1) == LONELY
    assert loss(2, 3) == pytest.approx(ACROSS)
    repeated, _ = stretches(SPECS / "yolo-fpn.yaml", 1)
    row = repeated.rows[0]
    inner = next(b for b in range(1, len(row)) if row[b].loops and row[b].loops == row[b - 1].loops)
    assert losses(repeated, [40.0] * len(row), 80.0)(inner, len(row)) >= LOOP


def test_letters_of_a_pyramid_can_be_read_in_a_column():
    """Rows break where skips of the pyramid lead across: these lead down beside the rows, the longest outside of the others."""
    figure = drawn(SPECS / "yolo-fpn.yaml", width=f"{COLUMN}pt")
    found = measure(figure.scene)
    assert found.smallest >= 5.5
    assert (found.faults, found.crossings) == ((), 0)
    ways = [
        mark
        for mark in figure.diagram.marks
        if isinstance(mark, Link) and len(mark.points) == 6 and mark.points[1][0] == mark.points[0][0]
    ]
    assert len(ways) == 2
    (outer, inner) = sorted(ways, key=lambda way: way.points[1][1])
    assert outer.points[2][0] > inner.points[2][0] + 5
    for way in ways:
        assert all(one[0] == two[0] or one[1] == two[1] for one, two in pairwise(way.points))


def test_words_on_what_leads_from_row_to_row_stand_on_their_line():
    figure = drawn(GALLERY / "hed/hed.yaml", width=f"{COLUMN}pt")
    said = [line for line in words(figure, "detail") if line.text.startswith("conv 1×1")]
    assert len(said) == 4
    levels = [
        (min(a[0], b[0]), max(a[0], b[0]), a[1])
        for mark in figure.diagram.marks
        if isinstance(mark, Link)
        for a, b in pairwise(mark.points)
        if a[1] == b[1]
    ]
    for line in said:
        x, y = line.at
        assert any(
            left <= x - line.width / 2 and x + line.width / 2 <= right and 0 < level - y < 4
            for left, right, level in levels
        ), line.text


@pytest.mark.parametrize("between", ["arrow", "line", "funnel", "pyramid", "none"])
def test_the_line_from_the_row_before_arrives_at_the_first_block(between):
    """Where a skip begins with it, the line goes on from there, also in styles that draw nothing between blocks."""
    figure = drawn(SPECS / "resnet18.yaml", width=f"{COLUMN}pt", options={"between": between})
    blocks = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)]
    lefts = {hull(mark)[0] for mark in blocks}
    forks = [
        mark for mark in figure.diagram.marks if isinstance(mark, Link) and len(mark.points) == 6 and not mark.head
    ]
    assert len(forks) == 1
    ends = [
        mark.points[-1][0]
        for mark in figure.diagram.marks
        if isinstance(mark, Link) and mark.head and mark.points[0] == forks[0].points[-1] and len(mark.points) == 2
    ]
    assert len(ends) == 1
    assert ends[0] == pytest.approx(min(lefts, key=lambda left: abs(left - ends[0])))


@pytest.mark.filterwarnings("ignore::archdraw.errors.ArchdrawWarning")
def test_no_line_leads_down_through_a_row_beside_and_no_brace_is_cut():
    """CLIP in a column: the text encoder is a row beside the second strip, and both encoders repeat twelve times."""
    figure = drawn(SPECS / "clip.yaml", width=f"{COLUMN}pt")
    assert {fault.kind for fault in measure(figure.scene).faults} <= {"small text"}
    assert [line.text for line in words(figure, "badge")] == ["×12", "×12"]


def test_inputs_and_heads_have_their_names():
    found = [line.text for line in words(drawn(SPECS / "siamese.yaml"), "label")]
    assert {"left", "right"} <= set(found)
    found = [line.text for line in words(drawn(SPECS / "yolo-fpn.yaml"), "label")]
    assert {"medium", "large", "conv15"} <= set(found)
    layers = "[{conv: 8 3x3, from: input_1}, {conv: 8 3x3, from: input_2, name: b}, {add: conv}]"
    source = f"inputs: {{input_1: 8x8x3, input_2: 8x8x3}}\nlayers: {layers}".encode()
    assert {"Input 1", "Input 2"} <= {line.text for line in words(drawn(source), "label")}
