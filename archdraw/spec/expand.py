"""Expand a spec: every item, every copy of a repeat, every use of a block becomes layers of the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from archdraw.graph import Dim, Group
from archdraw.spec import tree
from archdraw.spec.blocks import block, group
from archdraw.spec.context import DEPTH, Copy, Here, Made
from archdraw.spec.document import Document
from archdraw.spec.draft import LAYERS, Draft, Write
from archdraw.spec.expressions import replaced
from archdraw.spec.items import Item, read_item
from archdraw.spec.joins import merge, parallel, residual
from archdraw.spec.names import UNKNOWN, Named, Span, Value, Wire, labelled, lookup
from archdraw.spec.options import Options
from archdraw.spec.problems import Mistake, Problems
from archdraw.spec.sharing import share
from archdraw.spec.single import custom, layer, state_of, unroll


class Expander:
    """Walks the items of a spec and adds layers to a draft."""

    def __init__(self, document: Document, problems: Problems, later: dict[str, int], sizes: Mapping[str, Dim]) -> None:
        """Begin with nothing; ``later`` has the lines of all names of the spec, ``sizes`` those of symbols."""
        self.document = document
        self.problems = problems
        self.draft = Draft(problems)
        self.sizes = sizes
        self.styles: dict[str, tree.Mapping] = {}
        self.series: dict[Item, str] = {}
        self.shorthands: dict[tree.Scalar, Options | None] = {}
        self._later = later
        self._read: dict[tree.Node, Item | None] = {}

    def items(self, nodes: tuple[tree.Node, ...], value: Value, here: Here) -> Value:
        """Expand a list of items, each fed by the one before."""
        for node in nodes:
            value = self.item(node, value, here)
        return value

    def item(self, node: tree.Node, value: Value, here: Here) -> Value:
        """Expand one item with all its copies, and bind its name."""
        if here.depth > DEPTH:
            self.problems.add(node.at, f"blocks and groups nest deeper than {DEPTH} levels")
            return UNKNOWN
        item = self._item(node, here)
        if item is None:
            self._bind_unknown(node, here)
            return UNKNOWN
        here = self._framed(item, here)
        value = self._source(item, value, here)
        copies = self._copies(item, here)
        marks = [self.draft.mark()]
        made: list[Made] = []
        for number in range(copies):
            self.draft.count(node.at)
            one = _KINDS[item.kind](self, Copy(item, here, number, copies), value)
            value = one.value
            made.append(one)
            marks.append(self.draft.mark())
            if not number:
                self.check_room(item, (marks[1][0] - marks[0][0]) * (copies - 1))
        self._bind(item, made, marks, here)
        self._after(item, made, marks, here)
        return value

    def _item(self, node: tree.Node, here: Here) -> Item | None:
        if node not in self._read:
            if isinstance(node, tree.Scalar) and "$" in node.text:
                with self.problems.at(node.at):
                    word = replaced(node.text, here.params).strip()
                    return read_item(replace(node, text=word), self.document.blocks, self.problems)
                return None
            self._read[node] = read_item(node, self.document.blocks, self.problems)
        return self._read[node]

    def _bind_unknown(self, node: tree.Node, here: Here) -> None:
        """Bind the name of an item that could not be read, so that who reads it causes no further problem."""
        name = node.get("name") if isinstance(node, tree.Mapping) else None
        if isinstance(name, tree.Scalar):
            here.scope.bound.setdefault(name.text, Named(UNKNOWN, name.at))

    def _framed(self, item: Item, here: Here) -> Here:
        """Put the layers of an item into the frame that ``group:`` beside it names."""
        title = self.text(item, "group", here) if item.kind != "group" else ""
        if not title:
            return here
        full = here.scope.full(title)
        if full not in self.draft.groups:
            self.draft.frame(Group(full, title, parent=here.scope.group))
        return replace(here, scope=here.scope.framed(full))

    def _source(self, item: Item, value: Value, here: Here) -> Value:
        """Give what an item reads: what ``from:`` names, else the running value; with the text of ``edge:`` on it."""
        if "from" in item.beside:
            value = self.values(item.beside["from"], "from", here)
        elif not value and not here.depth and len(self.document.inputs) > 1 and item.kind != "custom":
            names = [each.name for each in self.document.inputs]
            hint = f"say which with 'from: {names[0]}'"
            self.problems.add(item.word.at, f"'{item.word.text}' needs 'from:', as there are {len(names)} inputs", hint)
            value = UNKNOWN
        edge = self.text(item, "edge", here)
        return value if not edge or _names_another(item) else labelled(value, edge)

    def _copies(self, item: Item, here: Here) -> int:
        node = item.beside.get("repeat")
        if node is None:
            return 1
        if not isinstance(node, tree.Scalar):
            self.problems.add(node.at, "repeat must be a whole number")
            return 1
        with self.problems.at(node.at):
            text = replaced(node.text, here.params).strip()
            if not text.isascii() or not text.isdecimal() or not text.strip("0"):
                raise Mistake(f"repeat must be a whole number of at least 1, not '{text[:30]}'")
            if len(text.lstrip("0")) > 6 or int(text) > LAYERS:
                raise Mistake(f"'repeat: {text[:30]}' expands to more than {LAYERS} layers", "lower 'repeat'")
            return int(text)
        return 1

    def check_room(self, item: Item, more: int) -> None:
        """Refuse copies before they are made, if they would be too many."""
        if len(self.draft.order) + more > LAYERS:
            node = item.beside.get("repeat") or item.beside.get("copies") or item.word
            message = f"the network expands to more than {LAYERS} layers"
            raise self.problems.stop(node.at, message, "lower 'repeat'")

    def circular(self, block: str) -> bool:
        """Tell whether a block uses itself, which is a problem already."""
        return block in self.document.circular

    def own_name(self, copy: Copy, base: str) -> str:
        """Choose the own name of a copy: the author's, or the word with a number."""
        item, here = copy.item, copy.here
        node = item.beside.get("name")
        if node is None:
            return here.scope.fresh(base)
        name = self.name(item, here)
        if not copy.number and name in here.scope.bound:
            first = f"first named on line {here.scope.bound[name].at.line}"
            self.problems.add(node.at, f"two layers are named '{name[:60]}'", first)
        return here.scope.given(name or base)

    def name(self, item: Item, here: Here) -> str:
        """Give the name that the author gives an item."""
        return " ".join(self.text(item, "name", here).split())

    def write(self, item: Item, here: Here) -> Write:
        """Give what the author says about the first layer of an item."""
        named = "name" in item.beside
        return Write(item.word.at, named, self.text(item, "label", here), self.text(item, "note", here))

    def _bind(self, item: Item, made: list[Made], marks: list[tuple[int, int]], here: Here) -> None:
        """Bind the names: the first copy's to the whole item (its last output), the others' to their copies."""
        at = item.beside["name"].at if "name" in item.beside else item.word.at
        bound = here.scope.bound
        for copy in range(len(made) - 1, -1, -1):
            first, last = (0, len(made)) if not copy else (copy, copy + 1)
            result = made[last - 1]
            layers = Span(marks[first][0], marks[last][0])
            groups = Span(marks[first][1], marks[last][1])
            named = Named(result.value, at, result.inner, layers, groups)
            bound.setdefault(made[copy].own, named)
            if not copy and "name" in item.beside:
                bound.setdefault(self.name(item, here), named)  # in a later copy the layer's own name has a number
        frame = self.text(item, "group", here) if item.kind != "group" else ""
        if frame:
            bound[frame] = Named(made[-1].value, at)

    def _after(self, item: Item, made: list[Made], marks: list[tuple[int, int]], here: Here) -> None:
        """Do what concerns a whole item: shared weights, steps drawn one by one, a style of its own."""
        if "share" in item.beside:
            share(self, item, marks, made[-1].value, here)
        if "unroll" in item.beside:
            unroll(self, item, Span(marks[0][0], marks[-1][0]))
        style = item.beside.get("style")
        if isinstance(style, tree.Mapping):
            self.styles.update({one.target: style for one in made if one.target})
        elif style is not None:
            self.problems.add(style.at, "'style' needs keys with values", "write 'style: {fill: …}'")

    def text(self, item: Item, key: str, here: Here) -> str:
        """Give the text of a key beside the word, its parameters replaced; "" where there is none."""
        node = item.beside.get(key)
        if node is None:
            return ""
        return self.filled(node, key, here)

    def filled(self, node: tree.Node, key: str, here: Here) -> str:
        """Give the text of a scalar, its parameters replaced; anything else is a problem."""
        if not isinstance(node, tree.Scalar):
            self.problems.add(node.at, f"'{key}' needs a text", "put a text with brackets in quotes")
            return ""
        with self.problems.at(node.at):
            return replaced(node.text, here.params)
        return ""

    def named(self, node: tree.Scalar, here: Here) -> Named:
        """Give what a name means; one passed as a parameter is looked up where it was written."""
        alone = node.text[1:] if node.text.startswith("$") else ""
        scope = here.homes.get(alone, here.scope)
        name = replaced(node.text, here.params).strip()
        try:
            return lookup(scope, name, self._later)
        except Mistake:
            head, dot, last = name.rpartition(".")
            if not dot or last != "state":
                raise
            owner = lookup(scope, head, self._later)
            return Named(state_of(self, owner, head), node.at)

    def values(self, node: tree.Node, key: str, here: Here) -> Value:
        """Give the outputs of the names in a scalar or a list; a wrong name is a problem and unknown."""
        found: list[Wire] = []
        for each in node.items if isinstance(node, tree.Sequence) else (node,):
            value = UNKNOWN
            if not isinstance(each, tree.Scalar) or each.empty:
                self.problems.add(each.at, f"'{key}' needs a name or a list of names")
            else:
                with self.problems.at(each.at):
                    value = self.named(each, here).value
            found.extend(value)
        return tuple(found)


def _names_another(item: Item) -> bool:
    """Tell whether an item reads one more tensor by name (a merge, a memory): then ``edge:`` speaks of that one."""
    if item.kind == "merge":
        return item.value is not None
    return item.kind == "layer" and isinstance(item.value, tree.Mapping) and item.value.get("memory") is not None


_KINDS: Mapping[str, Callable[[Any, Copy, Value], Made]] = {
    "layer": layer,
    "custom": custom,
    "merge": merge,
    "residual": residual,
    "parallel": parallel,
    "group": group,
    "block": block,
}
