"""Paint as the styles of draw.io, which are texts such as ``rounded=1;fillColor=#d3e5f3;``."""

from __future__ import annotations

from archdraw.geometry import number
from archdraw.scene import Arrow, Fill, Font, Head, Path, Stroke

FONTS = ("Helvetica", "Arial", "Verdana", "Times New Roman", "Georgia", "Garamond", "Courier New", "Comic Sans MS")
"""The fonts in the menu of draw.io, which it has wherever it runs."""


def style(*words: str, **values: object) -> str:
    """Make a style; what is None is left out, and no value can end early.

    >>> style("text", fontSize=9.5, html=1)
    'text;fontSize=9.5;html=1;'
    """
    parts = [*words, *(f"{key}={_plain(value)}" for key, value in values.items() if value is not None)]
    return "".join(f"{part};" for part in parts)


def _plain(value: object) -> str:
    if isinstance(value, (int, float)):
        return str(number(value))
    return str(value).replace(";", "").replace("=", "")


def share(value: float) -> str:
    """Write a share of a size: finer than lengths, for sizes can be large.

    >>> share(0.5), share(1 / 3), share(-0.0)
    ('0.5', '0.333333', '0')
    """
    found = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if found == "-0" else found


def paint(fill: Fill | None, stroke: Stroke | None, per: float) -> dict[str, object]:
    """Say what covers an area and what its border is."""
    found: dict[str, object] = {"fillColor": fill.color if fill else "none"}
    if fill and fill.opacity < 1:
        found["fillOpacity"] = round(100 * fill.opacity, 1)
    return found | line(stroke, per)


def line(stroke: Stroke | None, per: float) -> dict[str, object]:
    """Say how a line looks; dashes are as long as they are, however wide the line is."""
    if not stroke or stroke.width <= 0:
        return {"strokeColor": "none"}
    found: dict[str, object] = {"strokeColor": stroke.color, "strokeWidth": stroke.width * per}
    if stroke.dash:
        lengths = " ".join(str(number(length * per)) for length in stroke.dash)
        found |= {"dashed": 1, "dashPattern": lengths, "fixDash": 1}
    if stroke.opacity < 1:
        found["strokeOpacity"] = round(100 * stroke.opacity, 1)
    return found


def way(thing: Path | Arrow, per: float) -> dict[str, object]:
    """Say how a line goes round its corners and what is at its end."""
    radius = max(thing.corners, default=0.0)
    found = {"rounded": 1, "arcSize": 2 * radius * per} if radius else {"rounded": 0}
    head = thing.head if isinstance(thing, Arrow) else None
    return {"html": 1, **found, **tip(head, thing.stroke, per), **line(thing.stroke, per)}


def tip(head: Head | None, stroke: Stroke, per: float) -> dict[str, object]:
    """Give the arrow head that is nearest in form, as large; draw.io adds the width of the line to its length, and draws its border."""
    if not head:
        return {"endArrow": "none"}
    thin = head.width / head.length < 0.84  # blockThin is 2/3 as wide as long, block as wide as long
    return {
        "endArrow": "blockThin" if thin else "block",
        "endFill": 1,
        "endSize": max(0.1, (head.length - 2 * stroke.width) * per),
    }


def letters(font: Font, color: str, per: float) -> dict[str, object]:
    """Say how text is set; draw.io knows one bold."""
    bold, italic = font.weight != "regular", font.italic
    found: dict[str, object] = {"fontSize": font.size * per, "fontColor": color}
    return found | ({"fontStyle": bold + 2 * italic} if bold or italic else {})


def family(fonts: tuple[str, ...]) -> str:
    """Choose the first of these fonts that draw.io has everywhere."""
    return next((font for font in fonts if font in FONTS), FONTS[0])
