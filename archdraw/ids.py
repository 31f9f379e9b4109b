"""Make ids for files out of names: safe, unique, and the same every time."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^\w.-]+")


class Ids:
    """The ids of one file.

    >>> ids = Ids("fig1-")
    >>> ids.of("conv1/relu"), ids.of("conv1 relu"), ids.of("2nd")
    ('fig1-conv1-relu', 'fig1-conv1-relu-2', 'fig1-n2nd')
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = self.word(prefix) if prefix else ""
        self._used: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Give the id for a name; names that become equal get numbers, in the order in which they come."""
        wanted = self.prefix + self.word(name)
        found = wanted
        while found in self._used:
            self._used[wanted] += 1
            found = f"{wanted}-{self._used[wanted]}"
        self._used[found] = 1
        return found

    @staticmethod
    def word(name: str) -> str:
        """Give a name without what an id or a class may not hold; it begins with a letter."""
        if name.isascii() and name.isidentifier():  # as most are
            return name
        word = _UNSAFE.sub("-", name).encode("utf-8", "ignore").decode()
        return word if word[:1].isalpha() or word[:1] == "_" else f"n{word}"


def digest(*parts: str | bytes) -> str:
    """Give a short word that tells one content from another.

    >>> digest("a"), digest(b"a", "b") == digest("ab")
    ('ca978112ca', False)
    """
    import hashlib

    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(data if len(parts) == 1 else len(data).to_bytes(8, "big") + data)
    return found.hexdigest()[:10]
