"""Read chains: a text whose first line is ``#chain`` and whose other lines name dense layers."""

from itertools import pairwise

from archdraw.graph import Edge, Graph, Layer, Port
from archdraw.source import Reading


def sniff(source):
    """Tell by the first line."""
    return source.head.startswith(b"#chain")


def read(source, input_shapes=()):
    """Make one dense layer of each line."""
    with source.open() as file:
        names = file.read().decode().split()[1:]
    layers = tuple(Layer(name, "dense") for name in names)
    edges = tuple(Edge(a, b) for a, b in pairwise(names))
    return Reading(Graph(source.stem, layers, edges, (), (Port(names[0]),), (Port(names[-1]),)))
