"""What no reader should have to put up with: things off the page, words on words, lines through boxes, faint or tiny text."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.quality import measures, shapes
from archdraw.quality.gathered import Gathered, Line, Shape, Words
from archdraw.records import dataclass
from archdraw.style.colors import READABLE

SMALLEST = 4.9
"""The least size of print, in points: five, or hardly less."""
INSIDE = 0.05
"""So far, in points, a text may reach out of its box."""
NEAR = 1.0
"""So near to a mark a line ends at it, in points."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its kind, what a person should know, and where on the page."""

    kind: str
    message: str
    at: Point

    def __str__(self) -> str:
        """Give the message with the place.

        >>> print(Fault("off page", "'Dense' lies off the page", (10, 3.26)))
        'Dense' lies off the page, at 10, 3.3
        """
        return f"{self.message}, at {self.at[0]:.4g}, {round(self.at[1], 1):g}"


def faults(found: Gathered) -> Iterator[Fault]:
    """Go through all faults, by kind."""
    yield from _off_page(found)
    yield from _words(found)
    yield from _words_and_marks(found)
    yield from _marks(found)
    yield from _lines(found)


def _off_page(found: Gathered) -> Iterator[Fault]:
    for words in found.words:
        if not found.page.holds(words.box, shapes.SLACK):
            yield _fault("off page", f"{_quoted(words)} lies off the page", words.box)
    for shape in found.shapes:
        if not found.page.holds(shape.box, shapes.SLACK):
            yield _fault("off page", f"'{shape.layer}' lies off the page", shape.box)
    for line in found.lines:
        if not found.page.holds(shapes.hull(line.ends), shapes.SLACK):
            yield _fault("off page", f"the line {_edge(line)} leaves the page", shapes.hull(line.ends))


def _words(found: Gathered) -> Iterator[Fault]:
    """Look at each text alone, and at pairs of them."""
    small = sorted((words for words in found.words if words.size < SMALLEST), key=lambda words: words.size)
    if small:
        many = f", and {len(small) - 1} more texts are below 5 pt" if len(small) > 1 else ""
        yield _fault("small text", f"{_quoted(small[0])} is {small[0].size:.1f} pt in print{many}", small[0].box)
    for words in found.words:
        if words.contrast < READABLE - 0.01:
            message = (
                f"{_quoted(words)} has a contrast of {words.contrast:.1f} with what is behind it, less than {READABLE}"
            )
            yield _fault("contrast", message, words.box)
    index = Nearby(words.box for words in found.words)
    for one, two in index.pairs():
        first, second = found.words[one], found.words[two]
        if shapes.meet(first.corners, second.corners):
            yield _fault("text on text", f"{_quoted(first)} meets {_quoted(second)}", first.box)


def _words_and_marks(found: Gathered) -> Iterator[Fault]:
    """Look for texts on the marks of others, across the outline of their own, and across frames."""
    index = Nearby(shape.box for shape in found.shapes)
    borders = [edge for box in found.frames for edge in _sides(box)]
    around = Nearby(shapes.hull(edge) for edge in borders)
    for words in found.words:
        corners = words.corners
        middle = shapes.of_box(Box.around(words.box.center, 0.5, 0.5))
        own = -1  # what it stands on is what was painted last
        for number in index.near(words.box):
            shape = found.shapes[number]
            if not shapes.meet(shape.points, corners):
                continue
            if not _akin(shape.layer, words.owner):
                yield _fault("text on mark", f"{_quoted(words)} stands on '{shape.layer}'", words.box)
            elif shapes.meet(shape.points, middle):
                own = max(own, number)
        if own >= 0 and not found.shapes[own].box.holds(words.box, INSIDE):
            yield _fault("text out of box", f"{_quoted(words)} leaves its box '{found.shapes[own].layer}'", words.box)
        if any(shapes.meet(borders[number], corners) for number in around.near(words.box)):
            yield _fault("text on frame", f"{_quoted(words)} stands on the outline of a frame", words.box)


def _marks(found: Gathered) -> Iterator[Fault]:
    index = Nearby(shape.box for shape in found.shapes)
    for one, two in index.pairs():
        first, second = found.shapes[one], found.shapes[two]
        apart = found.body(first.layer) != found.body(second.layer) and not _akin(first.layer, second.layer)
        if apart and shapes.meet(first.points, second.points):
            yield _fault("mark on mark", f"'{first.layer}' meets '{second.layer}'", first.box)


def _lines(found: Gathered) -> Iterator[Fault]:
    """Look for lines through the marks of others and through texts, and for lines that run on each other."""
    marks = Nearby(shape.box for shape in found.shapes)
    texts = Nearby(words.box for words in found.words)
    for line in found.lines:
        box = shapes.hull(line.ends)
        ends = {found.body(end) for pair in line.edges for end in pair}
        for number in marks.near(box):
            shape = found.shapes[number]
            foreign = found.body(shape.layer) not in ends
            if foreign and shapes.meet(shape.points, line.ends) and not _begins_at(found, line, shape):
                yield _fault("line through mark", f"the line {_edge(line)} runs through '{shape.layer}'", shape.box)
        for number in texts.near(box):
            words = found.words[number]
            if shapes.meet(words.corners, line.ends):
                yield _fault("line through text", f"the line {_edge(line)} runs through {_quoted(words)}", words.box)
    for one, two in measures.shared(found):
        message = f"the lines {_edge(one)} and {_edge(two)} run on each other"
        yield _fault("line on line", message, shapes.hull(one.ends))


def _begins_at(found: Gathered, line: Line, shape: Shape) -> bool:
    """Tell whether a line that stands for no edge begins or ends at a mark."""
    whole = found.wholes[line.whole]
    return not line.edges and any(shape.box.grown(NEAR).holds(Box(x, y, x, y)) for x, y in (whole[0], whole[-1]))


def _akin(one: str, two: str) -> bool:
    """Tell whether two things belong to one layer: ``lstm`` and its step ``lstm t+1``."""
    return one == two or one.startswith(f"{two} ") or two.startswith(f"{one} ")


def _sides(box: Box) -> list[tuple[Point, Point]]:
    a, b, c, d = shapes.of_box(box)
    return [(a, b), (b, c), (c, d), (d, a)]


def _quoted(words: Words) -> str:
    content = words.text.content
    return f"'{content if len(content) <= 40 else content[:39] + '…'}'"


def _edge(line: Line) -> str:
    if not line.edges:
        return "of no edge"
    source, target = line.edges[0]
    return f"{source} → {target}"


def _fault(kind: str, message: str, box: Box) -> Fault:
    x, y = box.center
    return Fault(kind, message, (round(x, 1), round(y, 1)))
