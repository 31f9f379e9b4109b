"""Lay out a net on one axis: its cut items under each other, between them columns, beside them the lanes of skips."""

from __future__ import annotations

from archdraw.placing import columns, lanes
from archdraw.placing.cuts import components, lift_skips
from archdraw.placing.net import Item, Link, Net, Part
from archdraw.placing.problem import Settings

DEEPEST = 40
"""Branches nested deeper than this are laid out by layers, so that the stack of calls stays short."""


def lay_out(net: Net, settings: Settings, depth: int = 0) -> Part:
    """Place a net whose first and last item are ends; the main line is the axis."""
    cuts, lifted = lift_skips(len(net.items), net.links)
    if len(cuts) == 2 and len(net.items) > 3 and len(components(1, len(net.items) - 1, net.links)) == 1:
        return _layered(net, settings)
    skips = lanes.group([net.links[number] for number in sorted(lifted) if net.links[number][2]], cuts)
    pieces = _pieces(net, cuts, lifted)
    part = Part()
    stack = lanes.Stack([net.items[at] for at in cuts])
    y = 0.0
    for place, at in enumerate(cuts):
        item = net.items[at]
        stack.tops.append(y)
        _put(part, item, y)
        y += item.height
        if place + 1 == len(cuts):
            break
        links = pieces[place]
        after = net.items[cuts[place + 1]]
        inside = range(at + 1, cuts[place + 1])
        if inside:
            parts = _branches(net, at, cuts[place + 1], links, settings, depth)
            spread = columns.spread(item, after, parts, settings)
            part.parts.extend((x, y + dy, flip, inner) for x, dy, flip, inner in spread.parts)
            part.rows.extend(y + row for row in spread.rows)
            part.routes.extend((ids, [(px, py + y) for px, py in points]) for ids, points in spread.routes)
            part.depth += spread.depth
            part.forks |= place == 0 and item.end and spread.forks
            part.joins |= place + 2 == len(cuts) and after.end and spread.joins
            stack.add_gap(spread.height, spread.left, spread.right, bus=spread.bus)
            y += spread.height
        else:
            height = lanes.plain_gap(item, after, skips.forks(place), skips.joins(place + 1), settings)
            ids = links[0][2] if links else ()
            if ids:
                part.routes.append((ids, [(0.0, y), (0.0, y + height)]))
            stack.add_gap(height, 0.0, 0.0)
            y += height
    part.height = y
    part.routes.extend(lanes.draw(stack, skips, settings))
    part.left, part.right = stack.extent()
    return part


def _put(part: Part, item: Item, y: float) -> None:
    """Put an item of the axis into the part."""
    if item.node >= 0:
        part.nodes.append((item.node, 0.0, y))
        part.rows.append(y + item.height / 2)
        part.depth += 1
    elif item.part:
        part.parts.append((0.0, y, False, item.part))
        part.rows.extend(y + row for row in item.part.rows)
        part.depth += item.part.depth


def _pieces(net: Net, cuts: list[int], lifted: set[int]) -> list[list[Link]]:
    """Sort the links that stay by the piece between two cut items in which they lie."""
    piece = [0] * len(net.items)
    for place in range(len(cuts) - 1):
        for at in range(cuts[place], cuts[place + 1]):
            piece[at] = place
    pieces: list[list[Link]] = [[] for _ in cuts]
    for number, link in enumerate(net.links):
        if number not in lifted:
            pieces[piece[link[0]]].append(link)
    return pieces


def _branches(
    net: Net, first: int, last: int, links: list[Link], settings: Settings, depth: int
) -> list[columns.Branch]:
    """Lay out each component of a piece as a net of its own between copies of the piece's ends."""
    groups = components(first + 1, last, links)
    home = {at: number for number, group in enumerate(groups) for at in group}
    own: list[list[Link]] = [[] for _ in groups]
    for link in links:
        if link[0] in home or link[1] in home:
            own[home[link[0] if link[0] in home else link[1]]].append(link)
    branches = []
    for group, inner in zip(groups, own, strict=True):
        place = {at: number for number, at in enumerate(group, 1)} | {first: 0, last: len(group) + 1}
        moved = sorted((place[source], place[target], ids) for source, target, ids in inner)
        small = Net([Item(), *(net.items[at] for at in group), Item()], moved)
        alone = len(groups) == 1 or depth >= DEEPEST
        part = _layered(small, settings) if alone else lay_out(small, settings, depth + 1)
        into = tuple(i for source, _, ids in moved if source == 0 for i in ids)
        out = tuple(i for _, target, ids in moved if target == len(group) + 1 for i in ids)
        branches.append(columns.Branch(part, into, out))
    return branches


def _layered(net: Net, settings: Settings) -> Part:
    """Place a net that has no cut items by layers."""
    from archdraw.placing import layers

    return layers.lay_out(net, settings)
