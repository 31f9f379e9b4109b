"""The page in Chromium, from a file: nothing is asked for, nothing runs but its own program, and all of it can be used."""

from pathlib import Path

import pytest
from html_pages import classes, mark, seen

import archdraw
from archdraw import opening
from archdraw.graph import Edge, Graph, Layer, Port, Tensor

pytestmark = pytest.mark.chromium
SPECS = Path(__file__).parent.parent / "templates" / "specs"
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


@pytest.fixture(scope="module")
def resnet():
    return archdraw.render(SPECS / "resnet50.yaml")


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
    page.fill("#search", "no such layer")
    assert "Nothing" in page.locator("#found").text_content()


def test_groups_open_and_close(opened, resnet):
    page = opened(resnet)
    mark(page, "bottleneck_9").locator("text", has_text="×6").click()
    assert page.locator('.view:not([hidden]) [data-layer^="bottleneck_1"]').count() > 3
    assert page.locator(".choice[aria-pressed=true]").count() == 0
    page.keyboard.press("c")
    assert page.locator("#name").text_content() == "bottleneck_9"
    assert page.locator("#levels button").all_text_contents() == ["Show one copy", "Show all 6 copies"]
    page.locator("#levels button").first.click()
    assert mark(page, "bottleneck_9/add").count()
    assert page.locator("#name").text_content() == "bottleneck_9"
    assert page.locator("#levels button").all_text_contents() == ["Close to one box", "Show all 6 copies"]
    page.locator("#levels button").first.click()
    assert page.locator("#view-0").is_visible()
    views = page.locator(".choice")
    for i in range(views.count()):
        views.nth(i).click()
        assert page.locator(".view:not([hidden])").count() == 1
        assert page.locator(".choice[aria-pressed=true]").text_content() == views.nth(i).text_content()


def test_a_second_group_opens_while_the_first_stays_open(opened):
    page = opened(archdraw.render(SPECS / "transformer.yaml"))
    boxes = {name: f'.view:not([hidden]) [data-layer^="{name}_6/"]' for name in ("encoder", "decoder")}
    for name in boxes:
        page.locator(f'.view:not([hidden]) g.frame[id$="group-{name}"] text', has_text="×6").click()
    assert all(page.locator(one).count() for one in boxes.values())
    assert page.locator("#bar").is_hidden()
    page.keyboard.press("c")
    assert page.locator(boxes["encoder"]).count()
    assert not page.locator(boxes["decoder"]).count()


def test_what_no_drawing_shows_is_said_and_what_was_wished_is_kept(opened, resnet, monkeypatch):
    monkeypatch.setattr(opening, "MOST", 11)  # each group alone, and all
    page = opened(resnet)
    page.locator('.view:not([hidden]) [data-layer="bottleneck_2"] text', has_text="×3").click()
    mark(page, "bottleneck_15").locator("text", has_text="×3").click()
    assert page.locator("#bar").is_visible()
    assert "this page has no drawing of just what you asked for" in page.locator("#notice").text_content()
    assert page.locator('.view:not([hidden]) [data-layer^="bottleneck_16/"]').count()
    assert page.locator('.view:not([hidden]) [data-layer^="bottleneck_3/"]').count(), "the first stays open"
    page.keyboard.press("c")
    assert page.locator("#bar").is_hidden()
    assert mark(page, "bottleneck_9").is_visible(), "what had to open with it is closed again"
    assert page.locator('.view:not([hidden]) [data-layer^="bottleneck_3/"]').count()
    page.locator("#heard").dispatch_event("click")


def test_a_frame_tells_of_its_group_and_closes_by_a_double_click(opened):
    page = opened(archdraw.render(SPECS / "transformer.yaml"))
    page.locator('.view:not([hidden]) g.frame[id$="group-decoder"] > text').first.click()
    assert page.locator("#name").text_content() == "decoder"
    assert "Copies" in page.locator("#rows").text_content()
    page.locator('.view:not([hidden]) g.frame[id$="group-decoder"] > text').first.dblclick()
    assert mark(page, "decoder").is_visible()
    page.keyboard.press("o")
    assert page.locator("#view-0").is_visible()


def test_a_card_tells_name_type_shapes_counts_and_attributes(opened, resnet):
    page = opened(resnet)
    mark(page, "conv").hover()
    told = page.locator("#tip").inner_text().split("\n")
    assert told[:5] == [
        "conv",
        "conv",
        "224 × 224 × 3 → 112 × 112 × 64",
        "9,664 parameters",
        "118,013,952 multiply-adds",
    ]
    assert "kernel 7 × 7" in told


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
    assert page.locator(".choice[aria-pressed=true]").text_content() == "Groups open"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_what_readers_aloud_hear(opened, resnet):
    page = opened(resnet)
    assert mark(page, "conv").get_attribute("aria-label").startswith("conv, conv, 224 × 224 × 3")
    assert mark(page, "conv").get_attribute("role") == "button"
    nameless = page.eval_on_selector_all(
        "button:not([hidden]), input", "all => all.filter(one => !(one.ariaLabel || one.textContent.trim())).length"
    )
    assert nameless == 0
    assert page.locator(".view:not([hidden]) [tabindex='0']").count() == 1


def test_two_thousand_layers_can_be_searched_and_read(opened):
    layers = [Layer(f"{LABELS[0]} {i}", "dense", outputs=(Tensor((4 + i % 5,)),)) for i in range(2000)]
    page = opened(archdraw.render(chain(*layers)))
    page.fill("#search", f"{LABELS[0]} 1500")
    assert page.locator("#found [role=option]").count() == 1
    page.press("#search", "Enter")
    box = page.locator(".view [data-layer]").nth(1500).bounding_box()
    assert box["height"] > 20
    assert 0 < box["x"] < box["x"] + box["width"] < page.locator("#details").bounding_box()["x"]


def test_the_copies_of_a_block_of_a_keras_file_open_and_close(opened):
    page = opened(archdraw.render(Path(__file__).parent / "golden/keras/ResNet50.keras"))
    mark(page, "conv4_block2").locator("text", has_text="×6").click()
    names = page.eval_on_selector_all(".view:not([hidden]) [data-layer]", "all => all.map(one => one.dataset.layer)")
    assert {f"conv4_block{i}_add" for i in range(1, 7)} <= set(names)
    assert not {"conv3_block3_add", "conv5_block3_add"} & set(names)
    mark(page, "conv4_block3_add").click()
    assert page.locator("#levels button").all_text_contents() == ["Close to one box", "Show one copy"]
    page.locator('.view:not([hidden]) g.frame[id$="group-conv4_block3"] > rect').dblclick(position={"x": 3, "y": 3})
    assert not page.locator('.view:not([hidden]) [data-layer="conv4_block3_add"]').count()


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
