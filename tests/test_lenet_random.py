"""Networks that nobody thought of, in `lenet`: no fault, sizes that grow with theirs, words that never meet."""

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archdraw.errors import LayoutError
from archdraw.quality import measure
from archdraw.volumes import rows
from archdraw.volumes.rows import Part, cuts, fitted, spaced
from archdraw.volumes.scales import KINDS, Scale
from tests.conv_nets import networks
from tests.map_figures import drawer, stacks

drawn = drawer("lenet")

CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "labels_at": st.sampled_from(["row", "stack"]),
        "vectors": st.sampled_from(["cells", "bar", "diagonal"]),
        "show_layer_activations": st.booleans(),
        "legend": st.sampled_from(["true", "auto"]),
        "ops": st.booleans(),
    },
)


LOOKS = st.sampled_from(["paper", "print", "latex", "nn-svg", "draw-convnet"])


WIDTHS = st.sampled_from([None, "3.25in"])


def faults(spec, width, style, options):
    try:
        figure = drawn(spec, width=width, style=style, **options)
    except LayoutError as error:  # some skips are longer than a page, and blocks in a row are one
        if "a skip within one row" not in str(error):
            raise
        return []
    return [str(fault) for fault in measure(figure.scene).faults]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(projections=True), WIDTHS, LOOKS, CHOICES)
def test_no_conv_net_has_a_fault(spec, width, style, options):
    assert faults(spec, width, style, options) == [], spec


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(projections=True), WIDTHS, LOOKS, CHOICES)
def test_none_of_many_conv_nets_has_a_fault(spec, width, style, options):
    assert faults(spec, width, style, options) == [], spec


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), st.sampled_from(KINDS))
def test_a_bigger_tensor_is_never_drawn_smaller(spec, scale):
    figure = drawn(spec, scale=scale)
    at = figure.drawn.index()
    maps, vectors = [], []
    for name, mark in stacks(figure).items():
        tensor = at[name].outputs[0]
        whole = mark.boxes[-1]
        if mark.kind == "maps":
            maps.append((tensor.spatial, len(mark.boxes), (whole.height, whole.width), tensor.channels))
        else:
            vectors.append((tensor.channels, mark.boxes[-1].bottom - mark.boxes[0].top))
    for one in maps:
        for two in maps:
            for axis in (0, 1):
                assert one[0][axis] > two[0][axis] or one[2][axis] <= two[2][axis] + 1e-6
            assert one[3] > two[3] or one[1] <= two[1]
    vectors.sort()
    assert all(one[1] <= two[1] + 1e-6 for one, two in pairwise(vectors))


@given(st.integers(1, 4000), st.integers(1, 4000), st.sampled_from(KINDS), st.floats(0.3, 0.7))
def test_scales_are_monotone(one, two, kind, power):
    scale = Scale(57, 4000, power, kind, least=2)
    assert (one > two) or scale(one) <= scale(two)


@given(st.lists(st.builds(Part, st.floats(1, 60), st.floats(0, 60), st.floats(0, 60), st.floats(1, 2)), min_size=1, max_size=9),
       st.floats(5, 20))  # fmt: skip
def test_words_in_a_row_never_meet(parts, gap):
    row = spaced(parts, gap)
    ends = [(left, left + part.width) for left, part in zip(row.lefts, parts, strict=True)]
    over = [((a + b) / 2, part.over) for (a, b), part in zip(ends, parts, strict=True) if part.over]
    under = [((b + c) / 2, two.under) for (_, b), (c, _), two in zip(ends, ends[1:], parts[1:], strict=False)]
    assert all(two[0] - one[0] >= gap + (one[1] - one[0]) - 1e-6 for one, two in pairwise(ends))
    for words in ([w for p, w in zip(parts, over, strict=False)] if len(over) == len(parts) else [], under):
        for (x, wide), (u, next_wide) in pairwise(words):
            assert not wide or not next_wide or u - x >= (wide + next_wide) / 2 + 4.9
    assert fitted(parts, row.width + 1e-6, gap, 5) == row


def test_rows_are_cut_evenly():
    assert list(cuts([1] * 6, 3))[-1] == [range(2), range(2, 4), range(4, 6)]
    assert list(cuts([3], 2)) == [[range(1)]]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.sets(st.integers(1, 7)))
def test_the_widest_row_is_as_narrow_as_any_way_to_cut_allows(widths, whole):
    total, places = len(widths), [at for at in range(1, len(widths)) if at not in whole]

    def widest(starts):
        return max(sum(widths[start:end]) for start, end in pairwise((0, *starts, total)))

    for count, found in enumerate(cuts(widths, total, whole), 1):
        some = list(combinations(places, count - 1)) or [tuple(places)]
        assert [part.start for part in found[1:]] == sorted({part.start for part in found[1:]} - whole)
        assert (found[0].start, found[-1].stop) == (0, total)
        assert max(sum(widths[at] for at in part) for part in found) == min(map(widest, some))


def test_the_work_of_cutting_does_not_explode(monkeypatch):
    tried = []
    longer = rows._longer
    monkeypatch.setattr(rows, "_longer", lambda *told: tried.append(told) or longer(*told))
    work = []
    for count in (40, 80, 160):
        tried.clear()
        list(cuts([3.0, 5.0, 4.0, 5.0] * (count // 4), count))
        work.append(len(tried))
    assert work[1] < 5 * work[0]
    assert work[2] < 5 * work[1]
