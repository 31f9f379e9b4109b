"""One file per renderer family: from a graph to a diagram."""
