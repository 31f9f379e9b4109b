"""Measuring text: against fonts and published widths; shortening, wrapping and cleaning for any text at all."""

from __future__ import annotations

import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archdraw.text
from archdraw.text import clean, fit, fitting, width, wrap
from archdraw.text.math import END, START

TABLE = Path(archdraw.text.__file__).with_name("widths.txt")

# Adobe's Helvetica and Helvetica Bold (Core 14 AFM files), whose widths Arial has.
HELVETICA = {" ": 278, "0": 556, "A": 667, "W": 944, "a": 556, "i": 222, "m": 833, "×": 584, "…": 1000}
HELVETICA_BOLD = {" ": 278, "0": 556, "A": 722, "W": 944, "a": 556, "i": 278, "m": 889, "×": 584, "…": 1000}

anything = st.text(st.characters(codec=None), max_size=60)
words = st.text(st.sampled_from("abc WMil.-×卷积层 e\u0301ü😀 "), max_size=80)


def rows() -> dict[str, list[int]]:
    lines = [line.split() for line in TABLE.read_text("ascii").splitlines() if not line.startswith("#")]
    return {chr(int(code, 16)): [int(word) for word in units] for code, *units in lines}


def test_the_table_has_the_published_widths_of_arial() -> None:
    table = rows()
    for column, published in enumerate((HELVETICA, HELVETICA_BOLD)):
        found = {character: table[character][column] for character in published}
        assert found == pytest.approx(published, abs=1)


@pytest.mark.parametrize(("key", "column"), [("notos", 4), ("notosbo", 5)])
def test_the_table_agrees_with_the_font(key: str, column: int) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    import pymupdf_fonts

    font = ttlib.TTFont(BytesIO(pymupdf_fonts.myfont(key)))
    advances, units, names = font["hmtx"].metrics, font["head"].unitsPerEm, font.getBestCmap()
    seen = 0
    for character, widths in rows().items():
        if ord(character) in names:
            seen += 1
            assert 0 <= widths[column] - advances[names[ord(character)]][0] * 1000 / units < 1, character
    assert seen > 700


@pytest.mark.parametrize(
    "name",
    ["Block 1: Conv2D 3×3, BN, ReLU", "224 × 224 × 3", "block14_sepconv2_act", "ΣαβγΩ μ=0", "WWWWiiii.,;:-…"],
)
@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_a_text_is_as_wide_as_in_the_widest_font(name: str, weight: str) -> None:
    heavy = weight != "regular"
    table = rows()
    faces = [sum(table[character][face] for character in name) for face in range(heavy, 10, 2)]
    assert width(name, 7, weight) == pytest.approx(max(faces) * 7 / 1000)


def test_semibold_source_sans_is_never_wider_than_what_stands_in_for_it() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    package = pytest.importorskip("font_source_sans_pro")
    path = next(Path(package.__file__).parent.rglob("SourceSansPro-Semibold.ttf"))
    font = ttlib.TTFont(path)
    advances, names = font["hmtx"].metrics, font.getBestCmap()
    for character in map(chr, range(32, 127)):
        assert advances[names[ord(character)]][0] <= 1000 * width(character, 1, "semibold") + 1e-9


def test_east_asian_text_takes_one_em_and_marks_take_nothing() -> None:
    assert width("卷积层", 10) == 30
    assert width("e\u0301", 10) == width("e", 10)
    assert width("x\u200d", 10) == width("x", 10)
    assert width("\ue000", 10) == 10


@given(words, words)
def test_a_longer_text_is_never_narrower(one: str, two: str) -> None:
    assert width(one + two, 7) >= max(width(one, 7), width(two, 7)) - 1e-9


@given(words, st.floats(0, 200))
def test_a_fitted_text_fits_and_keeps_both_ends(content: str, limit: float) -> None:
    found = fit(content, limit, 7)
    assert width(found, 7) <= limit or found in ("", "…")
    if width(content, 7) <= limit:
        assert found == content
    else:
        head, _, tail = found.partition("…")
        assert content.startswith(head)
        assert content.endswith(tail)
        assert len(head) + len(tail) < len(content)


@given(st.text("abcdefgh", min_size=30, max_size=80))
def test_the_ends_that_are_kept_are_alike_long(content: str) -> None:
    head, _, tail = fit(content, 80, 7).partition("…")
    assert 0 <= len(head) - len(tail) <= 1
    assert len(head) > 4


def test_a_shortened_text_does_not_cut_a_character_from_its_accent() -> None:
    found = fit("e\u0301" * 40, 50, 7)
    head, _, tail = found.partition("…")
    assert head.endswith("\u0301")
    assert tail.startswith("e")


def test_a_huge_text_is_shortened_quickly() -> None:
    started = time.perf_counter()
    assert len(fit("x" * 1_000_000, 60, 7)) < 30
    assert time.perf_counter() - started < 5


@given(words, st.floats(5, 200))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(content: str, limit: float) -> None:
    lines = wrap(content, limit, 7)
    assert all(width(line, 7) <= limit or line == "…" for line in lines)
    if not any("…" in line for line in lines):
        assert "".join(lines).replace(" ", "") == content.replace(" ", "")


def test_lines_are_filled_before_the_next_begins() -> None:
    assert wrap("aaa bbb ccc", width("aaa bbb", 6), 6) == ("aaa bbb", "ccc")
    assert wrap("卷积层卷积层", 18, 6) == ("卷积层", "卷积层")


def greedy(content: str, limit: float) -> tuple[str, ...]:
    """Break a text as `wrap` does, measuring the whole line at each word."""
    lines = [""]
    for word in fitting._words(content):
        if lines[-1] and width((lines[-1] + word).rstrip(), 7) > limit:
            lines.append("")
        lines[-1] += word
    return tuple(fit(line.rstrip(), limit, 7) for line in lines if line.rstrip())


@given(
    st.one_of(words, st.lists(st.sampled_from(["a ", f"{START}x_1{END} ", f"W{START}a+b{END}c "])).map("".join)),
    st.floats(5, 200),
)
def test_lines_break_where_the_next_word_is_too_much(content: str, limit: float) -> None:
    assert wrap(content, limit, 7) == greedy(content, limit)


@pytest.mark.parametrize("word", ["ab ", f"{START}x_1{END} "])
def test_each_word_is_measured_a_few_times_however_long_a_line_is(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []
    monkeypatch.setattr(fitting, "width", lambda content, *font: measured.append(len(content)) or width(content, *font))
    for count in (1000, 2000):
        measured.clear()
        assert len(wrap(word * count, 400 * width(word, 7), 7)) > 1
        assert sum(measured) < 12 * count * len(word)


@pytest.mark.parametrize("content", [f"a{START}b", f"{END}a", f"a{START}b{END}{START}"])
def test_a_lonely_mark_of_a_formula_is_a_character(content: str) -> None:
    assert wrap(content, 1000, 7) == (content,)
    assert fit(content * 40, 20, 7)


@given(anything)
def test_any_cleaned_text_can_stand_in_xml(content: str) -> None:
    found = clean(content)
    element = ElementTree.Element("t", {"a": found})
    element.text = found
    again = ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode").encode())
    assert (again.text or "") == found
    assert again.get("a") == found
    assert clean(found) == found


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_visible_text_is_left_alone(content: str) -> None:
    assert clean(content) == content


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\u202eb", "ab"),
        ("a\u2066b\u2069", "ab"),
        ("a\nb\r\nc\td", "a b c d"),
        ("\x00a\x0b\x1b", "a "),
        ("\ud800x", "x"),
        ("\ufffe\uffffx", "x"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_what_can_deceive_or_break_a_file_is_removed(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_measuring_loads_nothing_from_elsewhere() -> None:
    code = """if True:
        import sys
        before = set(sys.modules)
        from archdraw.text import width
        width("卷 conv", 7)
        print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["archdraw"]
