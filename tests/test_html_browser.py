"""The page in Chromium, from a file: nothing is asked for, nothing runs but its own program, and all of it can be used."""

import re
from base64 import b64encode
from pathlib import Path

import pytest

import archdraw
from archdraw import style
from archdraw.graph import Edge, Graph, Layer, Port, Tensor
from archdraw.style.colors import contrast

pytestmark = pytest.mark.chromium
SPECS = Path(__file__).parent.parent / "templates" / "specs"
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""
LABELS = [
    "</script><img src=x onerror=alert(1)>",
    "<svg onload=alert(2)>",
    "{{7*7}} {% raw %}",
    "javascript:alert(3)",
    "שכבה ראשונה (1)",
    "&lt;b&gt;&amp;",
    "'\"`${alert(4)}",
    "a → b; c → d",
    "x" * 10_000,
]


@pytest.fixture
def opened(browser, tmp_path):
    """Open the page of a figure; at the end nothing must have been asked for, violated or gone wrong."""
    pages, wrong = [], []

    def open_page(figure, **options):
        path = figure.save(tmp_path / "net.html")
        page = browser.new_context(**options).new_page()
        page.add_init_script(WATCH)
        page.on("request", lambda request: request.url in (path.as_uri(), "data:,") or wrong.append(request.url))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_page
    assert not wrong
    for page in pages:
        assert page.evaluate("violations") == []
        page.context.close()


@pytest.fixture(scope="module")
def resnet():
    return archdraw.render(SPECS / "resnet50.yaml")


def mark(page, name):
    return page.locator(f'.view:not([hidden]) [data-layer="{name}"]').first


def classes(page, name):
    return set((mark(page, name).get_attribute("class") or "").split())


def seen(page):
    return [float(part) for part in page.locator(".view:not([hidden]) svg").get_attribute("viewBox").split()]


def chain(*layers, title=""):
    """A graph of layers in a row."""
    names = [layer.name for layer in layers]
    ends = (Port(names[0]),), (Port(names[-1]),)
    return Graph("net", layers, tuple(map(Edge, names, names[1:])), (), *ends, title=title)


def test_hostile_labels_are_words_and_nothing_else(opened):
    size = (Tensor((4,)),)
    plain = (
        Layer(f"l{i}", "dense", label=label, note=label, type=label, outputs=size) for i, label in enumerate(LABELS)
    )
    named = (Layer(label, "dense", attrs={"units": label}, outputs=size) for label in LABELS)
    page = opened(archdraw.render(chain(*plain, *named, title=LABELS[0]), renderer="graph"))
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert page.title() == page.locator("h1").text_content() == LABELS[0]
    for label in LABELS:
        page.fill("#search", label)
        assert page.locator("#found [role=option]").count() == 2, label
        page.press("#search", "Enter")
        assert label[:380] in page.locator("#rows").text_content()
        page.press("#search", "ArrowDown")
        page.press("#search", "Enter")
        assert page.locator("#name").text_content() == label
        page.fill("#search", "")
    assert page.locator("img, .view script").count() == 0


def test_a_name_is_no_line(opened):
    """Names in which the sign of an edge stands lead no path astray."""
    layers = [Layer(name, "dense", outputs=(Tensor((4,)),)) for name in ("a", "b → z; a", "c")]
    page = opened(archdraw.render(chain(*layers)))
    page.locator("[data-layer=c]").first.click()
    assert page.locator("#told").text_content().startswith("c: 2 layers before it")


def test_the_policy_refuses_what_gets_into_the_page(browser, resnet, tmp_path):
    page = browser.new_context().new_page()
    refused = []
    page.on("requestfailed", lambda request: refused.append((request.url, request.failure)))
    page.goto(resnet.save(tmp_path / "net.html").as_uri())
    page.evaluate(
        """() => { const one = document.createElement("div");
        one.innerHTML = "<img src='http://127.0.0.1:9/x.png' onerror='window.ran = 1'><b onclick='window.ran = 1'>x</b>";
        document.body.append(one); const more = document.createElement("script"); more.textContent = "window.ran = 1";
        document.body.append(more); one.lastChild.click(); }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert refused == [("http://127.0.0.1:9/x.png", "csp")]


def test_click_shows_details_and_dims_what_is_not_on_the_path(opened):
    page = opened(archdraw.render(SPECS / "yolo-fpn.yaml"))
    assert page.locator("#details").is_hidden()
    mark(page, "p4").click()
    assert page.locator("#name").text_content() == "p4"
    assert "26 × 26 × 256" in page.locator("#rows").text_content()
    assert "on" in classes(page, "input")
    drawn = page.locator('.view:not([hidden]) [data-layer="large"]')
    assert "off" in drawn.get_attribute("class").split()
    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden()
    assert page.locator(".off, .on").count() == 0


def test_the_path_is_what_flows_in_and_out(opened):
    figure = archdraw.render(SPECS / "yolo-fpn.yaml", renderer="graph", passes="none", options={"fit": "false"})
    page = opened(figure)
    into, out = {}, {}
    for edge in figure.drawn.edges:
        into.setdefault(edge.target, set()).add(edge.source)
        out.setdefault(edge.source, set()).add(edge.target)

    def reached(name, ways):
        found, todo = set(), [name]
        while todo:
            for other in ways.get(todo.pop(), ()):
                if other not in found:
                    found.add(other)
                    todo.append(other)
        return found

    for name in [layer.name for layer in figure.drawn.layers][10::17]:
        mark(page, name).dispatch_event("click")
        on = page.eval_on_selector_all(
            ".view:not([hidden]) [data-layer].on", "all => all.map(one => one.dataset.layer)"
        )
        assert set(on) == {name} | reached(name, into) | reached(name, out)


def test_search_finds_in_all_views_and_goes_there(opened, resnet):
    page = opened(resnet)
    page.keyboard.press("/")
    page.keyboard.type("bottleneck_13/add")
    assert page.locator("#found [role=option]").count() == 1
    page.keyboard.press("Enter")
    assert mark(page, "bottleneck_13/add").is_visible()
    assert page.locator("#name").text_content() == "bottleneck_13/add"
    assert page.locator(".choice[aria-pressed=true]").count() == 1
    page.fill("#search", "no such layer")
    assert "Nothing" in page.locator("#found").text_content()


def test_groups_open_and_close(opened, resnet):
    page = opened(resnet)
    views = page.locator(".choice")
    badge = mark(page, "bottleneck_9").locator("text", has_text="×6")
    badge.click()
    assert "Stage 3" in page.locator(".choice[aria-pressed=true]").text_content()
    assert page.locator('.view:not([hidden]) [data-layer^="bottleneck_1"]').count() > 3
    page.keyboard.press("o")
    assert page.locator(".choice[aria-pressed=true]").text_content() == "Figure"
    mark(page, "bottleneck_9").click()
    assert page.locator("#open").text_content() == "Open the copies"
    page.click("#open")
    assert "Stage 3" in page.locator(".choice[aria-pressed=true]").text_content()
    for i in range(views.count()):
        views.nth(i).click()
        assert page.locator(".view:not([hidden])").count() == 1
        assert page.locator(f"#view-{i}").is_visible()


def test_zoom_and_move_and_back(opened, resnet):
    page = opened(resnet)
    whole = seen(page)
    stage = page.locator("#stage").bounding_box()
    x, y = stage["x"] + 300, stage["y"] + 200
    inverse = "([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(document.querySelector('#view-0 svg').getScreenCTM().inverse()); return [p.x, p.y]; }"
    before = page.evaluate(inverse, [x, y])
    page.mouse.move(x, y)
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(100)
    assert seen(page)[2] < 0.8 * whole[2]
    assert page.evaluate(inverse, [x, y]) == pytest.approx(before, abs=0.01)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    assert page.evaluate(inverse, [x + 60, y + 30]) == pytest.approx(before, abs=0.6)
    assert page.locator("#details").is_hidden(), "a drag is no click"
    page.keyboard.press("0")
    assert seen(page) == pytest.approx(whole)
    page.click("#in")
    page.keyboard.press("-")
    assert seen(page) == pytest.approx(whole, abs=0.01)
    for _ in range(60):
        page.keyboard.press("-")
    assert seen(page)[2] == pytest.approx(2 * whole[2])


def test_keys_alone_reach_every_layer(opened, resnet):
    page = opened(resnet)
    page.focus("#stage")
    page.keyboard.press("Tab")
    names = [page.evaluate("document.activeElement.dataset.layer")]
    for _ in range(9):
        page.keyboard.press("ArrowDown")
        names.append(page.evaluate("document.activeElement.dataset.layer"))
    drawn = [layer.name for layer in resnet.drawn.layers]
    assert names[:3] == drawn[:3] == ["input", "conv", "maxpool"]
    assert names[-1] == "output"
    page.keyboard.press("Enter")
    assert page.locator("#name").text_content() == "output"
    page.keyboard.press("]")
    assert page.locator(".choice[aria-pressed=true]").text_content() == "Closed"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_what_readers_aloud_hear(opened, resnet):
    page = opened(resnet)
    assert mark(page, "conv").get_attribute("aria-label").startswith("conv, conv, 112 × 112 × 64")
    assert mark(page, "conv").get_attribute("role") == "button"
    nameless = page.eval_on_selector_all(
        "button:not([hidden]), input", "all => all.filter(one => !(one.ariaLabel || one.textContent.trim())).length"
    )
    assert nameless == 0
    assert page.locator(".view:not([hidden]) [tabindex='0']").count() == 1


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


def test_the_copies_of_a_block_of_a_keras_file_open_and_close_by_their_frames(opened):
    page = opened(archdraw.render(Path(__file__).parent / "golden/keras/ResNet50.keras"))
    mark(page, "conv4_block2").locator("text", has_text="×6").click()
    names = page.eval_on_selector_all(".view:not([hidden]) [data-layer]", "all => all.map(one => one.dataset.layer)")
    assert {f"conv4_block{i}_add" for i in range(1, 7)} <= set(names)
    assert not {"conv3_block3_add", "conv5_block3_add"} & set(names)
    mark(page, "conv4_block3_add").click()
    assert page.locator("#open").text_content() == "Close the copies"
    page.locator('.view:not([hidden]) g.frame[id$="group-conv4_block3"] > rect').click(position={"x": 3, "y": 3})
    assert page.locator(".choice[aria-pressed=true]").text_content() == "Figure"


def test_two_fingers_zoom(opened, resnet):
    page = opened(resnet, has_touch=True)
    whole = seen(page)
    cdp = page.context.new_cdp_session(page)
    for kind, apart in (("Start", 40), ("Move", 60), ("Move", 120), ("Move", 160)):
        points = [{"x": 400 - apart, "y": 400, "id": 0}, {"x": 400 + apart, "y": 400, "id": 1}]
        cdp.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert whole[2] / seen(page)[2] == pytest.approx(4, rel=0.15)
    page.locator("#whole").tap()
    mark(page, "conv").tap()
    assert page.locator("#name").text_content() == "conv"
