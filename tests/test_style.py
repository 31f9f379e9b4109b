"""Styles: the palette as it was designed, the cascade, colours that can be read, and an error for everything else."""

from __future__ import annotations

import contextlib
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdraw import style
from archdraw.diagram import Look
from archdraw.errors import StyleError, UnknownName
from archdraw.graph import OPS
from archdraw.scene import Stroke
from archdraw.style import colors, contrast
from archdraw.style.loading import names
from archdraw.style.reading import parse

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


ERRORS = [
    ({"conv": {"fil": "red"}}, ("conv", "fil"), "unknown key 'fil'", "did you mean 'fill'?"),
    ({"conv": {"fill": "tomatoe"}}, ("conv", "fill"), "'tomatoe' is not a colour", "did you mean 'tomato'?"),
    ({"conv": {"fill": None}}, ("conv", "fill"), "nothing is not a colour", "in quotes"),
    ({"conv": {"fill": "red;}</style><script>"}}, ("conv", "fill"), "is not a colour", "in quotes"),
    ({"conv": {"fill": "url(http://x)"}}, ("conv", "fill"), "is not a colour", "in quotes"),
    ({"conv": {"fill": "#12345"}}, ("conv", "fill"), "is not a colour", "in quotes"),
    ({"conv": {"fill": 123456}}, ("conv", "fill"), "123456 is not a colour", "in quotes"),
    ({"conv": {"width": "1e9in"}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": "-3cm"}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": "nan"}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": float("nan")}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": float("inf")}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": True}}, ("conv", "width"), "is not a length", "write points"),
    ({"conv": {"width": 10**5000}}, ("conv", "width"), "a huge number is not a length", "write points"),
    ({"conv": {"dash": "2 1"}}, ("conv", "dash"), "is not a dash", "[2, 1.5]"),
    ({"conv": {"dash": [0, 0]}}, ("conv", "dash"), "is not a dash", "[2, 1.5]"),
    ({"conv": {"shade": 2}}, ("conv", "shade"), "from 0 to 1", ""),
    ({"conv": {"pattern": "diagnal"}}, ("conv", "pattern"), "'diagnal' is not a pattern", "did you mean 'diagonal'?"),
    ({"conv": {"pattern": "url(#x)"}}, ("conv", "pattern"), "'url(#x)' is not a pattern", "known are back-diagonal, "),
    ({"conv": {"pattern": None}}, ("conv", "pattern"), "nothing is not a pattern", "did you mean 'none'?"),
    ({"conv": {"pattern": ["dots"]}}, ("conv", "pattern"), "is not a pattern", ""),
    ({"conv": {"pattern": 10**5000}}, ("conv", "pattern"), "a huge number is not a pattern", ""),
    ({"conv": {"ink": "none"}}, ("conv", "ink"), "needs a colour", ""),
    ({"marks": {"frame": {"pattern": "dots"}}}, ("marks", "frame", "pattern"), "unknown key 'pattern'", ""),
    ({"conv": "red"}, ("conv",), "takes a mapping", "{fill:"),
    ({"convv": "red"}, ("convv",), "unknown key 'convv'", "did you mean 'conv'?"),
    ({"texts": {"label": {"size": 0.2}}}, ("texts", "label", "size"), "cannot be read", "1 to 200"),
    ({"texts": {"label": {"weight": "heavy"}}}, ("texts", "label", "weight"), "not one of regular", ""),
    ({"texts": {"label": {"italic": "yes"}}}, ("texts", "label", "italic"), "neither true nor false", ""),
    ({"texts": {"label": {"color": "none"}}}, ("texts", "label", "color"), "needs a colour", ""),
    ({"texts": {"labl": {"size": 7}}}, ("texts", "labl"), "unknown key 'labl'", "did you mean 'label'?"),
    ({"sizes": {"gapp": 7}}, ("sizes", "gapp"), "unknown key 'gapp'", "did you mean 'gap'?"),
    ({"lines": {"dataa": {"width": 7}}}, ("lines", "dataa"), "unknown key 'dataa'", "did you mean 'data'?"),
    ({"marks": {"frames": {"width": 7}}}, ("marks", "frames"), "unknown key 'frames'", "did you mean 'frame'?"),
    ({"sizes": [1]}, ("sizes",), "takes a mapping", ""),
    ({"sizes": {"blocks": {"gapp": 7}}}, ("sizes", "blocks", "gapp"), "unknown key 'gapp'", "did you mean 'gap'?"),
    ({"texts": {"fcnn": {"labl": {"size": 7}}}}, ("texts", "fcnn", "labl"), "unknown key 'labl'", "mean 'label'?"),
    ({"texts": {"fcnn": {"label": {"siz": 7}}}}, ("texts", "fcnn", "label", "siz"), "unknown key 'siz'", "'size'?"),
    ({"texts": {"fcnn": {"label": {"size": 0}}}}, ("texts", "fcnn", "label", "size"), "cannot be read", "1 to 200"),
    ({"lines": {"fcnn": {"dataa": {}}}}, ("lines", "fcnn", "dataa"), "unknown key 'dataa'", "did you mean 'data'?"),
    ({"fonts": "'; x"}, ("fonts",), "is not the name of a font", "[Arial"),
    ({"fonts": ["a", "b'c"]}, ("fonts",), "is not the name of a font", "[Arial"),
    ({"fonts": []}, ("fonts",), "is not a list of font names", "[Arial"),
    ({"background": "wite"}, ("background",), "is not a colour", "did you mean 'white'?"),
]


@pytest.mark.parametrize(("content", "path", "message", "hint"), ERRORS)
def test_what_does_not_belong_in_a_style_is_told(content: object, path: tuple[str], message: str, hint: str) -> None:
    for load in (lambda: style.load("paper", content), lambda: style.load(content)):  # type: ignore[arg-type]
        with pytest.raises(StyleError) as caught:
            load()
        assert caught.value.path == path
        assert message in str(caught.value)
        assert hint in caught.value.hint


def test_an_unknown_style_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="'papr'") as caught:
        style.load("papr")
    assert caught.value.hint == "did you mean 'paper'?"


def test_names_of_the_caller_must_exist_in_the_figure() -> None:
    loaded = style.load("paper", {"conv1": {"fill": "red"}, "conv": {"width": 1}})
    loaded.check({"conv1", "dense1"})
    with pytest.raises(StyleError, match="'conv1' is no op") as caught:
        loaded.check({"conv_1", "dense1"})
    assert caught.value.hint == "did you mean 'conv_1'?"
    assert caught.value.path == ("conv1",)


def test_a_file_extends_another_beside_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("conv: {fill: red}\ntexts: {label: {size: 8}}\nfonts: [Arial]\n")
    (tmp_path / "mine.yaml").write_text("extends: base.yaml\nconv: {width: 2}\nsizes: {gap: 2mm}\n")
    loaded = style.load(tmp_path / "mine.yaml", {"texts": {"label": {"italic": True}}})
    box, label = loaded.box(Look("conv")), loaded.text("label")
    assert box.fill is not None
    assert (box.fill.color, box.stroke.width) == ("#ff0000", 2)
    assert (label.font.size, label.font.italic, label.font.weight) == (8, True, "semibold")
    assert loaded.size("gap") == pytest.approx(72 / 25.4 * 2)
    assert loaded.fonts == ("Arial",)
    assert loaded.name == "mine"


def test_a_mapping_may_extend_a_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("conv: {fill: red}\n")
    fill = style.load({"extends": tmp_path / "base.yaml"}).box(Look("conv")).fill
    assert fill is not None
    assert fill.color == "#ff0000"


def test_a_renderer_has_looks_of_its_own() -> None:
    told = {
        "texts": {"label": {"color": "navy"}, "fcnn": {"label": {"size": 12}}},
        "lines": {"fcnn": {"data": {"width": 2}}},
        "marks": {"fcnn": {"bias": {"fill": "red"}}},
        "sizes": {"fcnn": {"gap": 4}},
    }
    loaded = style.load("paper", told)
    own, other = loaded.of("fcnn"), loaded.of("lenet")
    assert [each.text("label").font.size for each in (loaded, own, other)] == [7, 12, 7]
    assert own.text("label").color == loaded.text("label").color == "#000080"
    assert own.text("label").font.weight == "semibold"
    assert [each.line("data").width for each in (own, other)] == [2, 0.7]
    assert own.line("data").role == "data"
    assert (own.mark("bias").fill.color, other.mark("bias").fill.color) == ("#ff0000", "#ffffff")  # type: ignore[union-attr]
    assert [each.size("gap") for each in (own, other)] == [4, 10]
    assert own.of("fcnn") == own


RENDERERS = ("alexnet", "blocks", "fcnn", "lenet")
OF_RENDERERS = [
    ("texts:\n  fcn: {label: {size: 12}}", "2:3: error: unknown key 'fcn'", "did you mean 'fcnn'?"),
    ("sizes:\n  gap: 2\n  bloks: {gap: 7}", "3:3: error: unknown key 'bloks'", "did you mean 'blocks'?"),
    ("options:\n  lent: {ops: false}", "2:3: error: there is no renderer 'lent'", "did you mean 'lenet'?"),
    ("texts:\n  fcnn:\n    labl: {size: 12}", "3:5: error: unknown key 'labl'", "did you mean 'label'?"),
]


@pytest.mark.parametrize(("text", "message", "hint"), OF_RENDERERS, ids=[text for text, _, _ in OF_RENDERERS])
def test_a_renderer_that_there_is_not_is_told_with_its_place(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    place = tmp_path / "mine.yaml"
    place.write_text(text)
    with pytest.raises(StyleError) as caught:
        style.load(place, renderers=RENDERERS)
    assert message in caught.value.report()
    assert hint in caught.value.report()


FILES = [
    ("conv: {fill: red, fill: blue}", "1:19: error: 'fill' stands here twice"),
    ("conv: {fill: [", "error: "),
    ("a: &x {fill: red}\nb: *x", "1:4: error: a style has no anchors and aliases"),
    ("conv: !!python/object:os.system {fill: red}", "1:7: error: a style has no tags"),
    ("- conv", "1:1: error: a style is a mapping"),
    ("", "1:1: error: a style is a mapping"),
    ("conv:\n  fill: rde", "2:3: error: 'rde' is not a colour"),
    ("conv:\n  width: 1\n  filll: red", "3:3: error: unknown key 'filll'"),
    ("---\nconv: {fill: red}\n---\n{}", "error: a style is one document"),
    ("extends: papre", "1:1: error: there is no style 'papre'"),
    ("extends: ../other.yaml", "1:1: error: '../other.yaml' does not lie beside or below"),
    ("extends: /etc/passwd.yaml", "does not lie beside or below"),
    ("extends: mine.yaml", "extend each other without end"),
    ("sizes:\n  gapp: 7", "2:3: error: unknown key 'gapp'"),
    ("? {a: b}\n: c", "error: a key is a word"),
    ("[" * 2000, "levels deep"),
    ("a: " + "{a: " * 2000, "levels deep"),
    ("conv: {fill: '\\", "error: "),
    ("conv: {fill: \x00}", "error: "),
]


@pytest.mark.parametrize(("text", "message"), FILES, ids=[message for _, message in FILES])
def test_a_bad_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    place = tmp_path / "mine.yaml"
    place.write_text(text)
    with pytest.raises(StyleError) as caught:
        style.load(place)
    assert message in caught.value.report()
    assert "mine.yaml" in caught.value.report()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a: 1\n" * 100_000], ids=["no text", "too large"])
def test_what_is_no_text_or_too_large_is_refused(tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "mine.yaml"
    place.write_bytes(data)
    with pytest.raises(StyleError):
        style.load(place)


def test_a_missing_file_is_told() -> None:
    with pytest.raises(StyleError, match=r"cannot read the style 'missing\.yaml'"):
        style.load("missing.yaml")


plain = st.one_of(st.integers(-1000, 1000), st.booleans(), st.text("abc xyz#", max_size=8), st.none())
nested = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner), max_leaves=8
)


@settings(max_examples=40)
@given(st.dictionaries(st.text("abcdef", min_size=1), nested, max_size=4))
def test_files_are_read_as_the_library_reads_them(content: dict[str, object]) -> None:
    import yaml

    if content and _depth(content) <= 8:
        assert parse(yaml.safe_dump(content), "x.yaml").content == content


def _depth(value: object) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (1 + max(map(_depth, parts), default=0)) if isinstance(value, (dict, list)) else 0


keys = st.sampled_from(["conv", "conv1", "fill", "stroke", "width", "dash", "texts", "label", "size", "sizes", "gap"])
keys |= st.sampled_from(
    ["marks", "frame", "lines", "data", "fonts", "background", "options", "extends", "shade", "x", "pattern", "ink"]
)
values = st.recursive(
    plain | st.floats() | st.sampled_from(["red", "#fff", "2mm", 10**400, "none", b"x", "dots", "paper", "../x.yaml"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | st.integers(), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(keys, values, max_size=4))
def test_any_mapping_gives_a_style_or_says_what_is_wrong(content: dict[str, object]) -> None:
    for source, overrides in ((content, {}), ("paper", content)):
        with contextlib.suppress(StyleError, UnknownName):
            loaded = style.load(source, overrides)  # type: ignore[arg-type]
            assert re.fullmatch("#[0-9a-f]{6}|", loaded.background)
            for op in OPS:
                box = loaded.box(Look(op))
                for color in (box.stroke.color, box.fill.color if box.fill else "#ffffff"):
                    assert re.fullmatch("#[0-9a-f]{6}", color)


@settings(max_examples=20)
@given(st.sampled_from(OPS), st.sampled_from(OPS))
def test_the_order_of_entries_does_not_matter(one: str, two: str) -> None:
    entries = [(one, {"fill": "red"}), (two, {"width": 2})]
    if one != two:
        loaded = [style.load("paper", dict(order)) for order in itertools.permutations(entries)]
        assert loaded[0].box(Look(one)) == loaded[1].box(Look(one))


def test_faces_made_for_one_fill_are_not_kept_for_another() -> None:
    """A look that says its own fill has its faces made from that, or says them too."""
    loaded = style.load(
        {"other": {"fill": "#ffffff", "top": "#ff0000", "side": "#00ff00"}, "conv": {"fill": "#0000ff"}}
    )
    plain, conv = loaded.faces(Look("other")), loaded.faces(Look("conv"))
    assert (plain.top.color, plain.side.color) == ("#ff0000", "#00ff00")
    assert conv.top.color not in ("#ff0000", "#ffffff")
    assert conv.side.color != "#00ff00"
    seen = style.load({"other": {"opacity": 0.4}}).faces(Look("conv"))
    assert seen.opacity == 0.4
