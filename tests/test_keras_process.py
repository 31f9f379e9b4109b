"""Reading a Keras file takes little memory and loads no framework."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parent.parent

PROGRAM = """
import sys
from pathlib import Path
from archdraw.readers import keras
from archdraw.reports.summary import as_json
from archdraw.source import Source

path = Path(sys.argv[1])
with path.open("rb") as file:
    head = file.read(4096)
summary = as_json(keras.read(Source(path.name, path, head=head)).graph.check())
loaded = [name for name in ("keras", "tensorflow", "numpy", "h5py", "pickle", "marshal.loads") if name in sys.modules]
status = Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(summary["totals"]["layers"], peak, *loaded)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("name", ["ResNet50", "NASNetMobile", "EfficientNetB4"])
def test_a_file_is_read_in_40_mb_without_any_framework(name):
    path = GOLDEN / "keras" / f"{name}.keras"
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    layers, megabytes, *loaded = told
    assert int(layers) > 170
    assert int(megabytes) < 40
    assert loaded == []


def test_an_h5_file_loads_h5py_alone():
    pytest.importorskip("h5py")
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of memory is read from /proc")
    path = GOLDEN / "keras-legacy" / "mixed.k2.h5"
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "keras" not in told
    assert "tensorflow" not in told
