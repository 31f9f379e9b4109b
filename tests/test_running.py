"""``archdraw render net.py:build``: a user's own code is run, said to be run, and blamed for what it does."""

import subprocess
import sys

import pytest
from commands import fails, files, ok, run

from archdraw.cli.running import named_in
from archdraw.readers import keras

CODE = """import archdraw

def build(width=3):
    print("built")
    return archdraw.read(b"input: 4\\nlayers: [{dense: 3}]", name="t.yaml")

class Nets:
    @staticmethod
    def small():
        return build()

def helper(x):
    return x / 0

def raises():
    return helper(
        1)

def leaves():
    raise SystemExit(3)

def wrong():
    return [1]

def nothing():
    pass

def needs(width, depth):
    return width

number = 3
model = build()
"""


@pytest.fixture
def code(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "own_net.py").write_text(CODE)
    yield tmp_path
    for name in ("own_net", "bad_net", "far_net", "far_helper"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("source", ["own_net.py:build", "own_net:build", "own_net.py:Nets.small", "own_net.py:model"])
def test_what_the_code_makes_is_drawn(code, source):
    result = ok("render", source)
    name = source.rpartition(":")[2].rpartition(".")[2]
    assert f"{name}.svg" in files(code)
    assert result.stderr.startswith(f"note: running {source.partition(':')[0]}, for '{source.partition(':')[2]}'\n")


def test_what_it_prints_does_not_spoil_the_output(code):
    result = ok("render", "own_net.py:build", "-f", "svg", "-o", "-")
    assert result.stdout.startswith("<")
    assert "built" not in result.stdout
    assert "built" in result.stderr


def test_summary_and_check_run_it_too(code):
    assert "15" in ok("summary", "own_net.py:build").stdout
    assert "ok" in ok("check", "own_net.py:build", "--against", "own_net.py:build").stdout


def test_a_file_of_another_folder_finds_its_neighbours(code):
    (code / "far").mkdir()
    (code / "far/far_helper.py").write_text("from own_net import build\n")
    (code / "far/far_net.py").write_text("import far_helper\ndef make():\n    return far_helper.build()\n")
    sys.path.insert(0, str(code))
    ok("render", "far/far_net.py:make")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("own_net.py:raises", "error: ZeroDivisionError: division by zero\n    return x / 0\n"),
        ("own_net.py:raises", "own_net.py:13:"),
        ("own_net.py:leaves", "own_net.py:20:5: error: SystemExit: 3"),
        ("own_net.py:wrong", "'wrong' in own_net.py gives something of type list, no model"),
        ("own_net.py:nothing", "'nothing' in own_net.py gives nothing, no model"),
        ("own_net.py:needs", "'needs' in own_net.py needs arguments (width, depth)"),
        ("own_net.py:number", "'number' in own_net.py is neither a model nor a function"),
        ("own_net.py:biuld", "own_net.py has nothing named 'biuld'\nhint: did you mean 'build'?"),
        ("no_net.py:build", "there is no file no_net.py"),
        ("no_net:build", "there is no module no_net"),
        ("no_net.inner:build", "there is no module no_net"),
        ("bad_net.py:build", "bad_net.py:2:"),
        ("bad_net:build", "SyntaxError"),
    ],
)
def test_what_goes_wrong_is_told_in_the_user_s_terms(code, source, said):
    (code / "bad_net.py").write_text("x = 1\ndef build(:\n    pass\n")
    result = fails(3, said, "render", source)
    assert "archdraw/cli" not in result.output
    assert not [name for name in files(code) if name.endswith(".svg")]


def test_code_is_run_only_where_a_function_is_named(code):
    (code / "own_net.py").write_text("raise RuntimeError('run')\n")
    fails(3, "own_net.py is a program", "render", "own_net.py")
    assert "run'" not in run("render", "own_net.py").stderr


def test_outputs_are_checked_before_anything_is_run(code):
    result = fails(2, "'.xyz'", "render", "own_net.py:build", "-o", "a.xyz")
    assert "running" not in result.stderr


def test_names_of_files_are_no_functions(code):
    (code / "own_net.py:build").write_text("input: 4\nlayers: [{dense: 2}]\n")
    assert named_in("own_net.py:build") is None
    assert named_in("C:\\nets\\small.yaml") is None


class Layer:
    """Stands for a layer of Keras 2."""


Layer.__module__ = "tf_keras.src.engine.base_layer"


class Model(Layer):
    def __init__(self, text):
        self.text = text

    def to_json(self):
        if not self.text:
            raise NotImplementedError("Layer Odd has arguments in `__init__`")
        return self.text

    def get_build_config(self):
        """Give what tf_keras gives since 2.13."""


Model.__module__ = "tf_keras.src.engine.training"


def test_models_of_keras_2_describe_themselves():
    import archdraw

    start = {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 4], "dtype": "float32"}}
    dense = {"class_name": "Dense", "config": {"name": "d", "units": 3, "use_bias": True, "trainable": True}}
    text = archdraw_json({"class_name": "Sequential", "config": {"name": "old", "layers": [start, dense]}})
    assert keras.knows(Model(text))
    assert archdraw.read(Model(text)).totals().params == 15
    with pytest.raises(archdraw.ArchdrawError, match="the model cannot describe itself: Layer Odd has arguments"):
        archdraw.read(Model(""))


def archdraw_json(described):
    import json

    return json.dumps(described)


def test_what_is_no_model_is_refused_and_keras_not_imported():
    code = (
        "import sys, archdraw\n"
        "for thing in (object(), 3, None, [1]):\n"
        "    try: archdraw.read(thing)\n"
        "    except archdraw.ArchdrawError as error: assert 'a Keras model, not a' in str(error), error\n"
        "    else: raise SystemExit(1)\n"
        "assert not {'keras', 'tensorflow', 'tf_keras'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
