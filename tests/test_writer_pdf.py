"""PDF and PNG: exact pages, embedded fonts, text that can be found, and a word about characters that no font has."""

from __future__ import annotations

import re
import subprocess
import warnings
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_strategies import FULL, HOSTILE, texts

import archdraw
from archdraw import embedded, fonts
from archdraw.errors import ArchdrawWarning, WriteError
from archdraw.scene import Font, Scene, Text
from archdraw.text import width
from archdraw.typeset import runs
from archdraw.typeset.typst import missing
from archdraw.writers import pdf, png

MIXED = "conv 卷积 ℝ ∈ ⊕ αβγ x² ₙ →"


def page(*contents: str, weight: str = "regular", italic: bool = False) -> Scene:
    font = Font(8, weight, italic)  # type: ignore[arg-type]
    items = tuple(Text((5, 12 + 12 * i), content, font, "#1f2933") for i, content in enumerate(contents))
    return Scene(300, 12 * len(contents) + 10, items, "a page", background="#ffffff")


def texts_of(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(data)
    return subprocess.run(
        ["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("scale", [1.0, 0.5, 468 / 120])
def test_the_page_is_exactly_the_printed_figure(scale: float) -> None:
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf.write(replace(FULL, scale=scale)))
    assert box is not None
    assert (float(box[1]), float(box[2])) == pytest.approx((120 * scale, 80 * scale), abs=1e-3)


@pytest.mark.parametrize("write", [pdf.write, png.write])
def test_the_same_scene_gives_the_same_bytes(write: object) -> None:
    assert write(FULL) == write(FULL)  # type: ignore[operator]


def test_a_pdf_holds_no_date() -> None:
    assert b"CreationDate" not in pdf.write(FULL)
    assert b"CreateDate" not in pdf.write(FULL)


@pytest.mark.poppler
@pytest.mark.tex
def test_pdflatex_includes_a_figure_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "net.pdf").write_bytes(pdf.write(page("conv")))
    paper = r"\documentclass{article}\usepackage{graphicx}\begin{document}\includegraphics{net.pdf}\end{document}"
    (tmp_path / "paper.tex").write_text(paper)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "PDF inclusion" not in said


@pytest.mark.poppler
def test_fonts_are_embedded_and_none_is_a_bitmap(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf.write(page("label", "224 × 224 × 3", weight="semibold")))
    done = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True)
    fonts_used = done.stdout.splitlines()[2:]
    assert len(fonts_used) == 1
    assert "NotoSans-Bold" in fonts_used[0]
    assert "Type 3" not in done.stdout
    assert re.search(r"Identity-H\s+yes yes yes", fonts_used[0])


@pytest.mark.poppler
def test_text_can_be_found_in_a_pdf(tmp_path: Path) -> None:
    found = texts_of(pdf.write(page("Conv 3×3, 64", "x ∈ ℝ", "Σ μ")), tmp_path)
    for word in ("Conv 3×3, 64", "∈", "ℝ", "Σ μ"):
        assert word in found


@pytest.mark.poppler
@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_are_set_as_text(label: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        data = pdf.write(Scene(400, 20, (Text((5, 10), label, Font(7), "#000000"),), label, label))
    visible = re.sub(r"[^!-~]", "", label)[:60]  # what lies off the page is not found
    assert visible in re.sub(r"[^!-~]", "", texts_of(data, tmp_path))


def test_each_piece_has_a_font_that_has_all_of_it() -> None:
    for scene in (page("conv αβγ ℝ ∈ ⊕ → x₁"), page("conv αβγ ℝ ∈ ⊕ → x₁", weight="bold"), page("ℝ", italic=True)):
        prepared = runs.prepare(scene)
        assert prepared.missing == ()
        known = {face.family: face for face in (*fonts.SYMBOLS, fonts.text_face(False, False))}
        pieces = [item for item in prepared.scene.flat() if isinstance(item, Text)]
        assert "".join(piece.content for piece in pieces) == "".join(t.content for t in scene.flat())  # type: ignore[union-attr]
        for piece in pieces:
            has = fonts.coverage(known[piece.font.family])
            assert all(has(ord(character)) for character in piece.content), piece


@pytest.mark.parametrize(
    "label", ["שכבה ראשונה", "طبقة الإدخال", "ชั้นคอนโวลูชัน", "परत", "ფენა", "слой", "ṽ ȩ̃", "ℝⁿ∈∥⊕xᵢ²"]
)
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_these_scripts_need_no_font_of_the_machine(label: str, weight: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "system_fonts", tuple)
    prepared = runs.prepare(page(label, weight=weight))  # type: ignore[arg-type]
    assert prepared.missing == ()
    pieces = [item for item in prepared.scene.flat() if isinstance(item, Text)]
    assert "".join(piece.content for piece in pieces) == label


def test_chinese_and_japanese_come_with_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    if not fonts.cjk_font():
        pytest.skip("needs the extra cjk")
    monkeypatch.setattr(fonts, "system_fonts", tuple)
    assert runs.prepare(page("卷积层 畳み込み層")).missing == ()
    monkeypatch.setattr(fonts, "CJK", "no_such_package")
    with pytest.warns(ArchdrawWarning, match=r"no font here has 卷 \(U\+5377\).* pip install 'archdraw\[cjk\]'"):
        pdf.write(page("卷"))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("שכבה 1 (conv 3×3)!", ["!(", "conv 3×3", ") ", "1", " ", "שכבה"]),
        ("conv שלום, עולם (12)", ["conv ", "(", "12", ") ", "שלום, עולם"]),
        ("קלט 卷 פלט", ["פלט", " ", "卷", " ", "קלט"]),
    ],
)
def test_text_that_runs_to_the_left_is_put_in_its_order(label: str, expected: list[str]) -> None:
    pieces = [item for item in runs.prepare(page(label)).scene.flat() if isinstance(item, Text)]
    assert pieces == sorted(pieces, key=lambda piece: piece.at)
    assert "".join(piece.content for piece in pieces).replace("\u00a0", " ") == "".join(expected)


def test_pieces_stand_side_by_side_where_the_text_was_anchored() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    from io import BytesIO

    scene = Scene(100, 20, tuple(Text((50, 10), "a∈b", Font(10), "#000000", way) for way in ("start", "middle", "end")))
    placed = [item for item in runs.prepare(scene).scene.flat() if isinstance(item, Text)]
    sizes = []
    for face, character in (
        (fonts.text_face(False, False), "a"),
        (fonts.SYMBOLS[0], "∈"),
        (fonts.text_face(False, False), "b"),
    ):
        font = ttlib.TTFont(BytesIO(fonts.data(face)))
        sizes.append(10 * font["hmtx"][font.getBestCmap()[ord(character)]][0] / font["head"].unitsPerEm)
    for group, share in zip((placed[:3], placed[3:6], placed[6:]), (0, 0.5, 1), strict=True):
        left = 50 - share * sum(sizes)
        expected = [left, left + sizes[0], left + sizes[0] + sizes[1]]
        assert [piece.at[0] for piece in group] == pytest.approx(expected, abs=0.01)
        assert {piece.anchor for piece in group} == {"start"}


labels = st.lists(
    st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S", "Zs"]), min_size=1), min_size=1
)


@settings(max_examples=10)
@given(labels, st.sampled_from(["regular", "semibold"]))
def test_no_text_is_set_wider_than_it_was_measured(contents: list[str], weight: str) -> None:
    face = fonts.text_face(weight != "regular", False)
    font = Font(10, weight)  # type: ignore[arg-type]
    noto = runs.Typeface(face.family, fonts.coverage(face), (face,))
    pieces = [(runs.Run(content, noto), font) for content in contents]
    for (run, _), set_width in runs.measure(pieces, [face]).items():
        assert set_width <= width(run.text, 10, weight) + 0.01  # type: ignore[arg-type]


def test_pieces_of_a_turned_text_follow_its_direction() -> None:
    text = Text((50, 10), "a∈b", Font(10), "#000000", angle=90)
    flat = runs.prepare(Scene(100, 90, (replace(text, angle=0),))).scene.items
    turned = runs.prepare(Scene(100, 90, (text,))).scene.items
    for level, down in zip(flat, turned, strict=True):
        assert isinstance(level, Text)
        assert isinstance(down, Text)
        assert down.at == pytest.approx((50, 10 + level.at[0] - 50))
        assert down.angle == 90


def test_a_text_of_one_font_stays_one_text() -> None:
    placed = [item for item in runs.prepare(page("Conv 3×3 · 9.4 k")).scene.flat() if isinstance(item, Text)]
    assert [piece.content for piece in placed] == ["Conv 3×3 · 9.4 k"]


def test_marks_stay_with_what_they_mark() -> None:
    placed = [item for item in runs.prepare(page("a∈\u20d7e\u0301")).scene.flat() if isinstance(item, Text)]
    assert [piece.content for piece in placed] == ["a", "∈\u20d7", "e\u0301"]


def test_characters_that_no_font_has_are_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "system_fonts", tuple)
    monkeypatch.setattr(fonts, "CJK", "no_such_package")
    scene = page("卷 conv", "卷积", "plain")
    assert missing(scene) == ("卷", "积")
    with pytest.warns(ArchdrawWarning, match=r"no font here has 卷 \(U\+5377\), 积 \(U\+79EF\)") as caught:
        pdf.write(scene)
    assert len(caught) == 1


def test_two_formats_say_it_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from archdraw.cli import main

    monkeypatch.setattr(fonts, "system_fonts", tuple)
    monkeypatch.setattr(fonts, "CJK", "no_such_package")
    spec = tmp_path / "net.yaml"
    spec.write_text("input: 8\nlayers:\n  - {dense: 4, label: 卷}\n", "utf-8")
    done = CliRunner().invoke(main, ["render", str(spec), "-o", f"{tmp_path}/a.pdf", "-o", f"{tmp_path}/a.png"])
    assert done.exit_code == 0
    assert done.output.count("no font here has") == 1


def test_many_missing_characters_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "system_fonts", tuple)
    monkeypatch.setattr(fonts, "CJK", "no_such_package")
    with pytest.warns(ArchdrawWarning, match="and 12 more"):
        png.write(page("".join(map(chr, range(0x4E00, 0x4E14)))), dpi=72)


def test_the_fonts_of_the_machine_help_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A font that stands for one of the machine: Fira Mono has a sign for a branch that the bundled fonts lack.
    import pymupdf_fonts

    place = tmp_path / "mono.ttf"
    place.write_bytes(pymupdf_fonts.myfont("fimo"))
    branch = next(
        chr(code)
        for code in range(0xE000, 0xF900)
        if fonts.covers(place.read_bytes())(code)
        and not any(fonts.coverage(face)(code) for face in (*fonts.SYMBOLS, fonts.text_face(False, False)))
    )
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0")
    bold = tmp_path / "bold.ttf"
    bold.write_bytes(pymupdf_fonts.myfont("fimbo"))
    listed = (
        fonts.SystemFont("Gone", tmp_path / "gone.ttf"),
        fonts.SystemFont("Broken", broken),
        fonts.SystemFont("Fira Mono", place, bold=bold),
    )
    monkeypatch.setattr(fonts, "system_fonts", lambda: listed)
    prepared = runs.prepare(page(f"a {branch}"))
    assert prepared.missing == ()
    assert {place, bold} < set(prepared.used)
    png.write(page(f"a {branch}"), dpi=72)


def test_a_wanted_font_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pymupdf_fonts

    installed = {}
    for key, style in (("fimo", (False, False)), ("fimbo", (True, False))):
        place = tmp_path / f"{key}.ttf"
        place.write_bytes(pymupdf_fonts.myfont(key))
        installed[style] = fonts.SystemFont("Fira Mono", place)
    monkeypatch.setattr(fonts, "family", lambda name: installed if name == "Fira Mono" else {})
    texts = (Text((5, 10), "a 卷", Font(7), "#000000"), Text((5, 20), "b ∈ c", Font(7, "bold", True), "#000000"))
    monkeypatch.setattr(fonts, "system_fonts", tuple)
    monkeypatch.setattr(fonts, "CJK", "no_such_package")
    prepared = runs.prepare(Scene(50, 30, texts, fonts=("Gone", "Fira Mono", "sans-serif")))
    assert prepared.absent == ""
    families = [item.font.family for item in prepared.scene.flat() if isinstance(item, Text)]
    assert families[0] == "Fira Mono"
    assert families[-1] == "Fira Mono"
    assert {installed[False, False].path} <= set(prepared.used)


def test_a_wanted_font_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "family", lambda _: {})
    with pytest.warns(
        ArchdrawWarning, match="the font 'Gone' is not on this machine: PDF and PNG are set in Noto Sans"
    ):
        png.write(replace(page("a"), fonts=("Gone", "Gone too", "sans-serif")), dpi=72)


@pytest.mark.parametrize("wanted", [("Noto Sans", "Gone"), ("sans-serif",), ()])
def test_no_font_is_missed_where_noto_sans_will_do(wanted: tuple[str, ...]) -> None:
    assert runs.prepare(replace(page("a"), fonts=wanted)).absent == ""


def test_the_families_of_the_machine_are_found_by_name() -> None:
    for font in fonts.system_fonts()[:3]:
        found = fonts.family(font.family.upper())
        assert found[False, False].family == font.family
    assert fonts.family("No Such Font") == {}


def test_a_family_is_never_its_narrow_sister(monkeypatch):
    """Typst calls Liberation Sans Narrow by the name of Liberation Sans; it may come first."""
    import typst

    from archdraw import fonts

    def font(path, stretch):
        return SimpleNamespace(
            family="Liberation Sans", path=path, index=0, style="normal", weight=400, stretch=stretch
        )

    faces = [font("narrow.ttf", 0.75), font("regular.ttf", 1.0)]
    monkeypatch.setattr(typst, "Fonts", lambda **_: SimpleNamespace(fonts=lambda: faces))
    assert {face.path.name for face in fonts.family("Liberation Sans").values()} == {"regular.ttf"}


def test_the_list_of_system_fonts_prefers_chinese_ones() -> None:
    families = [font.family for font in fonts.system_fonts()]
    first = next((i for i, family in enumerate(families) if "CJK" in family or "Droid Sans Fallback" in family), 0)
    assert first < 20


def test_coverage_agrees_with_another_reader_of_fonts() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    from io import BytesIO

    for face in (fonts.text_face(False, False), *fonts.SYMBOLS):
        known = ttlib.TTFont(BytesIO(fonts.data(face))).getBestCmap()
        has = fonts.coverage(face)
        assert {code for code in range(0x30000) if has(code)} == {code for code in known if code < 0x30000}


def test_what_typst_cannot_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    class PanicException(BaseException):
        pass

    for error in (typst.TypstError("x"), PanicException("x")):

        def fail(*_: object, error: BaseException = error, **__: object) -> bytes:
            raise error

        monkeypatch.setattr(typst, "compile", fail)
        with pytest.raises(WriteError, match="typst cannot set this figure"):
            pdf.write(FULL)


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=4))
def test_any_text_can_be_set(items: list[Text]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        assert pdf.write(Scene(100, 100, tuple(items))).startswith(b"%PDF-")


@pytest.mark.long
@settings(max_examples=500)
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_at_all_can_be_set(content: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        assert pdf.write(page(content)).startswith(b"%PDF-")


def test_computer_modern_has_what_the_table_says() -> None:
    """Each page has a character and one that no font has; what is there leaves a glyph of its own on it."""
    import typst

    for family, ranges in ((embedded.NAME, embedded.ROMAN), (embedded.MATHS, embedded.SIGNS)):
        codes = [code for first, last in ranges for code in range(first, last + 1) if not chr(code).isspace()]
        lone = 0xF8F0
        pages = "\n#pagebreak()\n".join(
            f"#str.from-unicode({code})#str.from-unicode({lone})" for code in [lone, *codes]
        )
        source = f'#set page(width: auto, height: auto)\n#set text(font: "{family}", fallback: false)\n{pages}'
        made = typst.compile(source.encode(), format="svg", ignore_system_fonts=True)
        absent, *found = [len(set(re.findall(rb'<use [^>]*href="#(\w+)"', page))) for page in made]
        lacking = [f"{code:x}" for code, count in zip(codes, found, strict=True) if count <= absent]
        assert lacking == []


@pytest.mark.poppler
def test_the_style_latex_is_set_in_computer_modern(tmp_path: Path) -> None:
    spec = "input: 8x4\nlayers: [{dense: 3, label: 'Größe × ℝ ∈ α'}]\n"
    data = archdraw.render(spec.encode(), name="net.yaml", style="latex").to_bytes("pdf")
    (tmp_path / "net.pdf").write_bytes(data)
    listed = subprocess.run(["pdffonts", tmp_path / "net.pdf"], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].split("+")[-1] for line in listed.splitlines()[2:]}
    assert names
    assert all(name.startswith("NewCM") for name in names)
