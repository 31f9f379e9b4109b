"""A spec that edits the figure of a model: `source:` instead of layers, checked for form."""

from __future__ import annotations

from archdraw.source import Overlay
from archdraw.spec import tree
from archdraw.spec.figure import Lines
from archdraw.spec.problems import Problems
from archdraw.words import did_you_mean

EDITS = ("labels", "notes", "hide", "groups")
KEYS = ("archdraw", "title", "source", *EDITS, "diagram", "style", "figure")
_EXAMPLES = {
    "labels": "write 'labels: {conv1_conv: stem}'",
    "notes": "write 'notes: {conv1_conv: frozen}'",
    "hide": "write 'hide: [dropout_*]'",
    "groups": "write 'groups: {encoder: [block1_*, block2_*]}'",
}


def is_overlay(root: tree.Node) -> bool:
    """Tell whether a spec has a source instead of layers."""
    return isinstance(root, tree.Mapping) and root.key("source") is not None


def check(top: tree.Mapping, lines: Lines, problems: Problems) -> Overlay:
    """Read the edits; what is wrong in form becomes a problem, and ``lines`` learns where each edit stands."""
    for key, _ in top.pairs:
        if key.text in ("input", "inputs", "layers", "params", "blocks", "outputs"):
            problems.add(key.at, f"'{key.text}' and 'source' exclude each other", "the source says what the network is")
        elif key.text not in KEYS:
            problems.add(key.at, f"unknown key '{key.text[:40]}'", did_you_mean(key.text[:40], KEYS))
    return Overlay(
        _file(top, problems),
        _text(top, "title", problems),
        _texts(top, "labels", lines, problems),
        _texts(top, "notes", lines, problems),
        _names(top.get("hide"), ("hide",), lines, problems),
        _groups(top, lines, problems),
    )


def _file(top: tree.Mapping, problems: Problems) -> str:
    """Give the path of the source; it lies beside or below the spec."""
    node = top.get("source")
    if not isinstance(node, tree.Scalar) or node.empty:
        key = top.key("source")
        problems.add(
            node.at if node else key.at if key else top.at, "'source' needs a file", "write 'source: model.keras'"
        )
        return ""
    path = node.text.replace("\\", "/")
    if path.startswith(("/", "~")) or ":" in path or ".." in path.split("/"):
        problems.add(node.at, "a source must lie beside or below the spec", "write a path such as models/net.keras")
    return path


def _text(top: tree.Mapping, key: str, problems: Problems) -> str:
    node = top.get(key)
    if node is not None and not isinstance(node, tree.Scalar):
        problems.add(node.at, f"'{key}' needs a text")
    return node.text if isinstance(node, tree.Scalar) else ""


def _texts(top: tree.Mapping, key: str, lines: Lines, problems: Problems) -> tuple[tuple[str, str], ...]:
    """Read patterns with a text each."""
    node = top.get(key)
    if node is None:
        return ()
    if not isinstance(node, tree.Mapping):
        problems.add(node.at, f"'{key}' needs names with texts", _EXAMPLES[key])
        return ()
    found = []
    for name, value in node.pairs:
        if isinstance(value, tree.Scalar) and not value.empty:
            lines[key, name.text] = name.at
            found.append((name.text, value.text))
        else:
            problems.add(value.at, f"'{name.text[:40]}' needs a text", _EXAMPLES[key])
    return tuple(found)


def _names(node: tree.Node | None, path: tuple[str, ...], lines: Lines, problems: Problems) -> tuple[str, ...]:
    """Read a pattern or a list of patterns."""
    if node is None:
        return ()
    found = []
    for one in node.items if isinstance(node, tree.Sequence) else (node,):
        if isinstance(one, tree.Scalar) and not one.empty:
            where = (*path, one.text)
            lines[where] = one.at
            found.append(one.text)
        else:
            problems.add(one.at, f"'{path[-1][:40]}' needs a name or a list of names", _EXAMPLES[path[0]])
    return tuple(found)


def _groups(top: tree.Mapping, lines: Lines, problems: Problems) -> tuple[tuple[str, tuple[str, ...]], ...]:
    node = top.get("groups")
    if node is None:
        return ()
    if not isinstance(node, tree.Mapping):
        problems.add(node.at, "'groups' needs titles with names", _EXAMPLES["groups"])
        return ()
    lines.update({("groups", title.text): title.at for title, _ in node.pairs})
    return tuple((title.text, _names(value, ("groups", title.text), lines, problems)) for title, value in node.pairs)
