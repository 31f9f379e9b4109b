"""The weights of live models in figures: those of the saved file."""

import os

import live_models
import pytest

import archdraw
from archdraw.errors import ReadError

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]


def drawn(source):
    return archdraw.render(source, renderer="fcnn", options={"weights": "file"})


def small(*more):
    import keras

    keras.utils.clear_session()
    keras.utils.set_random_seed(3)
    layers = [keras.layers.Dense(5, "relu", name="one"), keras.layers.Dense(2, use_bias=False, name="two#1")]
    return keras.Sequential([keras.Input((4,), name="x"), *layers, *more], name="small")


def test_a_figure_of_a_live_model_is_that_of_its_file(tmp_path):
    model = small()
    path = tmp_path / "small.keras"
    model.save(path)
    assert drawn(model).svg == drawn(path).svg
    kernel = model.layers[0].kernel.numpy()
    matrix = next(layer for layer in drawn(model).drawn.layers if layer.op == "dense").attrs["weights"]
    assert [matrix.at(1, column) for column in range(5)] == kernel[1].tolist()
    assert matrix.bias(2) == model.layers[0].bias.numpy()[2]


@pytest.mark.parametrize("name", ["nested", "siamese"])
def test_weights_inside_nested_and_shared_models_are_those_of_the_file(name, tmp_path):
    from archdraw.reading import reading

    model = live_models.build(name)
    path = tmp_path / "it.keras"
    model.save(path)
    live, saved = reading(model).reading, reading(path).reading
    wanted = [layer for layer in live.graph.layers if layer.type == "Dense"]
    assert wanted
    assert live.weights(wanted) == saved.weights(wanted)


def test_weights_of_a_subclassed_model_are_found():
    import keras

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.block = keras.Sequential([keras.layers.Dense(3, name="in")], name="block")
            self.out = keras.layers.Dense(2, name="out")

        def call(self, x):
            return self.out(self.block(x))

    model = Net()
    model(keras.ops.zeros((1, 4)))
    found = [layer.attrs["weights"] for layer in drawn(model).drawn.layers if layer.op == "dense"]
    assert found[0].at(2, 1) == model.block.layers[0].kernel.numpy()[2, 1]
    assert found[1].at(0, 1) == model.out.kernel.numpy()[0, 1]


def test_layers_of_one_name_are_not_confused():
    import keras

    class Twins(keras.Model):
        def __init__(self):
            super().__init__()
            self.a, self.b = keras.layers.Dense(4, name="same"), keras.layers.Dense(4, name="same")

        def call(self, x):
            return self.b(self.a(x))

    model = Twins()
    model(keras.ops.zeros((1, 4)))
    with pytest.raises(ReadError, match="'same' is the name of several layers"):
        drawn(model)
