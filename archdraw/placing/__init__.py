"""A layered placing made for networks: straight main path, branches as columns beside it, skips in lanes."""

from archdraw.placing.labels import BESIDE as BESIDE
from archdraw.placing.problem import Direction as Direction
from archdraw.placing.problem import Edge as Edge
from archdraw.placing.problem import Frame as Frame
from archdraw.placing.problem import Node as Node
from archdraw.placing.problem import Placed as Placed
from archdraw.placing.problem import Problem as Problem
from archdraw.placing.problem import Settings as Settings
from archdraw.placing.problem import Wire as Wire


def place(problem: Problem) -> Placed:
    """Place every node, frame and wire; the answer depends on the problem alone, never on the clock.

    >>> box = Node(10, 4)
    >>> placed = place(Problem((box, box), (Edge(0, 1),)))
    >>> placed.nodes[1].top - placed.nodes[0].bottom
    10.0
    """
    from archdraw.placing.whole import place_whole

    return place_whole(problem)
