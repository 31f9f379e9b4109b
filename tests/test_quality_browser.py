"""The measures beside a browser: no text is wider or higher there than the room the figure keeps for it."""

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import archdraw
from archdraw import fonts
from archdraw.scene import Text

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.filterwarnings("ignore:the smallest text:archdraw.errors.ArchdrawWarning"),
]
HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
SOURCES = [
    *(SPECS / f"{name}.yaml" for name in ("lenet", "transformer", "moe", "yolo-fpn", "vae", "rnn-unrolled")),
    HERE / "golden" / "keras" / "ResNet50.keras",
    HERE / "golden" / "keras" / "InceptionV3.keras",
]
PAGE = """<!doctype html><meta charset="utf-8"><style>%s</style>%s<pre id="found"></pre><script>
document.fonts.ready.then(() => {
  const found = [...document.querySelectorAll("svg text")].map(text => {
    const last = text.getNumberOfChars() - 1, font = getComputedStyle(text).font;
    return [text.textContent, text.getStartPositionOfChar(0).x, text.getEndPositionOfChar(last).x, document.fonts.check(font)];
  });
  document.getElementById("found").textContent = JSON.stringify(found);
});
</script>"""


def face(bold):
    data = base64.b64encode(fonts.data(fonts.text_face(bold, italic=False))).decode()
    weight = "600 900" if bold else "100 500"
    return f"@font-face{{font-family:'Noto Sans';font-weight:{weight};src:url(data:font/otf;base64,{data})}}"


def texts_in_browser(svg, folder):
    page = folder / "page.html"
    page.write_text(PAGE % (face(bold=False) + face(bold=True), re.sub(r"<\?xml[^>]*>", "", svg)), "utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom"]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    (found,) = re.findall(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)
    assert found, "the script did not run"
    return json.loads(found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_texts_take_no_more_room_in_a_browser_than_in_the_measures(path, tmp_path):
    figure = archdraw.render(path)
    ours = [item for item in figure.scene.flat() if isinstance(item, Text)]
    theirs = texts_in_browser(figure.svg, tmp_path)
    assert [text.content for text in ours] == [content for content, *_ in theirs]
    for text, (content, left, right, loaded) in zip(ours, theirs, strict=True):
        assert loaded, content
        assert left >= text.box.left - 0.02, content
        assert right <= text.box.right + 0.02, content
        assert right - left >= 0.7 * text.width, f"{content} keeps far too much room"
