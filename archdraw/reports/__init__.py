"""Texts about a graph: summary, check."""
