"""Processor time of whole commands, beside a bare interpreter's and dot's. Run: python benchmarks/process.py [RUNS]

Each row is one command run RUNS times (7) in turn with all the others, and its least time in seconds, user and system;
the last column is its ratio to `dot -Tsvg` on the same network as archdraw writes it in DOT.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
KERAS = ROOT / "tests" / "golden" / "keras"
FILES = (
    ROOT / "gallery" / "lenet5" / "lenet5.yaml",
    *(KERAS / f"{name}.keras" for name in ("VGG16", "ResNet50", "EfficientNetB4", "NASNetMobile")),
)
PYTHON = [sys.executable]


def seconds(command: list[str]) -> float:
    """Run a command and give the processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Give the commands to run, by network and what they do."""
    found = {("", "python"): [*PYTHON, "-c", "pass"]}
    for file in FILES:
        network = file.stem
        source = folder / f"{network}.dot"
        archdraw = [*PYTHON, "-m", "archdraw"]
        subprocess.run([*archdraw, "render", str(file), "-p", "none", "-o", str(source)], cwd=ROOT, check=True)
        found[network, "summary"] = [*archdraw, "summary", str(file)]
        found[network, "render"] = [*archdraw, "render", str(file), "-o", str(folder / "figure.svg")]
        if shutil.which("dot"):
            found[network, "dot"] = ["dot", "-Tsvg", str(source), "-o", str(folder / "dot.svg")]
    return found


def main(runs: int) -> None:
    """Print the table."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        rows = commands(Path(folder))
        for _ in range(runs):
            for key, command in rows.items():
                times[key].append(seconds(command))
    for (network, what), taken in times.items():
        dot = min(times.get((network, "dot"), [0.0]))
        ratio = f"{min(taken) / dot:6.2f}" if dot and what != "dot" else ""
        print(f"{network:<16} {what:<8} {min(taken):7.3f} {ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
