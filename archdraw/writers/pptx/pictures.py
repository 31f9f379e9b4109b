"""Pictures on a slide: as they are, or slanted beforehand, for PowerPoint slants none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from archdraw.geometry import Box
from archdraw.scene import Image
from archdraw.writers.pptx.outlines import hull
from archdraw.writers.pptx.page import Page
from archdraw.writers.pptx.paint import said

FINEST = 1600
"""A slanted picture has at most so many pixels a side."""
PER_POINT = 4


def picture(item: Image, number: int, page: Page, embed: Callable[[bytes], str]) -> str:
    """Write a picture; ``embed`` puts its bytes into the file and gives their name there."""
    box, data = (item.box, item.data) if _is_upright(item) else _slanted(item, page.scale)
    faint = f'<a:alphaModFix amt="{round(max(0.0, item.opacity) * 100_000)}"/>' if item.opacity < 1 else ""
    about = f"picture of {item.layer}" if item.layer else "picture"
    return (
        f"<p:pic><p:nvPicPr>{said(number, about, about)}<p:cNvPicPr/><p:nvPr/></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{embed(data)}">{faint}</a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{page.place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _is_upright(item: Image) -> bool:
    (x, y), (_, v), (s, _) = item.places()
    return abs(v - y) < 1e-6 and abs(s - x) < 1e-6


def _slanted(item: Image, scale: float) -> tuple[Box, bytes]:
    """Draw the picture slanted, on nothing; the box it lies in then."""
    from PIL import Image as Pixels  # python-pptx needs it anyway

    (x, y), (u, v), (s, t) = item.places()
    box = hull(((x, y), (u, v), (s, t), (u + s - x, v + t - y)))
    fine = min(PER_POINT * scale, FINEST / max(box.width, box.height, 1e-6))
    size = (max(1, round(box.width * fine)), max(1, round(box.height * fine)))
    with Pixels.open(BytesIO(item.data)) as opened:
        source = opened.convert("RGBA")
    wide, high = source.size
    (a, b), (c, d) = (u - x, v - y), (s - x, t - y)
    whole = a * d - b * c
    if abs(whole) < 1e-9:
        return box, item.data
    # where each pixel of the new picture comes from in the old one
    across, down = box.width / size[0], box.height / size[1]
    row = (d * across / whole * wide, -c * down / whole * wide, (d * (box.left - x) - c * (box.top - y)) / whole * wide)
    column = (
        -b * across / whole * high,
        a * down / whole * high,
        (a * (box.top - y) - b * (box.left - x)) / whole * high,
    )
    made = source.transform(size, Pixels.Transform.AFFINE, (*row, *column), resample=Pixels.Resampling.BICUBIC)
    out = BytesIO()
    made.save(out, "PNG")
    return box, out.getvalue()
