"""Draw a network: one model in, any figure out."""
