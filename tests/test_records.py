"""The quick dataclasses beside the standard library's: whatever can be seen of them is the same."""

import copy
import dataclasses
import pickle

import pytest

from archdraw import records

WAYS = [
    {"frozen": frozen, "slots": slots, "eq": eq, "kw_only": kw_only}
    for frozen in (False, True)
    for slots in (False, True)
    for eq in (False, True)
    for kw_only in (False, True)
]


def made(decorator, **how):
    @decorator(**how)
    class Thing:
        """A thing."""

        name: str
        size: int = 2
        parts: list = dataclasses.field(default_factory=list)
        secret: str = dataclasses.field(default="s", repr=False)
        aside: int = dataclasses.field(default=0, compare=False)
        total: int = dataclasses.field(default=0, init=False)
        last: str = dataclasses.field(default="z", kw_only=True)

    return Thing


def outcome(work):
    """Give what a piece of work gives, or the kind of its error."""
    try:
        return work()
    except Exception as error:
        return type(error)


LOOKS = [
    lambda cls: repr(cls(name="a")),
    lambda cls: repr(cls(name="a", size=3, parts=[1], secret="t", last="y")),
    lambda cls: repr(cls("a", 3)),
    lambda cls: cls(),
    lambda cls: cls(name="a", total=1),
    lambda cls: cls(name="a").parts is cls(name="a").parts,
    lambda cls: cls(name="a") == cls(name="a"),
    lambda cls: cls(name="a") == cls(name="a", last="y"),
    lambda cls: cls(name="a") == cls(name="a", aside=1),
    lambda cls: cls(name="a") == ("a", 2, [], "s", 0, "z"),
    lambda cls: cls.__eq__ is object.__eq__ or hash(cls(name="a", parts=())) == hash(cls(name="a", parts=())),
    lambda cls: setattr(cls(name="a"), "size", 3),
    lambda cls: delattr(cls(name="a"), "size"),
    lambda cls: (
        outcome(lambda: setattr(cls(name="a"), "other", 3)) is None
    ),  # the library's error is by accident a TypeError
    lambda cls: dataclasses.asdict(cls(name="a", parts=[{"b": 1}])),
    lambda cls: repr(dataclasses.replace(cls(name="a"), size=5)),
    lambda cls: [(field.name, field.default, field.kw_only) for field in dataclasses.fields(cls)],
    lambda cls: cls.__match_args__,
    lambda cls: repr(copy.copy(cls(name="a"))),
    lambda cls: repr(copy.deepcopy(cls(name="a", parts=[[1]]))),
    lambda cls: hasattr(cls(name="a"), "__dict__"),
]


@pytest.mark.parametrize("how", WAYS, ids=str)
@pytest.mark.parametrize("look", LOOKS, ids=range(len(LOOKS)))
def test_they_look_the_same(how, look):
    ours, theirs = made(records.dataclass, **how), made(dataclasses.dataclass, **how)
    assert outcome(lambda: look(ours)) == outcome(lambda: look(theirs))


@pytest.mark.parametrize("how", WAYS, ids=str)
@pytest.mark.parametrize(
    "changes", [{"size": 3}, {"last": "y", "name": "b"}, {"parts": [1], "aside": 4, "secret": "t"}]
)
def test_things_are_remade_as_the_library_replaces(how, changes):
    cls = made(records.dataclass, **how)
    thing = cls(name="a", parts=[2], last="x")
    remade, replaced = records.remaking(cls, *changes)(thing, *changes.values()), dataclasses.replace(thing, **changes)
    assert dataclasses.astuple(remade) == dataclasses.astuple(replaced)


def test_what_a_class_writes_itself_stays():
    @records.dataclass(frozen=True, slots=True)
    class Own:
        """With a look and a check of its own."""

        size: int

        def __post_init__(self):
            if self.size < 0:
                raise ValueError("negative")

        def __repr__(self):
            return "own"

    assert repr(Own(1)) == "own"
    with pytest.raises(ValueError, match="negative"):
        Own(-1)


def test_children_have_the_fields_of_their_parents():
    @records.dataclass(frozen=True, slots=True)
    class Parent:
        """One."""

        one: int

    @records.dataclass(frozen=True, slots=True)
    class Child(Parent):
        """Two."""

        two: int = 2

    assert repr(Child(1)).endswith("Child(one=1, two=2)")
    assert Child(1) != Parent(1)
    match Child(1, 5):
        case Child(one, two):
            assert (one, two) == (1, 5)


def test_slots_and_other_fields_mix():
    @records.dataclass(frozen=True)
    class Parent:
        """Without slots."""

        one: int

    @records.dataclass(frozen=True, slots=True)
    class Child(Parent):
        """With one."""

        two: int = 2

    assert (Child(1).one, Child(1, 3).two) == (1, 3)


@records.dataclass(frozen=True, slots=True)
class Kept:
    """Pickle finds classes by their name."""

    size: int


def test_they_can_be_pickled():
    assert pickle.loads(pickle.dumps(Kept(3))) == Kept(3)
