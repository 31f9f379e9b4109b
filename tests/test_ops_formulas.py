"""The formulas of ops against counting by hand what they stand for."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from ops_asked import dims, go, misfit

from archdraw.ops import Misfit

# Properties: the formula of a window against counting the windows one by one.

small = st.integers(1, 7)


@given(st.integers(1, 40), small, small, st.integers(1, 3))
def test_a_valid_convolution_has_one_output_for_each_window_that_fits(size, kernel, stride, dilation):
    reach = (kernel - 1) * dilation + 1
    windows = [start for start in range(0, size, stride) if start + reach <= size]
    attrs = {"filters": 1, "kernel": kernel, "stride": stride, "dilation": dilation}
    if not windows:
        assert "does not fit" in str(misfit("conv", (size, 1), **attrs))
    else:
        assert dims(go("conv", (size, 1), **attrs)) == (len(windows), 1)


@given(st.integers(1, 40), small, small)
def test_a_same_convolution_has_one_output_for_each_stride_begun(size, kernel, stride):
    wanted = len(range(0, size, stride))
    assert dims(go("conv", (size, 1), filters=1, kernel=kernel, stride=stride, padding="same")) == (wanted, 1)
    assert dims(go("pool", (size, 1), kernel=kernel, stride=stride, padding="same")) == (wanted, 1)


@given(st.integers(1, 20), small, small)
def test_a_deconvolution_undoes_the_size_of_a_convolution(size, kernel, stride):
    """Each output place of a valid one is reached by a window that starts at a stride."""
    reached = {start * stride + k for start in range(size) for k in range(kernel)}
    wanted = max(reached) + 1
    result = go("deconv", (size, 1), filters=1, kernel=kernel, stride=stride, output_padding=0)
    assert dims(result) == (wanted, 1)
    back = go("conv", (wanted, 1), filters=1, kernel=kernel, stride=stride)
    assert dims(back) == (size, 1)


@given(st.lists(st.integers(3, 9), min_size=1, max_size=3), small, st.integers(1, 5), st.integers(1, 3))
def test_the_macs_of_a_convolution_are_its_weights_at_each_place(sizes, filters, channels, kernel):
    """Count every product of one output number: kernel places times channels."""
    result = go("conv", (*sizes, channels), filters=filters, kernel=kernel, bias=False)
    places = list(itertools.product(*(range(size - kernel + 1) for size in sizes)))
    products = len(list(itertools.product(range(kernel), repeat=len(sizes)))) * channels
    assert result.macs == len(places) * products * filters
    assert result.params == products * filters


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_broadcasting_is_that_of_numbers_laid_over_each_other(one, other):
    """Equal or 1 from the last axis on; the result has the larger size on each axis."""
    pairs = list(zip(reversed(one), reversed(other), strict=False))
    if any(a != b and 1 not in (a, b) for a, b in pairs):
        misfit("add", tuple(one), tuple(other))
        return
    longer = max(one, other, key=len)
    wanted = [*longer[: len(longer) - len(pairs)], *(max(a, b) for a, b in reversed(pairs))]
    assert dims(go("add", tuple(one), tuple(other))) == tuple(wanted)
    assert dims(go("add", tuple(other), tuple(one))) == tuple(wanted)


@given(st.integers(1, 300), small, small, small, st.sampled_from(["valid", "same"]))
def test_a_symbol_computes_what_its_number_would(number, kernel, stride, factor, padding):
    """Where the strides divide evenly, putting the number in before or after is the same."""
    size = number * stride * stride
    attrs = {"filters": 1, "kernel": kernel, "stride": stride, "padding": padding}
    shape: tuple[int | str | None, ...] = ("n", 1)
    numbers: tuple[int | str | None, ...] = (size, 1)
    for _ in range(2):
        shape = dims(go("conv", shape, **attrs))
        try:
            numbers = dims(go("conv", numbers, **attrs))
        except Misfit:
            return
    shape, numbers = dims(go("upsample", shape, factor=factor)), dims(go("upsample", numbers, factor=factor))
    assert isinstance(shape[0], str)
    assert eval(shape[0].replace("/", "//"), {"n": size}) == numbers[0]
