"""Compare the placing with Graphviz' dot: crossings, bends, straightness, area, mean edge and time. Run: python benchmarks/placing.py

Both get the same boxes. dot draws curves, which are cut into short straight pieces to count crossings of pairs without a
common end, as `archdraw.placing.measure` does; its bends are those it makes when asked for polylines. Straight is the share
of the edges of the longest path that run straight down. Every pair is ours / dot's, the last columns are ratios of the two.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from measuring import tell_speed
from placing_graphs import KERAS, boxes, of_keras, transformer, unet

from archdraw.placing import Problem, place
from archdraw.placing.measure import measure

Point = tuple[float, float]


@dataclass
class Result:
    """What one engine made of a graph."""

    crossings: int
    width: float
    height: float
    mean: float
    seconds: float
    bends: int
    straight: float

    @property
    def area(self) -> float:
        return self.width * self.height


def ours(problem: Problem) -> Result:
    start = time.perf_counter()
    placed = place(problem)
    seconds = time.perf_counter() - start
    found = measure(problem, placed)
    if found.through or found.overlaps or found.broken or found.shared:
        raise SystemExit(f"a guarantee is broken: {found}")
    mean = found.length / max(1, len(problem.edges))
    straight = _straight(problem, [box.center[0] for box in placed.nodes])
    return Result(len(found.crossings), placed.width, placed.height, mean, seconds, found.bends, straight)


def dot(problem: Problem) -> Result:
    """Let dot place the graph, with gaps like ours."""
    lines = ['digraph { ranksep=0.14; nodesep=0.16; node [shape=box, fixedsize=true, label=""];']
    lines += [f"n{at} [width={node.width / 72}, height={node.height / 72}];" for at, node in enumerate(problem.nodes)]
    lines += [f"n{edge.source} -> n{edge.target} [arrowhead=none];" for edge in problem.edges]
    source = "\n".join([*lines, "}"])
    start = time.perf_counter()
    made = _drawn(source)
    seconds = time.perf_counter() - start
    width = height = 0.0
    middles = [0.0] * len(problem.nodes)
    for words in made:
        if words[0] == "graph":
            width, height = 72 * float(words[2]), 72 * float(words[3])
        elif words[0] == "node":
            middles[int(words[1][1:])] = 72 * float(words[2])
    curves = [({words[1], words[2]}, _flattened(_points(words))) for words in made if words[0] == "edge"]
    length = sum(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for _, points in curves for (a, b), (c, d) in pairwise(points))
    bends = sum(_turns(_points(words)[::3]) for words in _drawn(source, "-Gsplines=polyline") if words[0] == "edge")
    mean = length / max(1, len(curves))
    return Result(_crossings(curves), width, height, mean, seconds, bends, _straight(problem, middles))


def _drawn(source: str, *options: str) -> list[list[str]]:
    made = subprocess.run(["dot", "-Tplain", *options], input=source, capture_output=True, text=True, check=True)
    return [line.split() for line in made.stdout.splitlines()]


def _points(words: list[str]) -> list[Point]:
    """Read the control points of an edge."""
    numbers = [72 * float(word) for word in words[4 : 4 + 2 * int(words[3])]]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _turns(points: list[Point]) -> int:
    """Count the turns of a polyline by more than five degrees."""
    count = 0
    for (a, b), (c, d), (e, f) in zip(points, points[1:], points[2:], strict=False):
        by = math.degrees(math.atan2(f - d, e - c) - math.atan2(d - b, c - a))
        count += abs((by + 180) % 360 - 180) > 5
    return count


def _straight(problem: Problem, middles: list[float]) -> float:
    """Give the share of the edges of the longest path whose ends stand on one upright line."""
    behind: list[list[int]] = [[] for _ in problem.nodes]
    for edge in problem.edges:
        behind[edge.source].append(edge.target)
    far = [0] * len(behind)
    for at in range(len(behind) - 1, -1, -1):
        far[at] = max((far[after] + 1 for after in behind[at]), default=0)
    at, kept, edges = far.index(max(far)), 0, max(far)
    while behind[at]:  # where several ways are longest, the straight one is meant
        ways = [after for after in behind[at] if far[after] == far[at] - 1]
        after = min(ways, key=lambda way: abs(middles[way] - middles[at]))
        kept += abs(middles[after] - middles[at]) < 0.5
        at = after
    return kept / max(1, edges)


def _flattened(points: list[Point], pieces: int = 8) -> list[Point]:
    """Turn a chain of cubic curves into short straight lines."""
    line = points[:1]
    for at in range(0, len(points) - 3, 3):
        p, q, r, s = points[at : at + 4]
        for step in range(1, pieces + 1):
            t, u = step / pieces, 1 - step / pieces
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            line.append(tuple(sum(w * z[k] for w, z in zip(weights, (p, q, r, s), strict=True)) for k in (0, 1)))  # type: ignore[arg-type]
    return line


def _crossings(curves: list[tuple[set[str], list[Point]]]) -> int:
    """Count the pairs of edges without a common end that cross, by a sweep from top to bottom."""
    segments = sorted(
        (min(one[1], two[1]), max(one[1], two[1]), one, two, number)
        for number, (_, points) in enumerate(curves)
        for one, two in pairwise(points)
    )
    found = set()
    active: list[tuple[float, float, Point, Point, int]] = []
    for segment in segments:
        active = [other for other in active if other[1] >= segment[0]]
        for other in active:
            if not curves[segment[4]][0] & curves[other[4]][0] and _meet(segment[2], segment[3], other[2], other[3]):
                found.add((min(segment[4], other[4]), max(segment[4], other[4])))
        active.append(segment)
    return len(found)


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def graphs() -> dict[str, Problem]:
    """Name the graphs to compare."""
    made = {path.stem: of_keras(path.stem) for path in sorted(KERAS.glob("*.keras"))}
    made["U-Net, 5 levels"] = unet(5)
    made["Transformer"] = transformer()
    made["exchange, 4 x 4"] = boxes(
        24, *((at, after) for at in range(20) for after in range(at // 4 * 4 + 4, at // 4 * 4 + 8))
    )
    made["skips over two"] = boxes(11, *((at, at + far) for at in range(11) for far in (1, 3) if at + far < 11))
    made["dense, 6"] = boxes(6, *((at, after) for at in range(6) for after in range(at + 1, 6)))
    return made


def main() -> None:
    """Print a row for each graph."""
    if not shutil.which("dot"):
        raise SystemExit("this comparison needs Graphviz' dot")
    tell_speed()
    print(
        f"{'graph':20} {'nodes':>5} {'crossings':>12} {'bends':>10} {'straight':>11} {'mean edge':>11} {'seconds':>13} "
        f"{'area':>6} {'edge':>5} {'time':>6}"
    )
    for name, problem in graphs().items():
        mine, other = ours(problem), dot(problem)
        print(
            f"{name:20} {len(problem.nodes):5} {mine.crossings:5} / {other.crossings:4} {mine.bends:4} /{other.bends:4} "
            f"{mine.straight:4.0%} / {other.straight:4.0%} {mine.mean:5.0f} /{other.mean:4.0f} {mine.seconds:6.3f} /{other.seconds:5.3f} "
            f"{mine.area / other.area:6.2f} {mine.mean / other.mean:5.2f} {mine.seconds / other.seconds:6.2f}"
        )


if __name__ == "__main__":
    main()
