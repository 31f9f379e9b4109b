"""``archdraw.keras``: functions with the names, arguments and errors of Keras's own."""

import inspect
import os

import live_models
import pytest

from archdraw.keras import model_to_dot, plot_model, summary

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]


def siamese():
    return live_models.build("siamese")


def unbuilt():
    return live_models.build("unbuilt")


@pytest.mark.parametrize("name", ["plot_model", "model_to_dot", "summary"])
def test_the_arguments_are_those_of_keras_in_their_order(name):
    import keras

    theirs = keras.Model.summary if name == "summary" else getattr(keras.utils, name)
    ours = inspect.signature({"plot_model": plot_model, "model_to_dot": model_to_dot, "summary": summary}[name])
    own = [p for p in ours.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD][1:]
    keras_own = [p for p in inspect.signature(theirs).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD][1:]
    assert [(p.name, p.default) for p in own] == [(p.name, p.default) for p in keras_own]


def test_a_figure_is_written_and_given(tmp_path):
    figure = plot_model(siamese(), tmp_path / "net.png", show_shapes=True, show_layer_names=True)
    assert (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")
    assert "tower" in figure._repr_mimebundle_()["image/svg+xml"]


def test_without_an_ending_it_is_a_png(tmp_path):
    plot_model(siamese(), str(tmp_path / "net"))
    assert (tmp_path / "net").read_bytes().startswith(b"\x89PNG")


def test_what_is_shown_is_what_is_asked_for(tmp_path):
    few = plot_model(siamese(), tmp_path / "few.svg").svg
    all_ = plot_model(siamese(), tmp_path / "all.svg", show_shapes=True, show_layer_names=True, expand_nested=True).svg
    assert "conv2d" not in few
    assert "conv2d" in all_
    assert "6 × 6 × 4" in all_
    right = plot_model(siamese(), tmp_path / "right.svg", rankdir="LR").diagram
    down = plot_model(siamese(), tmp_path / "down.svg", rankdir="TB").diagram
    assert right.width / right.height > down.width / down.height


def test_the_graph_has_every_call_of_every_layer():
    import graphviz

    dot = model_to_dot(siamese(), expand_nested=True, show_shapes=True, rankdir="LR", dpi=96)
    assert isinstance(dot, graphviz.Source)
    assert dot.source.count("Conv2D") == 2
    assert "rankdir=LR" in dot.source
    assert "dpi=96" in dot.source
    assert "6 × 6 × 4" in dot.source
    closed = model_to_dot(siamese()).source
    assert ("Conv2D" in closed, closed.count("Sequential")) == (False, 2)
    assert "Dropout" in model_to_dot(live_models.build("chain")).source


@pytest.mark.dot
def test_graphviz_takes_it(tmp_path):
    dot = model_to_dot(siamese(), show_dtype=True, show_layer_activations=True, show_trainable=True)
    assert b"<svg" in dot.create(prog="dot", format="svg")
    dot.write(tmp_path / "net.png", format="png")
    assert (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")


def test_the_summary_has_the_layers_and_the_counts(capsys):
    model = siamese()
    summary(model)
    closed = capsys.readouterr().out
    lines = []
    summary(model, print_fn=lines.append, expand_nested=True)
    opened = "\n".join(lines)
    assert "conv2d" not in closed
    assert "conv2d" in opened
    for text in (closed, opened):
        assert f"parameters     {model.count_params():,}" in text


@pytest.mark.parametrize("function", [plot_model, model_to_dot, summary])
def test_what_is_not_built_is_refused_as_keras_does(function, tmp_path):
    with pytest.raises(ValueError, match="This model has not yet been built"):
        function(unbuilt())


def test_but_a_shape_may_be_told(capsys):
    summary(unbuilt(), input_shape=(5,))
    assert "parameters     34" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"expand_dims": True}, "Unrecognized keyword arguments: {'expand_dims': True}"),
        ({"layer_range": ["a", "b"]}, "Argument `layer_range` is no longer supported."),
        ({"rankdir": "XX"}, "`rankdir` must be one of"),
    ],
)
def test_wrong_arguments_are_keras_s_own_errors(wrong, said, tmp_path):
    for call in (lambda: plot_model(siamese(), tmp_path / "n.png", **wrong), lambda: model_to_dot(siamese(), **wrong)):
        with pytest.raises(ValueError) as caught:
            call()
        assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []
