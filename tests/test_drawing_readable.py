"""Drawing: whatever fill a user chooses, the text on it can be read."""

from __future__ import annotations

import pytest

from archdraw import drawing, style
from archdraw.diagram import Block, Diagram, Line, Look
from archdraw.geometry import Box
from archdraw.scene import Rect, Text
from archdraw.style import contrast


@pytest.mark.parametrize("name", ["paper", "dark", "gray", "keras", "latex", "pink", "print"])
@pytest.mark.parametrize("fill", ["navy", "#ffee88", "black", "white", "#808080"])
def test_text_on_a_box_of_any_fill_can_be_read(name: str, fill: str) -> None:
    lines = (Line((5, 10), "Conv", "label"), Line((5, 18), "3×3", "detail"))
    block = Block("conv1", Box(0, 0, 60, 20), Look("conv"), lines)
    scene = drawing.draw(Diagram((block,), 60, 20), style.load(name, {"conv": {"fill": fill}}))
    box, *others = scene.flat()
    texts = [item for item in others if isinstance(item, Text)]
    assert isinstance(box, Rect)
    assert box.fill is not None
    assert len(texts) == 2
    for text in texts:
        assert contrast(text.color, box.fill.color) >= 4.5
