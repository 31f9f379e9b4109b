"""Rows below the main one: how low they lie, and the lines that lead to them and from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archdraw.diagram import Label, Link
from archdraw.geometry import Box
from archdraw.layouts.lenet import labels, skips
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.place import Placed, Spoken
from archdraw.layouts.lenet.row import Here, OnPage
from archdraw.layouts.lenet.skips import Leg, Skip
from archdraw.stages import standing
from archdraw.stages.measure import rooms
from archdraw.stages.net import Net, Tie
from archdraw.stages.standing import Standing
from archdraw.style import Style
from archdraw.volumes.arcs import Over
from archdraw.volumes.bridges import Bridge

Places = dict[tuple[int, int], float]


def stood(
    net: Net, strip: Standing, top: float, placed: Placed, over: Sequence[Spoken], options: Options, style: Style
) -> list[OnPage]:
    """Put the rows of a strip on the page, in its middle; the words of the main one begin at this height."""
    made = [_row(net, strip, numbers, not k, placed, options, style) for k, numbers in enumerate(strip.rows)]
    words = labels.above(over, style)
    main = made[0].moved(top + words + made[0].tallest / 2)
    if len(made) == 1:
        return [main]
    legs: Places = {}
    for row in made:
        legs |= _met(net, strip, row, placed, options, style)[1]
    beside: dict[int, Bridge] = {}
    at = {i: k for k, row in enumerate(made) for i in row.numbers}
    for k, row in enumerate(made[1:], 1):
        said = [box for label in labels.of_row(row, over, placed, options, style) for box in rooms(label, style)]
        room = Box.hull([*said, *(Box(one.left, 0.0, one.right, 0.0) for one in row.drawn.values())])
        own = [tie for tie in _ties(net, strip) if at[tie.end if tie.enters else tie.start] == k]
        ends = [legs[tie.start if tie.enters else tie.end, net.ties.index(tie)] for tie in own]
        on = frozenset(at[tie.start if tie.enters else tie.end] for tie in own)
        # upside down: what is above the line of a row lies towards the main row
        whole = Over(min([room.left, *ends]), max([room.right, *ends]), row.tallest / 2 + words, row.bottom)
        beside[k] = Bridge(whole, room.left, room.right, tuple(ends), on)
    page = Box(strip.left - strip.right, -main.bottom, strip.right - strip.left, -main.axis)
    found = standing.high(net, strip.rows, beside, [page], "lenet")
    return [main, *(row.moved(-found[k]) for k, row in enumerate(made[1:], 1))]


def _row(
    net: Net, strip: Standing, numbers: range, main: bool, placed: Placed, options: Options, style: Style
) -> OnPage:  # fmt: skip
    """Make a row around height 0."""
    shift = -(strip.left + strip.right) / 2
    shapes = {i: placed.drawn[i] for i in numbers}
    tallest = max(shape.height for shape in shapes.values())
    drawn = {i: Here(shape, strip.lefts[i] + shift, -shape.height / 2) for i, shape in shapes.items()}
    led = numbers[1:] if main else numbers
    words = tallest / 2 + labels.under(placed, led, options, style)
    bottom = words + skips.room(skips.of_row(net.stages, numbers))
    return OnPage(numbers, led, 0.0, tallest, words, bottom, drawn)


def _ties(net: Net, strip: Standing) -> list[Tie]:
    return [tie for tie in net.ties if tie.start in strip.lefts and tie.end in strip.lefts]


def _met(
    net: Net, strip: Standing, row: OnPage, placed: Placed, options: Options, style: Style
) -> tuple[Places, Places, list[Skip]]:  # fmt: skip
    """Give where skips and lines between rows meet the stacks of a row from below, and the skips."""
    legs = []
    for tie in _ties(net, strip):
        i = tie.start if tie.enters else tie.end
        if i in row.numbers:
            other = next(one for one in strip.rows if (tie.end if tie.enters else tie.start) in one)
            deep = int(strip.lefts[other[-1]] - strip.lefts[other[0]] + placed.drawn[other[-1]].width)
            legs.append(Leg(i, net.ties.index(tie), tie.enters, deep))
    told = skips.of_row(net.stages, row.numbers, labels.shown(options))
    return (*skips.places(told, legs, row.drawn, labels.free(row, placed, options, style)), told)


def ways(
    net: Net, strip: Sequence[OnPage], placed: Placed, options: Options, style: Style
) -> Iterator[Link | Label]:  # fmt: skip
    """Draw the skips of all rows, and what leads from row to row."""
    stood = next(one for one in placed.rows if one.rows[0] == strip[0].numbers)
    at: Mapping[int, OnPage] = {i: row for row in strip for i in row.numbers}
    legs: Places = {}
    for row in strip:
        mine, tied, told = _met(net, stood, row, placed, options, style)
        yield from skips.marks(told, row.drawn, mine, row.words, style, list(tied.values()))
        legs |= tied
    corner = style.size("corner")
    for t, tie in enumerate(net.ties):
        if tie not in _ties(net, stood):
            continue
        if tie.enters:
            x, row = legs[tie.start, t], at[tie.end]
            begin = (x, skips.low(at[tie.start].drawn[tie.start], x))
            yield Link((begin, (x, row.axis), row.start), tie.edges, True, (corner,))
        else:
            x, row = legs[tie.end, t], at[tie.start]
            end = (x, skips.low(at[tie.end].drawn[tie.end], x))
            yield Link((row.end, (x, row.axis), end), tie.edges, True, (corner,))
