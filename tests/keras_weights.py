"""Makes small Keras files with weights, as Keras 3 and Keras 2 write them, without Keras."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

DATE = (1980, 1, 1, 0, 0, 0)


def config(inputs, layers, name="net"):
    """Give the description of a Sequential of dense layers: (name, activation, rows, biases or None)."""
    described = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, *inputs], "dtype": "float32", "name": "input"}}
    ]
    if len(inputs) > 1:
        described.append({"class_name": "Flatten", "config": {"name": "flatten"}})
    for own, activation, rows, biases in layers:
        settings = {"name": own, "units": len(rows[0]), "activation": activation, "use_bias": biases is not None}
        described.append({"class_name": "Dense", "config": settings})
    return {"class_name": "Sequential", "config": {"name": name, "layers": described}}


def stored(layers):
    """Give the bytes of a weights file as Keras 3 writes it: by class and order."""
    import h5py

    made = io.BytesIO()
    with h5py.File(made, "w", libver="latest", track_order=False) as archive:
        for place, (_, _, rows, biases) in enumerate(layers):
            held = archive.create_group(f"layers/dense{f'_{place}' if place else ''}/vars", track_order=False)
            _put(held, "0", rows)
            if biases is not None:
                _put(held, "1", biases)
    return made.getvalue()


def _put(held, name, numbers):
    import numpy

    held.create_dataset(name, data=numpy.array(numbers, "<f4"), track_times=False)


def keras_file(inputs, layers, name="net", weights=None):
    """Give the bytes of a .keras file; ``weights`` are the bytes of its weights, None for those of the layers, b"" for none."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("metadata.json", DATE), json.dumps({"keras_version": "3.15.0"}))
        archive.writestr(zipfile.ZipInfo("config.json", DATE), json.dumps(config(inputs, layers, name)))
        weights = stored(layers) if weights is None else weights
        if weights:
            archive.writestr(zipfile.ZipInfo("model.weights.h5", DATE), weights)
    return made.getvalue()


def h5_file(inputs, layers, name="net"):
    """Give the bytes of an .h5 file as Keras 2 writes it: by the names of layers."""
    import h5py

    made = io.BytesIO()
    with h5py.File(made, "w") as archive:
        archive.attrs["model_config"] = json.dumps(config(inputs, layers, name))
        for own, _, rows, biases in layers:
            held = archive.create_group(f"model_weights/{own}")
            _put(held, f"{own}/kernel:0", rows)
            names = [f"{own}/kernel:0"]
            if biases is not None:
                _put(held, f"{own}/bias:0", biases)
                names.append(f"{own}/bias:0")
            held.attrs["weight_names"] = [name.encode() for name in names]
    return made.getvalue()


def save(path, data):
    """Write the bytes and give the path."""
    Path(path).write_bytes(data)
    return path
