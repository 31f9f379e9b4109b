"""U-Nets as a U in `volumes`: level below level, copies straight across, whatever the network."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.diagram import Glued, Link
from archdraw.errors import LayoutError
from archdraw.quality import measure
from tests.volumes_figures import HERE, SPECS, drawn, front, hull, solids, spec, texts, words

U_SHAPED = {
    "valid": """
input: 572x572x1
blocks: {double: {params: {f: null}, layers: [{conv: $f 3x3 valid relu, repeat: 2}]}}
layers: [{double: 64, name: a}, {maxpool: 2}, {double: 128, name: b}, {maxpool: 2}, {double: 256}, {deconv: 128},
  {concat: b, crop: true}, {double: 128}, {deconv: 64}, {concat: a, crop: true}, {double: 64}, {conv: 2 1x1 softmax}]
""",
    "sums": """
input: 256x128x3
layers: [{conv: 32 3x3 relu, name: a}, {conv: 64 3x3 s2 relu, name: b}, {conv: 128 3x3 s2 relu}, {deconv: 64}, {add: b},
  {conv: 64 3x3 relu}, {deconv: 32}, {add: a}, {conv: 3 1x1 sigmoid}]
""",
    "sums of long names": """
input: 256x256x1
layers: [{conv: 1 3x3 relu, name: a}, {maxpool: 2}, {conv: 2 3x3 relu, label: a name as long as this}, {deconv: 1, label: another such name}, {add: a}, {conv: 2 1x1 softmax}]
""",
    "autoencoder": """
input: 64x64x3
layers: [{conv: 16 3x3 s2 relu}, {conv: 32 3x3 s2 relu}, {deconv: 16 3x3 s2 relu}, {deconv: 3 3x3 s2 sigmoid}]
""",
    "unet": (SPECS / "unet.yaml").read_text(),
    "unet3d": (SPECS / "unet3d.yaml").read_text(),
}


@pytest.mark.parametrize(("name", "width"), [(name, "468pt") for name in U_SHAPED] + [("unet", "3.25in")])
def test_a_network_that_leads_down_and_up_is_a_u(name, width):
    figure = drawn(U_SHAPED[name].encode(), width=width, options={"layout": "u"})
    assert measure(figure.scene).faults == ()
    assert measure(figure.scene).crossings == 0
    blocks = [hull(mark) for mark in figure.diagram.marks if isinstance(mark, Glued)]
    lowest = max(range(len(blocks)), key=lambda k: blocks[k][3])
    assert [box[1] for box in blocks[: lowest + 1]] == sorted(box[1] for box in blocks[: lowest + 1])
    assert blocks[0][0] == min(box[0] for box in blocks)
    assert blocks[-1][2] == max(box[2] for box in blocks)
    for i, one in enumerate(blocks):
        for two in blocks[i + 1 :]:
            assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


PAPER = """
input: 572x572x1
blocks: {double: {params: {f: null}, layers: [{conv: $f 3x3 valid relu, repeat: 2}]}}
layers: [{double: 64, name: a}, {maxpool: 2}, {double: 128, name: b}, {maxpool: 2}, {double: 256, name: c}, {maxpool: 2}, {double: 512, name: d},
  {maxpool: 2}, {double: 1024}, {deconv: 512}, {concat: d, crop: true}, {double: 512}, {deconv: 256}, {concat: c, crop: true}, {double: 256},
  {deconv: 128}, {concat: b, crop: true}, {double: 128}, {deconv: 64}, {concat: a, crop: true}, {double: 64}, {conv: 2 1x1 softmax}]
"""


@pytest.mark.parametrize("width", ["468pt", "3.25in"])
def test_maps_that_lose_a_border_touch_so_that_the_u_net_of_2015_is_read_in_a_column(width):
    figure = drawn(PAPER.encode(), width=width)
    quality = measure(figure.scene)
    assert quality.smallest >= 5
    assert quality.faults == ()
    blocks = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)]
    assert [len(mark.solids) for mark in blocks] == [1, 3, 3, 3, 3, 2, 4, 4, 4, 4, 1]
    assert {"568", "280", "136", "64", "28", "52", "100", "196", "388"} <= set(texts(figure))
    for mark in blocks:
        heights = [bottom - top for _, top, _, bottom in map(front, mark.solids)]
        assert heights == sorted(heights, reverse=True)


def test_copies_lead_straight_across_a_u():
    figure = drawn(SPECS / "unet.yaml", options={"layout": "u"})
    copies = [solid for solid in solids(figure) if solid.look.op == "copied"]
    across = {
        mark.edges[-1][1]: mark.points
        for mark in figure.diagram.marks
        if isinstance(mark, Link) and len(mark.points) == 2
    }
    for solid in copies:
        start, end = across[solid.layer]
        assert start[1] == pytest.approx(end[1])
        assert end[0] == pytest.approx(front(solid)[0])


def test_every_edge_is_drawn_in_a_u_too():
    row, u = (drawn(SPECS / "unet.yaml", options={"layout": layout}) for layout in ("row", "u"))
    edges = [
        {edge for mark in figure.diagram.marks if isinstance(mark, Link) for edge in mark.edges} for figure in (row, u)
    ]
    assert edges[0] == edges[1]


@pytest.mark.parametrize("name", ["vgg16", "siamese", "resnet50"])
def test_what_is_no_u_stays_in_rows_or_says_so(name):
    with pytest.raises(LayoutError, match="is no U"):
        drawn(SPECS / f"{name}.yaml", options={"layout": "u"})
    row, usual = (drawn(SPECS / f"{name}.yaml", options=chosen, width="3.25in") for chosen in ({"layout": "row"}, {}))
    assert row.to_bytes("svg") == usual.to_bytes("svg")


def test_a_u_net_is_a_row_on_a_page_and_a_u_in_a_column():
    for width, layout in (("6.5in", "row"), ("3.25in", "u")):
        told, usual = (drawn(SPECS / "unet.yaml", options=chosen, width=width) for chosen in ({"layout": layout}, {}))
        assert told.to_bytes("svg") == usual.to_bytes("svg")


@st.composite
def u_nets(draw):
    """Make an encoder and its decoder, with copies or sums at some levels."""
    depth, count = draw(st.integers(1, 5)), draw(st.sampled_from([1, 8, 64, 100]))
    down, up = [], []
    for level in range(depth):
        width = count * 2**level
        down += [f"{{conv: {width} 3x3 relu, repeat: {draw(st.integers(1, 3))}, name: e{level}}}"]
        down += [draw(st.sampled_from(["{maxpool: 2}", f"{{conv: {width} 3x3 s2 relu}}"]))]
        joins = draw(st.sampled_from(["concat", "add", ""]))
        convs = draw(st.integers(0, 2))
        joined = [f"{{{joins}: e{level}}}"] if joins else []
        up = [
            f"{{deconv: {width}}}",
            *joined,
            *([f"{{conv: {width} 3x3 relu, repeat: {convs}}}"] if convs else []),
            *up,
        ]
    size = f"256x{draw(st.sampled_from([256, 128]))}x{draw(st.sampled_from([1, 3]))}"
    return spec(*down, f"{{conv: {count * 2**depth} 3x3 relu}}", *up, "{conv: 2 1x1 softmax}", size=size)


@given(u_nets())
@settings(max_examples=25, deadline=None)
def test_random_u_nets_are_drawn_as_a_u_without_a_fault(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source, options={"layout": "u"})
    found = measure(figure.scene)
    assert [fault.message for fault in found.faults if fault.kind != "small text"] == []
    assert found.crossings == 0


def test_a_u_net_from_a_keras_file_is_the_same_u():
    figure = drawn(HERE / "golden/keras-nasty/unet.keras", options={"layout": "u"})
    names = {line.text for line in words(figure, "label")}
    assert {"Input", "enc 1", "enc 2", "enc 3", "bottleneck", "dec 3", "dec 2", "dec 1", "Output"} == names
    assert measure(figure.scene).faults == ()


def test_sizes_of_small_maps_that_are_not_square_do_not_meet_in_a_u_of_sums():
    halves = "".join(f"- {{conv: {32 << i} 3x3 relu, name: {n}}}\n- maxpool: 2\n" for i, n in enumerate("abc"))
    ups = "".join(
        f"- upsample: 2\n- {{conv: {32 << i} 3x3 relu}}\n- {{add: {n}}}\n" for i, n in ((2, "c"), (1, "b"), (0, "a"))
    )
    source = (
        f"input: 96x64x1\nlayers:\n{halves}- {{conv: 256 3x3 relu, repeat: 2}}\n{ups}- conv: 1 1x1 sigmoid\n".encode()
    )
    assert measure(drawn(source, width="3.25in").scene).faults == ()
