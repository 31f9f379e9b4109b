"""Text: how wide it is in the widest likely font, how to shorten, clean, wrap and (in `tex`) escape it; formulas in it. No font is needed."""

from archdraw.text.fitting import ELLIPSIS as ELLIPSIS
from archdraw.text.fitting import fit as fit
from archdraw.text.fitting import wrap as wrap
from archdraw.text.tidying import clean as clean
from archdraw.text.tidying import tidy as tidy
from archdraw.text.widths import width as width
