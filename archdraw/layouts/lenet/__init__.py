"""Place convolutions as LeNet's paper drew it: stacks of feature maps, windows on them, columns of units."""

from archdraw.layouts.lenet.compose import layout as layout
from archdraw.layouts.lenet.options import Options as Options

__all__ = ["Options", "layout"]
