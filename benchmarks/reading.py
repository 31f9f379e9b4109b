"""Time to read a model, beside Keras's own summary and drawing. Run: python benchmarks/reading.py [--runs N] [--keras PYTHON]

Files: every golden of keras.applications by a process of its own, `archdraw summary FILE`; and by Keras (PYTHON), which builds
the model from the same description and prints `model.summary()`, or takes its graph by `keras.utils.model_to_dot`.

Live: Keras builds ResNet50 in its process; then `archdraw.read(model)`, archdraw's imports included, its `summary()` and
`model_to_dot` are timed once each in that process, in this order, so Keras's own are warm.

Times are processor time, user and system, in seconds; each is the middle one of N (3) processes. *normal* is divided by how many
times longer a million additions take here than on a normal machine, measured right before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from statistics import median

from measuring import ROOT, slowness, taken, tell_speed

KERAS = ROOT / "tests" / "golden" / "keras"
BESIDE = ("VGG16", "ResNet50", "NASNetMobile")
"""The models that Keras reads too."""
TARGET, LIVE_TARGET = 0.3, 0.5
BUILT = """
import sys, zipfile, keras
with zipfile.ZipFile(sys.argv[1]) as file:
    model = keras.models.model_from_json(file.read("config.json").decode())
"""
TOLD = BUILT + "model.summary()"
DOTTED = BUILT + "keras.utils.model_to_dot(model, show_shapes=True).to_string()"


def files(runs: int, keras: str) -> None:
    """Print a row for each golden: whole processes."""
    heads = ("summary", "normal", "keras summary", "keras dot", "/summary", "/dot")
    print(f"{'file':<18}", *(f"{head:>14}" for head in heads))
    slowest = 0.0
    for path in sorted(KERAS.glob("*.keras")):
        factor = slowness(3)
        ours = median(taken([sys.executable, "-m", "archdraw", "summary", str(path)])[0] for _ in range(runs))
        slowest = max(slowest, ours / factor)
        cells = [f"{ours:.3f}", f"{ours / factor:.3f}"]
        if keras and path.stem in BESIDE:
            theirs = [median(taken([keras, "-c", code, str(path)])[0] for _ in range(runs)) for code in (TOLD, DOTTED)]
            cells += [f"{seconds:.3f}" for seconds in theirs] + [f"{seconds / ours:.0f}" for seconds in theirs]
        print(f"{path.stem:<18}", *(f"{cell:>14}" for cell in cells), flush=True)
    print(f"the slowest file: {slowest:.3f} s normal, to be below {TARGET} s\n")


def live(runs: int, keras: str) -> None:
    """Print what reading a live ResNet50 adds to what Keras took."""
    found = []
    for _ in range(runs):
        command = [keras, __file__, "--in-keras"]
        out = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment()).stdout
        found.append(json.loads(out.splitlines()[-1]))
    middle = {key: median(one[key] for one in found) for key in found[0]}
    factor = middle.pop("factor")
    print(f"{'live ResNet50':<36}{'seconds':>10}{'normal':>10}{'/read':>10}")
    for what, seconds in middle.items():
        print(f"{what:<36}{seconds:>10.3f}{seconds / factor:>10.3f}{seconds / middle['archdraw.read']:>10.1f}")
    print(f"reading adds {middle['archdraw.read'] / factor:.3f} s normal, to be below {LIVE_TARGET} s")


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}


def in_keras() -> None:
    """Measure in the process of Keras; print one line of JSON."""
    times = {"factor": slowness(5)}
    at = time.process_time()

    def lap(what: str) -> None:
        nonlocal at
        now = time.process_time()
        times[what] = now - at
        at = time.process_time()

    import keras

    lap("import of keras")
    model = keras.applications.ResNet50(weights=None)
    lap("keras.applications.ResNet50()")
    import archdraw

    graph = archdraw.read(model)
    lap("archdraw.read")
    again = archdraw.read(model)
    lap("archdraw.read again")
    model.summary(print_fn=lambda *_, **__: None)
    lap("model.summary")
    keras.utils.model_to_dot(model, show_shapes=True).to_string()
    lap("keras.utils.model_to_dot")
    if graph != again or graph.totals().params != model.count_params():
        raise SystemExit("the graph is not that of Keras")
    print(json.dumps(times))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Measure the reading of models.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keras", default="", metavar="PYTHON", help="a Python with keras and pydot")
    parser.add_argument("--in-keras", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.in_keras:
        in_keras()
        return
    tell_speed()
    keras = given.keras
    if keras and subprocess.run([keras, "-c", "import keras, pydot"], capture_output=True, check=False).returncode:
        print(f"Keras is left out: {keras} has no keras, or no pydot")
        keras = ""
    files(given.runs, keras)
    if keras:
        live(given.runs, keras)


if __name__ == "__main__":
    main()
