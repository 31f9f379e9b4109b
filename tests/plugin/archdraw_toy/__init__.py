"""A plug-in for archdraw: one part of each kind, each as small as can be."""

MINT = {"extends": "paper", "dense": {"fill": "#c8f0d8"}}
