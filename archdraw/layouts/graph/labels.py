"""What stands in a box: up to four texts, at the left and right of its two lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any

from archdraw.graph import Group, Layer, Tensor
from archdraw.layouts.graph import words
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.opwords import op_word
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a box: left and right of the first and of the second line; empty ones take no room."""

    title: str
    right: str = ""
    detail: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the texts of a layer depend on besides itself.

    ``uniform`` are the ops whose folded words stand in the legend instead; ``crossed`` the layers that read a memory, ``own`` those that look only at what they are given; ``routers`` weight experts;
    ``counted`` are the numbers of `counted`; ``model`` is the network's own name, which its layers need not repeat;
    ``tight`` shapes have no spaces. ``owners`` says whose weights a layer shares.
    """

    layers: Mapping[str, Layer]
    groups: Mapping[str, Group]
    options: Options
    uniform: frozenset[str] = frozenset()
    crossed: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    routers: frozenset[str] = frozenset()
    model: str = ""
    tight: bool = False
    owners: bool = True
    counted: Mapping[str, int] = field(default_factory=dict)


def texts(layer: Layer, context: Context) -> Texts:
    """Choose the texts of a layer."""
    options = context.options
    tensor = layer.outputs[0] if layer.outputs else None
    shape = words.shape(tensor, options.show_dtype, context.tight) if options.show_shapes else ""
    if len(layer.outputs) > 1 and options.show_shapes and layer.op != "recurrent":  # states are no news
        shape = f"{len(layer.outputs)} outputs" if _differ(layer.outputs) else f"{len(layer.outputs)} × ({shape})"
    right = words.count(layer.params) if options.show_params else ""
    if layer.weights_of:
        right = "shared" if layer.params and options.show_params else ""
    shown = options.show_layer_names or layer.op in ("input", "output")
    named = layer.label or (shown and words.is_named(layer)) or _says_more(layer, context)
    title, detail = _named(layer, context) if named else described(layer, context)
    parts = [detail]
    if layer.op not in context.uniform and layer.op != "activation":
        parts.extend(words.folded_words(layer, options.show_layer_activations))
    parts.extend(_extras(layer, context, title))
    return Texts(title, right, ", ".join(part for part in parts if part), shape)


def _says_more(layer: Layer, context: Context) -> bool:
    """Tell whether its name says more than its type: a function or a class of the author's, named by the author.

    A number in a name counts copies, and a box may stand for all of them.
    """
    if layer.op not in ("lambda", "other") or layer.api == "op" or op_word(layer) or not words.is_named(layer):
        return False
    own = short_name(layer, context.groups.get(layer.group), context.model)
    return not words.is_numbered(layer) and not re.search(r"\d", own)


def _differ(outputs: tuple[Tensor, ...]) -> bool:
    return len({tensor.dims for tensor in outputs}) > 1


def short_name(layer: Layer, group: Group | None, model: str = "") -> str:
    """Give the name without what its frame or the network's name already says."""
    name = (
        layer.name.rsplit("/", 1)[-1] if "\\" not in layer.name else layer.name.replace("\\/", "/").replace("\\#", "#")
    )
    for lead in (*_leads(group), model):
        shorter = without_lead(name, lead)
        if shorter != name:
            return shorter
    return name


def without_lead(name: str, lead: str) -> str:
    """Take a leading name and its separator off, if something remains.

    >>> without_lead("conv2_block1_add", "conv2_block1"), without_lead("conv2d", "conv2"), without_lead("a", "a")
    ('add', 'conv2d', 'a')
    """
    rest = name[len(lead) :]
    return rest.lstrip("_-./") or name if lead and name.startswith(lead) and rest[:1] in ("_", "-", ".", "/") else name


def _leads(group: Group | None) -> tuple[str, ...]:
    if group is None or group.kind not in ("prefix", "run"):
        return ()
    return tuple(sorted((lead for lead in (group.type, group.name.rsplit("/", 1)[-1]) if lead), key=len, reverse=True))


def _named(layer: Layer, context: Context) -> tuple[str, str]:
    """Write a layer with a name of its own: the name, and below what it is."""
    title = layer.label or short_name(layer, context.groups.get(layer.group), context.model)
    if layer.op in ("input", "output"):
        return (_end(layer, context) if _COUNTED.fullmatch(title) else title), ""
    what, settings = words.word(layer), settings_of(layer)
    if layer.type == "custom" or (layer.op == "slice" and layer.label):  # the author's words stand for the setting
        return title, ""
    if not words.is_named(layer):
        head, tail = described(layer, context)
        return title, ", ".join(part for part in (head, tail) if part and part.lower() not in title.lower())
    between = ", " if layer.op == "attention" else " "
    said = between.join(part for part in (what, settings) if part)
    told = what.lower() in title.lower() if layer.label else what.lower() == title.lower()
    return title, settings if told else said


_COUNTED = re.compile(r"(input|output)(_layer)?(_\d+)?")


def _end(layer: Layer, context: Context) -> str:
    """Name an input or output that has no name of its own; several are counted."""
    word = layer.op.capitalize()
    return f"{word} {context.counted[layer.name]}" if layer.name in context.counted else word


def counted(layers: Iterable[Layer]) -> dict[str, int]:
    """Give a number to each input and output without a name of its own, where there are several."""
    alike: dict[str, list[str]] = {"input": [], "output": []}
    for layer in layers:
        if layer.op in alike and not layer.label and _COUNTED.fullmatch(layer.name.rsplit("/", 1)[-1]):
            alike[layer.op].append(layer.name)
    return {name: number for names in alike.values() if len(names) > 1 for number, name in enumerate(names, 1)}


def described(layer: Layer, context: Context) -> tuple[str, str]:
    """Write a layer without a name: what it is with its sizes, and below the rest."""
    attrs, word = layer.attrs, words.plain_word(layer)
    if attrs.get("formula"):
        return str(attrs["formula"]), ""
    if attrs.get("setting"):
        return word, str(attrs["setting"])
    if layer.op in ("input", "output"):
        return _end(layer, context), ""
    if layer.op in ("conv", "deconv"):
        factor = attrs.get("multiplier", 1)
        amount = attrs.get("filters") or (f"×{factor}" if factor not in (1, None) else "")
        groups = "" if attrs.get("groups", 1) in (1, None, attrs.get("filters")) else f"{attrs['groups']} groups"
        kernel = words.sizes(attrs.get("kernel"))
        head = " ".join(filter(None, (word, ", ".join(filter(None, (kernel, str(amount)))))))
        return head, ", ".join(filter(None, (_stepping(attrs), groups)))
    if layer.op == "pool" and attrs.get("kernel"):
        told = _stepping(attrs) if attrs.get("stride") != attrs["kernel"] else ""
        return ", ".join(filter(None, (f"{word} {words.sizes(attrs['kernel'])}", told))), ""
    if layer.op == "dense":
        gate = words.function_name(str(attrs.get("gate") or ""))
        head = f"{gate or word} {words.grouped(attrs.get('units', ''))}".strip()
        head = f"Router: {head}" if layer.name in context.routers else head
        return head, "2 × dense" if gate else ""  # of equal width, multiplied
    if layer.op == "recurrent":
        window = f"{words.sizes(attrs['kernel'])}, " if attrs.get("kernel") else ""
        head = f"{word} {window}{attrs.get('units', '')}".strip()
        return head, "bidirectional" if attrs.get("bidirectional") else ""
    if layer.op == "slice" and attrs.get("kind") in ("take", "token"):
        return _step(layer, context), ""
    if layer.op == "attention":
        return _attention(layer, context), settings_of(layer)
    if layer.op in ("embedding", "position", "upsample", "norm", "dropout", "reshape", "slice", "matmul"):
        return word, settings_of(layer)
    return word, ""


def _stepping(attrs: Mapping[str, Any]) -> str:
    """Say how far a window moves and how wide it is spread: ``s2, d4``."""
    return ", ".join(filter(None, (words.step("s", attrs.get("stride")), words.step("d", attrs.get("dilation")))))


def brief(layer: Layer, context: Context) -> str:
    """Say what a layer is in a word or two; a convolution needs only its window, its channels and its stride.

    >>> conv = Layer("c", "conv", "Conv2D", attrs={"kernel": (3, 3), "filters": 64, "stride": (2, 2)})
    >>> brief(conv, Context({}, {}, Options()))
    '3×3, 64, s2'
    """
    head, under = described(layer, context)
    stride = words.step("s", layer.attrs.get("stride"))
    if layer.op in ("conv", "deconv", "pool") and stride and under.startswith(stride):
        head = f"{head}, {stride}"
    if layer.op == "concat" and words.is_named(layer) and not words.is_numbered(layer):
        return short_name(layer, context.groups.get(layer.group), context.model)
    for long, short in _BRIEF.items():
        if layer.op in ("conv", "deconv", "pool") and head.startswith(long):
            return short + head.removeprefix(long)
    return head


_BRIEF = {
    "Conv ": "", "Depthwise conv ": "DW ", "Separable conv ": "Sep ", "Up-conv ": "Up ", "Max pool ": "Max ",
    "Avg pool ": "Avg ",
}  # fmt: skip


def _step(layer: Layer, context: Context) -> str:
    """Name what puts tokens in front of a sequence or takes one step of it."""
    place = _place(layer.attrs)
    if layer.attrs.get("kind") == "take":
        tokens = any(one.op in ("embedding", "attention", "position") for one in context.layers.values())
        one = "token" if tokens else "step"
        return f"{one.capitalize()} {place}" if place[-1:].isdigit() else f"{place} {one}".strip().capitalize()
    return "Class token" if place == "1" else f"{place} tokens"


def _attention(layer: Layer, context: Context) -> str:
    alone = layer.type == "attention" or layer.name in context.own
    kind = "Cross-attention" if layer.name in context.crossed else "Self-attention" if alone else "Attention"
    return f"Masked {kind[0].lower()}{kind[1:]}" if layer.attrs.get("masked") else kind


def settings_of(layer: Layer) -> str:
    """Say how a layer is set, in its op's own few words: ``3×3 s2``, ``8 heads``, ``× 0.5``."""
    rule = _SETTINGS.get(layer.op)
    told = layer.attrs.get("formula") or layer.attrs.get("setting")
    return str(told) if told else rule(layer.attrs) if rule else ""


def _window(attrs: Mapping[str, Any]) -> str:
    kernel = attrs.get("kernel")
    stride = "" if attrs.get("mode") and attrs.get("stride") == kernel else words.step("s", attrs.get("stride"))
    groups = f"g{attrs['groups']}" if attrs.get("groups", 1) not in (1, None) else ""
    return " ".join(filter(None, (words.sizes(kernel), stride, words.step("d", attrs.get("dilation")), groups)))


def _heads(attrs: Mapping[str, Any]) -> str:
    parts = [
        f"{attrs['heads']} heads" if attrs.get("heads") not in (None, 1) else "1 head" if attrs.get("heads") else ""
    ]
    if attrs.get("kv_heads") not in (None, attrs.get("heads")):
        parts.append(f"{attrs['kv_heads']} KV")
    parts.extend({"rope": "RoPE", "alibi": "ALiBi"}[k] for k in ("rope", "alibi") if attrs.get(k))
    return ", ".join(filter(None, parts))


def _units(attrs: Mapping[str, Any]) -> str:
    both = "bidirectional" if attrs.get("bidirectional") else ""
    return ", ".join(part for part in (str(attrs.get("units") or ""), both) if part)


def _place(attrs: Mapping[str, Any]) -> str:
    """Say which step is taken, or how many tokens are put in front."""
    index = attrs.get("index")
    if attrs.get("kind") == "take":
        return {0: "first", -1: "last"}.get(index, str(index)) if isinstance(index, int) else ""
    return str(attrs.get("count") or "")


def _vocabulary(attrs: Mapping[str, Any]) -> str:
    known = [v for v in (attrs.get("vocabulary"), attrs.get("width")) if v is not None]
    return " × ".join(words.grouped(v) for v in known)


def _enlarged(attrs: Mapping[str, Any]) -> str:
    if attrs.get("size"):
        return f"to {words.sizes(attrs['size'])}"
    factor = attrs.get("factor")
    alike = isinstance(factor, (tuple, list)) and len(set(factor)) == 1
    return f"× {factor[0] if alike else words.sizes(factor)}" if factor else ""


def _moved(attrs: Mapping[str, Any]) -> str:
    """Say in which order axes stand, or how often a vector is repeated; a new shape stands on the edge."""
    if attrs.get("kind") == "permute":
        return f"axes {', '.join(map(str, attrs['order']))}"
    return f"× {attrs['count']}" if attrs.get("kind") == "repeat" else ""


def _product(attrs: Mapping[str, Any]) -> str:
    """Say which axes a matrix product sums over, where they are not the usual ones."""
    if attrs.get("equation"):
        return str(attrs["equation"])
    if attrs.get("axes"):
        return f"over axes {' and '.join(str(axis + 1 if axis >= 0 else axis).replace('-', '−') for axis in attrs['axes'])}"
    return "A · Bᵀ" if attrs.get("transpose_b") else ""


_SETTINGS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "conv": _window,
    "deconv": _window,
    "pool": _window,
    "attention": _heads,
    "embedding": _vocabulary,
    "position": lambda a: str(a.get("kind") or ""),
    "upsample": lambda a: _enlarged(a),
    "norm": lambda a: f"{a['groups']} groups" if a.get("groups") else "",
    "dropout": lambda a: f"{a['rate']:g}" if isinstance(a.get("rate"), (int, float)) else "",
    "reshape": lambda a: _moved(a),
    "matmul": lambda a: _product(a),
    "recurrent": _units,
    "slice": _place,
}


def _extras(layer: Layer, context: Context, title: str) -> list[str]:
    found = [layer.note] if layer.note else []
    steps = layer.attrs.get("unroll")
    if steps and layer.op != "recurrent":  # its steps are drawn
        found.append(f"steps {', '.join(str(step) for step in steps)}")
    owner = context.layers.get(layer.weights_of)
    if owner is not None and context.owners:
        called = texts(owner, context).title
        found.extend([f"weights of {called}"] if called != title else [])
    if context.options.show_trainable and layer.attrs.get("trainable") is False:
        found.append("frozen")
    return found


def closed_texts(layer: Layer, context: Context) -> Texts:
    """Choose the texts of a box that stands for a group: its title, and all its weights and its output."""
    tensor = layer.outputs[0] if layer.outputs else None
    weights = words.rounded(layer.params) if layer.params != 0 else ""
    if weights.isdigit():
        weights += " parameter" if weights == "1" else " parameters"
    parts = (weights, words.shape(tensor, tight=context.tight))
    title = without_lead(layer.label or short_name(layer, None), context.model)
    return Texts(title, "", " · ".join(part for part in parts if part))
