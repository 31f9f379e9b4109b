"""One file per pass: from a graph to a simpler graph."""
