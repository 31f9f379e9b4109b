"""Place a node-link figure: boxes with their texts, straight main path, frames, legend."""

from archdraw.layouts.graph.options import BlocksOptions as BlocksOptions
from archdraw.layouts.graph.options import Options as Options
from archdraw.layouts.graph.recipes import blocks as blocks
from archdraw.layouts.graph.recipes import graph as layout

__all__ = ["BlocksOptions", "Options", "blocks", "layout"]
