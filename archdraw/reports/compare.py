"""Say where two sources of a network differ: layers, their order, sizes, weights, edges and how often blocks repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from archdraw.errors import Problem
from archdraw.graph import Graph, Layer
from archdraw.records import dataclass
from archdraw.reports.plain import Step, plain, size

Pairs = list[tuple[Step, Step]]
SHOWN = 4
"""So many names of layers are written out where several are meant."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Layers that one of the two has alone, and the layers of the first source beside which they belong."""

    ours: tuple[Step, ...]
    theirs: tuple[Step, ...]
    before: Step | None
    behind: Step | None


def differences(graph: Graph, other: Graph, *, file: str = "") -> tuple[Problem, ...]:
    r"""Give what differs between a hand-written network and a model; nothing where they do the same.

    Layers are laid side by side like the lines of two texts, by what they do and never by their names. What only follows from
    another difference is not said: the sizes behind a stride, the weights that more channels bring. ``file`` is what
    messages call a source whose layers know no line.

    >>> from archdraw.reading import read
    >>> one = read(b"input: 8x8x3\nlayers: [{conv: 4 3x3}, relu, gap, {dense: 2}]", name="one.yaml")
    >>> two = read(b"input: 8x8x3\nlayers: [{conv: 4 5x5}, gap, {dense: 2}]", name="two.yaml")
    >>> for found in differences(one, two): print(found.line, found.message)
    2 'conv': kernel 3 here, 5 in the model ('conv')
    2 'relu' is not in the model
    """
    ours, theirs = plain(graph), plain(other)
    pairs, gaps = _aligned(ours, theirs)
    found = [*_pairs(pairs), *_gaps(gaps, graph, ours), *_edges(pairs, ours, theirs)]
    return tuple(Problem(message, "", *_place(layer, file), severity="warning") for layer, message in found)


def _place(layer: Layer | None, file: str) -> tuple[str, int]:
    """Give the file and the line where a layer is written."""
    name, _, line = (layer.origin if layer is not None else "").rpartition(":")
    return (name, int(line)) if name and line.isdigit() else (file, 0)


def _aligned(ours: Sequence[Step], theirs: Sequence[Step]) -> tuple[Pairs, list[Gap]]:
    """Lay two networks side by side: first what does the same, between that what is at least of one op."""
    pairs: Pairs = []
    gaps: list[Gap] = []
    for tag, a, b, c, d in _matched([step.form for step in ours], [step.form for step in theirs]):
        if tag == "equal":
            pairs += zip(ours[a:b], theirs[c:d], strict=True)
            continue
        ops = [step.layer.op for step in ours[a:b]], [step.layer.op for step in theirs[c:d]]
        for inner, e, f, g, h in _matched(*ops):
            if inner == "equal":
                pairs += zip(ours[a + e : a + f], theirs[c + g : c + h], strict=True)
            else:
                before = ours[a + e - 1] if a + e else None
                behind = ours[a + f] if a + f < len(ours) else None
                gaps.append(Gap(tuple(ours[a + e : a + f]), tuple(theirs[c + g : c + h]), before, behind))
    return pairs, gaps


def _matched(one: Sequence[object], other: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """Give the stretches of two lists, what both begin and end with first taken off, for long lists are mostly that."""
    least = min(len(one), len(other))
    head = next((i for i in range(least) if one[i] != other[i]), least)
    tail = next((i for i in range(least - head) if one[-1 - i] != other[-1 - i]), least - head)
    end, stop = len(one) - tail, len(other) - tail
    if head:
        yield "equal", 0, head, 0, head
    for tag, a, b, c, d in SequenceMatcher(None, one[head:end], other[head:stop], autojunk=False).get_opcodes():
        yield tag, a + head, b + head, c + head, d + head
    if tail:
        yield "equal", end, len(one), stop, len(other)


def _pairs(pairs: Pairs) -> Iterator[tuple[Layer, str]]:
    """Compare the layers that stand side by side; what many have alike is said once."""
    partner = {mine.layer.name: yours.layer.name for mine, yours in pairs}
    apart = {mine.layer.name for mine, yours in pairs if not _agree(size(mine.layer), size(yours.layer))}
    said: dict[tuple[str, object, object], list[tuple[Layer, Layer]]] = {}
    for mine, yours in pairs:
        told = [
            (fact, value, yours.facts.get(fact))
            for fact, value in mine.facts.items()
            if not _agree(value, yours.facts.get(fact))
        ]
        fed = [partner[source] for source in mine.sources if source in partner and source not in apart]
        given = len(fed) != len(mine.sources) or sorted(fed) != sorted(yours.sources)  # then sizes follow from that
        if not told and mine.layer.name in apart and not given:
            told = [("size", size(mine.layer), size(yours.layer))]
        if not told and not given and not _agree(mine.layer.trainable_params, yours.layer.trainable_params):
            told = [("number of trainable parameters", mine.layer.trainable_params, yours.layer.trainable_params)]
        for key in told:
            said.setdefault(key, []).append((mine.layer, yours.layer))
    for (fact, here, there), layers in said.items():
        mine_, yours_ = layers[0]
        more = f" and {len(layers) - 1} more" if len(layers) > 1 else ""
        words = f"{fact} {_shown(here)} here, {_shown(there)} in the model ('{yours_.name}'{more})"
        yield mine_, f"'{mine_.name}'{more}: {words}"


def _gaps(gaps: Sequence[Gap], graph: Graph, ours: Sequence[Step]) -> Iterator[tuple[Layer | None, str]]:
    """Say which layers only one of the two has, as a number of repeats where it is that; what copies have alike is said once."""
    alike: dict[tuple[object, ...], list[Gap]] = {}
    for gap in gaps:
        near = gap.ours[0] if gap.ours else gap.before or gap.behind
        repeat = _repeat(gap, graph, ours)
        if repeat:
            yield (near.layer if near else None), repeat
            continue
        shapes = (tuple(step.layer.op for step in some) for some in (gap.ours, gap.theirs))
        alike.setdefault((near.layer.origin if near else "", *shapes), []).append(gap)
    for first, *others in alike.values():
        more = f", and so {len(others)} times more" if others else ""
        if first.ours:
            verb = "is" if len(first.ours) == 1 else "are"
            yield first.ours[0].layer, f"{_names(first.ours)} {verb} not in the model{more}"
        if first.theirs:
            near = first.before or first.behind
            where = f" behind '{first.before.layer.name}'" if first.before else " at the start"
            count = f"{len(first.theirs)} layers" if len(first.theirs) > 1 else "a layer"
            names = _names(first.theirs, kinds=True)
            yield (near.layer if near else None), f"the model has {count} more{where}: {names}{more}"


def _repeat(gap: Gap, graph: Graph, ours: Sequence[Step]) -> str:
    """Say that a block runs another number of times, if the layers of the gap are whole copies of it."""
    alone = gap.ours or gap.theirs
    if gap.ours and gap.theirs:
        return ""
    near = [step for step in (gap.ours[0] if gap.ours else gap.before, gap.behind) if step]
    lines, groups = graph.ancestry(), {group.name: group for group in graph.groups}
    for step in near:
        for name in lines[step.layer.group]:
            series = groups[name].series
            if not series:
                continue
            copy = [one.layer.op for one in ours if name in lines[one.layer.group]]
            times, rest = divmod(len(alone), len(copy))
            if rest or [one.layer.op for one in alone] != copy * times:
                continue
            here = sum(group.series == series for group in graph.groups)
            title = groups[series].title or series.rsplit("/", 1)[-1]
            there = here - times if gap.ours else here + times
            return f"'{title}' runs {here} times, {there} times in the model"
    return ""


def _edges(pairs: Pairs, ours: Sequence[Step], theirs: Sequence[Step]) -> Iterator[tuple[Layer, str]]:
    """Compare what layers read, seen through those that only one of the two has."""
    partner = {yours.layer.name: mine.layer.name for mine, yours in pairs}
    here = _reads(ours, {mine.layer.name for mine, _ in pairs})
    there = _reads(theirs, {yours.layer.name for _, yours in pairs})
    for mine, yours in pairs:
        reads = here[mine.layer.name]
        should = [partner[name] for name in there[yours.layer.name]]
        extra = [name for name in reads if name not in should]
        lacking = [name for name in should if name not in reads]
        if extra:
            yield mine.layer, f"'{mine.layer.name}' reads {_quoted(extra)}, but not in the model"
        if lacking:
            yield mine.layer, f"'{mine.layer.name}' does not read {_quoted(lacking)}, but does in the model"
        if not extra and not lacking and mine.layer.op in ("concat", "subtract", "matmul") and reads != should:
            yield mine.layer, f"'{mine.layer.name}' takes its inputs in another order in the model"


def _reads(steps: Sequence[Step], known: set[str]) -> dict[str, list[str]]:
    """Give for each layer the known ones that it reads, directly or through others."""
    reads: dict[str, list[str]] = {}
    for step in steps:
        found: dict[str, None] = {}
        for source in step.sources:
            found.update(dict.fromkeys([source] if source in known else reads[source]))
        reads[step.layer.name] = list(found)
    return reads


def _agree(one: object, other: object) -> bool:
    """Tell whether two facts are the same as far as they are known."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(map(_agree, one, other))
    return one is None or other is None or isinstance(one, str) != isinstance(other, str) or one == other


def _shown(value: object) -> str:
    """Write a fact as people do."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " × ".join(map(_shown, value)) or "1"
    return f"{value:,}" if isinstance(value, int) else "?" if value is None else str(value)


def _names(steps: Sequence[Step], *, kinds: bool = False) -> str:
    """Write out the first names of several layers."""
    some = [f"'{step.layer.name}'" + (f" ({step.layer.type})" if kinds else "") for step in steps[:SHOWN]]
    return ", ".join(some) + (f" … {len(steps) - SHOWN} more" if len(steps) > SHOWN else "")


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
