"""All that is decided before marks are made: sizes, places, names, and how far layers are apart so that the page holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw import lettering
from archdraw.geometry import Box, Point
from archdraw.layouts.fcnn import captions, places
from archdraw.layouts.fcnn.captions import Caption
from archdraw.layouts.fcnn.columns import Column
from archdraw.layouts.fcnn.options import Options
from archdraw.layouts.fcnn.places import Stand
from archdraw.records import dataclass
from archdraw.style import Style

CLEAR = 6.0
"""What stays free between the captions of two layers, in points."""
WIDEST = 100.0
"""How far apart, in points, long captions may push layers."""
BESIDE = 120.0
"""How wide the captions at the right of rows may be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure before its marks. ``biased`` tells for each layer but the last whether a bias stands under it; ``room`` is that of a caption."""

    columns: tuple[Column, ...]
    stands: tuple[Stand, ...]
    names: tuple[tuple[str, ...], ...]
    captions: tuple[Caption, ...]
    biased: tuple[bool, ...]
    options: Options
    radius: float
    pitch: float
    largest: float
    inside: bool
    room: float

    def at(self, each: Stand, across: float) -> Point:
        """Give a place of a column on the page."""
        return places.turned(each.along, across, self.options.direction)

    def bias_at(self, each: Stand) -> Point:
        """Give the place of the bias under a column: below all neurons, so that no edge runs through it."""
        return self.at(each, places.reach(self.stands)[1] + places.BELOW * self.pitch)

    @property
    def dot(self) -> float:
        """The radius of the dots of an ellipsis."""
        return places.DOT * 2 * self.radius

    def lowest(self) -> float:
        """Give how far circles reach across the flow, biases too."""
        below = places.BELOW * self.pitch if any(self.biased) else 0.0
        return places.reach(self.stands)[1] + below + self.radius

    def body(self) -> Box:
        """Give the room of all neurons but the biases."""
        low, high = places.reach(self.stands)
        points = [self.at(each, across) for each in self.stands for across in (low, high)]
        return Box.hull(Box.around(point, 2 * self.radius, 2 * self.radius) for point in points)


def drafted(found: Sequence[Column], style: Style, options: Options) -> Draft:
    """Decide on everything."""
    weighted = any(column.weights for column in found)
    largest = max((column.weights.largest() for column in found if column.weights), default=0.0)
    largest = (options.weight_max or largest) if weighted else 0.0
    biased = tuple(_has_bias(column, options, weighted) for column in found[1:])
    inside = _stand_inside(found, style, options, weighted)
    diameter, gap, _ = places.WITH_NAMES if inside else (places.DIAMETER, places.GAP, places.SPACING)
    diameter = options.node_diameter or diameter
    pitches = places.pitches(len(found), diameter, options, gap)
    named = _named(
        found, [places.stand(each, 1.0, options.max_units) for each in found], inside, style, options, diameter
    )
    if options.direction != "right" and not inside:  # names above neurons need their width
        widest = max((lettering.wide(name, "unit", style) for row in named for name in row), default=0.0)
        pitches = [max(pitch, min(widest, 60.0) + 1.5) for pitch in pitches]
    stands = [places.stand(each, pitch, options.max_units) for each, pitch in zip(found, pitches, strict=True)]
    words = [captions.caption(column, options, inside) for column in found]
    draft = Draft(
        tuple(found), tuple(stands), named, tuple(words), biased, options, diameter / 2, max(pitches, default=diameter),
        largest, inside, BESIDE,
    )  # fmt: skip
    return _spaced(draft, style)


def _has_bias(column: Column, options: Options, weighted: bool) -> bool:
    return column.bias and (options.bias == "true" or (options.bias == "auto" and not weighted))


def _stand_inside(found: Sequence[Column], style: Style, options: Options, weighted: bool) -> bool:
    """Tell whether names stand inside neurons: on request, or in a small network with weights where all fit."""
    if options.node_text != "auto":
        return options.node_text == "inside"
    if not weighted or options.input_names or options.output_names:
        return False
    diameter = options.node_diameter or places.WITH_NAMES[0]
    stands = [places.stand(each, 1.0, options.max_units) for each in found]
    rows = _named(found, stands, True, style, options, 1e6)
    return all(lettering.wide(name, "op", style) <= diameter - 2 for row in (rows[0], rows[-1]) for name in row)


def _named(
    found: Sequence[Column], stands: Sequence[Stand], inside: bool, style: Style, options: Options, diameter: float
) -> tuple[tuple[str, ...], ...]:
    """Name the drawn neurons of every layer; layers whose names have no room have none."""
    signs = captions.symbols(options, max(0, len(found) - 2))
    rows: list[tuple[str, ...]] = []
    for place, (column, each) in enumerate(zip(found, stands, strict=True)):
        first, last = place == 0, place == len(found) - 1
        given = options.input_names if first else options.output_names if last else ()
        shown = tuple(spot.index for spot in each.spots)
        symbol = signs[0] if first else signs[-1] if last else signs[place]
        row = captions.names(column, symbol, shown, given, options, style)
        fits = all(lettering.wide(name, "op", style) <= diameter - 1 for name in row) and (
            style.text("op").font.size <= diameter
        )
        wanted = fits if inside else (first or last) and (options.node_text != "none" or bool(given))
        rows.append(tuple(row) if wanted else ("",) * len(row))
    return tuple(rows)


def _spaced(draft: Draft, style: Style) -> Draft:
    """Put the layers at equal distances: the usual one, more where captions need it, less where the page would not hold them."""
    options, steps = draft.options, max(1, len(draft.columns) - 1)
    diameter = 2 * draft.radius
    widths = [each.width(style) for each in draft.captions]
    level = options.direction == "right"
    if options.layer_spacing is not None:
        step = options.layer_spacing + diameter
    else:
        usual = places.WITH_NAMES[2] if draft.inside else places.SPACING
        step = diameter + usual
        if level:
            pairs = pairwise(widths)
            step = max(step, *(min(WIDEST, (one + two) / 2 + CLEAR) for one, two in pairs), 0.0)
        step = min(step, max(diameter + 12.0, (_free(draft, widths, style) - diameter) / steps))
    room = max(step - 3.0, 12.0) if level and len(draft.columns) > 1 else BESIDE
    stands = tuple(replace(each, along=place * step) for place, each in enumerate(draft.stands))
    return _with_short_names(replace(draft, stands=stands, room=room), style)


def _with_short_names(draft: Draft, style: Style) -> Draft:
    """Call hidden layers H1, H2 … where their names would have to be cut."""
    roles = [column.role for column in draft.columns if column.role.startswith("Hidden ")]
    if all(lettering.wide(role, "label", style) <= draft.room for role in roles):
        return draft
    columns = tuple(replace(column, role=column.role.replace("Hidden ", "H")) for column in draft.columns)
    words = tuple(captions.caption(column, draft.options, draft.inside) for column in columns)
    return replace(draft, captions=words)


def _free(draft: Draft, widths: Sequence[float], style: Style) -> float:
    """Give the room that the page has for the layers along the flow."""
    options, margin = draft.options, 2 * style.size("margin") + 1.0
    level = options.direction == "right"
    bar = 42.0 if level and draft.largest and options.color_bar else 0.0
    beside = [0.0, 0.0]
    for side, row in enumerate((draft.names[0], draft.names[-1])):
        if draft.inside:
            continue
        size = max((lettering.wide(name, "unit", style) for name in row), default=0.0)
        beside[side] = (size + 3.0 if level else style.text("unit").font.size + 3.0) if size else 0.0
        if level:
            half = min(widths[0 if not side else -1], WIDEST) / 2 - draft.radius
            beside[side] = max(beside[side], half)
    return (options.width if level else options.height) - margin - sum(beside) - bar
