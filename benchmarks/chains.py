"""Long chains with skips, from a Keras file to SVG in a process of its own. Run: python benchmarks/chains.py [LAYERS ...]

Every fourth layer adds what came three layers before it. Each row: layers, processor time in seconds, most memory in MB, the
size of the SVG, and how time has grown since the row before, as the exponent of the number of layers.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from pathlib import Path

from measuring import taken, tell_speed

SIZES = (1_000, 10_000, 100_000)


def model(layers: int) -> str:
    """Write the `to_json()` text that Keras 3 would give for such a model, inputs included."""
    shape = [None, 64]

    def passed(name: str) -> dict[str, object]:
        history = {"shape": shape, "dtype": "float32", "keras_history": [name, 0, 0]}
        return {"class_name": "__keras_tensor__", "config": history}

    def node(*args: object) -> list[dict[str, object]]:
        return [{"args": list(args), "kwargs": {}}]

    made: list[dict[str, object]] = [
        {"module": "keras.layers", "class_name": "InputLayer", "name": "input", "inbound_nodes": [],
         "config": {"batch_shape": shape, "dtype": "float32", "name": "input"}}
    ]  # fmt: skip
    names = ["input"]
    for at in range(1, layers):
        if at % 4 == 0:
            name, kind = f"add_{at}", "Add"
            config: dict[str, object] = {"name": name}
            inbound = node([passed(names[-1]), passed(names[-4])])
        else:
            name, kind = f"dense_{at}", "Dense"
            config = {"name": name, "units": 64, "activation": "linear", "use_bias": True}
            inbound = node(passed(names[-1]))
        made.append(
            {"module": "keras.layers", "class_name": kind, "name": name, "config": config, "inbound_nodes": inbound,
             "build_config": {"input_shape": shape}}
        )  # fmt: skip
        names.append(name)
    config = {
        "name": "chain", "trainable": True, "layers": made,
        "input_layers": [["input", 0, 0]], "output_layers": [[names[-1], 0, 0]],
    }  # fmt: skip
    described = {"module": "keras.src.models.functional", "class_name": "Functional", "config": config}
    return json.dumps({**described, "keras_version": "3.9.0"})


def main(sizes: list[int]) -> None:
    """Print a row for each number of layers."""
    tell_speed()
    print(f"{'layers':>8} {'seconds':>8} {'MB':>7} {'SVG, MB':>8} {'exponent':>9}")
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for layers in sizes:
            source, target = Path(folder) / "chain.json", Path(folder) / "chain.svg"
            source.write_text(model(layers), encoding="utf-8")
            command = [sys.executable, "-m", "archdraw", "render", str(source), "-p", "none", "-o", str(target)]
            seconds, memory = taken(command)
            grown = f"{math.log(seconds / before[1]) / math.log(layers / before[0]):9.2f}" if before else ""
            print(f"{layers:8} {seconds:8.2f} {memory:7.0f} {target.stat().st_size / 1e6:8.1f} {grown}", flush=True)
            before = layers, seconds


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
