"""Bad files give one clear error each, and nothing of a file is ever run."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import pytest

from archdraw.errors import ArchdrawError, LimitError, MissingTool, ReadError
from archdraw.readers import keras, refuse
from archdraw.readers.keras import flatten
from archdraw.reports.summary import as_json
from archdraw.source import Source

GOLDEN = Path(__file__).parent / "golden"
SOUND = (GOLDEN / "keras" / "VGG16.keras").read_bytes()


def source(name: str, data: bytes) -> Source:
    return Source(name, data=data, head=data[:4096])


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def model(*layers: dict[str, object], **more: object) -> bytes:
    return json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": list(layers), **more}}).encode()


def layer(type_: str, **config: object) -> dict[str, object]:
    return {"class_name": type_, "config": config}


INPUT = layer("InputLayer", name="x", batch_shape=[None, 8])


def read(name: str, data: bytes) -> object:
    given = source(name, data)
    if not keras.sniff(given):
        raise refuse.explain(given)
    return as_json(keras.read(given).graph.check())


def failing(name: str, data: bytes) -> ArchdrawError:
    with pytest.raises(ArchdrawError) as caught:
        read(name, data)
    assert caught.value.exit_code in (3, 4)
    assert name in caught.value.report()
    assert len(caught.value.problems) == 1
    return caught.value


# What a file is, told by its content and not by its ending.


def test_a_zip_named_h5_is_read_as_what_it_is():
    assert read("model.h5", SOUND)["totals"]["params"] == 138_357_544


def test_an_hdf5_file_named_keras_is_read_as_what_it_is():
    pytest.importorskip("h5py")
    assert read("model.keras", (GOLDEN / "keras-legacy/seq.k2.h5").read_bytes())["totals"]["params"] == 5450


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x1f\x8b\x08\x00", "a gzip file"),
        (b"\x93NUMPY\x01\x00", "a NumPy array"),
        (b"GGUF\x03\x00\x00\x00", "a GGUF file"),
        (b"\x1c\x00\x00\x00TFL3\x14\x00", "a TFLite model"),
        (struct.pack("<Q", 64) + b'{"w":{"dtype":"F32"}}', "a safetensors file"),
        (pickle.dumps({"a": 1}), "a pickle"),
        (pickle.dumps({"a": 1}, protocol=2), "a pickle"),
        (pickle.dumps(OSError("x"), protocol=0), "a pickle"),
        (zipped(("archive/data.pkl", b"\x80\x02"), ("archive/version", b"3")), "a PyTorch checkpoint"),
        (zipped(("x/models/model.json", b"{}")), "an exported PyTorch program"),
        (zipped(("arr_0.npy", b"\x93NUMPY")), "NumPy arrays"),
        (zipped(("word/document.xml", b"<w/>")), "a Word document"),
        (b"PK\x03\x04 cut off", "a damaged zip file"),
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"a": 1}', "JSON that describes no Keras model"),
        (b'{"a": ', "damaged JSON"),
        (b"<!doctype html><html>", "an HTML page"),
        (b"import keras\n", "a program"),
        ("ÿþx".encode("utf-16"), "text in UTF-16"),
        (b"\x00\x01\x02\x03" * 9, "no network that archdraw knows"),
    ],
)
def test_a_source_that_nobody_reads_is_named_by_its_content(data, what):
    name = "net.pt" if "pickle" in what else "net.bin"
    error = refuse.explain(source(name, data))
    assert str(error).startswith(f"{name} is {what}")
    assert error.hint


def test_a_keras_file_that_is_a_picture_says_so():
    assert "a PNG picture" in str(failing("model.keras", b"\x89PNG\r\n\x1a\n\x00\x00"))


def test_a_keras_file_that_is_a_spec_is_left_to_the_reader_of_specs():
    assert not keras.sniff(source("model.keras", b"input: 3\nlayers: [relu]\n"))


def test_a_pickle_is_refused_with_advice_and_not_run(tmp_path):
    class Evil:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "PWNED",))

    error = failing("weights.pt", pickle.dumps(Evil()))
    assert "a pickle" in str(error)
    assert "spec" in error.hint
    assert not (tmp_path / "PWNED").exists()


# Damaged and hostile zips.


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_off_zip_is_an_error(tenth):
    assert failing("model.keras", SOUND[: len(SOUND) * tenth // 10]).hint


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("name", ["seq.k2.h5", "k3.h5"])
def test_a_cut_off_hdf5_file_is_an_error_or_whole(name, tenth):
    pytest.importorskip("h5py")
    data = (GOLDEN / "keras-legacy" / name).read_bytes()
    failing(name, data[: len(data) * tenth // 10])


def test_a_zip_bomb_is_stopped_by_its_declared_size():
    bomb = zipped(("config.json", b" " * (65 * 2**20)))
    assert len(bomb) < 2**20
    assert isinstance(failing("bomb.keras", bomb), LimitError)


def test_a_zip_bomb_that_lies_about_its_size_is_stopped():
    bomb = zipped(("config.json", b" " * (65 * 2**20)))
    lying = bomb.replace(struct.pack("<I", 65 * 2**20), struct.pack("<I", 1000))
    assert lying != bomb
    failing("bomb.keras", lying)


def test_a_json_file_over_the_limit_is_stopped():
    data = b'{"class_name": "Sequential", "config": []}' + b" " * (64 * 2**20)
    assert isinstance(failing("big.json", data), LimitError)


def test_names_that_lead_out_of_a_zip_are_not_looked_at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = zipped(("../../evil.py", b"boom"), ("/etc/passwd", b"x"), ("config.json", model(INPUT)))
    assert read("m.keras", data)["totals"]["layers"] == 1
    assert list(tmp_path.iterdir()) == []


def test_a_config_elsewhere_in_a_zip_does_not_count():
    assert "without config.json" in str(failing("m.keras", zipped(("../config.json", model(INPUT)))))


def test_a_zip_without_a_config_is_an_error():
    assert "without config.json" in str(failing("m.keras", zipped(("metadata.json", b"{}"))))
    assert "without config.json" in str(failing("m.zip", zipped(("a.txt", b"x"))))


def test_two_configs_in_a_zip_are_an_error():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("config.json", model(INPUT)), ("config.json", model()))
    assert "2 times" in str(failing("m.keras", data))


def test_an_encrypted_zip_is_an_error():
    data = bytearray(zipped(("config.json", model(INPUT))))
    data[6] |= 1
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted" in str(failing("m.keras", bytes(data)))


def test_a_member_packed_by_an_unknown_method_is_an_error():
    data = bytearray(zipped(("config.json", model(INPUT))))
    data[8] = 77
    at = data.rindex(b"PK\x01\x02")
    data[at + 10] = 77
    failing("m.keras", bytes(data))


def test_a_changed_byte_in_a_member_is_an_error():
    data = bytearray(zipped(("config.json", model(INPUT)), method=zipfile.ZIP_STORED))
    data[data.index(b"Sequential")] ^= 1
    failing("m.keras", bytes(data))


# JSON that is not what it should be.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"class_name": ', "not JSON"),
        (b'{"class_name": "Sequential", "config": {"layers": [1]}}', "no layer"),
        (b'{"class_name": "Sequential", "config": {"layers": [{}]}}', "without a name"),
        (b'{"class_name": 3}', "no Keras model"),
        (b'{"class_name": "Thing"}', "no Keras model"),
        (b'{"class_name": "Dense", "config": {"units": 3}}', "one Dense layer"),
        (b'{"class_name": "Functional", "config": {"name": "m"}}', "no list of layers"),
        (b'{"class_name": "\xff"}', "not UTF-8"),
        (b'{"class_name": "Sequential", "x": ' + b"9" * 5000 + b"}", "unreadable number"),
        (b'{"class_name": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"class_name": "Functional", "config": {"layers": [], "input_layers": 3}}', "that is none"),
        (
            b'{"class_name": "Functional", "config": {"layers": [], "input_layers": [], "output_layers": [["a", 0, 0]]}}',
            "names a layer 'a'",
        ),
    ],
)
def test_a_wrong_description_is_an_error(text, message):
    assert message in str(failing("model.json", text))


def test_a_config_of_depth_5000_is_an_error_or_read():
    deep: object = 1
    text = b'{"class_name": "Sequential", "config": {"layers": [], "x": ' + b"[" * 5000 + b"]" * 5000 + b"}}"
    assert isinstance(failing("deep.json", text), LimitError)
    for _ in range(80):
        deep = {"class_name": "Sequential", "config": {"name": "m", "layers": [deep]}}
    assert "60 deep" in str(failing("deep.json", json.dumps(deep).encode()))


def test_models_that_double_at_each_level_end_at_the_limit():
    inner: dict[str, object] = functional("f0", [entry("x0", "InputLayer", []), entry("d", "Dense", [["x0"]], units=1)])
    for level in range(1, 20):
        parts = [entry("x", "InputLayer", []), {**inner, "inbound_nodes": nodes([["x"]] * 3), "name": f"f{level - 1}"}]
        inner = functional(f"f{level}", parts, output=f"f{level - 1}")
    assert "more than 20000" in str(failing("double.json", json.dumps(inner).encode()))


def test_a_file_may_list_more_layers_than_it_may_expand_to(monkeypatch):
    monkeypatch.setattr(flatten, "MOST", 3)
    parts = [layer("Dense", name=f"d{at}", units=1) for at in range(8)]
    assert len(read("long.json", model(INPUT, *parts))["layers"]) == 9


def entry(name: str, type_: str, calls: list[list[str]], **config: object) -> dict[str, object]:
    return {"class_name": type_, "name": name, "config": {"name": name, **config}, "inbound_nodes": nodes(calls)}


def nodes(calls: list[list[str]]) -> list[object]:
    def tensor(name: str) -> dict[str, object]:
        return {"class_name": "__keras_tensor__", "config": {"shape": [None, 8], "keras_history": [name, 0, 0]}}

    return [{"args": [tensor(name) for name in call], "kwargs": {}} for call in calls]


def functional(name: str, layers: list[dict[str, object]], output: str = "") -> dict[str, object]:
    output = output or str(layers[-1]["name"])
    ends = {"input_layers": [[layers[0]["name"], 0, 0]], "output_layers": [[output, 0, 0]]}
    return {"class_name": "Functional", "name": name, "config": {"name": name, "layers": layers, **ends}}


def test_a_cycle_is_named():
    parts = [entry("x", "InputLayer", []), entry("a", "Dense", [["b"]], units=1), entry("b", "Dense", [["a"]], units=1)]
    error = failing("cycle.json", json.dumps(functional("m", parts)).encode())
    assert "cycle: a, b" in str(error)


def test_two_layers_of_one_name_are_an_error():
    parts = [entry("x", "InputLayer", []), entry("a", "ReLU", [["x"]]), entry("a", "ReLU", [["x"]])]
    assert "two layers named 'a'" in str(failing("m.json", json.dumps(functional("m", parts)).encode()))


def test_a_call_that_does_not_exist_is_an_error():
    parts = [entry("x", "InputLayer", []), entry("a", "ReLU", [["x"]])]
    made = functional("m", parts)
    made["config"]["output_layers"] = [["a", 7, 0]]
    assert "call 8" in str(failing("m.json", json.dumps(made).encode()))


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", "-3", "0", "true", '"8"', "[]", "null", "10e18"]
)
def test_a_number_that_is_none_is_an_error_that_names_the_layer(value):
    text = model(INPUT, layer("Dense", name="d", units="VALUE")).replace(b'"VALUE"', value.encode())
    error = failing("m.json", text)
    assert "layer 'd': units is" in str(error)
    assert isinstance(error, ReadError)


@pytest.mark.parametrize(
    "shape", ["[null, -3]", "[null, 1e400]", '[null, "8"]', "[null, NaN]", "7", '"x"', "{}", "[]", "null"]
)
def test_an_input_shape_that_is_none_is_left_open(shape):
    text = model(layer("InputLayer", name="x", batch_shape="SHAPE"), layer("Dense", name="d", units=2))
    summary = read("m.json", text.replace(b'"SHAPE"', shape.encode()))
    assert summary["layers"][1]["params"] in (None, 2)
    assert summary["totals"]["unknown"] or shape == "[]"


def test_sizes_that_grow_beyond_all_bounds_end_at_the_limit():
    grow = [layer("UpSampling1D", name=f"u{i}", size=10**9) for i in range(9)]
    text = model(layer("InputLayer", name="x", batch_shape=[None, 8, 8]), *grow)
    assert "above 1e+30" in str(failing("m.json", text))


@pytest.mark.parametrize("port", [1024, -1, 10**400])
def test_an_output_far_beyond_is_an_error(port):
    parts = [entry("x", "InputLayer", []), entry("a", "ReLU", [["x"]])]
    made = functional("m", parts)
    made["config"]["output_layers"] = [["a", 0, port]]
    assert "has no output" in str(failing("m.json", json.dumps(made).encode()))


def test_a_tensor_from_nowhere_is_an_error():
    parts = [entry("x", "InputLayer", []), entry("a", "ReLU", [["x"]])]
    parts[1]["inbound_nodes"] = [{"args": [{"class_name": "__keras_tensor__", "config": {}}], "kwargs": {}}]
    assert "comes from None" in str(failing("m.json", json.dumps(functional("m", parts)).encode()))
    parts[1]["inbound_nodes"] = [[["y", 0, 0, {}]]]
    assert "a layer 'y' that it does not have" in str(failing("m.json", json.dumps(functional("m", parts)).encode()))


def test_a_name_with_half_a_letter_becomes_text():
    text = model(INPUT, layer("ReLU", name="a\ud800"))
    summary = read("m.json", text)
    assert summary["layers"][1]["name"] == "a?"
    json.dumps(summary, ensure_ascii=False).encode()


def test_a_layer_that_does_not_fit_is_drawn_with_a_warning():
    text = model(
        layer("InputLayer", name="x", batch_shape=[None, 4, 4, 1]),
        layer("Conv2D", name="c", filters=6, kernel_size=[5, 5]),
    )
    summary = read("m.json", text)
    assert summary["warnings"] == ["layer 'c': conv 5×5 does not fit a 4×4 input"]
    assert summary["layers"][1]["outputs"] == [{"shape": None, "dtype": "float32"}]


def test_many_warnings_are_cut():
    wrong = [layer("Conv1D", name=f"c{i}", filters=6, kernel_size=[5]) for i in range(60)]
    parts = [entry("x", "InputLayer", [], batch_shape=[None, 4, 1])]
    parts += [{**made, "name": made["config"]["name"], "inbound_nodes": [[["x", 0, 0, {}]]]} for made in wrong]
    warnings = read("m.json", json.dumps(functional("m", parts)).encode())["warnings"]
    assert len(warnings) == 51
    assert warnings[-1].startswith("10 more")


def test_h5_without_h5py_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "h5py", None)
    error = failing("m.h5", (GOLDEN / "keras-legacy/seq.k2.h5").read_bytes())
    assert isinstance(error, MissingTool)
    assert error.hint == "pip install 'archdraw[h5]'"


def test_an_hdf5_file_without_a_model_says_so(tmp_path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file.attrs["x"] = 1
    assert "without a model" in str(failing("w.h5", (tmp_path / "w.h5").read_bytes()))


def test_an_hdf5_file_whose_model_is_no_text_says_so(tmp_path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "w.h5", "w") as file:
        file.attrs["model_config"] = 7
    assert "not text" in str(failing("w.h5", (tmp_path / "w.h5").read_bytes()))


def test_the_code_of_a_lambda_is_never_decoded(monkeypatch):
    import base64
    import marshal

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("code was decoded")

    for module, name in ((marshal, "loads"), (base64, "b64decode"), (base64, "decodebytes")):
        monkeypatch.setattr(module, name, never)
    summary = read("lambdas.keras", (GOLDEN / "keras-nasty" / "lambdas.keras").read_bytes())
    assert [entry["op"] for entry in summary["layers"]] == ["input", "lambda", "lambda", "dense"]
