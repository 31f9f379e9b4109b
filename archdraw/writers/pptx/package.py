"""The file around a slide, by python-pptx: a deck of one empty slide of our size, the same bytes each time."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from archdraw.scene import Scene
from archdraw.style.colors import WHITE, is_dark
from archdraw.text import clean
from archdraw.writers.pptx.page import EMU, Page
from archdraw.writers.pptx.paint import color

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
DARK = (
    'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" '
    'accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
)
"""Which colours of the theme are the ground and the text of a dark slide."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of all parts of the file: the first that a zip file can say."""
EMPTY = 6
"""The layout without title and text, of python-pptx's template."""
WORDS = 250
"""A property of a file has at most 255 characters."""


class Deck:
    """A presentation of one slide."""

    def __init__(self, page: Page, scene: Scene) -> None:
        from pptx import Presentation

        self.deck: Any = Presentation()
        self._resize(round(page.width * EMU), round(page.height * EMU))
        self.slide: Any = self.deck.slides.add_slide(self.deck.slide_layouts[EMPTY])
        self.scene = scene
        self._strip()
        self._describe()

    def embed(self, data: bytes) -> str:
        """Put a picture into the file, once; give its name for the slide."""
        _, name = self.slide.part.get_or_add_image_part(BytesIO(data))
        return str(name)

    def saved(self, markup: str) -> bytes:
        """Give the file, with these shapes on the slide."""
        from pptx.oxml import parse_xml

        tree = self.slide.shapes._spTree
        made: Any = parse_xml(f"<p:spTree {NAMES}>{markup}</p:spTree>")
        for shape in list(made):
            tree.append(shape)
        out = BytesIO()
        self.deck.save(out)
        return _undated(out.getvalue())

    def _resize(self, width: int, height: int) -> None:
        """Make slides this large, and stretch the layouts, for slides that are added later."""
        across, down = width / self.deck.slide_width, height / self.deck.slide_height
        self.deck.slide_width, self.deck.slide_height = width, height
        self.deck.element.sldSz.attrib.pop("type", None)  # that of the template is 4:3
        for sheet in (self.deck.slide_master, *self.deck.slide_layouts):
            for place in sheet.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm"):
                for part in place:
                    for key, share in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                        if key in part.attrib:
                            part.set(key, str(round(int(part.get(key)) * share)))

    def _strip(self) -> None:
        """Leave out what the template tells of itself and its author's machine: a picture, counts, a printer."""
        from pptx.opc.constants import RELATIONSHIP_TYPE as KINDS

        foreign = {KINDS.THUMBNAIL, KINDS.EXTENDED_PROPERTIES, KINDS.PRINTER_SETTINGS}
        for relations in (self.deck.part.package._rels, self.deck.part._rels):
            for name in [name for name, part in relations.items() if part.reltype in foreign]:
                relations.pop(name)

    def _describe(self) -> None:
        """Say what the figure shows."""
        from pptx.oxml import parse_xml

        title, about = clean(self.scene.title), clean(self.scene.description)
        own = self.deck.core_properties
        own.title, own.subject, own.author = title[:WORDS], about[:WORDS], ""
        own.last_modified_by, own.revision, own.keywords, own.comments = "archdraw", 1, "", ""
        own.created = own.modified = datetime(*EPOCH)
        sheet = self.slide.element.cSld
        sheet.set("name", title[:WORDS])
        head = self.slide.shapes._spTree.nvGrpSpPr.cNvPr
        head.set("name", title[:WORDS])
        head.set("descr", about or title)
        if self.scene.background:
            paint = f"<p:bgPr>{color(self.scene.background)}<a:effectLst/></p:bgPr>"
            sheet.insert(0, parse_xml(f"<p:bg {NAMES}>{paint}</p:bg>"))
        if is_dark(self.scene.background or WHITE):  # what users add is light there
            self.slide.element.clrMapOvr[0] = parse_xml(f"<a:overrideClrMapping {NAMES} {DARK}/>")


def _undated(data: bytes) -> bytes:
    """Pack a zip file anew, without the time at which that is done."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
