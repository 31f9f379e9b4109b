"""Shapes found by the rules of layers, in any network and any order, are those that Keras writes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from keras_configs import entries, functional, node, part, read, start, t


@st.composite
def networks(draw: st.DrawFn) -> list[tuple[str, str, list[str], int]]:
    """Draw layers that each read one or two earlier ones: name, class, sources, width."""
    width = {"x": draw(st.integers(1, 5))}
    layers: list[tuple[str, str, list[str], int]] = []
    for i in range(draw(st.integers(1, 8))):
        name, known = f"l{i}", sorted(width)
        kind = draw(st.sampled_from(["Dense", "ReLU", "Concatenate", "Add"]))
        one, other = draw(st.sampled_from(known)), draw(st.sampled_from(known))
        if kind == "Add" and width[one] != width[other]:
            kind = "Concatenate"
        sources = [one, other] if kind in ("Concatenate", "Add") else [one]
        made = {"Dense": draw(st.integers(1, 5)), "Concatenate": width[one] + width[other]}.get(kind, width[one])
        layers.append((name, kind, sources, made))
        width[name] = made
    return [("x", "InputLayer", [], width["x"]), *layers]


@given(networks(), st.randoms(use_true_random=False))
def test_shapes_found_by_the_rules_are_those_that_keras_writes_in_whatever_order(layers, rng):
    width = {name: size for name, _, _, size in layers}

    def written(told: bool) -> list[Any]:
        parts = [start("x", width["x"])]
        for name, kind, sources, size in layers[1:]:
            tensors = [t(source, 0, 0, [None, width[source]] if told else None) for source in sources]
            call = node(tensors) if len(tensors) > 1 else node(*tensors)
            config = {"units": size} if kind == "Dense" else {"axis": -1} if kind == "Concatenate" else {}
            parts.append(part(kind, name, call, **config))
        return parts

    last = layers[-1][0]
    told = read(functional("m", written(True), [["x", 0, 0]], [[last, 0, 0]]))
    shuffled = written(False)
    rng.shuffle(shuffled)
    found = read(functional("m", shuffled, [["x", 0, 0]], [[last, 0, 0]]))
    assert told.notes == found.notes == ()
    assert entries(told) == entries(found)
    for name, kind, sources, size in layers:
        entry = entries(found)[name]
        assert entry["outputs"][0]["shape"] == [size]
        assert [source["layer"] for source in entry["inputs"]] == sources
        assert entry["params"] == ((width[sources[0]] + 1) * size if kind == "Dense" else 0)
