"""Well-known networks after the passes of a figure: the repeats that their papers name, and few boxes."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from strategies import contents

import archdraw
from archdraw.graph import Graph
from archdraw.passes.collapse import Collapse
from archdraw.passes.drop import Drop
from archdraw.passes.fold import Fold
from archdraw.passes.group import GroupByName
from archdraw.rewrite import restored

HERE = Path(__file__).parent
KERAS = HERE / "golden" / "keras"
SPECS = HERE.parent / "templates" / "specs"


def before(path: Path) -> Graph:
    graph = archdraw.read(path)
    for step in (Drop(), Fold(), GroupByName()):
        graph = step(graph).check()
    return graph


def repeats(graph: Graph) -> list[int]:
    place = {layer.group: i for i, layer in reversed(list(enumerate(graph.layers)))}
    return [
        group.repeat for group in sorted(graph.groups, key=lambda group: place.get(group.name, -1)) if group.repeat > 1
    ]


# How many boxes are left at most, and how often each stage's block runs (He 2016, Huang 2017, Tan 2019, Sandler 2018, Liu
# 2022, Chollet 2017, Howard 2017; a single block has no frame with a number).
MODELS = {
    "ResNet50": (25, [3, 4, 6, 3]),
    "ResNet101": (25, [3, 4, 23, 3]),
    "DenseNet121": (31, [6, 12, 24, 16]),
    "EfficientNetB0": (70, [2, 2, 3, 3, 4]),
    "EfficientNetB4": (70, [2, 4, 4, 6, 6, 8, 2]),
    "EfficientNetV2S": (45, [4, 4, 6, 9, 15]),
    "MobileNetV2": (33, [3, 4, 3, 3]),
    "ConvNeXtTiny": (37, [3, 3, 9, 3]),
    "Xception": (35, [8]),
    "MobileNet": (22, [6]),
    "VGG16": (23, []),
    "InceptionV3": (125, []),
}


@pytest.mark.parametrize("name", MODELS)
def test_stages_of_keras_models_repeat_as_published(name):
    graph = before(KERAS / f"{name}.keras")
    after = Collapse()(graph).check()
    most, expected = MODELS[name]
    assert repeats(after) == expected
    assert len(after.layers) <= most
    assert Collapse()(after) == after
    assert contents(restored(after).check()) == contents(graph)


@pytest.mark.parametrize("name", sorted(path.stem for path in KERAS.glob("*.keras")))
def test_folding_keeps_the_counts_of_keras_models(name):
    graph = archdraw.read(KERAS / f"{name}.keras")
    assert Fold()(Drop()(graph)).totals()[:3] == graph.totals()[:3]


SPEC_REPEATS = {
    "resnet50": [3, 4, 6, 3],
    "transformer": [6, 6],
    "gpt2-small": [12],
    "vit-b16": [12],
    "llama3-8b": [32],
    "clip": [12, 12],
    "moe": [8, 32],
    "efficientnet-b0": [2, 2, 3, 3, 4],
    "lenet": [],
    "bert": [12],
    "siamese": [],
    "rnn-unrolled": [],
}


@pytest.mark.parametrize("name", SPEC_REPEATS)
def test_declared_repeats_of_specs_are_drawn_once(name):
    graph = before(SPECS / f"{name}.yaml")
    after = Collapse()(graph).check()
    assert sorted(repeats(after)) == sorted(SPEC_REPEATS[name])
    assert contents(restored(after).check()) == contents(graph)


def test_cross_attention_reads_the_memory_once():
    graph = Collapse()(before(SPECS / "transformer.yaml"))
    memory = [edge for edge in graph.edges if edge.source.startswith("encoder/") and edge.target.startswith("decoder/")]
    assert len(memory) == 1
    assert graph.index()[memory[0].target].op == "attention"


def drawn(graph: Graph) -> Counter[tuple[object, ...]]:
    """Give every box with all that stands before it, so that equal counters mean isomorphic graphs (boxes have few twins)."""
    into, chains = graph.predecessors_of(), graph.ancestry()
    groups = {group.name: group for group in graph.groups}
    seen: dict[str, tuple[object, ...]] = {}
    for layer in graph.layers:
        looks = (
            *(layer.op, layer.outputs[0].dims, layer.attrs.get("kernel"), layer.attrs.get("filters")),
            tuple((part.op, part.attrs.get("function")) for part in layer.folded),
            layer.attrs.get("units"),
            tuple((groups[name].repeat, groups[name].note) for name in chains[layer.group]),
        )
        seen[layer.name] = (hash(looks), *sorted(hash(seen[edge.source]) for edge in into[layer.name]))
    return Counter(seen.values())


def test_resnet50_is_drawn_alike_from_a_spec_and_from_keras():
    spec, keras = (Collapse()(before(path)) for path in (SPECS / "resnet50.yaml", KERAS / "ResNet50.keras"))
    softmax = {layer.name for layer in spec.layers if layer.folded and layer.op == "dense"}
    assert softmax  # Keras has it inside its dense layer
    spec = with_activation_inside(spec)
    assert drawn(spec) == drawn(keras)
    assert len(keras.edges) == len(spec.edges) == 28


def with_activation_inside(graph: Graph) -> Graph:
    return replace(
        graph,
        layers=tuple(replace(layer, folded=()) if layer.op == "dense" else layer for layer in graph.layers),
    )


def test_efficientnet_is_described_alike_from_a_spec_and_from_keras():
    spec, keras = (
        Collapse()(before(path)) for path in (SPECS / "efficientnet-b0.yaml", KERAS / "EfficientNetB0.keras")
    )
    assert [group.note for group in spec.groups if group.repeat > 1] == [
        group.note for group in keras.groups if group.repeat > 1
    ]
