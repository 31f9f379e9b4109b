"""Blocks and groups: layers under a name, once or several times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.graph import Group
from archdraw.spec import tree
from archdraw.spec.context import Copy, Made
from archdraw.spec.definitions import Block, items_of
from archdraw.spec.expressions import replaced
from archdraw.spec.names import UNKNOWN, Scope, Value, names_in
from archdraw.words import did_you_mean

if TYPE_CHECKING:
    from archdraw.spec.expand import Expander


def block(work: Expander, copy: Copy, value: Value) -> Made:
    """Use a block like a layer: its layers stand in a group, its parameters have the given values."""
    item, here = copy.item, copy.here
    definition = work.document.blocks[item.word.text]
    own = work.own_name(copy, definition.name)
    params = _arguments(work, copy, definition)
    if params is None or work.circular(definition.name):
        return Made(UNKNOWN, own, here.scope.full(own))
    title = work.text(item, "label", here) or work.name(item, here) or definition.name
    inner = _open(work, copy, own, title, definition.layers)
    values, homes = params
    below = replace(here.inside(inner), params={**work.document.params, **values}, homes=homes)
    return Made(work.items(definition.layers, value, below), own, here.scope.full(own), inner)


def group(work: Expander, copy: Copy, value: Value) -> Made:
    """Make a named frame: its title is its name."""
    item, here = copy.item, copy.here
    title = work.filled(item.value, "group", here).strip() if item.value is not None else ""
    if not title and item.value is None:
        work.problems.add(item.word.at, "'group' needs a title", "write 'group: encoder'")
    own = work.own_name(copy, " ".join(title.split()) or "group")
    while here.scope.full(own) in work.draft.groups:  # a frame that 'group:' beside a layer made
        own = here.scope.fresh(own)
    if "layers" not in item.beside:
        work.problems.add(item.word.at, "'group' needs layers", "write 'layers:' and a list below it")
    layers = items_of(item.beside.get("layers"), "layers", work.problems)
    if "first" in item.beside:
        work.problems.add(
            item.beside["first"].at, "'first' is for blocks and layers", "make the group a block with params"
        )
    shown = work.text(item, "label", here) or title
    inner = _open(work, copy, own, shown, layers)
    return Made(work.items(layers, value, here.inside(inner)), own, here.scope.full(own), inner)


def _open(work: Expander, copy: Copy, own: str, title: str, layers: tuple[tree.Node, ...]) -> Scope:
    """Add the group of one copy and open its scope; all copies name the first as their series."""
    item, here = copy.item, copy.here
    full = here.scope.full(own)
    series = ""
    if copy.of > 1:
        series = work.series.get(item, full) if copy.number else full
        work.series[item] = series
    word = item.word.text if item.kind == "block" else ""
    kind = "copy" if copy.of > 1 else item.kind
    note = work.text(item, "note", here)
    work.draft.frame(Group(full, title, word, here.scope.group, kind, series=series, note=note))
    return here.scope.below(own, full, names_in(layers))


Arguments = tuple[dict[str, str], dict[str, Scope]]


def _arguments(work: Expander, copy: Copy, definition: Block) -> Arguments | None:
    """Give the parameters their values; None where one is missing or wrong."""
    item, here = copy.item, copy.here
    given: dict[str, tree.Scalar] = {}
    good = True
    if isinstance(item.value, tree.Scalar):
        if definition.params:
            given[next(iter(definition.params))] = item.value
        else:
            work.problems.add(item.value.at, f"block '{definition.name}' has no parameters", "remove the value")
            good = False
    elif isinstance(item.value, tree.Sequence):
        work.problems.add(item.value.at, "parameters are written {name: value}")
        good = False
    for node in (item.value, None if copy.number else item.beside.get("first")):
        if isinstance(node, tree.Mapping):
            good &= _named_arguments(work, definition, node, given)
        elif node is not None and node is not item.value:
            work.problems.add(node.at, "'first' needs parameters with values", "write 'first: {stride: 2}'")
            good = False
    values: dict[str, str] = {name: value for name, value in definition.params.items() if value is not None}
    homes: dict[str, Scope] = {}
    for name, scalar in given.items():
        with work.problems.at(scalar.at):
            values[name] = replaced(scalar.text, here.params)
            alone = scalar.text[1:] if scalar.text.startswith("$") else ""
            homes[name] = here.homes.get(alone, here.scope)
            continue
        good = False
    missing = [name for name in definition.params if name not in values and name not in given]
    if missing and good:
        example = "64" if len(definition.params) == 1 else f"{{{', '.join(f'{name}: …' for name in missing)}}}"
        listed = ", ".join(f"'{name}'" for name in missing)
        work.problems.add(
            item.word.at, f"block '{definition.name}' needs {listed}", f"write '{definition.name}: {example}'"
        )
    return (values, homes) if good and not missing else None


def _named_arguments(work: Expander, definition: Block, node: tree.Mapping, given: dict[str, tree.Scalar]) -> bool:
    good = True
    for key, value in node.pairs:
        if key.text not in definition.params:
            message = f"block '{definition.name}' has no parameter '{key.text[:40]}'"
            work.problems.add(key.at, message, did_you_mean(key.text[:40], definition.params))
            good = False
        elif not isinstance(value, tree.Scalar):
            work.problems.add(value.at, "a parameter is a number, a word or a name")
            good = False
        elif not value.empty:
            given[key.text] = value
    return good
