"""Where tensors meet: merges, residuals with their shortcuts, parallel branches and copies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archdraw.graph import Group, Layer, Tensor, frozen
from archdraw.spec import tree
from archdraw.spec.context import Copy, Here, Made
from archdraw.spec.definitions import items_of
from archdraw.spec.draft import Step, Write, one
from archdraw.spec.items import Item
from archdraw.spec.names import UNKNOWN, Named, Scope, Span, Value, Wire, labelled, names_in
from archdraw.spec.problems import Mistake
from archdraw.spec.scalars import whole
from archdraw.words import did_you_mean

if TYPE_CHECKING:
    from archdraw.spec.expand import Expander


def merge(work: Expander, copy: Copy, value: Value) -> Made:
    """Join the running tensor and the named ones."""
    item, here, word = copy.item, copy.here, copy.item.word.text
    own = work.own_name(copy, word)
    full = here.scope.full(own)
    named: Value = ()
    if isinstance(item.value, tree.Mapping):
        work.problems.add(item.value.at, f"'{word}' needs a name or a list of names")
        named = UNKNOWN
    elif item.value is not None:
        named = labelled(work.values(item.value, word, here), work.text(item, "edge", here))
    inputs = (*value, *named)
    if len(inputs) < 2:
        hint = f"write '{word}: name', or 'from: [a, b]' beside it"
        work.problems.add(item.word.at, f"'{word}' needs two tensors or more", hint)
        return Made(UNKNOWN, own, full)
    attrs: dict[str, Any] = {}
    crop = item.beside.get("crop")
    if crop is not None:
        if isinstance(crop, tree.Scalar) and crop.text in ("true", "false"):
            attrs["crop"] = crop.text == "true"
        else:
            work.problems.add(crop.at, "'crop' is true or false")
    result = work.draft.add(full, here.scope.group, Step(word, word, attrs), inputs, work.write(item, here))
    return Made(result, own, full)


def _choice(work: Expander, item: Item, key: str, choices: tuple[str, ...], here: Here) -> str:
    """Read a key beside the word that is one of a few words; the first is the default."""
    node = item.beside.get(key)
    if node is None:
        return choices[0]
    text = work.filled(node, key, here)
    if text in choices:
        return text
    work.problems.add(node.at, f"'{key}' is {', '.join(choices)}, not '{text[:30]}'", did_you_mean(text[:30], choices))
    return choices[0]


def residual(work: Expander, copy: Copy, value: Value) -> Made:
    """Join a body with a shortcut around it; where ``add`` meets another shape, the shortcut is projected."""
    item, here = copy.item, copy.here
    how = _choice(work, item, "merge", ("add", "concat", "multiply"), here)
    body = items_of(item.value, "residual", work.problems)
    if not body and not isinstance(item.value, tree.Mapping | tree.Scalar):
        work.problems.add(item.word.at, "'residual' needs layers", "write a list of layers below it")
    inside = here.inside(here.scope.beside()) if copy.of > 1 else replace(here, depth=here.depth + 1)
    start = len(work.draft.order)
    result = work.items(body, value, inside)
    own = work.own_name(copy, how)  # after the body, so that numbers follow the data
    full = here.scope.full(own)
    with work.problems.at(item.word.at):
        one(value, "residual")
        if len(result) != 1:
            raise Mistake("the body of 'residual' has several outputs", "end it with one layer")
        plain = labelled(value, "")
        around = _shortcut(work, item, plain, result[0], how, work.draft.order[start:], own, inside)
        if around is None:
            return Made(result, own, full)
        if None in (result[0].tensor, around.tensor):
            return Made(UNKNOWN, own, full)
        added = work.draft.add(full, here.scope.group, Step(how, how, {}), (result[0], around), work.write(item, here))
        return Made(added, own, full)
    return Made(UNKNOWN, own, full)


def _shortcut(
    work: Expander, item: Item, value: Value, result: Wire, how: str, body: list[str], own: str, here: Here
) -> Wire | None:
    """Give what goes around the body; None for nothing."""
    node = item.beside.get("shortcut")
    if isinstance(node, tree.Sequence):
        return one(work.items(node.items, value, here), "shortcut")
    kind = _choice(work, item, "shortcut", ("project", "same", "none"), here)
    start = value[0]
    if kind == "none":
        return None
    if how != "add" or start.tensor is None or result.tensor is None or start.tensor.dims == result.tensor.dims:
        return start
    if kind == "same":
        return None
    return _projected(work, item, start, result.tensor, body, own, here)


def _projected(work: Expander, item: Item, start: Wire, to: Tensor, body: list[str], own: str, here: Here) -> Wire:
    """Bring the identity to the shape of the body: a 1×1 convolution with the stride that fits, or a dense layer."""
    shape = start.tensor
    if shape is None:
        return start
    stride = _stride(shape, to)
    if stride is None:
        hint = "make both ends equal, or say how with 'shortcut:'"
        raise Mistake(f"residual changes the shape from {_shown(shape)} to {_shown(to)}", hint)
    bn = _ends_in_bn([work.draft.layers[name] for name in body])
    if len(shape.dims) <= 2 and set(stride) <= {1}:
        step = Step("dense", "dense", {"units": to.dims[-1], "bias": not bn})
    else:
        ones = (1,) * len(stride)
        attrs = {"filters": to.dims[-1], "kernel": ones, "stride": stride, "padding": "same", "bias": not bn}
        step = Step("conv", "conv", attrs)
    base = f"{own}_project" if "name" in item.beside else "project"
    name = here.scope.fresh(base)
    write = Write(item.word.at)
    wires = work.draft.add(here.scope.full(name), here.scope.group, step, (start,), write)
    if bn:
        full = here.scope.full(here.scope.fresh(f"{name}_bn"))
        wires = work.draft.add(full, here.scope.group, Step("norm", "bn", {"kind": "batch"}), wires, write)
    return wires[0]


def _ends_in_bn(layers: list[Layer]) -> bool:
    """Tell whether the last convolution is followed by a batch norm."""
    convs = [i for i, layer in enumerate(layers) if layer.op in ("conv", "deconv")]
    after = layers[convs[-1] + 1 : convs[-1] + 2] if convs else []
    return any(layer.op == "norm" and layer.attrs.get("kind") == "batch" for layer in after)


def _stride(shape: Tensor, to: Tensor) -> tuple[int, ...] | None:
    """Find the stride that brings the sizes of one tensor to those of the other, None if there is none."""
    if len(shape.dims) != len(to.dims):
        return None
    strides = []
    for have, want in zip(shape.dims[:-1], to.dims[:-1], strict=True):
        if have == want:
            strides.append(1)
        elif (
            isinstance(have, int) and isinstance(want, int) and 0 < want < have and -(-have // -(-have // want)) == want
        ):
            strides.append(-(-have // want))
        elif (
            isinstance(have, str)
            and isinstance(want, str)
            and want.startswith(f"{have}/")
            and want[len(have) + 1 :].isdecimal()
        ):
            strides.append(int(want[len(have) + 1 :]))
        else:
            return None
    return tuple(strides)


def _shown(tensor: Tensor) -> str:
    return str(tensor).replace(" ", "")


def parallel(work: Expander, copy: Copy, value: Value) -> Made:
    """Run branches side by side from the running tensor, and join what they give."""
    item, here = copy.item, copy.here
    how = _choice(work, item, "merge", ("concat", "add", "multiply", "average", "none"), here)
    own = work.own_name(copy, how if how != "none" else "parallel")
    full = here.scope.full(own)
    if "copies" in item.beside or isinstance(item.value, tree.Sequence):
        ends = _copies(work, item, value, here, own)
    elif isinstance(item.value, tree.Mapping):
        ends = _branches(work, item.value, value, here)
    else:
        work.problems.add(item.word.at, "'parallel' needs branches", "write 'parallel: {a: [items], b: [items]}'")
        return Made(UNKNOWN, own, full)
    if "active" in item.beside and "copies" not in item.beside:
        work.problems.add(item.beside["active"].at, "'active' says how many of the copies run", "write 'copies:' too")
    joined = tuple(wire for end in ends for wire in end)
    if how == "none" or len(joined) < 2:
        return Made(joined, own, full)
    step = Step(how, how, {})
    return Made(work.draft.add(full, here.scope.group, step, joined, work.write(item, here)), own, full)


def _branches(work: Expander, node: tree.Mapping, value: Value, here: Here) -> list[Value]:
    """Expand named branches; each is a scope for names, and its name means its last output."""
    ends = []
    bound = here.scope.bound
    if not node.pairs:
        work.problems.add(node.at, "'parallel' needs branches", "write 'parallel: {a: [items], b: [items]}'")
    for key, branch in node.pairs:
        items = items_of(branch, key.text, work.problems)
        scope = here.scope.below(here.scope.fresh(key.text), here.scope.group, names_in(items))
        before = work.draft.mark()
        end = work.items(items, value, here.inside(scope))
        after = work.draft.mark()
        named = Named(end, key.at, scope, Span(before[0], after[0]), Span(before[1], after[1]))
        bound[key.text] = replace(named, ambiguous=key.text in bound)
        ends.append(end)
    return ends


def _copies(work: Expander, item: Item, value: Value, here: Here, own: str) -> list[Value]:
    """Expand equal branches with weights of their own; those that are not active do not count in the MACs."""
    copies = _number(work, item, "copies", here)
    active = _number(work, item, "active", here) if "active" in item.beside else copies
    if not isinstance(item.value, tree.Sequence):
        work.problems.add(item.word.at, "with 'copies', 'parallel' needs one list of layers")
        return [UNKNOWN]
    if "copies" not in item.beside:
        hint = "name the branches: 'parallel: {a: [items], b: [items]}', or write 'copies:'"
        work.problems.add(item.word.at, "'parallel' needs named branches", hint)
        return [UNKNOWN]
    if active > copies:
        work.problems.add(item.beside["active"].at, f"{active} of {copies} copies cannot be active")
    title = work.text(item, "label", here) or (own if "name" in item.beside else "")
    series, ends = "", []
    for copy in range(copies):
        name = own if not copy else here.scope.fresh(own)
        scope: Scope = here.scope.below(name, here.scope.full(name), names_in(item.value.items))
        series = series or scope.group
        work.draft.frame(Group(scope.group, title, "", here.scope.group, "copy", series=series, parallel=True))
        start = len(work.draft.order)
        ends.append(work.items(item.value.items, value, here.inside(scope)))
        work.check_room(item, (len(work.draft.order) - start) * (copies - copy - 1))
        if copy >= active:
            for layer in work.draft.order[start:]:
                old = work.draft.layers[layer]
                work.draft.layers[layer] = replace(old, macs=0, attrs=frozen({**old.attrs, "active": False}))
    return ends


def _number(work: Expander, item: Item, key: str, here: Here) -> int:
    node = item.beside.get(key)
    if node is not None:
        with work.problems.at(node.at):
            return whole(work.filled(node, key, here), key, 1, 20_000)
    return 1
