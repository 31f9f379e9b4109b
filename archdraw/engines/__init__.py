"""Engines of others that place a graph instead of ours: they give coordinates, all that is drawn stays ours."""

from __future__ import annotations

from archdraw.placing import Placed, Problem


def place(problem: Problem, engine: str) -> Placed:
    """Place every node, frame and wire by an engine: ``own``, or ``dot``, which is run as a program of its own.

    Distances are points. Raises MissingTool where the engine is not here, Overtime where it takes too long, and LayoutError
    where it fails.

    >>> from archdraw.placing import Node
    >>> place(Problem((Node(10, 4),), ()), "own").height
    4.0
    """
    if engine == "dot":
        from archdraw.engines import dot

        return dot.place(problem)
    from archdraw import placing

    return placing.place(problem)
