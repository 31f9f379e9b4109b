"""Write views of a network as one HTML page: to zoom, search, follow and open, without a network and without a server."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from archdraw.resources import data_dir
from archdraw.scene import Scene, Tone
from archdraw.style.colors import WHITE, is_dark
from archdraw.text import clean
from archdraw.tones import tones
from archdraw.typeset.markup import dark_rules, svg
from archdraw.views import Views
from archdraw.writers.html.facts import told

SCRIPTS = ("model", "details", "path", "stage", "search", "views", "start")
"""The parts of the program of the page, in their order."""


def write(views: Views) -> bytes:
    """Give the page: it asks for nothing, and its policy allows only the style and the program that are in it.

    All that comes from the source is text: escaped in the figures, and data, not program, for the details.
    """
    import jinja2
    from markupsafe import Markup

    folder = data_dir("templates") / "html"

    def part(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    scenes = [view.scene for view in views.shown]
    style = part("page.css") + _colors(scenes)
    body = "".join(part(f"{name}.js") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{body}}})();\n'
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True, keep_trailing_newline=True)
    first = views.shown[0].scene
    page = environment.from_string(part("page.html.j2")).render(
        title=clean(first.title or views.graph.title or views.graph.name) or "Figure",
        policy=policy(style, script),
        theme=_theme(scenes[0]),
        style=Markup(style),
        script=Markup(script),
        data=Markup(as_data(told(views))),
        note=views.note,
        views=[
            {"id": f"view-{i}", "title": view.title, "chief": view.chief, "svg": Markup(_svg(view.scene, f"v{i}-"))}
            for i, view in enumerate(views.shown)
        ],
    )
    return page.encode()


def policy(style: str, script: str) -> str:
    """Give the content security policy of a page that has this style and this program in it, and nothing from elsewhere."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def as_data(value: object) -> str:
    r"""Give a value as JSON that cannot end the element it stands in.

    >>> as_data("</script>&")
    '"\\u003c/script\\u003e\\u0026"'
    """
    import json

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _svg(scene: Scene, prefix: str) -> str:
    return svg(scene, prefix=prefix, styled=False).decode()


def _theme(scene: Scene) -> str:
    """Tell whether the page is light, dark, or follows its reader, as the figure is."""
    if next(tones(scene), None):
        return "auto"
    return "dark" if is_dark(scene.background or WHITE) else "light"


def _colors(scenes: list[Scene]) -> str:
    """Give the rules for the colours of the figures on a dark page, and for what is behind them."""
    rules = sorted({rule for scene in scenes for rule in dark_rules(scene)})
    ground = scenes[0].background
    lines = [f":root {{ --paper: {ground}; }}"] if ground else []
    if rules:
        paper = f"--paper: {ground.dark}; " if isinstance(ground, Tone) else ""
        for root, around in (
            (":root[data-theme=dark]", "{}"),
            (":root[data-theme=auto]", "@media (prefers-color-scheme: dark) {{ {} }}"),
        ):
            more = " ".join([f"{root} {{ {paper}}}", *(f"{root} {rule}" for rule in rules)])
            lines.append(around.format(more))
    return "".join(f"{line}\n" for line in lines)
