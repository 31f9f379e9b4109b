"""How many boxes well-known networks are drawn with, once what repeats and what is a known block is one box each."""

import gzip
import tempfile
from pathlib import Path

import pytest
from strategies import contents

import archdraw
from archdraw import pipeline
from archdraw.graph import MERGES, Graph
from archdraw.layouts.graph.closing import close
from archdraw.passes.collapse import Collapse
from archdraw.passes.fold import Fold
from archdraw.passes.name import NameBlocks
from archdraw.rewrite import restored

HERE = Path(__file__).parent
KERAS = HERE / "golden" / "keras"
BEFORE = "drop,fold,group,name"


def closing(graph: Graph, *, single: bool = True, repeats: bool = True) -> Graph:
    """Close the outermost groups that repeat, and with ``single`` the outermost blocks that are known."""
    wanted = {
        group.name: (repeats and group.repeat > 1)
        or (single and group.repeat == 1 and bool(group.type) and group.kind not in ("group", "model"))
        for group in graph.groups
    }
    lines = graph.ancestry()
    return close(
        graph, [name for name, want in wanted.items() if want and not any(wanted[up] for up in lines[name][1:])]
    )


def boxes(graph: Graph) -> int:
    return sum(layer.op not in MERGES for layer in graph.layers)


def bert() -> bytes:
    """Write the twelve layers of BERT-base one after the other, without a name for any."""
    layer = "".join(
        f"  - {line}\n"
        for line in (
            "residual: [attention: 12]",
            "layernorm",
            "residual: [{dense: 3072 gelu}, {dense: 768}]",
            "layernorm",
        )
    )
    head = "title: BERT-base\ninput: 128\nlayers:\n  - embedding: 30522x768\n  - position: learned\n  - layernorm\n"
    return (head + layer * 12 + "  - take: first\n  - dense: 768 tanh\n  - dense: 2 softmax\n").encode()


# At most so many boxes, input and output among them, and how often each block runs.
TARGETS = {
    "ResNet50": (10, [3, 4, 6, 3]),
    "ResNet101": (10, [3, 4, 23, 3]),
    "ResNet50V2": (11, [3, 4, 6, 3]),
    "DenseNet121": (20, [6, 12, 24, 16]),
    "MobileNetV2": (13, [2, 3, 4, 3, 3]),
    "EfficientNetB0": (15, [2, 2, 3, 3, 4]),
    "EfficientNetV2S": (13, [2, 4, 4, 6, 9, 15]),
    "ConvNeXtTiny": (18, [3, 3, 9, 3]),
    "InceptionV3": (18, [2, 2, 3]),
    "NASNetMobile": (16, [3, 3, 3]),
    "Xception": (13, [8]),
}


def collapsed(source, name="", **options) -> Graph:
    before = pipeline.run(archdraw.read(source, name=name), pipeline.parse(BEFORE))
    after = Collapse(**options)(before).check()
    assert contents(restored(after).check()) == contents(before)
    return pipeline.run(after, pipeline.parse("outputs"))


def repeats(graph: Graph) -> list[int]:
    return [group.repeat for group in graph.groups if group.repeat > 1]


@pytest.mark.parametrize("name", TARGETS)
def test_known_networks_have_few_boxes(name):
    graph = collapsed(KERAS / f"{name}.keras")
    most, expected = TARGETS[name]
    assert boxes(closing(graph)) <= most
    assert sorted(repeats(graph)) == sorted(expected)


def test_equal_convolutions_of_vgg_may_be_drawn_once():
    graph = collapsed(KERAS / "VGG16.keras", single=2)
    assert boxes(closing(graph)) <= 22
    assert repeats(graph) == [3, 3, 3]


def test_bert_is_twelve_encoder_layers():
    graph = collapsed(bert(), "bert.yaml")
    assert boxes(closing(graph)) <= 12
    assert [(group.title, group.repeat) for group in graph.groups] == [("Encoder layer", 12)]


def test_a_cell_of_nasnet_may_stay_open():
    graph = collapsed(KERAS / "NASNetMobile.keras")
    assert boxes(closing(graph, repeats=False)) <= 120


def test_growing_channels_are_a_range():
    notes = [group.note for group in collapsed(KERAS / "DenseNet121.keras").groups if group.repeat > 1]
    assert notes == [
        "64 to 224 channels in",
        "128 to 480 channels in",
        "256 to 992 channels in",
        "512 to 992 channels in",
    ]


def test_the_last_block_of_a_stage_may_have_the_stride():
    graph = collapsed(KERAS / "ResNet50V2.keras")
    first = "first: projection after norm"  # of what is normed and not of what the block is given
    both = f"{first}; last: stride 2, pooled skip"
    frames = [group for group in graph.groups if group.repeat > 1]
    assert [group.note for group in frames] == [both, both, both, first]
    closed = closing(graph).index()
    sizes = [closed[group.name].outputs[0].dims for group in frames]
    assert sizes == [(28, 28, 256), (14, 14, 512), (7, 7, 1024), (7, 7, 2048)]


def test_names_do_not_matter_where_blocks_are_known():
    graph = archdraw.read(KERAS / "ResNet50V2.keras")
    bare = NameBlocks()(Fold()(pipeline.run(graph, pipeline.parse("drop"))))
    after = Collapse()(bare).check()
    assert repeats(after) == [3, 4, 6, 3]
    assert contents(restored(after).check()) == contents(bare)


def test_keras_2_files_collapse_alike():
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "resnet50.json"
        file.write_bytes(gzip.decompress((HERE / "golden" / "keras-legacy" / "ResNet50.k2.json.gz").read_bytes()))
        assert repeats(collapsed(file)) == [3, 4, 6, 3]
