"""Themes: a dark variant of every style in which all can be read, and one SVG that is light or dark as its reader is."""

import importlib.util
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw import style
from archdraw.cli import main
from archdraw.errors import UnknownName
from archdraw.quality import measure
from archdraw.scene import Circle
from archdraw.style.colors import READABLE as WCAG
from archdraw.style.colors import contrast, is_dark, luminance
from archdraw.style.night import GROUND, turned
from archdraw.tones import darkened, tones

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "templates" / "specs"
STYLES = style.loading.names()
READABLE = WCAG - 0.01
COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def entries():
    """Give the table of the gallery."""
    spec = importlib.util.spec_from_file_location("gallery_themes", ROOT / "gallery" / "build.py")
    module = sys.modules["gallery_themes"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ENTRIES


def svg(source, **options):
    return archdraw.render(source, **options).svg


@given(COLORS, COLORS)
def test_turned_colours_keep_their_contrast(one, other):
    before = contrast(one, other)
    after = contrast(turned(one), turned(other))
    darkest = min(luminance(one), luminance(other))
    if darkest > 0.02:  # what is darker becomes white at most
        assert after == pytest.approx(before, rel=0.12)
    else:
        assert after >= 0.75 * before


@given(COLORS)
def test_a_turned_colour_is_to_the_dark_page_what_it_was_to_the_white_one(color):
    if luminance(color) > 0.02:
        assert contrast(turned(color), GROUND) == pytest.approx(contrast(color, "#ffffff"), rel=0.06)


def test_dark_has_the_sizes_of_paper_and_other_colours_only():
    paper, dark = style.load("paper"), style.load("dark")
    assert dark.sizes == paper.sizes
    assert dark.fonts == paper.fonts
    assert {role: text.font for role, text in dark.texts.items()} == {role: t.font for role, t in paper.texts.items()}
    for kind, line in paper.lines.items():
        assert (dark.lines[kind].width, dark.lines[kind].dash) == (line.width, line.dash)
    for table, other in ((paper.looks, dark.looks), (paper.marks, dark.marks)):
        for name, entry in table.items():
            for key in ("width", "dash", "radius", "pattern"):
                assert other[name].get(key) == entry.get(key), (name, key)


@pytest.mark.parametrize("name", ["resnet50", "transformer", "unet"])
def test_the_theme_dark_of_paper_is_the_style_dark(name):
    assert svg(SPECS / f"{name}.yaml", theme="dark") == svg(SPECS / f"{name}.yaml", style="dark")


@pytest.mark.parametrize("name", STYLES)
def test_every_style_has_a_dark_variant_that_can_be_read(name):
    figure = archdraw.render(SPECS / "transformer.yaml", style=name, theme="dark")
    assert is_dark(figure.scene.background or GROUND)
    assert measure(figure.scene).contrast >= min(
        4.45, measure(archdraw.render(SPECS / "transformer.yaml", style=name).scene).contrast
    )


def test_auto_is_the_light_figure_with_the_dark_one_beside_it():
    light, dark = (archdraw.render(SPECS / "resnet50.yaml", theme=theme) for theme in ("light", "dark"))
    both = archdraw.render(SPECS / "resnet50.yaml", theme="auto")
    assert both.scene == light.scene
    assert darkened(both.scene) == dark.scene
    assert both.to_bytes("tex") == light.to_bytes("tex")
    assert both.to_bytes("json") == light.to_bytes("json")


def test_without_its_rules_an_auto_svg_is_the_light_one():
    both, light = (svg(SPECS / "resnet50.yaml", theme=theme) for theme in ("auto", "light"))
    bare = re.sub(r"<style>.*</style>\n", "", both)
    bare = re.sub(r" ?\b[fs][0-9a-f]{6}-[0-9a-f]{6}\b(?=[^<>]*>)", "", bare).replace(' class=""', "")
    assert bare == light
    ElementTree.fromstring(both)


def test_each_class_of_an_auto_svg_has_its_rule():
    both = svg(SPECS / "resnet50.yaml", theme="auto")
    classes = {word for words in re.findall(r'class="([^"]*)"', both) for word in words.split()}
    rules = re.findall(r"@([^{]*)\{\.([fs][0-9a-f]{6}-[0-9a-f]{6})\{([^}]*)\}\}", both)
    assert {word for word in classes if re.fullmatch("[fs][0-9a-f]{6}-[0-9a-f]{6}", word)} == {
        word for _, word, _ in rules
    }
    for word in {word for _, word, _ in rules}:
        paints, light, dark = {"f": "fill", "s": "stroke"}[word[0]], f"#{word[1:7]}", f"#{word[8:]}"
        assert [(when, rule) for when, of, rule in rules if of == word] == [
            ("media (prefers-color-scheme:dark)", f"{paints}:{dark}"),
            ("supports (color:light-dark(#000,#fff))", f"{paints}:light-dark({light},{dark})"),
        ]


def test_no_program_takes_a_rule_for_dark_pages_for_a_plain_one():
    """Some readers of SVG know no @media: they take what follows the first brace pair as rules of their own."""
    (sheet,) = re.findall("<style>(.*)</style>", svg(SPECS / "resnet50.yaml", theme="auto"))
    assert sheet.startswith("svg:root{color-scheme:light dark}@")  # a plain rule, which paints nothing
    sheet = sheet.partition("}")[2]
    while sheet:
        selector, _, rest = sheet.partition("{")
        content, _, sheet = rest.partition("}")
        sheet = sheet.lstrip(" }")
        assert selector.strip().startswith(("@media", "@supports"))
        assert "{" in content


def test_png_of_auto_is_that_of_light():
    both, light = (archdraw.render(SPECS / "lenet.yaml", theme=theme) for theme in ("auto", "light"))
    assert both.to_bytes("png", dpi=40) == light.to_bytes("png", dpi=40)


def test_what_a_spec_says_of_colours_is_turned_too():
    spec = b"input: 8x8x3\nlayers: [conv: 8 3x3, gap, dense: 4]\nstyle: {conv: {fill: '#ffcccc'}, dense: {stroke: '#333333'}}\n"
    figure = archdraw.render(spec, theme="dark")
    (conv,) = {
        item.fill.color for item in figure.scene.flat() if getattr(item, "fill", None) and item.fill.role == "conv"
    }
    assert is_dark(conv)
    assert conv != style.load("dark").looks["conv"]["fill"]
    assert measure(figure.scene).contrast >= 4.45


def test_of_what_options_colour_the_lines_are_turned_and_the_fills_stay():
    options = {"edge_color": "#222222", "node_color": "#fff0f0"}
    figure = archdraw.render(SPECS / "mlp.yaml", renderer="fcnn", options=options, theme="dark")
    colors = {item.stroke.color for item in figure.scene.flat() if getattr(item, "stroke", None)}
    assert "#222222" not in colors
    assert "#fff0f0" in {item.fill.color for item in figure.scene.flat() if getattr(item, "fill", None)}
    assert measure(figure.scene).contrast >= READABLE


@pytest.mark.parametrize("renderer", ["fcnn", "lenet", "alexnet"])
def test_colours_that_a_style_gives_as_options_are_turned_too(renderer):
    name = {"fcnn": "mlp", "lenet": "lenet", "alexnet": "alexnet"}[renderer]
    figure = archdraw.render(SPECS / f"{name}.yaml", renderer=renderer, style="nn-svg", theme="dark")
    fills = {item.fill.color for item in figure.scene.flat() if getattr(item, "fill", None) and item.stroke}
    assert max(map(luminance, fills)) < 0.4, "no white on a dark page"
    assert measure(figure.scene).contrast >= READABLE


@pytest.mark.parametrize("options", [{}, {"node_border_color": "#222222"}])
def test_the_dots_of_neurons_left_out_are_seen_in_the_dark(options):
    figure = archdraw.render(SPECS / "mlp.yaml", renderer="fcnn", style="nn-svg", options=options, theme="dark")
    dots = {item.fill.color for item in figure.scene.flat() if isinstance(item, Circle) and not item.stroke}
    assert dots
    assert min(contrast(dot, figure.scene.background) for dot in dots) > 3


@pytest.mark.parametrize("color", ["", "#ffffff", "#fff0f0", "#101010"])
def test_words_in_neurons_are_read_whosever_the_fill_is(color):
    options = {"node_text": "inside"} | ({"node_color": color} if color else {})
    figure = archdraw.render(SPECS / "mlp.yaml", renderer="fcnn", style="nn-svg", options=options, theme="dark")
    assert measure(figure.scene).contrast >= READABLE


def test_a_dark_style_is_dark_in_every_theme():
    assert len({svg(SPECS / "lenet.yaml", style="dark", theme=theme) for theme in ("light", "dark", "auto")}) == 1


def test_a_spec_may_say_the_theme_and_the_call_wins():
    spec = b"input: 4\nlayers: [dense: 3]\nfigure: {theme: %s}\n"
    auto = archdraw.render(spec % b"auto")
    assert "prefers-color-scheme" in auto.svg
    assert archdraw.render(spec % b"light").svg == archdraw.render(spec % b"auto", theme="light").svg
    assert archdraw.render(spec % b"dark").style.name == "dark"
    assert archdraw.render(spec % b"dark", theme="light").style.name == "paper"
    assert archdraw.render(spec % b"gray", theme="light").style.name == "gray"


def test_a_theme_that_there_is_not():
    with pytest.raises(UnknownName, match="no theme 'drak'"):
        archdraw.render(b"input: 4\nlayers: [dense: 3]\n", theme="drak")


def test_auto_needs_a_format_that_follows(here):
    done = CliRunner().invoke(main, ["render", "net.yaml", "-o", "a.png", "--theme", "auto"])
    assert done.exit_code == 2
    assert "png has one look" in done.stderr
    done = CliRunner().invoke(main, ["render", "net.yaml", "-o", "a.tex", "-o", "a.svg", "--theme", "auto"])
    assert done.exit_code == 0
    assert "prefers-color-scheme" in (here / "a.svg").read_text()


def test_a_drawing_of_svgwrite_follows_too():
    drawing = archdraw.render(SPECS / "lenet.yaml", theme="auto").drawing()
    assert "prefers-color-scheme" in drawing.tostring()


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.folder}-{entry.figure}")
def test_the_gallery_can_be_read_in_the_dark(entry):
    options = {"renderer": entry.renderer, "options": entry.options, "style": entry.style or None}
    figure = archdraw.render(ROOT / entry.path, theme="auto", **options)
    dark = darkened(figure.scene)
    assert measure(figure.scene).contrast >= READABLE
    assert measure(dark).contrast >= READABLE


def test_a_document_may_ask_for_a_theme():
    from archdraw.ext.asking import drawn, inline

    made = inline(drawn("input: 4\nlayers: [dense: 3]\n", {"theme": "auto"}))
    assert "light-dark(" in made


@pytest.mark.chromium
@pytest.mark.parametrize("machine", ["light", "dark"])
def test_a_figure_in_a_page_is_as_dark_as_the_page_not_as_the_machine(browser, machine):
    from archdraw.ext.asking import drawn, inline

    figure = drawn("input: 4\nlayers: [dense: 3]\n", {"theme": "auto"})
    fills = [tone for paints, tone in tones(figure.scene) if paints == "fill"]
    wanted = {"light": set(map(str, fills)), "dark": {tone.dark for tone in fills}}
    assert wanted["light"].isdisjoint(wanted["dark"])
    tab = browser.new_page(color_scheme=machine)
    tab.set_content(inline(figure))
    for page in ("light", "dark"):
        tab.evaluate(f"document.documentElement.style.colorScheme = '{page}'")
        shown = tab.eval_on_selector_all("svg [class^=f]", "all => all.map(one => getComputedStyle(one).fill)")
        colors = {"#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", color))) for color in shown}
        assert colors == wanted[page]
    tab.close()


def test_what_draw_io_opens_follows_too():
    from archdraw.figure import find_format

    assert find_format("drawio.svg").follows
    assert b"prefers-color-scheme" in archdraw.render(SPECS / "lenet.yaml", theme="auto").to_bytes("drawio.svg")
