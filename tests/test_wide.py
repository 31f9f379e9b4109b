"""Wide fan-outs: a tensor that hundreds of layers read, joined again or each an output of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from placing_graphs import boxes, check

import archdraw
from archdraw import quality
from archdraw.errors import ArchdrawWarning
from archdraw.graph import Edge, Graph, Group, Layer, Port, Tensor
from archdraw.layouts.graph import closing, kinds
from archdraw.passes.outputs import Outputs
from archdraw.placing import Edge as PlacingEdge
from archdraw.placing import Frame, Node, Problem, labels, place
from archdraw.placing.measure import measure
from archdraw.rewrite import unused


def fan(count: int, **settings: object) -> Problem:
    """Give a box that so many others read, which one joins again."""
    ends = ((0, at) for at in range(1, count + 1)), ((at, count + 1) for at in range(1, count + 1))
    return boxes(count + 2, *ends[0], *ends[1], **settings)


def spec(count: int, steps: int = 1, joined: bool = True) -> bytes:
    """Write a spec of so many branches, all different, of so many layers each."""
    lines = ["input: 8", "layers:", "- {dense: 4, name: stem}"]
    for i in range(count):
        lines += [
            f"- {{dense: {2 + i % 7} relu, name: b{i}x{step}, {'from: stem' * (not step)}}}" for step in range(steps)
        ]
    ends = ", ".join(f"b{i}x{steps - 1}" for i in range(count))
    return "\n".join([*lines, f"- {{concat: [{ends}]}}"] if joined else [*lines, f"outputs: [{ends}]"]).encode()


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_wide_fan_out_is_sound(direction: str) -> None:
    problem = fan(120, direction=direction)
    placed = place(problem)
    check(problem, placed)
    assert not measure(problem, placed).crossings
    heads = [wire for wire in placed.wires if wire.head]
    assert sorted(len(wire.edges) for wire in heads) == [1] * 120 + [120]


def test_the_wires_of_a_wide_fan_out_name_each_edge_a_few_times() -> None:
    """With a wire for each stretch of a bus between two branches they name n² edges: 5,000 branches need 280 MB of SVG."""
    few, many = (sum(len(wire.edges) for wire in place(fan(count)).wires) for count in (400, 800))
    assert many - few < 10 * 400


def test_a_narrow_fan_out_tells_each_edge_on_its_bus() -> None:
    """So long as somebody can follow a line, each stretch stands for just the edges that run along it."""
    shared = [wire.edges for wire in place(fan(9)).wires if len(wire.edges) > 1 and not wire.head]
    assert sorted(map(len, shared)) == [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 9]


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_figure_of_a_wide_fan_out_is_faultless(joined: bool, direction: str) -> None:
    with pytest.warns(ArchdrawWarning, match="hard to read"):
        figure = archdraw.render(spec(120, 2, joined), name="wide.yaml", options={"direction": direction})
    found = quality.measure(figure.scene)
    assert {fault.kind for fault in found.faults} == {"small text"}
    assert not found.crossings


class Asked(dict[str, int]):
    """Names that are taken, and how often one was asked whether it is."""

    times = 0

    def __contains__(self, name: object) -> bool:
        self.times += 1
        return super().__contains__(name)


def test_names_of_many_outputs_are_found_without_trying_all_before() -> None:
    taken, tried = Asked(), {}
    for _ in range(100):
        taken[unused("output", taken, tried)] = 1
    assert list(taken)[:2] + list(taken)[-1:] == ["output", "output_2", "output_100"]
    assert taken.times <= 200
    layers = (Layer("in", "input"), *(Layer(f"d{i}", "dense") for i in range(3)))
    graph = Outputs()(
        Graph("net", layers, tuple(Edge("in", f"d{i}") for i in range(3)), outputs=(Port("d0"), Port("d2")))
    )
    assert [layer.name for layer in graph.layers[4:]] == ["output", "output_2"]


def test_groups_that_cannot_be_closed_are_found_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 64 groups the data leaves one and comes back: the others are closed after a dozen trials, not after 64."""
    layers = [Layer("in", "input", outputs=(Tensor((8,)),))]
    edges, groups = [], []
    for i in range(64):
        groups.append(Group(f"g{i:02}", kind="prefix"))
        layers += [
            Layer(f"a{i}", "dense", group=f"g{i:02}"),
            Layer(f"out{i}", "dense", group="" if i == 40 else f"g{i:02}"),
        ]
        layers.append(Layer(f"b{i}", "dense", group=f"g{i:02}"))
        edges += [Edge("in", f"a{i}"), Edge(f"a{i}", f"out{i}"), Edge(f"out{i}", f"b{i}")]
    tries = []
    once = closing._closed
    monkeypatch.setattr(closing, "_closed", lambda graph, names: tries.append(names) or once(graph, names))
    graph = Graph("net", tuple(layers), tuple(edges), tuple(groups))
    closed = closing.close(graph, {group.name for group in groups})
    assert [layer.name for layer in closed.layers if not layer.attrs.get("closed")] == ["in", "a40", "out40", "b40"]
    assert len(tries) < 20


def test_blocks_are_sorted_into_kinds_without_comparing_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty pairs of blocks, no two pairs alike: a block is compared with its twin only."""
    layers, edges, groups = [Layer("in", "input", outputs=(Tensor((8,)),))], [], []
    for i in range(60):
        groups.append(Group(f"g{i}", type=f"kind{i % 30}"))
        chain = [Layer(f"d{i}", "dense", attrs={"units": 8, "activation": f"f{i % 30}"}), Layer(f"n{i}", "norm")]
        layers += [replace(layer, group=f"g{i}", outputs=(Tensor((8,)),)) for layer in chain]
        edges += [Edge("in", f"d{i}"), Edge(f"d{i}", f"n{i}")]
    outputs = tuple(Port(f"n{i}") for i in range(60))
    compared = []
    once = kinds.differences
    monkeypatch.setattr(kinds, "differences", lambda *pair, **how: compared.append(pair) or once(*pair, **how))
    found = kinds.kinds(
        Graph("net", tuple(layers), tuple(edges), tuple(groups), outputs=outputs), [g.name for g in groups]
    )
    assert [kind.groups for kind in found] == [(f"g{i}", f"g{i + 30}") for i in range(30)]
    assert len(compared) == 30


def test_only_the_frames_around_its_ends_are_looked_at_for_the_label_of_an_edge(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    once = labels._stretches
    monkeypatch.setattr(labels, "_stretches", lambda route, outlines: seen.append(outlines) or once(route, outlines))
    nodes = (Node(60, 20), *(Node(60, 20, frame=i) for i in range(30)))
    edges = tuple(PlacingEdge(0, at, 20.0, 6.0) for at in range(1, 31))
    placed = place(Problem(nodes, edges, (Frame(),) * 30))
    assert len(placed.labels) == 30
    assert [list(boxes) for boxes in placed.frames] == seen
