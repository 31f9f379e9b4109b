"""Styles: colours, strokes, fonts and sizes by op, read from YAML and checked before anything is drawn."""

from archdraw.style.colors import contrast as contrast
from archdraw.style.colors import mix as mix
from archdraw.style.loading import load as load
from archdraw.style.sheet import BoxStyle as BoxStyle
from archdraw.style.sheet import Faces as Faces
from archdraw.style.sheet import Style as Style
from archdraw.style.sheet import TextStyle as TextStyle
