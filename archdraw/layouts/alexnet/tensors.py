"""From the stages of a chain to the tensors that are drawn: pools between layers are said, not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archdraw.records import dataclass
from archdraw.stages import fields
from archdraw.stages.chain import Edges, Stage
from archdraw.stages.net import Net

KERNELS = ("conv", "deconv", "pool")


@dataclass(frozen=True, slots=True)
class Tensor:
    """One thing that is drawn, and what leads to it from the one before.

    ``pools`` are said on the way; ``field`` is what one cell sees of the tensor before, None where that is no window.
    ``skips`` come from further back, each from a tensor, by number.
    """

    stage: Stage
    pools: tuple[Stage, ...] = ()
    field: tuple[int, int] | None = None
    edges: Edges = ()
    skips: tuple[tuple[int, tuple[str, str]], ...] = ()


def tensors(net: Net, pools: str) -> tuple[list[Tensor], Net]:
    """List what is drawn, and give the network of that alone."""
    stages = net.stages
    kept = {start for stage in stages for start, _ in stage.skips} | {
        i for tie in net.ties for i in (tie.start, tie.end)
    }
    kept |= {i for row in net.rows for i in (row[0], row[-1])}
    found: list[Tensor] = []
    at: dict[int, int] = {}
    way: list[Stage] = []
    firsts = {row.start for row in net.rows}
    for i, stage in enumerate(stages):
        if pools == "words" and _said(stage) and i not in kept:
            way.append(stage)
            continue
        at[i] = len(found)
        edges = tuple(edge for one in (*way, stage) for edge in one.edges)
        skips = tuple((at[start], edge) for start, edge in stage.skips)
        field = _field(stage, way, found[-1].stage) if i not in firsts else None
        found.append(Tensor(replace(stage, skips=skips), tuple(way), field, edges, skips))
        way = []
    rows = tuple(range(at[row[0]], at[row[-1]] + 1) for row in net.rows)
    ties = tuple(replace(tie, start=at[tie.start], end=at[tie.end]) for tie in net.ties)
    called = {at[i]: name for i, name in net.called.items() if i in at}
    return found, Net(tuple(tensor.stage for tensor in found), rows, ties, called)


def _said(stage: Stage) -> bool:
    """Tell whether a stage is a pool that leaves maps, to which nothing is done but what follows."""
    return stage.layer.op == "pool" and not stage.is_vector and not stage.skips and not stage.kept


def _field(stage: Stage, way: Sequence[Stage], before: Stage) -> tuple[int, int] | None:
    """Give what one cell sees through the pools on the way."""
    layer = stage.layer
    if not (layer.op in KERNELS or layer.attrs.get("kernel")):
        return None
    row = [before, *way, stage]
    field = fields.seen(stage, row[-2])
    for pool, taken in zip(row[-2:0:-1], row[-3::-1], strict=True):
        field = field and fields.through(field, pool, taken)
    return field
