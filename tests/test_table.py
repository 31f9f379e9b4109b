"""Tables of layers: what stands in them, what they sum up, and that no name breaks them."""

import csv
import io
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from scene_strategies import HOSTILE

import archdraw
from archdraw.cli import main
from archdraw.errors import UnknownName, UsageError
from archdraw.graph import Graph, Layer
from archdraw.pipeline import parse, run
from archdraw.reports.table import COLUMNS, table

RESNET = Path(__file__).parent / "golden" / "keras" / "ResNet50.keras"
SPEC = Path(__file__).parent.parent / "templates" / "specs"


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def numbers(cells):
    return sum(int(cell) for cell in cells if cell not in ("shared", "?"))


def test_a_csv_has_bare_numbers_that_add_up_to_the_published_ones():
    found = read(table(archdraw.read(RESNET), "csv", columns=tuple(COLUMNS)))
    assert len(found) == 177
    assert numbers(row["parameters"] for row in found) == 25_636_712
    assert numbers(row["trainable"] for row in found) == 25_583_592
    conv = next(row for row in found if row["layer"] == "conv1_conv")
    assert (conv["kernel"], conv["input shape"], conv["output shape"]) == ("7×7", "230 × 230 × 3", "112 × 112 × 64")
    assert (conv["MB"], conv["share"], conv["reads"]) == ("3.062", "0.04 %", "conv1_pad")


def test_shared_weights_count_once():
    found = read(table(archdraw.read(SPEC / "transformer.yaml"), "csv", columns=("name", "params", "share")))
    tied = {row["layer"]: row["parameters"] for row in found}
    assert (tied["embedding"], tied["dense"]) == ("shared", "shared")


def test_groups_stand_for_all_their_copies_and_hide_what_is_too_deep():
    graph = run(archdraw.read(RESNET), parse("fold,group,collapse"))
    text = table(graph, "md", columns=("name", "params", "share"), depth=1)
    assert "| **conv4 ×6** | 7,129,088 | 27.81 % |" in text
    assert text.rstrip().endswith("| **total** | **25,636,712** | **100.00 %** |")
    assert "block2" not in text
    assert "block2" in table(graph, "md", depth=2)


@pytest.mark.parametrize("format", ["csv", "md", "tex"])
def test_no_name_breaks_a_table(format):
    layers = tuple(Layer(f"{i}{name}" if i % 2 else name or "x", "other", type=name) for i, name in enumerate(HOSTILE))
    names = dict.fromkeys(layer.name for layer in layers)
    graph = Graph("net", tuple(layer for layer in layers if names.pop(layer.name, 1) is None))
    text = table(graph, format, columns=("name", "type", "params"))
    if format == "csv":
        assert {len(row) for row in csv.reader(io.StringIO(text))} == {4}
    elif format == "md":
        bare = text.replace("\\\\", "").replace("\\|", "")
        assert {line.count("|") for line in bare.splitlines()} == {4}
    else:
        bare = text.replace("\\&", "")
        assert bare.count("&") == 2 * (len(graph.layers) + 2)


def test_a_spreadsheet_runs_no_cell():
    graph = Graph("net", (Layer("=cmd|' /C calc'!A0", "other"), Layer("+1", "other")))
    assert [row["layer"] for row in read(table(graph, "csv"))] == ["'=cmd|' /C calc'!A0", "'+1"]


def test_unknown_columns_are_refused():
    with pytest.raises(UnknownName, match="there is no column 'parms'") as caught:
        table(archdraw.read(RESNET), "md", columns=("name", "parms"))
    assert caught.value.hint == "did you mean 'params'?"
    with pytest.raises(UsageError, match="no columns"):
        table(archdraw.read(RESNET), "md", columns=())


def test_the_command_writes_tables():
    arguments = ["summary", str(RESNET), "--format", "tex", "-p", "fold,group,collapse", "--depth", "1"]
    done = CliRunner().invoke(main, [*arguments, "--columns", "name, params"])
    assert done.exit_code == 0
    assert r"\textbf{conv4 $\times$6} & 7{,}129{,}088 \\" in done.stdout
    done = CliRunner().invoke(main, ["summary", str(RESNET), "--depth", "1"])
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "error: --columns and --depth are for tables, not for text",
    )


@pytest.mark.tex
def test_a_table_compiles(tmp_path):
    body = table(archdraw.read(SPEC / "moe.yaml"), "tex", columns=tuple(COLUMNS))
    (tmp_path / "a.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs}\\usepackage{amssymb}\\begin{document}\n"
        + body
        + "\\end{document}",
        "utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout[-1500:]
