"""The options of the renderer `graph`; where Keras's `plot_model` has a good name for one, it is that name."""

from __future__ import annotations

from dataclasses import field

from archdraw.layouts.graph.templating import check
from archdraw.lengths import PRINT, SMALL
from archdraw.options import about, ranged
from archdraw.records import dataclass

PAGE_WIDTH, PAGE_HEIGHT = 468.0, 648.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help and its choices in its metadata."""

    direction: str = field(
        default="down",
        metadata=about(
            "where the data flows; auto: down, or right where that fits the page better", "auto", "down", "right", "up"
        ),
    )
    engine: str = field(
        default="own",
        metadata=about("who places the boxes: archdraw, or Graphviz' dot, which knows no page and wraps nothing", "own",
                        "dot"),
    )  # fmt: skip
    label: str = field(
        default="",
        metadata=about("a template for every box, such as '{name}|{params}\\n{type} {kernel}|{shape}'"),
    )
    show_layer_names: bool = field(default=True, metadata=about("write the layers' own names, not only what they are"))
    show_shapes: bool = field(default=True, metadata=about("write the shape of each output"))
    show_dtype: bool = field(default=False, metadata=about("write the type of the numbers behind the shape"))
    show_params: bool = field(default=True, metadata=about("write the number of weights"))
    show_layer_activations: bool = field(default=True, metadata=about("write the activations built into a layer"))
    show_trainable: bool = field(default=False, metadata=about("mark frozen layers as such"))
    expand_nested: bool = field(default=True, metadata=about("open nested models in a frame, not as one box"))
    repeats: str = field(
        default="auto",
        metadata=about("draw what repeats open, in a frame, or as one box; auto: open where it fits the page", "auto",
                        "frame", "box"),
    )  # fmt: skip
    text: str = field(
        default="auto",
        metadata=about("how much stands in a box: two lines, one line, or only what it is; auto: what the page has room for",
                        "auto", "full", "line", "short"),
    )  # fmt: skip
    merges: str = field(
        default="auto",
        metadata=about("draw merges as circles or as boxes; auto: sums and products as circles", "auto", "circle",
                        "box"),
    )  # fmt: skip
    frames: bool = field(default=True, metadata=about("draw frames around groups"))
    legend: bool = field(default=True, metadata=about("explain the colours in a line below"))
    total: bool = field(default=True, metadata=about("write the title and the number of parameters into a free corner"))
    math: bool = field(default=False, metadata=about("read $x_i^2$ in labels, notes and titles as a formula"))
    caption: str = field(default="", metadata=about("words under the figure"))
    fit: str = field(
        default="page", metadata=about("wrap long chains to fit the page, or not", "page", "width", "false")
    )
    page: str = field(
        default="letter",
        metadata=about("the page to fit, where no width and height are told", "letter", "a4", "slide"),
    )
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36.0, 14400.0))
    height: float = field(
        default=PAGE_HEIGHT, metadata=ranged("the height of the page to fit, in points", 36.0, 14400.0)
    )

    def __post_init__(self) -> None:
        """Look the template over before anything is drawn, while it is still known where it was written."""
        if self.label:
            check(self.label)

    @property
    def readable(self) -> float:
        """Give the smallest scale at which the small print can still be read on the page."""
        return PRINT[self.page][0] / SMALL

    @property
    def largest(self) -> float:
        """Give the largest scale at which a figure may stand on the page: more than 1 where all that is free shall be used."""
        return PRINT[self.page][1] / SMALL if self.fit == "page" else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocksOptions(Options):
    """What a user may choose for `blocks`."""

    direction: str = field(
        default="auto",
        metadata=about(
            "where the data flows; auto: down, or right where that fits the page better", "auto", "down", "right", "up"
        ),
    )
    show_layer_names: bool = field(default=False, metadata=about("write the layers' own names, not only what they are"))
    u: str = field(
        default="auto",
        metadata=about("draw the network as a U, with its skips level across it; auto: if it is one and fits the page", "auto",
                        "true", "false"),
    )  # fmt: skip
    detail: tuple[str, ...] = field(
        default=("auto",),
        metadata=about(
            "blocks to draw in a frame beside the figure, by name; auto: those that explain several boxes, or none"
        ),
    )
    bands: bool = field(
        default=False, metadata=about("lay a light band behind all boxes of one resolution, with its size")
    )
    counts: str = field(
        default="box",
        metadata=about(
            "where the numbers of weights stand: rounded in the boxes, or exactly in a margin with their sum",
            "box",
            "margin",
        ),
    )
