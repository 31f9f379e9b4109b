"""Plug-ins for tests: packages that Python finds as installed, without an installer."""

import sys
from contextlib import contextmanager
from pathlib import Path

from archdraw import registry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # pytest brings it

TOY = Path(__file__).parent / "plugin"


@contextmanager
def installed(folder, name, entries, *, code=()):
    """Let Python find a package of this name with these entry points (``{group: {name: target}}``) for a while."""
    info = Path(folder) / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = []
    for group, points in entries.items():
        lines += [f"[archdraw.{group}]", *(f"{key} = {target}" for key, target in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    paths = [str(folder), *map(str, code)]
    sys.path[:0] = paths
    registry._plugins.cache_clear()
    try:
        yield
    finally:
        for path in paths:
            sys.path.remove(path)
        for module in [name for name, one in sys.modules.items() if _lies_in(one, paths)]:
            del sys.modules[module]  # another test may have a module of this name
        registry._plugins.cache_clear()


def _lies_in(module, folders):
    return (getattr(module, "__file__", None) or "").startswith(tuple(f"{folder}/" for folder in folders))


@contextmanager
def toy(folder):
    """Install the plug-in of tests/plugin, with the entry points of its own pyproject.toml."""
    project = tomllib.loads((TOY / "pyproject.toml").read_text())["project"]
    points = {group.removeprefix("archdraw."): table for group, table in project["entry-points"].items()}
    with installed(folder, project["name"], points, code=[TOY]):
        yield
