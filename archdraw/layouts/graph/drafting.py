"""Try ways to draw, the richest first, and place the first one that can be read on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from archdraw import engines, placing
from archdraw.errors import UsageError
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import beside, zoom
from archdraw.layouts.graph.arranging import LONG, LOW, Arrangement, Tried, arrangements, put, room
from archdraw.layouts.graph.choosing import NOTHING, choose
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.kind import Kind
from archdraw.layouts.graph.manner import Manner
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.page import around
from archdraw.layouts.graph.sizing import BELOW, Sized, bare, sized
from archdraw.layouts.graph.ways import Way, ways_of
from archdraw.placing.least import largest
from archdraw.records import dataclass
from archdraw.style import Style

BROKEN = 0.83
"""What a figure is worth, of its size, in which a frame is broken where a column ends."""
BARE = 0.98
"""What a figure is worth at most, of one that can just be read, whose lines say no shapes: less than one with a broken frame."""
CLEARLY = 0.02
"""So much larger must a figure become to be chosen before a richer one."""


@dataclass(slots=True)
class Trials:
    """The ways to draw one graph, each with the arrangements of which the page takes the best: what is measured and placed, is so once."""

    graph: Graph
    whole: Graph
    style: Style
    options: Options
    manner: Manner
    ways: Sequence[tuple[Way, tuple[Arrangement, ...]]]
    measured: dict[tuple[object, ...], Sized] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    chosen: dict[int, Arrangement] = field(default_factory=dict)

    def most(self, number: int) -> float:
        """Give a limit to what a way is worth, before anything is placed: its boxes need their room on the page."""
        way, some = self.ways[number]
        options = self.options
        if way.u or way.kinds or options.engine != "own" or options.fit != "page":
            return options.largest
        page, margins = (options.width, options.height), 2 * self.style.size("margin")
        return max(
            largest(
                self._sized(way, replace(options, direction=one.direction), one.snug).problem,
                page,
                margins,
                one.wrap,
                options.largest,
            )
            for one in some
            if not one.low
        )

    def worth(self, number: int) -> float:
        """Tell how large a way is on the page, less where a frame is broken; it is placed for that, by a quick draft."""
        first, *others = self.ways[number][1]
        found = [self._tried(number, first)]
        if self.options.largest > 1:
            found += [self._tried(number, one) for one in others]
            best = max(found, key=lambda one: one.filling(self.options.readable))
            worth = best.worth
        else:
            best, worth = found[0], found[0].worth
            if best.height > LONG and worth >= self.options.readable:
                shorter = [one for one in (self._tried(number, each) for each in others) if one.shortens(best)]
                best = min(shorter, key=Tried.area, default=best)
        self.drafts[number], self.chosen[number] = best.draft, best.arrangement
        return worth

    def _tried(self, number: int, one: Arrangement) -> Tried:
        """Place a quick draft of one arrangement, and tell how good it is."""
        draft = self.draft(number, one, trials=0)
        page, _ = around(draft, self.whole, self.style, self.options)
        scale = _scale(page, self.style, self.options)
        worth = scale
        if self.ways[number][0].u and draft.placed.shape != "u":
            worth = NOTHING
        elif any(len(parts) > 1 for parts in draft.placed.frames):
            worth *= BROKEN
        elif bare(self.ways[number][0].detail, one.snug):
            worth = min(worth, BARE * self.options.readable)
        return Tried(one, draft, worth, page.width * scale, page.height * scale)

    def draft(self, number: int, one: Arrangement, *, trials: int) -> Draft:
        """Place the figure of one way to draw, and beside it the blocks that explain its boxes."""
        way, _ = self.ways[number]
        options = replace(self.options, direction=one.direction)
        right = one.direction == "right"
        blocks = self._blocks(way, options, one.snug, trials)
        if right and sum(block.placed.width for _, block in blocks) > options.width / options.readable:
            blocks = self._blocks(way, replace(options, direction="down"), False, trials)  # upright they need less
        told = replace(way, kinds=tuple(kind for kind, _ in blocks))
        found = [(kind.groups, block) for kind, block in blocks]
        if one.low or (options.largest > 1 and options.engine == "own"):
            lower = replace(options, height=LOW) if one.low else options
            draft = self._grown(told, one, lower, [block for _, block in blocks], trials)
        else:
            sized = self._sized(told, self._room(way, one, options, [block for _, block in blocks]), one.snug)
            draft = _placed(sized, sized.on_page(one.wrap, trials))
        return put(draft, found, self.style, one.stand) if blocks else draft

    def _grown(self, way: Way, one: Arrangement, options: Options, blocks: Sequence[Draft], trials: int) -> Draft:
        """Place a figure as large as the page has room for, beside these blocks."""
        wide, high = room([(block.placed.width, block.placed.height) for block in blocks], one.stand)
        if not way.u:
            below = one.stand == "below"
            sized = self._sized(way, options, one.snug)
            return _placed(
                sized, sized.on_whole(trials, *(((0.0, high), (wide, 0.0)) if below else ((wide, 0.0), (0.0, high))))
            )
        sized = self._sized(way, options)
        draft = _placed(sized, sized.on_page(False, trials))
        scale = min(options.largest, options.height / (max(draft.placed.height, high) + BELOW))
        sized = self._sized(way, replace(options, width=max(options.width / scale - wide, options.width / 2 / scale)))
        return _placed(sized, sized.on_page(False, trials))

    def _blocks(self, way: Way, options: Options, snug: bool, trials: int) -> list[tuple[Kind, Draft]]:
        """Place the blocks that explain the boxes of a way."""
        names = zoom.titles(self.graph, way.shown(self.graph), way.kinds) if way.kinds else []
        detail = way.detail if way.detail != "full" else way.inside
        # the title needs room at the left of the main line, so skips stand there, but where other inputs come in
        leftward = options.direction == "down" and all(len(kind.takes) < 2 for kind in way.kinds)
        blocks = []
        for kind, name in zip(way.kinds, names, strict=True):
            inside = zoom.graph_of(self.graph, kind, name)
            measured = sized(inside, self.style, options, detail, self.manner, snug=snug, leftward=leftward)
            block = _placed(measured, measured.on_page(False, trials))
            if any(block.placed.frames):  # a tangle has no frame, and without one nobody sees what the block is
                blocks.append((kind, block))
        return blocks

    def _room(self, way: Way, one: Arrangement, options: Options, blocks: Sequence[Draft]) -> Options:
        """Give the options with the page that the blocks beside a figure, or below it, leave to it."""
        width, height = options.width, options.height
        if one.stand == "below" and blocks:
            height = max(height - max(block.placed.height for block in blocks) - beside.GAP, height / 4)
        if way.u and blocks:  # a U is as wide as it may be
            wide = max(block.placed.width for block in blocks) + beside.GAP
            width = max(0.99 * width / options.readable - wide, width / 2)
        return replace(options, width=width, height=height) if blocks else options

    def _sized(self, way: Way, options: Options, snug: bool = False) -> Sized:
        kinds = tuple(kind.groups for kind in way.kinds)
        key = way.closed, way.detail, way.u, kinds, options.width, options.height, options.direction, snug
        if key not in self.measured:
            shown = way.shown(self.graph)
            self.measured[key] = sized(shown, self.style, options, way.detail, self.manner, way.u, snug)
        return self.measured[key]


def trials_of(graph: Graph, whole: Graph, style: Style, options: Options, manner: Manner) -> Trials:
    """List the ways to draw a graph; nothing is measured or placed yet."""
    down = replace(options, direction="down" if options.direction == "auto" else options.direction)
    ways = [(way, some) for way in ways_of(graph, down) for some in arrangements(way, len(graph.layers), options)]
    return Trials(graph, whole, style, options, manner, ways)


def best(trials: Trials) -> Draft:
    """Draw as much as the page has room for: open, then repeats as boxes, then with less in the boxes.

    The first way that can be read on the page is taken, else the one that can be read best.
    """
    graph, options, ways = trials.graph, trials.options, trials.ways
    alone = len(ways) == 1 and len(ways[0][1]) == 1
    numbers = range(0 if alone else len(ways))
    found = choose(map(trials.most, numbers), trials.worth, enough=options.readable, clearly=CLEARLY)
    way, some = ways[found or 0]
    chosen = trials.chosen.get(found or 0, some[0])
    less = ""
    unsaid = ["lines say no shapes"] if bare(way.detail, chosen.snug) and options.show_shapes else []
    if found is not None:
        drawn = (one for number, (one, _) in enumerate(ways) if not one.u or _is_u(trials.drafts.get(number)))
        less = ", and ".join(filter(None, (way.less(next(one for one in drawn if one.u == way.u), graph), *unsaid)))
        quick = trials.drafts[found]
        if options.engine != "own" or not any(part.placed.hasty for part in quick.all):  # more time would not better it
            return replace(quick, less=less, direction=chosen.direction)
    draft = trials.draft(found or 0, chosen, trials=placing.Settings().trials)
    if way.u and not _is_u(draft):
        raise UsageError(
            "this network cannot be drawn as a U", "beside its main path are lines that no U has a place for"
        )
    return replace(draft, less=less, direction=chosen.direction)


def _is_u(draft: Draft | None) -> bool:
    return draft is not None and draft.placed.shape == "u"


def _placed(sized: Sized, problem: placing.Problem) -> Draft:
    placed = engines.place(problem, sized.options.engine)
    return Draft(sized.manner, sized.graph, sized.shapes, sized.frames, placed, sized.said)


def readable(trials: Trials, draft: Draft) -> float:
    """Tell how far a draft can be read on the page: 1 where its small print is large enough, less where it must shrink more."""
    page, _ = around(draft, trials.whole, trials.style, trials.options)
    return min(1.0, _scale(page, trials.style, trials.options) / trials.options.readable)


def can_beat(trials: Trials, found: float) -> bool:
    """Tell whether the best of these ways may be more readable than this."""
    return any(trials.most(number) / trials.options.readable > found for number in range(len(trials.ways)))


def _scale(page: Box, style: Style, options: Options) -> float:
    """Tell how much a figure must shrink to fit the page, or may grow."""
    if options.fit == "false":
        return 1.0
    margins = 2 * style.size("margin")
    across, down = options.width / (page.width + margins), options.height / (page.height + margins)
    return min(options.largest, across, down if options.fit == "page" else options.largest)
