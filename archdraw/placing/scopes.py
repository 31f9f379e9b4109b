"""Lay out the frames from the innermost to the whole: what lies in one becomes one item outside of it."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from archdraw.geometry import Box
from archdraw.placing import loose, stack
from archdraw.placing.frames import Tree
from archdraw.placing.net import Ids, Item, Link, Net, Outline, Part
from archdraw.placing.problem import Frame, Problem


def lay_out(problem: Problem, tree: Tree, across: bool) -> Part:
    """Lay out the whole; ``across`` swaps width and height of everything."""
    inner = _homes(problem, tree)
    parts: dict[int, Part] = {}
    beside = _satellites(problem, tree)
    for scope in [*reversed(tree.outermost_first()), -1]:
        net = _net(problem, tree, scope, inner.get(scope, []), parts, beside, across)
        part = stack.lay_out(net, problem.settings)
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
    children = tree.inner.get(scope, [])
    own = tree.own.get(scope, [])
    home: dict[int, int] = {}
    items = [Item()]
    satellites = {beside[node].node for node in own if node in beside}
    for node in own:
        home[node] = len(items)
        if node in beside:
            items.append(_with_satellite(problem, node, beside[node], across))
        elif node not in satellites:
            items.append(_item(problem, node, across))
    place = {}
    for child in children:
        place[child] = len(items)
        part = parts[child]
        items.append(Item(part.left, part.right, part.height, part=part))
    last = len(items)
    items.append(Item())

    def find(node: int) -> int:
        """Give the item that is or holds a node; -1 outside."""
        at = tree.frame[node]
        if at == scope:
            return home[node]
        while at >= 0 and tree.parent[at] != scope:
            at = tree.parent[at]
        return place.get(at, -1)

    joined: dict[tuple[int, int], list[int]] = {}
    firm: list[Link] = []
    stubs = []
    for number in edges:
        edge = problem.edges[number]
        if edge.source in satellites:
            continue
        source, target = find(edge.source), find(edge.target)
        if (scope, number) in tree.sides:
            stubs.append((max(source, target), number, target >= 0))
            continue
        sideways = edge.side and source >= 0 and target >= 0
        sideways |= any((child, number) in tree.sides for child in children if place[child] in (source, target))
        ends = (0 if source < 0 else source, last if target < 0 else target)
        if sideways:
            firm.append((*ends, (number,)))
        else:
            joined.setdefault(ends, []).append(number)
    links: list[Link] = [(source, target, tuple(ids)) for (source, target), ids in joined.items()]
    labels = {
        number: (problem.edges[number].label_width, problem.edges[number].label_height)
        for number in edges
        if problem.edges[number].label_width
    }
    if across:
        labels = {number: (height, width) for number, (width, height) in labels.items()}
    return order(Net(items, links, firm, stubs, labels))


def _item(problem: Problem, node: int, across: bool) -> Item:
    size = problem.nodes[node]
    width, height = (size.height, size.width) if across else (size.width, size.height)
    return Item(width / 2, width / 2, height, node, size.round)


@dataclass(slots=True)
class Satellite:
    """An input beside the circle it feeds: the node, its edge, and the other edges into and out of the circle."""

    node: int
    edge: int
    into: int
    out: Ids


def _satellites(problem: Problem, tree: Tree) -> dict[int, Satellite]:
    """Find, by circle, the inputs that only feed a circle of the main line; they go beside it."""
    into: dict[int, list[int]] = {}
    out: dict[int, list[int]] = {}
    for number, edge in enumerate(problem.edges):
        out.setdefault(edge.source, []).append(number)
        into.setdefault(edge.target, []).append(number)
    found = {}
    for node, numbers in into.items():
        sources = [problem.edges[number].source for number in numbers]
        if not problem.nodes[node].round or len(numbers) != 2 or len(set(sources)) != 2:
            continue
        lone = [number for number, at in zip(numbers, sources, strict=True) if at not in into and len(out[at]) == 1]
        at = problem.edges[lone[0]].source if len(lone) == 1 else -1
        if at >= 0 and not problem.nodes[at].round and tree.frame[at] == tree.frame[node]:
            found[node] = Satellite(at, lone[0], sum(numbers) - lone[0], tuple(out.get(node, ())))
    return found


def _with_satellite(problem: Problem, node: int, beside: Satellite, across: bool) -> Item:
    """Make one item of a circle and the input at its right, level with it."""
    circle, box = _item(problem, node, across), _item(problem, beside.node, across)
    part = Part(height=max(circle.height, box.height), left=circle.left, spine=[node])
    middle = part.height / 2
    top = middle - circle.height / 2
    x = circle.right + problem.settings.gap + box.left
    part.right = x + box.right
    part.rows = [middle]
    part.nodes = [(node, 0.0, top), (beside.node, x, middle - box.height / 2)]
    part.routes.append(((beside.edge,), [(x - box.left, middle), (circle.right, middle)]))
    part.routes.append(((beside.into,), [(0.0, 0.0), (0.0, top)]))
    part.routes.append((beside.out, [(0.0, part.height - top), (0.0, part.height)]))
    return Item(part.left, part.right, part.height, part=part, turns=True)


def order(net: Net) -> Net:
    """Bind what hangs loose to the two ends or to the main line, and sort the items so that links lead forwards."""
    links = net.links + loose.ties(net)
    count = len(net.items)
    waits = [0] * count
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in links:
        out[source].append(target)
        waits[target] += 1
    key = [(item.node if item.part is None else min(_nodes(item.part)), at) for at, item in enumerate(net.items)]
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


def _nodes(part: Part) -> list[int]:
    """List the nodes of a part."""
    nodes: list[int] = []
    todo = [part]
    while todo:
        one = todo.pop()
        nodes.extend(node for node, _, _ in one.nodes)
        todo.extend(child for _, _, _, child in one.parts)
    return nodes


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
        part.height = max(part.height, frame.min_width)
    else:
        missing = frame.min_width - part.left - part.right
        part.left += max(0.0, missing / 2)
        part.right += max(0.0, missing / 2)
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
