"""Measure a placing exactly: crossings, edges through boxes, boxes that meet, straightness, frames and strangers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archdraw.geometry import Box, Point
from archdraw.placing.problem import Placed, Problem, Wire

SLACK = 1e-4


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: pairs that cross, edges through boxes, boxes that meet, unrelated edges on one line, and so on."""

    crossings: int
    through: tuple[tuple[int, int], ...]
    overlaps: tuple[tuple[int, int], ...]
    shared: tuple[tuple[int, int], ...]
