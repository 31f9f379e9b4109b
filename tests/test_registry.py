"""The registry: archdraw's own parts, plug-ins', and what happens when names or packages are wrong."""

import importlib
from importlib.machinery import PathFinder

import pytest
from plugins import installed, toy

import archdraw
from archdraw import pipeline, registry
from archdraw.errors import MissingTool, UnknownName, UsageError
from archdraw.figure import find_format
from archdraw.formats import Format
from archdraw.plugins import may_be_there
from archdraw.renderers import Renderer

OWN = [(kind, name) for kind, table in registry.BUILT_IN.items() for name in table]


@pytest.mark.parametrize(("kind", "name"), OWN)
def test_every_name_in_the_table_leads_to_a_part_that_says_what_it_is_for(kind, name):
    part = registry.find(kind, name)
    assert part.__doc__
    if kind == "readers":
        assert callable(part.sniff)
        assert callable(part.read)
    elif kind == "passes":
        assert part.name == name
        part()
    else:
        assert isinstance(part, {"renderers": Renderer, "writers": Format}[kind])
        assert part.name == name
        assert part.summary


def test_the_styles_are_the_files_there_are():
    assert "paper" in registry.entries("styles")


def test_an_unknown_name_gets_a_suggestion():
    with pytest.raises(UnknownName, match="no format 'sgv'") as caught:
        registry.find("writers", "sgv")
    assert caught.value.hint == "did you mean 'svg'?"
    assert caught.value.exit_code == 2


def test_a_plug_in_adds_a_part_of_every_kind(tmp_path):
    with toy(tmp_path):
        for kind, name in [("readers", "chain"), ("passes", "first"), ("renderers", "ladder"), ("writers", "names")]:
            entry = registry.entries(kind)[name]
            assert entry.package == "archdraw-toy"
            assert entry.load().__doc__
        assert registry.find("styles", "mint")["extends"] == "paper"
    assert "ladder" not in registry.entries("renderers")


def test_a_name_taken_twice_names_both_packages(tmp_path):
    one = installed(tmp_path / "one", "pkg-one", {"writers": {"tiff": "one:TIFF"}})
    two = installed(tmp_path / "two", "pkg-two", {"writers": {"tiff": "two:TIFF"}})
    with (
        one,
        two,
        pytest.raises(UsageError, match=r"two writers are named 'tiff': one:TIFF of pkg-one and two:TIFF of pkg-two"),
    ):
        registry.entries("writers")


def test_a_plug_in_cannot_take_an_own_name(tmp_path):
    with (
        installed(tmp_path, "thief", {"writers": {"svg": "thief:SVG"}}),
        pytest.raises(UsageError, match=r"'svg': archdraw\.formats:SVG of archdraw and thief:SVG of thief"),
    ):
        registry.entries("writers")


@pytest.mark.parametrize("fault", ["raise RuntimeError('no luck')", "import not_there_at_all", "x = 1"])
def test_a_broken_plug_in_is_reported_and_the_others_work(tmp_path, fault):
    (tmp_path / "broken_part.py").write_text(fault)
    with installed(tmp_path, "pkg-broken", {"writers": {"tiff": "broken_part:TIFF"}}):
        importlib.invalidate_caches()
        with pytest.raises(MissingTool, match="format 'tiff' of the package 'pkg-broken' is broken") as caught:
            registry.find("writers", "tiff")
        assert caught.value.hint == "mend it, or run: pip uninstall pkg-broken"
        assert registry.find("writers", "svg").name == "svg"


def test_no_package_with_parts_spares_the_metadata_of_all_packages(tmp_path, monkeypatch):
    (tmp_path / "other-1.0.dist-info").mkdir()
    (tmp_path / "other-1.0.dist-info" / "entry_points.txt").write_text("[console_scripts]\nother = archdraw.cli:main\n")
    (tmp_path / "bare-1.0.dist-info").mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path), str(tmp_path / "nowhere")])
    monkeypatch.setattr("sys.meta_path", [PathFinder])
    assert not may_be_there()


@pytest.mark.parametrize("where", ["folder", "zip", "finder"])
def test_a_package_that_may_bring_parts_is_asked(where, tmp_path, monkeypatch):
    path, finders = [str(tmp_path)], [PathFinder]
    if where == "folder":
        (tmp_path / "new-1.0.dist-info").mkdir()
        (tmp_path / "new-1.0.dist-info" / "entry_points.txt").write_text("[archdraw.readers]\nnew = new\n")
    elif where == "zip":
        (tmp_path / "packages.zip").write_bytes(b"PK")
        path = [str(tmp_path / "packages.zip")]
    else:
        finders.append(type("Finder", (), {"find_distributions": None}))
    monkeypatch.setattr("sys.path", path)
    monkeypatch.setattr("sys.meta_path", finders)
    assert may_be_there()


def test_a_plug_in_that_ends_the_program_is_only_broken(tmp_path):
    (tmp_path / "ending_part.py").write_text("raise SystemExit(3)")
    with installed(tmp_path, "pkg-ending", {"readers": {"end": "ending_part"}}):
        importlib.invalidate_caches()
        with pytest.raises(MissingTool, match="'end' of the package 'pkg-ending' is broken: SystemExit: 3"):
            registry.find("readers", "end")


@pytest.mark.parametrize(
    ("kind", "use"),
    [
        ("passes", lambda: pipeline.parse("five")),
        ("renderers", lambda: archdraw.render(b"input: 3\nlayers: [relu]", renderer="five")),
        ("writers", lambda: find_format("five")),
    ],
)
def test_a_part_of_another_type_is_blamed_on_its_package(tmp_path, kind, use):
    (tmp_path / "five_part.py").write_text("FIVE = 5")
    with installed(tmp_path, "pkg-five", {kind: {"five": "five_part:FIVE"}}):
        importlib.invalidate_caches()
        with pytest.raises(MissingTool, match="'five' of the package 'pkg-five' is broken: 5 is no "):
            use()
