"""Which groups are named, which are made, and who has the last word."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from strategies import Builder

import archdraw
from archdraw import pipeline
from archdraw.cli import main
from archdraw.errors import ReadError, SpecError
from archdraw.graph import Group
from archdraw.passes.name import NameBlocks
from archdraw.patterns import built_in
from archdraw.patterns.language import ATOMS
from archdraw.patterns.wants import KEYS, WORDS

KERAS = Path(__file__).parent / "golden" / "keras"


def bottlenecks(count, group="", kind="", title=""):
    build = Builder()
    at = build.add("in", "input")
    for i in range(count):
        home = f"{group}{i}" if group else ""
        if home:
            build.groups.append(Group(home, title, kind=kind))
        one = build.add(f"x{i}a", "conv", at, group=home, kernel=(1, 1), filters=3)
        two = build.add(f"x{i}b", "conv", one, group=home, kernel=(3, 3), filters=3)
        three = build.add(f"x{i}c", "conv", two, group=home, kernel=(1, 1), filters=3)
        at = build.add(f"x{i}d", "add", three, at, group=home)
    build.add("head", "dense", at)
    return build.graph()


def groups(graph):
    return [(group.name, group.title, group.type, group.kind) for group in graph.groups]


def test_blocks_without_a_group_get_a_frame():
    graph = NameBlocks()(bottlenecks(2)).check()
    assert groups(graph) == [
        ("bottleneck", "Bottleneck", "Bottleneck", "pattern"),
        ("bottleneck_2", "Bottleneck", "Bottleneck", "pattern"),
    ]
    assert [layer.group for layer in graph.layers] == ["", *["bottleneck"] * 4, *["bottleneck_2"] * 4, ""]
    assert groups(NameBlocks(frames=False)(bottlenecks(2))) == []


@pytest.mark.parametrize(
    ("kind", "title", "expected"),
    [
        ("prefix", "conv2", ("conv2", "Bottleneck")),
        ("block", "", ("Bottleneck", "Bottleneck")),
        ("copy", "My block", ("My block", "Bottleneck")),
        ("run", "residual", ("Bottleneck", "Bottleneck")),
        ("group", "Mine", ("Mine", "")),
        ("model", "Mine", ("Mine", "")),
    ],
)
def test_groups_are_told_what_they_are_but_an_authors_title_wins(kind, title, expected):
    graph = NameBlocks()(bottlenecks(1, "g", kind, title))
    assert [(group.title, group.type) for group in graph.groups] == [expected]


def test_a_word_of_the_author_for_a_block_stays():
    graph = bottlenecks(1, "g", "block")
    graph = replace(graph, groups=(replace(graph.groups[0], type="my block"),))
    assert NameBlocks()(graph).groups[0].type == "my block"


def test_a_frame_is_made_around_whole_groups_and_never_across_them():
    graph = bottlenecks(1)
    inner = replace(graph, groups=(Group("half", kind="prefix"),))

    def within(*names):
        layers = tuple(replace(layer, group="half") if layer.name in names else layer for layer in inner.layers)
        return NameBlocks()(replace(inner, layers=layers)).check()

    assert groups(within("x0b", "x0c"))[1:] == [("bottleneck", "Bottleneck", "Bottleneck", "pattern")]
    assert within("x0b", "x0c").groups[0].parent == "bottleneck"
    assert groups(within("x0c", "x0d", "head")) == [("half", "", "", "prefix")]


def test_a_group_of_layers_that_is_more_than_blocks_stays_whole():
    graph = bottlenecks(1)
    layers = tuple(replace(layer, group="" if layer.name == "in" else "all") for layer in graph.layers)
    graph = replace(graph, layers=layers, groups=(Group("all", kind="prefix"),))
    assert NameBlocks()(graph) == graph
    open_ = replace(graph, groups=(Group("all", kind="model"),))
    assert [group.name for group in NameBlocks()(open_).groups] == ["all", "all/bottleneck"]


NAMES = {
    "ConvNeXtTiny": {"ConvNeXt block": 18},
    "DenseNet121": {"Dense layer": 58},
    "EfficientNetB0": {"MBConv": 16},
    "EfficientNetV2S": {"Fused-MBConv": 8, "MBConv": 30, "Residual block": 2},
    "InceptionV3": {"Inception": 11},
    "MobileNet": {"Depthwise separable conv": 13},
    "MobileNetV2": {"Depthwise separable conv": 1, "Inverted residual": 16},
    "MobileNetV3Small": {"Inverted residual": 2, "MBConv": 9},
    "NASNetMobile": {"NASNet cell": 16},
    "ResNet50": {"Bottleneck": 16},
    "ResNet50V2": {"Pre-act bottleneck": 16},
    "VGG16": {},
    "Xception": {"Residual block": 1, "Separable residual": 11},
}
"""How many blocks the papers have (NASNet: 12 normal cells, 2 reductions, 2 in the stem)."""


def counted(graph):
    types = [group.type for group in graph.groups if group.type and group.kind not in ("model", "group")]
    return {name: types.count(name) for name in sorted(set(types))}


@pytest.mark.parametrize("name", NAMES)
def test_the_blocks_of_well_known_networks_are_found(name):
    graph = pipeline.run(archdraw.read(KERAS / f"{name}.keras"), pipeline.parse("drop,fold,group,name"))
    assert counted(graph) == NAMES[name]


MLP = "{dense: 64 gelu}, {dense: 16}"
SPECS = {
    "post": (("residual: [attention: 4]", "layernorm", f"residual: [{MLP}]", "layernorm"), "Encoder layer"),
    "pre": (("residual: [layernorm, attention: 4]", f"residual: [layernorm, {MLP}]"), "Encoder layer"),
    "gpt": (("residual: [rmsnorm, attention: 4 masked]", f"residual: [rmsnorm, {MLP}]"), "Decoder layer"),
    "attention": (("residual: [layernorm, attention: 4]",), "Attention block"),
    "mlp": ((f"residual: [layernorm, {MLP}]",), "MLP block"),
    "swiglu": (("dense: 64 swiglu", "dense: 16", "softmax"), "SwiGLU MLP"),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_blocks_of_transformers_are_found(name):
    layers, title = SPECS[name]
    spec = f"input: 8x16\nlayers:\n{''.join(f'  - {item}' + chr(10) for item in layers)}"
    graph = pipeline.run(archdraw.read(spec.encode(), name="t.yaml"), pipeline.parse("drop,fold,name"))
    assert counted(graph) == {title: 1}


def test_a_unet_has_double_convs():
    graph = archdraw.read(KERAS.parent / "keras-nasty" / "unet.keras")
    named = pipeline.run(graph, pipeline.parse("drop,fold,name"))
    assert set(counted(named)) == {"Double conv"}


def test_a_file_of_ones_own_comes_first(tmp_path):
    file = tmp_path / "my.yaml"
    file.write_text("blocks:\n  Mine: residual(point > wide > point)\n")
    assert counted(NameBlocks(file=str(file))(bottlenecks(2))) == {"Mine": 2}
    file.write_text("blocks: {Bottleneck: false, Residual block: false}\n")
    assert counted(NameBlocks(file=str(file))(bottlenecks(2))) == {}
    assert counted(NameBlocks(known=False)(bottlenecks(2))) == {}


def test_a_file_that_is_wrong_is_told_with_its_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my.yaml").write_text("blocks:\n  Mine: conv > pol\n")
    with pytest.raises(SpecError) as caught:
        NameBlocks(file="my.yaml")(bottlenecks(1))
    assert caught.value.report() == (
        "my.yaml:2:16: error: there is no layer 'pol'\n  Mine: conv > pol\n"
        + " " * 15
        + "^\nhint: did you mean 'pool'?"
    )
    with pytest.raises(ReadError, match=r"there is no file my\.yml"):
        NameBlocks(file="my.yml")(bottlenecks(1))


def test_a_spec_names_only_files_beside_itself(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "my.yaml").write_text("blocks: {}\n")
    (tmp_path / "in" / "my.yaml").write_text("blocks: {Pair: dense > dense}\n")
    spec = tmp_path / "in" / "net.yaml"
    text = "input: 4\nlayers: [{dense: 3}, {dense: 3}]\ndiagram: {passes: 'name{file=FILE}'}\n"
    monkeypatch.chdir(tmp_path)
    spec.write_text(text.replace("FILE", "my.yaml"))
    assert [group.type for group in archdraw.render(spec).drawn.groups] == ["Pair"]
    spec.write_text(text.replace("FILE", "../my.yaml"))
    result = CliRunner().invoke(main, ["check", str(spec)])
    assert result.exit_code == 3
    assert "3:11: error: the file '../my.yaml' does not lie beside or below the spec" in result.output


def test_every_block_is_in_the_documents():
    page = (Path(__file__).parent.parent / "docs" / "blocks.md").read_text(encoding="utf-8")
    table = page[page.index("## The blocks archdraw knows") :]
    assert not [block.title for block in built_in().blocks if block.title not in table]
    conditions = page[page.index("## Patterns") :]
    assert not [
        word for word in (*WORDS, *KEYS, *ATOMS) if f"`{word}" not in conditions and f" {word}" not in conditions
    ]
