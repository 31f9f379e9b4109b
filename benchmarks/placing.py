"""Compare the placing with Graphviz' dot: crossings, bends, area, mean edge and time. Run: python benchmarks/placing.py

Both get the same boxes. dot draws curves, so its bends are not counted; its edges are cut into short straight pieces to
count crossings of pairs without a common end, as `archdraw.placing.measure` does. The last columns are ratios, ours to dot's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

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
    bends: int = 0

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
    return Result(len(found.crossings), placed.width, placed.height, mean, seconds, found.bends)


def dot(problem: Problem) -> Result:
    """Let dot place the graph, with gaps like ours."""
    lines = ['digraph { ranksep=0.14; nodesep=0.16; node [shape=box, fixedsize=true, label=""];']
    lines += [f"n{at} [width={node.width / 72}, height={node.height / 72}];" for at, node in enumerate(problem.nodes)]
    lines += [f"n{edge.source} -> n{edge.target} [arrowhead=none];" for edge in problem.edges]
    start = time.perf_counter()
    made = subprocess.run(
        ["dot", "-Tplain"], input="\n".join([*lines, "}"]), capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    width = height = 0.0
    curves: list[tuple[set[str], list[Point]]] = []
    for line in made.stdout.splitlines():
        words = line.split()
        if words[0] == "graph":
            width, height = 72 * float(words[2]), 72 * float(words[3])
        elif words[0] == "edge":
            numbers = [72 * float(word) for word in words[4 : 4 + 2 * int(words[3])]]
            curves.append(({words[1], words[2]}, _flattened(list(zip(numbers[::2], numbers[1::2], strict=True)))))
    length = sum(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for _, points in curves for (a, b), (c, d) in pairwise(points))
    return Result(_crossings(curves), width, height, length / max(1, len(curves)), seconds)


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
    print(
        f"{'graph':20} {'nodes':>5} {'crossings':>12} {'bends':>6} {'mean edge':>11} {'seconds':>13} {'area':>6} {'edge':>5} {'time':>6}"
    )
    for name, problem in graphs().items():
        mine, other = ours(problem), dot(problem)
        print(
            f"{name:20} {len(problem.nodes):5} {mine.crossings:5} / {other.crossings:4} {mine.bends:6} "
            f"{mine.mean:5.0f} /{other.mean:4.0f} {mine.seconds:6.3f} /{other.seconds:5.3f} "
            f"{mine.area / other.area:6.2f} {mine.mean / other.mean:5.2f} {mine.seconds / other.seconds:6.2f}"
        )


if __name__ == "__main__":
    main()
