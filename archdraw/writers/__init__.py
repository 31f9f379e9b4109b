"""One file per format: from a scene (or what the format asks) to bytes."""
