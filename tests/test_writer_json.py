"""JSON: the whole scene as data, readable by any program."""

from __future__ import annotations

import json as standard
from dataclasses import replace

import pytest
from hypothesis import given, settings
from scene_strategies import FULL, HOSTILE, scenes

from archdraw.scene import Font, Scene, Text
from archdraw.text import clean
from archdraw.writers import json


def test_every_field_comes_out() -> None:
    content = standard.loads(json.write(FULL))
    assert content["version"] == 1
    assert (content["width"], content["height"], content["title"]) == (120, 80, "Every kind")
    rect, circle, polygon, path, arrow, bare, strands, curve, area, group = content["items"]
    assert rect == {
        "kind": "rect",
        "box": [1, 2, 31, 15],
        "fill": {"color": "#d3e5f3", "role": "conv"},
        "stroke": {"color": "#0b5c94", "width": 0.6},
        "radius": 2.5,
        "layer": "conv1",
    }
    assert circle["center"] == [50, 20.5]
    assert polygon["fill"]["opacity"] == 0.5
    assert path["corners"] == [3.5]
    assert path["stroke"]["dash"] == [1.8, 1.5]
    assert arrow["head"] == {"length": 3.2, "width": 2.6}
    assert arrow["edges"] == [["conv1", "add"]]
    assert bare["head"] is None
    assert strands["lines"] == [[[5, 45], [35, 50]], [[5, 50], [35, 45]]]
    assert (strands["stroke"]["opacity"], strands["edges"]) == (0.5, [["a", "b"]])
    assert (curve["curved"], area["fill"]["color"]) == (True, "#98a3ae")
    assert [item["kind"] for item in group["items"]] == ["text", "text", "image"]
    assert group["items"][0]["font"] == {"size": 7, "weight": "semibold"}


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_are_text(label: str) -> None:
    content = standard.loads(json.write(Scene(9, 9, (Text((1, 1), label, Font(7), "#000000"),))))
    assert content["items"][0]["content"] == clean(label)


@settings(max_examples=30)
@given(scenes)
def test_any_scene_has_a_line_for_each_item(scene: Scene) -> None:
    data = json.write(scene)
    assert data == json.write(scene)
    assert len(standard.loads(data)["items"]) == len(scene.items)
    assert data.decode().count("\n") == max(1, len(scene.items)) + 2


def test_what_differs_is_seen() -> None:
    assert json.write(FULL) != json.write(replace(FULL, scale=0.5))
