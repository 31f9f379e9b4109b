"""Networks that repeat, for tests: rows of one piece, found or declared; and what a figure of them shows."""

from strategies import Builder, piece

from archdraw.graph import Group


def stack(copies, kind="norm", *, prefix="block{}_", filters=3, build=None):
    """Make an input, copies of one piece, and a head."""
    build = build or Builder()
    at = build.add("in", "input")
    for i in range(copies):
        at = piece(build, kind, at, "", prefix.format(i), filters)
    build.add("head", "dense", at)
    return build


def declared(copies, kind="norm", *, filters=4, parallel=False, series="block"):
    """Make the same with a declared repeat."""
    build = Builder()
    at = source = build.add("in", "input")
    ends = []
    for i in range(copies):
        name = series if not i else f"{series}_{i + 1}"
        build.groups.append(Group(name, kind="copy", series=series, parallel=parallel))
        at = piece(build, kind, source if parallel else at, name, f"{name}/", filters)
        ends.append(at)
    build.add("head", "dense", *(ends if parallel else [at]))
    return build


def names(graph):
    return [layer.name for layer in graph.layers]


def frames(graph):
    return [(group.title, group.repeat, group.note) for group in graph.groups]


def wires(graph):
    return {(edge.source, edge.target) for edge in graph.edges}
