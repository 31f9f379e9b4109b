r"""Simple mathematics in labels: ``$x_i^2$``, Greek, fractions, roots, accents; as styled pieces of text and as TeX.

A formula travels inside a text between two marks that no text of an author may contain. Only what is listed here is a
formula, so that nothing an author writes reaches TeX as a command of his own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from archdraw.records import dataclass
from archdraw.text.signs import BLACKBOARD, GREEK, OPERATORS, OTHERS, RELATIONS

START, END = "\ufdd0", "\ufdd1"
"""The marks around a formula: code points that Unicode keeps for a program's own use."""
THIN = "\u2009"
MOST_DEEP = 12


class NotMath(ValueError):
    """A formula that is not understood; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a formula in one look: ``scale`` and ``rise`` are shares of the font size."""

    text: str
    italic: bool = False
    bold: bool | None = None
    scale: float = 1.0
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula is on paper, piece by piece, and in TeX, without the dollars around it."""

    spans: tuple[Span, ...]
    tex: str


_COMMANDS = {name: letter for letter, name in {**OTHERS, **OPERATORS, **RELATIONS, **GREEK}.items()} | {
    "to": "→", "le": "≤", "ge": "≥", "ne": "≠", "|": "‖", "cdot": "·", "ldots": "…", "dots": "…", "cdots": "⋯",
    "{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_", "prime": "′", "mid": "|", "star": "⋆",
}  # fmt: skip
_SPACES = {",": THIN, ";": "\u2005", " ": "\u00a0", "quad": "\u2003", ":": "\u2005", "!": ""}
_WORDS = (
    "log",
    "exp",
    "ln",
    "max",
    "min",
    "arg",
    "argmax",
    "sin",
    "cos",
    "tan",
    "tanh",
    "det",
    "dim",
    "softmax",
    "lim",
)
_OWN_WORDS = ("argmax", "softmax")
"""Names of functions that TeX itself has no command for."""
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7"}
_FONTS = ("mathrm", "text", "mathbf", "mathit", "mathbb", "mathcal", "operatorname")
_CALLIGRAPHIC = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True))
_TEX = {letter: rf"\{name} " for letter, name in (OTHERS | OPERATORS | RELATIONS | GREEK).items()} | {
    letter: rf"\mathbb{{{name}}}" for letter, name in BLACKBOARD.items()
}
_PLAIN = "+-=*/()[]|,.:;<>!?"
_TOKEN = re.compile(r"\\(?:[A-Za-z]+ ?|.)|[0-9]+(?:\.[0-9]+)?|\s+|.", re.S)


@lru_cache(maxsize=2000)
def formula(source: str) -> Formula:
    r"""Read a formula, without the dollars around it; raises NotMath where it is not understood.

    >>> formula(r"W\in\mathbb{R}^{d\times k}").tex
    'W\\in \\mathbb{R}^{d\\times k}'
    >>> [(span.text, span.rise) for span in formula("x_i^2").spans]
    [('x', 0.0), ('i', -0.16), ('2', 0.36)]
    """
    reader = _Reader(_TOKEN.findall(source))
    found = reader.row(Span(""), "", 0)
    return Formula(tuple(_joined(found.spans)), found.tex.strip())


def marked(content: str) -> str:
    r"""Put marks around what stands between two dollars; ``\$`` is a dollar. Raises NotMath.

    >>> marked(r"$x$ for \$5").replace(START, "<").replace(END, ">")
    '<x> for $5'
    """
    parts = re.split(r"(?<!\\)\$", content.replace(START, "").replace(END, ""))
    if len(parts) % 2 == 0:
        raise NotMath(r"a $ has no partner; a dollar sign is written \$")
    for source in parts[1::2]:
        formula(source)
    parts[::2] = [part.replace(r"\$", "$") for part in parts[::2]]
    return "".join(f"{START}{part}{END}" if at % 2 else part for at, part in enumerate(parts))


def segments(content: str) -> Iterator[str | Formula]:
    """Go through the texts and formulas of a content; what stands between marks but is none is a text.

    >>> list(segments("plain"))
    ['plain']
    """
    for part in re.split(f"({START}[^{START}{END}]*{END})", content) if START in content else [content]:
        if part.startswith(START) and part.endswith(END):
            try:
                yield formula(part[1:-1])
                continue
            except NotMath:
                pass
        if part:
            yield part.replace(START, "").replace(END, "")


def plain(content: str) -> str:
    """Take the marks away: what a formula's source is, as a text."""
    return content.replace(START, "").replace(END, "")


def _joined(spans: tuple[Span, ...]) -> Iterator[Span]:
    """Join neighbours of one look."""
    for look, alike in groupby((span for span in spans if span.text), key=lambda span: replace(span, text="")):
        yield replace(look, text="".join(span.text for span in alike))


class _Reader:
    """Reads a list of tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def skip(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def row(self, look: Span, end: str, depth: int) -> Formula:
        """Read up to ``end``; ``look`` is that of the formula around."""
        if depth > MOST_DEEP:
            raise NotMath(f"it is nested deeper than {MOST_DEEP} levels")
        spans: list[Span] = []
        tex: list[str] = []
        while True:
            self.skip()
            token = self.next()
            if token == end:
                return Formula(tuple(spans), "".join(tex))
            if not token:
                raise NotMath("a { has no partner")
            if token == "}":
                raise NotMath("a } has no partner")
            made = self.spaced(token, look, bool(spans)) or self.atom(token, look, depth)
            spans.extend(made.spans)
            tex.append(made.tex)

    def spaced(self, token: str, look: Span, after: bool) -> Formula | None:
        """Read an operator or a relation: it has thin spaces around it, a sign before a number has none."""
        sign = _COMMANDS.get(token[1:].strip(), "") if token.startswith("\\") else token
        if sign not in RELATIONS and sign not in OPERATORS and sign not in tuple("=<>+-*"):
            return None
        shown = {"-": "−", "*": "∗"}.get(sign, sign)
        near = look.scale < 1 or not after or (not self.peek() or self.peek() == "}")
        text = shown if near else f"{THIN}{shown}{THIN}"
        return Formula((replace(look, text=text, italic=False),), _TEX.get(sign, sign))

    def atom(self, token: str, look: Span, depth: int) -> Formula:
        """Read one thing and what stands below and above it."""
        base = self.one(token, look, depth)
        spans, tex = list(base.spans), base.tex
        seen: set[str] = set()
        self.skip()
        while self.peek() in ("_", "^", "'"):
            kind = self.next()
            if kind == "'":
                spans.append(replace(look, text="′", italic=False))
                tex += "'"
            else:
                if kind in seen:
                    raise NotMath(f"there are two {kind} behind one another; write x_{{a b}}")
                seen.add(kind)
                inner = self.argument(_script(look, kind == "^"), depth)
                spans.extend(inner.spans)
                tex += f"{kind}{{{inner.tex.strip()}}}"
            self.skip()
        return Formula(tuple(spans), tex)

    def argument(self, look: Span, depth: int) -> Formula:
        """Read what a command or a script applies to: one thing, or a row in braces."""
        self.skip()
        token = self.next()
        if not token or token in "}_^":
            raise NotMath("something is missing behind the last sign")
        if token[0].isdigit() and len(token) > 1:  # as in TeX, a digit alone
            self.at -= 1
            token, self.tokens[self.at] = token[0], token[1:]
        return self.row(look, "}", depth + 1) if token == "{" else self.one(token, look, depth + 1)

    def one(self, token: str, look: Span, depth: int) -> Formula:
        if token == "{":
            inner = self.row(look, "}", depth + 1)
            return Formula(inner.spans, f"{{{inner.tex}}}")
        if token.startswith("\\"):
            return self.command(token[1:].strip() or " ", look, depth)
        if token[0].isdigit() or token in _PLAIN:
            return Formula((replace(look, text=token, italic=False),), token)
        if (token.isascii() and token.isalpha()) or token in GREEK:
            return Formula((replace(look, text=token, italic=token not in "ΓΔΘΛΞΠΣΥΦΨΩ"),), _TEX.get(token, token))
        if token in _TEX:
            return Formula((replace(look, text=token, italic=False),), _TEX[token])
        raise NotMath(f"'{token}' has no meaning in a formula")

    def command(self, name: str, look: Span, depth: int) -> Formula:
        if name in _SPACES:
            return Formula((replace(look, text=_SPACES[name], italic=False),), rf"\{name} ")
        if name in _COMMANDS:
            letter = _COMMANDS[name]
            italic = letter in GREEK and letter not in "ΓΔΘΛΞΠΣΥΦΨΩ"
            return Formula((replace(look, text=letter, italic=italic),), rf"\{name} ")
        if name in _WORDS:
            tex = rf"\mathop{{\mathrm{{{name}}}}}" if name in _OWN_WORDS else rf"\{name}"
            return Formula((replace(look, text=name + THIN, italic=False),), f"{tex} ")
        special: dict[str, Callable[[Span, int], Formula]] = {"frac": self.fraction, "sqrt": self.root}
        if name in special:
            return special[name](look, depth)
        if name in _ACCENTS:
            inner = self.argument(look, depth)
            if not inner.spans:
                raise NotMath(rf"\{name} has nothing to stand on")
            last = inner.spans[-1]
            spans = (*inner.spans[:-1], replace(last, text=normalize("NFC", last.text + _ACCENTS[name])))
            return Formula(spans, rf"\{name}{{{inner.tex.strip()}}}")
        if name in _FONTS:
            return self.in_font(name, look)
        from archdraw.words import did_you_mean

        known = sorted([*_COMMANDS, *_WORDS, *_ACCENTS, *_FONTS, *special])
        raise NotMath(rf"\{name} is not known; {did_you_mean(name, known)}".rstrip("; "))

    def fraction(self, look: Span, depth: int) -> Formula:
        """Read a fraction; it is slanted, in TeX too, for a label has the height of one line."""
        above = self.argument(replace(look, scale=look.scale * 0.72, rise=look.rise + 0.3 * look.scale), depth)
        below = self.argument(replace(look, scale=look.scale * 0.72, rise=look.rise - 0.12 * look.scale), depth)
        bar = replace(look, text="⁄", italic=False)
        tex = rf"{{}}^{{{above.tex.strip()}}}\!/_{{{below.tex.strip()}}}"
        return Formula((*above.spans, bar, *below.spans), tex)

    def root(self, look: Span, depth: int) -> Formula:
        """Read a root; outside of TeX it has brackets instead of a bar, where more than one thing is under it."""
        inner = self.argument(look, depth)
        start, end = replace(look, text="√", italic=False), replace(look, text="", italic=False)
        if sum(len(span.text) for span in inner.spans if span.rise == look.rise) > 1:
            start, end = replace(start, text="√("), replace(end, text=")")
        return Formula((start, *inner.spans, end), rf"\sqrt{{{inner.tex.strip()}}}")

    def in_font(self, name: str, look: Span) -> Formula:
        """Read letters in a font of their own."""
        letters = self.letters()
        look = replace(look, italic=name == "mathit", bold=True if name == "mathbf" else look.bold)
        if name in ("mathbb", "mathcal"):
            known = {plain: letter for letter, plain in BLACKBOARD.items()} if name == "mathbb" else _CALLIGRAPHIC
            first = 0x1D538 if name == "mathbb" else 0x1D49C
            if not re.fullmatch("[A-Z]+", letters):
                raise NotMath(rf"\{name} is for capital letters")
            shown = "".join(known.get(letter, chr(first + ord(letter) - 65)) for letter in letters)
            return Formula((replace(look, text=shown),), rf"\{name}{{{letters}}}")
        written = letters.replace(" ", r"\ ").replace("-", "{-}")
        command = "mathrm" if name in ("text", "operatorname") else name
        tex = rf"\{command}{{{written}}}"
        return Formula((replace(look, text=letters),), rf"\mathop{{{tex}}}" if name == "operatorname" else tex)

    def letters(self) -> str:
        """Read plain letters, digits and spaces in braces."""
        self.skip()
        if self.peek() != "{":
            return self.next() if self.peek().isalnum() else ""
        self.next()
        found = []
        while (token := self.next()) != "}":
            if not token or not (token.isspace() or token.isalnum() or token in "-.,:()"):
                raise NotMath(
                    f"only letters, digits and spaces stand in here, not '{token}'" if token else "a { has no partner"
                )
            found.append(token)
        return "".join(found)


def _script(look: Span, above: bool) -> Span:
    """Give the look of what stands above or below something of this look."""
    return replace(look, scale=look.scale * 0.72, rise=round(look.rise + (0.36 if above else -0.16) * look.scale, 4))
