"""Fill a frozen dataclass of options from what a person wrote, with the types and choices of its fields."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from archdraw.errors import UnknownName, UsageError
from archdraw.records import dataclass
from archdraw.words import did_you_mean, listed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Option:
    """One option as a list of options shows it: its name, type, default, choices and help, the range of a number, whether it names a file."""

    name: str
    type: Any
    default: Any
    choices: tuple[Any, ...] = ()
    help: str = ""
    least: float | None = None
    most: float | None = None
    is_file: bool = False


def a_file(text: str) -> Mapping[str, Any]:
    """Give the metadata of a field that names a file; in a spec one that lies beside or below it."""
    return {"help": text, "file": True}


def about(text: str, *choices: str) -> Mapping[str, Any]:
    """Give the metadata of a field: its help, and what it may be where that is not all its type may be."""
    return {"help": text, "choices": choices}


def ranged(text: str, least: float, most: float) -> Mapping[str, Any]:
    """Give the metadata of a field that is a number, with its range."""
    return {"help": text, "least": least, "most": most}


def options_of(cls: type[Any]) -> Iterator[Option]:
    """Go through the options of a dataclass; ``help`` and ``choices`` (``least``, ``most``) stand in the metadata of its fields."""
    hints = get_type_hints(cls)
    for field in dataclasses.fields(cls):
        kind = hints[field.name]
        choices = tuple(field.metadata.get("choices", ()))
        if get_origin(kind) is Literal and not choices:
            choices = get_args(kind)
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        facts = field.metadata
        yield Option(
            field.name,
            kind,
            default,
            choices,
            facts.get("help", ""),
            facts.get("least"),
            facts.get("most"),
            "file" in facts,
        )


def filled(cls: type[T], values: Mapping[str, Any], *, owner: str) -> T:
    """Make an instance from values that are typed already (YAML, Python) or still text (the command line).

    ``owner`` is what messages call it: ``renderer 'graph'``. Raises UnknownName for a key that is no field, UsageError
    for a value that is not of the field's type or not among its choices.

    >>> from archdraw.options import filled
    >>> @dataclass(frozen=True)
    ... class Net:
    ...     count: int = 3
    >>> filled(Net, {"count": "7"}, owner="the net")
    Net(count=7)
    """
    known = {option.name: option for option in options_of(cls)}
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        name = str(key).replace("-", "_")
        if name not in known:
            hint = did_you_mean(name, known) if known else ""
            raise UnknownName(f"{owner} has no option '{key}'", hint)
        chosen[name] = _checked(known[name], value, owner)
    return cls(**chosen)


def _checked(option: Option, value: Any, owner: str) -> Any:
    """Convert one value to its option's type, and look it up among the choices."""
    try:
        typed = _convert(option.type, value)
    except ValueError as error:
        raise UsageError(
            f"the option '{option.name}' of {owner} takes {error}, not {_shown(value)}",
            f"choose {listed(map(str, option.choices), 'or')}" if option.choices else "",
        ) from None
    if option.choices and typed not in option.choices:
        near = did_you_mean(str(value), map(str, option.choices))
        raise UsageError(f"the option '{option.name}' of {owner} cannot be {_shown(value)}", near)
    if isinstance(typed, (int, float)) and not isinstance(typed, bool):
        least, most = option.least, option.most
        if (least is not None and typed < least) or (most is not None and typed > most):
            limits = f"at least {least:g}" + ("" if most is None else f" and at most {most:g}")
            raise UsageError(f"the option '{option.name}' of {owner} must be {limits}, not {_shown(value)}")
    return typed


def _shown(value: Any) -> str:
    text = str(value)
    return f"'{text if len(text) <= 40 else text[:39] + '…'}'"


def _convert(kind: Any, value: Any) -> Any:
    """Give the value as this type; the ValueError says what the type takes."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _first(get_args(kind), value)
    if origin is Literal:
        return _literal(get_args(kind), value)
    if origin is tuple:
        return _items(get_args(kind), value)
    if kind is type(None):
        if value is None or value in ("none", "null", ""):
            return None
        raise ValueError("none")
    if kind is Any:
        return value
    return _PLAIN[kind](value) if kind in _PLAIN else _instance(kind, value)


def _first(kinds: tuple[Any, ...], value: Any) -> Any:
    """Try the types of a union, None first, text last."""
    takes = []
    for kind in sorted(kinds, key=lambda k: (k is str, k is not type(None))):
        try:
            return _convert(kind, value)
        except ValueError as error:
            takes.append(str(error))
    raise ValueError(listed(takes, "or"))


def _literal(choices: tuple[Any, ...], value: Any) -> Any:
    for choice in choices:
        if value == choice and isinstance(value, bool) == isinstance(choice, bool):
            return choice
        if isinstance(value, str) and value == str(choice):
            return choice
    return value  # the choices are checked, with a suggestion, by the caller


def _items(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    """Convert a list, a text with commas, or a mapping, which is a list of ``key=value``; ``tuple[X, ...]`` and tuples of a fixed length."""
    if isinstance(value, Mapping):
        value = [f"{key}={one}" for key, one in value.items()]
    elif isinstance(value, str):
        value = [part.strip() for part in value.strip("[]()").split(",") if part.strip()]
    elif not isinstance(value, (list, tuple)):
        value = [value]
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_convert(kinds[0], part) for part in value)
    if len(value) != len(kinds):
        raise ValueError(f"{len(kinds)} values")
    return tuple(_convert(kind, part) for kind, part in zip(kinds, value, strict=True))


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ValueError("true or false")


def _int(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) <= 12:
        try:
            return int(value)
        except ValueError:
            pass
    raise ValueError("a whole number")


def _float(value: Any) -> float:
    """Take a number; a length with a unit is taken in points."""
    from archdraw.lengths import points

    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9:
        return float(value)
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            try:
                return points(value)
            except UsageError:
                raise ValueError("a number") from None
        if abs(number) < 1e9:
            return number
    raise ValueError("a number")


def _str(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise ValueError("a text")


def _instance(kind: Any, value: Any) -> Any:
    """Let a value through that is of the type already, such as a mapping of labels."""
    base = get_origin(kind) or kind
    if isinstance(base, type) and isinstance(value, base):
        return value
    raise ValueError(f"a {getattr(base, '__name__', base)}".lower())


_PLAIN: Mapping[Any, Any] = {bool: _bool, int: _int, float: _float, str: _str}
