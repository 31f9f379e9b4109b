"""Large graphs of hard families: placed and checked, and long chains from a graph to SVG. Run: python benchmarks/scale.py [FAMILY ...]

The boxes of a family have mixed sizes, so that no two parts are equal. Each row: nodes, edges, processor time of the placing
in seconds, the same for a normal machine, how time has grown since the row before, as the exponent of the number of nodes, and the most
memory in MB. Each is placed in a process of its own, and then checked: no two boxes meet, no line runs through a box, every line leads
from its source to its target, frames hold their own boxes and no others.

The rows `drawn` are chains of layers in memory: all that makes a figure of them, and the writing of its SVG.
"""

from __future__ import annotations

import gc
import json
import math
import resource
import subprocess
import sys
import time
import warnings
from statistics import median

from measuring import ROOT, slowness, tell_speed

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SIZES = {
    "chain": (1_000, 10_000, 100_000),
    "fan": (500, 5_000),
    "cells": (1_000, 10_000),
    "dense": (1_000, 10_000),
    "nested": (1_000, 10_000),
    "cut_free": (1_000, 10_000, 20_000),
}
DRAWN = (10_000, 100_000)


def placed(family: str, size: int) -> dict[str, float]:
    """Place one graph and check it."""
    import placing_families

    from archdraw.placing import place
    from archdraw.placing.measure import faults

    problem = getattr(placing_families, family)(size)
    gc.disable()  # as every command does
    start = time.process_time()
    answer = place(problem)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if found := faults(problem, answer):
        raise SystemExit(f"{family} of {size} is wrong: {found}")
    return {"nodes": len(problem.nodes), "edges": len(problem.edges), "seconds": seconds, "MB": memory}


def drawn(size: int) -> dict[str, float]:
    """Draw a chain of layers, and write it as SVG."""
    import placing_families

    from archdraw import render

    network = placing_families.layers(size)
    warnings.simplefilter("ignore")
    gc.disable()
    start = time.process_time()
    figure = render(network, passes="none")
    middle = time.process_time()
    figure.to_bytes("svg")
    end = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"layers": size, "figure": middle - start, "SVG": end - middle, "MB": memory}


def in_a_process(family: str, size: int) -> dict[str, float]:
    """Do one of the two in a process of its own; add how slow the machine was just before and after."""
    before = slowness(1)
    command = [sys.executable, __file__, "--one", family, str(size)]
    made = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(made.stdout)
    return {**found, "slow": median((before, slowness(1)))}


def main(families: list[str]) -> None:
    """Print a row for each family and size."""
    tell_speed()
    print(f"{'family':>9} {'nodes':>8} {'edges':>8} {'seconds':>8} {'normal':>7} {'exponent':>9} {'MB':>6}")
    for family in families:
        before: dict[str, float] = {}
        for size in SIZES.get(family, ()):
            row = in_a_process(family, size)
            row["normal"] = row["seconds"] / row["slow"]
            grown = (
                math.log(row["normal"] / before["normal"]) / math.log(row["nodes"] / before["nodes"]) if before else 0
            )
            print(
                f"{family:>9} {row['nodes']:8} {row['edges']:8} {row['seconds']:8.2f} {row['normal']:7.2f} "
                f"{f'{grown:.2f}' if before else '':>9} {row['MB']:6.0f}", flush=True
            )  # fmt: skip
            before = row
    if "drawn" in families:
        print(f"{'':>9} {'layers':>8} {'figure':>8} {'normal':>7} {'SVG':>8} {'normal':>7} {'MB':>6}")
        for size in DRAWN:
            row = in_a_process("drawn", size)
            times = " ".join(f"{row[part]:8.2f} {row[part] / row['slow']:7.2f}" for part in ("figure", "SVG"))
            print(f"{'drawn':>9} {size:8} {times} {row['MB']:6.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        family, size = sys.argv[2], int(sys.argv[3])
        print(json.dumps(drawn(size) if family == "drawn" else placed(family, size)))
    else:
        main(sys.argv[1:] or [*SIZES, "drawn"])
