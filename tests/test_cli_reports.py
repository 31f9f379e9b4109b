"""Commands that draw nothing: summary, check, new, list, schema, doctor; and what all commands keep to."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from commands import SPEC, fails, ok, run
from plugins import installed, toy

from archdraw.cli.program import COMMANDS

pytestmark = pytest.mark.usefixtures("here")


# summary, check, new, list, doctor


def test_summary_as_text_and_as_data():
    assert "conv" in ok("summary", "net.yaml").stdout
    result = ok("summary", "net.yaml", "--format", "json")
    found = json.loads(result.stdout)
    assert found["version"] == 1
    assert found["totals"]["trainable_params"] == 16 * 28 + 8 * 8 * 16 * 10 + 10
    assert result.stderr == ""


def test_input_shapes_fill_what_the_source_leaves_open(here):
    (here / "open.yaml").write_text("input: HxWx3\nlayers: [{conv: 8 3x3}]")
    result = ok("summary", "open.yaml", "--format", "json", "--input-shape", "32x16x3")
    assert json.loads(result.stdout)["layers"][-1]["outputs"][0]["shape"] == [32, 16, 8]


def test_check_says_ok():
    result = ok("check", "net.yaml")
    assert result.stdout == "net.yaml: ok\n"
    assert result.stderr == ""


def test_check_compares_with_a_published_number():
    count = 16 * 28 + 8 * 8 * 16 * 10 + 10
    ok("check", "net.yaml", "--against", f"{count:,}")
    ok("check", "net.yaml", "--against", "net.yaml")
    result = run("check", "net.yaml", "--against", str(count - 5))
    assert result.exit_code == 1
    assert f"warning: {count:,} trainable parameters are 5 more than {count - 5:,}" in result.stdout


def test_check_measures_the_figure():
    lines = ok("check", "net.yaml", "--figure").stdout.splitlines()
    assert lines[0] == "net.yaml: ok"
    assert re.fullmatch(
        r"net.yaml: figure 2\.1 × 2\.2 in, smallest print 6\.0 pt, least contrast \d\.\d, "
        r"100% of the main path straight, 0 crossings, 0 bends",
        lines[1],
    )


def test_check_finds_what_is_wrong_with_a_figure(here):
    (here / "tiny.yaml").write_text(SPEC + "figure: {width: 0.5in}\n")
    result = run("check", "tiny.yaml", "--figure", "--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    (source,) = json.loads(result.stdout)["sources"]
    assert source["valid"]
    assert source["figure"]["width"] == 36
    assert [fault["kind"] for fault in source["figure"]["faults"]] == ["small text"]
    assert "texts are below 5 pt" in source["problems"][0]["message"]


def test_check_finds_what_cannot_be_known_and_nothing_else():
    golden = Path(__file__).parent / "golden" / "keras-nasty"
    for name in ("siamese", "dict_io", "unet"):  # with operations that are not layers
        assert ok("check", str(golden / f"{name}.keras")).stdout.endswith(": ok\n")
    result = run("check", str(golden / "sub_resnet.keras"))
    assert result.exit_code == 1
    assert result.stdout.count("warning:") == 2
    assert "is of the unknown type 'SubResNet'" in result.stdout


def test_check_finds_weights_that_depend_on_an_open_size(here):
    (here / "open.yaml").write_text("input: S\nlayers: [{dense: 3, name: d}]\n")
    result = run("check", "open.yaml")
    assert result.exit_code == 1
    assert "open.yaml: warning: the parameters of 'd' cannot be known\nhint: give the sizes" in result.stdout
    ok("check", "open.yaml", "--input-shape", "7")


@pytest.fixture
def bad(here):
    (here / "bad.yaml").write_text("input: 8x8x3\nlayers:\n  - con: 64 3x3\n  - flaten\n")
    return "bad.yaml"


def test_check_shows_every_error_of_every_source(bad):
    result = run("check", bad, "net.yaml")
    assert result.exit_code == 3
    assert "bad.yaml:3:5: error: unknown layer 'con'" in result.stderr
    assert "bad.yaml:4:5: error: unknown layer 'flaten'" in result.stderr
    assert result.stdout == "net.yaml: ok\n"


def test_check_as_data(bad):
    result = run("check", bad, "net.yaml", "gone.yaml", "--format", "json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert found["version"] == 1
    assert [(row["source"], row["valid"]) for row in found["sources"]] == [
        ("bad.yaml", False),
        ("net.yaml", True),
        ("gone.yaml", False),
    ]
    first = found["sources"][0]["problems"][0]
    assert (first["line"], first["column"], first["severity"]) == (3, 5, "error")
    assert first["hint"] == "did you mean 'conv'?"


def test_check_as_annotations_that_no_name_can_break(here, bad):
    result = run("check", bad, "--format", "github")
    assert result.exit_code == 3
    assert (
        result.stdout.splitlines()[0]
        == "::error file=bad.yaml,line=3,col=5::unknown layer 'con' (did you mean 'conv'?)"
    )
    (here / "a,b:c.yaml").write_text("input: 8\nlayers: [{'x%0A::error::y': 1}]")
    line = run("check", "a,b:c.yaml", "--format", "github").stdout
    assert line.startswith("::error file=a%2Cb%3Ac.yaml,line=2,")
    assert "x%250A::error::y" in line
    assert line.count("\n") == 1


def test_check_finds_what_the_sections_get_wrong(here):
    (here / "net.yaml").write_text(SPEC + "diagram: {direktion: down}\n")
    fails(3, "net.yaml:7:11: error: the renderer 'blocks' has no option 'direktion'", "check", "net.yaml")


def test_new_writes_a_spec_that_can_be_drawn(here):
    assert ok("new", "lenet").stderr == "lenet.yaml\n"
    ok("check", "lenet.yaml", "--against", "61,706")
    fails(5, "lenet.yaml is there already", "new", "lenet")
    ok("new", "lenet", "--force")
    ok("new", "lenet", "-o", "mine.yaml")
    assert ok("new", "lenet", "-o", "-").stdout == (here / "mine.yaml").read_text()


def test_list_names_what_there_is():
    everything = ok("list").stdout
    for word in ("spec", "collapse", "graph", "pdf", "paper", "lenet"):
        assert word in everything
    assert "vector picture" in ok("list", "writers").stdout
    assert "LeNet-5" in ok("list", "specs").stdout
    assert "print-first" in ok("list", "styles").stdout
    options = ok("list", "options", "graph").stdout
    assert "direction=down" in options
    assert "(auto, down, right, up)" in options
    assert ok("list", "options").stdout == options
    lenet = ok("list", "options", "lenet").stdout
    for line in ("unit=0 ", "opacity=1 ", "window_at=0.82,0.55 ", "border=none ", "labels=true "):
        assert f"\n{line}" in lenet
    assert "(0.2 to 1)" in lenet


def test_list_and_doctor_show_plug_ins_and_report_broken_ones(tmp_path):
    (tmp_path / "broken_part.py").write_text("raise RuntimeError('no luck')")
    broken = installed(tmp_path / "site", "pkg-broken", {"writers": {"tiff": "broken_part:TIFF"}}, code=[tmp_path])
    with toy(tmp_path / "toy"), broken:
        result = ok("list", "writers")
        assert "the names of the layers (.names) [archdraw-toy]" in result.stdout
        assert "tiff" in result.stdout
        assert "warning: the format 'tiff' of the package 'pkg-broken' is broken" in result.stderr
        told = ok("doctor").stdout
        assert "plug-in: renderers 'ladder' of archdraw-toy" in told
        assert "error: the format 'tiff' of the package 'pkg-broken' is broken: RuntimeError: no luck" in told
        ok("render", "net.yaml", "-o", "x.svg")


def test_schema_is_one_that_a_spec_meets(here):
    import jsonschema
    import yaml

    found = json.loads(ok("schema").stdout)
    jsonschema.validate(yaml.safe_load((here / "net.yaml").read_text()), found)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"input": "8x8x3", "layers": 3}, found)


def test_doctor_names_what_is_needed_and_what_would_help(monkeypatch):
    told = ok("doctor").stdout
    for word in ("typst", "pymupdf-fonts", "h5py", "dot", "lualatex", "chromium"):
        assert word in told
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "apt install graphviz" in ok("doctor").stdout


def test_a_missing_base_package_is_told(monkeypatch):
    from archdraw.cli import doctor

    monkeypatch.setattr(doctor, "NEEDED", {"not-there-at-all": "nothing"})
    result = run("doctor")
    assert result.exit_code == 4
    assert "pip install not-there-at-all" in result.stdout


def test_every_command_has_help_that_leads_with_examples():
    for name in COMMANDS:
        result = ok(name, "--help")
        assert f"archdraw {name}" in result.stdout.partition("Options:")[0].partition("\n")[2]
    assert ok("--help").stdout.index("archdraw render") < ok("--help").stdout.index("Options:")
    assert ok("--version").stdout.startswith("archdraw 0.")


def test_a_name_cannot_steer_the_terminal(here):
    (here / "net.yaml").write_text('input: 8\nlayers: [{dense: 3, name: "a\\e[2Jb"}]\n')
    result = run("summary", "net.yaml")
    assert "\x1b" not in result.output


def test_warnings_are_messages_whatever_python_is_told(monkeypatch, recwarn):
    import warnings

    from archdraw import api
    from archdraw.errors import ArchdrawWarning

    real = api.render

    def warn(*args, **more):
        warnings.warn("careful", ArchdrawWarning, stacklevel=2)
        return real(*args, **more)

    monkeypatch.setattr(api, "render", warn)
    assert ok("render", "net.yaml").stderr == "warning: careful\nnet.svg\n"


def test_the_work_of_the_command_line_is_that_of_the_module(here):
    import subprocess

    run = subprocess.run(
        [sys.executable, "-m", "archdraw", "render", "net.yaml"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "net.svg\n")
    first = (here / "net.svg").read_bytes()
    ok("render", "net.yaml")
    assert (here / "net.svg").read_bytes() == first


def test_a_repeat_is_expanded_from_the_command_line_and_from_a_spec(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    layers = "layers: [{group: stack, repeat: 5, layers: [{dense: 4 relu}]}, {dense: 2}]"
    Path("net.yaml").write_text(f"input: 4\n{layers}\n")
    Path("open.yaml").write_text(f"input: 4\n{layers}\ndiagram: {{expand: stack}}\n")
    ok("render", "net.yaml", "-o", "closed.svg")
    ok("render", "net.yaml", "--expand", "stack", "-o", "one.svg")
    ok("render", "open.yaml", "-o", "two.svg")
    assert "×5" in Path("closed.svg").read_text()
    assert "×5" not in Path("one.svg").read_text()
    assert "×5" not in Path("two.svg").read_text()
    wrong = run("render", "net.yaml", "--expand", "stac")
    assert (wrong.exit_code, wrong.stderr) == (
        2,
        "error: nothing that repeats is called 'stac'\nhint: did you mean 'stack'?\n",
    )
    none = run("render", "net.yaml", "-p", "drop", "--expand", "stack")
    assert none.stderr.startswith("error: 'stack' cannot be expanded, because no pass collapses anything")
