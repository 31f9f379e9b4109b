"""Layers as rows of things to draw to scale: tensors and what leads from one to the next, their words, legend and caption."""
