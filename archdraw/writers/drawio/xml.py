"""Put cells into the XML of draw.io: places relative to what a cell lies in, lengths in pixels as browsers count them."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from archdraw.geometry import Point, number
from archdraw.scene import Scene
from archdraw.text import clean
from archdraw.writers.drawio.cells import PAGE, Cell

PIXELS = 96 / 72
"""How many pixels a point has, so that the page is as large on a screen as the SVG is."""


def unit(scene: Scene) -> float:
    """Tell how many pixels a point of this scene has."""
    return PIXELS * scene.scale


def lines(scene: Scene, cells: Iterable[Cell]) -> list[str]:
    """Give the lines of the file."""
    per = unit(scene)
    width, height = (max(1, ceil(round(side * per, 3))) for side in (scene.width, scene.height))
    ground = f' background="{quoted(scene.background)}"' if scene.background else ""
    title = quoted(" ".join(clean(scene.title).split()) or "Figure")
    found = [
        '<mxfile host="archdraw" compressed="false">',
        f'  <diagram id="figure" name="{title}">',
        '    <mxGraphModel dx="0" dy="0" grid="0" gridSize="10" guides="1" tooltips="1" connect="1" arrows="1" fold="1" page="1" '
        f'pageScale="1" pageWidth="{width}" pageHeight="{height}"{ground} math="0" shadow="0">',
        "      <root>",
        '        <mxCell id="0" />',
        f'        <mxCell id="{PAGE}" parent="0" />',
    ]
    origin = {PAGE: (0.0, 0.0)}
    for cell in cells:
        if cell.box:
            origin[cell.id] = (cell.box.left, cell.box.top)
        found += [f"        {line}" for line in _cell(cell, origin[cell.parent], per)]
    return [*found, "      </root>", "    </mxGraphModel>", "  </diagram>", "</mxfile>"]


def _cell(cell: Cell, origin: Point, per: float) -> list[str]:
    """Write a cell; one with words of its own beside the label is an object around it."""
    shape = {"style": cell.style, ("vertex" if cell.box else "edge"): "1"}
    if cell.fixed:
        shape["connectable"] = "0"
    shape |= {"parent": cell.parent, "source": cell.source, "target": cell.target}
    inside = _box(cell, origin, per) if cell.box else _way(cell, origin, per)
    tooltip, layer = clean(cell.tooltip), clean(cell.layer)
    if tooltip or layer:
        around = {"label": cell.label, "tooltip": tooltip, "layer": layer, "id": cell.id}
        body = [f"  {line}" for line in _element("mxCell", shape, inside)]
        return _element("object", {"label": "", **_given(around)}, body)
    return _element("mxCell", {"id": cell.id, "value": cell.label, **shape}, inside)


def _element(name: str, attributes: dict[str, str], inside: list[str]) -> list[str]:
    kept = attributes if name == "object" else _given(attributes)
    words = "".join(f' {key}="{quoted(value)}"' for key, value in kept.items())
    return [f"<{name}{words}>", *inside, f"</{name}>"]


def _given(attributes: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if value}


def _box(cell: Cell, origin: Point, per: float) -> list[str]:
    assert cell.box
    x, y = number((cell.box.left - origin[0]) * per), number((cell.box.top - origin[1]) * per)
    width, height = number(cell.box.width * per), number(cell.box.height * per)
    return [f'  <mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry" />']


def _way(cell: Cell, origin: Point, per: float) -> list[str]:
    """Write the way of an edge: the ends that hold on to nothing, and what lies between the ends."""
    first, *between, last = (
        f'<mxPoint x="{number((x - origin[0]) * per)}" y="{number((y - origin[1]) * per)}"' for x, y in cell.points
    )
    inside = []
    if not cell.source:
        inside.append(f'    {first} as="sourcePoint" />')
    if not cell.target:
        inside.append(f'    {last} as="targetPoint" />')
    if between:
        inside.append('    <Array as="points">')
        inside += [f"      {point} />" for point in between]
        inside.append("    </Array>")
    return ['  <mxGeometry relative="1" as="geometry">', *inside, "  </mxGeometry>"]


def quoted(text: str) -> str:
    """Escape a text for an attribute in quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
