"""Place a node-link figure: boxes with four texts, straight main path, frames, legend."""

from archdraw.layouts.graph.compose import layout as layout
from archdraw.layouts.graph.options import Options as Options
