"""Place a chain of layers as AlexNet's figure drew it: tensors as glass boxes in a row, with kernels in them that lead on."""

from archdraw.layouts.alexnet.compose import layout as layout
from archdraw.layouts.alexnet.options import Options as Options

__all__ = ["Options", "layout"]
