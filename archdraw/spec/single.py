"""Items of one word: layers with their bn and activation, custom boxes; states and unrolled steps of recurrent ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archdraw.graph import Edge, Layer, frozen
from archdraw.spec import tree
from archdraw.spec.context import Copy, Here, Made
from archdraw.spec.draft import Step, Write, one
from archdraw.spec.hints import for_value
from archdraw.spec.items import Item, needs_value
from archdraw.spec.lowering import steps
from archdraw.spec.names import UNKNOWN, Named, Span, Value, Wire, labelled
from archdraw.spec.options import Options, from_mapping, from_text
from archdraw.spec.problems import Mistake
from archdraw.spec.scalars import shape, sizes, substituted, whole
from archdraw.spec.words import Word, layer_word, plain_word

if TYPE_CHECKING:
    from archdraw.spec.expand import Expander


def layer(work: Expander, copy: Copy, value: Value) -> Made:
    """Make the layers of a word: itself, then bn, then the activation; each has a name of its own."""
    item, here = copy.item, copy.here
    rule = layer_word(item.word.text)
    own = work.own_name(copy, plain_word(item.word.text))
    full = here.scope.full(own)
    options = _options(work, copy, rule) if rule else None
    if rule is None or options is None:
        _bind_parts(work, item, UNKNOWN, here)
        return Made(UNKNOWN, own, full)
    with work.problems.at(item.word.at):
        table = rule.op == "embedding" and not value  # learned queries: the whole table is read
        inputs: Value = () if table else (one(value, item.word.text),)
        made = steps(item.word.text, rule, options, inputs[0].tensor if inputs else None, work.problems)
        args: tuple[str, ...] = ()
        if "memory" in options:
            inputs, args = (*inputs, _memory(work, item, options, here)), ("memory",)
        write = work.write(item, here)
        result = work.draft.add(full, here.scope.group, made[0], inputs, write, args)
        if "state" in item.beside:
            _state(work, item, full, here)
        _bind_parts(work, item, result, here)
        for step in made[1:]:
            after = here.scope.full(here.scope.fresh(f"{own}_{step.type}"))
            result = work.draft.add(after, here.scope.group, step, result, Write(write.at, write.named))
        return Made(result, own, full)
    return Made(UNKNOWN, own, full)


def _options(work: Expander, copy: Copy, rule: Word) -> Options | None:
    """Read the value of a layer, in short or long form; ``first:`` overrides options of the first copy."""
    item, here = copy.item, copy.here
    word, node = item.word.text, item.value
    if rule.op == "slice" and "parts" in rule.options:
        if not isinstance(node, tree.Sequence) or not node.items:
            work.problems.add(item.word.at, f"'{word}' needs a list of names", f"write '{word}: [a, b]'")
            return None
        node = tree.Mapping(((tree.Scalar("parts", node.at), node),), node.at)
    if node is None:
        if rule.needs or rule.op == "embedding":
            work.problems.add(item.word.at, *needs_value(item))
            return None
        options: Options | None = {}
    elif isinstance(node, tree.Sequence):
        work.problems.add(node.at, f"'{word}' takes words or options, not a list")
        return None
    elif not rule.options:
        work.problems.add(node.at, f"'{word}' takes no value", for_value(word, getattr(node, "text", "")))
        return None
    elif isinstance(node, tree.Scalar):
        options = _shorthand(work, word, rule, node, here)
    else:
        options = from_mapping(word, rule, node, here.params, work.problems)
    first = item.beside.get("first")
    if options is None or first is None or copy.number:
        return options
    if not isinstance(first, tree.Mapping):
        work.problems.add(first.at, "'first' needs options with values", "write 'first: {stride: 2}'")
        return None
    lenient = replace(rule, needs=(), op="")
    more = from_mapping(word, lenient, first, here.params, work.problems)
    return None if more is None else {**options, **more}


def _shorthand(work: Expander, word: str, rule: Word, node: tree.Scalar, here: Here) -> Options | None:
    """Read a shorthand; one without parameters means the same in every copy and is read once."""
    if "$" in node.text:
        return from_text(word, rule, node, here.params, work.problems)
    if node not in work.shorthands:
        work.shorthands[node] = from_text(word, rule, node, here.params, work.problems)
    return work.shorthands[node]


def _memory(work: Expander, item: Item, options: Options, here: Here) -> Wire:
    """Give what an attention looks at, with the text of ``edge:`` on it."""
    node = options["memory"].value
    return one(labelled(work.values(node, "memory", here), work.text(item, "edge", here)), "memory")


def _bind_parts(work: Expander, item: Item, result: Value, here: Here) -> None:
    """Bind the names of the parts of a split."""
    if item.word.text != "split" or not isinstance(item.value, tree.Sequence):
        return
    for i, node in enumerate(item.value.items):
        name = work.filled(node, "split", here)
        if name in here.scope.bound:
            work.problems.add(node.at, f"two layers are named '{name[:60]}'")
        wires = (result[i],) if i < len(result) and len(result) > 1 else result[:1]
        here.scope.bound[name] = Named(wires, node.at)


def custom(work: Expander, copy: Copy, value: Value) -> Made:
    """Make a box of the author's own: any text, and a shape and weights if they are told."""
    item, here = copy.item, copy.here
    own = work.own_name(copy, "custom")
    full = here.scope.full(own)
    told: dict[str, tree.Node] = {}
    if isinstance(item.value, tree.Mapping):
        for key, node in item.value.pairs:
            if key.text not in ("text", "shape", "params", "kernel"):
                work.problems.add(
                    key.at, f"'custom' has no option '{key.text[:40]}'", "it has text, shape, params, kernel"
                )
            elif not (isinstance(node, tree.Scalar) and node.empty):
                told[key.text] = node
    elif item.value is not None:
        told["text"] = item.value
    told |= {key: node for key, node in item.beside.items() if key in ("shape", "params", "kernel")}
    texts = {name: work.filled(node, name, here) for name, node in told.items()}
    attrs: dict[str, Any] = {}
    for name, text in texts.items():
        with work.problems.at(told[name].at):
            attrs[name] = _custom_value(name, text.strip())
    if "shape" in attrs:
        attrs["shape"] = substituted(attrs["shape"], work.sizes)
    told_facts = tuple(fact for fact, key in (("outputs", "shape"), ("params", "params")) if key in attrs)
    write = replace(work.write(item, here), given=told_facts)
    if not write.label:
        write = replace(write, label=texts.get("text", ""))
    if not value and "shape" not in attrs:
        hint = "write 'shape: 100' beside it, or 'from:'"
        work.problems.add(item.word.at, "'custom' without an input needs a shape", hint)
        return Made(UNKNOWN, own, full)
    return Made(work.draft.add(full, here.scope.group, Step("other", "custom", attrs), value, write), own, full)


def _custom_value(key: str, text: str) -> Any:
    if key == "shape":
        return shape(text)
    if key == "params":
        return None if text == "?" else whole(text, "params", 0, 10**12)
    return sizes(text, "kernel") if key == "kernel" else text


def _last_recurrent(work: Expander, named: Named) -> str | None:
    """Give the last recurrent layer that was made under a name."""
    for name in reversed(named.layers.of(work.draft.order)):
        if work.draft.layers[name].op == "recurrent":
            return name
    return None


def state_of(work: Expander, owner: Named, name: str) -> Value:
    """Give the last state of a recurrent layer as outputs of its own: one, or one for each direction."""
    layer_name = _last_recurrent(work, owner)
    if layer_name is None:
        if UNKNOWN[0] in owner.value:
            return UNKNOWN
        raise Mistake(f"'{name}' is no recurrent layer, so it has no state", "lstm, gru and rnn have one")
    changed = work.draft.change(layer_name, state=True)
    if not changed.outputs:
        return UNKNOWN
    step = 2 if changed.attrs["cell"] == "lstm" else 1  # an lstm hands on its cell too
    return tuple(Wire(layer_name, port, changed.outputs[port]) for port in range(1, len(changed.outputs), step))


def _state(work: Expander, item: Item, full: str, here: Here) -> None:
    """Let a recurrent layer start from the state of another, of as many units."""
    node = item.beside["state"]
    if not isinstance(node, tree.Scalar):
        work.problems.add(node.at, "'state' needs a name")
        return
    with work.problems.at(node.at):
        name = node.text.removesuffix(".state")
        wire = state_of(work, work.named(replace(node, text=name), here), name)[0]
        if not wire.layer:
            return
        have, need = _units(work.draft.layers[wire.layer]), _units(work.draft.layers[full])
        if have and need and have != need:
            raise Mistake(f"the state of '{name}' has {have} units, but this layer has {need}", f"write {have} units")
        work.draft.edges.append(Edge(wire.layer, full, wire.port, 1, role="state"))


def _units(layer: Layer) -> int:
    """Count the numbers of a recurrent layer's state, 0 where that is unknown."""
    units = layer.attrs["units"]
    return units * (2 if layer.attrs.get("bidirectional") else 1) if isinstance(units, int) else 0


def unroll(work: Expander, item: Item, made: Span) -> None:
    """Note the steps by which layers are drawn one by one; they count once."""
    node = item.beside["unroll"]
    labels: tuple[str, ...] = ()
    if isinstance(node, tree.Sequence):
        labels = tuple(each.text for each in node.items if isinstance(each, tree.Scalar))
        if not labels or len(labels) < len(node.items) or len(labels) > 20:
            work.problems.add(node.at, "'unroll' needs 1 to 20 steps", "write 'unroll: [t−1, t, t+1]'")
            return
    else:
        with work.problems.at(node.at):
            text = node.text if isinstance(node, tree.Scalar) else ""
            labels = tuple(str(i + 1) for i in range(whole(text, "unroll", 1, 20)))
    for name in made.of(work.draft.order):
        old = work.draft.layers[name]
        work.draft.layers[name] = replace(old, attrs=frozen({**old.attrs, "unroll": labels}))
