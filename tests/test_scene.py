"""The scene: what is painted in which order, and the room a text takes."""

from __future__ import annotations

import pytest

from archdraw.geometry import Box
from archdraw.scene import Circle, Font, Group, Scene, Text


def test_groups_are_opened_in_the_order_of_painting() -> None:
    one, two, three, four = (Circle((i, 0), 1) for i in range(4))
    scene = Scene(9, 9, (one, Group("g", (two, Group("h", (three,)))), four))
    assert tuple(scene.flat()) == (one, two, three, four)


@pytest.mark.parametrize(("anchor", "left"), [("start", 10), ("middle", 5), ("end", 0)])
def test_a_text_takes_its_width_from_its_anchor(anchor: str, left: float) -> None:
    text = Text((10, 20), "x", Font(10), "#000000", anchor, 10)  # type: ignore[arg-type]
    assert text.box == Box(left, pytest.approx(12.4), left + 10, pytest.approx(22.2))


def test_a_turned_text_takes_turned_room() -> None:
    down = Text((10, 20), "x", Font(10), "#000000", "start", 30, angle=90).box
    assert (down.left, down.top, down.right, down.bottom) == pytest.approx((7.8, 20, 17.6, 50))
    slanted = Text((0, 0), "x", Font(10), "#000000", "start", 30, angle=-45).box
    assert slanted.right == pytest.approx((30 + 2.2) / 2**0.5)
    assert slanted.top == pytest.approx(-(30 + 7.6) / 2**0.5)


def test_the_room_of_a_text_holds_its_letters() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    from io import BytesIO

    import pymupdf_fonts
    from fontTools.pens.boundsPen import BoundsPen

    font = ttlib.TTFont(BytesIO(pymupdf_fonts.myfont("notosbo")))
    glyphs, names, units = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    box = Text((0, 0), "x", Font(1), "#000000").box
    for character in "AHbdfhklpqgyj0123456789×":
        pen = BoundsPen(glyphs)
        glyphs[names[ord(character)]].draw(pen)
        assert -pen.bounds[3] / units >= box.top - 0.03, character
        assert -pen.bounds[1] / units <= box.bottom + 0.03, character
