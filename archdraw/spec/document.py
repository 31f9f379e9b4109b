"""The top level of a spec, checked for form: title, inputs, layers, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archdraw.graph import Dim
from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.definitions import Block, blocks_of, circles, items_of, params_of, unused
from archdraw.spec.problems import MOST, Place, Problems
from archdraw.spec.scalars import shape
from archdraw.words import did_you_mean

KEYS = (
    *("archdraw", "title", "input", "inputs", "params", "blocks", "layers", "outputs"),
    *("diagram", "style", "figure"),
)
OVERLAY = ("labels", "hide", "groups", "notes")
_OVERLAY_HINT = "name the model, 'source: model.keras', or write it at the layer"


@dataclass(frozen=True, slots=True)
class Input:
    """One input of the network; ``image`` is a picture to draw in its place."""

    name: str
    shape: tuple[Dim, ...] | None
    at: Place
    named: bool = True
    label: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """Names that are outputs, with a label of their own or without."""

    label: str
    names: tuple[tree.Scalar, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A spec whose form is right; ``outputs`` is None where none are named."""

    title: str
    inputs: tuple[Input, ...]
    layers: tuple[tree.Node, ...]
    params: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    outputs: tuple[Output, ...] | None = None
    circular: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def check(root: tree.Node, problems: Problems) -> Document:
    """Check the top level; what is wrong becomes a problem."""
    top = _top(root, problems)
    blocks = blocks_of(top, problems)
    circular = circles(blocks, problems)
    notes = (*problems.notes[:MOST], *unused(blocks, top))
    return Document(
        _text(top, "title", problems),
        _inputs(top, problems),
        _layers(top, problems),
        {name: default or "" for name, default in params_of(top, problems).items()},
        blocks,
        _outputs(top, problems),
        circular,
        notes,
    )


def _top(root: tree.Node, problems: Problems) -> tree.Mapping:
    begin = "'archdraw new' writes a first one"
    if isinstance(root, tree.Scalar) and root.empty:
        raise problems.stop(Place(1, 1), "the spec is empty", begin)
    if not isinstance(root, tree.Mapping):
        kind = "a list" if isinstance(root, tree.Sequence) else "a text"
        raise problems.stop(root.at, f"a spec has keys such as 'input:' and 'layers:', but this is {kind}", begin)
    for key, _ in root.pairs:
        if key.text in OVERLAY:
            problems.add(key.at, f"'{key.text}' edits the figure of a model, but there is no 'source:'", _OVERLAY_HINT)
        elif key.text not in KEYS:
            text, _, rest = key.text.partition(":")
            colon = f"'{key.text[:40]}' needs a space after the colon", f"write '{text}: {rest}'"
            unknown = f"unknown key '{key.text[:40]}'", did_you_mean(key.text[:40], KEYS)
            problems.add(key.at, *(colon if text in KEYS else unknown))
    _version(root, problems)
    return root


def _version(top: tree.Mapping, problems: Problems) -> None:
    version = top.get("archdraw")
    if version is not None and not (isinstance(version, tree.Scalar) and version.text == "1"):
        problems.add(version.at, "this version of the language is not known", "write 'archdraw: 1'")


def _text(top: tree.Mapping, key: str, problems: Problems) -> str:
    node, name = top.get(key), top.key(key)
    if node is None and name is not None:
        tree.commented_out(name, problems)
    if node is not None and not isinstance(node, tree.Scalar):
        problems.add(node.at, f"'{key}' needs a text", "put a text with brackets or a colon in quotes")
        return ""
    return node.text if node is not None else ""


def _inputs(top: tree.Mapping, problems: Problems) -> tuple[Input, ...]:
    one, many = top.key("input"), top.key("inputs")
    if one and many:
        problems.add(many.at, "give 'input' or 'inputs', not both")
    if one:
        node = dict(top.pairs)[one]
        if isinstance(node, tree.Mapping) and "shape" not in {key.text for key, _ in node.pairs}:
            problems.add(node.at, "an input needs a shape", "several inputs are written 'inputs: {name: shape}'")
            return ()
        return (_input("input", False, one, node, problems),)
    if many:
        node = dict(top.pairs)[many]
        if isinstance(node, tree.Mapping) and node.pairs:
            return tuple(_input(key.text, True, key, value, problems) for key, value in node.pairs)
        problems.add(node.at, "'inputs' needs names with shapes", "write 'inputs: {left: 28x28x1, right: 28x28x1}'")
        return ()
    if not any(key.text not in KEYS for key, _ in top.pairs):
        problems.add(Place(1, 1), "the spec has no 'input'", "write its shape: 'input: 224x224x3'")
    return ()


def _input(name: str, named: bool, key: tree.Scalar, node: tree.Node, problems: Problems) -> Input:
    label = image = ""
    at = key.at
    if not name:
        problems.add(key.at, "an input needs a name")
    if isinstance(node, tree.Mapping):
        for part, value in node.pairs:
            if part.text not in ("shape", "label", "image"):
                problems.add(
                    part.at, f"an input has no '{part.text[:40]}'", did_you_mean(part.text, ("shape", "label", "image"))
                )
            elif not isinstance(value, tree.Scalar) or value.empty:
                problems.add(value.at, f"'{part.text}' needs one value")
            elif part.text == "label":
                label = value.text
            elif part.text == "image":
                image = _picture(value, problems)
        node = node.get("shape") or tree.Scalar("", node.at)
    found = None
    if not isinstance(node, tree.Scalar) or node.empty:
        sizes = (
            "x".join(size.text for size in node.items if isinstance(size, tree.Scalar))
            if isinstance(node, tree.Sequence)
            else ""
        )
        problems.add(node.at, "an input needs a shape", f"write {sizes or '224x224x3, 784, or a symbol such as S'}")
    else:
        with problems.at(node.at):
            found = shape(node.text)
    return Input(name, found, at, named, label, image)


def _picture(scalar: tree.Scalar, problems: Problems) -> str:
    """Check that a picture lies beside or below the spec."""
    path = scalar.text.replace("\\", "/")
    if path.startswith(("/", "~")) or ":" in path or ".." in path.split("/"):
        problems.add(scalar.at, "a picture must lie beside or below the spec", "write a path such as images/cat.png")
    elif not path.lower().endswith((".png", ".jpg", ".jpeg")):
        problems.add(scalar.at, "a picture must be a PNG or a JPEG")
    return path


def _layers(top: tree.Mapping, problems: Problems) -> tuple[tree.Node, ...]:
    key = top.key("layers")
    if key is None:
        if not any(key.text not in KEYS for key, _ in top.pairs):
            problems.add(
                Place(1, 1), "the spec has no 'layers'", "'layers:' is a list of layers such as '- conv: 64 3x3'"
            )
        return ()
    return items_of(dict(top.pairs)[key], "layers", problems)


def _outputs(top: tree.Mapping, problems: Problems) -> tuple[Output, ...] | None:
    node = top.get("outputs")
    if node is None:
        return None
    if isinstance(node, tree.Sequence) and not node.items:
        problems.add(node.at, "'outputs' names nothing", "leave it out: what no item reads is an output")
    if isinstance(node, tree.Mapping):
        return tuple(Output(key.text, scalars(value, "outputs", problems)) for key, value in node.pairs)
    return tuple(Output("", (name,)) for name in scalars(node, "outputs", problems))


def scalars(node: tree.Node, what: str, problems: Problems) -> tuple[tree.Scalar, ...]:
    """Give the words of a word or a list of words; anything else is a problem."""
    nodes = node.items if isinstance(node, tree.Sequence) else (node,)
    found = []
    for one in nodes:
        if isinstance(one, tree.Scalar) and not one.empty:
            found.append(one)
        else:
            problems.add(one.at, f"'{what}' needs a name or a list of names")
    return tuple(found)
