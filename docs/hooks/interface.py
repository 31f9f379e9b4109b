"""The reference of the command line, from what its commands say of themselves, and of Python, from docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import click
from facts import outside_code, table

import archdraw
import archdraw.keras
from archdraw import errors
from archdraw.cli import main


def commands() -> str:
    """Write each command: how it is called, what it does, examples, options."""
    ctx = click.Context(main, info_name="archdraw")
    return "\n".join(_command(main.get_command(ctx, name), ctx) for name in main.list_commands(ctx))


def _command(command: Any, parent: click.Context) -> str:
    ctx = click.Context(command, info_name=command.name, parent=parent)
    parts = [f"## archdraw {command.name}\n", f"```text\n{command.get_usage(ctx).removeprefix('Usage: ')}\n```\n"]
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.removeprefix("\b\n")
            parts.append(f"```text\n{inspect.cleandoc(lines)}\n```\n")
        else:
            parts.append(" ".join(paragraph.split()) + "\n")
    known = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    rows = [(_flags(param, ctx), _plain(param.help or "")) for param in known]
    return "\n".join([*parts, table(("option", "what it does"), rows), ""])


def _flags(option: click.Option, ctx: click.Context) -> str:
    """Write an option with what it takes."""
    takes = "" if option.is_flag or option.count else f" {option.make_metavar(ctx)}"
    return f"`{', '.join(option.opts)}{takes}`"


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("\\input", "`\\input`")


def python(name: str) -> str:
    """Write a function or a class of archdraw: its signature, its docstring, its methods."""
    part: Any = archdraw
    for step in name.removeprefix("archdraw.").split("."):
        part = getattr(part, step)
    return "\n".join(_documented(part, name, "##"))


def _documented(part: Any, name: str, level: str) -> Iterator[str]:
    yield f"{level} {name} {{: #{name} }}\n"
    if callable(part) and not inspect.isclass(part):
        yield f"```python\n{_signature(part, name)}\n```\n"
    yield _markdown(inspect.getdoc(part) or "")
    if inspect.isclass(part):
        for key, value in vars(part).items():
            if not key.startswith("_") and inspect.getdoc(value) and (callable(value) or isinstance(value, property)):
                yield from _documented(value, f"{name}.{key}", "###")


def _signature(part: Any, name: str) -> str:
    """Write a call, an argument a line where they are many."""
    given = inspect.signature(part)
    shown, named = [], False
    for key, each in given.parameters.items():
        if each.kind is each.KEYWORD_ONLY and not named:
            shown.append("*")
            named = True
        kind = f": {each.annotation}" if each.annotation is not each.empty else ""
        default = "" if each.default is each.empty else f" = {each.default!r}"
        stars = {each.VAR_KEYWORD: "**", each.VAR_POSITIONAL: "*"}.get(each.kind, "")
        if key != "self":
            shown.append(f"{stars}{key}{kind}{default}")
    gives = f" -> {given.return_annotation}" if given.return_annotation is not given.empty else ""
    short = f"{name}({', '.join(shown)}){gives}"
    if len(short) <= 80:
        return short
    lines = "".join(f"    {each},\n" for each in shown)
    return f"{name}(\n{lines}){gives}"


def _markdown(text: str) -> str:
    """Turn a docstring into Markdown: double backticks, and examples, which the tests run."""
    made = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith(">>>"):
            made.append(f"```pycon\n{paragraph}\n```")
        else:
            made.append(_escaped(re.sub(r"``(.+?)``", r"`\1`", " ".join(paragraph.split()))))
    return "\n\n".join(made) + "\n"


def _escaped(text: str) -> str:
    """Keep signs outside code from being taken for HTML or for stress."""
    return outside_code(text, lambda part: part.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_"))


def exceptions() -> str:
    """List the errors, with the exit codes of the command line."""
    family = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.ArchdrawError)
    ]
    rows = [(f"`{each.__name__}`", str(each.exit_code), (each.__doc__ or "").partition("\n")[0]) for each in family]
    return table(("error", "exit code", "what it says"), [(a, b, _escaped(c.replace("``", "`"))) for a, b, c in rows])


MARKERS: dict[str, Callable[..., str]] = {make.__name__: make for make in (commands, python, exceptions)}
"""What a page asks for by ``<!-- commands -->``, ``<!-- python: archdraw.render -->`` …"""
