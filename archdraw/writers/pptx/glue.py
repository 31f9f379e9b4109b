"""Which shapes the ends of lines are glued to, and at which of their sites.

Every shape of PowerPoint has sites: a rectangle the middles of its sides. A line that ends elsewhere gets a site of its
own, so that it stays there; its shape is then a path with sites instead of a preset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import hypot, sqrt

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Group, Item, Polygon, Rect, Scene

FIRST = 2
"""The number of the first thing; 1 is that of the slide's own group."""
NEAR = 4.0
"""An end further away from its layer's shapes, in points, touches none of them."""
TOUCHING = 0.6
"""So near lies what a line touches that leads from no layer to no other."""
SAME = 0.02
_ALIKE = 0.05
_MOST_SIDES = 12

Shape = Rect | Circle | Polygon


@dataclass(frozen=True, slots=True)
class End:
    """A shape's number, and that of its site."""

    shape: int
    site: int


@dataclass(frozen=True, slots=True)
class Glue:
    """The ends of arrows by the arrow's number; the sites of shapes that need some of their own."""

    ends: dict[int, tuple[End | None, End | None]]
    sites: dict[int, tuple[Point, ...]]


def many(item: Item) -> int:
    """Count a thing and all that is in it: so many numbers it takes."""
    return 1 + sum(map(many, item.items)) if isinstance(item, Group) else 1


def numbered(items: Iterable[Item], first: int = FIRST, layer: str = "") -> Iterator[tuple[int, str, Item]]:
    """Go through all things in the order of painting, groups before what is in them, with their numbers and layers."""
    for item in items:
        whose = getattr(item, "layer", "") or layer
        yield first, whose, item
        if isinstance(item, Group):
            yield from numbered(item.items, first + 1, whose)
        first += many(item)


def glue(scene: Scene) -> Glue:
    """Find what each arrow touches: of the shapes of the layers it leads from and to, the nearest, the topmost of equals.

    One that leads from no layer to no other, such as a tie, has what lies at its ends. An end on another line has nothing:
    PowerPoint glues to shapes alone, and so does all that meets there stay together.
    """
    finder = _Finder()
    arrows = []
    for number, layer, item in numbered(scene.items):
        if isinstance(item, Arrow):
            arrows.append((number, item))
        elif isinstance(item, (Rect, Circle, Polygon)) and layer:
            finder.add(number, layer, item)
    ends = {}
    for number, arrow in arrows:
        pairs = zip(*arrow.edges, strict=True) if arrow.edges else (None, None)
        sides = zip(pairs, (arrow.points[0], arrow.points[-1]), strict=True)
        start, end = (finder.touched(point, layers and tuple(dict.fromkeys(layers))) for layers, point in sides)
        ends[number] = (start, end)
    return Glue(ends, finder.own())


class _Finder:
    """Finds shapes at points, and gives them sites there."""

    def __init__(self) -> None:
        self._shapes: list[tuple[int, Shape]] = []
        self._by_layer: dict[str, list[int]] = {}
        self._boxes = Nearby()
        self._sites: dict[int, list[Point]] = {}
        self._usual: dict[int, int] = {}

    def add(self, number: int, layer: str, shape: Shape) -> None:
        self._by_layer.setdefault(layer, []).append(len(self._shapes))
        self._shapes.append((number, shape))
        self._boxes.add(box_of(shape))

    def touched(self, point: Point, layers: tuple[str, ...] | None) -> End | None:
        """Find the end's shape among those of some layers, or among all."""
        x, y = point
        if layers is None:
            reach, places = TOUCHING, self._boxes.near(Box(x, y, x, y).grown(TOUCHING))
        else:
            reach, places = NEAR, [place for layer in layers for place in self._by_layer.get(layer, ())]
        found = min(((_rounded(_distance(self._shapes[place][1], point)), -place) for place in places), default=None)
        if found is None or found[0] > reach:
            return None
        number, shape = self._shapes[-found[1]]
        if number not in self._sites:
            self._sites[number] = list(usual_sites(shape))
            self._usual[number] = len(self._sites[number])
        return End(number, _site(self._sites[number], point))

    def own(self) -> dict[int, tuple[Point, ...]]:
        """Give all sites of the shapes that have some beside the usual ones."""
        return {number: tuple(all_) for number, all_ in self._sites.items() if len(all_) > self._usual[number]}


def usual_sites(shape: Shape) -> Sequence[Point]:
    """Give the sites that a shape has anyway, in PowerPoint's order: from the top, against the clock."""
    if isinstance(shape, Polygon):
        ends = (*shape.points[1:], shape.points[0])
        middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(shape.points, ends, strict=True)]
        return middles if len(middles) <= _MOST_SIDES else []
    if isinstance(shape, Circle):
        (x, y), r, s = shape.center, shape.radius, shape.radius * sqrt(0.5)
        return (
            (x, y - r),
            (x - s, y - s),
            (x - r, y),
            (x - s, y + s),
            (x, y + r),
            (x + s, y + s),
            (x + r, y),
            (x + s, y - s),
        )
    box = shape.box
    x, y = box.center
    return ((x, box.top), (box.left, y), (x, box.bottom), (box.right, y))


def _site(places: list[Point], point: Point) -> int:
    """Give the number of the site at a point; make one where there is none."""
    for number, (x, y) in enumerate(places):
        if hypot(x - point[0], y - point[1]) <= SAME:
            return number
    places.append(point)
    return len(places) - 1


def _rounded(distance: float) -> float:
    return round(distance / _ALIKE) * _ALIKE


def _distance(shape: Shape, point: Point) -> float:
    """Tell how far a point is from a shape; in it, nothing."""
    x, y = point
    if isinstance(shape, Circle):
        return max(0.0, hypot(x - shape.center[0], y - shape.center[1]) - shape.radius)
    if isinstance(shape, Rect):
        return _from_box(shape.box, point)
    ends = (*shape.points[1:], shape.points[0])
    inside, least = False, float("inf")
    for (a, b), (c, d) in zip(shape.points, ends, strict=True):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            inside = not inside
        length = (c - a) ** 2 + (d - b) ** 2
        share = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0.0
        least = min(least, hypot(x - a - share * (c - a), y - b - share * (d - b)))
    return 0.0 if inside else least


def box_of(shape: Shape) -> Box:
    """Give the box a shape lies in."""
    if isinstance(shape, Rect):
        return shape.box
    if isinstance(shape, Circle):
        return Box.around(shape.center, 2 * shape.radius, 2 * shape.radius)
    across, down = zip(*shape.points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _from_box(box: Box, point: Point) -> float:
    x, y = point
    return hypot(max(box.left - x, 0.0, x - box.right), max(box.top - y, 0.0, y - box.bottom))
