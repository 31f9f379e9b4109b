"""Sizes that a Keras file leaves open, or that it and the rules disagree on."""

from __future__ import annotations

from typing import Any

import pytest
from keras_configs import entries, functional, node, part, read, start, t

from archdraw.errors import ReadError


def test_where_file_and_rule_differ_the_file_wins_and_a_note_says_so():
    graph = read(
        functional(
            "m",
            [
                start("x", 8),
                part("Dense", "d", node(t("x")), units=2),
                part("ReLU", "r", node(t("d", 0, 0, [None, 5]))),
            ],
            [["x", 0, 0]],
            [["r", 0, 0]],
        )
    )
    assert entries(graph)["d"]["outputs"][0]["shape"] == [5]
    assert graph.notes == ("layer 'd': the file says 5, the rule 2",)


def test_open_sizes_of_a_nested_model_are_those_of_what_is_passed():
    base = functional(
        "base",
        [start("i", None, None, 3), part("Conv2D", "c", node(t("i", 0, 0, [None, None, None, 3])), filters=4, kernel_size=[3, 3])],
        [["i", 0, 0]],
        [["c", 0, 0]],
        (node(t("x")),),
    )  # fmt: skip
    graph = read(functional("m", [start("x", 32, 32, 3), base], [["x", 0, 0]], [["base", 1, 0]]))
    found = entries(graph)
    assert found["base/c"]["outputs"][0]["shape"] == [30, 30, 4]
    assert found["base/c"]["macs"] == 30 * 30 * 27 * 4


def conv_on_open_sizes() -> dict[str, Any]:
    return functional(
        "m",
        [
            start("x", None, None, 3),
            part("Conv2D", "c", node(t("x", 0, 0, [None, None, None, 3])), filters=4, kernel_size=[3, 3]),
            part("ReLU", "r", node(t("c", 0, 0, [None, None, None, 4]))),
        ],
        [["x", 0, 0]],
        [["r", 0, 0]],
    )


def test_input_shapes_fill_open_sizes_with_numbers_or_symbols():
    assert entries(read(conv_on_open_sizes()))["r"]["outputs"][0]["shape"] == [None, None, 4]
    found = entries(read(conv_on_open_sizes(), ((32, 16, 3),)))
    assert found["r"]["outputs"][0]["shape"] == [30, 14, 4]
    assert found["c"]["macs"] == 30 * 14 * 27 * 4
    found = entries(read(conv_on_open_sizes(), (("H", "W", 3),)))
    assert found["r"]["outputs"][0]["shape"] == ["H-2", "W-2", 4]


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((32, 32, 4),), "the input 'x' is ?×?×3, not 32×32×4"),
        (((32, 32),), "the input 'x' is ?×?×3, not 32×32"),
        (((32, 32, 3), (8,)), "2 input shapes for the 1 inputs of 'm'"),
    ],
)
def test_an_input_shape_that_contradicts_the_file_is_an_error(shapes, message):
    with pytest.raises(ReadError) as caught:
        read(conv_on_open_sizes(), shapes)
    assert str(caught.value) == message
