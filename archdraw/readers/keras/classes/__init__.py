"""The table from Keras's layer classes to ops and neutral attributes."""

from __future__ import annotations

from archdraw.readers.keras.classes.common import Attrs, Translation, Translator
from archdraw.readers.keras.classes.general import GENERAL
from archdraw.readers.keras.classes.sequences import SEQUENCES
from archdraw.readers.keras.classes.spatial import SPATIAL
from archdraw.readers.keras.values import Config, class_of

CLASSES: dict[str, Translator] = {**SPATIAL, **SEQUENCES, **GENERAL}


def translated(name: str, config: Config) -> Translation | None:
    """Translate one layer of Keras's; None if its class is not in the table.

    Wrappers are translated as what they wrap: ``Bidirectional`` doubles it, ``TimeDistributed`` applies it at each
    step, ``SpectralNormalization`` keeps one vector more.
    """
    if name in ("Bidirectional", "TimeDistributed", "SpectralNormalization"):
        return _wrapped(name, config)
    translator = CLASSES.get(name)
    return translator(config) if translator else None


def _wrapped(wrapper: str, config: Config) -> Translation | None:
    found = _inner(config, "layer")
    if found is None:
        return None
    op, attrs = found
    if wrapper == "Bidirectional":
        back = _inner(config, "backward_layer") if config.inner("backward_layer") else found
        if op != "recurrent" or back is None or back[0] != op or not _same_weights(attrs, back[1]):
            return None
        return op, {**attrs, "bidirectional": True, "merge": config.values.get("merge_mode", "concat")}
    if wrapper == "TimeDistributed":
        return op, {**attrs, "each_step": True}
    return op, {**attrs, "spectral": True}


def _inner(config: Config, key: str) -> Translation | None:
    """Translate the layer that a wrapper holds."""
    inner = config.inner(key)
    inside = inner.get("config")
    return translated(class_of(inner), Config(config.owner, inside if isinstance(inside, dict) else {}))


def _same_weights(one: Attrs, other: Attrs) -> bool:
    """Tell whether the two directions have weights of the same sizes; else nobody knows how they are joined."""
    keys = ("cell", "units", "bias", "reset_after", "kernel", "stack", "sequences", "state")
    return all(one.get(key) == other.get(key) for key in keys)
