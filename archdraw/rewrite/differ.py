"""Say in few words how one copy of a repeated piece differs from the one that is shown."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import field

from archdraw.graph import MERGES, Layer
from archdraw.graph import Tensor as Size
from archdraw.records import dataclass
from archdraw.rewrite.alike import CARRIED, FAR, UNSEEN, Piece, Read, key

BESIDE = ("conv", "dense", "pool", "norm", "pad", "upsample", "activation", "slice")
"""What may stand on the skip of one copy only."""

BY_STRIDE = ("stride", "padding", "output_padding")
BY_WIDTH = ("filters", "units", "groups", "width", "shape", "out_dim", "axis")


def differences(
    other: Piece,
    shown: Piece,
    *,
    given: Size | None = None,
    shown_given: Size | None = None,
    widths: bool = False,
) -> tuple[str, ...] | None:
    """Tell how the other piece differs, as ``("stride 2", "projection")``; None if it is another thing altogether.

    It may have another stride, a projection on its skip, no skip where its size changes, no activation at its end, or take another number of channels
    (``given`` is what it is handed). With ``widths`` its layers may also have other numbers of channels, which is said where they do
    not follow from what it is handed.
    """
    match = _Match(other, shown, widths)
    if not match.succeeds():
        return None
    words = []
    strides = [_stride(layer) for layer, model in match.pairs if _stride(layer) != _stride(model)]
    if strides:
        words.append(f"stride {max(strides)}")
    if match.beside:
        word = "projection" if any(layer.op in ("conv", "dense") for layer in match.beside) else "pooled skip"
        words.append(f"{word} after {match.after}" if match.after else word)
    if match.unmerged:
        words.append("no skip")
    if match.inactive:
        words.append("no activation")
    if given and shown_given and given.channels != shown_given.channels and not match.beside:
        words.append(f"{'?' if given.channels is None else given.channels} channels in")
    words.extend(_widths(match.pairs, given, shown_given))
    return tuple(words)


def extra(other: Piece, shown: Piece) -> tuple[Layer, ...]:
    """Give the layers that only the other piece has, on its skip; none where it is another thing altogether.

    Nor are there any where they take what a layer inside gives: then they are not on the line that the shown piece has.
    """
    match = _Match(other, shown, widths=True)
    return tuple(match.beside) if match.succeeds() and not match.after else ()


def branching(other: Piece, shown: Piece) -> tuple[tuple[Layer, ...], int]:
    """Give the layers that only the other piece has beside its body, and the place of the layer inside of the shown one that they read.

    None and -1 where they are on the skip, or there are none.
    """
    match = _Match(other, shown, widths=True)
    return (tuple(match.beside), match.place) if match.succeeds() and match.after else ((), -1)


def paired(other: Piece, shown: Piece) -> dict[str, Layer]:
    """Give for layers of the shown piece, by name, the layer of the other one that does the same; none where it is another thing."""
    match = _Match(other, shown, widths=True)
    return {model.name: layer for layer, model in match.pairs} if match.succeeds() else {}


def _widths(pairs: list[tuple[Layer, Layer]], given: Size | None, shown_given: Size | None) -> list[str]:
    """Say whether layers are narrower or wider by another factor than what the pieces are handed."""
    one, two = (size.channels if size else None for size in (given, shown_given))
    for layer, model in pairs:
        mine, theirs = (each.attrs.get("filters", each.attrs.get("units")) for each in (layer, model))
        if mine == theirs or not isinstance(mine, int) or not isinstance(theirs, int):
            continue
        if not isinstance(one, int) or not isinstance(two, int) or mine * two != theirs * one:
            return ["narrower inside" if mine < theirs else "wider inside"]
    return []


@dataclass
class _Match:
    """A walk along both pieces at once, pairing their layers."""

    other: Piece
    shown: Piece
    widths: bool
    pairs: list[tuple[Layer, Layer]] = field(default_factory=list)
    beside: list[Layer] = field(default_factory=list)
    after: str = ""  # the op of the layer inside that they read, if it is not what the piece is handed
    place: int = -1  # of that layer
    unmerged: int = 0
    inactive: bool = False

    def succeeds(self) -> bool:
        """Pair all layers but those that only one of the two may have."""
        meant: dict[int, int] = {
            CARRIED: CARRIED,
            FAR: FAR,
        }  # place in the other piece: the place in the shown one that it is
        stands: dict[int, int] = {
            CARRIED: CARRIED,
            FAR: FAR,
        }  # place in the shown piece: itself, or what it adds its skip to
        at = 0
        used = {read.place for reads in self.other.reads for read in reads}
        for place, layer in enumerate(self.other.layers):
            reads = _reads(layer, self.other.reads[place], meant)
            sources = [meant[read.place] for read in self.other.reads[place]]
            if not self._fits(at, layer, reads, stands):
                if layer.op in BESIDE and len(sources) == 1 and place in used:
                    if sources[0] >= 0:
                        self.after, self.place = self.shown.layers[sources[0]].op, sources[0]
                    meant[place] = (
                        sources[0] if sources[0] < 0 else CARRIED
                    )  # it is on the skip, as those that read it will show
                    self.beside.append(layer)
                    continue
                at = self._past_merges(at, layer, reads, stands)
                if not self._fits(at, layer, reads, stands):
                    return False
            meant[place] = stands[at] = at
            self.pairs.append((layer, self.shown.layers[at]))
            at += 1
        at = self._past_merges(at, None, (), stands)
        ends = at == len(self.shown.layers) - 1 and self.shown.layers[at].op == "activation"
        self.inactive = ends and {read.place for read in self.shown.reads[at]} == {at - 1}
        return at + self.inactive == len(self.shown.layers)

    def _past_merges(self, at: int, layer: Layer | None, reads: Hashable, stands: dict[int, int]) -> int:
        """Go past merges of the shown piece that add a skip which the other piece does not have."""
        while at < len(self.shown.layers) and not (layer and self._fits(at, layer, reads, stands)):
            body = {stands[read.place] for read in self.shown.reads[at]} - {CARRIED, FAR}
            if self.shown.layers[at].op not in MERGES or len(body) != 1 or len(self.shown.reads[at]) != 2:
                break
            stands[at] = body.pop()
            self.unmerged += 1
            at += 1
        return at

    def _fits(self, at: int, layer: Layer, reads: Hashable, stands: dict[int, int]) -> bool:
        if at >= len(self.shown.layers):
            return False
        model = self.shown.layers[at]
        same = _form(layer, _free(self.widths)) == _form(model, _free(self.widths))
        return same and reads == _reads(model, self.shown.reads[at], stands)


def forms(piece: Piece, *, widths: bool = False) -> Hashable:
    """Give what two pieces have in common that differ in no layer, but for the strides and perhaps the widths of these."""
    return tuple(_form(layer, _free(widths)) for layer in piece.layers)


def _free(widths: bool) -> tuple[str, ...]:
    return BY_STRIDE + (BY_WIDTH if widths else ())


def _form(layer: Layer, free: tuple[str, ...]) -> Hashable:
    attrs = {name: value for name, value in layer.attrs.items() if name not in free and name not in UNSEEN}
    return (layer.op, layer.label, key(attrs), tuple(_form(part, free) for part in layer.folded))


def _reads(layer: Layer, reads: tuple[Read, ...], meant: dict[int, int]) -> Hashable:
    """Say what a layer reads in the shown piece's places; the order counts only where it does for the result."""
    found = [(meant[read.place], read.port, read.role, read.arg, read.ambient or ("", 0)) for read in reads]
    return tuple(sorted(found) if layer.op in MERGES and layer.op != "concat" else found)


def _stride(layer: Layer) -> str:
    stride = layer.attrs.get("stride", 1)
    steps = tuple(stride) if isinstance(stride, list | tuple) else (stride,)
    return str(steps[0]) if len(set(steps)) == 1 else "×".join(map(str, steps))
