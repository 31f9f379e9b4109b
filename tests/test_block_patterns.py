"""The language of patterns: what it reads, what it finds, and what it says of mistakes."""

import pytest
from strategies import Builder

from archdraw.errors import SpecError
from archdraw.patterns import Block, built_in, chosen, found, parse
from archdraw.patterns.language import Slip
from archdraw.patterns.library import read
from archdraw.rewrite import Index


def net(*rows):
    """Make a graph of ``name op sources key=value`` lines, with one input ``in``."""
    build = Builder()
    build.add("in", "input")
    for row in rows:
        name, op, *rest = row.split()
        attrs = dict(part.split("=") for part in rest if "=" in part)
        sizes = {key: tuple(map(int, value.split("x"))) for key, value in attrs.items() if key in ("kernel", "stride")}
        numbers = {key: int(value) for key, value in attrs.items() if value.isdecimal() and key not in sizes}
        build.add(name, op, *(part for part in rest if "=" not in part), **{**attrs, **numbers, **sizes})
    return build.graph()


def matches(graph, text, **more):
    blocks = [Block("it", parse(text), **more)]
    return [" ".join(sorted(match.members)) for match in chosen(found(Index(graph), blocks))]


RESIDUAL = net("a conv in", "b conv a", "c add b in", "d activation c", "e conv d")
FORK = net(
    "a conv in kernel=1x1",
    "b conv in kernel=3x3",
    "c conv in kernel=1x1",
    "d conv c",
    "join concat a b d",
    "end conv join",
)


@pytest.mark.parametrize(
    ("graph", "text", "expected"),
    [
        (RESIDUAL, "conv > conv", ["a b"]),
        (RESIDUAL, "conv > conv > add", []),  # an add joins; a row goes through layers of one input
        (RESIDUAL, "residual(conv > conv)", ["a b c"]),
        (RESIDUAL, "residual(conv{2}) > act?", ["a b c d"]),
        (RESIDUAL, "residual(conv+, ()) > act > conv", ["a b c d e"]),
        (RESIDUAL, "(conv{2} | ()) > add", ["a b c"]),
        (RESIDUAL, "residual(conv{2}, conv)", []),
        (RESIDUAL, "residual(conv)", []),
        (RESIDUAL, "residual((conv > act / conv{1,3}))", ["a b c"]),
        (RESIDUAL, "residual(conv* > conv > pool?) > act", ["a b c d"]),
        (FORK, "fork(conv, conv, conv > conv) > concat", ["a b c d join"]),
        (FORK, "fork(conv{1,2}, …) > concat", ["a b c d join"]),
        (FORK, "fork(conv, conv) > concat", []),
        (FORK, "fork(conv[kernel=1], conv[kernel=3x3], conv > any) > concat", ["a b c d join"]),
        (FORK, "fork(conv[kernel=5], …) > concat", []),
        (FORK, "cell(conv) > concat[inputs>=3] > conv", ["a b c d end join"]),
        (FORK, "cell(conv, pool) > concat", []),
        (FORK, "cell(conv, pool?) > concat", ["a b c d join"]),
    ],
)
def test_what_a_pattern_finds(graph, text, expected):
    assert matches(graph, text) == expected


def test_what_is_folded_need_not_be_written_but_may_be():
    from archdraw.passes.fold import Fold

    graph = Fold()(net("a conv in", "b norm a", "c activation b", "d conv c", "e norm d", "f pool e"))
    assert [layer.name for layer in graph.layers] == ["in", "a", "d", "f"]
    for text in ("conv > conv", "conv > norm > act > conv", "conv > act > conv > norm", "conv[active] > conv[linear]"):
        assert matches(graph, text) == ["a d"]
    for text in ("conv > act > norm > conv", "conv > conv > act", "act > conv", "conv[linear] > conv"):
        assert matches(graph, text) == []  # `act` alone would cut a layer in two


def test_the_insides_of_a_block_are_read_by_nobody_else():
    graph = net("a conv in", "b conv a", "c conv b", "aux pool b")
    assert matches(graph, "conv > conv > conv") == []
    assert matches(graph, "conv > conv") == ["a b"]


def test_branches_that_part_later_than_they_say_are_not_taken():
    graph = net("a conv in", "b conv a", "c conv b", "d add c a")
    assert matches(graph, "residual(conv{1,3})") == ["b c d"]


def test_larger_blocks_win_and_none_lies_over_another():
    graph = net("a conv in", "b conv a", "c conv b", "d pool c", "e conv d", "f conv e")
    assert matches(graph, "conv{2,3}") == ["a b c", "e f"]
    assert matches(graph, "conv{2,3}", least=3) == []
    assert matches(graph, "conv > conv", apart=parse("conv")) == ["e f"]


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("conv > covn", 8, "there is no layer 'covn'", "did you mean 'conv'?"),
        ("conv > ", 8, "a part is missing at the end", "a part is a layer such as conv, or a bracket"),
        ("conv[kernle=3]", 6, "there is no 'kernle' to compare", "did you mean 'kernel'?"),
        ("conv[kernel=3, lineer]", 16, "the condition 'lineer' is not understood", "did you mean 'linear'?"),
        ("conv[kernel=a]", 6, "'a' is not a size", "write kernel=3 for every axis, or kernel=3x3"),
        ("conv[kernel", 6, "the bracket [ is not closed", "write conv[kernel=1]"),
        ("conv{0}", 6, "a part comes at most 16 times, and not less often than at least", "write {2,4}"),
        ("conv{x}", 6, "a number is missing before 'x'", "write {2,4}"),
        ("(conv | pool)", 14, "'>' is missing at the end", "branches need the layer that joins them: (a | b) > add"),
        ("(conv / pool | act)", 14, "')' is missing before '|'", "use one of | and / in a bracket, and close it"),
        ("conv conv", 6, "'conv' is not expected here", "parts have > between them"),
        (
            "residual(conv, conv, conv)",
            27,
            "residual takes a body and perhaps a shortcut",
            "write residual(conv > conv)",
        ),
        ("cell(conv > conv) > add", 19, "a cell lists kinds of layers", "write cell(conv, pool, norm?) > concat"),
        ("(" * 40, 31, "a pattern is at most 30 brackets deep", "give a part of it a name under 'words:'"),
    ],
)
def test_a_mistake_is_told_at_its_column(text, column, message, hint):
    with pytest.raises(Slip) as caught:
        parse(text)
    slip = caught.value
    assert (slip.at + 1, str(slip)) == (column, message)
    assert slip.hint.startswith(hint)


def test_all_mistakes_of_a_file_are_told_with_their_places():
    text = b"wrods: {}\nwords:\n  cbr: conv > nrom\nblocks:\n  A: conv > \xe2\x80\xa6\n  B: {least: 2}\n  C: {pattern: conv, lest: 2}\n  D: []\n"
    with pytest.raises(SpecError) as caught:
        read(text, "my.yaml")
    assert [(p.line, p.column, p.message) for p in caught.value.problems] == [
        (1, 1, "unknown key 'wrods'"),
        (3, 15, "there is no layer 'nrom'"),
        (5, 13, "'…' is not a part"),
        (6, 6, "the block 'B' has no pattern"),
        (7, 22, "a block has no 'lest'"),
        (8, 6, "the list of patterns is empty"),
    ]


def test_work_grows_with_layers_not_faster(monkeypatch):
    from archdraw.patterns.matching import Walker

    steps = []
    back = Walker._back
    monkeypatch.setattr(Walker, "_back", lambda self, form, at: (steps.append(1), back(self, form, at))[1])
    counts = []
    for size in (100, 200):
        build = Builder()
        at = build.add("in", "input")
        for i in range(size):
            body = build.add(f"c{i}", "conv", at, filters=3)
            at = build.add(f"a{i}", "add", build.add(f"b{i}", "conv", body, filters=3), at)
        steps.clear()
        found(Index(build.graph()), built_in().blocks)
        counts.append(len(steps))
    assert counts[1] < 2.2 * counts[0]


def test_words_of_words_cannot_grow_without_end():
    words = "".join(f"  w{i}: (w{i - 1} / w{i - 1} > w{i - 1})\n" for i in range(1, 40))
    with pytest.raises(SpecError, match="with its words a pattern has"):
        read(f"words:\n  w0: conv\n{words}blocks: {{A: w39}}\n".encode(), "my.yaml")


def test_many_branches_that_are_alike_cost_little():
    build = Builder()
    source = build.add("in", "input")
    branches = [build.add(f"b{i}", "conv", source, filters=4) for i in range(16)]
    build.add("join", "concat", *branches)
    fork = ", ".join(["conv[filters=4]"] * 15)
    assert len(matches(build.graph(), f"fork({fork}, conv[filters=5]) > concat")) == 0
    assert len(matches(build.graph(), f"fork({fork}, conv) > concat")[0].split()) == 17
