"""A tree of a YAML text in which every word knows its place, built from events without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from archdraw.records import dataclass
from archdraw.spec.problems import Place, Problems
from archdraw.text.tidying import clean, lost

BYTES = 2**20
DEPTH = 40
NODES = 100_000

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""A character as JSON escapes it: its two halves."""
_EMPTY = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A word or text; ``start`` is the column of its first character, 0 if it runs over several lines."""

    text: str
    at: Place
    plain: bool = True
    start: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether nothing (or ``null``) is written."""
        return self.plain and self.text in _EMPTY


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    at: Place


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """Keys with values, in their order; of a key that is given twice only the first is here."""

    pairs: tuple[tuple[Scalar, Node], ...]
    at: Place

    def get(self, key: str) -> Node | None:
        """Give the value of a key, None where the key or its value is missing."""
        for name, value in self.pairs:
            if name.text == key:
                return None if isinstance(value, Scalar) and value.empty else value
        return None

    def key(self, key: str) -> Scalar | None:
        """Give the key itself, for its place."""
        return next((name for name, _ in self.pairs if name.text == key), None)


Node = Scalar | Sequence | Mapping


def decode(data: bytes, file: str) -> tuple[str, Problems]:
    """Give the text of a spec; raise SpecError where it is too long, not UTF-8, or has unprintable characters."""
    if len(data) > BYTES:
        raise Problems(file, []).stop(Place(1, 1), "the spec is larger than 1 MiB", "a spec is a page of text")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff":
        code = "UTF-32" if b"\0\0" in data[:4] else "UTF-16"
        raise Problems(file, []).stop(Place(1, 1), f"the spec is not UTF-8 but {code}", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = data.decode("utf-8-sig", "replace")
        before = _BREAK.split(data[: error.start].decode("utf-8-sig", "replace"))
        place = Place(len(before), len(before[-1]) + 1)
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        raise Problems(file, _BREAK.split(start)).stop(place, message, "save the spec as UTF-8") from None
    problems = Problems(file, [_UNPRINTABLE.sub("\ufffd", line) for line in _BREAK.split(text)])
    bad = _UNPRINTABLE.search(text)
    if bad:
        before = _BREAK.split(text[: bad.start()])
        message = f"the character U+{ord(bad[0]):04X} is not allowed in a spec"
        raise problems.stop(Place(len(before), len(before[-1]) + 1), message, "save it as plain text in UTF-8")
    return text, problems


def parse(text: str, problems: Problems) -> Node:
    """Make the tree; raise SpecError with all places that are no YAML or outside of the subset that specs use."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(text, Loader=loader), problems)
    except yaml.YAMLError:
        pass  # read it again: the slower parser's messages name the character and are the same everywhere
    try:
        return _build(yaml.parse(text, Loader=yaml.SafeLoader), problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        message, hint = _syntax(error.problem or "")
        if hint.startswith("close") and error.context_mark:
            hint += f" that opens on line {error.context_mark.line + 1}"
        raise problems.stop(place, message, hint) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise problems.stop(Place(1, 1), f"not valid YAML: {str(error).splitlines()[0]}") from None


def _syntax(problem: str) -> tuple[str, str]:
    """Say what the parser found in a user's words."""
    hints = {
        r"'\t'": "use spaces, not tabs",
        "cannot start any token": "put the text in quotes",
        "mapping values are not allowed": "put a text with a colon in quotes, and each key on its own line",
        "<stream end>": "close the bracket or brace",
        "expected the node content": "put a text that starts with a sign such as ? or , in quotes",
        "unexpected end of stream": "close the quote",
        "',' or ']'": "close the bracket",
        "',' or '}'": "a brace is not closed; a text with braces needs quotes, an expression is written $(…)",
        "expected <block end>": "indent all keys and items of a list alike",
        "could not find expected ':'": "a key needs a colon and a space",
    }
    return f"not valid YAML: {problem}", next((hint for part, hint in hints.items() if part in problem), "")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    at: Place
    mapping: bool
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None
    twice: bool = False

    def closed(self) -> Node:
        return Mapping(tuple(self.pairs), self.at) if self.mapping else Sequence(tuple(self.items), self.at)


def _build(events: Iterator[Any], problems: Problems) -> Node:
    """Put the events together; one pass, a stack of open lists and mappings."""
    import yaml

    stack: list[_Open] = []
    root: Node | None = None
    nodes, refused = 0, False
    for event in events:
        start: Any = event.start_mark
        at = Place(start.line + 1, start.column + 1)
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            problems.add(at, "a spec is one document, but a second one starts here", "put it into a file of its own")
            refused = True
            break
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            refused |= _foreign(event, at, problems)
        if nodes > NODES or len(stack) > DEPTH:
            limit = f"is nested deeper than {DEPTH} levels" if len(stack) > DEPTH else f"has more than {NODES} values"
            raise problems.stop(at, f"the spec {limit}", "make 'blocks:' of what is nested or comes again")
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            stack.append(_Open(at, isinstance(event, yaml.MappingStartEvent)))
            continue
        done = _finished(event, at, stack, problems)
        if done is None:
            continue
        if stack:
            _put(stack[-1], done, problems)
        else:
            root = done
    if refused:
        problems.raise_any()
    return root if root is not None else Scalar("", Place(1, 1))


def _finished(event: Any, at: Place, stack: list[_Open], problems: Problems) -> Node | None:
    """Give the node that ends with this event."""
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style  # None, or "" from the C parser
        end: Any = event.end_mark
        one_line = event.style not in ("|", ">") and end.line + 1 == at.line
        text = event.value if event.value.isascii() and event.value.isprintable() else _tidy(event.value, at, problems)
        return Scalar(text, at, plain, (at.column + (not plain)) if one_line else 0)
    if isinstance(event, yaml.AliasEvent):
        return Scalar("", at)
    if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
        return stack.pop().closed()
    return None


def _tidy(text: str, at: Place, problems: Problems) -> str:
    """Remove what could not be drawn, and say so, but keep the line breaks of the author."""
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    gone = lost(text)
    if gone:
        were = "was" if len(gone) == 1 else "were"
        codes = ", ".join(f"U+{ord(character):04X}" for character in gone[:4]) + (" …" if len(gone) > 4 else "")
        problems.notes.append(f"line {at.line}: {codes} cannot be drawn and {were} left out")
    return "\n".join(clean(line) for line in text.strip("\n").split("\n"))


def _foreign(event: Any, at: Place, problems: Problems) -> bool:
    """Note anchors, aliases and tags, which a spec may not use."""
    import yaml

    reuse = "use 'blocks:' to write layers once and use them often"
    if isinstance(event, yaml.AliasEvent):
        problems.add(at, f"the YAML alias *{event.anchor} is not allowed", reuse)
        return True
    if event.anchor is not None:
        problems.add(at, f"the YAML anchor &{event.anchor} is not allowed", reuse)
        return True
    if getattr(event, "tag", None) is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        problems.add(at, f"the YAML tag {tag} is not allowed", "values are plain words and numbers")
        return True
    return False


def _put(parent: _Open, node: Node, problems: Problems) -> None:
    """Add a finished node to the list or mapping around it."""
    if not parent.mapping:
        parent.items.append(node)
    elif parent.key is None:
        if not isinstance(node, Scalar):
            problems.add(node.at, "a key must be a word, not a list or a mapping")
            node = Scalar("", node.at)
        elif node.plain and node.text == "<<":
            problems.add(node.at, "merge keys (<<) are not allowed", "use 'blocks:' with params")
        parent.key = node
        parent.twice = node.text in parent.seen
        if parent.twice:
            first = f"first given on line {parent.seen[node.text]}"
            problems.add(node.at, f"key '{node.text}' is given twice", first)
        parent.seen.setdefault(node.text, node.at.line)
    else:
        if not parent.twice:
            parent.pairs.append((parent.key, node))
        parent.key = None


def commented_out(key: Scalar, problems: Problems) -> bool:
    """Note as a problem that ``#`` directly after a key takes its value away (``fill: #fff``); tell whether it does."""
    line = problems.lines[key.at.line - 1] if key.at.line <= len(problems.lines) else ""
    rest = line[key.at.column - 1 + len(key.text) :]
    comment = re.match(r"[\"']?\s*:\s+(#\S+)", rest)
    if comment is None:
        return False
    place = Place(key.at.line, key.at.column + len(key.text) + comment.start(1))
    word = comment[1].rstrip(",}]")
    colour = re.fullmatch(r"#[0-9a-fA-F]{3,8}", word)
    hint = f'quote the colour: "{word}"' if colour else "put a text that starts with # in quotes"
    problems.add(place, "the value is empty, because # starts a comment", hint)
    return True
