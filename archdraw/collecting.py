"""Python's collector of cycles, kept still while much is made that all stays."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the collector still; it would go through all layers, boxes and lines time and again and find nothing to free.

    It took a third of the time of a network of 100,000 layers.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def no_collecting_to_the_end() -> Iterator[None]:
    """Keep the collector still in what a process does last, and at its end, where Python would go through all that is left."""
    atexit.register(gc.freeze)
    with no_collecting():
        yield
