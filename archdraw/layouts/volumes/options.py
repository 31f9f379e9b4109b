"""The options of the renderer `volumes`, in the words of the field."""

from __future__ import annotations

from dataclasses import field
from math import atan2, degrees, hypot

from archdraw.errors import UsageError
from archdraw.options import a_file, about, ranged
from archdraw.records import dataclass
from archdraw.volumes import scales
from archdraw.volumes.views import PEERS, View, oblique

PAGE_WIDTH, WIDEST = 468.0, 14400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help and its choices or range in its metadata."""

    view: str = field(
        default="oblique", metadata=about("how blocks are seen: our own, as another tool does, or isometric", "oblique", *PEERS)
    )  # fmt: skip
    angle: float | None = field(
        default=None, metadata=ranged("the angle at which edges lead away, in degrees; none: as the view", 5, 85)
    )
    ratio: float | None = field(
        default=None,
        metadata=ranged("how long edges that lead away are drawn; none: as the view, or what fits", 0.1, 1),
    )
    ratio_x: float | None = field(
        default=None, metadata=ranged("how far they go to the right for each point away; none: as the view", 0, 1)
    )
    ratio_y: float | None = field(
        default=None, metadata=ranged("how far they go up for each point away; none: as the view", 0, 1)
    )
    scale: str = field(
        default="power",
        metadata=about("how heights and widths grow with their sizes; power: as steeply as small maps allow", *scales.KINDS),
    )  # fmt: skip
    power: float | None = field(
        default=None, metadata=ranged("the exponent for heights and widths; none: 0.3 to 0.7, as maps allow", 0.05, 2)
    )
    thickness_scale: str = field(
        default="power",
        metadata=about(
            "how thickness grows with the number of channels; side: on the scale of heights", *scales.KINDS, "side"
        ),
    )
    thickness_power: float = field(default=0.3, metadata=ranged("the exponent for thickness", 0.05, 2))
    height_unit: float = field(
        default=0.0, metadata=ranged("points per unit of height, exactly, on a page as wide as that takes; 0: by the scale", 0, 100)
    )  # fmt: skip
    width_unit: float = field(default=0.0, metadata=ranged("points per unit of width; 0: by the scale", 0, 100))
    channel_unit: float = field(default=0.0, metadata=ranged("points per channel; 0: by the scale", 0, 100))
    vectors: str = field(
        default="upright", metadata=about("how bars of vectors lie: upright, away, or along the row", "upright", "away", "along")
    )  # fmt: skip
    apart: str = field(
        default="none",
        metadata=about("draw each layer as a block of its own; all: activations and norms behind convolutions too", "none", "layers", "all"),
    )  # fmt: skip
    bands: bool = field(
        default=False, metadata=about("mark an activation by a band on the last third of the slab that it follows")
    )
    between: str = field(
        default="arrow",
        metadata=about(
            "what leads from block to block; funnel: lines from corner to corner; pyramid: arrows, and dashed lines from maps to vectors too",
            "arrow", "line", "funnel", "pyramid", "none",
        ),
    )  # fmt: skip
    gap_from: str = field(
        default="outline",
        metadata=about("where gaps begin; front: blocks may cover what leads away of those before", "outline", "front"),
    )
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
    picture: str = field(
        default="",
        metadata=a_file("a PNG or JPEG to draw on the input, instead of that of the spec; none: no picture"),
    )
    pictures: tuple[str, ...] = field(
        default=(),
        metadata=a_file("PNGs or JPEGs to draw on the maps of other layers, outputs for instance: NAME=FILE, …"),
    )
    picture_opacity: float = field(default=1.0, metadata=ranged("how opaque pictures are", 0.0, 1.0))
    picture_flip: bool = field(default=False, metadata=about("turn their left and right"))
    opacity: float | None = field(
        default=None, metadata=ranged("how opaque faces are; below 1, edges behind show; none: the style's", 0, 1)
    )
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
    sizes: str = field(
        default="edges",
        metadata=about("write sizes along the edges that they measure, all over the blocks (under, where lines run) or under, or none", "edges", "over", "under", "none"),
    )  # fmt: skip
    legend: str = field(default="auto", metadata=about("explain the colours in a line below", "auto", "true", "false"))
    font_scale: float = field(default=1.0, metadata=ranged("how much larger all text is", 1, 3))
    caption: str = field(default="", metadata=about("words under the figure"))
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36.0, WIDEST))

    def __post_init__(self) -> None:
        """Check what the types of the fields cannot say; exact units need a page as wide as they take."""
        if self.is_exact:
            object.__setattr__(self, "width", WIDEST)
        if (self.ratio_x, self.ratio_y) != (None, None) and (self.angle, self.ratio) != (None, None):
            raise UsageError("the options 'ratio_x' and 'angle' are two ways to say one thing", "leave one out")

    @property
    def is_exact(self) -> bool:
        """Tell whether a unit is told."""
        return bool(self.height_unit or self.width_unit or self.channel_unit)

    def seen(self, usual: float) -> View:
        """Give the view; ``usual`` is how far edges that lead away go to the right and up, where nothing is told."""
        named = PEERS.get(self.view) or View((1.0, 0.0), (0.0, -1.0), (usual, -usual))
        x, y = named.away
        if (self.ratio_x, self.ratio_y) != (None, None):
            away = (x if self.ratio_x is None else self.ratio_x, y if self.ratio_y is None else -self.ratio_y)
            return View((1.0, 0.0), (0.0, -1.0), away)
        if self.angle is None and self.ratio is None:
            return named
        angle = degrees(atan2(-y, x)) if self.angle is None else self.angle
        return oblique(angle, hypot(x, y) if self.ratio is None else self.ratio)
