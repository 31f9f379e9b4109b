"""The options of the renderer `alexnet`, in the words of the field; what NN-SVG can be told is among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from math import atan2, degrees, hypot

from archdraw.errors import UsageError
from archdraw.options import a_file, about, ranged
from archdraw.records import dataclass
from archdraw.volumes import scales, views

PAGE_WIDTH, WIDEST = 468.0, 14400.0
VIEWS: Mapping[str, views.View] = {
    "oblique": views.View((1.0, 0.0), (0.0, -1.0), (0.34, -0.24)),
    "flat": views.View((1.0, 0.0), (0.0, -1.0), (0.34, -0.1)),
    "steep": views.View((1.0, 0.0), (0.0, -1.0), (0.3, -0.4)),
    "classic": views.turned(degrees(atan2(84, 219)), degrees(atan2(92, hypot(84, 219)))),
}
"""The named views; `classic` is NN-SVG's camera, 219 before, 92 above and 84 to the right of what it looks at."""
PAIRS = ("kernel_at", "apex_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help and its choices or range in its metadata."""

    view: str = field(default="oblique", metadata=about("how boxes are seen; classic: by NN-SVG's camera", *VIEWS))
    azimuth: float | None = field(
        default=None, metadata=ranged("look from so many degrees to the right of the fronts; none: as the view", -60, 60)
    )  # fmt: skip
    elevation: float | None = field(
        default=None, metadata=ranged("look from so many degrees above; none: as the view", 5, 45)
    )
    angle: float | None = field(
        default=None, metadata=ranged("the angle at which edges lead away, in degrees; none: as the view", 5, 175)
    )
    ratio: float | None = field(
        default=None, metadata=ranged("how long edges that lead away are drawn; none: as the view", 0.1, 1)
    )
    slope: bool = field(default=False, metadata=about("let the row run as the camera sees it, not level"))
    scale: str = field(
        default="power",
        metadata=about("how heights and widths grow with their sizes; power: as steeply as small maps allow", *scales.KINDS,
                        scales.NATURAL),
    )  # fmt: skip
    unit: float = field(
        default=0.0,
        metadata=ranged("points per unit of that scale, exactly, on a page as wide as that takes; 0: what fits", 0, 100),
    )  # fmt: skip
    power: float | None = field(
        default=None, metadata=ranged("the exponent for heights and widths; none: 0.3 to 0.7, as maps allow", 0.05, 2)
    )
    depth_scale: str = field(
        default="power",
        metadata=about("how depths grow with the number of channels", *scales.KINDS, scales.NATURAL),
    )
    depth_unit: float = field(
        default=0.0, metadata=ranged("points per unit of that scale, and for the lengths of vectors; 0: what fits", 0, 100)
    )  # fmt: skip
    depth_power: float = field(default=0.3, metadata=ranged("the exponent for depths", 0.05, 2))
    kernel_scale: str = field(
        default="share",
        metadata=about("how kernels grow; share: by their share of the map", "share", *scales.KINDS, scales.NATURAL),
    )
    kernel_unit: float = field(
        default=1.0, metadata=ranged("points per unit of that scale, unless it is share", 0.01, 100)
    )
    gap: float | None = field(
        default=None, metadata=ranged("from face to face of two layers, in points; none: what fits", 0, 1000)
    )
    gaps: tuple[float, ...] = field(
        default=(), metadata=ranged("the gaps one by one, from the first; the last one counts for all that follow", 0, 1000)
    )  # fmt: skip
    rows: int = field(default=0, metadata=ranged("wrap the layers into so many rows; 0: as few as fit", 0, 100))
    pools: str = field(
        default="words", metadata=about("say pools between layers, or draw what they put out too", "words", "blocks")
    )
    kernels: bool = field(default=True, metadata=about("draw kernels and what they lead to"))
    kernel_at: tuple[float, ...] = field(
        default=(-0.06, 0.16),
        metadata=ranged("where kernels lie, away and up from the middle, as shares of the sides; one pair for all or each", -0.5,
                         0.5),
    )  # fmt: skip
    apex_at: tuple[float, ...] = field(
        default=(-0.06, -0.1), metadata=ranged("where they lead to on the next layer; none: as the kernels lie", -0.5, 0.5)
    )  # fmt: skip
    dot: bool = field(default=True, metadata=about("mark the point that a kernel leads to"))
    vectors: str = field(default="solid", metadata=about("draw vectors as solid bars or as flat ones", "solid", "flat"))
    thickness: float = field(default=7.0, metadata=ranged("how thick vectors are drawn, in points", 1, 40))
    between: str = field(
        default="arrow", metadata=about("what leads to vectors: an arrow, or lines from the ends to a point", "arrow", "lines")
    )  # fmt: skip
    picture: str = field(
        default="",
        metadata=a_file(
            "a PNG or JPEG to draw on the front of the input, instead of that of the spec; none: no picture"
        ),
    )
    picture_opacity: float = field(default=1.0, metadata=ranged("how opaque it is", 0.0, 1.0))
    picture_flip: bool = field(default=False, metadata=about("turn its left and right"))
    color1: str = field(default="", metadata=about("the fill of layers; none: by the op"))
    color2: str = field(default="", metadata=about("the fill of kernels; none: the style's"))
    color3: str = field(
        default="", metadata=about("the fill of what they lead to the next layer by; none: that of kernels")
    )
    opacity: float | None = field(
        default=None,
        metadata=ranged("how opaque layers are, 0: edges alone; none: clear tensors, solid vectors", 0, 1),
    )
    kernel_opacity: float = field(default=1.0, metadata=ranged("how opaque kernels are, 0: edges alone", 0, 1))
    border: float | None = field(
        default=None, metadata=ranged("the width of all edges, in points; none: the style's", 0.01, 3)
    )
    labels: bool = field(default=True, metadata=about("write anything at all"))
    names: str = field(
        default="auto",
        metadata=about("what stands under a layer; auto: its label, else conv1, fc6 …", "auto", "full", "none"),
    )
    sizes: str = field(
        default="edges", metadata=about("write sizes along the edges that they measure, over layers (below, where skips run), or not", "edges", "over",
                                         "none"),
    )  # fmt: skip
    kernel_sizes: bool = field(default=False, metadata=about("write the sizes of kernels over them"))
    ops: bool = field(default=True, metadata=about("write what is done between two layers"))
    show_layer_activations: bool = field(default=False, metadata=about("write activations and norms too"))
    legend: str = field(
        default="auto",
        metadata=about("explain the colours in a line below; auto: unless colours are told", "auto", "true", "false"),
    )
    font_scale: float = field(default=1.0, metadata=ranged("how much larger all text is", 1, 3))
    caption: str = field(default="", metadata=about("words under the figure"))
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36.0, WIDEST))

    def __post_init__(self) -> None:
        """Check what the type and the range of a field cannot say; exact units need a page as wide as they take."""
        if self.unit or self.depth_unit:
            object.__setattr__(self, "width", WIDEST)
        for name in ("color1", "color2", "color3"):
            _check_color(name, getattr(self, name))
        for name, least, most in (("gaps", 0.0, 1000.0), *((name, -0.5, 0.5) for name in PAIRS)):
            values = getattr(self, name)
            if any(not least <= value <= most for value in values):
                raise UsageError(f"the option '{name}' takes numbers from {least:g} to {most:g}")
            if name in PAIRS and (len(values) % 2 or not (values or name == "apex_at")):
                raise UsageError(f"the option '{name}' takes pairs of numbers", f"write {name}=0,0.2")
        if (self.azimuth is None) != (self.elevation is None):
            raise UsageError("the options 'azimuth' and 'elevation' are told together", "write azimuth=21 elevation=21")
        if self.azimuth is not None and (self.angle is not None or self.ratio is not None):
            raise UsageError("the options 'azimuth' and 'angle' are two ways to say one thing", "leave one out")

    @property
    def seen(self) -> views.View:
        """The view, named or by its angles."""
        if self.azimuth is not None and self.elevation is not None:
            return views.turned(self.azimuth, self.elevation)
        named = VIEWS[self.view]
        if self.angle is None and self.ratio is None:
            return named
        x, y = named.away
        angle = degrees(atan2(-y, x)) if self.angle is None else self.angle
        return views.oblique(angle, hypot(x, y) if self.ratio is None else self.ratio)


def _check_color(name: str, value: str) -> None:
    from archdraw.style.colors import parse

    if value and not parse(value):
        raise UsageError(f"the option '{name}' takes a colour, not '{value[:40]}'", "write #d3e5f3 or tomato")
