"""From what was seen of a model to its list of calls, with names, groups and inputs as those of nested models in files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any

from archdraw.graph import Group
from archdraw.readers.keras.flatten import Entry, Flat, Input, escaped, role_of_passed
from archdraw.readers.keras.live.describing import arguments_described, counted, facts_of, layer_described, sized
from archdraw.readers.keras.live.tracing import Called, Scope, Trace
from archdraw.readers.keras.members import Facts, Member
from archdraw.readers.keras.models import FACTS, member_of
from archdraw.readers.keras.nodes import Call, calls_of
from archdraw.readers.keras.values import snake
from archdraw.records import dataclass


@dataclass(slots=True)
class _Names:
    """The names given so far; a layer has one name in a scope, its later calls a number behind it."""

    words: dict[tuple[str, int], str] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)
    calls: dict[tuple[str, int], int] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    firsts: dict[int, str] = field(default_factory=dict)

    def full(self, scope: str, thing: Any, word: str) -> str:
        """Name one call of a thing in a scope."""
        key = (scope, id(thing))
        if key not in self.words:
            own = escaped(word)
            options = (own, *(f"{own}_{n}" for n in range(1, len(self.taken) + 2)))
            self.words[key] = next(option for option in options if (scope, option) not in self.taken)
            self.taken.add((scope, self.words[key]))
        self.calls[key] = self.calls.get(key, 0) + 1
        again = f"#{self.calls[key]}" if self.calls[key] > 1 else ""
        return "/".join(filter(None, (scope, self.words[key] + again)))

    def group(self, scope: Scope) -> str:
        """Name the group of a scope, and those around it; the model itself has none."""
        name = ""
        for part in scope.line():
            if id(part) not in self.groups:
                layer = part.layer
                full = self.full(name, layer, layer.name)
                first = self.firsts.setdefault(id(layer), full)
                shares = first if first != full else ""
                made = Group(full, layer.name, type=type(layer).__name__, parent=name, kind="model", call_of=shares)
                self.groups[id(part)] = made
            name = self.groups[id(part)].name
        return name


def flat_of(trace: Trace, starts: Sequence[Any], ends: Sequence[Any]) -> tuple[Flat, set[int]]:
    """Give all calls that lead to the outputs, and the identities of the weights that they use."""
    kept = _leading(trace, [trace.made[id(end)][0] for end in ends], len(starts))
    names = _Names()
    groups = {at: names.group(trace.calls[at].scope) for at in kept}
    full: dict[int, str] = {}
    for at in kept:
        thing = trace.calls[at].operation
        full[at] = names.full(groups[at], thing, thing.name if _is_named(thing) else snake(type(thing).__name__))
    calls_by_thing: dict[int, list[int]] = {}
    for at in kept:
        calls_by_thing.setdefault(id(trace.calls[at].operation), []).append(at)
    members = {key: _member(trace, places) for key, places in calls_by_thing.items()}
    entries = []
    for at in kept:
        call = trace.calls[at]
        places = calls_by_thing[id(call.operation)]
        first = full[places[0]] if places[0] != at else ""
        member = replace(members[id(call.operation)], name=full[at].rsplit("/", 1)[-1])
        passed = _call(call, trace)
        entries.append(
            Entry(
                full[at],
                member,
                passed,
                places.index(at),
                groups[at],
                first,
                _inputs(passed, member, full),
                all(scope.layer.trainable for scope in (trace.root, *call.scope.line())),
            )
        )
    flat = Flat(
        tuple(entries),
        tuple(names.groups.values()),
        tuple(full[at] for at in range(len(starts))),
        tuple((full[at], port) for at, port in (trace.made[id(end)] for end in ends)),
    )
    return flat, {id(weight) for at in kept for weight in _weights(trace.calls[at])}


def _leading(trace: Trace, ends: list[int], starts: int) -> list[int]:
    """Give the calls from which a way leads to an output, in order; the inputs stay in any case."""
    kept = set(range(starts))
    left = list(ends)
    while left:
        at = left.pop()
        if at not in kept or at < starts:
            kept.add(at)
            left.extend(source for source, _ in trace.calls[at].reads.values() if source not in kept)
    return sorted(kept)


def _is_named(thing: Any) -> bool:
    """Tell whether a name is the author's or his layers': those of operations count on through a whole session."""
    return hasattr(thing, "weights") or hasattr(thing, "assign")


def _weights(call: Called) -> list[Any]:
    return [call.operation] if call.node is None else list(getattr(call.operation, "weights", ()))


def _member(trace: Trace, places: Sequence[int]) -> Member:
    """Describe what is called, with the outputs of all its calls."""
    calls = [trace.calls[at] for at in places]
    thing = calls[0].operation
    if calls[0].node is None:
        count = counted([thing])
        facts = Facts(count, count if thing.trainable else 0, ((sized(thing, bare=True),),))
        config = {"name": thing.name, "trainable": bool(thing.trainable)}
        return member_of({"class_name": "Variable", "module": "", "config": config, FACTS: facts}, "")
    described = layer_described(thing) | {FACTS: facts_of(thing, [call.node for call in calls], trace.is_bare)}
    if "layers" in described["config"]:  # a model that stays closed
        described["config"] = {key: value for key, value in described["config"].items() if key != "layers"}
    return member_of(described, "")


def _call(call: Called, trace: Trace) -> Call:
    """Describe the arguments of a call; tensors name the number of the call that made them."""
    if call.node is None:
        return Call()

    def place(value: Any) -> tuple[str, int, int] | None:
        found = call.reads.get(id(value))
        return (str(found[0]), 0, found[1]) if found else None

    (made,) = calls_of([arguments_described(call.node, place, trace.is_bare)], frozenset())
    return made


def _inputs(call: Call, member: Member, full: dict[int, str]) -> tuple[Input, ...]:
    return tuple(
        Input(full[int(x.ref.layer)], x.ref.port, x.arg, role_of_passed(x, place, member.type), x.ref)
        for place, x in enumerate(call.passed)
    )
