"""A spec that edits the figure of a model: what it changes, what it must not, and what is wrong with it."""

import shutil
from pathlib import Path

import pytest

import archdraw
from archdraw.errors import ReadError, SpecError
from archdraw.graph import Edge, Graph, Group, Layer, Tensor
from archdraw.rewrite.edit import Frame, Hide, Label

GOLDEN = Path(__file__).parent / "golden" / "keras"


@pytest.fixture
def overlay(tmp_path):
    shutil.copy(GOLDEN / "VGG16.keras", tmp_path / "net.keras")

    def write(text, source="net.keras"):
        path = tmp_path / "figure.yaml"
        path.write_text(f"source: {source}\n{text}")
        return path

    return write


def drawn(path, name):
    return archdraw.render(path).drawn.index()[name]


def wrong(path):
    with pytest.raises(SpecError) as caught:
        archdraw.render(path)
    return [(one.line, one.column, one.message, one.hint) for one in caught.value.problems]


def test_the_network_is_the_models(overlay):
    path = overlay("title: Ours\nhide: [block1_pool]\nlabels: {fc1: first}\n")
    graph, model = archdraw.read(path), archdraw.read(GOLDEN / "VGG16.keras")
    assert (graph.layers, graph.edges, graph.totals()) == (model.layers, model.edges, model.totals())
    assert graph.title == "Ours"


def test_labels_and_notes_go_to_layers(overlay):
    path = overlay("labels: {fc1: Projection, 'block2_conv?': double}\nnotes: {fc2: frozen}\n")
    assert drawn(path, "fc1").label == "Projection"
    assert drawn(path, "fc2").note == "frozen"
    assert [drawn(path, f"block2_conv{i}").label for i in (1, 2)] == ["double"] * 2


def test_hidden_layers_leave_the_path_whole(overlay):
    figure = archdraw.render(overlay("hide: [block1_pool, 'fc*']\n"))
    names = [layer.name for layer in figure.drawn.layers]
    assert not {"block1_pool", "fc1", "fc2"} & set(names)
    assert ("flatten", "predictions") in {(edge.source, edge.target) for edge in figure.drawn.edges}


def test_a_group_is_a_frame(overlay):
    figure = archdraw.render(overlay("groups: {head: [flatten, 'fc*', predictions]}\n"))
    assert [layer.name for layer in figure.drawn.layers if layer.group == "head"] == [
        "flatten",
        "fc1",
        "fc2",
        "predictions",
    ]
    assert ">Head</text>" in figure.svg


def test_the_figure_side_holds_as_always(overlay):
    figure = archdraw.render(overlay("style: {fc1: {fill: '#ffe0e0'}}\ndiagram: {text: short}\nfigure: {width: 5in}\n"))
    assert "#ffe0e0" in figure.svg
    assert figure.options.text == "short"
    assert figure.scene.width * figure.scene.scale == pytest.approx(360)


def test_a_spec_can_be_the_source_too(tmp_path):
    (tmp_path / "net.yaml").write_text("input: 8\nlayers: [{dense: 4, name: a}, {dense: 2, name: b}]\n")
    (tmp_path / "figure.yaml").write_text("source: net.yaml\nlabels: {a: first}\n")
    assert drawn(tmp_path / "figure.yaml", "a").label == "first"


def test_all_that_is_wrong_is_told_at_once(overlay):
    found = wrong(overlay("labels: {fc9: x}\nhide: [flaten]\ngroups:\n  stem: [block1_conv1, blok]\n"))
    assert found == [
        (2, 10, "nothing in the model is named 'fc9'", "did you mean 'fc2'?"),
        (3, 8, "nothing in the model is named 'flaten'", "did you mean 'flatten'?"),
        (5, 3, "nothing in the model is named 'blok'", "there are 23 known ones"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("layers: []\n", 2, "'layers' and 'source' exclude each other"),
        ("label: {a: b}\n", 2, "unknown key 'label'"),
        ("labels: [a]\n", 2, "'labels' needs names with texts"),
        ("labels: {fc1: [x]}\n", 2, "'fc1' needs a text"),
        ("hide: {a: b}\n", 2, "'hide' needs a name or a list of names"),
        ("groups: [a]\n", 2, "'groups' needs titles with names"),
        ("groups: {a: {b: c}}\n", 2, "'a' needs a name or a list of names"),
        ("title: [a]\n", 2, "'title' needs a text"),
    ],
)
def test_the_form_is_checked(overlay, text, line, message):
    assert [(found[0], found[2]) for found in wrong(overlay(text))] == [(line, message)]


@pytest.mark.parametrize("source", ["../net.keras", "/net.keras", "~/net.keras", "http://a/net.keras", "c:/net.keras"])
def test_a_source_lies_beside_or_below(overlay, source):
    assert wrong(overlay("", source))[0][2] == "a source must lie beside or below the spec"


def test_a_link_does_not_lead_out(overlay, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "net.keras").symlink_to(tmp_path / "net.keras")
    (inner / "figure.yaml").write_text("source: net.keras\n")
    assert wrong(inner / "figure.yaml")[0][2] == "net.keras leads out of the folder of the spec"


def test_what_is_wrong_with_the_source_is_said_at_its_line(overlay, tmp_path):
    assert "there is no file" in wrong(overlay("", "gone.keras"))[0][2]
    (tmp_path / "other.yaml").write_text("source: net.keras\nlabels: {fc1: a}\n")
    assert wrong(overlay("", "other.yaml"))[0][:3] == (1, 1, "other.yaml edits another model itself")
    (tmp_path / "own.yaml").write_text("input: 3\nlayers: [con]\n")
    with pytest.raises(ReadError) as caught:
        archdraw.read(overlay("", "own.yaml"))
    assert caught.value.problems[0].file.endswith("own.yaml")


def test_a_spec_that_is_no_file_has_no_folder():
    with pytest.raises(SpecError, match="this spec is no file"):
        archdraw.read(b"source: net.keras\n", name="figure.yaml")


def nested():
    layer = [Layer(name, "dense", outputs=(Tensor((4,)),), group=group) for name, group in
             (("a", ""), ("b", "g"), ("c", "g/h"), ("d", "g/h"), ("e", ""))]  # fmt: skip
    edges = tuple(Edge(one, two) for one, two in zip("abcd", "bcde", strict=True))
    return Graph("net", tuple(layer), edges, (Group("g"), Group("g/h", parent="g")))


def test_a_frame_takes_in_the_groups_it_fills():
    graph = Frame("new", ("b", "c", "d", "e"))(nested()).check()
    assert graph.ancestry()["g/h"] == ("g/h", "g", "new")
    assert graph.index()["e"].group == "new"
    inner = Frame("new", ("c", "d"))(nested()).check()
    assert inner.index()["c"].group == "new"
    assert inner.ancestry()["new"] == ("new", "g/h", "g")


def test_a_frame_cannot_cut_through_a_group():
    with pytest.raises(ValueError, match="the group 'new' would cut through 'g', for 'b' is not in it"):
        Frame("new", ("a", "c"))(nested())


def test_only_what_lies_on_a_path_can_be_hidden():
    graph = Graph(
        "net", (Layer("a", "input"), Layer("b", "input"), Layer("sum", "add")), (Edge("a", "sum"), Edge("b", "sum"))
    )
    with pytest.raises(ValueError, match="'sum' cannot be hidden: it has 2 inputs"):
        Hide("sum")(graph)


def test_a_nested_model_can_have_a_label():
    assert [group.title for group in Label("g", "Encoder")(nested()).groups] == ["Encoder", ""]


def test_a_frame_that_a_pass_makes_of_names_can_have_a_label(overlay, tmp_path):
    shutil.copy(GOLDEN / "ResNet50.keras", tmp_path / "resnet.keras")
    path = overlay("labels: {conv2: Stage 1, 'conv5': Stage 4}\n", source="resnet.keras")
    titles = [group.title for group in archdraw.render(path).drawn.groups if group.title]
    assert titles == ["Stage 1", "conv3", "conv4", "Stage 4"]
    assert ">Stage 1</text>" in archdraw.render(path).svg
    with pytest.raises(SpecError, match="nothing in the model is named 'conv2'") as caught:
        archdraw.render(path, passes="none")
    assert [(one.line, one.column) for one in caught.value.problems] == [(2, 10)]
    assert wrong(overlay("labels: {conv2: a, conv9: b}\n", source="resnet.keras"))[0][:3] == (
        2, 20, "nothing in the model is named 'conv9'",
    )  # fmt: skip
