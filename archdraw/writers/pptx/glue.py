"""Which shapes the ends of lines are glued to, and at which of their sites.

Every shape of PowerPoint has sites: a rectangle the middles of its sides. A line that ends elsewhere gets a site of its
own, so that it stays there; its shape is then a path with sites instead of a preset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import hypot, sqrt

from archdraw.geometry import Box, Point
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Group, Item, Polygon, Rect, Scene

FIRST = 2
"""The number of the first thing; 1 is that of the slide's own group."""
NEAR = 4.0
"""An end further away from its layer's shapes, in points, touches none of them."""
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
    """Find what each arrow touches: of the shapes of the layers it leads from and to, the nearest, the topmost of equals."""
    shapes: dict[str, list[tuple[int, Shape]]] = {}
    arrows: list[tuple[int, Arrow]] = []
    for number, layer, item in numbered(scene.items):
        if isinstance(item, Arrow):
            arrows.append((number, item))
        elif isinstance(item, (Rect, Circle, Polygon)) and layer:
            shapes.setdefault(layer, []).append((number, item))
    sites: dict[int, list[Point]] = {}
    usual: dict[int, int] = {}

    def touched(point: Point, layers: Iterable[str]) -> End | None:
        found = min(
            (
                (_rounded(_distance(shape, point)), -number, shape)
                for layer in layers
                for number, shape in shapes.get(layer, ())
            ),
            key=lambda each: each[:2],
            default=None,
        )
        if found is None or found[0] > NEAR:
            return None
        number = -found[1]
        if number not in sites:
            sites[number] = list(usual_sites(found[2]))
            usual[number] = len(sites[number])
        return End(number, _site(sites[number], point))

    ends = {}
    for number, arrow in arrows:
        sources = dict.fromkeys(source for source, _ in arrow.edges)
        targets = dict.fromkeys(target for _, target in arrow.edges)
        ends[number] = (touched(arrow.points[0], sources), touched(arrow.points[-1], targets))
    own = {number: tuple(places) for number, places in sites.items() if len(places) > usual[number]}
    return Glue(ends, own)


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


def _from_box(box: Box, point: Point) -> float:
    x, y = point
    return hypot(max(box.left - x, 0.0, x - box.right), max(box.top - y, 0.0, y - box.bottom))
