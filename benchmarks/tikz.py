"""Processor time of pdflatex for a row of blocks in space. Run: python benchmarks/tikz.py [--blocks N] [--runs N]

- ours: the TeX of `volumes`, with words, and scopes and coordinates for each layer
- bare: the same without scopes and coordinates: finished paths and words in PGF's quick commands, the least that draws this
- paths: the same faces, arrows and words as TikZ paths and nodes with finished coordinates
- boxes: the same number of blocks, each projected by TikZ from three dimensions, as in figures written by hand

Each is set N times (5) in turn with the others; a time is the middle one, user and system, in seconds, that of an empty picture taken away.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measuring import taken, tell_speed

import archdraw
from archdraw.scene import Arrow, Polygon, Scene, Text
from archdraw.text.tex import escaped

HEAD = "\\documentclass[border=0pt]{standalone}\\usepackage{tikz}\\usepackage{amssymb}\\begin{document}\\begin{tikzpicture}[line join=round]\n"
TAIL = "\\end{tikzpicture}\\end{document}\n"


def figure(blocks: int) -> archdraw.Figure:
    """Draw a chain of so many convolutions, each a block of its own."""
    layers = ", ".join(f"{{conv: {8 + count % 4 * 8} 3x3}}" for count in range(blocks - 1))
    options = {"apart": "layers", "width": 8000, "rows": 1}
    return archdraw.render(
        f"input: 64x64x3\nlayers: [{layers}]".encode(),
        name="n.yaml",
        renderer="volumes",
        passes="none",
        options=options,
    )


def paths(scene: Scene) -> Iterator[str]:
    """Give the same things as plain TikZ."""
    colors: dict[str, str] = {}

    def color(value: str) -> str:
        return colors.setdefault(value, f"c{chr(97 + len(colors))}")

    lines = []
    for item in scene.flat():
        if isinstance(item, Polygon) and item.fill and item.stroke:
            way = "--".join(f"({x:.3f}bp,{-y:.3f}bp)" for x, y in item.points)
            looks = f"fill={color(item.fill.color)},draw={color(item.stroke.color)},line width={item.stroke.width}bp"
            lines.append(f"\\path[{looks}]{way}--cycle;")
        elif isinstance(item, Arrow):
            way = "--".join(f"({x:.3f}bp,{-y:.3f}bp)" for x, y in item.points)
            lines.append(f"\\draw[->,{color(item.stroke.color)},line width={item.stroke.width}bp]{way};")
        elif isinstance(item, Text):
            x, y = item.at
            looks = f"inner sep=0,text={color(item.color)},font=\\fontsize{{{item.font.size}}}{{{item.font.size}}}\\selectfont"
            lines.append(
                f"\\node[{looks},rotate={-item.angle:g}] at ({x:.3f}bp,{-y:.3f}bp){{{escaped(item.content)}}};"
            )
    yield from (f"\\definecolor{{{name}}}{{HTML}}{{{value[1:].upper()}}}" for value, name in colors.items())
    yield from lines


def boxes(blocks: int) -> Iterator[str]:
    """Give blocks in three dimensions, for TikZ to project."""
    for at in range(blocks):
        x = 2 * at
        for face in (
            f"({x},1,1)--({x + 1},1,1)--({x + 1},1,-1)--({x},1,-1)",
            f"({x},-1,1)--({x + 1},-1,1)--({x + 1},1,1)--({x},1,1)",
            f"({x + 1},-1,1)--({x + 1},-1,-1)--({x + 1},1,-1)--({x + 1},1,1)",
        ):
            yield f"\\path[fill=blue!10,draw=blue,line width=.6bp]{face}--cycle;"
        yield f"\\draw[->]({x + 1},0,0)--({x + 2},0,0);"
        yield f"\\node[inner sep=0] at ({x + 0.5},-1.2,1){{64}};\\node[inner sep=0,rotate=45] at ({x + 1.2},-1.2,0){{64}};"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blocks", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    told = parser.parse_args()
    tell_speed()
    drawn = figure(told.blocks)
    ours = drawn.to_bytes("tex").decode()
    sources = {
        "empty": HEAD + "\\path (0,0);" + TAIL,
        "ours": ours,
        "bare": "\n".join(
            line for line in ours.split("\n") if not line.startswith(("\\adG", "\\adB", "\\adN", "\\adE"))
        ),
        "paths": HEAD + "\n".join(paths(drawn.scene)) + TAIL,
        "boxes": HEAD + "\n".join(boxes(told.blocks)) + TAIL,
    }
    times: dict[str, list[float]] = {name: [] for name in sources}
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources.items():
            (Path(folder) / f"{name}.tex").write_text(source, "utf-8")
        for _ in range(told.runs):
            for name in sources:
                command = [
                    "pdflatex",
                    "-interaction=batchmode",
                    "-halt-on-error",
                    f"-output-directory={folder}",
                    f"{folder}/{name}.tex",
                ]
                times[name].append(taken(command)[0])
    found = {name: median(each) for name, each in times.items()}
    net = {name: time - found["empty"] for name, time in found.items()}
    print(f"{'':>8}{'seconds':>9}{'/bare':>8}{'kB':>7}")
    for name in ("ours", "bare", "paths", "boxes"):
        print(f"{name:>8}{net[name]:9.2f}{net[name] / net['bare']:8.2f}{len(sources[name]) / 1000:7.0f}")
    print(f"{'empty':>8}{found['empty']:9.2f}")


if __name__ == "__main__":
    main()
