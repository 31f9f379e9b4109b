"""Mutants of sound files: each is read, or is one ArchdrawError."""

from __future__ import annotations

import copy
import gzip
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from keras_rows import ROWS, small

from archdraw.errors import ArchdrawError
from archdraw.readers import keras
from archdraw.reports.summary import as_json, as_text
from archdraw.source import Source

GOLDEN = Path(__file__).parent / "golden"
SMALL = [*sorted((GOLDEN / "keras-nasty").glob("*.keras")), GOLDEN / "keras-legacy" / "k2_tfkeras.keras"]
LARGE = [GOLDEN / "keras" / f"{name}.keras" for name in ("VGG16", "MobileNet", "ConvNeXtTiny")]

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 7, 10**6, 10**13, 10**400, -(10**30), 0.5, 1e308, float("nan"), float("inf")),
    *(
        "",
        "relu",
        "same",
        "channels_first",
        "\ud800",
        "a/b#2\\",
        "\x00",
        "x" * 5000,
        "Dense",
        "InputLayer",
        "Sequential",
    ),
    *([], {}, [[]], [None], [None, 8], [1, 2, 3], [-1, 0], ["x", 0, 0], ["x", 5, 9], [[None, 4], [None, 5]], {"a": {}}),
    *({"class_name": "__keras_tensor__"}, {"class_name": "Functional", "config": {"layers": [], "input_layers": []}}),
    *({"class_name": "LSTMCell", "config": {"units": 3}}, {"class_name": "__slice__", "config": {"start": "x"}}),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from places(item, (*path, key))


def mutant(sound: Any, spots: list[tuple[Any, ...]], rng: random.Random) -> Any:
    """Change one to four values: another value, one from elsewhere, gone, doubled, or put inside itself."""
    made = copy.deepcopy(sound)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        *way, last = rng.choice(spots)
        try:
            owner = made
            for key in way:
                owner = owner[key]
            action = rng.randrange(5)
            if action == 0:
                owner[last] = copy.deepcopy(rng.choice(ODD))
            elif action == 1:
                other = made
                for key in rng.choice(spots):
                    other = other[key]
                owner[last] = copy.deepcopy(other)
            elif action == 2:
                del owner[last]
            elif action == 3 and isinstance(owner, list):
                owner.insert(rng.randrange(len(owner) + 1), copy.deepcopy(owner[last]))
            elif action == 4:
                owner[last] = [owner[last]] if rng.random() < 0.5 else {"config": owner[last]}
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    return made


def survives(data: bytes, shapes: tuple[tuple[int, ...], ...] = ()) -> bool:
    """Read and show it; anything but an ArchdrawError is a failure of the test."""
    source = Source("mutant.json", data=data, head=data[:4096])
    if not keras.sniff(source):
        return False
    try:
        graph = keras.read(source, shapes).graph.check()
    except ArchdrawError as error:
        error.report().encode()
        return False
    json.dumps(as_json(graph), allow_nan=False).encode()
    as_text(graph).encode()
    return True


def storm(paths: list[Path], count: int, seed: int) -> tuple[int, int]:
    rng = random.Random(seed)
    sound = []
    for path in paths:
        config = json.loads(zipfile.ZipFile(path).read("config.json"))
        sound.append((config, list(places(config))))
    sound.append(_keras2())
    read = 0
    for _ in range(count):
        config, spots = rng.choice(sound)
        text = json.dumps(mutant(config, spots, rng)).encode()
        read += survives(text, rng.choice(((), (), ((8,),), ((32, 32, 1), (32, 32, 1)))))
    return read, count


def _keras2() -> tuple[Any, list[tuple[Any, ...]]]:
    config = json.loads(gzip.decompress((GOLDEN / "keras-legacy/ResNet50.k2.json.gz").read_bytes()))
    config["config"]["layers"] = config["config"]["layers"][:20]
    config["config"]["output_layers"] = [[config["config"]["layers"][-1]["name"], 0, 0]]
    return config, list(places(config))


def test_500_mutants_are_read_or_refused():
    read, count = storm(SMALL, 500, seed=1)
    assert 0 < read < count


def test_500_mutants_of_single_layers_are_read_or_refused():
    """Each class of Keras with values that fit, then with one to four changed: all rules meet odd values."""
    sound = [small(*row[:3]) for row in ROWS]
    rng = random.Random(4)
    read = 0
    for _ in range(500):
        config = rng.choice(sound)
        read += survives(json.dumps(mutant(config, list(places(config)), rng)).encode())
    assert 0 < read < 500


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_10000_mutants_are_read_or_refused(seed):
    read, count = storm(SMALL + LARGE, 1000, seed)
    assert 0 < read < count


@pytest.mark.parametrize("path", [SMALL[0], GOLDEN / "keras-legacy" / "seq.k2.h5"], ids=lambda path: path.suffix)
def test_changed_bytes_are_read_or_refused(path):
    if path.suffix == ".h5":
        pytest.importorskip("h5py")
    rng = random.Random(3)
    sound = path.read_bytes()
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(rng.choice((1, 2, 8))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        survives(bytes(data))
