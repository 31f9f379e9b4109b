"""A body: the edges behind it, what leads to it, the kernels inside, and the faces that are seen, in this order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archdraw.areas import Convex
from archdraw.diagram import Beam, Pasted, Solid
from archdraw.drawing import pattern
from archdraw.drawing.label import text
from archdraw.geometry import Box, Point
from archdraw.scene import Arrow, Circle, Fill, Group, Image, Item, Path, Polygon, Stroke
from archdraw.style import BoxStyle, Style, mix
from archdraw.style.colors import WHITE, lighter

HIDDEN = 0.45
"""How much the edges behind a body are mixed with the colour that the style has for them."""
LIT, DIM, LIT_BEAM = 0.45, 0.12, 0.35
"""How much lighter the top of a kernel and that of a beam are than their fronts, and how much darker the side of a kernel is."""
BEAM, EDGE, WINDOW = 0.75, 0.9, 1.2
"""How opaque beams are, and the widths of their edges and of a window as shares of the width of a kernel's edges."""
Corners = tuple[Point, ...]


def draw(mark: Solid, style: Style, covered: bool = False) -> Group:
    """Draw all of a body; without its side where what it is glued to covers that, which would show through."""
    faces = style.faces(mark.look)
    stroke = replace(faces.stroke, width=mark.paint.width) if mark.paint.width is not None else faces.stroke
    looks = style.box(mark.look)
    hatched = looks if looks.pattern and not mark.paint.fills else None
    fills = (looks.fill or Fill(WHITE),) * 3 if hatched else (faces.front, faces.top, faces.side)
    if mark.paint.fills:
        fills = (Fill(mark.paint.fills[0], 1.0, mark.look.op),) * 3
    inside = _Inside(mark, style)
    items: list[Item] = []
    opacities = tuple(opacity * faces.opacity for opacity in mark.opacities)
    if min(opacities) < 1:
        items += _hidden(mark, stroke, style)
    for beam in mark.beams:
        items += inside.beam(beam)
    for kernel in mark.kernels:
        items += inside.body(kernel)
    drawn = _order(seen(mark.corners, mark.facing), fills, opacities)
    if covered and min(opacities) < 1:
        drawn.pop()
    for area, fill, opacity in drawn:
        items.append(Polygon(area, replace(fill, opacity=opacity) if opacity else None, stroke, mark.layer))
    if hatched:
        items += _hatched(mark, hatched, min(opacities) < 1, covered)
    if mark.band:
        items += _band(mark, stroke, style, len(drawn) > 2)
    if mark.picture:
        side = seen(mark.corners, mark.facing)[2]
        items += [_pasted(mark.picture, side, mark), Polygon(side, None, stroke, mark.layer)]
    for kernel in mark.kernels if mark.facing[0] > 0 else ():
        items.append(inside.window(kernel))
    items += [text(line, style, mark.layer, inside.kernel) for line in mark.lines]
    near = tuple(mark.corners[i] for i in (0, 4, 2, 1))
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op, near)


def _order(
    areas: tuple[Corners, Corners, Corners], fills: tuple[Fill, ...], opacities: tuple[float, ...]
) -> list[tuple[Corners, Fill, float]]:
    """Put the top first, then the front, then the side."""
    together = list(zip(areas, fills, opacities, strict=True))
    return [together[1], together[0], together[2]]


def _hatched(mark: Solid, looks: BoxStyle, clear: bool, covered: bool) -> Iterator[Item]:
    """Draw the pattern on the front and the side; where one sees through them, to kernels perhaps, on the top."""
    front, top, side = seen(mark.corners, mark.facing)
    full = bool(looks.pattern and looks.pattern.name == "solid")  # its edges would not be seen
    areas = [top] if clear else [front] if covered or mark.picture or full else [front, side]
    for area in areas:
        yield from pattern.within(Convex(_clockwise(area)), looks, mark.layer)


def _clockwise(area: Corners) -> Corners:
    """Give corners in the order in which a clock goes, on a page whose y leads down."""
    turns = sum(x * v - u * y for (x, y), (u, v) in zip(area, (*area[1:], area[0]), strict=True))
    return area if turns > 0 else area[::-1]


def _band(mark: Solid, stroke: Stroke, style: Style, side: bool) -> Iterator[Polygon]:
    """Draw the band of an activation over the east of front and top and over the side, then the edges again."""
    fill = style.band(mark.look)
    front, top, east = seen(mark.corners, mark.facing)
    for left, right, far_right, far_left in (front, top):
        yield Polygon(
            (between(left, right, 1 - mark.band), right, far_right, between(far_left, far_right, 1 - mark.band)),
            fill,
            None,
            mark.layer,
        )
    if side and mark.facing[0] > 0:
        yield Polygon(east, fill, None, mark.layer)
    for area in (front, top, east) if side else (front, top):
        yield Polygon(area, None, stroke, mark.layer)


def between(one: Point, two: Point, share: float) -> Point:
    """Give the point at a share of the way from one to another."""
    return (one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1]))


def seen(corners: Corners, facing: tuple[int, int, int]) -> tuple[Corners, Corners, Corners]:
    """Give the front, the top and the side that are seen; each begins at the west, or at the front, below."""

    def at(x: int, y: int, z: int) -> Point:
        return corners[4 * (x > 0) + 2 * (y > 0) + (z > 0)]

    sx, sy, sz = facing
    front = (at(-1, -1, sz), at(1, -1, sz), at(1, 1, sz), at(-1, 1, sz))
    top = (at(-1, sy, -1), at(1, sy, -1), at(1, sy, 1), at(-1, sy, 1))
    side = (at(sx, -1, -1), at(sx, -1, 1), at(sx, 1, 1), at(sx, 1, -1))
    return front, top, side


def _pasted(pasted: Pasted, side: Corners, mark: Solid) -> Image:
    """Lay a picture on the side that is seen: upright, its left where the left of the side is."""
    below, far_below, far_above, above = side
    left = (above, far_above, below) if mark.facing[0] > 0 else (far_above, above, far_below)
    right = (far_above, above, far_below) if mark.facing[0] > 0 else (above, far_above, below)
    across, down = zip(*side, strict=True)
    box = Box(min(across), min(down), max(across), max(down))
    picture, corners = pasted.picture, right if pasted.flipped else left
    return Image(box, picture.data, picture.media_type, mark.layer, corners, pasted.opacity)


def _hidden(mark: Solid, stroke: Stroke, style: Style) -> Iterator[Path]:
    """Draw the three edges that meet in the corner behind all faces."""
    line = style.line("hidden")
    width = line.width if mark.paint.width is None else min(line.width, mark.paint.width)
    faint = Stroke(mix(stroke.color, line.color, HIDDEN), width, line.dash, line.role)
    x, y, z = (sign < 0 for sign in mark.facing)
    far = 4 * x + 2 * y + z
    for bit in (4, 2, 1):
        yield Path((mark.corners[far], mark.corners[far ^ bit]), faint, (), mark.layer)


class _Inside:
    """Draws kernels and beams in the looks of the style, or in those that the options say."""

    def __init__(self, mark: Solid, style: Style) -> None:
        looks, fills, width = style.mark("kernel"), mark.inner.fills, mark.inner.width
        self.mark = mark
        self.stroke = replace(looks.stroke, width=width) if width is not None else looks.stroke
        own = looks.fill.color if looks.fill else WHITE
        self.kernel, self.cone = (fills[0], fills[-1]) if fills else (own, own)
        self.shaded = not fills
        self.opacity = mark.inner.opacity

    def _fill(self, color: str, lit: float = 0.0, dim: float = 0.0, opacity: float = 1.0) -> Fill | None:
        opacity = opacity if self.opacity == 1 else self.opacity
        if self.shaded:
            color = mix(lighter(color, lit), self.stroke.color, dim)
        return Fill(color, opacity, "kernel") if opacity else None

    def body(self, corners: Corners) -> Iterator[Item]:
        """Draw the faces of a kernel; the side to the east comes last, on the face of the body."""
        front, top, side = seen(corners, self.mark.facing)
        yield Polygon(top, self._fill(self.kernel, LIT), self.stroke, self.mark.layer)
        yield Polygon(front, self._fill(self.kernel), self.stroke, self.mark.layer)
        if self.mark.facing[0] < 0:
            yield Polygon(side, self._fill(self.kernel, dim=DIM), self.stroke, self.mark.layer)

    def window(self, corners: Corners) -> Item:
        """Draw where a kernel comes out of the face to the east."""
        stroke = (
            replace(self.stroke, width=self.stroke.width * WINDOW) if self.mark.inner.width is None else self.stroke
        )
        side = seen(corners, self.mark.facing)[2]
        return Polygon(side, self._fill(self.kernel, dim=DIM), stroke, self.mark.layer)

    def beam(self, beam: Beam) -> Iterator[Item]:
        """Draw the two sides that are seen, their edges and the tip."""
        line = replace(self.stroke, width=self.stroke.width * EDGE) if self.mark.inner.width is None else self.stroke
        below, above, _, behind = beam.window
        yield Polygon((above, behind, beam.tip), self._fill(self.cone, LIT_BEAM, opacity=BEAM))
        yield Polygon((below, above, beam.tip), self._fill(self.cone, opacity=BEAM))
        for corner in (below, behind, above):
            yield Arrow((corner, beam.tip), line, None, (), beam.edges)
        if beam.dot:
            target = beam.edges[-1][1] if beam.edges else self.mark.layer
            yield Circle(beam.tip, beam.dot, Fill(self.stroke.color, 1.0, "kernel"), None, target)
