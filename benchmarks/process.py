"""Processor time of whole commands, beside dot's and Keras's. Run: python benchmarks/process.py [--runs N] [--keras PYTHON]

Every command is run N times (5) in turn with all the others; each time is the middle one, user and system, in seconds.

- summary, render: `archdraw summary FILE`, `archdraw render FILE -o figure.svg`; all: the same with `-p none`, so that every
  layer is drawn, as the programs beside it do
- dot: `dot -Tsvg` on the same network as archdraw writes it in DOT
- keras: a Python (PYTHON, which has keras, pydot and graphviz) that reads the same file and writes an SVG with
  `keras.utils.plot_model(show_shapes=True)`; png: the same as a PNG, plot_model's default. The files hold no weights, so Keras
  builds the model from the description in them; reading weights would come on top.

A column with a stroke is the ratio of two others.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import ROOT, taken, tell_speed

KERAS = ROOT / "tests" / "golden" / "keras"
PLOTTED = ("ResNet50", "InceptionV3", "NASNetMobile")
FILES = (
    ROOT / "gallery" / "lenet5" / "lenet5.yaml",
    *(KERAS / f"{name}.keras" for name in ("VGG16", "EfficientNetB4", *PLOTTED)),
)
ARCHDRAW = [sys.executable, "-m", "archdraw"]
PLOT = """
import sys, zipfile, keras
with zipfile.ZipFile(sys.argv[1]) as file:
    model = keras.models.model_from_json(file.read("config.json").decode())
keras.utils.plot_model(model, to_file=sys.argv[2], show_shapes=True)
"""
TIMES = ("summary", "render", "all", "dot", "keras", "png")
RATIOS = ("render/dot", "all/dot", "keras/render", "keras/all", "png/render")


def commands(file: Path, folder: Path, keras: str) -> dict[str, list[str]]:
    """Give the commands to run on a network, by what they make."""
    source, target = str(file), str(folder / "figure.svg")
    found = {
        "summary": [*ARCHDRAW, "summary", source],
        "render": [*ARCHDRAW, "render", source, "-o", target],
        "all": [*ARCHDRAW, "render", source, "-p", "none", "-o", target],
    }
    if shutil.which("dot"):
        written = str(folder / f"{file.stem}.dot")
        taken([*ARCHDRAW, "render", source, "-p", "none", "-o", written])
        found["dot"] = ["dot", "-Tsvg", written, "-o", target]
    if keras and file.stem in PLOTTED:
        found["keras"] = [keras, "-c", PLOT, source, target]
        found["png"] = [keras, "-c", PLOT, source, str(folder / "figure.png")]
    return found


def can_plot(keras: str) -> bool:
    """Tell whether a Python can run plot_model."""
    if not keras:
        return False
    check = [keras, "-c", "import keras, pydot; pydot.Dot().create()"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


def row(times: dict[str, float]) -> list[str]:
    """Give the times and ratios of a network as texts, empty where something was not run."""
    pairs = [ratio.split("/") for ratio in RATIOS]
    return [
        *(f"{times[what]:.3f}" if what in times else "" for what in TIMES),
        *(f"{times[one] / times[other]:.1f}" if {one, other} <= times.keys() else "" for one, other in pairs),
    ]


def main() -> None:
    """Print a row for each network."""
    parser = argparse.ArgumentParser(description="Measure whole commands.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keras", default="", metavar="PYTHON", help="a Python with keras, pydot and graphviz")
    given = parser.parse_args()
    tell_speed()
    keras = given.keras if can_plot(given.keras) else ""
    if not keras:
        why = f"{given.keras} cannot run it" if given.keras else "no --keras PYTHON is given"
        print(f"plot_model is left out: {why}")
    with tempfile.TemporaryDirectory() as folder:
        todo = {file.stem: commands(file, Path(folder), keras) for file in FILES}
        rounds = [
            {(network, what): taken(command)[0] for network, each in todo.items() for what, command in each.items()}
            for _ in range(given.runs)
        ]
        bare = median(taken([sys.executable, "-c", "pass"])[0] for _ in range(given.runs))
    print(f"a bare Python: {bare:.3f} s")
    print(f"{'network':<14}", *(f"{name:>12}" for name in (*TIMES, *RATIOS)))
    for network, each in todo.items():
        times = {what: median(times[network, what] for times in rounds) for what in each}
        print(f"{network:<14}", *(f"{cell:>12}" for cell in row(times)))


if __name__ == "__main__":
    main()
