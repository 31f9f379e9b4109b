"""What archdraw needs of Keras's private parts: where a name is gone, one message says so, or the model describes itself."""

import os
import sys
from pathlib import Path

import pytest

import archdraw
from archdraw.errors import ReadError

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras_is_there = pytest.mark.keras
quiet = pytest.mark.filterwarnings("ignore")

LIVE = Path(archdraw.__file__).parent / "readers" / "keras" / "live"
OF_MODELS = ("_flatten_layers", "_inbound_nodes", "_inputs_struct", "_keras_history", "_nodes", "_outputs_struct")
OF_TRACES = ("_flat_arguments", "_flatten_layers", "_inbound_nodes", "_keras_history", "keras_tensors", "symbolic_call")
MODULES = ("keras.src.ops.function", "keras.src.layers.layer", "keras.src.ops.node")


def test_every_private_name_stands_in_one_file():
    names = {*OF_MODELS, *OF_TRACES, "_functional", "_layers", "_outbound_nodes", "make_node_key", "keras.src.ops"}
    names -= {"symbolic_call"}  # tracing replaces it
    for path in sorted(LIVE.glob("*.py")):
        text = path.read_text()
        found = [name for name in names if f".{name}" in text or f'"{name}"' in text or f"import {name}" in text]
        assert path.name == "private.py" or found == [], path.name


def without(name, monkeypatch):
    """Let Keras be as if it had no such attribute."""
    from archdraw.readers.keras.live import private

    def found(thing, wanted):
        if wanted == name:
            raise private.changed(wanted)
        return getattr(thing, wanted)

    monkeypatch.setattr(private, "_of", found)


def same_but_for_a_note(model, usual, name):
    import keras

    graph = archdraw.read(model)
    assert [layer.name for layer in graph.layers] == [layer.name for layer in usual.layers]
    assert (graph.edges, graph.totals()) == (usual.edges, usual.totals())
    (note,) = graph.notes
    assert note.startswith(f"Keras {keras.__version__} has no '{name}'")
    assert note.endswith("so the model is read as it describes itself, without what only its live layers know")


@keras_is_there
@quiet
@pytest.mark.parametrize("name", OF_MODELS)
def test_a_listed_model_describes_itself_where_a_name_is_gone(name, monkeypatch):
    import live_models

    model = live_models.build("siamese")
    usual = archdraw.read(model)
    without(name, monkeypatch)
    same_but_for_a_note(model, usual, name)


@keras_is_there
@quiet
def test_so_it_does_where_a_module_is_gone(monkeypatch):
    import live_models

    model = live_models.build("nested")
    usual = archdraw.read(model)
    monkeypatch.setitem(sys.modules, MODULES[0], None)
    same_but_for_a_note(model, usual, "make_node_key")


@keras_is_there
@quiet
@pytest.mark.parametrize("name", OF_TRACES)
def test_a_subclassed_model_is_refused_with_what_to_do(name, monkeypatch):
    from live_subclasses import ResNet

    model = ResNet()
    archdraw.read(model, input_shape=(16, 16, 3))
    without(name, monkeypatch)
    refused(model, name)


@keras_is_there
@quiet
@pytest.mark.parametrize("module", MODULES[1:])
def test_so_it_is_where_a_module_is_gone(module, monkeypatch):
    from live_subclasses import ResNet

    model = ResNet()
    archdraw.read(model, input_shape=(16, 16, 3))
    monkeypatch.setitem(sys.modules, module, None)
    refused(model, module)


def refused(model, name):
    import keras

    with pytest.raises(ReadError) as caught:
        archdraw.read(model, input_shape=(16, 16, 3))
    assert f"Keras {keras.__version__} has no '{name}'" in str(caught.value)
    assert "model.save('model.keras')" in caught.value.hint
