"""Colours and lines in DrawingML, and texts that its XML may hold."""

from __future__ import annotations

from collections.abc import Iterable

from archdraw.scene import Fill, Head, Stroke
from archdraw.text import clean
from archdraw.writers.pptx.page import EMU

THICKEST, THINNEST = 20_116_800, 0.01
"""The widest line, in EMU, and the thinnest whose dashes are told as shares of it, in points."""
LONGEST = 250
"""So many characters of a name are kept; lists of names show fewer."""
THIN = 2.0
"""A head on a line below so many points is as large as on one of so many."""
SIZES = {"sm": 2.0, "med": 3.0, "lg": 5.0}
"""Sides of a head as widths of its line."""


def fill(paint: Fill | None) -> str:
    """Write what covers a shape."""
    return _solid(paint.color, paint.opacity) if paint else "<a:noFill/>"


def line(stroke: Stroke | None, scale: float, head: Head | None = None) -> str:
    """Write a shape's outline; ``scale`` is that of the page. A head is at the line's end."""
    if stroke is None or stroke.width <= 0:
        return "<a:ln><a:noFill/></a:ln>"
    width = max(1, min(THICKEST, round(stroke.width * scale * EMU)))
    dash = ""
    if stroke.dash:
        lengths = stroke.dash if len(stroke.dash) % 2 == 0 else stroke.dash * 2
        each = [max(0, round(length / max(stroke.width, THINNEST) * 100_000)) for length in lengths]
        pairs = zip(each[::2], each[1::2], strict=True)
        dash = "<a:custDash>" + "".join(f'<a:ds d="{on}" sp="{off}"/>' for on, off in pairs) + "</a:custDash>"
    end = f"<a:tailEnd{_head(head, stroke.width * scale, scale)}/>" if head else ""
    return f'<a:ln w="{width}" cap="flat">{_solid(stroke.color, stroke.opacity)}{dash}<a:round/>{end}</a:ln>'


def color(value: str) -> str:
    """Write a plain colour.

    >>> color("#0b5c94")
    '<a:solidFill><a:srgbClr val="0B5C94"/></a:solidFill>'
    """
    return _solid(value, 1.0)


def text(content: str) -> str:
    """Write a text between tags, whatever it contains."""
    return clean(content).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def said(number: int, name: str, about: str = "") -> str:
    """Write a shape's number, its name, and what it says to those who cannot see it."""
    described = f' descr="{_quoted(about, 20 * LONGEST)}"' if about else ""
    return f'<p:cNvPr id="{number}" name="{_quoted(name, LONGEST)}"{described}/>'


def between(edges: Iterable[tuple[str, str]]) -> str:
    """Say which layers a line leads from and to.

    >>> between([("conv", "add"), ("conv", "pool")])
    'conv → add; conv → pool'
    """
    return "; ".join(f"{source} → {target}" for source, target in edges)


def _quoted(content: str, longest: int) -> str:
    whole = clean(content)
    kept = whole if len(whole) <= longest else whole[: longest - 1] + "…"
    return text(kept).replace('"', "&quot;")


def _solid(value: str, opacity: float) -> str:
    share = f'<a:alpha val="{round(max(0.0, opacity) * 100_000)}"/>' if opacity < 1 else ""
    code = value.lstrip("#").upper()
    inner = f'<a:srgbClr val="{code}">{share}</a:srgbClr>' if share else f'<a:srgbClr val="{code}"/>'
    return f"<a:solidFill>{inner}</a:solidFill>"


def _head(head: Head, width: float, scale: float) -> str:
    """Choose of the three sizes that there are the nearest."""
    unit = max(width, THIN) / scale
    across, along = (_nearest(side / unit) for side in (head.width, head.length))
    return f' type="triangle" w="{across}" len="{along}"'


def _nearest(ratio: float) -> str:
    return min(SIZES, key=lambda name: abs(SIZES[name] - ratio))
