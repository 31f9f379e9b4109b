"""The options of the renderer `lenet`, in the words of the field; what NN-SVG can be told is among them."""

from __future__ import annotations

from dataclasses import field

from archdraw.errors import UsageError
from archdraw.options import a_file, about, ranged
from archdraw.records import dataclass
from archdraw.volumes import scales

PAGE_WIDTH, WIDEST = 468.0, 14400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help and its choices or range in its metadata."""

    scale: str = field(
        default="power",
        metadata=about("how the side of a map grows with its size; power: as steeply as small maps allow", *scales.KINDS),
    )  # fmt: skip
    unit: float = field(
        default=0.0,
        metadata=ranged("points per pixel of a map, exactly, on a page as wide as that takes; 0: what fits", 0.0, 100.0),
    )  # fmt: skip
    max_maps: int | None = field(
        default=None,
        metadata=ranged("draw at most so many maps of a layer, 0: all; none: what fits, at most 8", 0, 2048),
    )
    spacing: float | None = field(
        default=None, metadata=ranged("from map to map of a stack, in points; none: what fits, at most 3", 1.0, 40.0)
    )
    gap: float | None = field(
        default=None, metadata=ranged("between layers, in points; none: what fits", -100.0, 1000.0)
    )
    gaps: tuple[float, ...] = field(
        default=(), metadata=ranged("the gaps one by one, from the first; the last one counts for all that follow", -100.0, 1000.0)
    )  # fmt: skip
    rows: int = field(default=0, metadata=ranged("wrap the layers into so many rows; 0: as few as fit", 0, 100))
    picture: str = field(
        default="",
        metadata=a_file(
            "a PNG or JPEG to draw on the front of the input, instead of that of the spec; none: no picture"
        ),
    )
    picture_opacity: float = field(default=1.0, metadata=ranged("how opaque it is", 0.0, 1.0))
    picture_flip: bool = field(default=False, metadata=about("turn its left and right"))
    vectors: str = field(
        default="cells",
        metadata=about("draw vectors as columns of cells, as upright bars, or as bars at 45°", "cells", "bar",
                        "diagonal"),
    )  # fmt: skip
    vector_scale: str = field(
        default="power",
        metadata=about("how bars grow with a vector's length; linear: a point each", "power", "linear", "sqrt"),
    )
    length_scale: float = field(default=100.0, metadata=ranged("how long vectors are drawn, in percent", 1.0, 200.0))
    thickness: float = field(default=7.5, metadata=ranged("how thick vectors are drawn, in points", 1.0, 40.0))
    window: bool = field(default=True, metadata=about("draw what one cell of a map sees of the layer before"))
    apex: str = field(
        default="cell", metadata=about("lead the lines of a window to a cell or to one point", "cell", "point")
    )
    window_at: tuple[float, ...] = field(
        default=(0.82, 0.55),
        metadata=ranged("where windows lie, across and down, as shares of the free room; one pair for all or each", 0.0, 1.0),
    )  # fmt: skip
    cell_at: tuple[float, ...] = field(
        default=(0.16, 0.84), metadata=ranged("where cells lie; none: where the windows lie", 0.0, 1.0)
    )
    color1: str = field(default="", metadata=about("the fill of vectors and every second map; none: by the op"))
    color2: str = field(default="", metadata=about("the fill of the other maps, from the one at the back on"))
    opacity: float = field(default=1.0, metadata=ranged("how opaque maps and vectors are", 0.2, 1.0))
    border: float | None = field(
        default=None, metadata=ranged("the width of borders, in points; none: the style's", 0.01, 3.0)
    )
    labels: bool = field(default=True, metadata=about("write anything at all"))
    names: str = field(
        default="auto",
        metadata=about("what stands over a layer; auto: its label, else C1, S2 … as in LeNet's paper", "auto", "full",
                        "none"),
    )  # fmt: skip
    labels_at: str = field(
        default="row",
        metadata=about("where names and sizes stand: on common lines over a row, or as in NN-SVG each close over its stack, from its left end on",
                        "row", "stack"),
    )  # fmt: skip
    sizes: bool = field(default=True, metadata=about("write the number and size of the maps"))
    ops: bool = field(default=True, metadata=about("write what is done between two layers"))
    show_layer_activations: bool = field(default=False, metadata=about("write activations and norms too"))
    legend: str = field(
        default="auto",
        metadata=about("explain the colours in a line below; auto: where nothing else names the ops", "auto", "true",
                        "false"),
    )  # fmt: skip
    wedges: bool = field(default=True, metadata=about("tint what the lines between layers enclose"))
    caption: str = field(default="", metadata=about("words under the figure"))
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36.0, WIDEST))

    def __post_init__(self) -> None:
        """Check what the type and the range of a field cannot say; an exact unit needs a page as wide as it takes."""
        if self.unit:
            object.__setattr__(self, "width", WIDEST)
        for name in ("color1", "color2"):
            _check_color(name, getattr(self, name))
        for name, least, most in (("gaps", -100.0, 1000.0), ("window_at", 0.0, 1.0), ("cell_at", 0.0, 1.0)):
            values = getattr(self, name)
            if any(not least <= value <= most for value in values):
                raise UsageError(f"the option '{name}' takes numbers from {least:g} to {most:g}")
            if name != "gaps" and (len(values) % 2 or not (values or name == "cell_at")):
                raise UsageError(f"the option '{name}' takes pairs of numbers", f"write {name}=0.5,0.5")


def _check_color(name: str, value: str) -> None:
    from archdraw.style.colors import parse

    if value and not parse(value):
        raise UsageError(f"the option '{name}' takes a colour, not '{value[:40]}'", "write #d3e5f3 or tomato")
