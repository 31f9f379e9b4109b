"""Stand blocks as a U: one level below the other, down on the left and up on the right, copies straight across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archdraw.diagram import Label, Line
from archdraw.geometry import Box
from archdraw.layouts.volumes import uways, uwords
from archdraw.layouts.volumes.blocks import Net
from archdraw.layouts.volumes.levels import Level
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape, shape
from archdraw.layouts.volumes.shapes import Level as Size
from archdraw.layouts.volumes.shapes import Shapes, shapes
from archdraw.layouts.volumes.uways import Made
from archdraw.lettering import room, wide
from archdraw.style import Style

SIZES = tuple(Size(top, 0.27, 5.0 * top / 64.0, 14.0, 10.0) for top in (64.0, 60.0, 56.0, 52.0, 48.0, 44.0, 40.0, 36.0))
ASIDE, ACROSS, CLEAR, FALL = 7.0, 26.0, 5.0, 12.0
"""How far beside a block a way up runs, the shortest line across, what is free between levels, and the shortest fall, in points."""


def made(net: Net, levels: Sequence[Level], names: Sequence[str], options: Options, style: Style) -> Made:
    """Make it as large as the page allows."""
    free = options.width - 2 * style.size("margin")
    sizes = [SIZES[0]] if options.top else SIZES
    for size in sizes:
        placing = _Placing(net, levels, names, options, style, size)
        if placing.reach.width <= free:
            break
    return placing.made()


class _Placing:
    """One try at one size: first from left to right, then from level to level."""

    def __init__(
        self, net: Net, levels: Sequence[Level], names: Sequence[str], options: Options, style: Style, size: Size
    ) -> None:
        self.net, self.levels, self.names, self.options, self.style, self.size = (
            net,
            levels,
            names,
            options,
            style,
            size,
        )
        self.row = net.rows[0]
        self.scales: Shapes = shapes(net, options, size, style)
        view = options.seen(size.away)
        self.shapes = [shape(block, self.scales, view) for block in self.row]
        self.depth = {b: i for i, level in enumerate(levels) for b in (*level.down, *level.up)}
        self._along()
        self.written = {b: self._words(b) for b in range(len(self.row))}
        self.axes = self._levels()
        words = [room(line, style) for lines in self.written.values() for line in lines]
        self.reach = Box.hull([*(one.hull for one in self.shapes), *words])

    def _along(self) -> None:
        """Stand each block right of what leads to it: on the way down below the last pool, on the way up right of the last block."""
        for b in range(1, len(self.row)):
            one, two = self.shapes[b - 1], self.shapes[b]
            if self.depth[b] == self.depth[b - 1]:
                gap = self.options.gap or max(self.size.widest, self._apart(b), self._beside(b))
                left = one.hull.right + gap
            elif self.depth[b] > self.depth[b - 1]:
                left = self._fall(one) - self._top(two) + two.hull.left
            else:
                left = one.hull.right + ASIDE - self._entry(b) + two.hull.left
                last = self.levels[self.depth[b]].down[-1]
                across = max(ACROSS, 0.0 if self.depth[b] else 3 * uways.TURN + self._wider(last) + self._wider(b))
                left = max(left, self.shapes[last].hull.right + across)
            self.shapes[b] = two.moved(left - two.hull.left, 0.0)

    def _wider(self, b: int) -> float:
        """Tell how far the name over a block reaches beyond it."""
        return max(0.0, (wide(self.names[b], "label", self.style) - self.shapes[b].hull.width) / 2)

    def _apart(self, b: int) -> float:
        """Give what the names over two blocks of the highest level need."""
        if self.depth[b] or not self.names[b - 1]:
            return 0.0
        if not self.names[b]:
            return self._wider(b - 1) + CLEAR
        one, two = self.shapes[b - 1].hull, self.shapes[b].hull
        said = sum(wide(self.names[k], "label", self.style) for k in (b - 1, b))
        return said / 2 + CLEAR - one.width / 2 - two.width / 2

    def _beside(self, b: int) -> float:
        """Give what the size at the left of a block needs, and that along the edge of the block before."""
        said = "" if self.row[b].sign or not self.options.labels else uwords.beside_it(self._spot(b))
        return wide(said, "detail", self.style) + 2.5 * CLEAR if said else 0.0

    @staticmethod
    def _fall(one: Shape) -> float:
        """Give where a line down leaves a block: in the middle of its last face, or of a circle."""
        return one.bodies[-1].at((0.5, 0, 0))[0] if one.bodies else one.hull.center[0]

    @staticmethod
    def _top(one: Shape) -> float:
        return one.bodies[0].at((0, 0.5, 0))[0] if one.bodies else one.hull.center[0]

    def _entry(self, b: int) -> float:
        one = self.shapes[b]
        return one.bodies[uways.entered(self.row[b])].at((0, -0.5, -0.5))[0] if one.bodies else one.hull.center[0]

    def _words(self, b: int) -> list[Line]:
        level = self.levels[self.depth[b]]
        if self.row[b].sign or not self.options.labels:
            return []
        lines = uwords.sizes(self._spot(b), self.scales, self.options, self.style)
        if not self.depth[b]:
            return [*lines, *uwords.over(self.names[b], self.shapes[b], self.style)]
        return [*lines, *uwords.beside(self._name(b, level), self._side(b, level), self.shapes[b], lines, self.style)]

    def _spot(self, b: int) -> uwords.Spot:
        block, level = self.row[b], self.levels[self.depth[b]]
        rise = self._entry(b) if b and self.depth[b] < self.depth[b - 1] else None
        falls = b + 1 < len(self.row) and self.depth[b + 1] > self.depth[b]
        known = [*self.row[max(0, b - 1) : b], *(self.row[k] for k in level.down[-1:] if b in level.up)]
        told = any(one.main[-1].extent.space == block.main[-1].extent.space for one in known)
        fall = self._fall(self.shapes[b]) if falls else None
        return uwords.Spot(block, self.shapes[b], b == level.down[0], fall, rise, told, not b)

    @staticmethod
    def _side(b: int, level: Level) -> str:
        """Tell on which side of a block below the highest level a name stands."""
        if not level.up:
            return "below" if b == level.down[-1] else ""
        return "left" if b == level.down[0] else "right" if b == level.up[-1] else ""

    def _name(self, b: int, level: Level) -> str:
        """Name one side of a level by the block from which, or to which, a copy leads; else by its first."""
        tied = {arc.start[1] for arc in self.net.arcs} | {arc.end[1] for arc in self.net.arcs}
        blocks = level.down if b in level.down else level.up
        return next((self.names[k] for k in blocks if k in tied and self.names[k]), self.names[blocks[0]])

    def _levels(self) -> tuple[float, ...]:
        """Stand each level below those above, as high as what stands and leads there allows."""
        axes: list[float] = []
        above: list[Box] = []
        for i, level in enumerate(self.levels):
            mine = [*level.down, *level.up]
            boxes = [self.shapes[b].hull for b in mine] + [
                room(line, self.style) for b in mine for line in self.written[b]
            ]
            axis = 0.0
            if i:
                before = self.levels[i - 1]
                one, two = self.shapes[before.down[-1]], self.shapes[level.down[0]]
                axis = one.hull.bottom - two.hull.top + FALL - 0.15 * two.hull.height
                tied = [arc for arc in self.net.arcs if arc.start[1] in mine]
                lifted = 0.0 if all(uways.is_straight(self.net, level, arc) for arc in tied) else uways.LANE
                for low in boxes:
                    for high in above:
                        if low.left < high.right + 2.0 and high.left < low.right + 2.0:
                            axis = max(axis, high.bottom + CLEAR - low.top)
                axis = max([axis, *(axes[-1] + CLEAR - box.top for box in boxes if box.left > one.hull.right)]) + lifted
            axes.append(axis)
            for b in mine:
                self.shapes[b] = self.shapes[b].moved(0.0, axis)
                self.written[b] = [_lower(line, axis) for line in self.written[b]]
            above += [box.moved(0.0, axis) for box in boxes]
        return tuple(axes)

    def made(self) -> Made:
        """Give what was placed."""
        words = tuple(
            Label(tuple(lines), self.row[b].slabs[0].layer.name) for b, lines in self.written.items() if lines
        )
        return Made(self.net, tuple(self.levels), tuple(self.shapes), self.axes, words)


def _lower(line: Line, by: float) -> Line:
    return replace(line, at=(line.at[0], line.at[1] + by))
