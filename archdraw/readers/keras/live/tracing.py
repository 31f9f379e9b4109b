"""Watch one symbolic call of a model: every call of a layer or an operation inside, and in which layers it happens.

Keras itself notes the outermost call alone. While a model is watched, its author's layers run their own ``call`` on the
symbolic tensors, so that what they call is noted; layers of Keras stay closed. Afterwards Keras, and the notes of calls at each layer, are as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from archdraw.errors import ArchdrawError
from archdraw.readers.keras.live.describing import is_listed, is_variable
from archdraw.readers.keras.live.private import (
    calls_after,
    calls_to,
    history_of,
    holds_layers,
    is_symbolic,
    kinds_to_watch,
    layers_in,
    tensors_passed,
    values_passed,
)
from archdraw.records import dataclass


@dataclass(slots=True, eq=False)
class Scope:
    """One call of a layer that was opened; ``outer`` is the one in which it happened, None at the top."""

    layer: Any
    outer: Scope | None = None

    def line(self) -> list[Scope]:
        """Give the scopes from below the model down to this one."""
        return [] if self.outer is None else [*self.outer.line(), self]


@dataclass(slots=True, eq=False)
class Called:
    """One call: of an operation, with Keras's node of it, or a weight that is used by itself (no node)."""

    operation: Any
    scope: Scope
    node: Any = None
    reads: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Which output of which call each tensor is that was passed, by the identity of the tensor."""


@dataclass(slots=True, eq=False)
class Trace:
    """What was seen so far."""

    root: Scope
    scope: Scope
    calls: list[Called] = field(default_factory=list)
    made: dict[int, tuple[int, int]] = field(default_factory=dict)
    bare: set[int] = field(default_factory=set)
    """The tensors that come from weights and constants alone, so that they have no batch."""
    kept: list[Any] = field(default_factory=list)
    wired: list[Any] = field(default_factory=list)
    closed: dict[int, str] = field(default_factory=dict)
    """Layers that could not be opened, and why."""
    depth: int = 0
    entering: bool = False

    def opens(self, layer: Any) -> bool:
        """Tell whether to look into a layer: it is a model, or its author's, with layers inside."""
        return id(layer) not in self.closed and holds_layers(layer) and _is_open(layer)

    def is_bare(self, tensor: Any) -> bool:
        """Tell whether a tensor has no batch."""
        return id(tensor) in self.bare

    def note(self, node: Any) -> None:
        """Remember a call that Keras noted."""
        operation = node.operation
        kind = type(operation).__name__
        # Keras itself makes these: where a layer computes in another dtype, where a model takes its inputs.
        if (kind == "Cast" and self.entering) or kind == "ConvertToTensor":
            self._alias(node)
            return
        reads = {id(x): self.made[id(x)] for x in tensors_passed(node) if id(x) in self.made}
        for value in values_passed(node):
            if is_variable(value):
                reads[id(value)] = self.made.get(id(value)) or self._weight(value)
        self._add(Called(operation, self.scope, node, reads), node.outputs)

    def _weight(self, variable: Any) -> tuple[int, int]:
        self._add(Called(variable, self.scope), [variable])
        return self.made[id(variable)]

    def _add(self, call: Called, outputs: list[Any]) -> None:
        bare = all(key in self.bare for key in call.reads) and not hasattr(call.operation, "batch_shape")
        for port, tensor in enumerate(outputs):
            self.made[id(tensor)] = (len(self.calls), port)
            self.kept.append(tensor)  # or its identity could be that of another one
            if bare:
                self.bare.add(id(tensor))
        self.calls.append(call)

    def _alias(self, node: Any) -> None:
        first = tensors_passed(node)[0]
        source = self.made.get(id(first))
        if source:
            self.made[id(node.outputs[0])] = source
            self.kept.append(node.outputs[0])
            if id(first) in self.bare:
                self.bare.add(id(node.outputs[0]))

    def cut(self, at: int) -> None:
        """Forget all calls from this one on."""
        del self.calls[at:]
        self.made = {key: place for key, place in self.made.items() if place[0] < at}


def _is_open(layer: Any) -> bool:
    if is_listed(layer):
        return True
    kinds = type(layer).__mro__
    if any(kind.__module__.startswith("keras.src.layers.") and kind.__name__ != "Layer" for kind in kinds):
        return False  # a layer of Keras, or one that refines such
    is_model = any(kind.__name__ == "Model" and kind.__module__.startswith("keras.") for kind in kinds)
    return is_model or bool(layers_in(layer, deep=False))


@contextmanager
def watched(model: Any, starts: list[Any]) -> Iterator[Trace]:
    """Watch the calls in the block; ``starts`` are the symbolic inputs of the model."""
    Layer, Node = kinds_to_watch()  # noqa: N806
    root = Scope(model)
    trace = Trace(root, root)
    for tensor in starts:
        operation, _, _ = history_of(tensor)
        node = calls_to(operation)[0]
        for ask in (tensors_passed, values_passed):
            ask(node)  # what this Keras lacks is said here: errors within a call are wrapped by Keras
        trace._add(Called(operation, root, node), [tensor])
    before = Layer.__call__, Layer.symbolic_call, Node.__init__
    Layer.__call__ = _noted_call(trace, Layer.__call__)
    Layer.symbolic_call = _opened_call(trace, Layer.symbolic_call)
    Node.__init__ = _noted_node(trace, Node.__init__)
    try:
        yield trace
    finally:
        Layer.__call__, Layer.symbolic_call, Node.__init__ = before
        for node in reversed(trace.wired):
            unwire(node)


Function = Callable[..., Any]


def _noted_call(trace: Trace, call: Function) -> Function:
    """Give what stands for the call of a layer: one with weights that is called on constants alone is noted too."""

    def noted(layer: Any, *args: Any, **kwargs: Any) -> Any:
        if trace.depth:
            return call(layer, *args, **kwargs)
        before, trace.entering = trace.entering, True
        try:
            if _is_symbolic(args, kwargs):
                return call(layer, *args, **kwargs)
            if trace.opens(layer):
                with _inside(trace, layer):
                    return call(layer, *args, **kwargs)
            if layer.weights:
                args, kwargs = _as_symbols((args, kwargs))
            return call(layer, *args, **kwargs)
        finally:
            trace.entering = before

    return noted


def _opened_call(trace: Trace, symbolic: Function) -> Function:
    """Give what stands for finding out the outputs of a layer: the author's own code runs, if it can."""

    def opened(layer: Any, *args: Any, **kwargs: Any) -> Any:
        trace.entering = False
        if not trace.depth and trace.opens(layer):
            mark = len(trace.calls)
            try:
                with _inside(trace, layer):
                    return layer.call(*args, **kwargs)
            except ArchdrawError:
                raise
            except Exception as error:
                if layer is trace.root.layer:
                    raise
                trace.cut(mark)
                trace.closed[id(layer)] = f"'{layer.name}' ({type(layer).__name__}) stays closed: {said(error)}"
        trace.depth += 1
        try:
            return symbolic(layer, *args, **kwargs)
        finally:
            trace.depth -= 1

    return opened


def _noted_node(trace: Trace, wire: Function) -> Function:
    """Give what stands for Keras's own noting of a call: that of an opened layer is left out."""

    def noted(node: Any, operation: Any, call_args: Any = None, call_kwargs: Any = None, outputs: Any = None) -> None:
        if not trace.depth and trace.opens(operation):
            return  # what is inside was noted
        wire(node, operation, call_args=call_args, call_kwargs=call_kwargs, outputs=outputs)
        trace.wired.append(node)
        if not trace.depth:
            trace.note(node)

    return noted


@contextmanager
def _inside(trace: Trace, layer: Any) -> Iterator[None]:
    """Let what is called in the block happen inside a layer."""
    before, entering = trace.scope, trace.entering
    trace.entering = False
    if layer is not trace.root.layer or before is not trace.root:
        trace.scope = Scope(layer, before)
    try:
        yield
    finally:
        trace.scope, trace.entering = before, entering


def unwire(node: Any) -> None:
    """Take a call back out of Keras's notes."""
    for tensor in tensors_passed(node):
        operation = history_of(tensor)[0] if is_symbolic(tensor) else None
        if operation is not None:
            _without(calls_after(operation), node)
    _without(calls_to(node.operation), node)


def _without(nodes: list[Any], node: Any) -> None:
    nodes[:] = [other for other in nodes if other is not node]


def _is_symbolic(args: Any, kwargs: Any) -> bool:
    from keras import tree

    return any(is_symbolic(value) for value in tree.flatten((args, kwargs)))


def _as_symbols(value: Any) -> Any:
    """Put symbols in place of constant tensors, so that what a layer makes of them is noted."""
    import keras

    def symbol(x: Any) -> Any:
        if is_variable(x) or not keras.ops.is_tensor(x):
            return x
        return keras.KerasTensor(tuple(x.shape), dtype=keras.backend.standardize_dtype(x.dtype))

    return keras.tree.map_structure(symbol, value)


def said(error: BaseException) -> str:
    """Give the line of an error that says most: Keras wraps what it raises into a long text."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    plain = [
        line for line in lines if not line.startswith(("Exception encountered", "Arguments received", "• ", "\x1b"))
    ]
    first = (plain or lines or [""])[0]
    sentence = first.partition(". ")[0]
    return f"{type(error).__name__}: {sentence[:160]}" if first else type(error).__name__
