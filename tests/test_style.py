"""Styles: the palette as it was designed, the cascade, colours that can be read, and an error for everything else."""

from __future__ import annotations

import pytest

from archdraw import style
from archdraw.diagram import Look
from archdraw.errors import UnknownName
from archdraw.graph import OPS
from archdraw.scene import Stroke
from archdraw.style import colors, contrast
from archdraw.style.loading import names

# The palette of the design: fill and stroke by op, tinted from Okabe-Ito.
PALETTE = {
    "input": ("#F1F3F5", "#6B7785"),
    "output": ("#F1F3F5", "#6B7785"),
    "conv": ("#D3E5F3", "#0B5C94"),
    "deconv": ("#E3EEF8", "#0B5C94"),
    "upsample": ("#E3EEF8", "#0B5C94"),
    "pool": ("#FBDDD0", "#B4460F"),
    "dense": ("#EBDDF0", "#7A4A8C"),
    "norm": ("#FBF3CF", "#9A7B00"),
    "activation": ("#D8EFE4", "#0B7A55"),
    "attention": ("#FCE3BC", "#A86500"),
    "embedding": ("#D6F0F2", "#11707A"),
    "position": ("#D6F0F2", "#11707A"),
    "recurrent": ("#F3D9E6", "#A3406F"),
    "reshape": ("#F7F7F7", "#8893A0"),
    "slice": ("#F7F7F7", "#8893A0"),
    "other": ("#F7F7F7", "#8893A0"),
}
# Tops and sides of solid blocks of the reference figures.
FACES = {
    "input": ("#F1F3F5", "#F9FAFA", "#D9DDE1"),
    "conv": ("#D3E5F3", "#EBF3FA", "#AFCCE2"),
    "pool": ("#FBDDD0", "#FDF0EA", "#F2CBB9"),
    "dense": ("#EBDDF0", "#F6F0F8", "#D7C3DE"),
    "activation": ("#D8EFE4", "#EDF8F3", "#BBDFD0"),
    "deconv": ("#A9CCE6", "#D8E8F4", "#8DB8D7"),
}


@pytest.fixture(scope="module")
def paper() -> style.Style:
    return style.load()


@pytest.mark.parametrize("op", PALETTE)
def test_paper_has_the_designed_palette(paper: style.Style, op: str) -> None:
    box = paper.box(Look(op))
    assert box.fill is not None
    assert (box.fill.color, box.stroke.color) == tuple(color.lower() for color in PALETTE[op])
    assert (box.stroke.width, box.radius) == (0.6, 2.5)


@pytest.mark.parametrize("op", FACES)
def test_solid_blocks_have_the_designed_faces(paper: style.Style, op: str) -> None:
    faces = paper.faces(Look(op))
    for face, designed in zip((faces.front, faces.top, faces.side), FACES[op], strict=True):
        pairs = zip(*(bytes.fromhex(color[1:]) for color in (face.color, designed)), strict=True)
        assert max(abs(a - b) for a, b in pairs) <= 2
    assert faces.stroke.dash == ()


def test_dashes_tell_upsampling_from_convolution(paper: style.Style) -> None:
    assert paper.box(Look("deconv")).stroke.dash
    assert not paper.box(Look("conv")).stroke.dash


@pytest.mark.parametrize("op", OPS)
def test_every_op_has_looks_that_say_why(paper: style.Style, op: str) -> None:
    box = paper.box(Look(op))
    assert box.fill is not None
    assert box.fill.role == box.stroke.role == op


STRONG = {"convnetdraw", "plotneuralnet", "tikz-cnn", "visualkeras"}
"""Styles in the strong colours of their models, on which text turns light where it has to."""


@pytest.mark.parametrize("name", sorted({*names()} - STRONG))
def test_text_can_be_read_on_every_fill_of_every_style(name: str) -> None:
    loaded = style.load(name)
    fills = [
        loaded.mark(mark).fill for mark in loaded.marks if mark not in ("kernel", "window")
    ]  # no text stands there
    behind = {loaded.background, *(fill.color for fill in fills if fill)}
    for op in OPS:
        fill = loaded.box(Look(op)).fill
        assert fill is not None
        behind.add(fill.color)
        assert contrast(loaded.text("label").color, loaded.faces(Look(op)).front.color) >= 4.5
    for role, text in loaded.texts.items():
        for color in behind:
            assert contrast(text.color, color) >= 4.5, (role, color)


@pytest.mark.parametrize("op", OPS)
def test_black_can_be_read_very_well_on_paper(paper: style.Style, op: str) -> None:
    fill = paper.box(Look(op)).fill
    assert fill is not None
    assert contrast("#000000", fill.color) >= 7


@pytest.mark.parametrize("name", sorted(STRONG))
def test_text_on_strong_colours_turns_light(name: str) -> None:
    loaded = style.load(name)
    for op in OPS:
        fill = loaded.box(Look(op)).fill
        assert fill is not None
        for role in loaded.texts:
            assert contrast(loaded.text(role, fill.color).color, fill.color) >= 4.5


@pytest.mark.parametrize("name", names())
def test_strokes_and_lines_are_seen_on_the_page(name: str) -> None:
    loaded = style.load(name)
    for op in OPS:
        assert contrast(loaded.box(Look(op)).stroke.color, loaded.background) >= 3
    assert contrast(loaded.line("data").color, loaded.background) >= 4.5


@pytest.mark.parametrize(
    "name",
    sorted(
        {*names()}
        - {
            "keras",
            "nn-svg",
            "draw-convnet",
            "convnet-drawer",
            "convnetdraw",
            "convnetdraw-bw",
            "tikz-cnn",
            "visualkeras",
        }
    ),
)  # these have no colours, as their models, or not so many
def test_ops_of_different_families_have_different_fills_or_patterns(name: str) -> None:
    loaded = style.load(name)
    families = ("input", "conv", "pool", "dense", "norm", "attention", "embedding", "recurrent")
    looks = [loaded.box(Look(op)) for op in families]
    assert len({(look.fill.color, look.pattern) for look in looks if look.fill}) == len(families)


def test_texts_have_the_designed_sizes_and_none_is_too_small(paper: style.Style) -> None:
    sizes = {role: text.font.size for role, text in paper.texts.items()}
    assert {role: sizes[role] for role in ("label", "detail", "badge", "total")} == {
        "label": 7,
        "detail": 6,
        "badge": 7.5,
        "total": 6.5,
    }
    assert min(sizes.values()) >= 5.5


def test_contrast_is_that_of_the_standard() -> None:
    # Reference values of WCAG 2.1: black on white 21, equal colours 1, #777777 on white 4.48.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#aabbcc", "#aabbcc") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_name_wins_over_the_group_over_the_word_over_the_op() -> None:
    entries = {"conv": "red", "Conv2D": "green", "stage": "blue", "inner": "navy", "conv1": "teal"}
    looks = [
        Look("conv"),
        Look("conv", "Conv2D"),
        Look("conv", "Conv2D", ("stage",)),
        Look("conv", "Conv2D", ("inner", "stage")),
        Look("conv", "Conv2D", ("inner", "stage"), "conv1"),
    ]
    loaded = style.load("paper", {name: {"fill": color} for name, color in entries.items()})
    for look, color in zip(looks, entries.values(), strict=True):
        fill = loaded.box(look).fill
        assert fill is not None
        assert fill.color == colors.parse(color)


def test_values_that_are_not_said_stay() -> None:
    loaded = style.load("paper", {"conv1": {"width": 2}})
    box = loaded.box(Look("conv", name="conv1"))
    assert box.fill is not None
    assert (box.fill.color, box.stroke.color, box.stroke.width) == ("#d3e5f3", "#0b5c94", 2)


@pytest.mark.parametrize("fill", ["#cfe2f3", "navy", "yellow", "black", "white", "#ff0000", "hotpink"])
def test_a_fill_alone_brings_a_stroke_that_is_seen_and_text_that_can_be_read(fill: str) -> None:
    loaded = style.load("paper", {"conv": {"fill": fill}})
    box = loaded.box(Look("conv"))
    assert box.fill is not None
    assert contrast(box.stroke.color, "#ffffff") >= 4.5
    for role in ("label", "detail"):
        assert contrast(loaded.text(role, on=box.fill.color).color, box.fill.color) >= 4.5
    faces = loaded.faces(Look("conv"))
    assert faces.front.color == box.fill.color


def test_a_fill_keeps_its_hue_in_the_stroke() -> None:
    from colorsys import rgb_to_hls

    def hue(color: str) -> float:
        return rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(color[1:])))[0]

    for fill in ("#cfe2f3", "#fbddd0", "#d8efe4", "#ebddf0"):
        assert hue(colors.darker(fill)) == pytest.approx(hue(fill), abs=0.02)


def test_small_things_have_thin_strokes(paper: style.Style) -> None:
    assert paper.thin(Stroke("#000000", 0.6)).width == 0.5
    assert paper.thin(Stroke("#000000", 0.3)).width == 0.3


def test_a_band_has_no_stroke(paper: style.Style) -> None:
    assert paper.mark("band").stroke.width == 0


@pytest.mark.parametrize("ask", [lambda s: s.text("lable"), lambda s: s.size("gpa"), lambda s: s.line("dtaa")])
def test_what_a_style_lacks_is_named_with_the_nearest(paper: style.Style, ask: object) -> None:
    with pytest.raises(UnknownName) as caught:
        ask(paper)  # type: ignore[operator]
    assert "did you mean" in caught.value.hint
