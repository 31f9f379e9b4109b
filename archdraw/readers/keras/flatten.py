"""From nested models to one flat list of calls with full names, groups and resolved inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archdraw.errors import LimitError, ReadError
from archdraw.graph import Group
from archdraw.readers.keras.members import Member, Model
from archdraw.readers.keras.nodes import MOST_OUTPUTS, Call, Passed, Ref
from archdraw.readers.keras.values import shortened
from archdraw.records import dataclass

MOST = 20_000
"""A model has at most this many calls, unless its file itself lists more: a small file may not stand for a huge model."""


@dataclass(frozen=True, slots=True)
class Input:
    """A tensor that enters a call: which output of which entry, and how it is passed."""

    entry: str
    port: int
    arg: str = ""
    role: str = ""
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One call of one layer, with its full name."""

    name: str
    member: Member
    call: Call
    number: int
    group: str
    weights_of: str
    inputs: tuple[Input, ...]
    trainable: bool
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Flat:
    """All calls of a model; ``ends`` are its outputs, each an entry and a port."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    inputs: tuple[str, ...]
    ends: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Scope:
    """One call of one model while its parts get their names."""

    model: Model
    group: str
    trainable: bool
    outer: _Scope | None = None
    passed: tuple[Passed, ...] = ()
    calls: dict[tuple[str, int], str | _Scope] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Named:
    """A call that has its name, and the scope in which its inputs are looked up."""

    name: str
    member: Member
    call: Call
    number: int
    scope: _Scope
    weights_of: str


def flatten(model: Model) -> Flat:
    """Name every call at every depth, then resolve what enters it."""
    root = _Scope(model, "", model.trainable)
    named: list[_Named] = []
    groups: list[Group] = []
    owners: dict[str, str] = {}
    _name_all(root, "", named, groups, owners, max(MOST, _listed(model)))
    entries = tuple(_resolved(item) for item in named)
    inputs = tuple(_resolve(root, ref)[0] for ref in model.inputs)
    return Flat(entries, tuple(groups), inputs, tuple(_resolve(root, ref) for ref in model.outputs))


def _listed(model: Model) -> int:
    """Count the calls that the file lists, those inside a nested model once."""
    return sum(len(member.calls) + (_listed(member.model) if member.model else 0) for member in model.members)


def escaped(name: str) -> str:
    r"""Protect the signs that have a meaning in full names.

    >>> print(escaped("block/conv#1"))
    block\/conv\#1
    """
    return name.replace("\\", "\\\\").replace("/", "\\/").replace("#", "\\#")


def _name_all(
    scope: _Scope, path: str, named: list[_Named], groups: list[Group], owners: dict[str, str], most: int
) -> None:
    """Name the calls of one scope and of those inside; ``path`` is the scope's name without call numbers.

    ``owners`` maps each layer, or the object that several layers share, to its first call.
    """
    for member in scope.model.members:
        plain = f"{path}/{escaped(member.name)}" if path else escaped(member.name)
        for number, call in enumerate(member.calls):
            own = escaped(member.name) + (f"#{number + 1}" if number else "")
            name = f"{scope.group}/{own}" if scope.group else own
            first = owners.setdefault(f"#{member.shared}" if member.shared else plain, name)
            shares = first if first != name else ""
            if member.model is None:
                scope.calls[member.name, number] = name
                named.append(_Named(name, member, call, number, scope, shares))
                if len(named) > most:
                    raise LimitError(f"the model has more than {most} layers")
                continue
            if len(groups) >= most:
                raise LimitError(f"the model has more than {most} nested models")
            groups.append(Group(name, member.name, type=member.type, parent=scope.group, kind="model", call_of=shares))
            inner = _Scope(member.model, name, scope.trainable and member.model.trainable, scope, call.passed)
            scope.calls[member.name, number] = inner
            _name_all(inner, plain, named, groups, owners, most)


def _resolved(item: _Named) -> Entry:
    """Find what enters a call; the inputs of a nested model take what is passed to the model."""
    scope, passed = item.scope, item.call.passed
    where = scope
    if item.member.type == "InputLayer" and scope.outer is not None:
        where, passed = scope.outer, _handed_in(scope, item.member.name)
    inputs = [_input(where, tensor, place, item.member.type) for place, tensor in enumerate(passed)]
    return Entry(
        item.name,
        item.member,
        item.call,
        item.number,
        scope.group,
        item.weights_of,
        tuple(inputs),
        scope.trainable,
        scope.outer is not None,
    )


def _handed_in(scope: _Scope, name: str) -> tuple[Passed, ...]:
    """Give the tensors of a model's call that go to one of its inputs: by key if there are keys, else by place."""
    data = [tensor for tensor in scope.passed if role_of(tensor.arg) != "mask"]
    places = [ref.layer for ref in scope.model.inputs]
    if name not in places:
        return ()
    keys = scope.model.input_keys or tuple(places)
    by_key: Mapping[str, Passed] = {tensor.key: tensor for tensor in data if tensor.key}
    place = places.index(name)
    chosen: list[Passed] = []
    if by_key and all(key in by_key for key in keys):
        chosen.append(by_key[keys[place]])
    elif place < len(data):
        chosen.append(data[place])
    if place == 0:
        chosen.extend(tensor for tensor in scope.passed if role_of(tensor.arg) == "mask")
    return tuple(chosen)


def role_of(arg: str) -> str:
    """Tell what a keyword argument is for.

    >>> role_of("attention_mask"), role_of("initial_state"), role_of("query")
    ('mask', 'state', '')
    """
    if arg == "mask" or arg.endswith("_mask"):
        return "mask"
    return "state" if arg == "initial_state" else ""


_STATEFUL = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
_CELLS = ("LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells")


def _input(scope: _Scope, tensor: Passed, place: int, type_: str) -> Input:
    entry, port = _resolve(scope, tensor.ref)
    return Input(entry, port, tensor.arg, role_of_passed(tensor, place, type_), tensor.ref)


def role_of_passed(tensor: Passed, place: int, type_: str) -> str:
    """Tell what a tensor is for that is passed to a layer: by its keyword, or by its place where that means a state."""
    if type_ in _CELLS and (tensor.arg == "states" or (not tensor.arg and place)):
        return "state"
    return "state" if not tensor.arg and place and type_ in _STATEFUL else role_of(tensor.arg)


def _resolve(scope: _Scope, ref: Ref) -> tuple[str, int]:
    """Find the entry and the port that a reference means; the output of a model is that of a layer inside it."""
    found = scope.calls.get((ref.layer, ref.call))
    if found is None:
        member = scope.model.index.get(ref.layer)
        if member is None:
            raise ReadError(f"model '{scope.model.name}' names a layer '{ref.layer}' that it does not have")
        raise ReadError(
            f"layer '{ref.layer}' is called {len(member.calls)} times, but call {shortened(ref.call + 1)} is used"
        )
    if isinstance(found, str):
        if not 0 <= ref.port < MOST_OUTPUTS:
            raise ReadError(
                f"layer '{ref.layer}' has no output {shortened(ref.port)}", f"layers have at most {MOST_OUTPUTS}"
            )
        return found, ref.port
    outputs = found.model.outputs
    if not 0 <= ref.port < len(outputs):
        raise ReadError(f"model '{ref.layer}' has {len(outputs)} outputs, but output {shortened(ref.port + 1)} is used")
    return _resolve(found, outputs[ref.port])
