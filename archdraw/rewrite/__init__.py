"""Graph surgery that several passes share: join around layers, compare pieces, hide copies and bring them back."""

from archdraw.rewrite.alike import Index as Index
from archdraw.rewrite.declared import declared as declared
from archdraw.rewrite.found import Rules as Rules
from archdraw.rewrite.found import found as found
from archdraw.rewrite.hide import Repeat as Repeat
from archdraw.rewrite.hide import hide as hide
from archdraw.rewrite.join import joined as joined
from archdraw.rewrite.join import peopled as peopled
from archdraw.rewrite.join import unused as unused
from archdraw.rewrite.join import without as without
from archdraw.rewrite.restore import hidden_in as hidden_in
from archdraw.rewrite.restore import restored as restored
from archdraw.rewrite.written import with_hard_sigmoids as with_hard_sigmoids
