"""The options of the renderer `volumes`, in the words of the field."""

from __future__ import annotations

from dataclasses import field
from math import atan2, degrees, hypot

from archdraw.options import a_file, about, ranged
from archdraw.records import dataclass
from archdraw.volumes import scales
from archdraw.volumes.views import View, oblique

PAGE_WIDTH, WIDEST = 468.0, 14400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help and its choices or range in its metadata."""

    angle: float = field(default=45.0, metadata=ranged("the angle at which edges lead away, in degrees", 5, 85))
    ratio: float | None = field(
        default=None, metadata=ranged("how long edges that lead away are drawn; none: what fits", 0.1, 1)
    )
    scale: str = field(
        default="power",
        metadata=about("how heights and widths grow with their sizes; power: as steeply as small maps allow", *scales.KINDS),
    )  # fmt: skip
    power: float | None = field(
        default=None, metadata=ranged("the exponent for heights and widths; none: 0.3 to 0.7, as maps allow", 0.05, 2)
    )
    thickness_scale: str = field(
        default="power", metadata=about("how thickness grows with the number of channels", *scales.KINDS)
    )
    thickness_power: float = field(default=0.3, metadata=ranged("the exponent for thickness", 0.05, 2))
    top: float | None = field(
        default=None, metadata=ranged("how long the largest side is drawn, in points; none: what fits", 24, 600)
    )
    gap: float | None = field(
        default=None, metadata=ranged("what is free between blocks, in points; none: what fits", 2, 200)
    )
    layout: str = field(
        default="auto",
        metadata=about(
            "row: blocks in rows; u: an encoder down the left side, its decoder up the right; auto: u where that is the shape and one row is too long",
            "auto", "row", "u",
        ),
    )  # fmt: skip
    rows: int = field(default=0, metadata=ranged("wrap the blocks into so many rows; 0: as few as fit", 0, 100))
    between: str = field(
        default="arrow",
        metadata=about("what leads from maps to vectors: an arrow, or dashed lines from corner to corner too", "arrow", "pyramid"),
    )  # fmt: skip
    picture: str = field(
        default="",
        metadata=a_file("a PNG or JPEG to draw on the input, instead of that of the spec; none: no picture"),
    )
    picture_opacity: float = field(default=1.0, metadata=ranged("how opaque it is", 0.0, 1.0))
    picture_flip: bool = field(default=False, metadata=about("turn its left and right"))
    opacity: float = field(default=1.0, metadata=ranged("how opaque faces are; below 1, edges behind show", 0, 1))
    border: float | None = field(
        default=None, metadata=ranged("the width of all edges, in points; none: the style's", 0.01, 3)
    )
    labels: bool = field(default=True, metadata=about("write anything at all"))
    names: str = field(
        default="auto",
        metadata=about(
            "what stands under a block; auto: its label or group, else conv1, fc6 …", "auto", "full", "none"
        ),
    )
    channels: bool = field(default=True, metadata=about("write numbers of channels under slabs"))
    sizes: bool = field(default=True, metadata=about("write heights and widths along the edges that they measure"))
    legend: str = field(default="auto", metadata=about("explain the colours in a line below", "auto", "true", "false"))
    font_scale: float = field(default=1.0, metadata=ranged("how much larger all text is", 1, 3))
    caption: str = field(default="", metadata=about("words under the figure"))
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36.0, WIDEST))

    def view(self, usual: float) -> View:
        """Give the view; ``usual`` is how far edges that lead away go to the right and up, where no ratio is told."""
        ratio = hypot(usual, usual) if self.ratio is None else self.ratio
        return oblique(self.angle, ratio)


def slant(view: View) -> float:
    """Give the angle of edges that lead away, in degrees."""
    return degrees(atan2(-view.away[1], view.away[0]))
