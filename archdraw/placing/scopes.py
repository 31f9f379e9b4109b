"""Lay out the frames from the innermost to the whole: what lies in one becomes one item outside of it."""

from __future__ import annotations

from dataclasses import replace
from heapq import heapify, heappop, heappush

from archdraw.geometry import Box
from archdraw.placing import loose, satellites, stack, towers, ushape
from archdraw.placing.frames import Tree, asks, open_sides
from archdraw.placing.net import Ids, Item, Net, Outline, Part
from archdraw.placing.problem import Frame, Problem
from archdraw.placing.satellites import Satellite


def lay_out(problem: Problem, tree: Tree, across: bool) -> Part:
    """Lay out the whole; ``across`` swaps width and height of everything."""
    inner = _homes(problem, tree)
    parts: dict[int, Part] = {}
    beside = satellites.find(problem, tree)
    tree.fed.update(one.fed for one in beside.values() if one.fed >= 0)
    open_sides(problem, tree)
    for scope in [*reversed(tree.outermost_first()), -1]:
        net = _net(problem, tree, scope, inner.get(scope, []), parts, beside, across)
        part = (ushape.lay_out(net, problem) if scope < 0 else None) or stack.lay_out(net, problem.settings)
        parts[scope] = part if scope < 0 else _framed(scope, problem.frames[scope], part, net, across)
    return parts[-1]


def _homes(problem: Problem, tree: Tree) -> dict[int, list[int]]:
    """Sort the edges by the frames they touch: a frame with an end inside, and all up to where both ends are."""
    homes: dict[int, list[int]] = {}
    for number, edge in enumerate(problem.edges):
        if tree.frame[edge.source] == tree.frame[edge.target]:
            homes.setdefault(tree.frame[edge.source], []).append(number)
            continue
        left, entered = tree.chain(edge.source), tree.chain(edge.target)
        common = set(left) & set(entered)
        for at in {*left, *entered} - common:
            homes.setdefault(at, []).append(number)
        homes.setdefault(next(at for at in left if at in common), []).append(number)
    return homes


def _net(
    problem: Problem,
    tree: Tree,
    scope: int,
    edges: list[int],
    parts: dict[int, Part],
    beside: dict[int, Satellite],
    across: bool,
) -> Net:
    """Make the net of one frame: its nodes and inner frames between two ends, the edges among and out of them."""
    items, home, place, drawn = _items(problem, tree, scope, parts, beside, across)

    def find(node: int) -> int:
        """Give the item that is or holds a node; -1 outside."""
        at = tree.frame[node]
        if at == scope:
            return home[node]
        while at >= 0 and tree.parent[at] != scope:
            at = tree.parent[at]
        return place.get(at, -1)

    net = Net(items, [])
    labelled = [number for number in edges if problem.edges[number].label_width]
    within = [number for number in labelled if min(map(find, _ends(problem, number))) >= 0]  # labels stand outside
    net.labels = _labels(problem, within, across)
    joined: dict[tuple[int, int], list[int]] = {}
    sides = {(place[child], number) for child, number in tree.sides if child in place}
    for number in edges:
        edge = problem.edges[number]
        if edge.source in drawn:
            continue
        source, target = find(edge.source), find(edge.target)
        if (scope, number) in tree.sides:
            net.stubs.append((max(source, target), number, target >= 0))
            continue
        wanted = source >= 0 and target >= 0 and asks(problem, tree, number)
        ends = (0 if source < 0 else source, len(items) - 1 if target < 0 else target)
        if wanted or (source, number) in sides or (target, number) in sides:
            net.firm.append((*ends, (number,)))
        else:
            joined.setdefault(ends, []).append(number)
    net.links = [(source, target, tuple(ids)) for (source, target), ids in joined.items()]
    _free_towers(net, tree.plain)
    return order(net)


def _items(
    problem: Problem,
    tree: Tree,
    scope: int,
    parts: dict[int, Part],
    beside: dict[int, Satellite],
    across: bool,
) -> tuple[list[Item], dict[int, int], dict[int, int], set[int]]:
    """Make the items of a frame; tell by node and by inner frame which it is, and what stands beside another."""
    own = tree.own.get(scope, [])
    drawn = {beside[node].node for node in own if node in beside}
    items = [Item()]
    home: dict[int, int] = {}
    for node in own:
        if node not in drawn:
            home[node] = len(items)
            if node in beside:
                home[beside[node].node] = len(items)
            item = _item(problem, node, across)
            if node in beside:
                lone = _item(problem, beside[node].node, across)
                item = satellites.join(item, lone, beside[node], problem.settings.gap)
            items.append(item)
    place: dict[int, int] = {}
    for child in tree.inner.get(scope, []):
        place[child] = len(items)
        part = parts[child]
        items.append(Item(part.left, part.right, part.height, part=part))
    items.append(Item())
    return items, home, place, drawn


def _ends(problem: Problem, number: int) -> tuple[int, int]:
    return problem.edges[number].source, problem.edges[number].target


def _free_towers(net: Net, plain: set[int]) -> None:
    """Let towers feed the main line from the side, unless that was tried in vain."""
    found = {number for number in towers.memories(net) if not plain & set(net.links[number][2])}
    net.firm += [
        (source, target, (edge,)) for source, target, ids in (net.links[at] for at in sorted(found)) for edge in ids
    ]
    net.links = [link for number, link in enumerate(net.links) if number not in found]


def _labels(problem: Problem, edges: list[int], across: bool) -> dict[int, tuple[float, float]]:
    """Give the sizes of the labels of edges."""
    numbered = [(number, problem.edges[number]) for number in edges]
    sizes = {number: (edge.label_width, edge.label_height) for number, edge in numbered}
    return {number: size[::-1] for number, size in sizes.items()} if across else sizes


def _item(problem: Problem, node: int, across: bool) -> Item:
    size = problem.nodes[node]
    width, height = (size.height, size.width) if across else (size.width, size.height)
    return Item(width / 2, width / 2, height, node, size.round)


def order(net: Net) -> Net:
    """Bind what hangs loose to the two ends or to the main line, and sort the items so that links lead forwards."""
    links = net.links + loose.ties(net)
    count = len(net.items)
    nodes = [item.node for item in net.items[1:-1] if item.part is None]
    if len(nodes) == count - 2 and all(source < target for source, target, _ in links) and nodes == sorted(nodes):
        return replace(net, links=sorted(links), firm=sorted(net.firm))  # it is in order
    waits = [0] * count
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in links:
        out[source].append(target)
        waits[target] += 1
    key = [(item.node if item.part is None else min(item.part.all_nodes()), at) for at, item in enumerate(net.items)]
    ready = [(key[at], at) for at in range(count - 1) if not waits[at]]
    heapify(ready)
    rank = [0] * count
    done = 0
    while ready:
        _, at = heappop(ready)
        rank[at] = done
        done += 1
        for other in out[at]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, (key[other] if other < count - 1 else (count, count), other))
    items = [net.items[at] for at in sorted(range(count), key=rank.__getitem__)]
    moved = sorted((rank[source], rank[target], ids) for source, target, ids in links)
    firm = sorted((rank[source], rank[target], ids) for source, target, ids in net.firm)
    return Net(items, moved, firm, [(rank[at], number, into) for at, number, into in net.stubs], net.labels)


def _framed(number: int, frame: Frame, inner: Part, net: Net, across: bool) -> Part:
    """Put the outline with its pads around what it holds; the main line goes through its top and bottom."""
    left, top, right, bottom = (
        (frame.top, frame.left, frame.bottom, frame.right)
        if across
        else (frame.left, frame.top, frame.right, frame.bottom)
    )
    pad = max(left, right)
    part = Part(inner.left + pad, inner.right + pad, top + inner.height + bottom)
    if across:
        part.height = max(part.height, frame.title + frame.badge)
    else:
        part.left, part.right = max(part.left, frame.title), max(part.right, frame.badge)
    end = top + inner.height
    part.parts.append((0.0, top, False, inner))
    box = Box(-part.left, 0.0, part.right, part.height)
    part.frames.append(Outline(number, box, pad - left, pad - right))
    last = len(net.items) - 1
    links = net.links + net.firm
    into: Ids = tuple(edge for source, _, ids in links if source == 0 for edge in ids)
    out: Ids = tuple(edge for _, target, ids in links if target == last for edge in ids)
    if into:
        part.routes.append((into, [(0.0, 0.0), (0.0, top)]))
    if out:
        part.routes.append((out, [(0.0, end), (0.0, part.height)]))
    part.rows = [row + top for row in inner.rows]
    part.ports = {port: (x, y + top) for port, (x, y) in inner.ports.items()}
    part.spine = inner.spine
    return part
