"""What must hold for every figure: nothing off the page, no text on a text, on a foreign box or on a line."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.diagram import Block, Diagram, Frame, Key, Label, Line, Link, Merge
from archdraw.geometry import Box

ASCENT, DESCENT = 0.72, 0.2


def faults(diagram: Diagram, sizes: dict[str, float]) -> list[str]:
    """List what is wrong; ``sizes`` gives the font size of each text role."""
    page = Box(0, 0, diagram.width, diagram.height)
    blocks = [mark for mark in diagram.marks if isinstance(mark, Block)]
    texts = list(_texts(diagram, sizes))
    solids = [(mark.layer, mark.box) for mark in blocks]
    solids += [
        (m.layer, Box.around(m.center, 2 * m.radius, 2 * m.radius)) for m in diagram.marks if isinstance(m, Merge)
    ]
    found = [f"{name} lies off the page" for name, box in solids if not page.holds(box)]
    found += [f"'{line.text}' lies off the page" for _, line, box in texts if not page.holds(box)]
    home = {block.layer: block.box for block in blocks}
    for owner, line, box in texts:
        if owner in home and not home[owner].holds(box, 0.01):
            found.append(f"'{line.text}' leaves its box {owner}")
    found += _meetings(texts, solids)
    found += _crossed(texts, [m for m in diagram.marks if isinstance(m, Link)])
    return found


def _texts(diagram: Diagram, sizes: dict[str, float]) -> Iterator[tuple[str, Line, Box]]:
    for mark in diagram.marks:
        lines: tuple[Line, ...] = ()
        owner = ""
        match mark:
            case Block():
                lines, owner = mark.lines, mark.layer
            case Label():
                lines = mark.lines
            case Key():
                lines = (mark.line,)
            case Frame():
                if mark.title:
                    lines = (mark.title,)
        for line in lines:
            x, y = line.at
            left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[line.anchor] * line.width
            size = sizes[line.role]
            yield owner, line, Box(left, y - ASCENT * size, left + line.width, y + DESCENT * size)


def _meetings(texts: list[tuple[str, Line, Box]], solids: list[tuple[str, Box]]) -> list[str]:
    found = []
    things = [(box.left, box, owner, line.text) for owner, line, box in texts]
    things += [(box.left, box, name, None) for name, box in solids]
    things.sort(key=lambda thing: thing[0])
    for i, (_, box, owner, content) in enumerate(things):
        for left, other, name, text in things[i + 1 :]:
            if left >= box.right:
                break
            if (content is None and text is None) or not box.meets(other, 0.05):
                if content is None and text is None and box.meets(other, 0.05) and not _step(box, owner, other, name):
                    found.append(f"boxes {owner} and {name} meet")
                continue
            if content is not None and text is not None:
                found.append(f"'{content}' meets '{text}'")
            elif owner != name and not (owner.startswith(f"{name} ") or name.startswith(f"{owner} ")):
                found.append(f"'{content or text}' meets the box {name if text is None else owner}")
    return found


def _step(box: Box, owner: str, other: Box, name: str) -> bool:
    """Tell whether one is a step of an unrolled layer in the other."""
    return (box.holds(other) and name.startswith(f"{owner} ")) or (other.holds(box) and owner.startswith(f"{name} "))


def _crossed(texts: list[tuple[str, Line, Box]], links: list[Link]) -> list[str]:
    segments = []
    for link in links:
        for (x, y), (u, v) in zip(link.points, link.points[1:], strict=False):
            segments.append((min(x, u), Box(min(x, u), min(y, v), max(x, u) + 1e-3, max(y, v) + 1e-3)))
    segments.sort(key=lambda pair: pair[0])
    found = []
    for owner, line, box in texts:
        for left, segment in segments:
            if left >= box.right:
                break
            if box.meets(segment):
                found.append(f"a line runs through '{line.text}' of {owner or 'the page'} at {segment.center}")
    return found
