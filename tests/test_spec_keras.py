"""Networks written as specs agree with what Keras itself says of its own: weights, shapes, MACs."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from reading_specs import SPECS, graph

GOLDEN = Path(__file__).parent / "golden" / "keras"

RESNET50 = """
input: 224x224x3
blocks:
  body:
    params: {f: null, s: 1}
    layers: [{conv: $f 1x1 s$s bias bn relu}, {conv: $f 3x3 bias bn relu}, {conv: $(4*f) 1x1 bias bn}]
  wide:
    params: {f: null, s: 1}
    layers: [{residual: [{body: {f: $f, s: $s}}], shortcut: [{conv: $(4*f) 1x1 s$s bias bn}]}, relu]
  narrow: {params: {f: null}, layers: [{residual: [{body: $f}]}, relu]}
layers:
  - conv: 64 7x7 s2 bias bn relu
  - maxpool: 3x3 s2 same
  - {wide: 64}
  - {narrow: 64, repeat: 2}
  - {wide: {f: 128, s: 2}}
  - {narrow: 128, repeat: 3}
  - {wide: {f: 256, s: 2}}
  - {narrow: 256, repeat: 5}
  - {wide: {f: 512, s: 2}}
  - {narrow: 512, repeat: 2}
  - gap
  - dense: 1000 softmax
"""

MOBILENET = """
input: 224x224x3
blocks:
  step: {params: {f: null, s: 1}, layers: [{dwconv: 3x3 s$s bn relu6}, {conv: $f 1x1 bn relu6}]}
layers:
  - conv: 32 3x3 s2 bn relu6
  - step: 64
  - {step: 128, repeat: 2, first: {s: 2}}
  - {step: 256, repeat: 2, first: {s: 2}}
  - {step: 512, repeat: 6, first: {s: 2}}
  - {step: 1024, repeat: 2, first: {s: 2}}
  - gap
  - reshape: 1x1x1024
  - dropout: 0.001
  - conv: 1000 1x1
  - reshape: 1000
  - softmax
"""

MOBILENET_V2 = """
input: 224x224x3
blocks:
  inverted:
    params: {f: null, s: 1}
    layers:
      - residual: [{conv: x6 1x1 bn relu6}, {dwconv: 3x3 s$s bn relu6}, {conv: $f 1x1 bn}]
        shortcut: same
layers:
  - conv: 32 3x3 s2 bn relu6
  - dwconv: 3x3 bn relu6
  - conv: 16 1x1 bn
  - {inverted: 24, repeat: 2, first: {s: 2}}
  - {inverted: 32, repeat: 3, first: {s: 2}}
  - {inverted: 64, repeat: 4, first: {s: 2}}
  - {inverted: 96, repeat: 3}
  - {inverted: 160, repeat: 3, first: {s: 2}}
  - inverted: 320
  - conv: 1280 1x1 bn relu6
  - gap
  - dense: 1000 softmax
"""

DENSENET121 = """
input: 224x224x3
blocks:
  grow:
    layers:
      - residual: [bn, relu, {conv: 128 1x1 bn relu}, {conv: 32 3x3 nobias}]
        merge: concat
  transition: {layers: [bn, relu, {conv: /2 1x1 nobias}, {avgpool: 2}]}
layers:
  - conv: 64 7x7 s2 bn relu
  - maxpool: 3x3 s2 same
  - {grow: , repeat: 6}
  - transition
  - {grow: , repeat: 12}
  - transition
  - {grow: , repeat: 24}
  - transition
  - {grow: , repeat: 16}
  - bn
  - relu
  - gap
  - dense: 1000 softmax
"""

XCEPTION = """
input: 299x299x3
blocks:
  entry:
    params: {f: null}
    layers: [{residual: [relu, {sepconv: $f 3x3 bn relu}, {sepconv: $f 3x3 bn}, {maxpool: 3x3 s2 same}]}]
  middle: {layers: [{residual: [relu, {sepconv: 728 3x3 bn relu}, {sepconv: 728 3x3 bn relu}, {sepconv: 728 3x3 bn}]}]}
layers:
  - conv: 32 3x3 s2 valid bn relu
  - conv: 64 3x3 valid bn
  - {entry: 128}
  - {entry: 256}
  - {entry: 728}
  - {middle: , repeat: 8}
  - residual: [relu, {sepconv: 728 3x3 bn relu}, {sepconv: 1024 3x3 bn}, {maxpool: 3x3 s2 same}]
  - sepconv: 1536 3x3 bn relu
  - sepconv: 2048 3x3 bn relu
  - gap
  - dense: 1000 softmax
"""

NETWORKS = {
    "VGG16": next(path for path in SPECS if path.stem == "vgg16").read_text(encoding="utf-8"),
    "ResNet50": RESNET50,
    "MobileNet": MOBILENET,
    "MobileNetV2": MOBILENET_V2,
    "DenseNet121": DENSENET121,
    "Xception": XCEPTION,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_spec_agrees_with_keras(name):
    truth = json.loads(gzip.decompress((GOLDEN / f"{name}.truth.json.gz").read_bytes()))
    found = graph(NETWORKS[name])
    params, trainable, macs, unknown = found.totals()
    assert (params, trainable, macs) == (truth["total_params"], truth["trainable_params"], truth["macs_total"])
    assert unknown == ()
    theirs = Counter(
        (layer["params"], tuple(layer["calls"][0]["output_shapes"][0][1:]))
        for layer in truth["layers"]
        if layer["params"]
    )
    ours = Counter((layer.params, layer.outputs[0].dims) for layer in found.layers if layer.params)
    assert ours == theirs
