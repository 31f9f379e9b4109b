"""Texts as labels of draw.io: HTML in which everything a text contains is text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.geometry import Box, number
from archdraw.records import dataclass
from archdraw.scene import Text
from archdraw.text import clean, tidy
from archdraw.text.math import START, segments

BASE = 0.36
"""How far below the middle of a line of text its baseline is, in sizes of the font: between Arial's and Noto Sans'."""
LEADING = 1.2
SPACE = 0.278
"""How wide Arial's space is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text, one below the other, as one label: ``tops`` are where each begins, and where the last ends.

    A single line may have a ``pair`` of texts, the second behind the first; ``texts`` has the first, as wide as both.
    """

    texts: tuple[Text, ...]
    tops: tuple[float, ...]
    pair: tuple[Text, ...] = ()

    @property
    def middle(self) -> float:
        """The height of the middle of the label."""
        return (self.tops[0] + self.tops[-1]) / 2

    @property
    def box(self) -> Box:
        """The room of the label; a text of unknown width gets what letters need about."""
        boxes = [_level(text) for text in self.texts]
        return Box(min(left for left, _ in boxes), self.tops[0], max(right for _, right in boxes), self.tops[-1])


def paired(texts: Sequence[Text]) -> Lines | None:
    """Put two texts into one line where the second begins just behind the first, as sizes do behind a name."""
    if [text.anchor for text in texts] != ["end", "start"]:
        return None
    one, two = texts
    level = abs(two.at[1] - one.at[1]) < 0.05 and START not in one.content + two.content
    if not level or not 0 <= two.at[0] - one.at[0] < one.font.size:
        return None
    left, right = _level(one)[0], _level(two)[1]
    found = stacked([replace(one, at=((left + right) / 2, one.at[1]), anchor="middle", width=right - left)])
    return found and replace(found, pair=(one, two))


def columns(texts: Sequence[Text]) -> Iterator[Lines]:
    """Put texts that stand in one column together; what is turned stands alone."""
    waiting: list[Text] = []
    for text in texts:
        if waiting and not (_in_column(waiting[-1], text) and stacked([*waiting, text])):
            yield from filter(None, [stacked(waiting)])
            waiting = []
        waiting.append(text)
    if waiting:
        yield from filter(None, [stacked(waiting)])


def stacked(texts: Sequence[Text]) -> Lines | None:
    """Find the heights of lines that bring the baselines where they are; None where lines would overlap."""
    tops = [texts[-1].at[1] + (LEADING / 2 - BASE) * texts[-1].font.size]
    for text in reversed(texts):
        tops.insert(0, 2 * (text.at[1] - BASE * text.font.size) - tops[0])
    return Lines(tuple(texts), tuple(tops)) if all(low > high for high, low in pairwise(tops)) else None


def _in_column(one: Text, two: Text) -> bool:
    same = one.anchor == two.anchor and abs(one.at[0] - two.at[0]) < 0.05 and not one.angle and not two.angle
    plain = START not in one.content + two.content  # what is raised or lowered makes lines higher
    return same and plain and 0 < two.at[1] - one.at[1] < 1.6 * max(one.font.size, two.font.size)


def _level(text: Text) -> tuple[float, float]:
    width = text.width or 0.55 * text.font.size * max(1, len(clean(text.content)))
    left = text.at[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * width
    return left, left + width


def html(lines: Lines, per: float) -> str:
    """Give the label; one line is as its cell says, several lines each say how they are set."""
    if lines.pair:
        one, two = lines.pair
        return _content(one) + _behind(one, two, per)
    if len(lines.texts) == 1:
        return _content(lines.texts[0])
    return "".join(
        f'<div style="{_set(text, (low - high) * per, per)}">{_content(text)}</div>'
        for text, (high, low) in zip(lines.texts, pairwise(lines.tops), strict=True)
    )


def _behind(one: Text, two: Text, per: float) -> str:
    """Write a text behind another, a space and what is missing of the distance between."""
    gap = (two.at[0] - one.at[0] - SPACE * one.font.size) * per
    size, color = number(two.font.size * per), escaped(two.color)
    weight = "bold" if two.font.weight != "regular" else "normal"
    look = f"font-size:{size}px;font-weight:{weight};color:{color};margin-left:{number(gap)}px;"
    return f' <span style="{look}">{_content(two)}</span>'


def _set(text: Text, height: float, per: float) -> str:
    weight = "bold" if text.font.weight != "regular" else "normal"
    slant = "font-style:italic;" if text.font.italic else ""
    size, leading, color = number(text.font.size * per), number(height), escaped(text.color)
    return f"font-size:{size}px;line-height:{leading}px;font-weight:{weight};{slant}color:{color};"


def _content(text: Text) -> str:
    if START not in text.content:
        return escaped(clean(text.content))
    found = []
    for part in segments(tidy(text.content)):
        if isinstance(part, str):
            found.append(escaped(part))
            continue
        for span in part.spans:
            inner = escaped(span.text)
            for tag, wanted in (("i", span.italic), ("b", span.bold), ("sup", span.rise > 0), ("sub", span.rise < 0)):
                flat = ' style="line-height:0"' if tag in ("sup", "sub") else ""
                inner = f"<{tag}{flat}>{inner}</{tag}>" if wanted else inner
            found.append(inner)
    return "".join(found)


def escaped(content: str) -> str:
    """Escape a text for HTML; spaces beyond one are kept.

    >>> escaped("<b> &  c")
    '&lt;b&gt; &amp;&nbsp; c'
    """
    text = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("  ", "&nbsp; ")
