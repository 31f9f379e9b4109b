"""Lay out a net on one axis: its cut items under each other, between them columns, beside them the lanes of skips."""

from __future__ import annotations

from dataclasses import field, replace

from archdraw.placing import columns, lanes
from archdraw.placing.cuts import components, lift_skips
from archdraw.placing.net import Blocked, Ids, Item, Link, Net, Part, Stub
from archdraw.placing.problem import Settings
from archdraw.records import dataclass

DEEPEST = 40
"""Branches nested deeper than this are laid out by layers, so that the stack of calls stays short."""


@dataclass(slots=True)
class Piece:
    """What lies between two cut items: links, components, and the side edges that begin or end in it."""

    links: list[Link] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)
    home: dict[int, int] = field(default_factory=dict)
    firm: list[Link] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)


def lay_out(net: Net, settings: Settings, depth: int = 0) -> Part:
    """Place a net whose first and last item are ends; the main line is the axis."""
    if net.stubs:
        net.items = [_mirrored(item) for item in net.items]
    cuts, lifted = lift_skips(len(net.items), net.links)
    pieces, owner = _pieces(net, cuts, lifted)
    beside = _share_out(net, pieces, owner)
    skips = [net.links[number] for number in sorted(lifted) if net.links[number][2]]
    forks = {source for source, _, _ in skips + beside} | {at for at, _, into in net.stubs if not into}
    joins = {target for _, target, _ in skips + beside} | {at for at, _, into in net.stubs if into}
    part = Part()
    stack = lanes.Stack([net.items[at] for at in cuts])
    y = 0.0
    for number, at in enumerate(cuts):
        item = net.items[at]
        stack.tops.append(y)
        _put(part, item, y)
        y += item.height
        part.tail = part.tail if item.end else y
        if number + 1 == len(cuts):
            break
        piece, below = pieces[number], cuts[number + 1]
        after = net.items[below]
        if piece.groups:
            branches = _branches(net, at, below, piece, settings, depth)
            spread = columns.spread(item, after, branches, net.labels, settings)
            _add(part, spread, y)
            part.forks |= number == 0 and item.end and spread.forks
            part.joins |= number + 2 == len(cuts) and after.end and spread.joins
            stack.add_gap(spread.height, spread.left, spread.right, spread.bus, spread.ports, spread.entered)
            y += spread.height
        else:
            ids = piece.links[0][2] if piece.links else ()
            height = lanes.plain_gap(item, after, at in forks, below in joins, settings)
            if net.labels and not after.end:
                height = max([height, *(net.labels[edge][1] + settings.spare for edge in ids if edge in net.labels)])
            if ids:
                part.routes.append((ids, [(0.0, y), (0.0, y + height)]))
            stack.add_gap(height, 0.0, 0.0)
            y += height
    part.height = y
    rows = {at: 2 * number for number, at in enumerate(cuts)} | {at: 2 * number + 1 for at, number in owner.items()}
    lanes.run(part, stack, skips, beside, net.stubs, rows, settings)
    return part


def _mirrored(item: Item) -> Item:
    """Turn an item that may be turned."""
    return replace(item, left=item.right, right=item.left, mirrored=True) if item.turns and not item.mirrored else item


def _put(part: Part, item: Item, y: float) -> None:
    """Put an item of the axis into the part."""
    if item.node >= 0:
        part.nodes.append((item.node, 0.0, y))
        part.rows.append(y + item.height / 2)
        part.spine.append(item.node)
    elif item.part:
        part.parts.append((0.0, y, item.mirrored, item.part))
        part.rows.extend(y + row for row in item.part.rows)
        part.spine.extend(item.part.spine)


def _add(part: Part, spread: columns.Spread, y: float) -> None:
    """Put columns into the part."""
    part.parts.extend((x, y + dy, flip, inner) for x, dy, flip, inner in spread.parts)
    part.rows.extend(y + row for row in spread.rows)
    part.routes.extend((ids, [(px, py + y) for px, py in points]) for ids, points in spread.routes)
    part.spine.extend(spread.spine)


def _pieces(net: Net, cuts: list[int], lifted: set[int]) -> tuple[list[Piece], dict[int, int]]:
    """Sort the links that stay by the piece in which they lie; tell which items lie in which piece."""
    at_of = [0] * len(net.items)
    for number in range(len(cuts) - 1):
        for at in range(cuts[number], cuts[number + 1]):
            at_of[at] = number
    pieces = [Piece() for _ in cuts[1:]]
    for number, link in enumerate(net.links):
        if number not in lifted:
            pieces[at_of[link[0]]].links.append(link)
    owner = {}
    for number, piece in enumerate(pieces):
        first, last = cuts[number], cuts[number + 1]
        if last - first > 1:
            piece.groups = components(first + 1, last, piece.links)
            piece.home = {at: which for which, group in enumerate(piece.groups) for at in group}
            owner.update(dict.fromkeys(piece.home, number))
    return pieces, owner


def _share_out(net: Net, pieces: list[Piece], owner: dict[int, int]) -> list[Link]:
    """Give side edges within one piece, and the ends of others, to their pieces; return those that pass cut items."""
    beside = []
    for source, target, ids in net.firm:
        one, two = owner.get(source, -1), owner.get(target, -2)
        if one == two:
            pieces[one].firm.append((source, target, ids))
            continue
        for end, into in ((source, False), (target, True)):
            if end in owner:
                pieces[owner[end]].stubs.extend((end, edge, into) for edge in ids)
        beside.append((source, target, ids))
    for at, edge, into in net.stubs:
        if at in owner:
            pieces[owner[at]].stubs.append((at, edge, into))
    return beside


def _branches(net: Net, first: int, last: int, piece: Piece, settings: Settings, depth: int) -> list[columns.Branch]:
    """Lay out each component of a piece as a net of its own between copies of the piece's ends."""
    own: list[list[Link]] = [[] for _ in piece.groups]
    for link in piece.links:
        if link[0] in piece.home or link[1] in piece.home:
            own[piece.home[link[0] if link[0] in piece.home else link[1]]].append(link)
    nets, places = [], []
    for group, inner in zip(piece.groups, own, strict=True):
        place = {at: number for number, at in enumerate(group, 1)} | {first: 0, last: len(group) + 1}
        links = sorted((place[source], place[target], ids) for source, target, ids in inner)
        nets.append(Net([Item(), *(net.items[at] for at in group), Item()], links, labels=net.labels))
        places.append(place)
    for at, edge, enters in piece.stubs:
        which = piece.home[at]
        nets[which].stubs.append((places[which][at], edge, enters))
    memories: list[tuple[int, int, Ids, bool]] = []
    for source, target, ids in piece.firm:
        one, two = piece.home[source], piece.home[target]
        if one == two:
            nets[one].firm.append((places[one][source], places[one][target], ids))
            continue
        end = len(nets[one].items) - 1
        held = net.items[source].part
        bottom = not (held and (ids[0], False) in held.ports) and [
            link for link in nets[one].links if link[1] == end
        ] == [(places[one][source], end, ())]
        memories.append((one, two, ids, bottom))
        nets[two].stubs.extend((places[two][target], edge, True) for edge in ids)
        if not bottom:
            nets[one].stubs.extend((places[one][source], edge, False) for edge in ids)
    branches = []
    straight = tuple(edge for source, target, ids in piece.links if (source, target) == (first, last) for edge in ids)
    for small in nets:
        alone = (len(nets) == 1 and not straight) or depth >= DEEPEST
        part = _layered(small, settings) if alone else lay_out(small, settings, depth + 1)
        end = len(small.items) - 1
        into = tuple(edge for source, _, ids in small.links if source == 0 for edge in ids)
        out = tuple(edge for _, target, ids in small.links if target == end for edge in ids)
        branches.append(columns.Branch(part, into, out))
    if straight:
        branches.append(columns.Branch(Part(), straight, straight))
    for one, two, ids, bottom in memories:
        branches[two].fed.append((branches[one], ids, bottom))
    return branches


def _layered(net: Net, settings: Settings) -> Part:
    """Place a net that has no cut items by layers."""
    from archdraw.placing import layers

    if net.firm or net.stubs:
        edges = [edge for _, _, ids in net.firm for edge in ids] + [edge for _, edge, _ in net.stubs]
        raise Blocked(tuple(edges))
    return layers.lay_out(net, settings)
