"""Set TeX source as PDF by a LaTeX of this machine: without a shell, without other files, within a time limit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from archdraw.errors import MissingTool, Overtime, WriteError
from archdraw.typeset import temporary

SECONDS = 120.0
"""How long LaTeX may take."""
ENGINES = ("pdflatex", "lualatex", "xelatex")
_NATIVE = ENGINES[1:]


def pdf(source: bytes, *, seconds: float = SECONDS) -> bytes:
    """Compile a document; letters beyond Latin ask for LuaLaTeX or XeLaTeX.

    Raises MissingTool where there is no LaTeX, Overtime where it takes too long, and WriteError with the line of its log
    that says what is wrong.
    """
    wanted = (*_NATIVE, ENGINES[0]) if re.search(rb"\\adU\{[^#]", source) else ENGINES
    engine = next((path for path in map(shutil.which, wanted) if path), None)
    if engine is None:
        raise MissingTool(
            "there is no LaTeX here", "apt install texlive-pictures texlive-latex-extra, or leave --via out"
        )
    with temporary.folder({"figure.tex": source}) as folder:
        place = folder / "figure.tex"
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", place.name]
        paranoid = {
            **os.environ,
            "openin_any": "p",
            "openout_any": "p",
            "max_print_line": "1000",
            "SOURCE_DATE_EPOCH": "0",
            "FORCE_SOURCE_DATE": "1",
        }
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=paranoid,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Overtime(f"{Path(engine).name} took more than {seconds:g} seconds") from None
        except OSError as error:
            raise MissingTool(f"{engine} does not start: {error.strerror}", "leave --via out") from None
        made = place.with_suffix(".pdf")
        data = made.read_bytes() if made.is_file() else b""
        if done.returncode or not data.startswith(b"%PDF-"):
            raise WriteError(
                f"{Path(engine).name} cannot set this figure: {_reason(done.stdout)}", "the .tex can be written"
            )
        return data


def _reason(log: bytes) -> str:
    """Find what a log says is wrong: its first line with an exclamation mark."""
    found = re.search(r"^! (.+)$", log.decode("utf-8", "replace"), re.M)
    return " ".join(found[1].split()).rstrip(".") if found else "it does not say why"
