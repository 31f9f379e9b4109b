"""A format: the names of the layers, one a line."""

from archdraw.formats import Format


def write(graph, style):
    """Give the names."""
    return "".join(f"{layer.name}\n" for layer in graph.layers).encode()


NAMES = Format("names", "the names of the layers", (".names",), write, takes="graph")
