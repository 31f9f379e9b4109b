"""Turn a placing to the direction that is asked for: it is always made with the data flowing down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archdraw.geometry import Box, Point
from archdraw.placing.problem import Direction, Frame, Problem
from archdraw.placing.ushape.rising import rising

Turn = Callable[[Point], Point]


def prepared(problem: Problem) -> Problem:
    """Give the problem to place with the data flowing down (to the right: with widths and heights swapped where they are read)."""
    rises = set(range(len(problem.frames))) if problem.settings.direction == "up" else rising(problem)
    frames = (_upside_down(frame) if number in rises else frame for number, frame in enumerate(problem.frames))
    return replace(problem, frames=tuple(frames)) if rises else problem


def _upside_down(frame: Frame) -> Frame:
    """Give a frame whose data flows up: its title still lies at the top, where the data then leaves."""
    return replace(frame, top=frame.bottom, bottom=frame.top)


def turn_of(direction: Direction, height: float) -> Turn | None:
    """Give what turns the points of something of this height, made with the data flowing down; None where nothing is to turn."""
    if direction == "right":
        return lambda point: (point[1], point[0])
    if direction == "up":
        return lambda point: (point[0], round(height - point[1], 6))
    return None


def turned(box: Box, turn: Turn | None) -> Box:
    """Turn a box."""
    if turn is None:
        return box
    (a, b), (c, d) = turn((box.left, box.top)), turn((box.right, box.bottom))
    return Box(min(a, c), min(b, d), max(a, c), max(b, d))
