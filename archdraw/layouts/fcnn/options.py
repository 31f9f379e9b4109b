"""The options of the renderer `fcnn`: all that NN-SVG has, in the same ranges or wider ones, and more."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from archdraw.errors import UsageError
from archdraw.lengths import PAGE_WIDTH
from archdraw.options import about, ranged
from archdraw.records import dataclass
from archdraw.style.colors import parse

PAGE_HEIGHT = 648.0
GAPS = (0.0, 200.0)
SYMBOLS = ("x", "h", "y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose; every field has its help, its choices and its range in its metadata."""

    direction: str = field(default="right", metadata=about("where the data flows", "right", "down", "up"))
    max_units: int = field(
        default=10, metadata=ranged("draw at most so many neurons of a layer, an ellipsis for the others", 4, 256)
    )
    node_diameter: float | None = field(
        default=None, metadata=ranged("the diameter of neurons, in points; none: 8.8, or 12.4 with text inside", 2, 100)
    )
    node_gap: tuple[float, ...] = field(
        default=(),
        metadata=about("the gap between neurons of a layer, in points: one for all layers, or one for each; 0 to 200"),
    )
    layer_spacing: float | None = field(
        default=None,
        metadata=ranged("the gap between layers, in points; none: what looks well and fits the page", 4, 1000),
    )
    node_color: str = field(default="", metadata=about("the fill of neurons, instead of the style's by layer"))
    node_border_color: str = field(default="", metadata=about("the border of neurons, instead of the style's"))
    node_text: str = field(
        default="auto",
        metadata=about("names of neurons (x₁ …) beside the first and the last layer, or inside; auto: inside with weights, where they fit",
                        "auto", "none", "beside", "inside"),
    )  # fmt: skip
    symbols: tuple[str, ...] = field(
        default=SYMBOLS,
        metadata=about("what neurons of the input, hidden and output layers are called; x̂, ŷ and Greek too"),
    )
    first_index: int = field(default=1, metadata=ranged("the index of a layer's first neuron", 0, 1))
    input_names: tuple[str, ...] = field(default=(), metadata=about("words beside the inputs, one for each"))
    output_names: tuple[str, ...] = field(default=(), metadata=about("words beside the outputs, one for each"))
    bias: str = field(
        default="auto",
        metadata=about("draw biases as units +1 that no layer counts; auto: those the layers have, unless weights are drawn",
                        "auto", "true", "false"),
    )  # fmt: skip
    show_labels: bool = field(
        default=True, metadata=about("write name, number of neurons and activation under each layer")
    )
    show_layer_names: bool = field(
        default=False, metadata=about("write the layers' own names, not Input, Hidden 1 … Output")
    )
    show_layer_activations: bool = field(default=True, metadata=about("write the activations of layers"))
    counts: str = field(
        default="number",
        metadata=about("how the size of a layer is written: 784, or Input Layer ∈ ℝ⁷⁸⁴", "number", "space", "none"),
    )
    bezier: bool = field(
        default=False, metadata=about("draw edges as curves that leave and reach neurons along the flow")
    )
    arrowheads: str = field(
        default="none", metadata=about("heads of edges; they touch the neuron at any width", "none", "empty", "solid")
    )
    edge_width: float | None = field(
        default=None,
        metadata=ranged(
            "the width of edges, in points, by weight that of the largest; none: the style's, or 2.1", 0, 10
        ),
    )
    edge_width_least: float = field(
        default=0.35, metadata=ranged("by weight, the width of an edge of weight 0, in points", 0, 10)
    )
    edge_opacity: float = field(default=1.0, metadata=ranged("the opacity of edges", 0, 1))
    edge_color: str = field(default="", metadata=about("the colour of edges, instead of the style's"))
    negative_color: str = field(default="", metadata=about("the colour of the most negative weight"))
    positive_color: str = field(default="", metadata=about("the colour of the most positive weight"))
    weights: Any = field(
        default="none",
        metadata={
            "help": "draw the weights of the model's file (none, file), or these: a list of matrices, a row for each input"
        },
    )
    edge_width_proportional: str = field(
        default="auto",
        metadata=about("the width of an edge says its weight; auto: where there are weights", "auto", "true", "false"),
    )
    edge_opacity_proportional: str = field(
        default="auto", metadata=about("the opacity of an edge says its weight; auto: no", "auto", "true", "false")
    )
    edge_color_proportional: str = field(
        default="auto",
        metadata=about("the colour of an edge says its weight; auto: where there are weights", "auto", "true", "false"),
    )
    weight_max: float = field(
        default=0.0,
        metadata=ranged("the weight that is drawn strongest, to compare figures; 0: the largest there is", 0, 1e6),
    )
    color_power: float = field(
        default=0.8, metadata=ranged("below 1, small weights have more colour; 1: in proportion", 0.2, 3)
    )
    dash_negative: bool = field(
        default=False, metadata=about("dash edges of negative weight, for print without colour")
    )
    color_bar: bool = field(default=True, metadata=about("say beside the figure what the colours of weights are"))
    width: float = field(default=PAGE_WIDTH, metadata=ranged("the width of the page to fit, in points", 36, 14400))
    height: float = field(default=PAGE_HEIGHT, metadata=ranged("the height of the page to fit, in points", 36, 14400))

    def __post_init__(self) -> None:
        """Check what a type does not say, while it is still known where it was written."""
        for name in ("node_color", "node_border_color", "edge_color", "negative_color", "positive_color"):
            self._color(name)
        for gap in self.node_gap:
            if not GAPS[0] <= gap <= GAPS[1]:
                raise UsageError(f"the option 'node_gap' must be at least 0 and at most 200, not '{gap:g}'")
        if len(self.symbols) != 3:
            raise UsageError("the option 'symbols' takes three: of input, hidden and output neurons", "write x,h,y")

    def _color(self, name: str) -> None:
        value = getattr(self, name)
        found = parse(value) if value else ""
        if found is None:
            raise UsageError(
                f"the option '{name}' takes a colour, not '{value[:40]}'",
                "write '#505050' or a CSS name such as tomato",
            )
        object.__setattr__(self, name, found)
