"""The calls of nested models, which files count from 0 or from 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from archdraw.readers.keras.members import Member
from archdraw.readers.keras.nodes import Ref

Members = tuple[Member, ...]
Refs = tuple[Ref, ...]


def counted_from_zero(members: Members, outputs: Refs) -> tuple[Members, Refs]:
    """Count from 0 in all references to nested models, in the inputs of calls and in the model's outputs.

    Keras 2 counts a nested model that owns an input from 1 everywhere. Keras 3 counts from 0, but from 1 in
    ``output_layers`` if the nested model is a Functional.
    """
    nested = [member for member in members if member.model is not None]
    if not nested:
        return members, outputs
    calls = [call for member in members for call in member.calls]
    used = _calls_used(passed.ref for call in calls for passed in call.passed)
    at_end = _calls_used(outputs)
    keras2 = any(call.keras2 for call in calls)
    inside: dict[str, int] = {}
    ends: dict[str, int] = {}
    for member in nested:
        here, there = used.get(member.name, set()), at_end.get(member.name, set())
        if keras2:
            inside[member.name] = ends[member.name] = int(_owns_input(member) and 0 not in here | there)
        else:
            inside[member.name] = int(0 not in here and max(here, default=0) == len(member.calls))
            beyond = max(there, default=0) >= len(member.calls)
            functional = "input_layers" in member.config.values
            ends[member.name] = int((functional or beyond) and 0 not in there)
    return tuple(_moved(member, inside) for member in members), tuple(_less(ref, ends) for ref in outputs)


def _calls_used(refs: Iterable[Ref]) -> dict[str, set[int]]:
    """Give, for each layer, the numbers of its calls that are used."""
    used: dict[str, set[int]] = {}
    for ref in refs:
        used.setdefault(ref.layer, set()).add(ref.call)
    return used


def _owns_input(member: Member) -> bool:
    """Tell whether a nested model was built on an input of its own, which was its first call."""
    start = member.model.members[0] if member.model and member.model.members else None
    return start is not None and (not start.made or start.config.values.get("batch_shape") is not None)


def _moved(member: Member, by: Mapping[str, int]) -> Member:
    if not any(by.get(passed.ref.layer) for call in member.calls for passed in call.passed):
        return member
    calls = (
        replace(call, passed=tuple(replace(passed, ref=_less(passed.ref, by)) for passed in call.passed))
        for call in member.calls
    )
    return replace(member, calls=tuple(calls))


def _less(ref: Ref, by: Mapping[str, int]) -> Ref:
    first = by.get(ref.layer, 0)
    return replace(ref, call=ref.call - first) if first else ref
