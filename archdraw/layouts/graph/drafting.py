"""Try ways to draw, the richest first, and place the first one that can be read on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from archdraw import engines, placing
from archdraw.errors import UsageError
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import beside, zoom
from archdraw.layouts.graph.choosing import NOTHING, choose
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.kinds import Kind
from archdraw.layouts.graph.manner import Manner
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.page import around
from archdraw.layouts.graph.sizing import Sized, sized
from archdraw.layouts.graph.ways import MANY, Way, ways_of
from archdraw.placing.least import largest
from archdraw.records import dataclass
from archdraw.style import Style

READABLE = 5 / 6
"""The smallest scale at which the small print, 6 pt, still has 5 pt."""
BROKEN = 0.75
"""What a figure is worth, of its size, in which a frame is broken where a column ends."""
CLEARLY = 0.02
"""So much larger must a figure become to be chosen before a richer one."""


@dataclass(slots=True)
class Trials:
    """The ways to draw one graph, each with or without columns: what is measured and placed, is so once."""

    graph: Graph
    whole: Graph
    style: Style
    options: Options
    manner: Manner
    ways: Sequence[tuple[Way, bool]]
    measured: dict[tuple[object, ...], Sized] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)

    def most(self, number: int) -> float:
        """Give a limit to what a way is worth, before anything is placed: its boxes need their room on the page."""
        way, wrap = self.ways[number]
        if way.u or way.kinds or self.options.engine != "own" or self.options.fit != "page":
            return 1.0
        page = self.options.width, self.options.height
        return largest(self._sized(way, self.options).problem, page, 2 * self.style.size("margin"), wrap)

    def worth(self, number: int) -> float:
        """Tell how large a way is on the page, less where a frame is broken; it is placed for that, by a quick draft."""
        draft = self.drafts[number] = self.draft(number, trials=0)
        if self.ways[number][0].u and draft.placed.shape != "u":
            return NOTHING
        broken = any(len(parts) > 1 for parts in draft.placed.frames)
        scale = _scale(around(draft, self.whole, self.style, self.options)[0], self.style, self.options)
        return scale * (BROKEN if broken else 1.0)

    def draft(self, number: int, *, trials: int) -> Draft:
        """Place the figure of one way to draw, and beside it the blocks that explain its boxes."""
        way, wrap = self.ways[number]
        right = self.options.direction == "right"
        blocks = self._blocks(way, self.options, trials)
        if (
            right and sum(block.placed.width for _, block in blocks) > self.options.width / READABLE
        ):  # upright they need less
            blocks = self._blocks(way, replace(self.options, direction="down"), trials)
        told = replace(way, kinds=tuple(kind for kind, _ in blocks))
        below = right or way.below
        draft = _placed(self._sized(told, self._room(way, below, [block for _, block in blocks])), wrap, trials)
        found = [(kind.groups, block) for kind, block in blocks]
        return beside.put(draft, found, self.style, below) if blocks else draft

    def _blocks(self, way: Way, options: Options, trials: int) -> list[tuple[Kind, Draft]]:
        """Place the blocks that explain the boxes of a way."""
        names = zoom.titles(self.graph, way.shown(self.graph), way.kinds) if way.kinds else []
        detail = way.detail if way.detail != "full" else way.inside
        blocks = []
        for kind, name in zip(way.kinds, names, strict=True):
            inside = zoom.graph_of(self.graph, kind, name)
            block = _placed(sized(inside, self.style, options, detail, self.manner), False, trials)
            if any(block.placed.frames):  # a tangle has no frame, and without one nobody sees what the block is
                blocks.append((kind, block))
        return blocks

    def _room(self, way: Way, below: bool, blocks: Sequence[Draft]) -> Options:
        """Give the options with the page that the blocks beside a figure, or below it, leave to it."""
        width, height = self.options.width, self.options.height
        if below and blocks:
            height = max(height - max(block.placed.height for block in blocks) - beside.GAP, height / 4)
        if way.u and blocks:  # a U is as wide as it may be
            wide = max(block.placed.width for block in blocks) + beside.GAP
            width = max(0.99 * width / READABLE - wide, width / 2)
        return replace(self.options, width=width, height=height) if blocks else self.options

    def _sized(self, way: Way, options: Options) -> Sized:
        key = way.closed, way.detail, way.u, tuple(kind.groups for kind in way.kinds), options.width, options.height
        if key not in self.measured:
            shown = way.shown(self.graph)
            self.measured[key] = sized(shown, self.style, options, way.detail, self.manner, way.u)
        return self.measured[key]


def trials_of(graph: Graph, whole: Graph, style: Style, options: Options, manner: Manner) -> Trials:
    """List the ways to draw a graph; nothing is measured or placed yet."""
    ways = [(way, wrap) for way in ways_of(graph, options) for wrap in _wraps(graph, way, options)]
    return Trials(graph, whole, style, options, manner, ways)


def best(trials: Trials) -> Draft:
    """Draw as much as the page has room for: open, then repeats as boxes, then with less in the boxes.

    The first way that can be read on the page is taken, else the one that can be read best.
    """
    graph, options, ways = trials.graph, trials.options, trials.ways
    numbers = range(len(ways) if len(ways) > 1 else 0)
    found = choose(map(trials.most, numbers), trials.worth, enough=READABLE, clearly=CLEARLY)
    way, _ = ways[found or 0]
    less = ""
    if found is not None:
        drawn = (one for number, (one, _) in enumerate(ways) if not one.u or _is_u(trials.drafts.get(number)))
        less = way.less(next(one for one in drawn if one.u == way.u), graph)
        quick = trials.drafts[found]
        if options.engine != "own" or not any(part.placed.hasty for part in quick.all):  # more time would not better it
            return replace(quick, less=less)
    draft = trials.draft(found or 0, trials=placing.Settings().trials)
    if way.u and not _is_u(draft):
        raise UsageError(
            "this network cannot be drawn as a U", "beside its main path are lines that no U has a place for"
        )
    return replace(draft, less=less)


def _is_u(draft: Draft | None) -> bool:
    return draft is not None and draft.placed.shape == "u"


def _placed(sized: Sized, wrap: bool, trials: int) -> Draft:
    problem = sized.on_page(wrap, trials)
    placed = engines.place(problem, sized.options.engine)
    return Draft(sized.manner, sized.graph, sized.shapes, sized.frames, placed, sized.said)


def readable(trials: Trials, draft: Draft) -> float:
    """Tell how far a draft can be read on the page: 1 where its small print has 5 pt, less where it must shrink more."""
    page, _ = around(draft, trials.whole, trials.style, trials.options)
    return min(1.0, _scale(page, trials.style, trials.options) / READABLE)


def can_beat(trials: Trials, found: float) -> bool:
    """Tell whether the best of these ways may be more readable than this."""
    return any(trials.most(number) / READABLE > found for number in range(len(trials.ways)))


def _wraps(graph: Graph, way: Way, options: Options) -> tuple[bool, ...]:
    if way.u or options.fit != "page" or options.engine == "dot":
        return (False,)
    if len(graph.layers) > MANY:
        return (True,)
    return (False, True) if way.kinds else (True, False)  # columns rather than a ribbon that is shrunk to the page


def _scale(page: Box, style: Style, options: Options) -> float:
    """Tell how much a figure must shrink to fit the page, at most 1."""
    if options.fit == "false":
        return 1.0
    margins = 2 * style.size("margin")
    across, down = options.width / (page.width + margins), options.height / (page.height + margins)
    return min(1.0, across, down if options.fit == "page" else 1.0)
