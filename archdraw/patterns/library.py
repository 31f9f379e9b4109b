"""The files of named blocks: archdraw's own, and those of users."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from archdraw.loading import SourceLike
from archdraw.loading import load as opened
from archdraw.patterns.forms import Either, Form, Op
from archdraw.patterns.language import Slip, parse
from archdraw.records import dataclass
from archdraw.resources import data_dir
from archdraw.spec import tree
from archdraw.spec.problems import Place, Problems
from archdraw.spec.scalars import value
from archdraw.words import did_you_mean

FILE = "blocks.yaml"
KEYS = ("pattern", "least", "apart")


@dataclass(frozen=True, slots=True)
class Block:
    """One named block: its title, the patterns by which it is known, of how many in a network it takes, and beside what it is none."""

    title: str
    pattern: Form
    least: int = 1
    apart: Op | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """What one file says: blocks in their order, titles that shall not be used, and words for patterns."""

    blocks: tuple[Block, ...] = ()
    off: frozenset[str] = frozenset()
    words: tuple[tuple[str, Form], ...] = ()

    def over(self, other: Library) -> Library:
        """Give these blocks before the other's, in place of those of the same titles."""
        own = {block.title for block in self.blocks} | self.off
        return Library((*self.blocks, *(block for block in other.blocks if block.title not in own)))


@cache
def built_in() -> Library:
    """Give archdraw's own blocks.

    >>> "Bottleneck" in {block.title for block in built_in().blocks}
    True
    """
    return read(data_dir("templates").joinpath(FILE).read_bytes(), FILE)


def load(source: SourceLike) -> Library:
    """Read a user's file, in which the words of archdraw's own may be used. Raises ReadError and SpecError."""
    found = opened(source)
    with found.open() as file:
        return read(file.read(tree.BYTES + 1), found.name, dict(built_in().words))


def read(data: bytes, name: str, words: Mapping[str, Form] | None = None) -> Library:
    """Read a file of blocks. Raises SpecError with all that is wrong.

    >>> [block.title for block in read(b"blocks: {Stem: conv > pool}", "my.yaml").blocks]
    ['Stem']
    """
    text, problems = tree.decode(data, name)
    root = tree.parse(text, problems)
    if not isinstance(root, tree.Mapping):
        raise problems.stop(root.at, "a file of blocks has a key 'blocks:'", "write blocks: {Stem: conv > pool}")
    for key, _ in root.pairs:
        if key.text not in ("words", "blocks"):
            problems.add(key.at, f"unknown key '{key.text[:40]}'", did_you_mean(key.text, ("words", "blocks")))
    known = dict(words or {})
    for key, node in _pairs(root, "words", problems):
        form = _pattern(node, known, problems)
        if form is not None:
            known[key.text] = form
    off = set()
    blocks = []
    for key, node in _pairs(root, "blocks", problems):
        if isinstance(node, tree.Scalar) and value(node) is False:
            off.add(key.text)
        else:
            blocks.append(_block(key.text, node, known, problems))
    problems.raise_any()
    return Library(tuple(block for block in blocks if block is not None), frozenset(off), tuple(known.items()))


def _pairs(root: tree.Mapping, key: str, problems: Problems) -> tuple[tuple[tree.Scalar, tree.Node], ...]:
    node = root.get(key)
    if node is None or isinstance(node, tree.Mapping):
        return node.pairs if node else ()
    problems.add(node.at, f"'{key}' needs names with patterns", f"write {key}: {{Stem: conv > pool}}")
    return ()


def _block(title: str, node: tree.Node, words: Mapping[str, Form], problems: Problems) -> Block | None:
    """Read one block: a pattern, a list of them, or a mapping with more."""
    if not isinstance(node, tree.Mapping):
        form = _patterns(node, words, problems)
        return None if form is None else Block(title, form)
    for key, _ in node.pairs:
        if key.text not in KEYS:
            problems.add(key.at, f"a block has no '{key.text[:40]}'", did_you_mean(key.text, KEYS))
    written, least, apart = node.get("pattern"), node.get("least"), node.get("apart")
    if written is None:
        problems.add(node.at, f"the block '{title[:40]}' has no pattern", "write pattern: conv > pool")
        return None
    form = _patterns(written, words, problems)
    number = 1
    if least is not None:
        read_number = value(least) if isinstance(least, tree.Scalar) else None
        if isinstance(read_number, int) and not isinstance(read_number, bool) and 1 <= read_number <= 1000:
            number = read_number
        else:
            problems.add(least.at, "'least' is a whole number from 1 to 1000", "write least: 2")
    beside = None if apart is None else _pattern(apart, words, problems)
    if apart is not None and beside is not None and not isinstance(beside, Op):
        problems.add(apart.at, "'apart' is one kind of layer", "write apart: conv[kernel=3]")
        return None
    return None if form is None else Block(title, form, number, beside if isinstance(beside, Op) else None)


def _patterns(node: tree.Node, words: Mapping[str, Form], problems: Problems) -> Form | None:
    if not isinstance(node, tree.Sequence):
        return _pattern(node, words, problems)
    forms = [_pattern(item, words, problems) for item in node.items]
    found = [form for form in forms if form is not None]
    if not forms:
        problems.add(node.at, "the list of patterns is empty", "write a pattern such as conv > pool")
    return Either(tuple(found)) if found else None


def _pattern(node: tree.Node, words: Mapping[str, Form], problems: Problems) -> Form | None:
    """Read one pattern; a mistake in it is told at its own column."""
    if not isinstance(node, tree.Scalar) or node.empty:
        problems.add(node.at, "a pattern is missing here", "write a pattern such as conv > pool")
        return None
    try:
        return parse(node.text, words)
    except Slip as slip:
        column = node.start + slip.at if node.start else node.at.column
        problems.add(Place(node.at.line, column), str(slip), slip.hint)
        return None
