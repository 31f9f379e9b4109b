"""Give a figure as a drawing of svgwrite, to add things of one's own to it in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from archdraw.scene import Scene
from archdraw.typeset.markup import svg

if TYPE_CHECKING:
    from svgwrite import Drawing

_LINK = "{http://www.w3.org/1999/xlink}href"


def drawing(scene: Scene) -> Drawing:
    """Make the drawing; its checks are off, for they refuse ``role`` and ``data-*``.

    >>> from archdraw.scene import Scene
    >>> made = drawing(Scene(40, 20, (), "empty"))
    >>> _ = made.add(made.text("mine", insert=(5, 10)))
    >>> made.tostring().endswith('>mine</text></svg>')
    True
    """
    import svgwrite

    root = ElementTree.fromstring(svg(scene))
    made = svgwrite.Drawing(debug=False)
    _fill(made, root, made)
    return made


def _fill(made: Any, element: ElementTree.Element, root: Any) -> None:
    """Give an element of svgwrite the attributes and the parts of one of the figure."""
    made.attribs.update({"xlink:href" if name == _LINK else name: value for name, value in element.attrib.items()})
    words = {_name(child): child.text for child in element if _name(child) in ("title", "desc")}
    if words:
        made.set_desc(**words)
    for child in element:
        if _name(child) not in words:
            part = _part(_name(child), child.text or "", root)
            _fill(part, child, root)
            made.add(part)


def _part(name: str, words: str, root: Any) -> Any:
    """Make an empty element of this name."""
    from svgwrite.base import BaseElement
    from svgwrite.container import Group, Style
    from svgwrite.text import Text, TSpan

    if name in ("text", "tspan"):
        return (Text if name == "text" else TSpan)(words, factory=root)
    if name == "g":
        return Group(factory=root)
    if name == "style":
        return Style(words, factory=root)
    made = BaseElement(factory=root)  # its own classes keep points and paths beside the attributes
    made.elementname = name
    return made


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
