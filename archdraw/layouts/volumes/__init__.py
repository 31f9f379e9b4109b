"""Tensors as blocks in space, in rows: as in the figures of PlotNeuralNet, but from the network itself."""

from archdraw.layouts.volumes.compose import layout as layout
from archdraw.layouts.volumes.options import Options as Options
