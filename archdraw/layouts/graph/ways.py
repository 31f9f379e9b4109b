"""The ways to draw one graph, the richest first: what is open, what is one box, what is explained beside, how much text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from archdraw.errors import UsageError
from archdraw.graph import Graph, Layer, frozen
from archdraw.layouts.graph import firsts, zoom
from archdraw.layouts.graph.closing import blocks, close, joining, repeated
from archdraw.layouts.graph.explaining import complete
from archdraw.layouts.graph.kind import Kind
from archdraw.layouts.graph.kinds import kinds
from archdraw.layouts.graph.manner import Detail
from archdraw.layouts.graph.options import BlocksOptions, Options
from archdraw.layouts.graph.ushape import fold
from archdraw.records import dataclass
from archdraw.words import did_you_mean

FEW = 2
"""Blocks of so few layers are explained beside a figure only if there is no greater one."""
EXAMPLES = 2
"""So many blocks at most are explained beside a figure that did not ask for them."""
BELOW: tuple[Detail, ...] = ("full", "short")
"""How much stands in the boxes of blocks below a figure."""
MANY = 2000
"""From how many layers on only one way of drawing is tried."""


@dataclass(frozen=True, slots=True)
class Way:
    """What is one box, how much stands in the boxes, which blocks are drawn beside, and whether all is a U.

    Blocks may stand ``below`` the figure instead, with less ``inside`` of them than in the figure.
    """

    closed: frozenset[str]
    detail: Detail = "full"
    kinds: tuple[Kind, ...] = ()
    u: bool = False
    below: bool = False
    inside: Detail = "full"

    def shown(self, graph: Graph) -> Graph:
        """Give the graph with its closed boxes; those of a kind say what the letters of the block beside stand for."""
        closed = close(graph, self.closed)
        if self.detail == "full":  # shorter texts have no room for it: the note says it
            closed = firsts.in_frames(closed)
        if not self.closed:
            return closed
        told = {name: words for kind in self.kinds for name, words in kind.values.items()}
        lacking = {name: words for kind in self.kinds for name, words in kind.lacking.items()}
        tells = {name: words for kind in self.kinds for name, words in kind.tells.items()}
        layers = tuple(_told(layer, told, lacking, tells) for layer in _numbered(graph, closed.layers))
        return replace(closed, layers=layers)

    def asked(self, graph: Graph, direction: str) -> dict[str, Any]:
        """Give the options that ask for this way and no other."""
        boxes = {layer.attrs["group"] for layer in close(graph, self.closed).layers if layer.attrs.get("closed")}
        explained = [f"={name}" for kind in self.kinds for name in kind.groups]
        return {
            "closed": tuple(f"={group.name}" for group in graph.groups if group.name in boxes) or ("none",),
            "text": self.detail,
            "direction": direction,
            "u": "auto" if self.u else "false",
            "detail": tuple(explained) or ("none",),
        }

    def less(self, richest: Way, graph: Graph) -> str:
        """Say what this way leaves out that the richest one shows; nothing where that is nothing."""
        closed = [group for group in graph.groups if group.name in self.closed - richest.closed]
        names = list(dict.fromkeys(group.title or group.name.rsplit("/", 1)[-1] for group in closed))
        said = []
        if len(closed) == 1:
            said.append(f"'{names[0]}' is one box")
        elif closed:
            some = ", ".join(f"'{name}'" for name in names[:3]) + (" …" if len(names) > 3 else "")
            said.append(f"{len(closed)} blocks are one box each ({some})")
        if self.detail != richest.detail:
            said.append("boxes have one line" if self.detail == "line" else "boxes say only what they are")
        return ", and ".join(said)


def _numbered(graph: Graph, layers: Sequence[Layer]) -> list[Layer]:
    """Count boxes of one name that nobody gave them but a pattern: ``Inception 2–3``."""
    known = {group.name for group in graph.groups if group.kind == "pattern"}
    named = [layer.label for layer in layers if layer.attrs.get("group") in known]
    count: Counter[str] = Counter()
    found = []
    for layer in layers:
        if layer.attrs.get("group") in known and named.count(layer.label) > 1:
            first = count[layer.label] + 1
            count[layer.label] += layer.attrs["repeat"]
            last = count[layer.label]
            layer = replace(layer, label=f"{layer.label} {first}{f'–{last}' if last > first else ''}")
        found.append(layer)
    return found


def _told(
    layer: Layer, told: Mapping[str, str], lacking: Mapping[str, str], tells: Mapping[str, frozenset[str]]
) -> Layer:
    """Let a box say what the letters of its block stand for, and keep of its note what that block does not say."""
    name = layer.attrs.get("group", "")
    said = tells.get(name, frozenset())
    more = ", ".join(word for word in lacking.get(name, "").split(", ") if word and word not in said)
    layer = replace(layer, note="; ".join(filter(None, (firsts.left(layer.note, said), more))))
    return replace(layer, attrs=frozen({**layer.attrs, "letters": told[name]})) if name in told else layer


def ways_of(graph: Graph, options: Options) -> list[Way]:
    """List the ways to draw, the richest first: as a U, all open, repeats as boxes, perhaps with a block beside, then less in the boxes, then all blocks as boxes."""
    if options.closed != ("auto",):
        return _just(graph, options)
    known = _kinds(graph, options)
    folded = _as_u(graph, options, known)
    only = isinstance(options, BlocksOptions) and options.u == "true"
    return folded if only else folded + _in_line(graph, options, known)


def _just(graph: Graph, options: Options) -> list[Way]:
    """List the ways to draw a network with just these groups closed: as a U first, where it is one. Raises UsageError for a group there is not."""
    called = {group.name: {f"={group.name}", group.name, group.title, group.type} - {""} for group in graph.groups}
    named = [] if options.closed == ("none",) else [set(_called(called, one, "group")) for one in options.closed]
    closed = frozenset(name for name in called if any(name in some for some in named))
    kinds_: list[Kind] = []
    if isinstance(options, BlocksOptions) and options.detail != ("none",) and len(graph.layers) <= MANY:
        known = kinds(graph, [group.name for group in graph.groups if group.name in closed])
        wanted = [kind for kind in known if len(kind.groups) > 1 and len(kind.layers) > FEW]
        wanted = wanted if options.detail == ("auto",) else _named(graph, known, options.detail)
        kinds_ = _closable(graph, closed, wanted)
    details: tuple[Detail, ...] = ("full", "line", "short") if options.text == "auto" else (_detail(options),)
    may = isinstance(options, BlocksOptions) and options.u != "false" and len(graph.layers) <= MANY
    may = may and (options.direction, options.engine) == ("down", "own")
    asked = isinstance(options, BlocksOptions) and options.u == "true"
    told = (
        fold(Way(closed).shown(graph), asked)
        if may
        else "its data goes down and up again, so leave direction and engine"
    )
    if asked and isinstance(told, str):
        raise UsageError("this network cannot be drawn as a U", told)
    shapes = [False] if isinstance(told, str) else [True] if asked else [True, False]
    return [Way(closed, detail, tuple(kinds_), u=u) for u in shapes for detail in details]


def _as_u(graph: Graph, options: Options, known: Sequence[Kind]) -> list[Way]:
    """List the ways to draw a network as a U: with its blocks open, then more and more of them as boxes. Raises UsageError if that is asked for and cannot be."""
    if not isinstance(options, BlocksOptions) or options.u == "false":
        return []
    asked = options.u == "true"
    why = (
        ""
        if (options.direction, options.engine) == ("down", "own")
        else "its data goes down and up again, so leave direction and engine"
    )
    found: list[Way] = []
    none: frozenset[str] = frozenset()
    closings = {
        "frame": [none],
        "box": [repeated(graph)],
        "auto": [none, joining(graph), repeated(graph), blocks(graph)],
    }
    for names in dict.fromkeys(closings[options.repeats]) if not why else ():
        told = fold(Way(names).shown(graph), asked) if len(graph.layers) <= MANY else "it is too large"
        if isinstance(told, str):
            why = why or told
        else:
            details: tuple[Detail, ...] = ("line", "short") if options.text == "auto" else (_detail(options),)
            some = _examples(graph, names, known)[:1] if options.repeats == "auto" else []
            found += [Way(names, detail, kinds, u=True) for kinds in (*some, ()) for detail in details]
    if asked and not found:
        raise UsageError("this network cannot be drawn as a U", why)
    return found


def _detail(options: Options) -> Detail:
    return "line" if options.text == "line" else "short" if options.text == "short" else "full"


def _in_line(graph: Graph, options: Options, known: Sequence[Kind]) -> list[Way]:
    """List the ways to draw a network from top to bottom."""
    none: frozenset[str] = frozenset()
    closings = {"frame": [none], "box": [repeated(graph)], "auto": [none, repeated(graph)]}[options.repeats]
    if not closings[-1]:
        closings = [none]
    if len(graph.layers) > MANY:
        closings = closings[-1:]
    explained = _explained(graph, options, known)
    if options.text != "auto":
        wanted = _detail(options)
        return [*(Way(names, wanted, some) for names, some in explained), *(Way(names, wanted) for names in closings)]
    details: tuple[Detail, ...] = ("full",) if len(graph.layers) > MANY else ("full", "line", "short")
    unasked = isinstance(options, BlocksOptions) and options.detail == ("auto",) and options.repeats == "auto"
    told = complete(graph, explained, known) if unasked else []
    ways = [Way(names, "full", some, inside=inside) for names, some, inside in told]
    ways += [Way(names, "full", some) for names, some in explained if (names, some, "full") not in told]
    ways += [
        Way(names, "full", some, below=True, inside=inside) for names, some in explained for inside in BELOW
    ]  # a column of text has no room beside the figure
    ways += [Way(names) for names in closings[:-1]]
    if options.repeats == "auto" and closings[-1] and not explained:
        ways += [Way(closings[-1], "full", some) for some in _examples(graph, closings[-1], known)]
    ways += [Way(closings[-1], detail) for detail in details]
    every = blocks(graph)
    if options.repeats == "auto" and every and every != closings[-1]:
        examples = _examples(graph, every, known)
        ways += [Way(every, "full", some) for some in examples]
        ways += [
            Way(every, "full", some, below=True, inside=inside) for some in examples[-1:] for inside in details[::2]
        ]
        least = [Way(every, "short", some, below=True) for some in examples[-1:]]
        ways += [
            *(Way(every, detail) for detail in details[:2]),
            *least,
            *(Way(every, detail) for detail in details[2:]),
        ]
    return ways


def _kinds(graph: Graph, options: Options) -> list[Kind]:
    """Sort what may be closed into kinds, where a block beside the figure is wanted."""
    if not isinstance(options, BlocksOptions) or len(graph.layers) > MANY or options.detail == ("none",):
        return []
    order = {name: n for n, name in enumerate(group.name for group in graph.groups)}
    models = {group.name for group in graph.groups if group.kind == "model"}
    return kinds(graph, sorted(repeated(graph) | blocks(graph) | models, key=order.__getitem__))


def _explained(graph: Graph, options: Options, found: Sequence[Kind]) -> list[tuple[frozenset[str], tuple[Kind, ...]]]:
    """Choose the boxes that a block beside the figure explains: those asked for, else all of a kind that occurs more than once.

    Blocks of the same name are boxes too.
    """
    if isinstance(options, BlocksOptions) and options.detail != ("auto",):
        shown = _named(graph, found, options.detail) if options.detail != ("none",) else []
    else:
        shown = [kind for kind in found if len(kind.groups) > 1] if options.repeats == "auto" else []
    types = {group.name: group.type for group in graph.groups}
    named = {types[name] for kind in shown for name in kind.groups} - {""}
    closed = frozenset(name for kind in found for name in kind.groups if kind in shown or types[name] in named)
    shown = _closable(graph, closed, shown)
    if options.repeats == "auto":  # what few layers are is said in their box
        shown = [kind for kind in shown if len(kind.layers) > FEW] or shown
    if not shown:
        return []
    more = _decks(graph, closed, found, shown) if options.repeats == "auto" else []
    ordered = [kind for kind in found if kind in shown or kind in more]
    return [(closed, tuple(some)) for some in ((ordered, shown) if more else (shown,))]


def _decks(graph: Graph, closed: frozenset[str], found: Sequence[Kind], shown: Sequence[Kind]) -> list[Kind]:
    """Choose what else to explain of the boxes: those that stand for several copies, if they are few."""
    repeat = {group.name: group.repeat for group in graph.groups}
    rest = [kind for kind in found if kind not in shown and closed.issuperset(kind.groups) and len(kind.layers) > FEW]
    more = _closable(graph, closed, [kind for kind in rest if max(repeat[name] for name in kind.groups) > 1])
    return more if len(more) <= EXAMPLES else []


def _closable(graph: Graph, closed: frozenset[str], shown: Sequence[Kind]) -> list[Kind]:
    """Leave out the kinds of which no group can be one box, because data leaves it and comes back."""
    boxes = {layer.attrs.get("group") for layer in close(graph, closed).layers} if shown else set()
    return [kind for kind in shown if any(name in boxes for name in kind.groups)]


def _examples(graph: Graph, closed: frozenset[str], found: Sequence[Kind]) -> list[tuple[Kind, ...]]:
    """Choose, for a figure of closed boxes, those to explain: of each name the one that stands for most copies, few in all."""
    group = {one.name: one for one in graph.groups}
    best: dict[str, tuple[int, int, Kind]] = {}
    for number, kind in enumerate(found):
        title = zoom.title(group[kind.groups[0]])
        copies = sum(group[name].repeat for name in kind.groups)
        if group[kind.groups[0]].type and closed.issuperset(kind.groups):
            best[title] = max(best.get(title, (0, 0, kind)), (copies, -number, kind), key=lambda one: one[:2])
    ordered = sorted(best.values(), key=lambda one: (-one[0], -one[1]))
    shown = _closable(graph, closed, [kind for _, _, kind in ordered[:EXAMPLES]])
    return [tuple(shown[:count]) for count in range(len(shown), 0, -1)]


def _named(graph: Graph, found: Sequence[Kind], wanted: Sequence[str]) -> list[Kind]:
    """Find the kinds that an author names by the block, its title or its group. Raises UsageError."""
    group = {one.name: one for one in graph.groups}
    names = {}
    for kind in found:
        known = {part for name in kind.groups for part in (f"={name}", name, group[name].type, group[name].title)}
        names[kind.groups[0]] = {*known, zoom.title(group[kind.groups[0]])} - {""}
    shown = dict.fromkeys(name for pattern in wanted for name in _called(names, pattern, "block"))
    kind_of = {kind.groups[0]: kind for kind in found}
    return [kind_of[name] for name in shown]


def _called(names: Mapping[str, Collection[str]], pattern: str, what: str) -> list[str]:
    """Find what fits a pattern by one of its names; one with ``=`` in front fits only the group of just that name. Raises UsageError."""
    exact = pattern.startswith("=")
    fits = [
        name
        for name, known in names.items()
        if (pattern in known if exact else any(fnmatchcase(one, pattern) for one in known))
    ]
    if not fits:
        hint = did_you_mean(pattern, {one for known in names.values() for one in known if not one.startswith("=")})
        raise UsageError(f"no {what} in this figure is named '{pattern}'", hint)
    return fits
