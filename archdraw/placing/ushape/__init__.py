"""A U: what leads down at the left, what leads up again at the right, and level between them the rungs."""

from __future__ import annotations

from archdraw.placing.net import Net, Part
from archdraw.placing.problem import Problem


def lay_out(net: Net, problem: Problem) -> Part | None:
    """Place a net as a U, if it has rungs and they can be drawn."""
    from archdraw.placing.ushape.drawn import draw
    from archdraw.placing.ushape.links import chain

    found = chain(net, problem)
    return draw(found, net.labels, problem.settings) if found else None
