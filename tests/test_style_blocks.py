"""Looks by the block that a group is: ``style: {Bottleneck: {fill: …}}``, open, closed and beside the figure."""

from __future__ import annotations

from pathlib import Path

import pytest

import archdraw
from archdraw.errors import ArchdrawError
from archdraw.scene import Rect

MODEL = Path(__file__).parent / "golden" / "keras" / "ResNet50.keras"
PINKISH = "#ffcccc"


def filled(**options: object) -> set[str]:
    figure = archdraw.render(
        MODEL, style={"Bottleneck": {"fill": PINKISH}, "conv4_block2": {"fill": "#ddffdd"}}, options=options
    )
    rects = [item for item in figure.scene.flat() if isinstance(item, Rect) and item.fill]
    return {item.layer for item in rects if item.fill is not None and item.fill.color == PINKISH}


def test_all_boxes_of_a_block_have_its_looks_and_a_group_wins_over_its_block():
    closed = filled(repeats="box", detail="none")
    assert closed == {"conv2_block2", "conv3_block2", "conv5_block2"}


def test_what_an_open_block_holds_has_its_looks():
    inside = filled(repeats="frame", detail="none")
    assert any("conv2_block2" in name for name in inside)
    assert not any(name.startswith(("conv1", "predictions", "conv4")) for name in inside)


def test_a_block_that_is_not_in_the_figure_is_told():
    with pytest.raises(
        ArchdrawError, match="'Bottelneck' is no op, word, block, group or layer of this figure"
    ) as caught:
        archdraw.render(MODEL, style={"Bottelneck": {"fill": PINKISH}})
    assert "Bottleneck" in caught.value.hint
