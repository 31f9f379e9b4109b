"""Whole models on one page: no fault, nothing beyond it, no print too small."""

from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Block
from archdraw.lengths import PAGES
from archdraw.quality import measure

MODELS = sorted((Path(__file__).resolve().parent / "golden" / "keras").glob("*.keras"))
MOST = {
    "ResNet50": 16, "ResNet101": 16, "VGG16": 22, "DenseNet121": 24, "MobileNetV2": 24, "EfficientNetB0": 36,
    "ConvNeXtTiny": 20, "InceptionV3": 60, "NASNetMobile": 120,
}  # fmt: skip
"""The boxes that a reader has patience for."""


@pytest.mark.parametrize("page", ["a4", "slide"])
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_fits_a_page(path, page):
    scene = archdraw.render(path, options={"page": page}).scene
    found, (width, height) = measure(scene), PAGES[page]
    assert found.faults == ()
    assert found.smallest >= 4.9
    assert scene.width * scene.scale <= width + 0.1
    assert scene.height * scene.scale <= height + 0.1


@pytest.mark.parametrize(("name", "most"), MOST.items(), ids=MOST)
def test_a_deep_model_is_few_boxes(name, most):
    path = next(path for path in MODELS if path.stem == name)
    assert sum(isinstance(mark, Block) for mark in archdraw.render(path).diagram.marks) <= most
