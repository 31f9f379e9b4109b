"""Figures with two looks, in a browser: they follow the page that they stand in, by its own switch, and what is behind them."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import archdraw
from archdraw.ext.asking import inline
from archdraw.scene import Rect
from archdraw.style.night import GROUND

pytestmark = pytest.mark.chromium
ROOT = Path(__file__).resolve().parent.parent
SPEC = "input: 28x28x1\nlayers:\n  - conv: 8 3x3\n  - flatten\n  - dense: 10\n"
LOOKS = {"light": "#ffffff", "dark": GROUND.lower()}


@pytest.fixture(scope="module")
def figure():
    return archdraw.render(SPEC.encode(), theme="auto")


def shown(page, element):
    """Tell whether a figure of a page is light or dark, by its ground as it is on the screen."""
    with Image.open(io.BytesIO(element.screenshot())) as picture:
        color = "#{:02x}{:02x}{:02x}".format(*picture.convert("RGB").getpixel((3, 3)))
    return next((look for look, ground in LOOKS.items() if ground == color), color)


@pytest.mark.parametrize("reader", ["light", "dark"])
@pytest.mark.parametrize(
    ("page", "look"),
    [("", "light"), ("light", "light"), ("dark", "dark"), ("light dark", None), ("dark light", None)],
)
def test_a_figure_in_a_page_has_the_colours_that_the_page_asks_for(browser, figure, tmp_path, reader, page, look):
    (tmp_path / "net.svg").write_bytes(figure.to_bytes("svg"))
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html style="color-scheme:{page}">{inline(figure)}<img src="net.svg">{figure.svg}</html>'
    )
    opened = browser.new_page(color_scheme=reader)
    opened.goto((tmp_path / "page.html").as_uri())
    looks = [shown(opened, one) for one in opened.query_selector_all("svg, img")]
    asked = look or reader
    assert looks[0] == looks[2] == asked
    assert looks[1] == (asked if page else reader)  # a page that says nothing leaves its pictures to the reader
    opened.close()


@pytest.mark.parametrize("reader", ["light", "dark"])
def test_a_figure_without_a_ground_stands_on_a_page_of_its_own_colours(browser, tmp_path, reader):
    (tmp_path / "bare.yaml").write_text("extends: paper\nbackground: none\n")
    bare = archdraw.render(SPEC.encode(), style=str(tmp_path / "bare.yaml"), theme="auto")
    assert not bare.scene.background
    opened = browser.new_page(color_scheme=reader)
    opened.goto(bare.save(tmp_path / "net.svg").as_uri())
    with Image.open(io.BytesIO(opened.screenshot())) as picture:
        behind = picture.convert("L").getpixel((400, 300))
    assert (behind > 200) is (reader == "light")
    notebook = tmp_path / "notebook.html"
    notebook.write_text(
        f'<!doctype html><html style="color-scheme:dark">{bare._repr_mimebundle_()["image/svg+xml"]}</html>'
    )
    opened.goto(notebook.as_uri())  # on white, whatever the page is
    box = next(item for item in bare.scene.flat() if isinstance(item, Rect) and item.layer)
    fills = opened.eval_on_selector_all("svg rect", "all => all.map(one => getComputedStyle(one).fill)")
    wanted = tuple(int(box.fill.color[at : at + 2], 16) for at in (1, 3, 5))
    assert "rgb({}, {}, {})".format(*wanted) in fills
    opened.close()


def built(command, folder, page):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return (folder / page).as_uri()


MKDOCS = """
site_name: nets
use_directory_urls: false
theme:
  name: material
  font: false
  palette:
    - {scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: archdraw
          class: archdraw
          format: !!python/name:archdraw.ext.fence.format
          validator: !!python/name:archdraw.ext.fence.validate
"""


@pytest.mark.parametrize("reader", ["light", "dark"])
def test_a_figure_follows_the_switch_of_material(browser, tmp_path, reader):
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Nets\n\n```{{.archdraw theme=auto}}\n{SPEC}```\n")
    page = browser.new_page(color_scheme=reader)
    page.goto(built(["mkdocs", "build", "-q"], tmp_path, "site/index.html"))
    svg = page.wait_for_selector("figure.archdraw svg")
    looks = [shown(page, svg)]
    for name in ("Dark", "Light"):
        page.click(f"label[title={name}]")
        page.mouse.move(0, 0)
        looks.append(shown(page, svg))
    assert looks == ["light", "dark", "light"]
    page.close()


@pytest.mark.parametrize("reader", ["light", "dark"])
def test_a_figure_follows_the_switch_of_furo(browser, tmp_path, reader):
    (tmp_path / "conf.py").write_text('extensions = ["archdraw.ext.sphinx"]\nhtml_theme = "furo"\n')
    (tmp_path / "net.yaml").write_text(SPEC)
    (tmp_path / "index.rst").write_text("Nets\n====\n\n.. archdraw:: net.yaml\n   :theme: auto\n")
    page = browser.new_page(color_scheme=reader)
    page.goto(built(["sphinx", "-q", ".", "_build"], tmp_path, "_build/index.html"))
    picture = page.wait_for_selector("img.archdraw.dark-light")
    looks = {page.evaluate("document.body.dataset.theme"): shown(page, picture)}
    for _ in range(2):
        page.click(".theme-toggle >> visible=true")
        page.mouse.move(0, 0)
        looks[page.evaluate("document.body.dataset.theme")] = shown(page, picture)
    assert looks == {"auto": reader, "light": "light", "dark": "dark"}
    page.close()
