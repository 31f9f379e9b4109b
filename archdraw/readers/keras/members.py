"""The members of a model: layers with their calls, and models inside models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archdraw.graph import Dim
from archdraw.readers.keras.nodes import Call, Ref
from archdraw.readers.keras.values import Config, shape_of
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What a live layer says of itself: its weights, None before it is built, and sizes and dtypes of the outputs of each call."""

    params: int | None = None
    trainable_params: int | None = None
    outputs: tuple[tuple[tuple[tuple[Dim, ...], str], ...], ...] = ()


NO_FACTS = Facts()
"""What a file says beyond its description: nothing."""


@dataclass(frozen=True, slots=True)
class Member:
    """One layer of a model with its calls; ``model`` is set if it is a model itself.

    ``type`` is the class as the file writes it, ``known_as`` the class of Keras's, ``""`` for one of the author's.
    """

    name: str
    type: str
    known_as: str
    config: Config
    calls: tuple[Call, ...] = ()
    module: str = ""
    model: Model | None = None
    built_on: object = None
    made: bool = False
    shared: str = ""
    facts: Facts = NO_FACTS


@dataclass(frozen=True, slots=True)
class Model:
    """Members in the order of the file; inputs and outputs in Keras's flattened order."""

    name: str
    type: str
    members: tuple[Member, ...]
    inputs: tuple[Ref, ...]
    outputs: tuple[Ref, ...]
    input_keys: tuple[str, ...] = ()
    trainable: bool = True
    index: Mapping[str, Member] = field(default_factory=dict)


def input_shape(member: Member) -> tuple[Dim, ...] | None:
    """Give the shape that an InputLayer is written with."""
    values = member.config.values
    return shape_of(values.get("batch_shape") or values.get("batch_input_shape"))
