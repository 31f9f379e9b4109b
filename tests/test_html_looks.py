"""How a page looks in Chromium: in narrow windows, on paper, without scripts, light and dark."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from html_pages import mark

import archdraw
from archdraw import style
from archdraw.style.colors import contrast

pytestmark = pytest.mark.chromium
SPECS = Path(__file__).parent.parent / "templates" / "specs"


@pytest.fixture(scope="module")
def resnet():
    return archdraw.render(SPECS / "resnet50.yaml")


def test_a_narrow_window_shows_all_tools(opened, resnet):
    page = opened(resnet, viewport={"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for name in ("#search", "#in", "#out", "#whole", "#help"):
        box = page.locator(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    mark(page, "conv").click()
    assert page.locator("#details").is_visible()
    assert page.locator("#stage").bounding_box()["height"] > 300


def test_on_paper_there_is_the_figure_only(opened, resnet):
    page = opened(resnet)
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.locator("#view-0 svg").is_visible()


def test_a_print_is_one_light_sheet(browser, resnet, tmp_path):
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(resnet.save(tmp_path / "net.html").as_uri())
    page.click("#theme")
    mark(page, "conv").click()
    page.keyboard.press("+")
    sheets = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert painted(page, "conv") == (rgb(style.load("paper").looks["conv"]["fill"]), rgb("#ffffff"))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert painted(page, "conv")[0] == rgb(style.load("dark").looks["conv"]["fill"])


def test_what_a_panel_covers_moves_beside_it(opened):
    page = opened(archdraw.render(SPECS / "resnet50.yaml"), viewport={"width": 1000, "height": 800})
    svg = page.locator(".view:not([hidden]) svg")
    before = svg.bounding_box()
    mark(page, "conv").click()
    page.locator("#stage.beside").wait_for()
    box = svg.bounding_box()
    assert box["x"] + box["width"] <= page.locator("#details").bounding_box()["x"]
    page.keyboard.press("Escape")
    page.locator("#stage:not(.beside)").wait_for()
    assert svg.bounding_box() == before


def test_without_scripts_the_figure_is_there(browser, resnet, tmp_path):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(resnet.save(tmp_path / "net.html").as_uri())
    assert page.locator("#view-0 svg").is_visible()
    assert page.locator("#view-1 svg").is_hidden()


def painted(page, name):
    """Give the colours of the box of a layer and of what is behind the figure."""
    fill = mark(page, name).locator("rect").first.evaluate("one => getComputedStyle(one).fill")
    return fill, page.locator("#stage").evaluate("one => getComputedStyle(one).backgroundColor")


def rgb(color):
    return f"rgb({', '.join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))})"


def test_the_page_follows_the_machine_until_its_button_is_used(opened, resnet):
    light, dark = (style.load(name) for name in ("paper", "dark"))
    colors = {each.name: (rgb(each.looks["conv"]["fill"]), rgb(each.background)) for each in (light, dark)}
    page = opened(resnet, color_scheme="dark")
    assert painted(page, "conv") == colors["dark"]
    page.emulate_media(color_scheme="light")
    assert painted(page, "conv") == colors["paper"]
    page.click("#theme")
    assert painted(page, "conv") == colors["dark"]
    page.emulate_media(color_scheme="dark")
    page.click("#theme")
    assert painted(page, "conv") == colors["paper"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_of_one_theme_stays_so(opened, theme):
    page = opened(
        archdraw.render(SPECS / "lenet.yaml", theme=theme), color_scheme="dark" if theme == "light" else "light"
    )
    assert page.locator("#theme").is_hidden()
    (ground,) = {style.load({"light": "paper", "dark": "dark"}[theme]).background}
    assert painted(page, "conv")[1] == rgb(ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_of_the_page_can_be_read(opened, resnet, theme):
    page = opened(resnet, color_scheme=theme)
    mark(page, "conv").click()
    page.fill("#search", "conv")
    pairs = page.evaluate(
        """() => [...document.querySelectorAll("h1, button, #found li, #found span, dt, dd, #kind, #name")]
        .filter(one => one.getClientRects().length).map(one => {
          let behind = one;
          while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
          return [getComputedStyle(one).color, getComputedStyle(behind).backgroundColor, one.textContent];
        })"""
    )

    def hexed(color):
        return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])

    assert len(pairs) > 20
    for ink, ground, words in pairs:
        assert contrast(hexed(ink), hexed(ground)) >= 4.5, words


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_svg_in_a_page_follows_its_reader(browser, tmp_path, theme):
    """As an image, where no style of the page reaches it."""
    archdraw.render(SPECS / "resnet50.yaml", theme="auto").save(tmp_path / "net.svg")
    (tmp_path / "page.html").write_text("<!doctype html><img src=net.svg>")
    page = browser.new_context(color_scheme=theme).new_page()
    page.goto((tmp_path / "page.html").as_uri())
    shot = page.locator("img").screenshot(path=tmp_path / "shot.png")
    corner = page.evaluate(
        """async (data) => { const image = new Image(); image.src = "data:image/png;base64," + data; await image.decode();
        const canvas = document.createElement("canvas"); const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0);
        return [...pen.getImageData(1, 1, 1, 1).data.slice(0, 3)]; }""",
        b64encode(shot).decode(),
    )
    wanted = style.load({"light": "paper", "dark": "dark"}[theme]).background
    assert f"rgb({', '.join(map(str, corner))})" == rgb(wanted)
