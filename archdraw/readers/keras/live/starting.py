"""The symbolic inputs of a subclassed model: as it was called or built, or as the caller says."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from archdraw.errors import ReadError
from archdraw.graph import Dim
from archdraw.ops.sizes import shown
from archdraw.readers.keras.live.describing import is_listed, is_sequential
from archdraw.readers.keras.live.private import calls_to, ends_of, history_of, is_symbolic, layers_in, tensors_passed
from archdraw.readers.keras.nodes import leaves_in
from archdraw.records import dataclass

Shape = tuple[Dim, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """How to call the model: arguments with symbolic tensors in them, these tensors, and whether the caller told their sizes."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    tensors: list[Any]
    told: bool = False

    def shown(self) -> str:
        """Show the sizes of all inputs."""
        return ", ".join(shown(tuple(tensor.shape[1:])) for tensor in self.tensors)


@dataclass(frozen=True, slots=True)
class _Size:
    """The size of one input, without the batch."""

    dims: Shape
    dtype: str = ""
    name: str = ""


def starts_of(model: Any, told: Sequence[Shape], batch: int | None) -> Start:
    """Make the inputs. Raises ReadError where nobody knows their sizes, or the caller's do not fit."""
    known = _called(model) or _built_on(model)
    args, kwargs = known if known else _positional(model, told)
    leaves = list(leaves_in((args, kwargs), _Size))
    if known and told:
        if len(told) != len(leaves):
            count = f"{len(told)} input shape{'s' * (len(told) > 1)}"
            raise ReadError(f"{count} for the {len(leaves)} inputs of '{model.name}'", "give one for each")
        sizes = [_Size(tuple(dims), leaf.dtype) for dims, (leaf, _) in zip(told, leaves, strict=True)]
    else:
        sizes = [leaf for leaf, _ in leaves]
    own = is_listed(model)  # such a model has inputs with names
    words = _words(model, [(leaf.name if own else "") or key for leaf, key in leaves])
    tensors = [_input(size, word, batch) for size, word in zip(sizes, words, strict=True)]
    left = iter(tensors)
    args, kwargs = _filled((args, kwargs), left)
    return Start(tuple(args), kwargs, tensors, bool(told))


def _called(model: Any) -> tuple[Any, Any] | None:
    """Take the inputs of a model that has such, or the arguments of an earlier symbolic call."""
    if is_listed(model):
        inputs = model.inputs[0] if is_sequential(model) else ends_of(model)[0]
        return [_mapped(inputs, _sized)], {}
    for node in calls_to(model):
        if tensors_passed(node):
            taken = (list(node.arguments.args), {k: v for k, v in node.arguments.kwargs.items() if v is not None})
            args, kwargs = _mapped(taken, _sized)
            return args, kwargs
    return None


def _sized(value: Any) -> Any:
    if not is_symbolic(value):
        return value
    operation, _, _ = history_of(value)
    return _Size(tuple(value.shape[1:]), str(value.dtype), operation.name if operation is not None else "")


def _built_on(model: Any) -> tuple[Any, Any] | None:
    """Take the shapes for which a model was built."""
    config = model.get_build_config() if model.built else None
    if not isinstance(config, dict):
        return None
    if config.get("input_shape"):  # of the first argument alone
        if _needed(model) > 1:
            return None
        return [_sizes(config["input_shape"])], {}
    named = config.get("shapes_dict") or {}
    return ([], {key.removesuffix("_shape"): _sizes(value) for key, value in named.items()}) if named else None


def _sizes(shape: Any) -> Any:
    """Put sizes in place of shapes, which hold the batch, in lists and mappings."""
    if isinstance(shape, dict):
        return {key: _sizes(value) for key, value in shape.items()}
    if isinstance(shape, (list, tuple)) and not all(size is None or isinstance(size, int) for size in shape):
        return [_sizes(value) for value in shape]
    return _Size(tuple(shape[1:]))


def _positional(model: Any, told: Sequence[Shape]) -> tuple[Any, Any]:
    """Pass what the caller told: by place where ``call`` takes several, else as one, or as a list."""
    type_ = type(model).__name__
    if not told:
        hint = "give one without the batch: input_shape=(224, 224, 3), or --input-shape 224x224x3; one for each input"
        raise ReadError(f"'{type_}' is a subclassed model, and what size its inputs have is not known", hint)
    sizes = [_Size(tuple(None if isinstance(size, str) else size for size in dims)) for dims in told]
    return (sizes if len(sizes) == 1 or _needed(model) > 1 else [sizes]), {}


def _needed(model: Any) -> int:
    """Count the tensors that ``call`` must be given by place."""
    return sum(
        parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        and parameter.name not in ("training", "mask")
        and parameter.default is parameter.empty
        for parameter in inspect.signature(model.call).parameters.values()
    )


def _filled(value: Any, tensors: Any) -> Any:
    """Put tensors in place of the sizes, in the same order."""
    if isinstance(value, _Size):
        return next(tensors)
    if isinstance(value, dict):
        made = {name: _filled(value[name], tensors) for name in sorted(value, key=str)}
        return {name: made[name] for name in value}
    if isinstance(value, (list, tuple)):
        return type(value)([_filled(item, tensors) for item in value])
    return value


def _mapped(value: Any, function: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(item, function) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_mapped(item, function) for item in value])
    return function(value)


def _words(model: Any, keys: list[str]) -> list[str]:
    """Name the inputs: by their keys, or the arguments of ``call``, or ``input``; each once, and as no layer is named."""
    inside = layers_in(model, deep=False)
    taken = {layer.name for layer in inside if type(layer).__name__ != "InputLayer"}
    words: list[str] = []
    for key in keys:
        first = "".join(c if c.isalnum() or c in "_-." else "_" for c in key) or "input"
        word = next(
            w for w in (first, *(f"{first}_{n}" for n in range(2, len(taken) + len(keys) + 3))) if w not in taken
        )
        taken.add(word)
        words.append(word)
    return words


def _input(size: _Size, name: str, batch: int | None) -> Any:
    import keras

    return keras.Input(batch_shape=(batch, *size.dims), dtype=size.dtype or None, name=name)
