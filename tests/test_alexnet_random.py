"""Networks that nobody thought of, in `alexnet`: no fault whatever the way to draw, and sizes that grow with theirs."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archdraw.errors import LayoutError
from archdraw.quality import measure
from archdraw.volumes.arcs import Ends, lanes, legs
from archdraw.volumes.scales import KINDS, NATURAL
from tests.conv_nets import networks
from tests.map_figures import drawer, sides, solids

drawn = drawer("alexnet")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    networks(projections=True),
    st.sampled_from([None, "3.25in"]),
    st.sampled_from(["oblique", "flat", "steep", "classic"]),
)
def test_no_conv_net_has_a_fault(spec, width, view):
    check_faults(spec, width, view=view)


WAYS = (
    {"style": "nn-svg"}, {"style": "convnet-drawer"}, {"font_scale": 1.5}, {"sizes": "over"}, {"angle": 140.0}, {"kernel_sizes": True},
    {"azimuth": -30.0, "elevation": 25.0}, {"azimuth": 45.0, "elevation": 40.0}, {"pools": "blocks", "between": "lines"},
    {"scale": "linear", "depth_scale": "linear"}, {"scale": "log", "depth_scale": "log"}, {"slope": True, "view": "classic"},
    {"show_layer_activations": True, "names": "full"}, {"vectors": "flat", "style": "latex"},
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), st.sampled_from([None, "3.25in"]), st.sampled_from(WAYS))
def test_no_way_to_draw_has_a_fault(spec, width, way):
    check_faults(spec, width, **way)


@pytest.mark.long
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), st.sampled_from([None, "3.25in"]), st.sampled_from(WAYS))
def test_no_way_of_many_to_draw_has_a_fault(spec, width, way):
    check_faults(spec, width, **way)


@pytest.mark.long
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    networks(projections=True),
    st.sampled_from([None, "3.25in"]),
    st.sampled_from(["oblique", "flat", "steep", "classic"]),
)
def test_no_conv_net_of_many_has_a_fault(spec, width, view):
    check_faults(spec, width, view=view)


def check_faults(spec, width, **options):
    try:
        figure = drawn(spec, width=width, **options)
    except LayoutError as error:  # a column is too narrow for some skips
        if "a skip within one row" not in str(error):
            raise
        return
    assert [str(fault) for fault in measure(figure.scene).faults] == [], spec


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), st.sampled_from([*KINDS, NATURAL]))
def test_a_bigger_tensor_is_never_drawn_smaller(spec, scale):
    try:
        figure = drawn(spec, scale=scale, depth_scale=scale)
    except LayoutError:
        return
    at = figure.drawn.index()
    maps, vectors = [], []
    for name, mark in solids(figure).items():
        tensor = at[name].outputs[0]
        deep, high, wide = sides(mark)
        if tensor.spatial:
            maps.append(((tensor.channels, *tensor.spatial), (deep, high, wide)))
        else:
            vectors.append((tensor.channels, high))
    for one, mine in maps:
        for two, others in maps:
            for axis in range(3):
                assert one[axis] > two[axis] or mine[axis] <= others[axis] + 1e-6
    vectors.sort()
    assert all(one[1] <= two[1] + 1e-6 for one, two in pairwise(vectors))


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8)), max_size=5, unique=True),
    st.lists(st.floats(-90, -10), min_size=9, max_size=9),
)
def test_lanes_are_over_all_they_span_and_apart(pairs, tops):
    lines = [Ends(start, start + by) for start, by in pairs if start + by <= 8]
    found = lanes(lines, tops)
    for i, (line, lane) in enumerate(zip(lines, found, strict=True)):
        assert lane <= min(tops[line.start : line.end + 1]) - 8 + 1e-6
        for other, its in list(zip(lines, found, strict=True))[:i]:
            if other.start <= line.end and line.start <= other.end:
                assert abs(its - lane) >= 6 - 1e-6
    places = [(20.0 * i, 0.0) for i in range(9)]
    ends = [end for pair in legs(lines, places, [15.0] * 9) for end in pair]
    assert len(set(ends)) == len(ends)
