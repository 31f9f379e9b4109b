"""Options: typed by the fields of a dataclass, whether they come from YAML, Python or the command line."""

from dataclasses import dataclass, field
from typing import Literal

import pytest

from archdraw.errors import UnknownName, UsageError
from archdraw.options import filled, options_of


@dataclass(frozen=True)
class Options:
    count: int = 3
    width: float = 10.0
    wide: bool = False
    title: str = ""
    side: str = field(default="left", metadata={"help": "where", "choices": ("left", "right")})
    fit: Literal["page", "width", False] = "page"
    ops: tuple[str, ...] = ("dropout",)
    pair: tuple[int, int] = (1, 2)
    limit: int | None = None


@pytest.mark.parametrize(
    ("key", "text", "want"),
    [
        ("count", "7", 7),
        ("count", 7, 7),
        ("width", "2.5", 2.5),
        ("width", "1in", 72.0),
        ("width", 4, 4.0),
        ("wide", "yes", True),
        ("wide", "false", False),
        ("wide", True, True),
        ("title", "a=b", "a=b"),
        ("title", 5, "5"),
        ("side", "right", "right"),
        ("fit", "False", False),
        ("fit", False, False),
        ("fit", "width", "width"),
        ("ops", "conv,add", ("conv", "add")),
        ("ops", "[conv, add]", ("conv", "add")),
        ("ops", ["conv"], ("conv",)),
        ("pair", "3,4", (3, 4)),
        ("limit", "none", None),
        ("limit", "5", 5),
    ],
)
def test_a_value_takes_the_type_of_its_option(key, text, want):
    value = getattr(filled(Options, {key: text}, owner="it"), key)
    assert value == want
    assert type(value) is type(want)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("count", "x", "the option 'count' of it takes a whole number, not 'x'"),
        ("count", 1.5, "takes a whole number, not '1.5'"),
        ("count", True, "takes a whole number, not 'True'"),
        ("count", "9" * 5000, "takes a whole number"),
        ("width", "nan", "takes a number, not 'nan'"),
        ("width", float("inf"), "takes a number"),
        ("wide", "maybe", "takes true or false, not 'maybe'"),
        ("title", ["a"], "takes a text"),
        ("side", "rihgt", "cannot be 'rihgt'"),
        ("fit", "pag", "cannot be 'pag'"),
        ("pair", "3", "takes 2 values, not '3'"),
        ("limit", "x", "takes none or a whole number, not 'x'"),
    ],
)
def test_a_value_of_another_type_is_refused(key, value, message):
    with pytest.raises(UsageError, match=message):
        filled(Options, {key: value}, owner="it")


def test_an_unknown_option_gets_a_suggestion():
    with pytest.raises(UnknownName, match="the net has no option 'cuont'") as caught:
        filled(Options, {"cuont": 1}, owner="the net")
    assert caught.value.hint == "did you mean 'count'?"


def test_a_wrong_choice_gets_a_suggestion():
    with pytest.raises(UsageError) as caught:
        filled(Options, {"side": "rihgt"}, owner="it")
    assert caught.value.hint == "did you mean 'right'?"


def test_options_tell_their_help_and_choices():
    found = {option.name: option for option in options_of(Options)}
    assert found["side"].help == "where"
    assert found["side"].choices == ("left", "right")
    assert found["fit"].choices == ("page", "width", False)
    assert found["count"].default == 3


def test_a_dash_is_an_underscore():
    @dataclass(frozen=True)
    class Two:
        show_shapes: bool = True

    assert filled(Two, {"show-shapes": "no"}, owner="it") == Two(False)
