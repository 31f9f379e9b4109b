"""`check --against`: where a hand-written network and a model differ, and silence where they do not."""

from pathlib import Path

import pytest
from commands import ok, run
from hypothesis import given
from strategies import stacks

from archdraw.reading import read
from archdraw.reports.compare import differences

HERE = Path(__file__).parent
KERAS = HERE / "golden/keras"
SPECS = HERE.parent / "templates/specs"

NET = """input: 32x32x3
blocks:
  basic:
    layers:
      - residual:
          - conv: 16 3x3 bn relu
          - conv: 16 3x3 bn
layers:
  - conv: 16 3x3 bn relu
  - maxpool: 2
  - {basic: , repeat: 3}
  - gap
  - dense: 10
"""


def spec(text, name="net.yaml"):
    return read(text.encode(), name=name)


def told(here, there):
    return [problem.message for problem in differences(spec(here), spec(there, "model.yaml"))]


def test_a_spec_of_vgg16_is_keras_vgg16():
    assert differences(read(SPECS / "vgg16.yaml"), read(KERAS / "VGG16.keras")) == ()


def test_keras_resnet_has_biases_and_its_strides_in_other_places():
    """Its own documentation says so: v1 has the stride in the first 1×1 convolution, and Keras's have biases."""
    found = differences(read(SPECS / "resnet50.yaml"), read(KERAS / "ResNet50.keras"))
    assert [problem.message.partition(": ")[2] for problem in found] == [
        "bias no here, yes in the model ('conv1_conv' and 52 more)",
        "stride 1 here, 2 in the model ('conv3_block1_1_conv' and 2 more)",
        "stride 2 here, 1 in the model ('conv3_block1_2_conv' and 2 more)",
    ]
    assert [Path(problem.file).name for problem in found] == ["resnet50.yaml"] * 3
    assert [problem.line for problem in found] == [14, 9, 10]


def test_a_deeper_model_repeats_a_stage_more_often():
    messages = [one.message for one in differences(read(SPECS / "resnet50.yaml"), read(KERAS / "ResNet101.keras"))]
    assert messages[-1] == "'Stage 3' runs 6 times, 23 times in the model"
    assert len(messages) == 4


def test_squeeze_and_excite_by_dense_layers_does_what_convolutions_of_one_place_do():
    (found,) = differences(read(SPECS / "efficientnet-b0.yaml"), read(KERAS / "EfficientNetB0.keras"))
    assert found.message.startswith("the model has 2 layers more behind 'input': 'rescaling' (Rescaling)")


@given(stacks())
def test_a_network_does_not_differ_from_itself(graph):
    assert differences(graph, graph) == ()


@pytest.mark.parametrize("name", ["InceptionV3", "NASNetMobile", "ResNet50"])
def test_the_order_in_which_a_source_lists_branches_is_no_difference(name):
    graph = read(KERAS / f"{name}.keras")
    again = graph.__class__(**{
        **{field: getattr(graph, field) for field in ("name", "edges", "groups", "inputs", "outputs", "notes", "title")},
        "layers": _by_another_order(graph),
    })  # fmt: skip
    assert [one.name for one in again.layers] != [one.name for one in graph.layers]
    assert differences(graph, again.check()) == ()


def _by_another_order(graph):
    """List the layers of the last inputs first."""
    at, into, done = graph.index(), graph.predecessors_of(), {}
    waiting = [(graph.layers[-1].name, False)]
    while waiting:
        name, fed = waiting.pop()
        if name in done:
            continue
        if fed:
            done[name] = at[name]
        else:
            waiting.append((name, True))
            waiting += [(edge.source, False) for edge in into[name]]
    return tuple(done.values())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("conv: 16 3x3 bn relu\n  - maxpool", "conv: 16 5x5 bn relu\n  - maxpool",
         "'conv': kernel 3 here, 5 in the model ('conv')"),
        ("dense: 10", "dense: 100", "'dense': units 10 here, 100 in the model ('dense')"),
        ("maxpool: 2", "avgpool: 2", "'maxpool': mode max here, average in the model ('avgpool')"),
        ("input: 32x32x3", "input: 64x64x3", "'input': size 32 × 32 × 3 here, 64 × 64 × 3 in the model ('input')"),
        ("bn relu\n          -", "bn gelu\n          -",
         "'basic/conv_relu' and 2 more: function relu here, gelu in the model ('basic/conv_gelu' and 2 more)"),
        ("  - gap\n", "  - gap\n  - {dense: 32 relu}\n",
         "the model has 2 layers more behind 'gap': 'dense' (dense), 'dense_relu' (relu)"),
        ("  - maxpool: 2\n", "", "'maxpool' is not in the model"),
        ("repeat: 3", "repeat: 5", "'basic' runs 3 times, 5 times in the model"),
        ("repeat: 3", "repeat: 2", "'basic' runs 3 times, 2 times in the model"),
    ],
)  # fmt: skip
def test_one_change_is_one_finding(old, new, message):
    assert old in NET
    assert told(NET, NET.replace(old, new)) == [message]


def test_a_missing_skip_is_told_by_what_reads_what():
    layers = ("{name: a, conv: 4 3x3}", "{name: b, conv: 4 3x3}", "{name: c, add: [a, b]}", "{conv: 4 3x3}")
    here = "input: 8x8x4\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)
    there = here.replace("add: [a, b]", "add: [input, b]")
    assert told(here, there) == [
        "'c' reads 'a', but not in the model",
        "'c' does not read 'input', but does in the model",
    ]


def test_what_only_follows_from_a_difference_is_not_said():
    other = NET.replace("conv: 16 3x3 bn relu\n  - maxpool", "conv: 16 3x3 s2 bn relu\n  - maxpool")
    assert told(NET, other) == ["'conv': stride 1 here, 2 in the model ('conv')"]


def test_the_command_tells_lines_and_ends_with_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(NET)
    Path("model.yaml").write_text(NET.replace("dense: 10", "dense: 12"))
    assert ok("check", "net.yaml", "--against", "net.yaml").stdout == "net.yaml: ok\n"
    result = run("check", "net.yaml", "--against", "model.yaml")
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first == "net.yaml:13: warning: 'dense': units 10 here, 12 in the model ('dense')"
    assert second.endswith(f"trainable parameters are {2 * 17} fewer than {read('model.yaml').totals()[1]:,}")
    assert "net.yaml,line=13::" in run("check", "net.yaml", "--against", "model.yaml", "--format", "github").stdout
