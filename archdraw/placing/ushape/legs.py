"""The two legs of a U and what lies at its bottom: the chain of its items folded, as slots from top to bottom."""

from __future__ import annotations

from archdraw.placing.net import Item
from archdraw.placing.problem import Settings
from archdraw.placing.ushape.links import Chain, Rung
from archdraw.records import dataclass

BETWEEN = 24.0
"""Between two boxes at the bottom, and at least between the legs, in points."""
TURN = 9.0
"""A turn at the bottom needs so much more than its corner, so that a shaft is seen."""


@dataclass(slots=True)
class Slot:
    """What stands in a leg at one height: an item, or (``item`` None) the place where a rung leaves the line.

    ``up`` and ``down`` are how far it reaches from ``y``, the height at which it is level with what stands across.
    """

    number: int
    item: Item | None
    up: float
    down: float
    depth: float
    y: float = 0.0

    @property
    def top(self) -> float:
        """Its upper end."""
        return self.y - self.up

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.y + self.down


@dataclass(slots=True)
class Run:
    """What stands in both legs between two rungs, and the rung below it (-1: none, it is the bottom)."""

    left: list[Slot]
    right: list[Slot]
    rung: int
    depth: float


@dataclass(slots=True)
class Legs:
    """A chain folded: its runs from the top down, the numbers of the items at the bottom, the first one in the right leg."""

    runs: list[Run]
    bottom: list[int]
    right: int


def fold(chain: Chain, wide: float, settings: Settings) -> Legs | None:
    """Fold a chain at its lowest level; as many boxes as ``wide`` has room for lie at the bottom.

    None where something is to be joined that no line from the side can reach.
    """
    low = lowest(chain)
    right = low.stop
    bottom = _lying(chain, low, wide, settings)
    first, end, runs = 0, len(chain.items), []
    for number, rung in enumerate(chain.rungs):
        left = [_slot(chain, at) for at in range(first, rung.source)]
        leaves, enters = _leaves(chain, rung), _enters(chain, rung)
        if enters is None:
            return None
        runs.append(
            Run(
                [*left, *leaves],
                [_slot(chain, at) for at in range(end - 1, rung.target, -1)] + [enters],
                number,
                rung.depth,
            )
        )
        first, end = rung.source + 1, rung.target
    left = [_slot(chain, at) for at in range(first, right - len(bottom))]
    runs.append(Run(left, [_slot(chain, at) for at in range(end - 1, right - 1, -1)], -1, chain.depths[right - 1]))
    return Legs(runs, bottom, right)


def lowest(chain: Chain) -> range:
    """Give the items of the lowest level between the ends of the innermost rung; the right leg begins where they stop."""
    last = chain.rungs[-1]
    between = range(last.source + 1, last.target)
    deepest = max((chain.depths[at] for at in between), default=0.0)
    low = [at for at in between if chain.depths[at] == deepest]
    return range(low[0], low[-1] + 1) if low else range(last.target, last.target)


def _lying(chain: Chain, low: range, wide: float, settings: Settings) -> list[int]:
    """Choose the boxes that lie at the bottom: the last ones of the lowest level, as many as there is room for."""
    room = wide - 2 * (settings.corner + TURN)
    found: list[int] = []
    for at in reversed(low):
        item = chain.items[at]
        room -= item.left + item.right + (BETWEEN if found else 0.0)
        if item.part or room < 0 or (chain.feeder and at in chain.feeder.fed):
            break
        found.insert(0, at)
    return found


def _slot(chain: Chain, at: int) -> Slot:
    half = chain.items[at].height / 2
    return Slot(at, chain.items[at], half, half, chain.depths[at])


def _leaves(chain: Chain, rung: Rung) -> list[Slot]:
    """Give the slots of what a rung comes from: the item and the fork below it, or one that it leaves at its side."""
    slot = _slot(chain, rung.source)
    port = slot.item.part.ports.get((rung.edge, False)) if slot.item and slot.item.part else None
    if port is None:
        return [slot, Slot(rung.source, None, 0.0, 0.0, rung.depth)]
    return [Slot(rung.source, slot.item, port[1], chain.items[rung.source].height - port[1], rung.depth)]


def _enters(chain: Chain, rung: Rung) -> Slot | None:
    """Give the slot of what a rung leads to: a node, or a part that it enters at its side."""
    item = chain.items[rung.target]
    if item.part is None:
        return Slot(rung.target, item, item.height / 2, item.height / 2, rung.depth)
    port = item.part.ports.get((rung.edge, True))
    return Slot(rung.target, item, item.height - port[1], port[1], rung.depth) if port else None
