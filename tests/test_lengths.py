"""Lengths as people write them."""

import pytest

from archdraw.errors import UsageError
from archdraw.lengths import points


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("3.25in", 234),
        ("1 in", 72),
        ("25.4mm", 72),
        ("2.54cm", 72),
        ("100pt", 100),
        ("96px", 72),
        ("120", 120),
        (120.5, 120.5),
        ("1e2pt", 100),
        (".5in", 36),
        ("6.5IN", 468),
    ],
)
def test_lengths_are_in_points(text, want):
    assert points(text) == pytest.approx(want)


@pytest.mark.parametrize(
    "text",
    [
        "1e9in",
        "-3cm",
        "nan",
        "inf",
        "0",
        "0.1pt",
        "0.4in",
        10**400,
        "",
        "in",
        "3 feet",
        "3in3",
        "3,25in",
        True,
        None,
        [3],
        "1e999",
        "٣in",
    ],
)
def test_what_is_no_length_is_refused(text):
    with pytest.raises(UsageError, match="width") as caught:
        points(text)
    assert caught.value.hint == "write 3.25in, 82mm, 8cm or 234pt, or a venue of 'archdraw list widths'"


@pytest.mark.parametrize("bare", ["3.25", 3.25])
def test_a_bare_number_that_was_meant_in_inches_is_asked_about(bare):
    with pytest.raises(UsageError) as caught:
        points(bare)
    assert caught.value.hint == "a bare number is in points: write 3.25in"


@pytest.mark.parametrize(
    ("venue", "width"), [("neurips", "5.5in"), ("IEEE-column", "3.5in"), ("nature", "89mm"), ("lncs", "122mm")]
)
def test_a_venue_is_a_width(venue, width):
    assert points(venue) == pytest.approx(points(width))


def test_a_venue_that_is_nearly_known_is_asked_about():
    with pytest.raises(UsageError) as caught:
        points("neurps")
    assert caught.value.hint == "did you mean 'neurips'?"
