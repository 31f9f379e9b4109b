"""What the benchmarks share: how fast this machine is, and what a whole process takes."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
NORMAL = 0.05
"""The seconds of `additions` on the machine for which targets are set."""


def tell_speed() -> None:
    """Print how fast the machine is: times of several machines compare by it.

    Here as everywhere, the middle of several runs counts: the least may come from a moment in which a busy machine was
    quicker, and a short command falls wholly into such a moment more easily than a long one.
    """
    seconds = median(additions() for _ in range(9))
    print(
        f"10^6 additions: {seconds:.3f} s, {seconds / NORMAL:.1f} times the {NORMAL} s of a normal machine", flush=True
    )


def slowness(runs: int) -> float:
    """Tell how many times slower than a normal one the machine is just now; 1 for a quicker one, which need not be as much quicker at all else."""
    return max(1.0, median(additions() for _ in range(runs)) / NORMAL)


def additions() -> float:
    """Give the processor time of a million additions in a plain loop."""
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - start


def taken(command: list[str]) -> tuple[float, float]:
    """Run a command with all that it starts; give its processor time in seconds and its most memory in MB.

    It may write bytecode beside the sources, as an installed package has it; else each run would compile all files again.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=nowhere, stderr=nowhere)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"this ended with {process.returncode}: {' '.join(command)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
