"""The rules of draw.io's files, as its schema and its reference of styles have them, in the words of a test."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser


def words(text):
    return set(text.split())


ATTRIBUTES = {
    "mxfile": {"host", "compressed"},
    "diagram": {"id", "name"},
    "mxGraphModel": words(
        "dx dy grid gridSize guides tooltips connect arrows fold page pageScale pageWidth pageHeight "
        "background math shadow"
    ),
    "root": set(),
    "object": {"label", "tooltip", "layer", "id"},
    "mxCell": {"id", "value", "style", "parent", "source", "target", "vertex", "edge", "connectable"},
    "mxGeometry": {"x", "y", "width", "height", "relative", "as"},
    "mxPoint": {"x", "y", "as"},
    "Array": {"as"},
}
CHILDREN = {
    "mxfile": {"diagram"},
    "diagram": {"mxGraphModel"},
    "mxGraphModel": {"root"},
    "root": {"mxCell", "object"},
    "object": {"mxCell"},
    "mxCell": {"mxGeometry"},
    "mxGeometry": {"mxPoint", "Array"},
    "Array": {"mxPoint"},
    "mxPoint": set(),
}
KEYS = words(
    "shape perimeter html rounded absoluteArcSize arcSize fillColor fillOpacity strokeColor strokeWidth "
    "strokeOpacity opacity dashed dashPattern fixDash polyCoords polyline container collapsible expand "
    "recursiveResize part fontFamily fontSize fontColor fontStyle spacing spacingTop spacingBottom "
    "spacingLeft spacingRight align verticalAlign rotation imageAspect image edgeStyle endArrow endFill "
    "endSize jumpStyle jumpSize curved exitX exitY exitDx exitDy exitPerimeter entryX entryY entryDx entryDy entryPerimeter"
)
NUMBER = re.compile(r"-?\d+(\.\d+)?$")


def checked(data):
    """Raise where a rule is broken; give all cells by id: the element, and the label."""
    top = ET.fromstring(data)
    assert top.tag == "mxfile"
    for element in top.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.attrib
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert not (element.text or "").strip(), "all is in attributes: no text between elements"
    (root,) = top.iter("root")
    first, second = list(root)[:2]
    assert first.attrib == {"id": "0"}
    assert second.attrib == {"id": "1", "parent": "0"}
    cells = {}
    for element in list(root)[2:]:
        cell = element if element.tag == "mxCell" else element.find("mxCell")
        name = element.get("id")
        assert name not in ("0", "1", *cells), "ids are unique"
        assert name.startswith("n-"), "ids are never those of JavaScript's own"
        assert cell.get("parent") in ("1", *cells), "what holds a cell comes before it"
        cells[name] = (cell, element.get("label") or element.get("value") or "")
    for cell, label in cells.values():
        _cell(cell, cells)
        Label(label)
    return cells


def _cell(cell, cells):
    assert (cell.get("vertex") == "1") != (cell.get("edge") == "1"), "a shape or a line, never both"
    (geometry,) = cell
    assert geometry.get("as") == "geometry"
    styled(cell)
    for point in cell.iter("mxPoint"):
        assert NUMBER.match(point.get("x"))
        assert NUMBER.match(point.get("y"))
    if cell.get("vertex"):
        assert all(NUMBER.match(geometry.get(key)) for key in ("x", "y", "width", "height"))
        assert min(float(geometry.get("width")), float(geometry.get("height"))) > 0
        assert "source" not in cell.attrib
        return
    assert geometry.get("relative") == "1"
    loose = {point.get("as") for point in geometry.findall("mxPoint")}
    for end, point in (("source", "sourcePoint"), ("target", "targetPoint")):
        if end in cell.attrib:
            assert cells[cell.get(end)][0].get("vertex") == "1", "lines lead to shapes"
        else:
            assert point in loose, "a free end is somewhere"


def styled(cell):
    """Give the style of a cell as a dictionary."""
    style = cell.get("style")
    assert style.endswith(";")
    found = {}
    for part in style[:-1].split(";"):
        key, equals, value = part.partition("=")
        assert key not in found, style
        assert key in (KEYS if equals else {"text", "group"}), part
        assert not key.endswith("Color") or re.fullmatch(r"none|#[0-9a-f]{6}", value), part
        found[key] = value
    return found


class Label(HTMLParser):
    """What a label shows: its text, line by line. Only a few harmless elements are allowed."""

    def __init__(self, label):
        super().__init__()
        self.text = ""
        self.feed(label)
        self.close()
        self.text = self.text.replace("\xa0", " ").lstrip("\n")

    def handle_starttag(self, tag, attrs):
        assert tag in ("div", "span", "b", "i", "sup", "sub")
        assert all(name == "style" and re.fullmatch(r"[a-z0-9:;#. -]*", value) for name, value in attrs)
        if tag == "span":  # behind a space
            self.text = self.text.removesuffix(" ")
        self.text += "\n" if tag in ("div", "span") else ""

    def handle_data(self, data):
        self.text += data
