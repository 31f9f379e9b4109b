"""The YAML spec: a language in which a person writes a network and its figure, one short line a layer."""

from __future__ import annotations

from archdraw.spec.build import Spec, build
from archdraw.spec.tree import BYTES

__all__ = ["BYTES", "Spec", "build"]
