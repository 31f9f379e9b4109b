"""What dot answers, read from its JSON and turned to our page: points, y down, the origin at the top left of the drawing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

FAR = 1e7
"""No figure is so large, in points."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The middles of nodes, the boxes of clusters, and the routes by source and target."""

    nodes: Mapping[int, Point]
    frames: Mapping[int, Box]
    routes: Mapping[tuple[int, int], tuple[Point, ...]]


def read(raw: bytes) -> Answer:
    r"""Read dot's ``json0``; whatever is not as it should be raises ValueError.

    >>> read(b'{"bb": "0,0,9,8", "objects": [{"_gvid": 0, "name": "n0", "pos": "4,6"}]}').nodes
    {0: (4.0, 2.0)}
    """
    try:
        told = json.loads(raw)
        top = _numbers(told["bb"])[3]
        objects = {int(each["_gvid"]): each for each in told.get("objects", ())}
        names = {gvid: str(each["name"]) for gvid, each in objects.items()}
        nodes = {
            _index(names[gvid], "n"): _points(each["pos"], top)[0] for gvid, each in objects.items() if "pos" in each
        }
        frames = {
            _index(names[gvid], "cluster_"): _box(each["bb"], top) for gvid, each in objects.items() if "bb" in each
        }
        routes = {}
        for each in told.get("edges", ()):
            ends = (_index(names[each["tail"]], "n"), _index(names[each["head"]], "n"))
            routes[ends] = _points(each["pos"], top)[::3]  # straight pieces are curves whose ends alone count
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        what = f"'{error}' is missing" if isinstance(error, KeyError) else str(error)
        raise ValueError(what[:200]) from None
    return Answer(nodes, frames, routes)


def _index(name: str, kind: str) -> int:
    return int(name.removeprefix(kind))


def _numbers(text: Any) -> list[float]:
    found = [float(part) for part in str(text).split(",")]
    if not all(abs(one) < FAR for one in found):  # this holds for no NaN either
        raise ValueError(f"'{text}' is no place")
    return found


def _points(text: Any, top: float) -> tuple[Point, ...]:
    """Read ``x,y x,y …``."""
    return tuple((x, top - y) for x, y in (_numbers(part) for part in str(text).split()))


def _box(text: Any, top: float) -> Box:
    left, low, right, high = _numbers(text)
    return Box(left, top - high, right, top - low)
