"""Drawing a file runs nothing of it, opens no connection and no other file: Python's own audit says so.

The hook sees what Python code does; typst, which sets PDF and PNG, is native code and gets its fonts as bytes.
"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

WATCHED = """
import json, sys
events = []
WATCH = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "pickle.", "ctypes.dlopen",
         "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.chmod", "shutil.", "ftplib.", "urllib.", "webbrowser.", "http.")
def hook(event, args):
    if event.startswith(WATCH):
        events.append([event, *map(repr, args)])
sys.addaudithook(hook)
from archdraw.cli import main
found = {}
for source, *outputs in json.loads(sys.argv[1]):
    del events[:]
    try:
        main(["render", source, *(part for name in outputs for part in ("-o", name))])
    except SystemExit as end:
        found[source] = [end.code, list(events)]
print(json.dumps(found))
"""

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "pickle.",
    "shutil.",
    "ftplib.",
    "urllib.",
    "webbrowser.",
    "http.",
    "os.mkdir",
    "os.symlink",
    "os.link",
)


def keras(path, config, extra=()):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", "{}")
        for name, data in extra:
            archive.writestr(name, data)


def dense(**more):
    config = {"name": "d", "units": 3, "activation": "linear", "use_bias": True, **more}
    return {
        "module": "keras.layers",
        "class_name": "Dense",
        "config": config,
        "build_config": {"input_shape": [None, 4]},
    }


def sequential(*layers):
    start = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"name": "i", "batch_shape": [None, 4], "dtype": "float32"},
    }
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [start, *layers]}}


@pytest.fixture
def sources(tmp_path):
    """Honest and hostile sources; the hostile ones would leave PWNED."""
    spec = "input: 8x8x3\nlayers:\n  - conv: 16 3x3 relu\n  - flatten\n  - dense: 10\n"
    (tmp_path / "net.yaml").write_text(spec)
    keras(tmp_path / "model.keras", sequential(dense()))
    lambda_ = {
        "module": "keras.layers",
        "class_name": "Lambda",
        "config": {
            "name": "l",
            "function": {
                "class_name": "__lambda__",
                "config": {"code": "4wEAAAAAAAAAAAAAAAEAAAADAAAA8w==", "defaults": None, "closure": None},
            },
        },
    }
    keras(tmp_path / "lambda.keras", sequential(lambda_, dense()))
    other = {
        "module": "os",
        "class_name": "system",
        "registered_name": "os>system",
        "config": {"name": "x", "command": "touch PWNED"},
    }
    keras(tmp_path / "class.keras", sequential(other, dense()))
    keras(
        tmp_path / "path.keras",
        sequential(dense(name="../../PWNED")),
        [("../../PWNED", "x"), ("model.weights.h5", b"no")],
    )
    keras(
        tmp_path / "file.keras",
        sequential(dense(kernel_initializer={"class_name": "file", "config": {"path": "/etc/passwd"}})),
    )
    (tmp_path / "tag.yaml").write_text("input: !!python/object/apply:os.system [touch PWNED]\n")
    (tmp_path / "expression.yaml").write_text(
        "params: {n: 3}\ninput: 4\nlayers: [{dense: \"$(__import__('os').system('touch PWNED'))\"}]\n"
    )
    (tmp_path / "power.yaml").write_text("params: {n: 9}\ninput: 4\nlayers: [{dense: $(n**n**n)}]\n")
    (tmp_path / "style.yaml").write_text(spec + "style: {extends: /etc/passwd.yaml}\n")
    (tmp_path / "above.yaml").write_text(spec + "style: {extends: ../../../../etc/passwd.yaml}\n")
    (tmp_path / "source.yaml").write_text("source: ../../../../etc/passwd\n")
    (tmp_path / "image.yaml").write_text("input: {shape: 8x8x3, image: /etc/passwd}\nlayers: [flatten]\n")
    (tmp_path / "remote.yaml").write_text("source: http://127.0.0.1:9/model.keras\n")
    (tmp_path / "pickle.pt").write_bytes(b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR.")
    (tmp_path / "labels.yaml").write_text(
        "input: 8\nlayers: [{dense: 3, label: \"<image href='http://127.0.0.1:9/x'/>\"}]\n"
    )
    (tmp_path / "net.convnet").write_text("input(8, 8, 1)\nconv(8, 8, 2*2) # small\nfullyconn(1, 1, 10)\n")
    (tmp_path / "script.convnet").write_text("input(8, 8, __import__('os').system('touch PWNED'))\nsave()\n")
    return tmp_path


DRAWN = (
    "net.convnet",
    "net.yaml",
    "model.keras",
    "lambda.keras",
    "class.keras",
    "path.keras",
    "file.keras",
    "labels.yaml",
)
REFUSED = (
    "script.convnet",
    "tag.yaml",
    "expression.yaml",
    "power.yaml",
    "style.yaml",
    "above.yaml",
    "source.yaml",
    "image.yaml",
    "remote.yaml",
    "pickle.pt",
)


def test_drawing_a_file_touches_nothing_else(sources, tmp_path_factory):
    endings = ("svg", "pdf", "png", "dot", "json", "drawio.svg", "mmd")
    work = [[name, *(f"{name}.{ending}" for ending in endings)] for name in (*DRAWN, *REFUSED)]
    temporary = tmp_path_factory.mktemp("temporary")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(work)],
        cwd=sources,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    codes = {name: code for name, (code, _) in found.items()}
    assert codes == {**dict.fromkeys(DRAWN, 0), **dict.fromkeys(REFUSED, 3)}, done.stderr
    for name, (_, events) in found.items():
        faults = [event for event in events if fault(sources, temporary, name, *event)]
        assert not faults, f"{name}: {faults}"
    outputs = {f"{name}.{ending}" for name in DRAWN for ending in endings}
    assert {path.name for path in sources.iterdir()} == {*DRAWN, *REFUSED, *outputs}
    assert list(temporary.iterdir()) == []
    assert not any((above / "PWNED").exists() for above in sources.parents)


def code_folders():
    """Where Python, its packages and archdraw's own data lie."""
    paths = {Path(path).resolve() for path in sysconfig.get_paths().values()}
    paths |= {Path(path).resolve() for path in (sys.prefix, sys.base_prefix)}
    return {*paths, ROOT / "archdraw", ROOT / "styles", ROOT / "templates", ROOT / "pyproject.toml"}


def fault(folder, temporary, source, event, *args):
    """Tell whether an event is one that drawing this source must not cause."""
    name = args[0].strip("'\"")
    place = (folder / name).resolve()
    if place.is_relative_to(temporary):  # where the fonts for typst lie for a moment
        return not event.startswith(("open", "os.", "shutil.rmtree"))
    if event.startswith(FORBIDDEN):
        return True
    if event == "ctypes.dlopen":
        return name != "None" and not any(place.is_relative_to(root) for root in code_folders())
    if event == "os.remove" and args[1] != "-1":
        return False  # inside the folder that is being removed
    if name.isdigit():
        return False  # a descriptor that is open already
    ours = place.parent == folder and place.name.lstrip(".").startswith(source)
    if event != "open":
        return not ours
    writes = any(sign in args[1] for sign in "wax+")
    if ours:
        return writes and place.name == source
    return writes or not any(place.is_relative_to(root) for root in code_folders())


def test_the_judge_of_events_judges(tmp_path):
    place, temporary = tmp_path / "here", tmp_path / "temporary"
    judge = partial(fault, place, temporary, "a.yaml")
    assert judge("socket.connect", "x")
    assert judge("subprocess.Popen", "'dot'")
    assert judge("open", "'/etc/passwd'", "'r'", "0")
    assert judge("open", "'a.yaml'", "'wb'", "0")
    assert judge("open", "'b.svg'", "'wb'", "0")
    assert judge("open", "'../a.yaml.svg'", "'wb'", "0")
    assert judge("os.remove", "'b.svg'", "-1")
    assert not judge("open", "'a.yaml'", "'rb'", "0")
    assert not judge("open", "'.a.yaml.svg.7.part'", "'wb'", "0")
    assert not judge("open", repr(f"{temporary}/x.ttf"), "'wb'", "0")
    assert not judge("open", repr(json.__file__), "'rb'", "0")
