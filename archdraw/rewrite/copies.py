"""How copies of one piece hang together: what each hands to the next, and what stands for what if only one is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from archdraw.records import dataclass
from archdraw.rewrite.alike import Index, Tensor

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What replaces the tensors that vanish with the hidden copies, and what all copies read from elsewhere.

    ``enters`` maps what the copy before handed to the shown one to what entered the first; ``leaves`` maps
    what left the last copy to the same output of the shown one.
    """

    enters: Mapping[Tensor, Tensor] = field(default_factory=dict)
    leaves: Mapping[Tensor, Tensor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chain:
    """Copies that follow each other: each reads the one before, and all may read the same tensors from elsewhere."""

    copies: tuple[Names, ...]
    ambient: frozenset[Tensor]
    given: tuple[tuple[Tensor, ...], ...]
    left: tuple[Tensor, ...]

    def flow(self, index: Index, shown: int) -> Flow | None:
        """Say what stands for what if only this copy is shown; None where that cannot be told."""
        enters = self._match(index, self.given[shown], self.given[0], shown, 0, inward=True) if shown else {}
        if shown == len(self.copies) - 1:
            return None if enters is None else Flow(enters)
        leaves = self._match(index, self.left, self.given[shown + 1], -1, shown, inward=False)
        return None if enters is None or leaves is None else Flow(enters, leaves)

    def _match(
        self, index: Index, wanted: Sequence[Tensor], have: Sequence[Tensor], at: int, other: int, *, inward: bool
    ) -> dict[Tensor, Tensor] | None:
        """Pair tensors of two copies: the only ones there are, or those at the same places."""
        if not wanted:
            return {}
        mine, theirs = self.copies[at], self.copies[other]
        if len(wanted) == 1 and len(have) == 1:
            return {wanted[0]: have[0]}
        if [index.layer[name].op for name in mine] != [index.layer[name].op for name in theirs]:
            return None
        if inward:
            return _by_readers(index, wanted, mine, theirs)
        twin = dict(zip(mine, theirs, strict=True))
        return {(name, port): (twin[name], port) for name, port in wanted}


def _by_readers(index: Index, wanted: Sequence[Tensor], mine: Names, theirs: Names) -> dict[Tensor, Tensor] | None:
    """Pair what two copies are given by the layers that read it."""
    found: dict[Tensor, Tensor] = {}
    for name, twin in zip(mine, theirs, strict=True):
        read = {(edge.target_port, edge.role): edge for edge in index.into[twin]}
        for edge in index.into[name]:
            tensor = (edge.source, edge.source_port)
            if tensor not in wanted:
                continue
            other = read.get((edge.target_port, edge.role))
            if other is None or other.source in theirs:
                return None
            if found.setdefault(tensor, (other.source, other.source_port)) != (other.source, other.source_port):
                return None
    return found


def chain(index: Index, copies: Sequence[Names]) -> Chain | None:
    """See whether these copies follow each other; None if not, or if one shows something to the outside or is fed otherwise."""
    where = {name: i for i, names in enumerate(copies) for name in names}
    last = len(copies) - 1
    given: list[dict[Tensor, None]] = []
    outer: list[dict[Tensor, None]] = []
    left: dict[Tensor, None] = {}
    for i, names in enumerate(copies):
        given.append({})
        outer.append({})
        for name in names:
            if name in index.inputs or (name in index.outputs and i < last):
                return None
            for edge in index.into[name]:
                source = where.get(edge.source)
                if source is None:
                    outer[i][edge.source, edge.source_port] = None
                elif source == i - 1:
                    given[i][edge.source, edge.source_port] = None
                elif source != i:
                    return None
            leaving = [edge for edge in index.out[name] if edge.target not in where]
            if leaving and i < last:
                return None
            left.update(((edge.source, edge.source_port), None) for edge in leaving)
            left.update(((name, port), None) for port in index.outputs.get(name, ()))
    ambient = frozenset(outer[1])
    same = all(frozenset(tensors) == ambient for tensors in outer[1:]) and ambient <= frozenset(outer[0])
    if not same or not all(given[1:]):
        return None
    given[0] = {tensor: None for tensor in outer[0] if tensor not in ambient}
    return Chain(tuple(map(tuple, copies)), ambient, tuple(map(tuple, given)), tuple(left))


def is_parallel(index: Index, copies: Sequence[Names]) -> bool:
    """Tell whether the copies read the same from elsewhere and not each other, and all serve the same layers."""
    where = {name: i for i, names in enumerate(copies) for name in names}
    reads: list[set[Tensor]] = [set() for _ in copies]
    serves: list[set[str]] = [set() for _ in copies]
    for name, i in where.items():
        if name in index.inputs or name in index.outputs:
            return False
        for edge in index.into[name]:
            if edge.source not in where:
                reads[i].add((edge.source, edge.source_port))
            elif where[edge.source] != i:
                return False
        serves[i].update(edge.target for edge in index.out[name] if edge.target not in where)
    return all(read == reads[0] for read in reads) and all(served == serves[0] for served in serves)
