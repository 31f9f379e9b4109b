"""Every model of keras.applications: its description, of some the live model too, say what Keras says of each layer."""

import inspect
import json
import os
import re

import pytest
from keras_told import differences

import archdraw
from archdraw.readers.keras.reading import graph_of

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]

SMALL = ("MobileNet", "MobileNetV3Small", "DenseNet121", "EfficientNetV2B0")
LARGE = (
    *(f"ConvNeXt{size}" for size in ("Tiny", "Small", "Base", "Large", "XLarge")),
    *("DenseNet169", "DenseNet201", *(f"EfficientNetB{n}" for n in range(8))),
    *(f"EfficientNetV2{size}" for size in ("B1", "B2", "B3", "S", "M", "L")),
    *("InceptionResNetV2", "InceptionV3", "MobileNetV2", "MobileNetV3Large", "NASNetLarge", "NASNetMobile"),
    *(f"ResNet{depth}{version}" for depth in (50, 101, 152) for version in ("", "V2")),
    *("VGG16", "VGG19", "Xception"),
)


def test_every_application_is_named_here():
    from keras import applications

    found = {name for name, thing in vars(applications).items() if inspect.isfunction(thing)}
    assert found == {*SMALL, *LARGE}
    assert all(re.match(r"[A-Z]", name) for name in found)


def agrees(model, graph):
    assert differences(graph, model) == []
    assert graph.notes == ()


def built(name):
    import keras

    keras.utils.clear_session()
    return getattr(keras.applications, name)(weights=None)


@pytest.mark.parametrize("name", SMALL)
def test_an_application_is_what_keras_says(name):
    from keras import StatelessScope

    with StatelessScope():
        model = built(name)
        agrees(model, graph_of(json.loads(model.to_json())))
        agrees(model, archdraw.read(model))


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_a_large_application_is_what_keras_says(name):
    from keras import StatelessScope

    with StatelessScope():  # no weights are made: the largest of these models has 350 million
        model = built(name)
        agrees(model, graph_of(json.loads(model.to_json())))
