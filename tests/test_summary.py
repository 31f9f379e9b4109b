"""The summary: the JSON that other programs rely on, and a table that people read."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archdraw.graph import UNKNOWN_TENSOR, Edge, Graph, Group, Layer, Port, Tensor
from archdraw.readers import keras
from archdraw.reports.summary import as_json, as_text
from archdraw.source import Source

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(
    [
        *GOLDEN.glob("keras-*/*.keras"),
        *(GOLDEN / "keras" / f"{name}.keras" for name in ("VGG16", "ConvNeXtTiny", "Xception")),
    ]
)

NAME = {"type": "string", "minLength": 1}
COUNT = {"type": ["integer", "null"], "minimum": 0}


def exactly(optional: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    everything = {**properties, **(optional or {})}
    return {"type": "object", "properties": everything, "required": list(properties), "additionalProperties": False}


END = exactly(layer=NAME, port={"type": "integer", "minimum": 0})
SOURCE = exactly({"arg": NAME, "role": {"enum": ["mask", "state"]}}, **END["properties"])
SHAPE = {"type": ["array", "null"], "items": {"type": ["integer", "string", "null"]}}
ENTRY = exactly(
    name=NAME,
    op=NAME,
    type={"type": "string"},
    api={"enum": ["layer", "op"]},
    group={"type": "string"},
    inputs={"type": "array", "items": SOURCE},
    outputs={"type": "array", "items": exactly(shape=SHAPE, dtype={"type": "string"})},
    params=COUNT,
    trainable_params=COUNT,
    macs=COUNT,
    shares_weights_with={"type": ["string", "null"]},
)
TOTALS = exactly(
    layers={"type": "integer"},
    params={"type": "integer"},
    trainable_params={"type": "integer"},
    macs={"type": "integer"},
    unknown={"type": "array", "items": NAME},
)
GROUP = exactly(name=NAME, type={"type": "string"}, parent={"type": "string"}, call_of={"type": ["string", "null"]})
SCHEMA = exactly(
    version={"const": 1},
    name=NAME,
    inputs={"type": "array", "items": END},
    outputs={"type": "array", "items": END},
    totals=TOTALS,
    groups={"type": "array", "items": GROUP},
    layers={"type": "array", "items": ENTRY},
    warnings={"type": "array", "items": {"type": "string"}},
)


def read(path: Path) -> Graph:
    return keras.read(Source(path.name, path, head=path.read_bytes()[:4096])).graph


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_json_keeps_to_the_contract(path):
    summary = as_json(read(path))
    jsonschema.validate(summary, SCHEMA)
    assert json.loads(json.dumps(summary)) == summary
    seen: set[str] = set()
    groups = {group["name"] for group in summary["groups"]} | {""}
    for entry in summary["layers"]:
        assert entry["group"] in groups
        assert all(source["layer"] in seen for source in entry["inputs"]), "not in topological order"
        seen.add(entry["name"])
    assert summary["totals"]["layers"] == len(seen)


def test_resnet_50_reads_as_the_contract_shows():
    summary = as_json(read(GOLDEN / "keras/ResNet50.keras"))
    assert {key: summary[key] for key in ("version", "name", "inputs", "outputs", "groups", "warnings")} == {
        "version": 1,
        "name": "resnet50",
        "inputs": [{"layer": "input_layer", "port": 0}],
        "outputs": [{"layer": "predictions", "port": 0}],
        "groups": [],
        "warnings": [],
    }
    assert summary["totals"] == {
        "layers": 177,
        "params": 25636712,
        "trainable_params": 25583592,
        "macs": 3857973248,
        "unknown": [],
    }
    assert next(entry for entry in summary["layers"] if entry["name"] == "conv1_conv") == {
        "name": "conv1_conv",
        "op": "conv",
        "type": "Conv2D",
        "api": "layer",
        "group": "",
        "inputs": [{"layer": "conv1_pad", "port": 0}],
        "outputs": [{"shape": [112, 112, 64], "dtype": "float32"}],
        "params": 9472,
        "trainable_params": 9472,
        "macs": 118013952,
        "shares_weights_with": None,
    }


def small() -> Graph:
    """Make two calls of one dense layer in a group, an unknown layer, a symbol, a mask and a state."""
    return Graph(
        "small",
        (
            Layer("x", "input", "InputLayer", (Tensor(("S", 4)),)),
            Layer("g/d", "dense", "Dense", (Tensor(("S", 4)),), 20, 20, None, group="g"),
            Layer("g#2/d", "dense", "Dense", (Tensor(("S", 4)),), 20, 20, None, group="g#2", weights_of="g/d"),
            Layer("odd", "other", "Odd", (UNKNOWN_TENSOR, Tensor((None, 4))), None, None, None),
        ),
        (
            Edge("x", "g/d"),
            Edge("g/d", "g#2/d"),
            Edge("g#2/d", "odd"),
            Edge("x", "odd", 0, 1, "mask", "attention_mask"),
            Edge("x", "odd", 0, 2, "state"),
        ),
        (Group("g", "g", "Sequential", kind="model"), Group("g#2", "g", "Sequential", kind="model", call_of="g")),
        (Port("x"),),
        (Port("odd", 1),),
        ("odd is odd",),
    ).check()


def test_shared_weights_count_once_and_what_is_unknown_is_listed():
    summary = as_json(small())
    jsonschema.validate(summary, SCHEMA)
    assert summary["totals"] == {
        "layers": 4,
        "params": 20,
        "trainable_params": 20,
        "macs": 0,
        "unknown": ["g/d", "g#2/d", "odd"],
    }
    assert [entry["shares_weights_with"] for entry in summary["layers"]] == [None, None, "g/d", None]
    assert [group["call_of"] for group in summary["groups"]] == [None, "g"]
    assert summary["layers"][0]["outputs"] == [{"shape": ["S", 4], "dtype": "float32"}]
    assert [output["shape"] for output in summary["layers"][3]["outputs"]] == [None, [None, 4]]
    assert summary["layers"][3]["inputs"][1:] == [
        {"layer": "x", "port": 0, "arg": "attention_mask", "role": "mask"},
        {"layer": "x", "port": 0, "role": "state"},
    ]
    assert summary["outputs"] == [{"layer": "odd", "port": 1}]


def test_the_table_indents_groups_and_names_warnings_last():
    lines = as_text(small()).splitlines()
    assert lines[0] == "small"
    table = [line.split() for line in lines[4:10]]
    assert table[1] == ["g", "Sequential"]
    assert table[2][:6] == ["d", "Dense", "S", "×", "4", "20"]
    assert lines[6].startswith("  d ")
    assert table[3] == ["g#2", "Sequential", "again", "g"]
    assert "(20)" in table[4]
    assert "attention_mask=x" in lines[9]
    assert "state=x" in lines[9]
    assert lines[-1] == "warning: odd is odd"
    assert "parameters     20, without odd" in lines
    assert "multiply-adds  ?, without g/d, g#2/d, odd" in lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_table_fits_100_columns_and_tells_each_layer_and_the_totals(path):
    graph = read(path)
    lines = as_text(graph).splitlines()
    assert lines[0] == (graph.title or graph.name)
    rules = [i for i, line in enumerate(lines) if set(line) == {"─"}]
    assert max(map(len, lines[: rules[1]])) <= 100
    assert rules[1] - rules[0] - 1 == len(graph.layers) + len(graph.groups)
    assert f"{graph.totals()[0]:,}" in lines[rules[1] + 2]


def test_a_table_too_wide_is_cut_with_dots():
    layers = tuple(Layer(f"layer_with_a_very_long_name_{i}" * 3, "dense", "Dense", (Tensor((4,)),)) for i in range(3))
    edges = tuple(Edge(a.name, b.name) for a, b in pairwise(layers))
    lines = as_text(Graph("wide", layers, edges)).splitlines()
    assert max(map(len, lines)) <= 100
    assert "…" in lines[5]
