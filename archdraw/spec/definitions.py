"""What a spec defines before its layers: blocks and parameters, checked for form; which blocks use which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.items import RESERVED, kind_of
from archdraw.spec.problems import Problems
from archdraw.words import did_you_mean

_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Block:
    """Layers under a name; a parameter whose default is None must be given."""

    name: str
    params: Mapping[str, str | None]
    layers: tuple[tree.Node, ...]


def items_of(node: tree.Node | None, what: str, problems: Problems) -> tuple[tree.Node, ...]:
    """Give the items of a list of layers; anything but a list is a problem."""
    if node is None or (isinstance(node, tree.Scalar) and node.empty):
        return ()
    if isinstance(node, tree.Sequence):
        return node.items
    problems.add(node.at, f"'{what}' needs a list of layers", "start each layer with '- '")
    return ()


def params_of(owner: tree.Mapping, problems: Problems) -> dict[str, str | None]:
    """Read names with defaults; None is the default of one that must be given."""
    node = owner.get("params")
    if node is None:
        return {}
    if not isinstance(node, tree.Mapping):
        problems.add(node.at, "'params' needs names with defaults", "write 'params: {width: null, stride: 1}'")
        return {}
    found: dict[str, str | None] = {}
    for key, value in node.pairs:
        if not _NAME.fullmatch(key.text):
            problems.add(key.at, f"'{key.text[:40]}' is no name of a parameter", "use letters, digits and _")
        elif not isinstance(value, tree.Scalar):
            problems.add(value.at, "a parameter is a number, a word or a name")
        else:
            found[key.text] = None if value.empty else value.text
    return found


def blocks_of(top: tree.Mapping, problems: Problems) -> dict[str, Block]:
    """Read the blocks; one that is wrong stays known by its name."""
    node = top.get("blocks")
    if node is None:
        return {}
    if not isinstance(node, tree.Mapping):
        problems.add(node.at, "'blocks' needs names with layers", "write 'blocks: {name: {layers: […]}}'")
        return {}
    blocks: dict[str, Block] = {}
    for key, value in node.pairs:
        if kind_of(key.text, ()) or key.text in RESERVED or not key.text:
            problems.add(key.at, f"a block cannot be named '{key.text}'", "that word has a meaning; choose another")
            continue
        if not isinstance(value, tree.Mapping):
            problems.add(value.at, f"block '{key.text}' needs layers", f"write '{key.text}: {{layers: […]}}'")
            blocks[key.text] = Block(key.text, {}, ())
            continue
        for part, _ in value.pairs:
            if part.text not in ("params", "layers"):
                problems.add(
                    part.at, f"a block has no '{part.text[:40]}'", did_you_mean(part.text, ("params", "layers"))
                )
        if value.key("layers") is None:
            problems.add(key.at, f"block '{key.text}' has no layers", f"write '{key.text}: {{layers: […]}}'")
        layers = items_of(value.get("layers"), "layers", problems)
        blocks[key.text] = Block(key.text, params_of(value, problems), layers)
    return blocks


def _uses(items: tuple[tree.Node, ...], blocks: Mapping[str, Block]) -> Iterator[tree.Scalar]:
    """Find the words of items, at any depth, that are blocks, in the order of the text."""
    waiting = list(reversed(items))
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Scalar):
            if node.text in blocks:
                yield node
        elif isinstance(node, tree.Sequence):
            waiting.extend(reversed(node.items))
        else:
            for key, value in reversed(node.pairs):
                if key.text in blocks:
                    waiting.append(key)
                elif key.text in ("residual", "shortcut", "parallel", "layers"):
                    branches = [branch for _, branch in value.pairs] if isinstance(value, tree.Mapping) else [value]
                    waiting.extend(branch for branch in reversed(branches) if isinstance(branch, tree.Sequence))


def circles(blocks: Mapping[str, Block], problems: Problems) -> frozenset[str]:
    """Note every block that uses itself, at the word that closes the circle; give the blocks on circles."""
    done: set[str] = set()
    circular: set[str] = set()
    for name in blocks:
        if name in done:
            continue
        path = [name]
        stack = [_uses(blocks[name].layers, blocks)]
        while stack:
            word = next(stack[-1], None)
            if word is None:
                stack.pop()
                done.add(path.pop())
            elif word.text in path:
                circle = [*path[path.index(word.text) :], word.text]
                circular.update(circle)
                shown = circle if len(circle) <= 8 else [*circle[:4], "…", *circle[-3:]]
                hint = "a block holds layers and other blocks; 'repeat:' draws one several times"
                problems.add(word.at, f"block '{word.text}' uses itself ({' → '.join(shown)})", hint)
            elif word.text not in done:
                path.append(word.text)
                stack.append(_uses(blocks[word.text].layers, blocks))
    return frozenset(circular)


def unused(blocks: Mapping[str, Block], top: tree.Mapping) -> tuple[str, ...]:
    """Note the blocks that no layer leads to."""
    layers = top.get("layers")
    if not isinstance(layers, tree.Sequence):
        return ()
    used: set[str] = set()
    waiting = [layers.items]
    while waiting:
        for word in _uses(waiting.pop(), blocks):
            if word.text not in used:
                used.add(word.text)
                waiting.append(blocks[word.text].layers)
    return tuple(f"block '{name}' is not used" for name in blocks if name not in used)
