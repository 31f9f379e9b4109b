"""Run dot: the program on the PATH, else the one inside pygraphviz, in a process of its own that ends within a time limit."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec

from archdraw.errors import LayoutError, MissingTool, Overtime

SECONDS = 60.0
"""How long dot may take for one placing."""
WITHOUT = "leave --engine dot out: archdraw places the figure itself"
INSIDE = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from pygraphviz import AGraph
graph = AGraph(string=sys.stdin.read())
sys.stdout.buffer.write(graph.draw(format="json0", prog="dot"))
"""
"""What a second Python does with pygraphviz, which holds its interpreter while it works, so that here nobody could stop it.

Of this folder it imports nothing: it is isolated, and finds packages where we do.
"""


def run(text: str) -> bytes:
    """Give dot's answer to a DOT text, as JSON.

    Raises MissingTool where there is neither dot nor pygraphviz, Overtime where it takes more than `SECONDS`, and LayoutError
    with what it says where it fails.
    """
    command = _command()
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",  # so that it can be ended with all that it has started
        )  # fmt: skip
    except OSError as error:
        raise MissingTool(f"{command[0]} cannot be started: {error.strerror}", WITHOUT) from None
    try:
        answer, said = process.communicate(text.encode("ascii"), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Overtime(
            f"dot took more than {SECONDS:g} seconds to place this figure", f"draw less, or {WITHOUT}"
        ) from None
    finally:
        _end(process)
    if process.returncode:
        raise LayoutError(f"dot cannot place this figure: {_reason(said, process.returncode)}", WITHOUT)
    return answer


def _command() -> list[str]:
    """Find who runs dot: the program, for it is the one that its owner chose, else pygraphviz, whose wheel has all in it."""
    program = shutil.which("dot")
    if program:
        return [program, "-Tjson0"]
    if find_spec("pygraphviz") and sys.executable:
        return [sys.executable, "-I", "-c", INSIDE, json.dumps([place for place in sys.path if place])]
    raise MissingTool(
        "the engine dot is not here: there is no program 'dot' on the PATH, and no package pygraphviz",
        f"apt install graphviz, brew install graphviz, or pip install 'archdraw[graphviz]'; or {WITHOUT}",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what still runs, with all that it has started, and wait for nobody else who holds its pipes."""
    if process.poll() is None:
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()
    process.wait()


def _reason(said: bytes, code: int) -> str:
    """Find what dot says is wrong: its first error, else its last line."""
    lines = [" ".join(line.split()) for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    told = next((line for line in lines if line.startswith("Error")), lines[-1] if lines else "")
    ended = f"it was ended by signal {-code}" if code < 0 else f"it ended with code {code}"
    return told[:200].rstrip(".") or ended
