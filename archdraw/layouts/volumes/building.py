"""From rows of layers to blocks: which slabs touch, what is glued to them, and where blocks begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.errors import LayoutError
from archdraw.graph import Edge, Graph, Layer
from archdraw.layouts.volumes.blocks import LAST, Arc, Block, Loops, Net, Place, Slab, function
from archdraw.layouts.volumes.extents import Extent, extent
from archdraw.stages import words
from archdraw.stages.ways import Ways, ways

KEPT = ("norm", "activation", "dropout", "mask", "rescale", "lambda", "output", "pad")
"""Ops that are drawn with what stands before them, where they leave its size alone."""
BEGINNING = ("deconv", "upsample")
"""Ops that begin a block of their own: what comes from below."""
CIRCLES = ("add", "subtract", "multiply", "average", "matmul")


def net(graph: Graph) -> Net:
    """Make the blocks of a network; a LayoutError names a layer that cannot be shown."""
    if not graph.layers:
        raise LayoutError(f"'{graph.name}' has no layers to draw")
    for layer in graph.layers:
        if len(layer.outputs) > 1:
            raise LayoutError(
                f"the renderer 'volumes' cannot show '{layer.name}': it has {len(layer.outputs)} outputs",
                "try the renderer 'blocks'",
            )
    building = _Building(graph, ways(graph, _counts))
    return building.net()


def _counts(layer: Layer) -> bool:
    return layer.op not in (*KEPT, "reshape")


class _Building:
    """The rows so far, and where each layer stands in them."""

    def __init__(self, graph: Graph, found: Ways) -> None:
        self.graph = graph
        self.into = graph.predecessors_of()
        self.out = graph.successors_of()
        self.layers = graph.index()
        self.order = {layer.name: number for number, layer in enumerate(graph.layers)}
        self.rows: list[list[Block]] = []
        self.at: dict[str, Place] = {}
        self.copies: dict[tuple[str, int], Place] = {}
        groups = {group.name: group for group in graph.groups}
        self.framed = {
            name: next((up for up in line if groups[up].kind == "group"), "") for name, line in graph.ancestry().items()
        }
        self.loops: dict[str, Loops] = {
            name: tuple((up, groups[up].repeat, groups[up].note) for up in line if groups[up].repeat > 1)
            for name, line in graph.ancestry().items()
        }
        self.bare = {r: row for r, row in enumerate(found.rows) if r and self._said(row)}
        """Rows of which nothing is drawn: words on an arc."""
        self.beside = found.beside
        home = {layer.name: r for r, row in enumerate(found.rows) for layer in row}
        between = [
            edge
            for edge in found.beside
            if home[edge.source] != home[edge.target] and not {home[edge.source], home[edge.target]} & self.bare.keys()
        ]
        self.forks, self.meets = {edge.source for edge in between}, {edge.target for edge in between}
        """Layers from which other rows begin, and to which they lead: blocks end and begin there."""
        for r, row in enumerate(found.rows):
            self.rows.append([])
            for place, layer in enumerate(row if r not in self.bare else ()):
                self._add(layer, row[place - 1] if place else None)

    def _said(self, layers: Sequence[Layer]) -> bool:
        """Tell whether a row is words on an arc: one small layer, or one and an upsampling, with one way in and one out."""
        drawn = [layer for layer in layers if _counts(layer)]
        small = [layer for layer in drawn if layer.op in ("conv", "pool")]
        raised = [layer for layer in drawn if layer.op in BEGINNING]
        if len(small) > 1 or len(raised) > 1 or len(small) + len(raised) < len(drawn):
            return False
        if raised and any(set(_kernel(layer)) != {1} for layer in small):
            return False
        first, last = layers[0], layers[-1]
        inner = {layer.name for layer in layers}
        fed = [edge for edge in self.into[first.name] if not edge.role]
        read = [edge for edge in self.out[last.name] if edge.target not in inner]
        reads = sum(len(self.out[layer.name]) for layer in layers)
        return len(fed) == 1 and len(read) == 1 and reads == len(layers)

    def _add(self, layer: Layer, before: Layer | None) -> None:
        row = self.rows[-1]
        number = len(self.rows) - 1
        size = extent(layer)
        last = row[-1] if row else None
        way = self._edges(last, layer) if before else ()
        loops = self.loops[layer.group]
        before_forks = before is not None and before.name in self.forks
        same = last is not None and last.loops == loops and not before_forks and layer.name not in self.meets
        if last and same and not last.sign and self._kept(layer, last.slabs[-1], size):
            if self._ends(layer) and last.slabs[-1].kind != "end":
                self._glue(layer, size, "end")
            else:
                self._join(layer)
            return
        if last and last.sign and layer.op in KEPT and (same or layer.op == "output"):
            self._join(layer)
            return
        if last and layer.op == "reshape" and size.is_vector:
            self._join(layer)
            return
        if layer.op in CIRCLES or (layer.op == "concat" and layer.name in self.meets):
            row.append(Block((Slab(layer, size, made=(layer,)),), way, self._way(last), layer.op, loops))
        elif layer.op == "concat":
            self._copies(layer, before, way, same)
            return
        elif layer.op == "pool" and last and self._glues(layer, last, loops) and not size.is_vector:
            self._glue(layer, size, "pool")
            return
        elif last and same and self._fits(layer, size, last):
            row[-1] = replace(last, slabs=(*last.slabs, self._slab(layer, size)))
        else:
            row.append(Block((self._slab(layer, size),), way, self._way(last), "", loops))
            if size.is_vector and layer.op not in ("input",) and self._final(layer) and function(layer) in LAST:
                self._place(layer, number)
                self._end_slab(layer, size)
                return
        self._place(layer, number)

    def _edges(self, last: Block | None, layer: Layer) -> tuple[tuple[str, str], ...]:
        """Give the edges that lead here from the last slab, by way of what it stands for."""
        names = [one.name for one in last.slabs[-1].made] if last else []
        return tuple(pairwise([*names, layer.name]))

    def _slab(self, layer: Layer, size: Extent) -> Slab:
        if layer.op == "pool" and not size.is_vector:
            return Slab(layer, size, "pool", (layer,))
        alone = not size.is_vector and self._final(layer) and function(layer) in LAST and bool(self.rows[-1])
        return Slab(layer, size, "layer", (layer,), alone)

    def _end_slab(self, layer: Layer, size: Extent) -> None:
        """Glue the activation that is folded into a dense layer to it, in a colour of its own."""
        row = self.rows[-1]
        end = Slab(layer, size, "end", (layer,))
        row[-1] = replace(row[-1], slabs=(*row[-1].slabs, end))

    def _fits(self, layer: Layer, size: Extent, last: Block) -> bool:
        """Tell whether a layer stands as one more slab of the last block."""
        if last.sign or last.is_vector or size.is_vector or layer.op in BEGINNING:
            return False
        if (last.slabs[-1].kind == "pool" and len(last.slabs) > 1) or last.slabs[0].layer.op == "input":
            return False
        if self.framed.get(layer.group) != self.framed.get(last.slabs[-1].layer.group):
            return False  # a group of the author's is a block, with its title below
        alone = self._final(layer) and function(layer) in LAST
        return not alone and not last.slabs[-1].alone and size.is_next_to(last.slabs[-1].extent, last.slabs[0].extent)

    def _glues(self, layer: Layer, last: Block, loops: Loops) -> bool:
        """Tell whether a pool stands on the side of the last block, from whose slab ways may lead on."""
        return last.loops == loops and layer.name not in self.meets and not last.sign and not last.is_vector

    def _kept(self, layer: Layer, slab: Slab, size: Extent) -> bool:
        if layer.op == "output":
            return True
        same = size.space == slab.extent.space and size.count == slab.extent.count
        return layer.op in KEPT and same and slab.layer.op != "input"

    def _ends(self, layer: Layer) -> bool:
        return layer.op == "activation" and function(layer) in LAST and self._final(layer)

    def _final(self, layer: Layer) -> bool:
        """Tell whether nothing but outputs follows."""
        return all(self.layers[edge.target].op == "output" for edge in self.out[layer.name])

    def _way(self, last: Block | None) -> str:
        """Say what is done on the way from the last block, where it has joined what flattens."""
        made = last.slabs[-1].made if last else ()
        flat = made and made[-1].op == "reshape" and extent(made[-1]).is_vector and last and not last.is_vector
        return "flatten" if flat else ""

    def _join(self, layer: Layer) -> None:
        """Let the last slab stand for this layer too."""
        row = self.rows[-1]
        *others, slab = row[-1].slabs
        row[-1] = replace(row[-1], slabs=(*others, replace(slab, made=(*slab.made, layer))))
        self._place(layer, len(self.rows) - 1)

    def _glue(self, layer: Layer, size: Extent, kind: str) -> None:
        row = self.rows[-1]
        row[-1] = replace(row[-1], slabs=(*row[-1].slabs, Slab(layer, size, kind, (layer,))))
        self._place(layer, len(self.rows) - 1)

    def _copies(self, layer: Layer, before: Layer | None, way: tuple[tuple[str, str], ...], same: bool) -> None:
        """Add a white slab for each input of a concatenation that comes from elsewhere."""
        row, number = self.rows[-1], len(self.rows) - 1
        size, loops = extent(layer), self.loops[layer.group]
        others = [edge for edge in self.into[layer.name] if before is None or edge.source != before.name]
        others.sort(key=self._since, reverse=True)  # arcs that end beside each other do not cross
        slabs = [
            Slab(layer, replace(size, count=extent(self.layers[edge.source]).count, words=extent(self.layers[edge.source]).words), "copy",
                 (layer,))
            for edge in others
        ]  # fmt: skip
        last = row[-1] if row else None
        glued = last and same and not last.sign and last.slabs[-1].kind != "pool" and last.slabs[0].layer.op != "input"
        if not slabs:
            self._join(layer) if last else row.append(Block((self._slab(layer, size),), way, "", "", loops))
        elif last and glued and not last.is_vector and last.slabs[-1].extent.space == size.space:
            row[-1] = replace(last, slabs=(*last.slabs, *slabs))
        else:
            row.append(Block(tuple(slabs), way, self._way(last), "", loops))
        self._place(layer, number)
        first = len(row[-1].slabs) - len(slabs)
        for k, edge in enumerate(others):
            self.copies[edge.target, edge.target_port] = (number, len(row) - 1, first + k)

    def _since(self, edge: Edge) -> int:
        """Tell after how many layers a way begins on which nothing is drawn, or one layer."""
        row = next((row for row in self.bare.values() if row[-1].name == edge.source), None)
        return self.order[self.into[row[0].name][0].source if row else edge.source]

    def _place(self, layer: Layer, number: int) -> None:
        row = self.rows[number]
        self.at[layer.name] = (number, len(row) - 1, len(row[-1].slabs) - 1)

    def net(self) -> Net:
        """Give all, with what leads from row to row; rows that are only words are arcs."""
        arcs = list(self._arcs(self.beside))
        numbers = {old: new for new, old in enumerate(i for i, row in enumerate(self.rows) if row)}
        moved = [
            replace(arc, start=(numbers[arc.start[0]], *arc.start[1:]), end=(numbers[arc.end[0]], *arc.end[1:]))
            for arc in arcs
        ]
        return Net(tuple(tuple(row) for row in self.rows if row), tuple(moved))

    def _inside(self, name: str) -> tuple[tuple[str, str], ...]:
        """Give the edges from the layer of a slab to one that it stands for too."""
        row, block, slab = self.at[name]
        names = [one.name for one in self.rows[row][block].slabs[slab].made]
        return tuple(pairwise(names[: names.index(name) + 1])) if name in names else ()

    def _arcs(self, beside: Sequence[Edge]) -> Iterator[Arc]:
        inner = {layer.name: number for number, layers in self.bare.items() for layer in layers}
        for edge in beside:
            if edge.role or edge.source in inner or edge.target in inner:
                continue
            end = self.copies.get((edge.target, edge.target_port), self.at[edge.target])
            yield Arc(self.at[edge.source], end, (*self._inside(edge.source), (edge.source, edge.target)))
        for layers in self.bare.values():
            (fed,) = [edge for edge in self.into[layers[0].name] if not edge.role]
            names = {layer.name for layer in layers}
            (read,) = [edge for edge in self.out[layers[-1].name] if edge.target not in names]
            way = [fed.source, *(layer.name for layer in layers), read.target]
            end = self.copies.get((read.target, read.target_port), self.at[read.target])
            edges = (*self._inside(fed.source), *pairwise(way))
            yield Arc(self.at[fed.source], end, edges, _named(layers))


def _named(layers: Sequence[Layer]) -> str:
    """Name the layers of a way that is words."""
    return ", ".join(_short(layer) for layer in layers if layer.op in ("conv", "pool", *BEGINNING))


def _short(layer: Layer) -> str:
    """Name a layer in few words: ``conv 1×1``, ``upsample ×2``."""
    factor = layer.attrs.get("factor") if layer.op == "upsample" else None
    by = f"×{factor[0] if isinstance(factor, (tuple, list)) else factor}" if factor else words.window(layer)
    return f"{words.SHORT.get(words.verb(layer), words.verb(layer))} {by}".strip()


def _kernel(layer: Layer) -> Sequence[object]:
    kernel = layer.attrs.get("kernel")
    return kernel if isinstance(kernel, (tuple, list)) else (kernel,)
