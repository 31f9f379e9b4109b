"""The figure side of a spec, checked for form: diagram, style, figure, and where each key stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Any

from archdraw.errors import UsageError
from archdraw.lengths import points
from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.problems import Mistake, Problems
from archdraw.spec.scalars import value
from archdraw.words import did_you_mean

Lines = dict[tuple[str, ...], tuple[int, int]]

_FONT = re.compile(r"[\w][\w ,.-]{0,200}")
_WORD = re.compile(r"[\w][\w.-]{0,60}")


@dataclass(frozen=True, slots=True)
class Side:
    """What the spec says about the figure, as plain values, and the place of every key."""

    diagram: dict[str, Any] = field(default_factory=dict)
    style: dict[str, Any] = field(default_factory=dict)
    figure: dict[str, Any] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)


def check(top: tree.Mapping, problems: Problems) -> Side:
    """Read the three sections; what is wrong in form becomes a problem."""
    lines: Lines = {(key.text,): key.at for key, _ in top.pairs}
    sections: dict[str, dict[str, Any]] = {}
    for name in ("diagram", "style", "figure"):
        node = top.get(name)
        if node is not None and not isinstance(node, tree.Mapping):
            problems.add(node.at, f"'{name}' needs keys with values", _EXAMPLES[name])
            node = None
        node = node or tree.Mapping((), top.at)
        sections[name] = plain(node, (name,), lines, problems)
        for key, part in node.pairs:
            _form(name, key, part, problems)
    return Side(sections["diagram"], sections["style"], sections["figure"], lines)


_EXAMPLES = {
    "diagram": "write 'diagram: {renderer: blocks}'",
    "style": "write 'style: {conv: {fill: \"#cfe2f3\"}}'",
    "figure": "write 'figure: {width: 6.5in, legend: true}'",
}


def plain(node: tree.Mapping, path: tuple[str, ...], lines: Lines, problems: Problems) -> dict[str, Any]:
    """Give a mapping as a plain dict, and note the place of each key."""
    found: dict[str, Any] = {}
    for key, part in node.pairs:
        here = (*path, key.text)
        lines[here] = key.at
        if isinstance(part, tree.Scalar) and part.empty:
            _empty(key, problems)
        else:
            found[key.text] = _plain(part, here, lines, problems)
    return found


def _plain(node: tree.Node, path: tuple[str, ...], lines: Lines, problems: Problems) -> Any:
    if isinstance(node, tree.Scalar):
        return value(node)
    if isinstance(node, tree.Sequence):
        return [_plain(item, path, lines, problems) for item in node.items]
    return plain(node, path, lines, problems)


def _empty(key: tree.Scalar, problems: Problems) -> None:
    """Say that a key has no value; where ``#`` follows, that it starts a comment."""
    if not tree.commented_out(key, problems):
        problems.add(key.at, f"'{key.text[:40]}' has no value", "remove the key, or write its value after the colon")


def _form(section: str, key: tree.Scalar, part: tree.Node, problems: Problems) -> None:
    """Check one key of a section as far as it can be known without renderers and styles."""
    if isinstance(part, tree.Scalar) and part.empty:
        return
    if section == "style":
        if key.text == "extends":
            _one(key, part, problems, _text)
        elif not isinstance(part, tree.Mapping):
            message = f"'{key.text[:40]}' needs keys with values"
            problems.add(part.at, message, f"write '{key.text[:40]}: {{fill: …}}'")
        return
    checks = _FIGURE if section == "figure" else _DIAGRAM
    if key.text in checks:
        _one(key, part, problems, checks[key.text])
    elif section == "figure":
        problems.add(key.at, f"'figure' has no '{key.text[:40]}'", did_you_mean(key.text, _FIGURE))


def _one(key: tree.Scalar, part: tree.Node, problems: Problems, check: Callable[[str, Any], None]) -> None:
    if not isinstance(part, tree.Scalar):
        problems.add(part.at, f"'{key.text}' needs one value")
        return
    with problems.at(part.at):
        check(key.text, value(part))


def _length(what: str, found: Any) -> None:
    try:
        points(found, what=what)
    except UsageError as error:
        raise Mistake(str(error), error.hint) from None


def _text(what: str, found: Any) -> None:
    if isinstance(found, bool):
        raise Mistake(f"'{what}' needs a text")


def _like(pattern: re.Pattern[str], example: str) -> Callable[[str, Any], None]:
    def check(what: str, found: Any) -> None:
        if not isinstance(found, str) or not pattern.fullmatch(found):
            raise Mistake(f"the {what} '{str(found)[:40]}' is not understood", f"write a name such as {example}")

    return check


def _choice(what: str, found: Any) -> None:
    if not isinstance(found, bool):
        raise Mistake(f"'{what}' is true or false, not '{str(found)[:40]}'")


def _fit(what: str, found: Any) -> None:
    if found not in ("page", "width", False):
        raise Mistake(f"'fit' is page, width or false, not '{str(found)[:40]}'")


_FIGURE = {
    "width": _length,
    "height": _length,
    "caption": _text,
    "legend": _choice,
    "math": _choice,
    "font": _like(_FONT, "Source Sans 3"),
    "theme": _like(_WORD, "dark"),
}
_DIAGRAM = {"renderer": _like(_WORD, "blocks"), "fit": _fit}
