"""What MkDocs does for these pages: it shows what lies beside ``docs/``, fills in what the code knows, and draws what commands draw."""

from __future__ import annotations

import json
import posixpath
import re
import runpy
from pathlib import Path
from typing import Any

import facts
import figures
import interface
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent.parent
SHOWN = ("gallery/*/*.svg", "gallery/*/*.yaml", "gallery/*/*.keras", "gallery/*/*.convnet")
SHOWN += ("styles/*.yaml", "templates/*.yaml", "templates/specs/*.yaml")
"""Files of the project that pages show or lead to; in the site they lie under the same names."""
PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
"""Pages of the project that are pages of the site too."""
BEHIND = (*PAGES.values(), "architecture.md")
"""What is found behind the pages for users; the decisions too."""
INSTEAD = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh-CN.md",
    "gallery/README.md": "gallery.md",
    "docs/decisions": "decisions/index.md",
    **PAGES,
}
"""Where a link leads in the site that leads to these in the project."""
MARKER = re.compile(r"^<!-- (\w+)(?:: (.+?))? -->$", re.M)
LINK = re.compile(r"(\]\()([^)#\s]+)(#[^)\s]*)?(?=[)\s])")
BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
CODE = re.compile(r"^(```+).*?^\1$", re.M | re.S)


def on_files(files: Any, config: Any) -> Any:
    """Add the files beside ``docs/``, and the pages that are made of them."""
    for pattern in SHOWN:
        for path in sorted(ROOT.glob(pattern)):
            files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    made = {uri: (ROOT / name).read_text(encoding="utf-8") for name, uri in PAGES.items()}
    made |= {"gallery.md": gallery(), "decisions/index.md": decisions()}
    for uri, text in made.items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill in the markers of a page, and lead its links to where things are in the site."""
    uri = page.file.src_uri
    if uri in BEHIND or uri.startswith("decisions/"):
        page.meta["search"] = {"boost": 0.1}
    own = {made: name for name, made in PAGES.items()}
    origin = "gallery.md" if uri == "gallery.md" else own.get(uri, f"docs/{uri}")

    def filled(match: re.Match[str]) -> str:
        kind, name = match[1], match[2] or ""
        if kind == "figure":
            return figures.fence_of(markdown[: match.start()], name)
        for source in (facts, interface):
            if make := source.MARKERS.get(kind):
                return make(name) if name else make()
        raise PluginError(f"{uri}: nothing fills in '{match[0]}'")

    return outside_code(MARKER.sub(filled, markdown), lambda text: LINK.sub(lambda m: _led(m, origin, uri), text))


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Keep the words in figures out of the search, which would show them without the figure."""
    return re.sub(r'(<figure class="archdraw[^"]*")>', r"\1 data-search-exclude>", html)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Say the language of a page, which the theme takes for that of the site."""
    return output.replace('<html lang="en"', f'<html lang="{page.meta["lang"]}"') if "lang" in page.meta else output


def on_post_build(config: Any) -> None:
    """Part Chinese into its signs, so that the search finds all of its words; it has no spaces to part it at."""
    index = Path(config.site_dir, "search", "search_index.json")
    text = json.dumps(json.loads(index.read_text(encoding="utf-8")), ensure_ascii=False)
    index.write_text(BETWEEN.sub("\u200b", text), encoding="utf-8")


def outside_code(text: str, change: Any) -> str:
    """Change a page everywhere but in its blocks of code."""
    parts, end = [], 0
    for block in CODE.finditer(text):
        parts += [change(text[end : block.start()]), block[0]]
        end = block.end()
    return "".join([*parts, change(text[end:])])


def _led(link: re.Match[str], origin: str, uri: str) -> str:
    """Lead a link of a page of the project to the same in the site; other links stay."""
    target = link[2]
    if re.match(r"[a-z]+:", target):
        return link[0]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
    found = INSTEAD.get(path, path.removeprefix("docs/"))
    return f"{link[1]}{posixpath.relpath(found, posixpath.dirname(uri) or '.')}{link[3] or ''}"


def gallery() -> str:
    """Write the gallery: each figure, the command that draws it, and its source."""
    parts = ["# Gallery\n\nEach figure is drawn by the command below it; a click shows it alone.\n"]
    for entry in runpy.run_path(str(ROOT / "gallery" / "build.py"))["ENTRIES"]:
        source = entry.path.as_posix()
        picture = f"gallery/{entry.folder}/{entry.figure}.svg"
        parts.append(f"## {entry.title}\n\n[![{entry.title}]({picture})]({picture})\n")
        parts.append(f"```sh\n{entry.command}\n```\n")
        if source.endswith(".keras"):
            parts.append(f"The model: [{entry.path.name}]({source})\n")
        else:
            text = (ROOT / source).read_text(encoding="utf-8").strip().replace("\n", "\n    ")
            kind = "yaml" if source.endswith(".yaml") else "text"
            parts.append(f'??? note "{entry.path.name}"\n\n    ```{kind}\n    {text}\n    ```\n')
    return "\n".join(parts)


def decisions() -> str:
    """List the pages about what was decided, by their titles."""
    rows = []
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        rows.append(f"- [{title}]({path.name})")
    about = "What was weighed, what was chosen, and what that costs; for those who work on archdraw."
    return f"# Decisions\n\n{about}\n\n" + "\n".join(rows) + "\n"
