"""Whether a figure is good, by measure: taken from its scene alone, so of every renderer, style and source alike."""

from __future__ import annotations

from archdraw.quality import measures
from archdraw.quality.faults import Fault as Fault
from archdraw.quality.faults import faults
from archdraw.quality.gathered import gather
from archdraw.records import dataclass
from archdraw.scene import Scene


@dataclass(frozen=True, slots=True)
class Quality:
    """The faults of a figure and its numbers.

    ``width`` and ``height`` are in points of print, ``smallest`` is the smallest print, ``contrast`` the least contrast of a text;
    ``straight`` is the share of the main path on one line (1 = all), ``crossings`` counts pairs of lines, ``bends`` turns;
    ``length`` is that of all lines in points of print.
    """

    faults: tuple[Fault, ...]
    width: float
    height: float
    smallest: float
    contrast: float
    straight: float
    crossings: int
    bends: int
    length: float

    @property
    def area(self) -> float:
        """The printed area in square inches."""
        return self.width * self.height / 72**2

    @property
    def aspect(self) -> float:
        """The height over the width."""
        return self.height / self.width


def measure(scene: Scene) -> Quality:
    r"""Measure a figure.

    >>> import archdraw
    >>> found = measure(archdraw.render(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml").scene)
    >>> found.faults, found.crossings, found.straight
    ((), 0, 1.0)
    """
    found = gather(scene)
    return Quality(
        tuple(faults(found)),
        scene.width * scene.scale,
        scene.height * scene.scale,
        min((words.size for words in found.words), default=0.0),
        min((words.contrast for words in found.words), default=21.0),
        measures.straightness(found),
        measures.crossings(found),
        measures.bends(found),
        measures.length(found) * scene.scale,
    )
