"""Who may import whom: each row of rooms may import the rows below it, never its neighbours."""

import ast
from pathlib import Path

import pytest

import archdraw

ROOT = Path(archdraw.__file__).parent

ROWS = (
    "__main__",
    "cli ext keras",
    "api",
    "opening",
    "figure plan reading",
    "pipeline",
    "renderers formats registry reports quality",
    "readers passes layouts drawing writers",
    "patterns stages",
    "lettering",
    "rewrite spec style options typeset engines",
    "ops text placing volumes moving loading lengths output blame reads",
    "diagram source hatching views tones",
    "graph scene curves areas nearby matrix images",
    "geometry errors resources plugins collecting words fonts embedded ids",
    "records",
    "__init__",
)
LEVEL = {room: level for level, row in enumerate(reversed(ROWS)) for room in row.split()}
"""``__init__`` holds only names that wait to be imported, so everyone may import it."""


def modules():
    return sorted(path for path in ROOT.rglob("*.py") if "_data" not in path.parts)


def room_of(parts):
    """Give the room of a module: the first part below the package."""
    return parts[0] if parts else "__init__"


def imports(path):
    """Find each import of archdraw in a file, wherever it stands: the line and the parts below the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: a relative import hides where it leads"
            module = node.module or ""
            names = [f"archdraw.{alias.name}" for alias in node.names] if module == "archdraw" else [module]
        else:
            continue
        for name in names:
            first, *parts = name.split(".")
            if first == "archdraw":
                yield node.lineno, tuple(parts)


def typing_only(path):
    """Give the lines under ``if TYPE_CHECKING``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.If) and getattr(n.test, "id", "") == "TYPE_CHECKING"]
    return {line for block in blocks for line in range(block.lineno, block.end_lineno + 1)}


def faults(path, root=ROOT):
    parts = path.relative_to(root).with_suffix("").parts
    room = room_of(parts)
    siblings = room in ("readers", "passes", "layouts", "drawing", "writers")
    for line, target in imports(path):
        other = room_of(target)
        if line in typing_only(path) and room == "__init__":
            continue
        if other == room:
            # a file of a room of siblings may import its own package, never the neighbour's
            own = len(parts) > 1 and len(target) > 1 and target[1] != "__init__" and target[1] == parts[1]
            if siblings and not own and room != "drawing" and parts[1] != "__init__":
                yield f"{path}:{line}: {room}/{parts[1]} imports its sibling {'.'.join(target)}"
            continue
        if LEVEL[other] >= LEVEL[room]:
            yield f"{path}:{line}: {room} may not import {other}, which stands {'beside' if LEVEL[other] == LEVEL[room] else 'above'} it"


def test_every_room_has_its_row():
    rooms = {room_of(path.relative_to(ROOT).with_suffix("").parts) for path in modules()}
    assert rooms <= set(LEVEL)


def test_imports_go_down():
    found = [fault for path in modules() for fault in faults(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "graph.py",
            "from archdraw.layouts import graph",
            "graph.py:1: graph may not import layouts, which stands above it",
        ),
        (
            "graph.py",
            "def f():\n    import archdraw.scene",
            "graph.py:2: graph may not import scene, which stands beside it",
        ),
        (
            "writers/pdf.py",
            "from archdraw.writers.svg import write",
            "writers/pdf.py:1: writers/pdf imports its sibling writers.svg",
        ),
        (
            "writers/pdf.py",
            "from archdraw.writers import svg",
            "writers/pdf.py:1: writers/pdf imports its sibling writers",
        ),
        (
            "layouts/graph/a.py",
            "from archdraw.drawing import draw",
            "layouts/graph/a.py:1: layouts may not import drawing, which stands beside it",
        ),
    ],
)
def test_a_planted_import_is_named(tmp_path, file, text, said):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert [fault.removeprefix(f"{tmp_path}/") for fault in faults(path, tmp_path)] == [said]


def test_what_a_room_may_do_is_let_through(tmp_path):
    path = tmp_path / "layouts/graph/a.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "import json\nfrom archdraw.layouts.graph.options import Options\nfrom archdraw.graph import Graph\n"
    )
    assert list(faults(path, tmp_path)) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_is_for_and_stays_small(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} has no first line that says what it is for"
    assert text.count("\n") <= 400, f"{path} has more than 400 lines"
