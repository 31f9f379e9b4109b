"""What ``keras.utils`` and models draw and tell, by archdraw: change the import, and the figure is better.

>>> from archdraw.keras import plot_model, model_to_dot, summary

The arguments are those of Keras 3. Keras itself is not imported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdraw.keras.dot import model_to_dot as model_to_dot
    from archdraw.keras.plotting import plot_model as plot_model
    from archdraw.keras.telling import summary as summary

_HOME = {"plot_model": "plotting", "model_to_dot": "dot", "summary": "telling"}
__all__ = ["model_to_dot", "plot_model", "summary"]


def __getattr__(name: str) -> Any:
    """Import a function when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'archdraw.keras' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"archdraw.keras.{_HOME[name]}"), name)
