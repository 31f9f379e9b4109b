"""SavedModels of Keras 2: their layers are read from ``keras_metadata.pb``, which tf_keras 2.21 wrote."""

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.errors import ArchdrawError, ReadError

LEGACY = Path(__file__).parent / "golden/keras-legacy"
SMALL = LEGACY / "small.savedmodel"


def test_a_folder_is_read_as_the_model_that_keras_saved():
    """Keras itself counts 1,052 parameters: 224 + 32 + 584 + 144 + 68."""
    graph = archdraw.read(SMALL)
    assert graph.name == "small"
    assert {layer.name: layer.params for layer in graph.layers if layer.params} == {
        "c1": 224, "bn": 32, "c2": 584, "head/d1": 144, "out": 68,
    }  # fmt: skip
    assert graph.totals()[:2] == (1052, 1036)
    assert [edge.source for edge in graph.edges if edge.target == "sum"] == ["c1", "c2"]
    assert str(graph.index()["c2"].outputs[0]) == "32 × 32 × 8"


def test_the_file_itself_and_its_bytes_are_read_alike():
    path = SMALL / "keras_metadata.pb"
    assert archdraw.read(path) == archdraw.read(path.read_bytes(), name="anything") == archdraw.read(SMALL)


def test_a_sequential_model_begins_with_its_input():
    graph = archdraw.read(LEGACY / "seq.savedmodel")
    assert [(layer.type, layer.params) for layer in graph.layers] == [("InputLayer", 0), ("Dense", 18), ("Dense", 8)]


def test_a_folder_without_layers_says_what_to_do(tmp_path):
    (tmp_path / "saved_model.pb").write_bytes(b"\x08\x01")
    with pytest.raises(ReadError, match="is a folder") as caught:
        archdraw.read(tmp_path)
    assert "SavedModel without layers" in caught.value.hint


def node(path, text):
    """Write a node as protocol buffers do: its path is field 3, its text field 5."""
    inner = bytes([0x1A, len(path)]) + path.encode() + bytes([0x2A, len(text)]) + text.encode()
    return bytes([0x0A, len(inner)]) + inner


def test_a_model_of_ones_own_class_is_one_box_and_a_note():
    own = node("root", '{"_tf_keras_": 1, "class_name": "Mine", "config": {}}')
    graph = archdraw.read(own, name="keras_metadata.pb")
    assert [layer.type for layer in graph.layers] == ["Mine"]
    assert "subclassed model" in graph.notes[0]
    with pytest.raises(ReadError, match="does not describe its model"):
        archdraw.read(node("root.layer-0", '{"_tf_keras_": 1}'), name="keras_metadata.pb")


@pytest.mark.parametrize("size", [1, 60, 1000, 20000])
def test_a_file_that_is_cut_off_is_an_error(tmp_path, size):
    shutil.copytree(SMALL, tmp_path / "model")
    path = tmp_path / "model/keras_metadata.pb"
    data = path.read_bytes()
    path.write_bytes(data[:size])
    if size == 20000:  # the model comes first, so what is missing behind it is not missed
        assert archdraw.read(tmp_path / "model").totals().params == 1052
        return
    with pytest.raises(ReadError):
        archdraw.read(tmp_path / "model")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_change_of_bytes_makes_a_traceback(data):
    content = bytearray((LEGACY / "seq.savedmodel/keras_metadata.pb").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ArchdrawError):
        archdraw.read(bytes(content), name="keras_metadata.pb")
