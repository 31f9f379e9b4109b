"""Named building blocks: a small language of patterns over layers, and where they are found in a graph."""

from archdraw.patterns.finding import Match as Match
from archdraw.patterns.finding import chosen as chosen
from archdraw.patterns.finding import found as found
from archdraw.patterns.language import parse as parse
from archdraw.patterns.library import Block as Block
from archdraw.patterns.library import Library as Library
from archdraw.patterns.library import built_in as built_in
from archdraw.patterns.library import load as load
