"""One item of a list of layers: which word it is, its value, and the keys beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.hints import for_layer
from archdraw.spec.options import example
from archdraw.spec.problems import Problems
from archdraw.spec.words import ACTIVATIONS, LAYERS, MERGES, layer_word
from archdraw.words import did_you_mean

Kind = Literal["layer", "merge", "residual", "parallel", "group", "block", "custom"]

SIBLINGS = ("name", "from", "repeat", "first", "share", "label", "group", "style", "note", "edge")
_MORE: Mapping[str, tuple[str, ...]] = {
    "merge": ("crop",),
    "residual": ("merge", "shortcut"),
    "parallel": ("merge", "copies", "active"),
    "group": ("layers", "unroll"),
    "block": ("unroll",),
    "custom": ("shape", "params", "kernel"),
}
_RECURRENT = ("state", "unroll")
STRUCTURES = ("residual", "parallel", "group", "custom")
RESERVED = (*SIBLINGS, "layers", "merge", "shortcut", "copies", "active", "unroll", "state", "params")


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An item whose word is known; ``beside`` holds the keys with a value that stand beside it."""

    word: tree.Scalar
    kind: Kind
    value: tree.Node | None
    beside: Mapping[str, tree.Node]

    def text(self, key: str) -> tree.Scalar | None:
        """Give a key beside the word that has a scalar value."""
        node = self.beside.get(key)
        return node if isinstance(node, tree.Scalar) else None


def kind_of(word: str, blocks: Iterable[str]) -> Kind | None:
    """Tell what a word is, None if it is no layer."""
    if word in MERGES:
        return "merge"
    for kind in ("residual", "parallel", "group", "custom"):
        if word == kind:
            return kind
    if word in blocks:
        return "block"
    return "layer" if layer_word(word) else None


def read_item(node: tree.Node, blocks: Iterable[str], problems: Problems) -> Item | None:
    """Take an item apart; None where that fails, which is a problem."""
    if isinstance(node, tree.Scalar):
        kind = kind_of(node.text, blocks)
        if kind is None:
            problems.add(node.at, *_unknown(node, blocks))
            return None
        return Item(node, kind, None, {})
    if isinstance(node, tree.Sequence):
        problems.add(node.at, "an item is a layer, not a list", "write each layer as an item of its own")
        return None
    keys = [(key, value, kind_of(key.text, blocks)) for key, value in node.pairs]
    merges = any(kind == "merge" for _, _, kind in keys)
    heads = [
        (key, value, kind)
        for key, value, kind in keys
        if kind and not (key.text == "crop" and merges) and not (key.text == "group" and _is_sibling(keys))
    ]
    if not heads:
        _headless(node, blocks, problems)
        return None
    word, value, kind = heads[0]
    if kind is None:  # pragma: no cover - `heads` holds only known kinds
        return None
    if len(heads) > 1:
        other = heads[1][0]
        message = f"one entry, two layer types: '{word.text}' and '{other.text}'"
        problems.add(other.at, message, "start each layer with its own '- '")
        return None
    filled = None if isinstance(value, tree.Scalar) and value.empty else value
    return Item(word, kind, filled, _beside(node, word, kind, problems))


def _is_sibling(keys: list[tuple[tree.Scalar, tree.Node, Kind | None]]) -> bool:
    """Tell whether ``group:`` names the frame of another layer: it has no layers, and another word is there."""
    others = {key.text for key, _, kind in keys if kind and key.text != "group"}
    return bool(others) and not any(key.text == "layers" for key, _, _ in keys)


def _beside(node: tree.Mapping, word: tree.Scalar, kind: Kind, problems: Problems) -> dict[str, tree.Node]:
    known = (*SIBLINGS, *_MORE.get(kind, ()))
    rule = layer_word(word.text) if kind == "layer" else None
    if rule and rule.op == "recurrent":
        known += _RECURRENT
    found: dict[str, tree.Node] = {}
    for key, value in node.pairs:
        if key is word:
            continue
        if key.text not in known:
            problems.add(key.at, *_not_beside(key, word, known, rule.options if rule else ()))
        elif not (isinstance(value, tree.Scalar) and value.empty):
            found[key.text] = value
        else:
            tree.commented_out(key, problems)
    return found


def _not_beside(
    key: tree.Scalar, word: tree.Scalar, known: tuple[str, ...], options: tuple[str, ...]
) -> tuple[str, str]:
    if key.text in options:
        return f"'{key.text}' is an option of '{word.text}'", f"write {word.text}: {{{key.text}: …}}"
    if ":" in key.text:
        return _colon(key.text)
    hints = {
        "unroll": "only recurrent layers, groups and blocks can be unrolled",
        "state": "only recurrent layers take a state",
        "crop": "'crop: true' stands beside add, concat and the other merges",
        "layers": "'layers:' belongs to 'group:'",
        "copies": "'copies:' belongs to 'parallel:'",
        "shortcut": "'shortcut:' belongs to 'residual:'",
        "memory": f"write {word.text}: {{memory: …}}",
    }
    hint = hints.get(key.text) or did_you_mean(key.text[:40], (*known, *options))
    near = next((option for option in options if hint == f"did you mean '{option}'?"), None)
    if near:
        hint = f"write {word.text}: {{{near}: …}}"
    return f"unknown key '{key.text[:40]}' beside '{word.text}'", hint


def _headless(node: tree.Mapping, blocks: Iterable[str], problems: Problems) -> None:
    """Say which key of an item without a layer was perhaps meant as one."""
    odd = next((key for key, _ in node.pairs if key.text not in RESERVED), None)
    if odd is not None:
        problems.add(odd.at, *_unknown(odd, blocks))
    else:
        several = any(key.text == "layers" for key, _ in node.pairs)
        hint = (
            "write 'group: title' to repeat several layers" if several else "write a layer such as 'conv: 64 3x3' first"
        )
        problems.add(node.at, "this item names no layer", hint)


def _colon(text: str) -> tuple[str, str]:
    word, _, rest = text.partition(":")
    return f"'{text[:40]}' needs a space after the colon", f"write '{word}: {rest}'"


def _unknown(word: tree.Scalar, blocks: Iterable[str]) -> tuple[str, str]:
    text = word.text
    known = {*LAYERS, *MERGES, *STRUCTURES, *ACTIVATIONS, *blocks}
    first, _, rest = text.partition(":")
    if rest and first in known:
        if rest.startswith(" "):
            return f"'{text[:40]}' stands in quotes", "remove the quotes"
        return _colon(text)
    first, _, rest = text.partition(" ")
    if rest and first in known and not rest.startswith("- "):
        return f"'{text[:40]}' needs a colon after '{first}'", f"write '{first}: {rest}'"
    if not text:
        return "this item is empty", "remove it, or write a layer"
    return f"unknown layer '{text[:40]}'", for_layer(text, known)


def needs_value(item: Item) -> tuple[str, str]:
    """Say that an item stands without the value it needs."""
    return f"'{item.word.text}' needs a value", example(item.word.text)
