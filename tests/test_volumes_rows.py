"""Where `volumes` breaks its rows: none is nearly empty, and skips that lead from row to row can be followed."""

from itertools import pairwise

import pytest

import archdraw
from archdraw.diagram import Glued, Link, Merge
from archdraw.quality import measure
from tests.volumes_figures import HERE, SPECS, drawn, hull, spec

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
