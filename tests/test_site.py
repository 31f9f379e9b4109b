"""The site of the documentation: built strictly, and looked at as a browser would: figures, links, nothing from elsewhere."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from archdraw import registry
from archdraw.options import options_of

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "decisions")
FETCHED = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
FETCHED |= {("image", "href"), ("image", "xlink:href"), ("use", "href"), ("img", "srcset"), ("video", "src")}
"""What a browser fetches without being asked."""


class Page(HTMLParser):
    """What a built page has of tags, ids and classes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.text = [], [], text
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for key, value in attrs if key == "id"]

    def given(self, wanted):
        """Give the values of these attributes of these tags."""
        return [more[key] for tag, more in self.tags for key in more if (tag, key) in wanted and more[key]]


@pytest.fixture(scope="session")
def place(tmp_path_factory, request):
    """Build the site once for all workers; give its folder."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base
    site, done = base / "site", base / "site-built"
    try:
        (base / "site-begun").mkdir()
    except FileExistsError:
        for _ in range(3000):
            if done.exists():
                break
            time.sleep(0.1)
    else:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        (base / "site-told").write_text(f"{run.returncode}\n{run.stderr}")
        done.mkdir()
    told = (base / "site-told").read_text()
    assert told.startswith("0\n"), told
    return site


@pytest.fixture(scope="session")
def built(place):
    """Give all pages of the site by their names in it; pages that are figures stand in it as they are."""
    pages = {path.relative_to(place).as_posix(): path for path in place.rglob("*.html")}
    return {name: Page(path.read_text()) for name, path in pages.items() if not name.startswith("gallery/")}


def test_the_site_is_built_strictly_with_every_page(built):
    assert {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in PAGES} <= built.keys()
    assert {"gallery.html", "changelog.html", "contributing.html", "decisions/index.html"} <= built.keys()


def test_every_page_is_in_the_navigation(built):
    links = {unquote(urlsplit(link).path) for link in built["index.html"].given({("a", "href")})}
    assert {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in PAGES} <= links
    assert {"gallery.html", "changelog.html", "contributing.html", "decisions/index.html"} <= links


def test_every_figure_is_drawn(built):
    for path in PAGES:
        name = path.relative_to(DOCS).with_suffix(".html").as_posix()
        asked = len(re.findall(r"^<!-- figure\b", path.read_text(encoding="utf-8"), re.M))
        asked += len(registry.entries("styles")) if name == "reference/styles.html" else 0
        drawn = re.findall(r'<figure class="archdraw[^"]*" data-search-exclude><svg [^>]*viewBox', built[name].text)
        assert len(drawn) == asked, name
    assert not any('class="archdraw archdraw-error"' in page.text for page in built.values())
    assert sum(page.text.count('<figure class="archdraw') for page in built.values()) > 40


def test_the_search_knows_the_pages_but_not_the_words_in_figures(place):
    index = json.loads((place / "search" / "search_index.json").read_text())["docs"]
    assert any("thickness from the channels" in entry["text"] for entry in index)
    assert any(entry["location"].startswith("tutorial.zh-CN.html") for entry in index)
    drawn = [entry["text"] for entry in index if entry["location"].startswith("renderers/volumes.html")]
    assert not any("conv5" in text for text in drawn)


def test_the_search_finds_words_in_chinese_which_has_no_spaces(place):
    found = json.loads((place / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = "\n".join(entry["text"] for entry in found["docs"] if "zh-CN" in entry["location"])
    words = set(re.split(found["config"]["separator"], re.sub("<.*?>", " ", text)))
    assert {*"参数量栏宽论文中文描述"} <= words


@pytest.mark.chromium
def test_the_search_answers_in_both_languages(place, browser):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(place))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tab = browser.new_page()
        for asked, answer in (("width", "widths"), ("residual", "graph"), ("参数量", "五分钟"), ("栏宽", "五分钟")):
            tab.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            tab.click(".md-search__input")
            tab.keyboard.insert_text(asked)
            tab.keyboard.press("Shift")  # as after an input method: the page listens to keys
            tab.wait_for_function(
                "answer => [...document.querySelectorAll('.md-search-result__item')]"
                ".some(item => item.innerText.replaceAll('\u200b', '').includes(answer))",
                arg=answer,
            )
        tab.close()
        server.shutdown()


@pytest.mark.chromium
@pytest.mark.parametrize("name", registry.BUILT_IN["renderers"])
def test_a_phone_shows_what_options_do_without_scrolling(place, browser, name):
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.goto((place / "renderers" / f"{name}.html").as_uri())
    ends = tab.eval_on_selector_all(
        "#options ~ * td:last-child", "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert ends
    assert max(ends) <= 390
    tab.close()


def test_what_concerns_the_project_is_found_last(filled):
    from types import SimpleNamespace

    for name, boost in (("decisions/0001.md", 0.1), ("architecture.md", 0.1), ("tutorial.md", None)):
        page = SimpleNamespace(file=SimpleNamespace(src_uri=name), meta={})
        filled("", page)
        assert page.meta.get("search", {}).get("boost") == boost


def test_no_marker_is_left(built):
    for name, page in built.items():
        assert not re.search(r"<!-- (figure|options|formats|readers|python|commands|styles|specs|widths)", page.text), (
            name
        )


def test_no_sign_of_markdown_is_left(built):
    for name, page in built.items():
        text = re.sub(r"<(pre|code|script|style|svg)\b.*?</\1>|<[^>]+>", "", page.text, flags=re.S)
        assert not re.search(r"\\[$*_<|`]|``|\]\(", text), name


def test_nothing_is_fetched_from_elsewhere(place, built):
    for name, page in built.items():
        for target in page.given(FETCHED):
            assert not re.match(r"(https?:)?//", target), f"{name} fetches {target}"
        assert 'class="mermaid"' not in page.text, "its script comes from elsewhere"
    for style in place.rglob("*.css"):
        assert not re.search(r"(url\(|@import )[\"']?(https?:)?//", style.read_text()), style.name


def test_every_link_of_the_site_leads_somewhere(place, built):
    for name, page in built.items():
        if name == "404.html":  # it stands for any address, so its links begin at the top of a server
            continue
        for link in page.given({("a", "href"), *FETCHED}):
            parts = urlsplit(link)
            if parts.scheme or link.startswith("data:"):
                continue
            target = (place / name).parent / unquote(parts.path) if parts.path else place / name
            assert target.resolve().is_file(), f"{name} leads to {link}"
            if parts.fragment and target.suffix == ".html":
                there = built[target.resolve().relative_to(place.resolve()).as_posix()]
                assert unquote(parts.fragment) in {*there.ids, "__top"}, f"{name} leads to {link}"


def test_ids_of_a_page_are_its_own(built):
    for name, page in built.items():
        assert len(page.ids) == len(set(page.ids)), name


@pytest.mark.parametrize("name", registry.BUILT_IN["renderers"])
def test_a_renderer_has_a_page_with_all_its_options(built, name):
    page = built[f"renderers/{name}.html"].text
    for option in options_of(registry.resolve(registry.find("renderers", name).options)):
        assert f"<td><code>{option.name}</code></td>" in page, option.name


def test_what_there_is_is_in_the_reference(built):
    from archdraw.cli.program import COMMANDS
    from archdraw.lengths import VENUES

    formats = built["reference/formats.html"].text
    for name in [*registry.BUILT_IN["writers"], *registry.BUILT_IN["readers"], *registry.BUILT_IN["passes"], *VENUES]:
        assert f"<code>{name}</code>" in formats, name
    assert all(f"archdraw {name}</h2>" in re.sub("<a .*?</a>", "", built["reference/command-line.html"].text) for name in COMMANDS)  # fmt: skip
    assert all(f'id="{name}"' in built["reference/styles.html"].text for name in registry.entries("styles"))
    for name in ("archdraw.render", "archdraw.read", "archdraw.Figure.save", "archdraw.keras.plot_model"):
        assert name in built["reference/python.html"].ids


def test_options_named_for_those_who_come_from_elsewhere_exist():
    known = {"plot_model", "model_to_dot"}
    for name in registry.BUILT_IN["renderers"]:
        known |= {option.name for option in options_of(registry.resolve(registry.find("renderers", name).options))}
    page = (DOCS / "coming-from.md").read_text(encoding="utf-8")
    here = [row.rstrip("|").rpartition("|")[2] for row in page.splitlines() if row.startswith("| ")]
    words = {word for cell in here for word in re.findall(r"`(?:--set )?([a-z0-9]+(?:_[a-z]+)+)(?:=\w+)?`", cell)}
    assert len(words) > 10
    assert words <= known


def test_pages_in_chinese_say_so(built):
    for name, page in built.items():
        assert page.tags[0] == ("html", {"lang": "zh" if "zh-CN" in name else "en", "class": "no-js"}), name


@pytest.fixture
def filled(monkeypatch):
    """Give what fills in the markers of a page."""
    pytest.importorskip("mkdocs")
    monkeypatch.syspath_prepend(str(DOCS / "hooks"))
    monkeypatch.chdir(ROOT)
    from runpy import run_path
    from types import SimpleNamespace

    fill = run_path(str(DOCS / "hooks" / "site.py"))["on_page_markdown"]
    page = SimpleNamespace(file=SimpleNamespace(src_uri="renderers/page.md"))
    return lambda text, page=page: fill(text, page, None, None)


def test_a_figure_is_what_the_command_above_it_draws(filled):
    spec = "```yaml\n# net.yaml\ninput: 8\nlayers: [{dense: 3}]\n```\n"
    command = "```sh\narchdraw render net.yaml -r graph -s dark --theme light -w 3in -p drop,fold --set legend=false --set u=1\n```\n"
    wanted = 'renderer="graph" style="dark" theme="light" width="3in" passes="drop,fold" set="legend=false u=1" caption="A net"}'
    made = filled(f"{spec}{command}<!-- figure: A net -->\n")
    assert made.endswith(f"```{{.archdraw .dark {wanted}\n# net.yaml\ninput: 8\nlayers: [{{dense: 3}}]\n```\n")


def test_a_figure_below_a_spec_draws_it(filled):
    spec = "```yaml\n{}```\n<!-- figure -->\n"
    assert filled(spec.format("input: 8\nlayers: [relu]\n")).endswith(
        '```{.archdraw .auto theme="auto"}\ninput: 8\nlayers: [relu]\n```\n'
    )
    made = filled(spec.format("# input: 28x28\n- relu\n- gap\n"))
    assert made.endswith(
        '```{.archdraw .auto theme="auto"}\ninput: 28x28\nlayers:\n  # input: 28x28\n  - relu\n  - gap\n```\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- option: graph -->", "nothing fills in"),
        ("<!-- figure -->", "needs a spec or a command above it"),
        ("```sh\narchdraw render nowhere.yaml\n```\n<!-- figure -->", "there is no 'nowhere.yaml'"),
        ("```sh\narchdraw render net.yaml --set 'label=a b'\n```\n<!-- figure -->", "has a space"),
    ],
)
def test_a_marker_that_nothing_fills_in_ends_the_build(filled, text, said):
    from mkdocs.exceptions import PluginError

    with pytest.raises(PluginError, match=said):
        filled(text)


def test_links_lead_to_the_same_in_the_site_but_stay_in_code(filled):
    links = "[a](../../gallery/README.md) [b](../spec.md#names) [c](../../styles/paper.yaml) [d](https://x.org/y)"
    made = "[a](../gallery.md) [b](../spec.md#names) [c](../styles/paper.yaml) [d](https://x.org/y)"
    code = "\n```text\n[a](../../gallery/README.md)\n```\n"
    assert filled(links + code + links) == made + code + made
