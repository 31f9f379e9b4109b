"""The texts of a box in the renderer `graph`: up to four, at the left and right of two lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archdraw import text
from archdraw.graph import Layer
from archdraw.layouts.graph.labels import Context, Texts, brief, closed_texts, texts
from archdraw.layouts.graph.manner import Detail, Rows
from archdraw.layouts.graph.rows import Row, width
from archdraw.layouts.graph.template import filled as template_texts
from archdraw.style import Style


def rows(boxed: Sequence[Layer], context: Context, style: Style, detail: Detail) -> Rows:
    """Give the lines of text of each box."""
    made = {layer.name: (layer, _texts(layer, context, detail)) for layer in boxed}
    found = {name: _lowest(layer, each, _rows(layer, each, detail), style) for name, (layer, each) in made.items()}
    return _in_columns(found, style) if detail == "line" else found


def _texts(layer: Layer, context: Context, detail: Detail) -> Texts:
    template = context.options.label
    if layer.attrs.get("closed"):
        made = closed_texts(layer, context)
    else:
        made = template_texts(template, layer, context) if template else texts(layer, context)
    if detail == "short" and not context.options.label and not layer.attrs.get("closed"):
        title = made.title if layer.op in ("input", "output") else layer.label or brief(layer, context)
        made = Texts(title, "", "", made.shape if layer.op == "input" else str(layer.attrs.get("first", "")))
    return Texts(*(text.tidy(each) for each in (made.title, made.right, made.detail, made.shape)))


def _rows(layer: Layer, made: Texts, detail: Detail) -> tuple[Row, ...]:
    """Spread the texts over the lines of the box."""
    title = (made.title, "label")
    if detail == "full":
        return (Row((title,), made.right), Row(((made.detail, "detail"),), made.shape))
    if detail == "short":
        return (Row((title, (made.shape, "detail")), centred=not layer.attrs.get("closed")),)
    run = " · ".join(part for part in (made.detail, made.right) if part)
    if made.right[:1].isdigit() and not made.detail:
        run = f"{made.right} parameters"
    return (Row((title, (run, "detail")), made.shape),)


def _in_columns(rows: dict[str, tuple[Row, ...]], style: Style) -> dict[str, tuple[Row, ...]]:
    """Let the details of all one-line boxes begin at one place."""
    titles = [width(*row.left[0], style) for (row,) in rows.values() if len(row.left) > 1 and row.left[1][0]]
    tab = max(titles, default=0.0) + 2 * style.size("run")
    if tab > 0.6 * style.size("box_width_max"):
        return rows
    return {name: (replace(row, tab=tab),) for name, (row,) in rows.items()}


def _lowest(layer: Layer, made: Texts, rows: tuple[Row, ...], style: Style) -> tuple[Row, ...]:
    """Put two rows into one where the second would be nearly empty and one has the room in the widest box."""
    if len(rows) < 2 or layer.attrs.get("closed") or made.detail or (made.shape and made.right):
        return rows
    one = Row(rows[0].left, made.shape or made.right)
    return (one,) if one.need(style) + 2 * style.size("padding") <= style.size("box_width_max") else rows
