"""The layers as a table for papers and spreadsheets: CSV, Markdown, LaTeX, with a choice of columns and groups summed up."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import prod

from archdraw.errors import UnknownName, UsageError
from archdraw.graph import Edge, Graph, Group, Layer
from archdraw.records import dataclass
from archdraw.rewrite import hidden_in
from archdraw.text import clean
from archdraw.words import did_you_mean

USUAL = ("name", "type", "output", "params")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a layer, or a group with all that it stands for (copies that are not shown included)."""

    name: str
    full: str
    depth: int
    layers: tuple[Layer, ...]
    inputs: tuple[Edge, ...] = ()
    group: Group | None = None

    @property
    def layer(self) -> Layer | None:
        """The layer, where the row is one."""
        return None if self.group else self.layers[0]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a cell may need besides its row."""

    params: int
    layers: Mapping[str, Layer]


Cell = Callable[[Row, _Whole], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what stands in its cells, and whether that is a number."""

    title: str
    cell: Cell
    number: bool = False


def _sum(row: Row, fact: str) -> int | None:
    """Sum a fact over a row's layers; shared weights count where they are first used. None if one is not known."""
    counted = [layer for layer in row.layers if fact == "macs" or not row.group or not layer.weights_of]
    numbers = [getattr(layer, fact) for layer in counted]
    return None if None in numbers else sum(numbers)


def _is_shared(row: Row) -> bool:
    return row.layer is not None and bool(row.layer.weights_of)


def _count(fact: str) -> Cell:
    def cell(row: Row, whole: _Whole) -> str:
        found = _sum(row, fact)
        if found is None:
            return "?"
        return "shared" if found and fact != "macs" and _is_shared(row) else f"{found:,}"

    return cell


def _share(row: Row, whole: _Whole) -> str:
    found = _sum(row, "params")
    if found is None:
        return "?"
    if found and _is_shared(row):
        return "shared"
    return f"{100 * found / whole.params:.2f} %" if whole.params else ""


def _output(row: Row, whole: _Whole) -> str:
    return ", ".join(str(tensor) for tensor in row.layers[-1].outputs) if row.layer else ""


def _input(row: Row, whole: _Whole) -> str:
    shapes = []
    for edge in row.inputs:
        outputs = whole.layers[edge.source].outputs if edge.source in whole.layers else ()
        shapes.append(str(outputs[edge.source_port]) if edge.source_port < len(outputs) else "?")
    return ", ".join(shapes)


def _kernel(row: Row, whole: _Whole) -> str:
    kernel = row.layer.attrs.get("kernel") if row.layer else None
    return "×".join(map(str, kernel)) if isinstance(kernel, tuple) else ""


def _megabytes(row: Row, whole: _Whole) -> str:
    """Tell how large the outputs are in memory for one example, at 4 bytes a number."""
    if not row.layer:
        return ""
    sizes = [tensor.dims for tensor in row.layer.outputs]
    known = [
        prod(size for size in dims if isinstance(size, int)) for dims in sizes if all(isinstance(n, int) for n in dims)
    ]
    return f"{4 * sum(known) / 2**20:.3f}" if len(known) == len(sizes) else "?"


COLUMNS: Mapping[str, Column] = {
    "name": Column("layer", lambda row, whole: row.name),
    "type": Column("type", lambda row, whole: row.group.type if row.group else row.layers[0].type or row.layers[0].op),
    "input": Column("input shape", _input),
    "output": Column("output shape", _output),
    "kernel": Column("kernel", _kernel),
    "params": Column("parameters", _count("params"), number=True),
    "trainable": Column("trainable", _count("trainable_params"), number=True),
    "share": Column("share", _share, number=True),
    "macs": Column("multiply-adds", _count("macs"), number=True),
    "size": Column("MB", _megabytes, number=True),
    "reads": Column("reads", lambda row, whole: ", ".join(edge.source for edge in row.inputs)),
}


def table(graph: Graph, format: str, *, columns: Sequence[str] = USUAL, depth: int | None = None) -> str:
    """Write the table as ``csv``, ``md`` or ``tex``; ``depth`` hides what lies deeper in groups, whose sums stay.

    Raises UnknownName for a column that there is not, UsageError for none.
    """
    if not columns:
        raise UsageError("the table has no columns", f"choose from {', '.join(COLUMNS)}")
    for name in columns:
        if name not in COLUMNS:
            raise UnknownName(f"there is no column '{name}'", did_you_mean(name, COLUMNS))
    chosen = [COLUMNS[name] for name in columns]
    every = Row("total", "total", 0, tuple(_everything(graph)), group=Group("total"))
    whole = _Whole(_sum(every, "params") or graph.totals().params, graph.index())
    shown = [row for row in rows(graph) if depth is None or row.depth < depth]
    cells = [[column.cell(row, whole) for column in chosen] for row in shown]
    total = [column.cell(every, whole) if column.number else "" for column in chosen]
    total[0] = total[0] or "total"
    return _WRITERS[format](chosen, shown, cells, total)


def rows(graph: Graph) -> Iterator[Row]:
    """Go through the layers, and the groups where they begin."""
    into, lines = graph.predecessors_of(), graph.ancestry()
    groups = {group.name: group for group in graph.groups}
    members: dict[str, list[Layer]] = {name: [] for name in groups}
    for layer in graph.layers:
        for up in lines[layer.group]:
            members[up].append(layer)
    for group in graph.groups:
        for up in lines[group.name]:
            members[up].extend(hidden_in(group))
    opened: tuple[str, ...] = ()
    for layer in graph.layers:
        chain = lines[layer.group][::-1]
        for depth, name in enumerate(chain):
            if opened[: depth + 1] != chain[: depth + 1]:
                group = groups[name]
                title = (group.title or name.rsplit("/", 1)[-1]) + (f" ×{group.repeat}" if group.repeat > 1 else "")
                yield Row(title, name, depth, tuple(members[name]), group=group)
        opened = chain
        own = (
            layer.name[len(layer.group) + 1 :]
            if layer.group and layer.name.startswith(f"{layer.group}/")
            else layer.name
        )
        yield Row(layer.label or own, layer.name, len(chain), (layer,), tuple(into[layer.name]))


def _everything(graph: Graph) -> Iterator[Layer]:
    yield from graph.layers
    for group in graph.groups:
        yield from hidden_in(group)


Cells = Sequence[Sequence[str]]


def _csv(columns: Sequence[Column], shown: Sequence[Row], cells: Cells, total: Sequence[str]) -> str:
    """Write bare values: numbers without commas, full names, no total; a cell never begins as a formula would."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["depth", *(column.title for column in columns)])
    for row, line in zip(shown, cells, strict=True):
        values = [cell.replace(",", "") if column.number else cell for column, cell in zip(columns, line, strict=True)]
        full = [row.full if column is COLUMNS["name"] else value for column, value in zip(columns, values, strict=True)]
        writer.writerow([row.depth, *map(_harmless, full)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a cell."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _md(columns: Sequence[Column], shown: Sequence[Row], cells: Cells, total: Sequence[str]) -> str:
    lines = [_md_line(column.title for column in columns), _md_line("---:" if c.number else "---" for c in columns)]
    for row, line in zip(shown, cells, strict=True):
        first, *rest = (_md_safe(cell) for cell in line)
        lines.append(_md_line(["&nbsp;&nbsp;" * row.depth + (f"**{first}**" if row.group else first), *rest]))
    lines.append(_md_line(f"**{cell}**" if cell else "" for cell in map(_md_safe, total)))
    return "\n".join(lines) + "\n"


def _md_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _md_safe(text: str) -> str:
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return clean(text)


def _tex(columns: Sequence[Column], shown: Sequence[Row], cells: Cells, total: Sequence[str]) -> str:
    from archdraw.text.tex import escaped

    lines = [
        "% \\usepackage{booktabs} and \\usepackage{amssymb}",
        f"\\begin{{tabular}}{{{''.join('r' if column.number else 'l' for column in columns)}}}",
        "\\toprule",
        " & ".join(escaped(column.title) for column in columns) + r" \\",
        "\\midrule",
    ]
    for row, line in zip(shown, cells, strict=True):
        first, *rest = map(escaped, line)
        indent = f"\\hspace*{{{row.depth}em}}" if row.depth else ""
        lines.append(" & ".join([indent + (f"\\textbf{{{first}}}" if row.group else first), *rest]) + r" \\")
    lines += ["\\midrule", " & ".join(map(escaped, total)) + r" \\", "\\bottomrule", "\\end{tabular}"]
    return "\n".join(lines) + "\n"


_WRITERS = {"csv": _csv, "md": _md, "tex": _tex}
