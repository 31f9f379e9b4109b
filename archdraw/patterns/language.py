"""Read a pattern: ``residual(conv[kernel=1] > conv > conv[kernel=1]) > act?``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archdraw.graph import MERGES, OPS
from archdraw.patterns.forms import Cell, Either, Form, Join, Many, Op, Row, Want, extent
from archdraw.patterns.wants import WORDS, want
from archdraw.records import dataclass
from archdraw.spec.problems import Mistake
from archdraw.words import did_you_mean

MOST = 16
"""How often a part may follow itself; it bounds the work."""
LONGEST = 2000
"""How many signs a pattern may have."""
DEEPEST = 30
LARGEST = 2000
"""How many parts a pattern may have, its words written out."""

_SHORT: Mapping[str, tuple[tuple[str, ...], tuple[Want, ...]]] = {
    "act": (("activation",), ()),
    "dwconv": (("conv",), (WORDS["depthwise"],)),
    "sepconv": (("conv",), (WORDS["separable"],)),
    "gap": (("pool",), (WORDS["global"], WORDS["average"])),
    "merge": (MERGES, ()),
    "any": (tuple(op for op in OPS if op not in ("input", "output")), ()),
}
SPECIAL = ("residual", "fork", "cell")
ATOMS = (*OPS, *_SHORT, *SPECIAL)

SHORTCUT = Many(Op(frozenset({"conv", "dense", "pool", "norm", "upsample", "pad", "crop", "slice"})), 0, 3)
"""What may stand on the shortcut of a residual whose pattern does not say."""

_TOKEN = re.compile(r"\s*(?:(\w[\w-]*)|(…|\.\.\.)|(.))", re.S)


class Slip(Mistake):
    """A mistake at one sign of a pattern; ``at`` counts from 0."""

    def __init__(self, message: str, hint: str, at: int) -> None:
        """Keep the place."""
        super().__init__(message, hint)
        self.at = at


def parse(text: str, words: Mapping[str, Form] | None = None) -> Form:
    """Read a pattern; ``words`` are names that stand for others. Raises Slip, a Mistake with a place.

    >>> parse("conv > act?")
    Row(parts=(Op(ops=frozenset({'conv'}), wants=()), Many(part=Op(ops=frozenset({'activation'}), wants=()), least=0, most=1)))
    """
    if len(text) > LONGEST:
        raise Slip(f"a pattern has at most {LONGEST} signs", "give parts of it a name under 'words:'", 0)
    parser = _Parser(text, words or {})
    form = parser.row()
    parser.end()
    size, depth = extent(form, {})
    if size > LARGEST or depth > 2 * DEEPEST:
        raise Slip(
            f"with its words a pattern has {size} parts, {depth} deep", f"at most {LARGEST} and {2 * DEEPEST}", 0
        )
    return form


@dataclass
class _Parser:
    text: str
    words: Mapping[str, Form]
    at: int = 0
    depth: int = 0

    def row(self) -> Form:
        """Read parts with ``>`` between them."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.slip(f"a pattern is at most {DEEPEST} brackets deep", "give a part of it a name under 'words:'")
        parts = [self.part()]
        while self.takes(">"):
            parts.append(self.part())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def part(self) -> Form:
        """Read one part and how often it comes."""
        form = self.atom()
        if self.takes("?"):
            return Many(form, 0, 1)
        if self.takes("+"):
            return Many(form, 1, MOST)
        if self.takes("*"):
            return Many(form, 0, MOST)
        return self.counted(form) if self.takes("{") else form

    def counted(self, form: Form) -> Form:
        """Read the rest of ``{2}``, ``{2,}`` or ``{2,4}``."""
        start = self.at
        least = self.number()
        most = least
        if self.takes(","):
            most = MOST if self.peek() == "}" else self.number()
        self.needs("}", "write {2} or {2,4}")
        if not least <= most <= MOST or not most:
            raise Slip(f"a part comes at most {MOST} times, and not less often than at least", "write {2,4}", start)
        return Many(form, least, most)

    def number(self) -> int:
        word = self.peek()
        if not word.isdecimal() or len(word) > 3:
            raise self.slip(f"a number is missing before '{word}'" if word else "a number is missing", "write {2,4}")
        self.next()
        return int(word)

    def atom(self) -> Form:
        """Read a layer, a bracket, or one of the special forms."""
        start = self.at
        word = self.next()
        if word == "(":
            return self.bracket()
        if word == "residual":
            return self.residual()
        if word == "fork":
            branches, more = self.branches()
            return self.joined(branches, more)
        if word == "cell":
            return self.cell()
        if not word or not (word[0].isalnum() or word[0] == "_"):
            hint = "a part is a layer such as conv, or a bracket"
            raise Slip(f"'{word}' is not a part" if word else "a part is missing at the end", hint, self.skipped(start))
        known = self.words.get(word)
        return known if known is not None and not isinstance(known, Op) else self.op(word, self.skipped(start))

    def op(self, word: str, start: int) -> Op:
        """Read a layer, or a word for one, and the conditions in its brackets."""
        known = self.words.get(word)
        if isinstance(known, Op):
            ops, wants = known.ops, known.wants
        elif word in _SHORT or word in OPS:
            names, wants = _SHORT.get(word, ((word,), ()))
            ops = frozenset(names)
        else:
            raise Slip(f"there is no layer '{word[:40]}'", did_you_mean(word, (*ATOMS, *self.words)), start)
        return Op(ops, (*wants, *self.wants()) if self.takes("[") else wants)

    def wants(self) -> tuple[Want, ...]:
        start = self.at
        end = self.text.find("]", start)
        if end < 0:
            raise self.slip("the bracket [ is not closed", "write conv[kernel=1]")
        found = []
        for part in self.text[start:end].split(","):
            at = start + len(part) - len(part.lstrip())
            try:
                found.append(want(part.strip()))
            except Mistake as error:
                raise Slip(str(error), error.hint, at) from None
            start += len(part) + 1
        self.at = end + 1
        return tuple(found)

    def bracket(self) -> Form:
        """Read the rest of ``()``, ``(a > b)``, ``(a / b)`` or ``(a | b) > add``."""
        if self.takes(")"):
            return Row(())
        ways = [self.row()]
        sign = self.peek()
        while sign in ("|", "/") and self.takes(sign):
            ways.append(self.row())
        self.needs(")", "use one of | and / in a bracket, and close it")
        if len(ways) == 1:
            return ways[0]
        return Either(tuple(ways)) if sign == "/" else self.joined(tuple(ways), False)

    def residual(self) -> Form:
        """Read ``residual(body)`` or ``residual(body, shortcut)``."""
        branches, more = self.branches()
        if more or len(branches) > 2:
            raise self.slip("residual takes a body and perhaps a shortcut", "write residual(conv > conv)")
        shortcut = branches[1] if len(branches) == 2 else SHORTCUT
        return Join((branches[0], shortcut), False, Op(frozenset({"add"})))

    def branches(self) -> tuple[tuple[Form, ...], bool]:
        """Read ``(a, b, …)``."""
        self.needs("(", "write fork(a, b) > concat or residual(body)")
        found = [self.row()]
        while self.takes(","):
            if self.takes("…") or self.takes("..."):
                self.needs(")", "… is the last of a fork")
                return tuple(found), True
            found.append(self.row())
        self.needs(")", "close the bracket")
        return tuple(found), False

    def joined(self, branches: tuple[Form, ...], more: bool) -> Form:
        """Read the layer in which branches end."""
        self.needs(">", "branches need the layer that joins them: (a | b) > add")
        start = self.at
        word = self.next()
        return Join(branches, more, self.op(word, self.skipped(start)))

    def cell(self) -> Form:
        """Read ``cell(conv, pool, add) > concat``."""
        parts, more = self.branches()
        ops = tuple(part for part in parts if isinstance(part, Op))
        rare = tuple(part.part for part in parts if isinstance(part, Many) and (part.least, part.most) == (0, 1))
        perhaps = tuple(part for part in rare if isinstance(part, Op))
        if more or len(ops) + len(perhaps) < len(parts):
            raise self.slip("a cell lists kinds of layers", "write cell(conv, pool, norm?) > concat")
        self.needs(">", "a cell needs the layer in which it ends: cell(conv, add) > concat")
        start = self.at
        word = self.next()
        return Cell(ops, perhaps, self.op(word, self.skipped(start)))

    def end(self) -> None:
        """See that nothing is left."""
        word = self.peek()
        if word:
            raise self.slip(f"'{word}' is not expected here", "parts have > between them")

    def needs(self, sign: str, hint: str) -> None:
        if not self.takes(sign):
            word = self.peek()
            raise self.slip(f"'{sign}' is missing" + (f" before '{word}'" if word else " at the end"), hint)

    def takes(self, sign: str) -> bool:
        if self.peek() != sign:
            return False
        self.next()
        return True

    def peek(self) -> str:
        match = _TOKEN.match(self.text, self.at)
        return (match[1] or match[2] or match[3]).strip() if match else ""

    def next(self) -> str:
        match = _TOKEN.match(self.text, self.at)
        self.at = match.end() if match else len(self.text)
        return (match[1] or match[2] or match[3]).strip() if match else ""

    def skipped(self, at: int) -> int:
        """Give the place of the first sign that is no space."""
        return at + len(self.text[at:]) - len(self.text[at:].lstrip())

    def slip(self, message: str, hint: str) -> Slip:
        return Slip(message, hint, self.skipped(self.at))
