"""Keras files without Keras: ``.keras``, JSON of ``to_json()``, ``.h5``, SavedModels of Keras 2; and live models.

Of a file only the description of the model is read: no code is run, no class is imported, and weights are read only where a
figure shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archdraw.errors import ArchdrawError, LimitError, Problem
from archdraw.graph import Dim, Layer
from archdraw.matrix import Matrix
from archdraw.readers.keras.files import description_of, has_config, kind_of
from archdraw.readers.keras.live import knows as knows
from archdraw.source import Reading, Source


def sniff(source: Source) -> bool:
    """Tell whether this is a Keras file: an HDF5 file, JSON with a class name, a zip with a config, the metadata of a SavedModel."""
    kind = kind_of(source)
    if kind == "zip":
        return source.suffix == ".keras" or has_config(source)
    return bool(kind)


def read(source: Source, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
    """Read the graph of a Keras model.

    Raises ReadError where the file is damaged or no model, LimitError where it is too large or too deep, MissingTool for
    ``.h5`` without h5py.
    """
    # The tables wait until there is something to read: every reader is asked for its sniff.
    from archdraw.readers.keras.reading import graph_of

    try:
        graph = graph_of(description_of(source), input_shapes)
    except RecursionError:
        raise _in(source, LimitError("the description of the model is nested too deeply")) from None
    except ArchdrawError as error:
        raise _in(source, error) from error
    graph = graph if graph.name else replace(graph, name=source.stem)

    def weights(wanted: Sequence[Layer]) -> Mapping[str, Matrix]:
        from archdraw.readers.keras.weights import weights_of

        return weights_of(source, graph, wanted)

    return Reading(graph, weights=weights if kind_of(source) in ("zip", "h5") else None)


def read_object(model: object, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
    """Read the graph of a live Keras model, which `knows` has recognised.

    Raises ReadError where it has no size yet, or is no model.
    """
    from archdraw.readers.keras.live import graph_of_live

    def weights(wanted: Sequence[Layer]) -> Mapping[str, Matrix]:
        from archdraw.readers.keras.live.matrices import weights_of_live

        return weights_of_live(model, wanted)

    return Reading(graph_of_live(model, input_shapes), weights=weights)


def _in(source: Source, error: ArchdrawError) -> ArchdrawError:
    """Name the file in an error."""
    return type(error)(str(error), error.hint, problems=(Problem(str(error), error.hint, source.name),))
