"""Draw the views of a figure: with its groups closed, open and copy by copy, in as many sets as a page can hold."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from archdraw.errors import ArchdrawError, ArchdrawNote, ArchdrawWarning
from archdraw.figure import Figure
from archdraw.graph import Graph
from archdraw.records import dataclass
from archdraw.scene import Scene
from archdraw.views import Level, View, Views, copies_of
from archdraw.words import listed, shortened, spoken

MOST, LEAST, WORK = 14, 4, 9_000
"""So many views at most are drawn: fewer where the network has more layers, those of its first figure counted thrice, for all views together take the time of so many."""
LARGEST = 24_000
"""So many things all views hold at most, which are about 3 MB of SVG; the first view counts, but is always there."""
LEVELS: tuple[Level, ...] = ("box", "frame", "copies")
SCREEN = (648.0, 468.0)
"""The page that views are to fit, in points: a printed one, turned as screens are."""
EVERY = "*"
DEEPEST = 6
"""So many groups at most are changed together in a view that has no name of its own."""


@dataclass(frozen=True, slots=True)
class State:
    """What a view shows: the groups that are one box each, and those of which each copy is drawn, ``*`` for all."""

    closed: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()

    def with_(self, name: str, level: Level) -> State:
        """Give the state in which one group stands otherwise."""
        closed = self.closed | {name} if level == "box" else self.closed - {name}
        return State(closed, self.copied | {name} if level == "copies" else self.copied - {name})


Draw = Callable[[Mapping[str, Any], tuple[str, ...]], Figure]
"""Draws a figure with these options and with these groups copy by copy."""
Change = tuple[str, Level]


class Opening:
    """The views of one figure, drawn one after the other."""

    def __init__(self, first: Figure, draw: Draw) -> None:
        """Begin with the figure itself."""
        self.first, self.draw = first, draw
        self.repeated = frozenset(group.name for group in first.drawn.groups if group.repeat > 1 and group.hidden)
        self.start = State(frozenset(_closed(first)))
        work = len(first.graph.layers) + 2 * len(first.drawn.layers)
        self.most = min(MOST, max(LEAST, WORK // max(1, work)))
        self.size, self.left_out = _size(first.scene), list[str]()
        self.shown = [View("Figure", first.scene, first.drawn, _levels(first, self.start, self.repeated))]
        self.seen = {first.scene.items}
        self.views: dict[State, View | None] = {self.start: self.shown[0]}

    def add(self, state: State, title: str, chief: bool = False) -> View | None:
        """Give the view of a state, drawn if it was not yet; None where it cannot be, looks like another or makes the file too large."""
        if state in self.views or len(self.shown) >= self.most:
            return self.views.get(state)
        self.views[state] = None
        made = self._drawn(state)
        if made is None or made.scene.items in self.seen:
            return None
        if self.size + _size(made.scene) > LARGEST:
            self.left_out.append(title)
            return None
        self.size += _size(made.scene)
        self.seen.add(made.scene.items)
        view = View(title, made.scene, made.drawn, _levels(made, state, self.repeated), chief)
        self.views[state] = view
        self.shown.append(view)
        return view

    def _drawn(self, state: State) -> Figure | None:
        """Draw a state as the first figure is drawn, but for what is open; what is said of its print concerns no paper."""
        options = dict(self.first.diagram.chosen)
        if "closed" in options:
            options["closed"] = _exactly(state.closed)
            explained = [one for one in options.get("detail", ()) if one.removeprefix("=") in state.closed]
            options.update({"detail": tuple(explained) or ("none",)} if "detail" in options else {})
            options.update(_screen(self.first.options))
        elif state.closed:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ArchdrawWarning)
            try:
                made = self.draw(options, self._copied(state))
            except ArchdrawError:
                return None
        still = {group.name for group in made.drawn.groups if group.repeat == 1}
        wrong = still & self.repeated if state.copied.isdisjoint({EVERY}) else set()
        return made if state.closed.issuperset(_closed(made)) and wrong <= state.copied else None

    def _copied(self, state: State) -> tuple[str, ...]:
        """Name what is drawn copy by copy: with a group that is within copies also those that stand in its place in the other ones."""
        if EVERY in state.copied:
            return (EVERY,)
        groups = {group.name: group for group in self.first.drawn.groups}
        lines = self.first.drawn.ancestry()
        names = set(state.copied)
        for name in state.copied & groups.keys():
            mine = groups[name]
            for up in lines[name][1:]:
                names.update(
                    other.name
                    for other in groups[up].hidden_groups
                    if up not in state.copied
                    and other.repeat == mine.repeat
                    and (other.type, other.title) == (mine.type, mine.title)
                )
        return tuple(f"={name}" for name in sorted(names))


def views(first: Figure, draw: Draw) -> Views:
    """Draw the views: the figure itself, all closed, all open, each group opened and closed alone, then several, as many as may be.

    A view that looks like one before it, cannot be drawn, or makes the file too large is left out, the last told.
    """
    some = Opening(first, draw)
    for title, state in _chief(first, some.start, some.repeated):
        some.add(state, title, chief=True)
    met = {some.start}
    around: list[tuple[State, View]] = [(some.start, some.shown[0])]
    for depth in range(DEEPEST):
        around = [(state, view) for state, view in _around(some, around, depth) if state not in met]
        met.update(state for state, _ in around)
    note = _note(some)
    copies = {name: group.name for group in first.drawn.groups if group.repeat > 1 for name in copies_of(group)}
    return Views(first.graph, tuple(some.shown), note, copies)


def _chief(first: Figure, start: State, repeated: frozenset[str]) -> Iterator[tuple[str, State]]:
    """Go through the views that have a name: all closed, all open, each copy."""
    can_close = "closed" in first.diagram.chosen
    if can_close:
        yield "Closed", State(start.closed | _outer(first.drawn))
    if repeated:
        if can_close:
            yield "Groups open", State()
        yield "All open", State(frozenset(), frozenset({EVERY}))
    else:
        yield "All open", State()


def _around(some: Opening, before: list[tuple[State, View]], depth: int) -> Iterator[tuple[State, View]]:
    """Draw what is one change away from states: what opens a group, and, around the first figure, after that what closes one.

    First comes what opens groups alike, and of each kind of group one: of many that look the same a reader opens one first.
    """
    kinds = {group.name: (group.title if group.repeat == 1 else "", group.type) for group in some.first.drawn.groups}
    ordered: list[tuple[tuple[int, ...], State]] = []
    for state, view in before:
        for closing in (False, True) if depth == 0 else (False,):
            times: Counter[tuple[Any, ...]] = Counter()
            for name, level in _changes(view, closing=closing):
                made = state.with_(name, level)
                ways = len(set(_moved(some.start, made).values()))
                kind = (kinds.get(name), level)
                ordered.append(((closing, ways, times[kind]), made))
                times[kind] += 1
    for _, made in sorted(ordered, key=lambda one: one[0]):
        found = some.add(made, _title(some.first, _moved(some.start, made)))
        if found:
            yield made, found


def _moved(start: State, state: State) -> dict[str, Level]:
    """Give the groups that stand otherwise than at first."""
    moved: dict[str, Level] = dict.fromkeys(sorted(start.closed - state.closed), "frame")
    moved.update(dict.fromkeys(sorted(state.closed - start.closed), "box"))
    moved.update(dict.fromkeys(sorted(state.copied), "copies"))
    return moved


def _changes(view: View, *, closing: bool) -> Iterator[Change]:
    """Go through the groups of a view, each with what it can be drawn as instead."""
    for group in view.drawn.groups:
        level = view.levels.get(group.name)
        if level is None:
            continue
        if closing:
            if level == "frame":
                yield group.name, "box"
            continue
        if level == "box":
            yield group.name, "frame"
        if level != "copies" and group.repeat > 1 and group.hidden:
            yield group.name, "copies"


def _levels(made: Figure, state: State, repeated: frozenset[str]) -> dict[str, Level]:
    """Tell how each group stands in a view; what is in a closed one does not show."""
    boxes, lines = _closed(made), made.drawn.ancestry()
    levels: dict[str, Level] = {}
    for group in made.drawn.groups:
        if not boxes.intersection(lines[group.name][1:]):
            copied = group.name in state.copied or (EVERY in state.copied and group.name in repeated)
            levels[group.name] = "copies" if copied else "box" if group.name in boxes else "frame"
    return levels


def _closed(figure: Figure) -> frozenset[str]:
    """Name the groups that are one box each."""
    names = figure.diagram.chosen.get("closed", ())
    return frozenset(name[1:] for name in names if name.startswith("="))


def _screen(options: Any) -> dict[str, Any]:
    """Give the page of views, where a page is to be fitted: one that lies, as screens do."""
    return {"width": SCREEN[0], "height": SCREEN[1]} if options.fit == "page" and options.page != "slide" else {}


def _exactly(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"={name}" for name in sorted(names)) or ("none",)


def _outer(graph: Graph) -> frozenset[str]:
    """Name the outermost groups that are not of an author's or a model's making, as figures close them."""
    found = {group.name: group.kind not in ("group", "model") or group.repeat > 1 for group in graph.groups}
    lines = graph.ancestry()
    return frozenset(name for name, block in found.items() if block and not any(found[up] for up in lines[name][1:]))


def _title(first: Figure, moved: Mapping[str, Level]) -> str:
    """Say what a view shows otherwise than the first."""
    groups = {group.name: group for group in first.drawn.groups}
    words = {"box": "{} closed", "frame": "{} open", "copies": "each {}"}

    def called(name: str) -> str:
        group = groups.get(name)
        return shortened(spoken(group.title or group.type or name) if group else name)

    return listed([words[level].format(called(name)) for name, level in moved.items()], "and")


def _note(some: Opening) -> str:
    """Say what is left out, on the page and to who made it."""
    if not some.left_out:
        return ""
    count = len(some.left_out)
    told = ", ".join(some.left_out[:3]) + (f" and {count - 3} more" if count > 3 else "")
    warnings.warn(
        f"the page would be too large with these views, and leaves them out: {told}", ArchdrawNote, stacklevel=2
    )
    return f"Too large for this page, and left out: {told}."


def _size(scene: Scene) -> int:
    return sum(1 for _ in scene.flat())
