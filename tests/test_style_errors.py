"""What does not belong in a style is told with its place, in a mapping, in a file and by name."""

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
from archdraw.style.reading import parse

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
