"""Draw a chain as a U: items at their places, the lines down, across and up, the bands behind."""

from __future__ import annotations

from archdraw.geometry import Box, Point
from archdraw.placing.labels import ABOVE
from archdraw.placing.lanes import AFTER, BEFORE
from archdraw.placing.net import Ids, Item, Part
from archdraw.placing.problem import Settings
from archdraw.placing.ushape import rows
from archdraw.placing.ushape.feeding import Feeder
from archdraw.placing.ushape.legs import BETWEEN, TURN, Legs, Slot, fold, lowest
from archdraw.placing.ushape.links import Chain

Sizes = dict[int, tuple[float, float]]
LEAST = 6.5
"""In a smaller gap no shaft of an arrow is seen, in points."""
EDGE = 6.0
"""From the end of a band, which is as wide as the page, to the boxes of a leg."""
BESIDE = 8.5
"""From the boxes of a leg to the line beside it that feeds them: room for its corner and its head."""
ABOVE_ROW, CLEAR = 3.2, 1.5
"""From the boxes at the bottom to a label above them, and from that to the end of the band."""
LYING = 3
"""So many boxes may lie at the bottom if no page says how wide it is."""


def draw(chain: Chain, labels: Sizes, settings: Settings) -> Part | None:
    """Draw a chain as a U; None where it has no place for something."""
    right = lowest(chain).stop
    left_reach, right_reach = _reach(chain.items[:right], rises=False), _reach(chain.items[right:], rises=True)
    between = [labels[rung.edge][0] + 8.0 for rung in chain.rungs if rung.edge in labels]
    wide = left_reach[1] + right_reach[0] + max([BETWEEN, *between])
    edge = EDGE + BESIDE if chain.feeder else EDGE
    outside = left_reach[0] + right_reach[1] + 2 * edge
    wide = max(wide, settings.page[0] - outside if settings.page[0] else _row(chain, settings))
    legs = fold(chain, wide, settings)
    found = rows.sections(legs) if legs else None
    if not legs or not found:
        return None
    drawing = _Drawing(chain, legs, labels, settings, wide)
    drawing.part.left, drawing.part.right = left_reach[0] + edge, wide + right_reach[1] + edge
    drawing.stand(found)
    drawing.lead()
    if chain.feeder:
        drawing.feed(chain.feeder)
    return drawing.part


def mirrored(item: Item, rises: bool) -> bool:
    """Tell whether an item of a leg is mirrored: its ports lie inwards, or else the lanes of its skips outwards."""
    return item.part is not None and bool(item.part.ports) == rises


def _reach(items: list[Item], rises: bool) -> tuple[float, float]:
    """Tell how far a leg reaches to the left and right."""
    sides = [(item.right, item.left) if mirrored(item, rises) else (item.left, item.right) for item in items]
    return max(left for left, _ in sides), max(right for _, right in sides)


def _row(chain: Chain, settings: Settings) -> float:
    """Tell how wide the boxes at the bottom are that may lie beside each other."""
    widths = [chain.items[at].left + chain.items[at].right for at in lowest(chain)][-LYING:]
    return sum(widths) + BETWEEN * (len(widths) - 1) + 2 * (settings.corner + TURN) + 1e-6


class _Drawing:
    """The part that a U becomes, and where each item of its chain begins and ends in it."""

    def __init__(self, chain: Chain, legs: Legs, labels: Sizes, settings: Settings, wide: float) -> None:
        self.part = Part(rungs=len(chain.rungs))
        self._chain, self._legs, self._labels, self._settings, self._wide = chain, legs, labels, settings, wide
        self._ends: dict[int, tuple[Point, Point]] = {}
        self._level: dict[int, Slot] = {}
        self._low = 0.0

    def stand(self, found: list[rows.Section]) -> None:
        """Put everything at its height, and the bands behind it."""
        feeder = self._chain.feeder
        above = feeder.part.height + self._settings.bus_out + rows.APART if feeder else 0.0
        low = rows.stand(found, self._gap, above)
        for run in self._legs.runs:
            for slots, rises in ((run.left, False), (run.right, True)):
                for slot in slots:
                    self._put(slot, rises)
        end = self._lie(found[-1], low)
        depth = self._chain.depths[self._legs.right - 1]
        bottom = (depth, *end) if self._legs.bottom or found[-1].depth == depth else None
        bands = rows.bands(found, bottom) if self._chain.bands else []
        self.part.height = max([end[1], *(low for _, low in bands)])
        self.part.bands = [Box(-self.part.left, top, self.part.right, low) for top, low in bands]
        self.part.spine = [node for item in self._chain.items for node in _spine(item)]

    def _gap(self, one: Slot, two: Slot) -> float:
        """Give the gap between two neighbours of a leg."""
        if two.item is None:
            return self._settings.corner + AFTER
        ids = self._chain.ids[min(one.number, two.number)]
        high = max([0.0, *(self._labels[edge][1] + self._settings.spare for edge in ids if edge in self._labels)])
        return max(high, BEFORE if one.item is None else max(LEAST, self._settings.gap))

    def _put(self, slot: Slot, rises: bool) -> None:
        """Put what stands in a slot."""
        x = self._wide if rises else 0.0
        if slot.item is None:
            self._level[slot.number] = slot
            return
        self._level.setdefault(slot.number, slot)
        ends = (x, slot.top), (x, slot.bottom)
        self._ends[slot.number] = (ends[1], ends[0]) if rises else ends
        if slot.item.part:
            slot.item.part.rises = rises
            self.part.parts.append((x, slot.top, mirrored(slot.item, rises), slot.item.part))
        else:
            self.part.nodes.append((slot.item.node, x, slot.top))

    def _lie(self, last: rows.Section, low: float) -> tuple[float, float]:
        """Put the boxes at the bottom into their row; give its upper and lower end."""
        row = self._legs.bottom
        if not row:
            self._low = low + self._settings.bus_out
            return self._low, self._low
        depth = self._chain.depths[row[0]]
        items = [self._chain.items[at] for at in row]
        named = [edge for at in row[:-1] for edge in self._chain.ids[at] if edge in self._labels]
        top = low + (rows.apart(last, depth) if last.depth != depth else max(LEAST, self._settings.gap))
        above = max([0.0, *(ABOVE_ROW + self._labels[edge][1] + CLEAR - rows.ABOVE for edge in named)])
        half = max(item.height for item in items) / 2
        self._low = top + above + half
        x = (self._wide - sum(item.left + item.right for item in items) - BETWEEN * (len(row) - 1)) / 2
        for at, item in zip(row, items, strict=True):
            self.part.nodes.append((item.node, x + item.left, self._low - item.height / 2))
            self._ends[at] = (x, self._low), (x + item.left + item.right, self._low)
            x += item.left + item.right + BETWEEN
            for edge in self._chain.ids[at] if at != row[-1] else ():
                if edge in self._labels:
                    self.part.labels[edge] = x - BETWEEN / 2, self._low - half - ABOVE_ROW - self._labels[edge][1] / 2
        return top, self._low + half

    def lead(self) -> None:
        """Lead the line from each item to the next, and the rungs across."""
        for at, ids in enumerate(self._chain.ids[:-1]):
            start, end = self._ends[at][1], self._ends[at + 1][0]
            self._route(
                ids, [start, (start[0], self._low), (end[0], self._low), end] if start[0] != end[0] else [start, end]
            )
        for rung in self._chain.rungs:
            source, target = self._level[rung.source], self._level[rung.target]
            item = self._chain.items[rung.target]
            self._route(
                (rung.edge,), [*self._leave(source, rung.edge), (self._wide - _side(item, rung.edge), target.y)]
            )
            if rung.edge in self._labels:
                self.part.labels[rung.edge] = self._wide / 2, target.y - ABOVE - self._labels[rung.edge][1] / 2

    def feed(self, feeder: Feeder) -> None:
        """Put what feeds many items between the legs, above them, and lead its lines down outside of the legs."""
        x, bus = self._wide / 2, feeder.part.height + self._settings.bus_out
        self.part.parts.append((x, 0.0, False, feeder.part))
        for at, ids in feeder.fed.items():
            rises = at >= self._legs.right
            item, axis = self._chain.items[at], self._wide if rises else 0.0
            lane = self.part.right - EDGE if rises else EDGE - self.part.left
            side = axis + item.right if rises else axis - item.left
            y = (self._ends[at][0][1] + self._ends[at][1][1]) / 2
            self._route(ids, [(x, feeder.part.height), (x, bus), (lane, bus), (lane, y), (side, y)])

    def _leave(self, slot: Slot, edge: int) -> list[Point]:
        """Give the points from an item to the height of its rung."""
        if slot.item is None:
            return [self._ends[slot.number][1], (0.0, slot.y)]
        return [(_port(slot.item, edge, False), slot.y)]

    def _route(self, ids: Ids, points: list[Point]) -> None:
        kept = [point for number, point in enumerate(points) if not number or point != points[number - 1]]
        if ids:
            self.part.routes.append((ids, kept))


def _spine(item: Item) -> list[int]:
    return item.part.spine if item.part else [item.node]


def _side(item: Item, edge: int) -> float:
    """Tell how far left of its axis an item of the right leg is entered."""
    return _port(item, edge, True) if item.part else item.left


def _port(item: Item, edge: int, into: bool) -> float:
    """Tell how far from its axis an edge enters or leaves a part."""
    return item.part.ports[edge, into][0] if item.part else 0.0
