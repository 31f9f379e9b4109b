"""What `outputs` adds at the end of a network."""

from dataclasses import replace

from strategies import Builder

from archdraw.graph import Port
from archdraw.passes.outputs import Outputs


def test_each_output_gets_a_layer_with_its_label_and_size():
    build = Builder()
    source = build.add("in", "input")
    build.add("output", "conv", source, filters=7)
    graph = replace(build.graph(), outputs=(Port("output"), Port("in", 0, "copy"), Port("output")))
    after = Outputs()(graph).check()
    assert [layer.name for layer in after.layers[2:]] == ["output_2", "copy", "output_3"]
    assert [layer.label for layer in after.layers[2:]] == ["", "copy", ""]
    assert after.outputs == (Port("output_2"), Port("copy", 0, "copy"), Port("output_3"))
    assert [(edge.source, edge.target) for edge in after.edges[1:]] == [
        ("output", "output_2"),
        ("in", "copy"),
        ("output", "output_3"),
    ]
    assert after.layers[2].outputs == graph.index()["output"].outputs
    assert {layer.op for layer in after.layers[2:]} == {"output"}
