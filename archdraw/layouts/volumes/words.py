"""What is written: names of blocks, and what the colours mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from archdraw import text
from archdraw.diagram import Look
from archdraw.graph import Graph
from archdraw.layouts.volumes.blocks import Block, Net, Slab, function
from archdraw.layouts.volumes.options import Options
from archdraw.stages import words

LONGEST = 96.0
"""The longest name, in points."""
COUNTED = re.compile(r"input(_?layer)?(_?\d+)?", re.IGNORECASE)
"""Names of inputs that a program made."""
NUMBERED = {"conv": "conv", "deconv": "deconv", "dense": "fc"}
"""What blocks of weighted layers are called, counted as one row: conv1 … conv5, fc6 …"""


def names(net: Net, graph: Graph, options: Options) -> list[list[str]]:
    """Give what stands under each block of each row."""
    if options.names == "none" or not options.labels:
        return [["" for _ in row] for row in net.rows]
    if options.names == "full":
        return [[_full(block) for block in row] for row in net.rows]
    framed, named = _groups(net, graph, ("group", "prefix", "pattern")), _groups(net, graph, ("block",))
    halves = _halves(net)
    found: list[list[str]] = []
    by_owner: dict[tuple[str, ...], str] = {}
    numbers, inputs = _numbers(net), _inputs(net)
    for r, row in enumerate(net.rows):
        mine = []
        for b, block in enumerate(row):
            slab = next((one for one in block.slabs if one.kind == "layer"), block.slabs[0])
            given = _own(block) or framed.get((r, b)) or halves.get((r, b)) or named.get((r, b), "")
            name = "" if block.sign else given or inputs.get((r, b)) or _plain(slab, block) or numbers.get((r, b), "")
            shared = by_owner.get(owners(block), "")
            name = shared or name
            if owners(block):
                by_owner.setdefault(owners(block), name)
            mine.append(_short(name))
        found.append(mine)
    return found


def _inputs(net: Net) -> dict[tuple[int, int], str]:
    """Name inputs where there are several; those that only a program named are counted."""
    places = [(r, b) for r, row in enumerate(net.rows) for b, block in enumerate(row) if _is_input(block)]
    if len(places) < 2:
        return {}
    found = {}
    for number, (r, b) in enumerate(places, 1):
        name = net.rows[r][b].slabs[0].layer.name.rsplit("/", 1)[-1]
        found[r, b] = f"Input {number}" if COUNTED.fullmatch(name) else name
    return found


def _is_input(block: Block) -> bool:
    return not block.sign and block.slabs[0].layer.op == "input"


def owners(block: Block) -> tuple[str, ...]:
    """Name the layers whose weights a block has; blocks that share all of them are calls of one."""
    slabs = [slab for slab in block.main if slab.kind == "layer" and not block.sign]
    return tuple(slab.layer.weights_of or slab.layer.name for slab in slabs if slab.layer.op in NUMBERED)


def calls(row: Sequence[Block], rows: Sequence[Sequence[Block]]) -> tuple[int, int] | None:
    """Give the first and the last block of a row whose weights are those of blocks in rows before it, or before them in it."""
    before = {owners(block) for other in rows for block in other}
    found = []
    for b, block in enumerate(row):
        mine = owners(block)
        if mine and mine in before:
            found.append(b)
        before.add(mine)
    return (found[0], found[-1]) if found else None


def _numbers(net: Net) -> dict[tuple[int, int], str]:
    """Give the blocks of weighted layers of the main row their numbers: conv1 … conv5, fc6.

    Each counts once, however many convolutions it has, as in VGG; where most have a single one, each layer counts, as in AlexNet: conv3–5.
    """
    counted: list[tuple[int, str, int]] = []
    known: dict[tuple[str, ...], int] = {}
    for b, block in enumerate(net.rows[0]):
        slab = next((one for one in block.slabs if one.kind == "layer" and one.layer.op in NUMBERED), None)
        steps = slab and slab.layer.op == "dense" and not slab.extent.is_vector  # of a sequence: no fc layer
        if slab and not block.sign and not steps:
            counted.append((b, NUMBERED[slab.layer.op], len(owners(block)) or 1))
    convs = [many for _, op, many in counted if op == "conv"]
    each = convs.count(1) * 2 > len(convs)
    found, number = {}, 0
    for b, op, many in counted:
        mine = owners(net.rows[0][b])
        if mine in known:
            continue
        first, number = number + 1, number + (many if each else 1)
        known[mine] = first
        found[0, b] = f"{op}{first}" + (f"–{number}" if number > first else "")
    return found


def _full(block: Block) -> str:
    return "" if block.sign else _short(block.slabs[0].layer.label or block.slabs[0].layer.name)


def _short(name: str) -> str:
    """Cut a name that is longer than a column of a figure can hold."""
    return text.fit(text.tidy(name), LONGEST, 7.0, "semibold")


def _own(block: Block) -> str:
    """Give the label of an author's for the only layer of a block."""
    labels = [slab.layer.label for slab in block.main]
    return labels[0] if len(labels) == 1 or len(set(labels)) == 1 else ""


def _plain(slab: Slab, block: Block) -> str:
    if slab.layer.op == "input":
        return "Input"
    if any(one.alone for one in block.slabs):
        return "Output"
    if slab.layer.op == "pool" and slab.extent.is_vector:
        return words.verb(slab.layer).replace("global ", "")
    return ""


def _groups(net: Net, graph: Graph, kinds: Sequence[str]) -> dict[tuple[int, int], str]:
    """Give the titles of groups that are one block each; none in the main row where two of its blocks would be called alike."""
    by_name = {group.name: group for group in graph.groups}
    found: dict[tuple[int, int], str] = {}
    for r, row in enumerate(net.rows):
        for b, block in enumerate(row):
            mine = {slab.layer.group for slab in block.slabs if slab.kind != "copy"}
            (name,) = mine if len(mine) == 1 else ("",)
            group = by_name.get(name)
            if group and group.kind in kinds:
                found[r, b] = group.title or group.name.rsplit("/", 1)[-1]
    counted = Counter(found.values())
    alike = any(counted[name] > 1 for (r, _), name in found.items() if not r)
    return {(r, b): name for (r, b), name in found.items() if counted[name] == 1 and (r or not alike)}


def _halves(net: Net) -> dict[tuple[int, int], str]:
    """Name the blocks of a network that leads down to its smallest maps and up again: enc 1, bottleneck, dec 1."""
    row = [(b, block) for b, block in enumerate(net.rows[0]) if not block.sign and not block.is_vector]
    spans = [(arc.start[1], arc.end[1]) for arc in net.arcs if arc.start[0] == arc.end[0] == 0]
    pairs = {start: end for start, end in spans if net.rows[0][end].slabs and not net.rows[0][end].sign}
    ordered = sorted(pairs)
    ends = [pairs[start] for start in ordered]
    if (
        len(pairs) < 2
        or len(pairs) != len(spans)
        or len(set(ends)) != len(ends)
        or ends != sorted(ends, reverse=True)
        or ordered[-1] >= ends[-1]
    ):
        return {}
    found = {(0, start): f"enc {i}" for i, start in enumerate(ordered, 1)}
    found |= {(0, pairs[start]): f"dec {i}" for i, start in enumerate(ordered, 1)}
    inner = [b for b, _ in row if ordered[-1] < b < ends[-1]]
    if len(inner) == 1:
        found[0, inner[0]] = "bottleneck"
    return found


def title(slab: Slab) -> str:
    """Say what a slab is, for those who point at it."""
    shape = " × ".join(part for part in (slab.extent.deep, *slab.extent.words[1:], slab.extent.words[0]) if part)
    what = {"copy": "copied features", "end": function(slab.layer)}.get(slab.kind, "")
    name = slab.layer.label or slab.layer.name
    return f"{name}: {shape}" + (f", {what}" if what else "")


def entries(net: Net) -> list[tuple[Look, str, str]]:
    """List what the colours mean, in the order of the data: the op, its kernel where that is always the same, its activation."""
    slabs = [slab for row in net.rows for block in row for slab in block.slabs]
    signs = {block.sign for row in net.rows for block in row if block.sign}
    kinds: dict[str, list[Slab]] = {}
    for slab in slabs:
        circle = slab.layer.op in signs and slab.kind == "layer"
        if not circle and slab.op != "input":
            kinds.setdefault(slab.op, []).append(slab)
    ended = {slab.layer.name for slab in slabs if slab.kind == "end"}
    found = [(Look(op), _meaning(op, some, ended), "solid") for op, some in kinds.items()]
    named = {"add": "sum", "concat": "concat", "multiply": "product", "average": "mean", "subtract": "difference"}
    found += [(Look(sign), named.get(sign, sign), "merge") for sign in sorted(signs)]
    return found


def after(slab: Slab) -> str:
    """Name the activation behind a slab of maps or a bar, its own or the next layer's that it stands for."""
    if slab.kind != "layer" or slab.alone or slab.layer.op in ("input", "activation"):
        return ""
    return next((found for found in map(function, slab.made or (slab.layer,)) if found), "")


def _meaning(kind: str, slabs: Sequence[Slab], ended: Collection[str]) -> str:
    """Say what a colour stands for: what all slabs of it have in common, but for what is drawn at the end of those ``ended``."""
    if kind == "copied":
        return "copied features, concatenated"
    if kind == "activation":
        alone = [slab for slab in slabs if slab.alone]
        last = " / ".join(dict.fromkeys(function(_last(slab)) for slab in slabs))
        return f"{_said(alone)} + {last}" if alone else last
    more = [function(slab.layer) for slab in slabs if slab.layer.name not in ended]
    after = {words.FUNCTIONS.get(one.lower(), one) for one in more}
    return _said(slabs) + (f" + {after.pop()}" if len(after) == 1 and "" not in after else "")


def _last(slab: Slab):  # type: ignore[no-untyped-def]
    return next((layer for layer in reversed(slab.made) if function(layer)), slab.layer)


SAID = {"convolution": "conv", "transposed conv": "up-conv"}


def _said(slabs: Sequence[Slab]) -> str:
    """Name an op with its kernel, where that is always the same."""
    verbs = dict.fromkeys(SAID.get(words.verb(slab.layer), words.verb(slab.layer)) for slab in slabs)
    kernels = {slab.layer.attrs.get("kernel") for slab in slabs}
    kernel = kernels.pop() if len(kernels) == 1 else None
    size = "×".join(map(str, kernel)) if isinstance(kernel, tuple) else str(kernel or "")
    verb = next(iter(verbs)) if len(verbs) == 1 else slabs[0].layer.op
    return f"{verb} {size}".strip()
