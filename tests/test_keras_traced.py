"""Subclassed models of Keras: what one symbolic call shows, with every weight, and what is said where it cannot be seen."""

import os

import pytest

import archdraw

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def made():
    import keras
    import live_subclasses

    keras.utils.clear_session()
    return live_subclasses


def ways(graph):
    return [(edge.source, edge.target) for edge in graph.edges]


def called_bert(made):
    import keras

    model = made.Bert()
    model({"ids": keras.Input((6,), dtype="int32"), "mask": keras.Input((6, 6), dtype="bool")})
    return model


def test_blocks_are_opened_and_calls_counted(made):
    model = made.ResNet()
    graph = archdraw.read(model, input_shape=(16, 16, 3))
    assert graph.totals().params == model.count_params() == 8 * 28 + 2 * (2 * 8 * 73 + 32) + 27
    assert [(group.name, group.type, group.call_of) for group in graph.groups] == [
        ("one", "Residual", ""),
        ("two", "Residual", ""),
        ("one#2", "Residual", "one"),
        ("head", "Sequential", ""),
    ]
    block = ["{}_first", "relu", "{}_second", "{}_norm", "add", "relu_1"]
    calls = [f"{name}/{part.format(name[:3])}" for name in ("one", "two", "one#2") for part in block]
    assert [layer.name for layer in graph.layers] == ["input", "stem", *calls, "head/gap", "head/fc"]
    assert graph.index()["one#2/one_first"].weights_of == "one/one_first"
    assert ("stem", "one/add") in ways(graph)
    assert ("two/relu_1", "one#2/one_first") in ways(graph)
    assert ("one#2/relu_1", "head/gap") in ways(graph)
    assert [tensor.dims for tensor in graph.index()["one/add"].outputs] == [(14, 14, 8)]
    assert graph.notes == ("the model had no weights yet; it was built for 16×16×3",)
    assert (graph.inputs[0].layer, graph.outputs[0].layer) == ("input", "head/fc")


def test_a_model_that_was_built_needs_no_shape_and_stays_as_it_was(made):
    model = made.ResNet()
    first = archdraw.read(model, input_shape=(16, 16, 3))
    layers = list(model._flatten_layers())
    before = [(len(layer._inbound_nodes), len(layer._outbound_nodes)) for layer in layers]
    again = archdraw.read(model)
    assert (again.layers, again.edges, again.notes) == (first.layers, first.edges, ())
    assert before == [(len(layer._inbound_nodes), len(layer._outbound_nodes)) for layer in layers]
    assert model(made.ops.ones((2, 16, 16, 3))).shape == (2, 3)


def test_the_same_layers_in_a_functional_model_make_the_same_calls(made):
    """Keras's own walk through a model is the truth for the way the data takes."""
    import keras

    model = made.ResNet()
    traced = archdraw.read(model, input_shape=(16, 16, 3))
    start = keras.Input((16, 16, 3), name="input")

    def block(part, x):
        return made.ops.relu(x + part.norm(part.second(made.ops.relu(part.first(x)))))

    x = block(model.one, block(model.two, block(model.one, model.stem(start))))
    for layer in model.head.layers:
        x = layer(x)
    flat = archdraw.read(keras.Model(start, x))
    assert [(layer.type, layer.params, layer.outputs) for layer in flat.layers] == [
        (layer.type, layer.params, layer.outputs) for layer in traced.layers
    ]
    places = [{layer.name: i for i, layer in enumerate(graph.layers)} for graph in (flat, traced)]
    numbers = [sorted((at[a], at[b]) for a, b in ways(graph)) for at, graph in zip(places, (flat, traced), strict=True)]
    assert numbers[0] == numbers[1]


def test_constants_and_weights_by_themselves_are_seen(made):
    graph = archdraw.read(called_bert(made))
    assert [port.layer for port in graph.inputs] == ["ids", "mask"]
    assert ("places", "expand_dims") in ways(graph)
    assert ("expand_dims", "add") in ways(graph)
    assert ("scale", "multiply") in ways(graph)
    index = graph.index()
    assert (index["scale"].type, index["scale"].params, index["scale"].outputs[0].dims) == ("Variable", 8, (1, 8))
    assert index["places"].outputs[0].dims == (6, 8)
    assert next(edge.role for edge in graph.edges if edge.source == "mask") == "mask"
    assert [port.layer for port in graph.outputs] == ["attention", "norm"]  # by key, as Keras has it


def test_weights_that_are_not_used_are_named(made):
    model = called_bert(made)
    graph = archdraw.read(model)
    assert graph.totals().params == model.count_params() - 8 * 3 - 3
    (note,) = graph.notes
    assert "not drawn" in note
    assert "spare/kernel (24)" in note
    assert "spare/bias (3)" in note


def test_what_cannot_be_opened_stays_a_box_with_its_weights(made):
    model = made.HalfOpen()
    graph = archdraw.read(model, input_shape=(5,))
    assert ways(graph) == [("input", "raw"), ("raw", "out")]
    assert (graph.index()["raw"].params, graph.index()["raw"].outputs[0].dims) == (5 * 4 + 4, (4,))
    assert graph.totals().params == model.count_params()
    assert any(note.startswith("'raw' (Raw) stays closed: ValueError: A KerasTensor cannot") for note in graph.notes)


def test_what_cannot_be_traced_is_listed_and_said_to_be_assumed(made):
    model = made.Deciding()
    model(made.ops.ones((1, 5)))
    graph = archdraw.read(model, input_shape=(5,))
    assert [(layer.name, layer.params) for layer in graph.layers] == [("one", 24), ("two", 10)]
    assert "'Deciding' cannot be traced" in graph.notes[0]
    assert "assumed" in graph.notes[0]


def test_several_arguments(made):
    graph = archdraw.read(made.TwoInputs(), input_shape=[(5,), (6,)])
    assert ways(graph) == [("input", "one"), ("input_2", "two"), ("one", "add"), ("two", "add")]


def test_code_that_counts_the_batch(made):
    model = made.Counting()
    graph = archdraw.read(model, input_shape=(3,))
    assert graph.totals().params == model.count_params()
    assert "it was traced with a batch of 1" in graph.notes


@pytest.mark.parametrize("name", ["ResNet", "TwoInputs"])
def test_a_shape_is_asked_for(made, name):
    with pytest.raises(archdraw.ArchdrawError, match=f"'{name}' is a subclassed model") as caught:
        archdraw.read(getattr(made, name)())
    assert "--input-shape" in caught.value.hint


def test_shapes_that_do_not_fit_are_refused(made):
    with pytest.raises(archdraw.ArchdrawError, match="1 input shape for the 2 inputs of 'bert'"):
        archdraw.read(called_bert(made), input_shape=(6,))


def test_a_subclassed_model_in_a_functional_one_is_opened_too(made):
    import keras

    image = keras.Input((16, 16, 3), name="image")
    model = keras.Model(image, keras.layers.Dense(2, name="last")(made.ResNet()(image)), name="outer")
    before = [(len(op._inbound_nodes), len(op._outbound_nodes)) for op in model.operations]
    graph = archdraw.read(model)
    assert graph.totals().params == model.count_params()
    assert ("image", "resnet/stem") in ways(graph)
    assert ("resnet/head/fc", "last") in ways(graph)
    assert [graph.groups[i].name for i in (0, 3)] == ["resnet", "resnet/one#2"]
    assert (graph.name, graph.notes, graph.inputs[0].layer) == ("outer", (), "image")
    assert before == [(len(op._inbound_nodes), len(op._outbound_nodes)) for op in model.operations]


def test_what_cannot_be_opened_stays_a_box_there_too(made):
    import keras

    inputs = keras.Input((5,), name="x")
    model = keras.Model(inputs, made.HalfOpen()(inputs))
    graph = archdraw.read(model)
    assert graph.totals().params == model.count_params()
    assert "half/raw" in graph.index()


def test_keras_is_left_as_it_was(made):
    from keras.src.layers.layer import Layer
    from keras.src.ops.node import Node

    before = Layer.__call__, Layer.symbolic_call, Node.__init__
    archdraw.read(made.Deciding(), input_shape=(5,))
    archdraw.read(made.ResNet(), input_shape=(16, 16, 3))
    assert before == (Layer.__call__, Layer.symbolic_call, Node.__init__)


def test_the_figure_of_a_subclassed_model_shows_its_blocks(made):
    figure = archdraw.render(made.ResNet(), input_shape=(16, 16, 3), renderer="graph", passes="none")
    assert "stem" in figure.svg
    assert {"one", "two"} <= {group.name for group in figure.drawn.groups}
