"""Geometry of figures that draw tensors to scale: how large a size is drawn, and how things stand in rows. It knows no layers."""
