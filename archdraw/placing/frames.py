"""Which frames can be drawn, and through which of its borders each edge passes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from archdraw.placing.problem import Problem
from archdraw.records import dataclass


@dataclass(slots=True)
class Tree:
    """The frames that are left: who lies in whom, and each edge's home, the innermost frame that holds both its ends.

    ``own`` are the nodes that lie directly in a frame (-1: in none), ``inner`` its frames. ``sides`` are
    (frame, edge) where the edge passes the side of the frame instead of its top or bottom. ``plain`` are edges that
    cannot enter at the side, even if they ask for it, ``fed`` edges that have to.
    """

    frame: list[int]
    parent: list[int]
    own: dict[int, list[int]]
    inner: dict[int, list[int]]
    sides: set[tuple[int, int]] = field(default_factory=set)
    plain: set[int] = field(default_factory=set)
    fed: set[int] = field(default_factory=set)

    def chain(self, node: int) -> list[int]:
        """List the frames around a node, innermost first, ending with -1."""
        chain = [self.frame[node]]
        while chain[-1] >= 0:
            chain.append(self.parent[chain[-1]])
        return chain

    def outermost_first(self) -> list[int]:
        """List the frames, each after the one it lies in."""
        order, todo = [], [-1]
        while todo:
            at = todo.pop()
            order.append(at)
            todo.extend(reversed(self.inner.get(at, [])))
        return order[1:]


def grow(problem: Problem, dropped: set[int], plain: set[int]) -> Tree:
    """Make the tree of the frames that are not dropped and hold a node."""
    count = len(problem.frames)

    def kept(at: int) -> int:
        for _ in range(count):
            if at < 0 or at not in dropped:
                break
            at = problem.frames[at].parent
        return at

    frame = [kept(node.frame) for node in problem.nodes]
    parent = [kept(one.parent) for one in problem.frames]
    own: dict[int, list[int]] = {-1: []}
    inner: dict[int, list[int]] = {}
    known = {-1}
    for node, at in enumerate(frame):
        own.setdefault(at, []).append(node)
        while at not in known:
            known.add(at)
            inner.setdefault(parent[at], []).append(at)
            at = parent[at]
    return Tree(frame, parent, own, inner, plain=plain)


def unsound(problem: Problem) -> set[int]:
    """Name frames that lie in each other in a circle or name a parent that is not there."""
    bad = set()
    for number in range(len(problem.frames)):
        at, steps = number, 0
        while 0 <= at < len(problem.frames) and steps <= len(problem.frames):
            at, steps = problem.frames[at].parent, steps + 1
        if at != -1:
            bad.add(number)
    return bad


def tangled(problem: Problem, tree: Tree) -> set[int]:
    """Name the frames that data leaves and enters again: no column can hold them together.

    Frames that are sound alone but not together (each feeds the other) go one after the other, the smallest first.
    """
    bad: set[int] = set()
    if not tree.inner:
        return bad
    links = _links(problem, tree)
    for scope in [-1, *tree.outermost_first()]:
        children = tree.inner.get(scope, [])
        if not children:
            continue
        circle = _cyclic(links.get(scope, set()))
        stuck = {child for child in children if ("frame", child) in circle}
        within = list(_both(problem, tree, scope)) if stuck else []
        for child in sorted(stuck):
            alone = {
                (_loose(ends[0], child, source), _loose(ends[1], child, target)) for ends, (source, target) in within
            }
            if ("frame", child) in _cyclic({pair for pair in alone if pair[0] != pair[1]}):
                bad.add(child)
        if stuck and not stuck & bad:
            bad.add(min(stuck, key=lambda child: (len(tree.own.get(child, [])), child)))
        if bad:
            return bad
    return bad


End = tuple[str, int]


def _links(problem: Problem, tree: Tree) -> dict[int, set[tuple[End, End]]]:
    """Give for each edge what it joins, nodes or frames, by the innermost frame that holds both its ends."""
    found: dict[int, set[tuple[End, End]]] = {}
    for edge in problem.edges:
        left, entered = tree.chain(edge.source), tree.chain(edge.target)
        scope = -1
        while left and entered and left[-1] == entered[-1]:
            scope = left.pop()
            entered.pop()
        one: End = ("frame", left[-1]) if left else ("node", edge.source)
        two: End = ("frame", entered[-1]) if entered else ("node", edge.target)
        found.setdefault(scope, set()).add((one, two))
    return found


def _ends(tree: Tree, scope: int, source: int, target: int) -> tuple[End, End] | None:
    """Give what an edge joins in a scope: nodes or frames; None if one end lies outside of it."""
    ends = []
    for node in (source, target):
        end: End = ("node", node)
        at = tree.frame[node]
        while at != scope and at >= 0:
            end, at = ("frame", at), tree.parent[at]
        if at != scope:
            return None
        ends.append(end)
    return ends[0], ends[1]


def _both(problem: Problem, tree: Tree, scope: int) -> Iterable[tuple[tuple[End, End], tuple[int, int]]]:
    for edge in problem.edges:
        ends = _ends(tree, scope, edge.source, edge.target)
        if ends:
            yield ends, (edge.source, edge.target)


def _loose(end: End, child: int, node: int) -> End:
    """Give the end as a node, unless it lies in this one frame."""
    return end if end == ("frame", child) else ("node", node)


def _cyclic(links: set[tuple[End, End]]) -> set[End]:
    """Give what is left when everything without a way in, then everything without a way out, is taken away."""
    for forward in (True, False):
        out: dict[End, list[End]] = {}
        waits: dict[End, int] = {}
        for one, two in links:
            source, target = (one, two) if forward else (two, one)
            out.setdefault(source, []).append(target)
            waits[target] = waits.get(target, 0) + 1
            waits.setdefault(source, 0)
        free = [end for end, count in waits.items() if not count]
        for end in free:
            for other in out.get(end, ()):
                waits[other] -= 1
                if not waits[other]:
                    free.append(other)
        gone = set(free)
        links = {pair for pair in links if pair[0] not in gone and pair[1] not in gone}
    return {end for pair in links for end in pair}


def open_sides(problem: Problem, tree: Tree) -> None:
    """Decide which edges pass the side of a frame: all but one bundle each at the top and at the bottom.

    A bundle has one source or one target; the one that begins deepest above (ends lowest below) goes by
    the top (bottom), for one line may stand for several edges only if they have an end in common.
    """
    if not problem.frames:
        return
    crossing: dict[int, tuple[list[int], list[int]]] = {}
    rank: dict[int, dict[int, int]] = {}
    for number, edge in sorted(enumerate(problem.edges), key=lambda numbered: numbered[1].source):
        left, entered = tree.chain(edge.source), tree.chain(edge.target)
        for at in left:
            if at >= 0 and at not in entered:
                crossing.setdefault(at, ([], []))[1].append(number)
        for at in entered:
            if at >= 0 and at not in left:
                crossing.setdefault(at, ([], []))[0].append(number)
            elif at >= 0:
                own = rank.setdefault(at, {})
                own[edge.target] = max(own.get(edge.target, 0), own.get(edge.source, 0) + 1)
    for at, (entering, leaving) in crossing.items():
        own = rank.get(at, {})
        for numbers, into in ((entering, True), (leaving, False)):
            main = _main_bundle(problem, tree, numbers, own, into)
            tree.sides.update((at, number) for number in numbers if number not in main)


def asks(problem: Problem, tree: Tree, number: int) -> bool:
    """Tell whether an edge is to enter at the side."""
    edge = problem.edges[number]
    return (edge.side or edge.rung or number in tree.fed) and number not in tree.plain


def _main_bundle(problem: Problem, tree: Tree, numbers: list[int], rank: dict[int, int], into: bool) -> set[int]:
    """Choose the edges that pass the top (or bottom) of a frame."""
    plain = [number for number in numbers if not (into and asks(problem, tree, number))] or numbers
    edges = problem.edges
    if len({edges[number].source for number in plain}) <= 1 or len({edges[number].target for number in plain}) <= 1:
        return set(plain)
    if into:
        first = min(plain, key=lambda number: (rank.get(edges[number].target, 0), -edges[number].source, number))
        alike = {number for number in plain if edges[number].target == edges[first].target}
        if len(alike) == 1:
            alike = {number for number in plain if edges[number].source == edges[first].source}
        return alike
    last = max(plain, key=lambda number: (rank.get(edges[number].source, 0), edges[number].source, -number))
    return {number for number in plain if edges[number].source == edges[last].source}
