"""One file per format: from a source to a graph."""
