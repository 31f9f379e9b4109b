"""Keras files read without Keras say what Keras says: each layer, edge, shape, count."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archdraw.graph import Graph
from archdraw.readers import keras
from archdraw.reports.summary import as_json
from archdraw.source import Source

GOLDEN = Path(__file__).parent / "golden"
APPS = sorted(path.stem for path in (GOLDEN / "keras").glob("*.keras"))
NASTY = sorted(path.stem for path in (GOLDEN / "keras-nasty").glob("*.keras"))
WITH_GRAPH = [name for name in NASTY if name != "sub_resnet"]


def read(path: Path, shapes: tuple[tuple[int | None, ...], ...] = ()) -> Graph:
    source = Source(path.name, path, head=path.read_bytes()[:4096])
    assert keras.sniff(source)
    return keras.read(source, shapes).graph.check()


def truth(path: Path) -> dict[str, Any]:
    return json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())


@dataclass(frozen=True)
class Expected:
    """One call as Keras tells it, named as the contract says."""

    name: str
    layer: dict[str, Any]
    call: dict[str, Any]
    inputs: list[tuple[str, int]]
    group: str
    first: str


@dataclass(frozen=True)
class Scope:
    model: dict[str, Any]
    group: str
    plain: str
    outer: Scope | None = None
    passed: tuple[tuple[str, int, int], ...] = ()

    def inner(self, layer: dict[str, Any], number: int) -> Scope:
        again = f"#{number + 1}" if number else ""
        group = "/".join(filter(None, (self.group, layer["name"] + again)))
        plain = "/".join(filter(None, (self.plain, layer["name"])))
        return Scope(layer["model"], group, plain, self, tuple(map(tuple, layer["calls"][number]["inbound"])))

    def find(self, name: str, number: int, port: int) -> tuple[str, int]:
        layer = next(layer for layer in self.model["layers"] if layer["name"] == name)
        if "model" in layer:
            output = layer["model"]["outputs"][port]
            return self.inner(layer, number).find(*output[:3])
        again = f"#{number + 1}" if number else ""
        return "/".join(filter(None, (self.group, name + again))), port

    def calls(self) -> Iterator[Expected]:
        names = [entry[0] for entry in self.model["inputs"]]
        for layer in self.model["layers"]:
            for number, call in enumerate(layer["calls"]):
                if "model" in layer:
                    yield from self.inner(layer, number).calls()
                    continue
                inputs = [self.find(*source) for source in call["inbound"]]
                if self.outer is not None and layer["name"] in names:
                    inputs = [self.outer.find(*self.passed[names.index(layer["name"])])]
                plain = "/".join(filter(None, (self.plain, layer["name"])))
                yield Expected(self.find(layer["name"], number, 0)[0], layer, call, inputs, self.group, plain)


def agree(graph: Graph, model: dict[str, Any]) -> None:
    """Compare every fact of the truth with the summary."""
    summary = as_json(graph)
    entries = {entry["name"]: entry for entry in summary["layers"]}
    root = Scope(model, "", "")
    expected = list(root.calls())
    assert sorted(entries) == sorted(item.name for item in expected)
    for item in expected:
        entry = entries[item.name]
        assert entry["type"] == item.layer["class"], item.name
        assert entry["group"] == item.group, item.name
        assert [(source["layer"], source["port"]) for source in entry["inputs"]] == item.inputs, item.name
        shapes = [shape[1:] for shape in item.call["output_shapes"]]
        assert [output["shape"] for output in entry["outputs"]] == shapes, item.name
        assert [output["dtype"] for output in entry["outputs"]][:1] == item.call["dtypes"][:1], item.name
        assert entry["params"] == item.layer["params"], item.name
        assert entry["trainable_params"] == item.layer["trainable_params"], item.name
        assert entry["shares_weights_with"] == (item.first if item.first != item.name else None), item.name
        assert entry["api"] == ("layer" if "trainable" in item.layer else "op"), item.name
    assert summary["totals"]["params"] == model["total_params"]
    assert summary["totals"]["trainable_params"] == model["trainable_params"]
    ends = [(end["layer"], end["port"]) for end in summary["inputs"]]
    assert ends == [root.find(name, 0, 0) for name, _ in model["inputs"]]
    ends = [(end["layer"], end["port"]) for end in summary["outputs"]]
    assert ends == [root.find(*output[:3]) for output in model["outputs"]]
    assert summary["name"] == model["name"]


@pytest.mark.parametrize("name", APPS)
def test_an_application_equals_keras_in_every_layer(name):
    model = truth(GOLDEN / "keras" / f"{name}.truth.json.gz")
    graph = read(GOLDEN / "keras" / f"{name}.keras")
    agree(graph, model)
    assert graph.notes == ()


@pytest.mark.parametrize("name", APPS)
def test_the_macs_of_an_application_equal_those_of_keras_in_every_layer(name):
    model = truth(GOLDEN / "keras" / f"{name}.truth.json.gz")
    shapes = ((224, 224, 3),) if name == "MobileNetV3Small" else ()
    graph = read(GOLDEN / "keras" / f"{name}.keras", shapes)
    by_layer: dict[str, int] = {}
    for layer in graph.layers:
        top = layer.name.split("/")[0]
        by_layer[top] = by_layer.get(top, 0) + layer.macs
    # TensorFlow renamed some layers when it traced the model: conv2d_1 became xception_1/conv2d_1_2.
    told = {re.sub(r".*/(.*)_2$", r"\1", name): macs for name, macs in model["macs_by_layer"].items() if macs}
    assert {name: macs for name, macs in by_layer.items() if macs} == told
    assert as_json(graph)["totals"]["macs"] == model["macs_total"]
    assert as_json(graph)["totals"]["unknown"] == []


@pytest.mark.parametrize("name", WITH_GRAPH)
def test_a_nasty_model_equals_keras_in_every_call(name):
    agree(read(GOLDEN / "keras-nasty" / f"{name}.keras"), truth(GOLDEN / "keras-nasty" / f"{name}.truth.json"))


def test_a_subclassed_model_is_one_box_with_a_warning():
    summary = as_json(read(GOLDEN / "keras-nasty" / "sub_resnet.keras"))
    (entry,) = summary["layers"]
    assert (entry["op"], entry["type"], entry["params"]) == ("other", "SubResNet", None)
    assert summary["totals"]["unknown"] == [entry["name"]]
    assert "no graph" in summary["warnings"][0]


def test_masks_and_keywords_are_told_apart_from_data():
    entries = {entry["name"]: entry for entry in as_json(read(GOLDEN / "keras-nasty/encoder_block.keras"))["layers"]}
    assert entries["mha"]["inputs"] == [
        {"layer": "expand_dims", "port": 0, "arg": "attention_mask", "role": "mask"},
        {"layer": "x", "port": 0, "arg": "query"},
        {"layer": "x", "port": 0, "arg": "value"},
    ]
    entries = {entry["name"]: entry for entry in as_json(read(GOLDEN / "keras-nasty/bilstm.keras"))["layers"]}
    assert entries["bi1"]["inputs"][1] == {"layer": "not_equal", "port": 0, "arg": "mask", "role": "mask"}


def test_a_mobilenet_without_input_sizes_leaves_them_open():
    summary = as_json(read(GOLDEN / "keras/MobileNetV3Small.keras"))
    entries = {entry["name"]: entry for entry in summary["layers"]}
    assert entries["conv"]["outputs"][0]["shape"] == [None, None, 16]
    assert entries["conv"]["macs"] is None
    assert "conv" in summary["totals"]["unknown"]


def legacy(name: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    path = GOLDEN / "keras-legacy" / name
    if path.suffix == ".gz":
        text = gzip.decompress(path.read_bytes())
        graph = keras.read(Source(path.stem, data=text, head=text[:4096])).graph.check()
    else:
        graph = read(path)
    summary = as_json(graph)
    return {entry["name"]: entry for entry in summary["layers"]}, summary


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("ResNet50.k2.json.gz", "ResNet50.k2.truth.json"),
        ("seq.k2.h5", "seq.k2.truth.json"),
        ("mixed.k2.h5", "mixed.k2.truth.json"),
    ],
)
def test_a_keras_2_file_equals_keras(file, told):
    if file.endswith(".h5"):
        pytest.importorskip("h5py")
    entries, summary = legacy(file)
    model = truth(GOLDEN / "keras-legacy" / told)
    assert summary["totals"]["params"] == model["total_params"]
    for layer in model["layers"]:
        if layer["class"] == "Sequential":
            inside = [entry for entry in entries.values() if entry["group"] == layer["name"]]
            assert sum(entry["params"] for entry in inside) == layer["params"]
            assert inside[-1]["outputs"][0]["shape"] == layer["output_shape"][0][1:]
            continue
        entry = entries[layer["name"]]
        assert (entry["type"], entry["params"]) == (layer["class"], layer["params"]), layer["name"]
        assert [output["shape"] for output in entry["outputs"]] == [shape[1:] for shape in layer["output_shape"]]
        if "inbound" in layer:
            assert [source["layer"] for source in entry["inputs"]] == [source[0] for source in layer["inbound"]]


def test_a_keras_2_file_has_the_edges_of_the_same_model_in_keras_3():
    entries, _ = legacy("ResNet50.k2.json.gz")
    model = truth(GOLDEN / "keras" / "ResNet50.truth.json.gz")
    for layer in model["layers"][1:]:
        sources = [name.replace("input_layer", "input_2") for name, _, _ in layer["calls"][0]["inbound"]]
        assert [source["layer"] for source in entries[layer["name"]]["inputs"]] == sources


def test_a_keras_2_file_has_the_edges_that_its_json_writes():
    pytest.importorskip("h5py")
    entries, summary = legacy("mixed.k2.h5")
    assert [source["layer"] for source in entries["tf.math.subtract"]["inputs"]] == ["shared", "shared#2"]
    assert entries["tf.math.subtract"]["inputs"][1]["arg"] == "y"
    assert entries["lam"]["inputs"] == [{"layer": "inner/re_lu", "port": 0}]
    assert [source["layer"] for source in entries["concatenate"]["inputs"]] == ["shared", "shared#2"]
    assert summary["outputs"] == [{"layer": "lam", "port": 0}, {"layer": "concatenate", "port": 0}]


@pytest.mark.parametrize("file", ["k2_tfkeras.keras", "k3.h5"])
def test_a_nested_model_called_twice_is_found_however_the_file_counts_calls(file):
    if file.endswith(".h5"):
        pytest.importorskip("h5py")
    entries, summary = legacy(file)
    assert entries["add"]["inputs"] == [{"layer": "enc/dense", "port": 0}, {"layer": "enc#2/dense", "port": 0}]
    assert entries["enc#2/dense"]["shares_weights_with"] == "enc/dense"
    assert [group["call_of"] for group in summary["groups"]] == [None, "enc"]
    assert entries["add"]["outputs"][0]["shape"] == [4]
    assert summary["totals"]["params"] == 36
