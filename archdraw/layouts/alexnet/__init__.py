"""Place layers as AlexNet's figure drew them: tensors as glass boxes in rows, with kernels in them that lead on."""

from archdraw.layouts.alexnet.compose import layout as layout
from archdraw.layouts.alexnet.options import Options as Options

__all__ = ["Options", "layout"]
