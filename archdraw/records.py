"""Dataclasses that are made quickly: for each class one function is compiled, not six.

A command starts with more than a hundred of them, and what the standard library compiles for each took a third of the
time of a small figure. These are its dataclasses in all that can be seen: fields, `replace`, `==`, `hash`, `repr`,
matching, frozen, slots. `field` and the rest come from `dataclasses` as always.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar, cast

Thing = TypeVar("Thing")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, kw_only=False):
        """Make a class a dataclass, as `dataclasses.dataclass` does.

        >>> @dataclass(frozen=True, slots=True)
        ... class Point:
        ...     "A place."
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, 0), dataclasses.replace(Point(1), y=2)
        (Point(x=1, y=0), True, Point(x=1, y=2))
        """
        if cls is None:
            return lambda cls: _made(cls, frozen, slots, eq, kw_only)
        return _made(cls, frozen, slots, eq, kw_only)


def remaking(cls: type[Thing], *names: str) -> Callable[..., Thing]:
    """Compile what gives a thing of this class with other values of these fields: `replace` for many, in a fifth of the time.

    >>> @dataclass(frozen=True, slots=True)
    ... class Point:
    ...     "A place."
    ...     x: int
    ...     y: int = 0
    >>> remaking(Point, "y")(Point(1), 2)
    Point(x=1, y=2)
    """
    fields = [field for field in dataclasses.fields(cast("Any", cls)) if field.init]
    fields.sort(key=lambda field: bool(field.kw_only))
    values = {field.name: field.name if field.name in names else f"thing.{field.name}" for field in fields}
    given = [f"{field.name}={values[field.name]}" if field.kw_only else values[field.name] for field in fields]
    made: Callable[..., Thing] = eval(f"lambda thing, {', '.join(names)}: cls({', '.join(given)})", {"cls": cls})
    return made


def _made(cls: Any, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> Any:
    written = set(cls.__dict__)
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the library words one from a signature, which alone takes longer
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    fields = dataclasses.fields(made)
    methods: dict[str, Any] = {"__init__": _init(made, fields, frozen), "__repr__": _repr(fields)}
    if eq:
        methods["__eq__"], own_hash = _eq_and_hash([field.name for field in fields if field.compare])
        methods["__hash__"] = own_hash if frozen else None
    if frozen:
        methods.update(__setattr__=_no_change, __delattr__=_no_change)
        if slots:
            methods.update(__getstate__=_state, __setstate__=_restore)
    for name, method in methods.items():
        if name not in written or (name == "__hash__" and cls.__dict__[name] is None and "__hash__" in written):
            setattr(made, name, method)
    return made


def _init(cls: Any, fields: tuple[dataclasses.Field[Any], ...], frozen: bool) -> Callable[..., None]:
    """Compile the one function that is worth it, for every object runs through it.

    What is frozen sets each field by its slot, in two thirds of the time that ``object.__setattr__`` takes.
    """
    known: dict[str, Any] = {"_set": object.__setattr__, "_none": dataclasses.MISSING}
    lines: list[str] = []
    heads: dict[bool, list[str]] = {False: [], True: []}
    for field in fields:
        name, value = field.name, field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _none else {name}" if field.init else f"_make_{name}()"
            default = "=_none"
        elif field.default is not dataclasses.MISSING:
            known[f"_is_{name}"] = field.default
            default = f"=_is_{name}"
            value = name if field.init else f"_is_{name}"
        else:
            default = ""
        if field.init:
            heads[bool(field.kw_only)].append(name + default)
        elif not default:
            continue
        slot = getattr(cls, name, None)
        if not frozen:
            lines.append(f"self.{name} = {value}")
        elif isinstance(slot, MemberDescriptorType):
            known[f"_set_{name}"] = slot.__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    keywords = ["*", *heads[True]] if heads[True] else []
    head = ", ".join(["self", *heads[False], *keywords])
    exec(f"def __init__({head}):\n " + "\n ".join(lines or ["pass"]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    return init


def _eq_and_hash(names: list[str]) -> tuple[Callable[[Any, Any], Any], Callable[[Any], int]]:
    key: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: Any) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    return equal, hashed


def _repr(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], str]:
    names = [field.name for field in fields if field.repr]

    @recursive_repr()
    def shown(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return shown


def _no_change(self: Any, name: str, *_: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change '{name}' of a {type(self).__name__}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
