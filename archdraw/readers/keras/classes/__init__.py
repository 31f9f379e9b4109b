"""The table from Keras's layer classes to ops and neutral attributes."""

from __future__ import annotations

from archdraw.readers.keras.classes.common import Translation, Translator
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
    inner = config.inner("layer")
    inside = inner.get("config")
    found = translated(class_of(inner), Config(config.owner, inside if isinstance(inside, dict) else {}))
    if found is None:
        return None
    op, attrs = found
    if wrapper == "Bidirectional":
        if op != "recurrent":
            return None
        mode = config.values.get("merge_mode", "concat")
        return op, {**attrs, "bidirectional": True, "merge": mode}
    if wrapper == "TimeDistributed":
        return op, {**attrs, "each_step": True}
    return op, {**attrs, "spectral": True}
