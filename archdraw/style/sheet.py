"""The style itself: what layouts and drawing ask for looks and sizes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from archdraw.diagram import Look
from archdraw.errors import StyleError, UnknownName
from archdraw.graph import OPS
from archdraw.records import dataclass
from archdraw.scene import Fill, Font, Head, Stroke
from archdraw.style.colors import BLACK, WHITE, darker, is_grey, lighter, mix, near, readable
from archdraw.words import did_you_mean

Kind = TypeVar("Kind")
Entry = Mapping[str, Any]
"""The checked values of one entry: ``fill``, ``stroke``, ``width`` …"""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How texts of one role are set."""

    font: Font
    color: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an area is hatched with: a name of `archdraw.hatching.PATTERNS`, and the colour of the lines."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """How an area is drawn; a stroke of width 0 is not drawn."""

    fill: Fill | None
    stroke: Stroke
    radius: float = 0.0
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Faces:
    """The three visible faces of a solid block, and the stroke of their edges."""

    front: Fill
    top: Fill
    side: Fill
    stroke: Stroke
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """Looks by role and op, all values checked, all colours ``#rrggbb``, all lengths in points.

    ``looks`` are by op, word, group and layer. ``named`` are the looks of the caller that are no ops: words, groups or
    layers that `check` must find. ``background`` is empty where the page is transparent. ``known`` are the boxes that were asked for, ``legible``
    the texts on a fill: most layers look like another.
    """

    name: str
    fonts: tuple[str, ...]
    background: str
    looks: Mapping[str, Entry]
    marks: Mapping[str, Entry]
    texts: Mapping[str, TextStyle]
    lines: Mapping[str, Stroke]
    sizes: Mapping[str, float]
    options: Mapping[str, Entry]
    named: tuple[str, ...] = ()
    known: dict[tuple[str, ...], BoxStyle] = field(default_factory=dict, init=False, repr=False, compare=False)
    legible: dict[tuple[str, str], TextStyle] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, role: str, on: str = "") -> TextStyle:
        """Give how texts of a role are set; on a fill of the colour ``on``, in a colour that can be read there."""
        if not on:
            return _get(self.texts, role, "text role")
        found = self.legible.get((role, on))
        if found is None:
            plain = _get(self.texts, role, "text role")
            found = TextStyle(plain.font, readable(plain.color, on, self.texts["label"].color))
            self.legible[role, on] = found
        return found

    def box(self, look: Look) -> BoxStyle:
        """Give the looks of a layer's box: the name wins over its groups, these over the word, that over the op."""
        names = (look.op, *[name for name in (look.word, *reversed(look.groups), look.name) if name in self.looks])
        found = self.known.get(names)
        if found is None:
            found = self.known[names] = _box(self._entry(look), look.op)
        return found

    @property
    def is_patterned(self) -> bool:
        """Tell whether patterns tell layers apart, so that tints and shades, which a printer makes of dots, say nothing."""
        return self.size("pattern_room") > 0

    def is_plain(self, look: Look) -> bool:
        """Tell whether a layer is drawn as what has no colour of its own is, so that its looks say nothing."""
        mine, plain = self.box(look), self.box(Look("other"))
        if mine.pattern or mine.stroke.dash != plain.stroke.dash or not is_grey(mine.stroke.color):
            return False
        fills = [looks.fill.color if looks.fill else WHITE for looks in (mine, plain)]
        return near(fills[0], fills[1])

    def faces(self, look: Look) -> Faces:
        """Give the looks of a layer's solid block: a lighter top and a darker side."""
        entry = self._entry(look)
        front, stroke = entry.get("face") or entry["fill"] or WHITE, _stroke(entry, look.op)
        top = entry.get("top") or lighter(front)
        side = entry.get("side") or mix(front, stroke.color, entry.get("shade", 0.18))
        solid = Stroke(stroke.color, stroke.width, (), look.op)
        front_fill, top_fill, side_fill = (
            Fill(color, 1.0, look.op + (face if color != front else ""))
            for color, face in ((front, ""), (top, "-top"), (side, "-side"))
        )
        return Faces(front_fill, top_fill, side_fill, solid, entry.get("opacity", 1.0))

    def band(self, look: Look) -> Fill:
        """Give what marks an activation on a layer's solid block: the look's own colour, or that of activations."""
        color = self._entry(look).get("band") or self._entry(Look("activation"))["fill"] or WHITE
        return Fill(color, self._entry(look).get("band-opacity", 1.0), "activation")

    def mark(self, name: str, look: Look | None = None) -> BoxStyle:
        """Give the looks of what is no layer: ``frame``, ``band`` or ``deck``; of a closed box, with those of its own names."""
        entry = _get(self.marks, name, "mark")
        return _box(self._named(entry, look) if look else entry, name)

    def frame(self) -> BoxStyle:
        """Give the looks of the outline of a group."""
        return self.mark("frame")

    def folded(self, look: Look | None = None) -> BoxStyle:
        """Give the looks of a box that stands for a run of layers, with those of its block, groups and name."""
        return self.mark("folded", look)

    def pill(self) -> BoxStyle:
        """Give the looks of the badge ``×6``."""
        return self.mark("pill")

    def merge(self) -> BoxStyle:
        """Give the looks of the circle of a merge and of the sign in it."""
        return self.mark("merge")

    def line(self, kind: str = "data") -> Stroke:
        """Give the stroke of a kind of line."""
        return _get(self.lines, kind, "kind of line")

    def thin(self, stroke: Stroke) -> Stroke:
        """Give the stroke for the same thing drawn small: a swatch, a token."""
        return Stroke(stroke.color, min(stroke.width, self.size("thin")), stroke.dash, stroke.role)

    def outline(self, fill: str, stroke: Stroke) -> Stroke:
        """Give the stroke around a fill that is none of the style's own: a dark tone of it."""
        return Stroke(darker(fill), stroke.width, stroke.dash, stroke.role)

    def head(self) -> Head:
        """Give the size of arrow heads."""
        return Head(self.size("head_length"), self.size("head_width"))

    def size(self, name: str) -> float:
        """Give a length, in points."""
        return _get(self.sizes, name, "size")

    def of(self, renderer: str) -> Style:
        """Give the style as one renderer has it: what it says of this one in the place of what it says of all."""
        return replace(
            self,
            marks=_of(renderer, self.marks),
            texts=_of(renderer, self.texts),
            lines=_of(renderer, self.lines),
            sizes=_of(renderer, self.sizes),
        )

    def check(self, names: Collection[str]) -> None:
        """Raise StyleError where the caller styles a word, group or layer that is none of these names.

        What a style file names may be missing: it serves many figures.
        """
        for name in self.named:
            if name not in names:
                hint = did_you_mean(name, {*OPS, *names, *SECTIONS})
                raise StyleError(f"'{name}' is no op, word, block, group or layer of this figure", hint, path=(name,))

    def _entry(self, look: Look) -> Entry:
        other: Entry = self.looks["other"]
        known = look.op in self.looks and look.op != "other"
        return self._named(onto(other, self.looks[look.op]) if known else other, look)

    def _named(self, entry: Entry, look: Look) -> Entry:
        for name in (look.word, *reversed(look.groups), look.name):
            if name in self.looks and name != "other":
                entry = onto(entry, self.looks[name])
        return entry


SECTIONS = ("extends", "fonts", "background", "marks", "texts", "lines", "sizes", "options")
BY_RENDERER = ("marks", "texts", "lines", "sizes")
"""Sections that may say something else for one renderer: ``texts: {fcnn: {label: {size: 12}}}`` stands here as ``fcnn.label``."""


def _of(renderer: str, table: Mapping[str, Kind]) -> Mapping[str, Kind]:
    lead = f"{renderer}."
    own = {name.removeprefix(lead): value for name, value in table.items() if name.startswith(lead)}
    return MappingProxyType({**table, **own}) if own else table


def onto(entry: Entry, more: Entry) -> Entry:
    """Lay values over others; a new fill alone drops the stroke, the ink and the shades that were made for the old one."""
    made_for_fill = ("stroke", "face", "shade", "ink", "top", "side", "band") if "fill" in more else ()
    return {**{key: value for key, value in entry.items() if key not in made_for_fill}, **more}


def _box(entry: Entry, role: str) -> BoxStyle:
    fill = Fill(entry["fill"], 1.0, role) if entry.get("fill") else None
    stroke = _stroke(entry, role)
    name = entry.get("pattern", "none")
    ink = entry.get("ink") or entry.get("stroke") or _dark(entry)
    return BoxStyle(fill, stroke, entry.get("radius", 0.0), Pattern(name, ink) if name != "none" else None)


def _stroke(entry: Entry, role: str) -> Stroke:
    color = entry["stroke"] if "stroke" in entry else _dark(entry)
    if not color:
        return Stroke(WHITE, 0.0, (), role)
    return Stroke(color, entry.get("width", 0.6), entry.get("dash", ()), role)


def _dark(entry: Entry) -> str:
    return darker(entry["fill"]) if entry.get("fill") else BLACK


def _get(table: Mapping[str, Kind], name: str, what: str) -> Kind:
    try:
        return table[name]
    except KeyError:
        raise UnknownName(f"the style has no {what} '{name}'", did_you_mean(name, table)) from None
