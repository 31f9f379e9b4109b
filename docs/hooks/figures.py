"""A figure for a block of a page: the spec that it is, or what its command ``archdraw render …`` draws, below it when the site is built."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import indent
from typing import Any

from mkdocs.exceptions import PluginError

from archdraw.cli.new import new
from archdraw.cli.render import render

BLOCK = re.compile(r"^```(sh|yaml)\n(.*?)^```$", re.M | re.S)


def fence_of(before: str, words: str) -> str:
    """Write the fence that draws the block above: a spec, or what the last command of it draws; ``words`` become its caption.

    A source that a block of the page is (``# net.yaml``), or ``archdraw new`` writes there, is drawn as it stands, else it is a file of the project.
    """
    blocks = BLOCK.findall(before)
    if blocks and blocks[-1][0] == "yaml":
        return _fence({}, _whole(blocks[-1][1]), words)
    command, written = "", {}
    for kind, code in blocks:
        if kind == "yaml" and (named := re.match(r"# (\S+)\n", code)):
            written[named[1]] = code
        for line in code.replace("\\\n", " ").splitlines() if kind == "sh" else ():
            if line.startswith("archdraw new "):
                given = new.make_context("new", shlex.split(line, comments=True)[2:]).params
                file = Path("templates", "specs", f"{given['name']}.yaml")
                written[given["output"] or file.name] = file.read_text(encoding="utf-8")
            command = line if line.startswith("archdraw render ") else command
    if not command:
        raise PluginError("a figure needs a spec or a command above it: archdraw render …")
    asked = _asked(command)
    source = asked.pop("source")
    if source not in written:
        if not Path(source).exists():
            raise PluginError(f"there is no '{source}' to draw, neither on the page nor as a file")
        asked["file"] = source
    return _fence(asked, written.get(source, ""), words)


def _whole(code: str) -> str:
    """Make a whole spec of items below the input that they are for: ``# input: 28x28x1``."""
    first = re.match(r"# (input: \S+)\n", code)
    return f"{first[1]}\nlayers:\n{indent(code, '  ')}" if first else code


def _fence(asked: dict[str, str], spec: str, words: str) -> str:
    if asked.get("style") != "dark":  # one with a dark ground of its own follows nothing
        asked = {"theme": "auto"} | asked
    head = "".join(f' {key}="{value}"' for key, value in (asked | ({"caption": words} if words else {})).items())
    look = " .dark" if asked.get("style") == "dark" else " .auto" if asked.get("theme") == "auto" else ""
    return f"```{{.archdraw{look}{head}}}\n{spec}```"


def _asked(line: str) -> dict[str, str]:
    """Give the words of a fence for the options of a command, which the command line itself takes apart."""
    given: dict[str, Any] = render.make_context("render", shlex.split(line, comments=True)[2:]).params
    words = {
        "source": given["source"],
        "renderer": given["renderer"],
        "style": given["style"],
        "theme": given["theme"],
        "width": given["width"],
        "passes": ",".join(given["passes"]),
        "expand": ",".join(given["expand"]),
        "input-shape": ",".join(given["shapes"]),
        "set": " ".join(given["settings"]),
    }
    if any(" " in setting for setting in given["settings"]):
        raise PluginError(f"a fence cannot say '{line}': a value has a space in it")
    return {key: str(value) for key, value in words.items() if value}
