"""Place a fully connected network neuron by neuron: columns of circles, every edge between them, weights as colour and width."""

from archdraw.layouts.fcnn.compose import layout as layout
from archdraw.layouts.fcnn.options import Options as Options

__all__ = ["Options", "layout"]
