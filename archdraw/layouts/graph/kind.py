"""What is known of closed groups of one kind: the layers that explain them all, what its letters stand for, how copies differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archdraw.graph import Layer, Tensor
from archdraw.layouts.graph import entering
from archdraw.records import dataclass

FIRST, INSTEAD = "first only", "first, as skip"
"""Said of what only the first copy of each has on its skip, or from another place in its stead."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What enters a block: from which layer and port, what it is called beside the main line, and its size."""

    source: entering.Source
    name: str
    size: Tensor | None


@dataclass(frozen=True, slots=True)
class Kind:
    """Groups that are the same but for their widths.

    ``layers`` are those of the first group, with letters in the place of the numbers that differ; ``values`` says for each group
    what its letters stand for; ``given`` and ``gives`` are what goes in and comes out.
    ``skip`` are layers that only some have on their skip: the first copy of each, or as ``when`` says. ``takes`` is what enters the first group, the main line first.
    ``often`` names the group within the first one that does not repeat equally often in all. ``lacking`` says how single groups differ.
    ``after`` is the layer of the first one that ``skip`` begins at, if it is not what enters. ``passing`` says which copies have the skip,
    and ``tells`` gives by group the words on first copies that the block says.
    """

    groups: tuple[str, ...]
    layers: tuple[Layer, ...]
    skip: tuple[Layer, ...] = ()
    given: Tensor | None = None
    gives: Tensor | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[Taken, ...] = ()
    when: str = FIRST
    often: str = ""
    lacking: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    passing: str = ""
    tells: Mapping[str, frozenset[str]] = field(default_factory=dict)
