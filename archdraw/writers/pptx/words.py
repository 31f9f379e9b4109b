"""Texts in DrawingML: each line a paragraph whose baseline stands where the scene has it, formulas as raised runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from archdraw.geometry import Box
from archdraw.scene import Scene, Text
from archdraw.text import bidi, clean, tidy, width
from archdraw.text.math import Span, segments
from archdraw.writers.pptx.page import Page
from archdraw.writers.pptx.paint import color, said, text

HEIGHTS = {
    "Noto Sans": (1.069, 0.293),
    "Arial": (0.905, 0.212),
    "Helvetica": (0.905, 0.212),
    "Source Sans 3": (1.024, 0.4),
    "Times New Roman": (0.891, 0.216),
    "New Computer Modern": (0.806, 0.194),
}
"""How far fonts say that they reach above and below the baseline, as shares of their size."""
USUAL = (0.95, 0.25)
TIMES = "Times New Roman"
"""A slide names one font, and no second for machines without it; this is the serif font of those with PowerPoint, which have none of TeX's."""
GENERIC = {"sans-serif": "Arial", "system-ui": "Arial", "serif": TIMES, "monospace": "Courier New"}
"""What stands for fonts that leave the choice to the program."""
SCRIPT = 0.72
"""PowerPoint itself makes raised and lowered text about so small."""
SIDES = {"start": "l", "middle": "ctr", "end": "r"}
SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
LARGEST, HIGHEST = 400_000, 158_400
"""PowerPoint's largest print and its largest distance of lines, in hundredths of a point."""


class Words:
    """Makes the texts of a scene."""

    def __init__(self, scene: Scene, page: Page) -> None:
        self.page = page
        self.serif = scene.fonts[-1:] == ("serif",)
        self.family = TIMES if self.serif and TIMES in scene.fonts else next(iter(scene.fonts), "sans-serif")

    def named(self, item: Text) -> str:
        """Name the font of a text."""
        family = item.font.family or self.family
        return GENERIC.get(family, family)

    def below(self, item: Text) -> float:
        """Tell how far its line reaches below its baseline."""
        return HEIGHTS.get(self.named(item), USUAL)[1] * item.font.size

    def box(self, item: Text, number: int) -> str:
        """Write a text that stands for itself; nothing for one that says nothing."""
        if not clean(item.content):
            return ""
        x, y = item.at
        above, below = (share * item.font.size for share in HEIGHTS.get(self.named(item), USUAL))
        wide = item.width or width(item.content, item.font.size, item.font.weight)
        left = -SHARES[item.anchor] * wide
        across, down = left + wide / 2, (below - above) / 2
        cosine, sine = cos(radians(item.angle)), sin(radians(item.angle))
        middle = (x + across * cosine - down * sine, y + across * sine + down * cosine)
        place = self.page.place(Box.around(middle, wide, above + below), item.angle)
        return (
            f'<p:sp><p:nvSpPr>{said(number, item.content)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{place}'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            f"{self.body([item], (0.0, 0.0, 0.0))}</p:sp>"
        )

    def body(self, lines: Sequence[Text], room: tuple[float, float, float]) -> str:
        """Write lines into a shape; ``room`` is left at its left, right and below the last line, in points.

        The distances of lines are exact, for those of 100 % are the font's, and the reader may have another.
        """
        left, right, below = (self.page.size(side) for side in room)
        paragraphs = []
        for at, line in enumerate(lines):
            height = sum(HEIGHTS.get(self.named(line), USUAL)) * line.font.size
            if at:  # a line ends at its descent, in this font
                height = line.at[1] - lines[at - 1].at[1] + self.below(line) - self.below(lines[at - 1])
            paragraphs.append(self._paragraph(line, height))
        return (
            f'<p:txBody><a:bodyPr wrap="none" lIns="{left}" tIns="0" rIns="{right}" bIns="{below}" rtlCol="0" anchor="b">'
            f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
        )

    def _paragraph(self, line: Text, height: float) -> str:
        points = max(0, min(HIGHEST, round(height * self.page.scale * 100)))
        leftward = "" if bidi.is_rightward(clean(line.content)) else ' rtl="1"'
        look = f'<a:pPr marL="0" indent="0" algn="{SIDES[line.anchor]}"{leftward}><a:lnSpc><a:spcPts val="{points}"/></a:lnSpc>'
        plain = '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/></a:pPr>'
        return f"<a:p>{look}{plain}{''.join(self._runs(line))}</a:p>"

    def _runs(self, line: Text) -> Iterator[str]:
        font, family = line.font, text(self.named(line)).replace('"', "&quot;")
        face = f'typeface="{family}" pitchFamily="{18 if self.serif else 34}" charset="0"'
        look = color(line.color) + "".join(f"<a:{kind} {face}/>" for kind in ("latin", "ea", "cs"))
        for part in segments(tidy(line.content)):
            for span in [Span(part)] if isinstance(part, str) else part.spans:
                scale = span.scale / SCRIPT if span.rise else span.scale
                size = max(100, min(LARGEST, round(font.size * scale * self.page.scale * 100)))
                bold = font.weight != "regular" if span.bold is None else span.bold
                style = (' b="1"' if bold else "") + (' i="1"' if font.italic or span.italic else "")
                rise = f' baseline="{round(span.rise * 100_000)}"' if span.rise else ""
                yield f'<a:r><a:rPr lang="en-US" sz="{size}"{style}{rise} noProof="1">{look}</a:rPr><a:t>{text(span.text)}</a:t></a:r>'
