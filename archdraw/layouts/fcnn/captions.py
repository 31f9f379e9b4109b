"""The words of the figure: names of neurons, and under each layer its name, its true number of neurons, its activation."""

from __future__ import annotations

import unicodedata

from archdraw import text
from archdraw.diagram import Line
from archdraw.errors import UsageError
from archdraw.geometry import Point
from archdraw.graph import Dim
from archdraw.layouts.fcnn.columns import Column
from archdraw.layouts.fcnn.options import Options
from archdraw.lettering import wide
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.text.math import END, START, NotMath, formula

STEPS = (13.0, 8.0, 7.8)
"""From the last circle to the baseline of the first line, and on to the next ones, in points for the usual text of 7 points."""
LONGEST = 90.0
"""How wide an author's name of a neuron may be, in points."""
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}


@dataclass(frozen=True, slots=True)
class Caption:
    """The lines under a layer, each with its role."""

    lines: tuple[tuple[str, str], ...]

    def width(self, style: Style) -> float:
        """Give the room the widest line may need."""
        return max((wide(words, role, style) for words, role in self.lines), default=0.0)


def count(size: Dim) -> str:
    """Write a true number of neurons.

    >>> count(784), count(25088), count(None), count("n")
    ('784', '25,088', '?', 'n')
    """
    return "?" if size is None else str(size) if not isinstance(size, int) or size < 10_000 else f"{size:,}"


def caption(column: Column, options: Options, short: bool) -> Caption:
    """Write what stands under a layer; ``short`` puts number and activation on one line."""
    if not options.show_labels:
        return Caption(())
    layer = column.layer
    own = layer.label or (layer.name if options.show_layer_names else "")
    name = text.tidy(own or column.role)
    does = text.tidy(", ".join(column.does)) if options.show_layer_activations else ""
    does = ", ".join(part for part in (column.shape, does) if part)
    if options.counts == "space":
        words = (own and name) or f"{column.role.split()[0]} Layer"
        return Caption(_written((f"{words} ∈ {_space(column.size)}", "label"), (does, "detail")))
    number = count(column.size) if options.counts == "number" else ""
    if short:
        return Caption(_written((name, "label"), (", ".join(part for part in (number, does) if part), "detail")))
    return Caption(_written((name, "label"), (number, "op"), (does, "detail"), (text.tidy(layer.note), "detail")))


def _written(*lines: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(line for line in lines if line[0])


def _space(size: Dim) -> str:
    """Write the space that a layer's outputs are in, its number raised as a formula: the same height in every font."""
    power = str(size) if isinstance(size, int) else "n"
    return rf"{START}\mathbb{{R}}^{{{power}}}{END}"


def set_lines(each: Caption, at: Point, room: float, style: Style, centred: bool = True) -> tuple[Line, ...]:
    """Set a caption: its first baseline at a place, lines that are too wide shortened."""
    x, y = at
    lines = []
    for place, (words, role) in enumerate(each.lines):
        font = style.text(role).font
        shown = text.fit(words, room, font.size, font.weight)
        lines.append(Line((x, y), shown, role, "middle" if centred else "start", wide(shown, role, style)))
        y += (STEPS[1] if not place else STEPS[2]) * grown(style)
    return tuple(lines)


def grown(style: Style) -> float:
    """Tell how much larger than usual the style's text is."""
    return style.text("label").font.size / 7.0


def symbols(options: Options, hidden: int) -> list[str]:
    """Give the names of layers' neurons as formulas without their index; of several hidden layers each has its number above."""
    written = [_source(symbol) for symbol in options.symbols]
    above = [rf"{written[1]}^{{({layer + 1})}}" if hidden > 1 else written[1] for layer in range(hidden)]
    return [written[0], *above, written[2]]


def _source(symbol: str) -> str:
    """Write a letter with an accent on it as a formula: ``ŷ``. Raises UsageError for what is no symbol."""
    source = symbol.strip()
    letters = unicodedata.normalize("NFD", source)
    if len(letters) == 2 and letters[1] in ACCENTS:
        source = rf"\{ACCENTS[letters[1]]}{{{letters[0]}}}"
    try:
        formula(source)
    except NotMath as error:
        raise UsageError(
            f"the symbol '{symbol[:40]}' is no formula: {error}", "write a letter, such as x or ŷ"
        ) from None
    return source


def indexed(symbol: str, index: int | None, size: Dim, options: Options) -> str:
    """Write the name of one neuron; the only one of its layer has no index."""
    if index is None:
        return ""
    return f"{START}{symbol}{END}" if size == 1 else f"{START}{symbol}_{{{index + options.first_index}}}{END}"


def names(
    column: Column, symbol: str, shown: tuple[int | None, ...], given: tuple[str, ...], options: Options, style: Style
) -> list[str]:
    """Name the drawn neurons of a layer by words of the author or by symbol and index. Raises UsageError for too few words."""
    if not given:
        return [indexed(symbol, index, column.size, options) for index in shown]
    if len(given) != column.size:
        message = f"there are {len(given)} names for the {count(column.size)} neurons of '{column.layer.name}'"
        raise UsageError(message, "give one for each")
    font = style.text("unit").font
    tidy = [text.tidy(given[index]) if index is not None else "" for index in shown]
    return [text.fit(name, LONGEST, font.size, font.weight) for name in tidy]
