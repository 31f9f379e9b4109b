"""Networks that nobody thought of, in `volumes`: no fault, and what is larger is never drawn smaller."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.quality import measure
from tests.volumes_figures import drawn, front, solids, spec


@st.composite
def networks(draw, most=12):
    """Make a chain with skips: convolutions, pools, up-convolutions, sums with what has the same shape, concatenations."""
    layers, size, count = [], 128, draw(st.sampled_from([1, 3, 16]))
    source = count
    seen = {}
    for i in range(draw(st.integers(1, most))):
        kinds = ["conv"] + ["pool"] * (size >= 8) + ["up"] * (size < 128) + ["skip"] * bool(seen)
        kind = draw(st.sampled_from(kinds))
        name = f"l{i}"
        if kind == "conv":
            count = draw(st.sampled_from([1, 8, 64, 500, 2048]))
            layers.append(f"{{conv: {count} 3x3 relu, name: {name}}}")
        elif kind == "pool":
            size //= 2
            layers.append(f"{{maxpool: 2, name: {name}}}")
        elif kind == "up":
            size, count = size * 2, max(1, count // 2)
            layers.append(f"{{deconv: {count}, name: {name}}}")
        else:
            other = draw(st.sampled_from(sorted(seen)))
            high, wide = seen[other]
            if high != size:
                continue
            if wide == count and draw(st.booleans()):
                layers.append(f"{{add: {other}, name: {name}}}")
            else:
                count += wide
                layers.append(f"{{concat: {other}, name: {name}}}")
        if layers:
            seen[name] = (size, count)
    if draw(st.booleans()):
        layers += ["gap", "{dense: 10 softmax}"]
    return spec(*(layers or ["relu"]), size=f"128x128x{source}")


WIDTHS = st.sampled_from(["6.5in", "3.25in"])


@given(networks(), WIDTHS)
@settings(max_examples=30, deadline=None)
def test_random_networks_are_drawn_without_a_fault(source, width):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source, width=width)
    assert [fault.message for fault in measure(figure.scene).faults if fault.kind != "small text"] == []


@pytest.mark.long
@given(networks(most=40), WIDTHS)
@settings(max_examples=200, deadline=None)
def test_random_deep_networks_are_drawn_without_a_fault(source, width):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source, width=width)
    assert [fault.message for fault in measure(figure.scene).faults if fault.kind != "small text"] == []


@given(st.lists(st.tuples(st.integers(4, 512), st.integers(1, 2048)), min_size=2, max_size=6, unique=True))
@settings(max_examples=25, deadline=None)
def test_what_is_larger_is_never_drawn_smaller(shapes):
    layers = [f"{{custom: x, shape: {size}x{size}x{count}}}" for size, count in shapes]
    figure = drawn(spec(*layers))
    found = [front(solid) for solid in solids(figure)][1:]
    measured = [(bottom - top, right - left) for left, top, right, bottom in found]
    for (size, count), (high, thick) in zip(shapes, measured, strict=True):
        for (other, fewer), (lower, thinner) in zip(shapes, measured, strict=True):
            assert size < other or high >= lower - 1e-6
            assert count < fewer or thick >= thinner - 1e-6


@given(st.lists(st.sampled_from([1, 2, 10, 512, 1000, 4096, 25088, 10**6]), min_size=1, max_size=7, unique=True))
@settings(max_examples=25, deadline=None)
def test_vectors_of_any_length_are_bounded_and_longer_ones_are_never_shorter(lengths):
    figure = drawn(spec("{conv: 8 3x3}", "flatten", *(f"{{dense: {length}}}" for length in lengths)))
    bars = [solid for solid in solids(figure) if solid.look.op == "dense"]
    high = {length: front(bar)[3] - front(bar)[1] for length, bar in zip(lengths, bars, strict=True)}
    ordered = [high[length] for length in sorted(lengths)]
    assert ordered == sorted(ordered)
    maps = max(front(solid)[3] - front(solid)[1] for solid in solids(figure) if solid.look.op == "input")
    assert ordered[0] >= 6 - 1e-6
    assert ordered[-1] <= 0.65 * maps + 1e-6
    assert measure(figure.scene).faults == ()


@given(st.integers(1, 4096), st.integers(1, 4096), st.integers(1, 25088))
@settings(max_examples=25, deadline=None)
def test_sizes_on_the_page_are_bounded_whatever_those_of_the_network(high, wide, count):
    figure = drawn(spec(f"{{conv: {count} 1x1}}", size=f"{high}x{wide}x3"))
    assert figure.scene.width <= 468.01
    for left, top, right, bottom in map(front, solids(figure)):
        assert 2.5 <= right - left <= 120
        assert 5 <= bottom - top <= 96 + 1e-6
    assert measure(figure.scene).faults == ()


@given(networks(most=8), st.sampled_from(["isometric", "plotneuralnet", "convnetdraw", "visualkeras"]))
@settings(max_examples=10, deadline=None)
def test_random_networks_have_no_fault_in_any_view(source, view):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source, options={"view": view})
    assert [fault.message for fault in measure(figure.scene).faults if fault.kind != "small text"] == []
