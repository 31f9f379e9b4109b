"""Every class of keras.layers in a small model: file and live model say what Keras says of it."""

import inspect
import os

import keras_zoo
import pytest
from keras_told import differences

import archdraw
from archdraw.graph import UNKNOWN_TENSOR

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]

RECIPES = {recipe.id: recipe for recipe in keras_zoo.RECIPES}


def test_every_class_has_a_recipe_or_a_reason():
    from keras import layers

    classes = {thing.__name__ for thing in vars(layers).values() if inspect.isclass(thing)}
    known = {recipe.type for recipe in keras_zoo.RECIPES} | keras_zoo.NOT_BUILT.keys()
    names = {getattr(layers, name).__name__ for name in known if hasattr(layers, name)}
    assert sorted(classes - names) == []
    assert len(RECIPES) == len(keras_zoo.RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_a_layer_is_what_keras_says(name, tmp_path):
    recipe = RECIPES[name]
    model = keras_zoo.build(recipe)
    path = tmp_path / "small.keras"
    model.save(path)
    for source in (path, model):
        graph = archdraw.read(source)
        if recipe.hidden and source == path:
            (layer,) = [layer for layer in graph.layers if layer.type == recipe.type]
            assert (layer.params, layer.outputs, layer.op) == (None, (UNKNOWN_TENSOR,), recipe.op)
            continue
        assert differences(graph, model) == []
        assert graph.notes == ()
        (layer, *_) = [layer for layer in graph.layers if layer.type == recipe.type]
        assert layer.op == recipe.op
