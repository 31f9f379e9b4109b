"""Arithmetic of sizes agrees with arithmetic of numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archdraw.ops.sizes import add, count, over, product, shown, times, total

numbers = st.integers(-50, 50)


def value(size: int | str | None, **symbols: int) -> Fraction:
    assert size is not None
    return Fraction(eval(str(size), {name: Fraction(number) for name, number in symbols.items()}))


@given(st.integers(1, 50), st.integers(1, 9), st.integers(0, 50), st.integers(1, 9), numbers)
def test_sums_and_multiples_of_symbols_are_those_of_their_numbers(s, factor, more, divisor, t):
    size = add(times("S", factor), more)
    assert value(size, S=s) == s * factor + more
    both = add(size, "T")
    assert value(both, S=s, T=t) == s * factor + more + t
    assert value(times(both, divisor), S=s, T=t) == (s * factor + more + t) * divisor
    assert value(over("S", divisor), S=s * divisor) == s
    assert times(over("S", divisor), divisor) == "S"


@given(st.integers(1, 99), st.integers(1, 9), st.integers(0, 20))
def test_division_rounds_the_constant_down_or_up(s, divisor, more):
    size = add(times("S", divisor), more)
    assert value(over(size, divisor), S=s) == s + more // divisor
    assert value(over(size, divisor, up=True), S=s) == s - (-more // divisor)


@given(st.lists(st.one_of(st.integers(0, 9), st.just("S"), st.none()), max_size=4))
def test_a_product_is_known_where_at_most_one_factor_is_not_a_number(sizes):
    found = product(sizes)
    odd = [size for size in sizes if not isinstance(size, int)]
    if not odd:
        assert found == count(*sizes)
    elif odd == ["S"]:
        assert value(found, S=7) == count(*(7 if size == "S" else size for size in sizes))


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (add("S", -1), "S-1"),
        (add("S", "S"), "2*S"),
        (add("2*S", -1, "S/2"), "5*S/2-1"),
        (add("S", "seq len"), "S+seq len"),
        (add("S", "a*b"), None),
        (add(None, 1), None),
        (over("2*S+3", 2), "S+1"),
        (over("S", 4), "S/4"),
        (times("H/2", 4), "2*H"),
        (times("S", "T"), None),
        (times("S", None), None),
        (times(times("S", -1), 1), None),
        (count(2, "S"), None),
        (total(1, None), None),
        (total(), 0),
        (shown((None, "S", 3)), "?×S×3"),
    ],
)
def test_what_comes_out(found, wanted):
    assert found == wanted


def test_a_word_with_a_sign_that_is_no_sum_is_not_understood():
    assert add("S**2", 1) is None
    assert add("S/0", 1) is None
    assert add("", 1) is None
