"""The full layered method, for a net that cut items and columns do not take apart: ranks, order, x, tracks."""

from __future__ import annotations

from archdraw.placing.layers import channels, order, straight
from archdraw.placing.layers.grid import make_grid
from archdraw.placing.layers.ranks import rank
from archdraw.placing.net import Net, Part
from archdraw.placing.problem import Settings


def lay_out(net: Net, settings: Settings) -> Part:
    """Place a net by layers; the first and the last item are ends on the axis."""
    ranks = rank(net)
    grid = make_grid(net, ranks)
    cells = grid.cells()
    grid.rows[:] = map(list, order.ordered(cells, settings.trials))
    x = straight.place(grid, settings)
    part = channels.draw(net, grid, x, settings)
    part.hasty = not settings.trials and order.searchable(cells) and order.crossings(cells, grid.rows) > 0
    return part
