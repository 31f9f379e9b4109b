"""Which shapes the ends of lines are glued to, and at which of their sites.

Every shape of PowerPoint has sites: a rectangle the middles of its sides. A line that ends elsewhere gets a site of its
own, so that it stays there; its shape is then a path with sites instead of a preset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Group, Item, Polygon, Rect, Scene
from archdraw.writers.pptx.sites import CIRCLE, FIRST_FOUR, Shape, box_of, distance, site_at, usual_sites

FIRST = 2
"""The number of the first thing; 1 is that of the slide's own group."""
NEAR = 4.0
"""An end further away from its layer's shapes, in points, touches none of them."""
TOUCHING = 0.6
"""So near lies what a line touches that leads from no layer to no other."""
_ALIKE = 0.05
"""Of shapes whose distances differ by less, the topmost counts."""


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
    own = finder.own()
    return Glue(
        {number: (finder.told(start, own), finder.told(end, own)) for number, (start, end) in ends.items()}, own
    )


class _Finder:
    """Finds shapes at points, and gives them sites there."""

    def __init__(self) -> None:
        self._shapes: list[tuple[int, Shape]] = []
        self._by_layer: dict[str, list[int]] = {}
        self._boxes = Nearby()
        self._sites: dict[int, list[Point]] = {}
        self._usual: dict[int, int] = {}
        self._circles: set[int] = set()

    def add(self, number: int, layer: str, shape: Shape) -> None:
        """Add a shape of a layer."""
        if isinstance(shape, Circle):
            self._circles.add(number)
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
        found = min(
            ((round(distance(self._shapes[place][1], point) / _ALIKE) * _ALIKE, -place) for place in places),
            default=None,
        )
        if found is None or found[0] > reach:
            return None
        number, shape = self._shapes[-found[1]]
        if number not in self._sites:
            self._sites[number] = list(usual_sites(shape))
            self._usual[number] = len(self._sites[number])
        return End(number, site_at(self._sites[number], point, FIRST_FOUR if isinstance(shape, Polygon) else 0))

    def told(self, end: End | None, own: Mapping[int, object]) -> End | None:
        """Give an end with its site's number in PowerPoint's order, where its shape is PowerPoint's own circle."""
        if end and end.shape in self._circles and end.shape not in own:
            return End(end.shape, CIRCLE[end.site])
        return end

    def own(self) -> dict[int, tuple[Point, ...]]:
        """Give all sites of the shapes that have some beside the usual ones."""
        return {number: tuple(all_) for number, all_ in self._sites.items() if len(all_) > self._usual[number]}
