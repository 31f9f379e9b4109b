"""The measures beside a browser: no text is wider or higher there than the room the figure keeps for it."""

import base64
import json
import re
import subprocess
from pathlib import Path

import pytest
from chromium import CHROMIUM

import archdraw
from archdraw import fonts
from archdraw.scene import Text

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
    const characters = [...Array(text.getNumberOfChars()).keys()], font = getComputedStyle(text).font;
    const ends = characters.flatMap(at => [text.getStartPositionOfChar(at).x, text.getEndPositionOfChar(at).x]);
    return [text.textContent, Math.min(...ends), Math.max(...ends), document.fonts.check(font)];
  });
  document.getElementById("found").textContent = JSON.stringify(found);
});
</script>"""


SCRIPTS = """
input: 8x8x4
layers:
  - {conv: 4 3x3, label: "שכבה 1 (conv 3×3)!", note: "(12.5) שלום, עולם"}
  - {conv: 4 3x3, label: "قناة, طبقة 3.5%", note: "conv (قناة) 12"}
  - {conv: 4 3x3, label: "ชั้นคอนโวลูชัน", note: "ფენა"}
  - {conv: 4 3x3, label: "ℝⁿ ∈ α×β ⊕ ∥ x₁²", note: "é ȩ̃ α̂ Å"}
"""


def face(bold, script=False):
    chosen = fonts.script_face(bold, italic=False) if script else fonts.text_face(bold, italic=False)
    data = base64.b64encode(fonts.data(chosen)).decode()
    weight = "600 900" if bold else "100 500"
    # the family of a figure falls back to the second face where the first lacks a character, as the minus is
    scripts = "U+0590-07FF,U+0900-097F,U+0E00-0E7F,U+10A0-10FF,U+2212"
    scripts = scripts if script else "U+0000-058F,U+1E00-2211,U+2213-FFFF"
    return (
        f"@font-face{{font-family:'Noto Sans';font-weight:{weight};unicode-range:{scripts};"
        f"src:url(data:font/otf;base64,{data})}}"
    )


def texts_in_browser(svg, folder):
    page = folder / "page.html"
    page.write_text(
        PAGE
        % (
            "".join(face(bold, script) for bold in (False, True) for script in (False, True)),
            re.sub(r"<\?xml[^>]*>", "", svg),
        ),
        "utf-8",
    )
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom"]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120, check=True)
    (found,) = re.findall(r'<pre id="found">(.*?)</pre>', done.stdout, re.S)
    assert found, "the script did not run"
    return json.loads(found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_texts_take_no_more_room_in_a_browser_than_in_the_measures(path, tmp_path):
    compared(archdraw.render(path), tmp_path)


def test_texts_of_other_scripts_stand_where_the_measures_have_them(tmp_path):
    figure = archdraw.render(SCRIPTS.encode(), name="scripts.yaml")
    compared(figure, tmp_path)
    assert figure.svg.count('direction="rtl"') == 2


def compared(figure, tmp_path):
    ours = [item for item in figure.scene.flat() if isinstance(item, Text)]
    theirs = texts_in_browser(figure.svg, tmp_path)
    assert [text.content for text in ours] == [content for content, *_ in theirs]
    for text, (content, left, right, loaded) in zip(ours, theirs, strict=True):
        assert loaded, content
        assert left >= text.box.left - 0.02, content
        assert right <= text.box.right + 0.02, content
        assert right - left >= 0.7 * text.width, f"{content} keeps far too much room"
