"""``plot_model`` with Keras's arguments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archdraw import api, registry
from archdraw.keras.asking import direction_of, refuse, tell
from archdraw.options import options_of

if TYPE_CHECKING:
    from archdraw.figure import Figure
    from archdraw.pipeline import PassList
    from archdraw.plan import StyleLike
    from archdraw.reading import InputShape


def plot_model(
    model: Any,
    to_file: str | os.PathLike[str] = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: float = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    *,
    renderer: str = "graph",
    style: StyleLike | None = None,
    passes: PassList | None = None,
    width: str | float | None = None,
    options: Mapping[str, Any] | None = None,
    input_shape: InputShape | None = None,
    **kwargs: Any,
) -> Figure:
    """Draw a model into a file, as ``keras.utils.plot_model`` does, and give the figure, which shows itself in a notebook.

    A figure is fitted to a page, every call of a shared layer is drawn, and a subclassed model is traced. ``to_file`` takes all of archdraw's
    formats; without an ending it is a PNG. ``splines`` is taken and not used: archdraw's lines have right angles. The arguments
    behind are `archdraw.render`'s; ``passes="none"`` draws each dropout and each norm as a box of its own. Raises ValueError, as Keras does.
    """
    refuse(model, kwargs, told=input_shape is not None)
    wanted: dict[str, Any] = {
        "direction": direction_of(rankdir),
        "show_shapes": show_shapes,
        "show_dtype": show_dtype,
        "show_layer_names": show_layer_names,
        "show_params": show_shapes,
        "show_layer_activations": show_layer_activations,
        "show_trainable": show_trainable,
        "expand_nested": expand_nested,
    }
    recipe: Any = registry.find("renderers", renderer)
    known = {option.name for option in options_of(registry.resolve(recipe.options))}
    asked = {name: value for name, value in wanted.items() if name in known} | dict(options or {})
    figure = api.render(
        model, renderer=renderer, style=style, passes=passes, width=width, options=asked, input_shape=input_shape
    )
    tell(figure.graph)
    suffix = Path(to_file).suffix.lower()
    figure.save(to_file, format="" if suffix else "png", dpi=dpi if suffix in ("", ".png") else None)
    return figure
