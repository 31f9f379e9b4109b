"""Write a scene as PNG that knows its size in print."""

from __future__ import annotations

import struct
from dataclasses import replace
from math import ceil
from zlib import crc32

from archdraw.errors import LimitError
from archdraw.scene import Scene

LARGEST = 120_000_000
"""The most pixels that are drawn; each takes 4 bytes of memory."""


def write(scene: Scene, *, dpi: float = 300) -> bytes:
    """Write the scene with this many dots per inch. Raises LimitError for more than 120 million pixels."""
    from archdraw.typeset.typst import compile

    pixels = scene.width * scene.height * (scene.scale * dpi / 72) ** 2
    if not pixels <= LARGEST:
        raise LimitError(
            f"a PNG of {pixels / 1e6:,.0f} million pixels is over the limit of {LARGEST / 1e6:.0f} million",
            "choose fewer dots per inch (--dpi), a smaller width, or SVG or PDF",
        )
    return _with_size(compile(_on_whole_pixels(scene, dpi), format="png", ppi=dpi), dpi)


def _on_whole_pixels(scene: Scene, dpi: float) -> Scene:
    """Widen the page by less than a pixel each way, to whole pixels.

    typst draws an SVG on as many pixels as it touches, first across, then by the ratio of its sides down, and puts these unsmoothed
    onto the page: where that is a pixel more than the page has, one row or column gets lost, and with it the tops of
    letters. So the page is a trace smaller than its pixels, more so down than across, for that ratio errs.
    """
    unit = scene.scale * dpi / 72
    across, down = (max(1, ceil(side * unit - 1e-6)) for side in (scene.width, scene.height))
    trace = 0.1 / max(across, down)
    return replace(scene, width=across * (1 - trace) / unit, height=down * (1 - 3 * trace) / unit)


def _with_size(png: bytes, dpi: float) -> bytes:
    """Add the chunk that says how many pixels a metre has (PNG specification, 11.3.4.3), behind the header."""
    per_metre = round(dpi / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + content + struct.pack(">I", crc32(content))
    header = 8 + 25  # signature, IHDR
    return png[:header] + chunk + png[header:]
