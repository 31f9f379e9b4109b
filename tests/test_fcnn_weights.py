"""Weights of Keras files in figures: found by class and order or by name, never from elsewhere, within limits."""

import contextlib
import io
import json
import sys
import zipfile
from pathlib import Path

import keras_weights as made
import pytest

import archdraw
from archdraw.diagram import Fan, Scale, Units
from archdraw.errors import ArchdrawError, LimitError, MissingTool, ReadError, UsageError
from archdraw.quality import measure
from archdraw.readers.keras import weights as reader

h5py = pytest.importorskip("h5py")
HERE = Path(__file__).resolve().parent
ONE = [[0.5, -1.0, 0.25], [0.0, 2.0, -0.5]]
TWO = [[1.0, -2.0], [0.5, 0.25], [-4.0, 3.0]]
LAYERS = [("first", "relu", ONE, [0.1, 0.2, 0.3]), ("second", "softmax", TWO, None)]


def drawn(source, **options):
    options = {"weights": "file", **options}
    return archdraw.render(source, name="model.keras", renderer="fcnn", options=options)


def weights_in(figure):
    return [layer.attrs["weights"] for layer in figure.drawn.layers if layer.op == "dense"]


def rows(matrix):
    return [[matrix.at(row, column) for column in range(matrix.columns)] for row in range(matrix.rows)]


@pytest.mark.parametrize("make", [made.keras_file, made.h5_file])
def test_weights_are_those_of_the_file(make):
    one, two = weights_in(drawn(make((2,), LAYERS)))
    assert (rows(one), rows(two)) == (ONE, TWO)
    assert [one.bias(column) for column in range(3)] == pytest.approx([0.1, 0.2, 0.3])
    assert two.biases == b""


def test_layers_are_found_by_their_order_not_their_name():
    layers = [("z", "relu", ONE, None), ("a", "relu", TWO, None), ("m", "tanh", [[7.0], [8.0]], None)]
    assert [rows(matrix) for matrix in weights_in(drawn(made.keras_file((2,), layers)))] == [ONE, TWO, [[7.0], [8.0]]]


def test_weights_in_a_nested_model_are_found():
    """In a file that tf_keras wrote: a Sequential in a functional model."""
    path = HERE / "golden" / "keras-legacy" / "k2_tfkeras.keras"
    graph = archdraw.read(path)
    dense = next(layer for layer in graph.layers if layer.op == "dense")
    from archdraw.reading import reading

    found = reading(path).reading.weights([dense])[dense.name]
    with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as held:
        assert rows(found) == held["layers/sequential/layers/dense/vars/0"][()].tolist()


@pytest.mark.parametrize(("file", "name", "path"), [
    ("seq.k2.h5", "dense_1", "dense_1/dense_1/kernel:0"), ("mixed.k2.h5", "inner/dense", "inner/dense/kernel:0"),
    ("k3.h5", "enc/dense", "enc/enc/dense/kernel"),
])  # fmt: skip
def test_weights_of_files_of_keras_are_found(file, name, path):
    from archdraw.reading import reading

    given = reading(HERE / "golden" / "keras-legacy" / file)
    layer = next(layer for layer in given.reading.graph.layers if layer.name.endswith(name))
    with h5py.File(HERE / "golden" / "keras-legacy" / file) as held:
        assert rows(given.reading.weights([layer])[layer.name]) == held["model_weights"][path][()].tolist()


def test_width_and_colour_say_the_weight():
    figure = drawn(made.keras_file((2,), LAYERS))
    fan = [mark for mark in figure.diagram.marks if isinstance(mark, Fan)][1]
    assert [strand.tint < 0 for strand in fan.strands][-1] is True  # -4, the strongest, is painted last
    assert fan.strands[-1].width == pytest.approx(2.1)
    assert fan.strands[-1].tint == -1
    widths = [strand.width for strand in fan.strands]
    assert widths == sorted(widths)
    (scale,) = (mark for mark in figure.diagram.marks if isinstance(mark, Scale))
    assert [line.text for line in scale.lines] == ["+4", "+2", "0", "−2", "−4", "weight"]
    assert measure(figure.scene).faults == ()


def test_weights_of_a_large_layer_are_those_of_the_drawn_neurons():
    many = [[float(row * 100 + column) for column in range(30)] for row in range(20)]
    figure = drawn(made.keras_file((20,), [("only", "relu", many, None)]), color_power=1)
    (fan,) = (mark for mark in figure.diagram.marks if isinstance(mark, Fan))
    drawn_ones = [*range(4), *range(16, 20)], [*range(4), *range(26, 30)]
    wanted = sorted(many[row][column] / 1929 for row in drawn_ones[0] for column in drawn_ones[1])
    assert [strand.tint for strand in fan.strands] == pytest.approx(wanted)


def test_biases_have_their_weights_too():
    figure = drawn(made.keras_file((2,), LAYERS), bias="true", color_power=1)
    (fan,) = (mark for mark in figure.diagram.marks if isinstance(mark, Fan) and mark.kind == "bias")
    assert [strand.tint for strand in fan.strands] == pytest.approx([0.1 / 4, 0.2 / 4, 0.3 / 4])
    assert len([mark for mark in figure.diagram.marks if isinstance(mark, Units) and mark.kind == "bias"]) == 1


def test_matrices_may_hold_biases_as_a_last_row():
    spec = b"input: 2\nlayers: [{dense: 3}, {dense: 2}]\n"
    options = {"weights": [[*ONE, [1.0, 2.0, 3.0]], TWO]}
    figure = archdraw.render(spec, name="a.yaml", renderer="fcnn", options=options)
    assert weights_in(figure)[0].bias(2) == 3.0
    assert rows(weights_in(figure)[0]) == ONE
    written = archdraw.render(spec, name="a.yaml", renderer="fcnn", options={"weights": json.dumps(options["weights"])})
    assert written.svg == figure.svg


def linked(kind, folder):
    """Make weights that lead into another file."""
    other = folder / "other.h5"
    with h5py.File(other, "w") as archive:
        archive["kernel"] = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    (folder / "raw").write_bytes(b"\0" * 24)
    data = io.BytesIO()
    with h5py.File(data, "w") as archive:
        held = archive.create_group("layers/dense/vars")
        if kind == "link":
            held["0"] = h5py.ExternalLink(str(other), "kernel")
        elif kind == "soft":
            held["0"] = h5py.SoftLink("/elsewhere")
        elif kind == "external":
            held.create_dataset("0", (2, 3), "<f4", external=[(str(folder / "raw"), 0, 24)])
        else:
            layout = h5py.VirtualLayout((2, 3), "<f4")
            layout[:] = h5py.VirtualSource(str(other), "kernel", (2, 3))
            held.create_virtual_dataset("0", layout)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["link", "soft", "external", "virtual"])
def test_no_other_file_is_opened(kind, tmp_path):
    layers = [("first", "relu", ONE, None)]
    data = made.keras_file((2,), layers, weights=linked(kind, tmp_path))
    with pytest.raises(ReadError, match=r"links are not followed|another file"):
        drawn(data)


def test_too_many_weights_are_refused(monkeypatch):
    data = made.keras_file((2,), LAYERS)
    monkeypatch.setattr(reader, "LARGEST", 5)
    with pytest.raises(LimitError, match="'first' has more than 5 weights"):
        drawn(data)
    monkeypatch.setattr(reader, "LARGEST_FILE", 100)
    with pytest.raises(LimitError, match="more than 0 MiB"):
        drawn(data)


def test_a_file_without_weights_says_so():
    with pytest.raises(ReadError, match="no weights, only the description") as error:
        drawn(made.keras_file((2,), LAYERS, weights=b""))
    assert "model.save" in error.value.hint
    with pytest.raises(ReadError, match="no weights of 'second'"):
        drawn(made.keras_file((2,), LAYERS, weights=made.stored(LAYERS[:1])))
    described = json.dumps(made.config((2,), LAYERS)).encode()
    with pytest.raises(UsageError, match="this source has none"):
        archdraw.render(described, name="m.json", renderer="fcnn", options={"weights": "file"})


def test_weights_that_do_not_fit_are_refused():
    other = made.stored([("first", "relu", TWO, None), ("second", "relu", TWO, None)])
    with pytest.raises(ReadError, match="'first' are 3 × 2, but it reads 2 and has 3 neurons"):
        drawn(made.keras_file((2,), LAYERS, weights=other))
    odd = made.stored([("first", "relu", [[float("nan")] * 3] * 2, None), LAYERS[1]])
    with pytest.raises(ReadError, match="no finite number"):
        drawn(made.keras_file((2,), LAYERS, weights=odd))


@pytest.mark.parametrize("cut", range(0, 1600, 160))
def test_damaged_weights_are_an_error_of_ours(cut):
    whole = made.stored(LAYERS)
    for broken in (whole[: len(whole) - cut - 1], whole[:cut] + b"\xff" * 40 + whole[cut + 40 :]):
        with contextlib.suppress(ArchdrawError):
            drawn(made.keras_file((2,), LAYERS, weights=broken or b"x"))


def test_without_h5py_one_message_says_what_is_missing(monkeypatch):
    data = made.keras_file((2,), LAYERS)
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(MissingTool, match="h5py"):
        drawn(data)
    assert drawn(data, weights="none").svg


def test_weights_are_read_only_for_a_figure_that_shows_them(monkeypatch):
    monkeypatch.setattr(reader, "weights_of", None)
    assert drawn(made.keras_file((2,), LAYERS), weights="none").svg
