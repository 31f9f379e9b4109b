"""Live models of Keras: the same graph as from their files, whatever they are made of."""

import json
import os
from dataclasses import replace

import live_models
import pytest

import archdraw
from archdraw.readers.keras.reading import graph_of

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]

APPLICATIONS = ("MobileNetV2", "EfficientNetB0", "ResNet50", "ConvNeXtTiny")


def saved(model, folder, ending):
    path = folder / f"{model.name}.{ending}"
    model.save(path)
    return archdraw.read(path)


def of_a_file(graph):
    """Say the notes of a live model as those of a file are said: who is silent, and what would tell it."""
    words = (("the model does", "the file does"), ("by input_shape", "by --input-shape"))
    notes = graph.notes
    for live, file in words:
        notes = tuple(note.replace(live, file) for note in notes)
    return replace(graph, notes=notes)


@pytest.mark.parametrize("name", live_models.ALL)
def test_a_live_model_and_its_file_give_the_same_graph(name, tmp_path):
    model = live_models.build(name)
    assert of_a_file(archdraw.read(model)) == saved(model, tmp_path, "keras")


@pytest.mark.parametrize("name", ["operations", "nested", "seq2seq", "masked", "siamese"])
def test_so_do_its_json_and_its_hdf5_file(name, tmp_path):
    model = live_models.build(name)
    live = archdraw.read(model)
    assert live == graph_of(json.loads(model.to_json()))
    old = saved(model, tmp_path, "h5")
    assert [layer.name for layer in live.layers] == [layer.name for layer in old.layers]
    assert (live.edges, live.totals().params) == (old.edges, old.totals().params)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications_are_the_same_live_and_saved_and_count_as_keras_counts(name, tmp_path):
    import keras

    keras.utils.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    live = archdraw.read(model)
    assert live == saved(model, tmp_path, "keras")
    assert live.totals().params == model.count_params()
    assert live.totals().unknown == ()
    assert live.notes == ()


@pytest.mark.parametrize("name", [name for name in live_models.ALL if name != "unbuilt"])
def test_params_are_what_keras_counts(name):
    model = live_models.build(name)
    assert archdraw.read(model).totals().params == model.count_params()


def test_every_call_has_its_edges():
    graph = archdraw.read(live_models.build("reused"))
    ways = [(edge.source, edge.target) for edge in graph.edges]
    assert sorted(ways) == [("a", "b#2"), ("b", "a"), ("b#2", "a#2"), ("input_layer", "b")]
    assert {layer.name: layer.weights_of for layer in graph.layers if layer.weights_of} == {"a#2": "a", "b#2": "b"}


def test_a_layer_of_two_models_counts_once_though_files_forget_that(tmp_path):
    """Keras writes into a file only at its second place that a layer stands in two models, and loads it as two."""
    model = live_models.build("shared_across")
    live = archdraw.read(model)
    assert live.totals().params == model.count_params() == 20
    assert live.index()["inner/deep"].weights_of == "middle/inner/deep"
    assert saved(model, tmp_path, "keras").totals().params == 40


def test_calls_of_another_model_do_not_count():
    names = [layer.name for layer in archdraw.read(live_models.build("two_models")).layers]
    assert "shared#2" not in names


def test_what_a_custom_layer_is_the_live_model_knows(tmp_path):
    import keras
    from live_subclasses import Odd

    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(2)(Odd(object(), name="odd")(Odd(object(), name="odder")(inputs))))
    graph = archdraw.read(model)
    odd, odder = graph.index()["odd"], graph.index()["odder"]
    assert (odder.params, odder.trainable_params, odd.params) == (4 * 7 + 7, 4 * 7, 7 * 7 + 7)
    assert (odd.outputs[0].dims, odd.op, odd.type) == ((7,), "other", "Odd")
    assert graph.totals().params == model.count_params()
    with pytest.raises((NotImplementedError, TypeError, ValueError)):
        json.loads(model.to_json())["config"]["layers"][1]["config"]["thing"] + 1


def test_the_last_layer_has_its_size_though_it_is_nobody_s_input():
    import keras
    from live_subclasses import Odd

    model = keras.Sequential([keras.Input((4,)), Odd(1, name="odd")])
    assert archdraw.read(model).index()["odd"].outputs[0].dims == (7,)
    inputs = keras.Input((4,))
    model = keras.Model(inputs, Odd(1, name="odd")(inputs))
    assert archdraw.read(model).index()["odd"].outputs[0].dims == (7,)


def test_reading_changes_nothing():
    model = live_models.build("nested")
    before = [(op.name, len(op._inbound_nodes), len(op._outbound_nodes)) for op in model.operations]
    archdraw.read(model)
    assert before == [(op.name, len(op._inbound_nodes), len(op._outbound_nodes)) for op in model.operations]


def test_an_unbuilt_sequential_takes_a_shape():
    graph = archdraw.read(live_models.build("unbuilt"), input_shape=(5,))
    assert graph.totals().params == 5 * 4 + 4 + 4 * 2 + 2


def test_a_subclass_of_sequential_is_listed_too():
    import keras

    class Row(keras.Sequential):
        pass

    graph = archdraw.read(Row([keras.layers.Dense(4, name="one")]), input_shape=(3,))
    assert [(layer.name, layer.params) for layer in graph.layers] == [("input", 0), ("one", 16)]


def test_a_figure_comes_out():
    figure = archdraw.render(live_models.build("siamese"), renderer="graph")
    assert "tower" in figure.svg


def test_a_layer_is_no_model():
    import keras

    with pytest.raises(archdraw.ArchdrawError, match="this is one Dense layer, not a model"):
        archdraw.read(keras.layers.Dense(3))
