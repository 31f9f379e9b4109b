"""The JSON Schema of specs and the reader agree on what is right, and on what is wrong in form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from reading_specs import EXAMPLES, SPECS, problems, whole
from spec_cases import CASES

from archdraw import registry
from archdraw.cli import language
from archdraw.cli.new import MODELINE, SCHEMA
from archdraw.errors import ArchdrawError
from archdraw.options import filled, options_of
from archdraw.renderers import Renderer
from archdraw.spec.items import RESERVED
from archdraw.spec.schema import schema
from archdraw.spec.words import ACTIVATIONS, LAYERS, MERGES

VALIDATOR = jsonschema.Draft7Validator(language.whole())


def valid(text: str) -> bool:
    return VALIDATOR.is_valid(yaml.safe_load(text))


def test_the_schema_is_a_schema():
    jsonschema.Draft7Validator.check_schema(schema())
    jsonschema.Draft7Validator.check_schema(language.whole())


def properties(part, path=()):
    """Go through all properties that a schema names, each with its path."""
    if isinstance(part, dict):
        for key, found in part.items():
            if key == "properties" and "const" not in found.get("renderer", {}):  # which chooses a case
                yield from (((*path, name), each) for name, each in found.items())
            yield from properties(found, (*path, key))
    elif isinstance(part, list):
        for number, found in enumerate(part):
            yield from properties(found, (*path, number))


def test_an_editor_can_say_what_every_key_is():
    told = {path: each.get("description", "") for path, each in properties(language.whole())}
    assert len(told) > 300
    assert [path for path, text in told.items() if len(text) < 5] == []


def test_every_word_is_a_key_of_an_item():
    known = language.whole()["definitions"]["item"]["anyOf"][1]["properties"]
    assert known.keys() >= {*LAYERS, *ACTIVATIONS, *MERGES, *RESERVED}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_starter_specs_are_valid(path):
    VALIDATOR.validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_examples_of_the_reference_are_valid():
    for example in EXAMPLES:
        VALIDATOR.validate(yaml.safe_load(whole(example)))


def test_every_tried_layer_is_valid():
    for shape, item, _, _ in CASES:
        VALIDATOR.validate(yaml.safe_load(f"input: '{shape}'\nlayers:\n  - {item}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "inpt: 3\nlayers: [relu]",
        "input: 3",
        "layers: [relu]",
        "input: 3\ninputs: {a: 3}\nlayers: [relu]",
        "input: 3\nlayers: relu",
        "input: 3\nlayers: [[relu]]",
        "input: 3\nlayers: [{conv: {filters: 3, kernal: 3}}]",
        "input: 3\nlayers: [{conv: [3]}]",
        "input: 3\nlayers: [{relu: 3}]",
        "input: 3\nlayers: [{residual: relu}]",
        "input: 3\nlayers: [{residual: [relu], shortcut: sam}]",
        "input: 3\nlayers: [{split: 2}]",
        "input: 3\nlayers: [{dense: 3, style: red}]",
        "input: 3\nblocks: {a: {layer: [relu]}}\nlayers: [a]",
        "input: {size: 3}\nlayers: [relu]",
        "input: 3\nlayers: [relu]\nfigure: {lgend: true}",
        "input: 3\nlayers: [relu]\ndiagram: {fit: pag}",
        "input: 3\nlayers: [relu]\nstyle: {conv: red}",
        "archdraw: 2\ninput: 3\nlayers: [relu]",
    ],
)
def test_what_is_wrong_in_form_is_wrong_for_both(text):
    assert not valid(text)
    assert problems(text)


RENDERERS = {
    name: registry.resolve(registry.find("renderers", name, Renderer).options) for name in registry.entries("renderers")
}
OPTIONS = [(name, option) for name, options in RENDERERS.items() for option in options_of(options)]


def asked(renderer, name, value):
    """Tell what the schema says, and what the options of the renderer say."""
    spec = {"input": 3, "layers": ["relu"], "diagram": {"renderer": renderer, name: value}}
    try:
        filled(RENDERERS[renderer], {name: value}, owner=renderer)
    except ArchdrawError:
        return VALIDATOR.is_valid(spec), False
    return VALIDATOR.is_valid(spec), True


@pytest.mark.parametrize(("renderer", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_options_are_right_and_wrong_for_both(renderer, option):
    values = [option.default, *option.choices, *(str(choice) for choice in option.choices)]
    values += [True, False, "true", "off", "none", None, 0, 1, -1, 3, 2.5, "3", "1.5", "12pt", "no such word", "x, y"]
    values += [
        value
        for limit in (option.least, option.most)
        if limit is not None
        for value in (limit, limit - 1e6, limit + 1e6)
    ]
    for value in values:
        if isinstance(value, tuple):
            value = list(value)
        schema_says, options_say = asked(renderer, option.name, value)
        assert schema_says or not options_say, f"{value!r} is right"  # nothing right is marked wrong


@pytest.mark.parametrize(("renderer", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_what_no_option_may_be_is_wrong_for_both(renderer, option):
    wrong = ["no such word"] if option.choices and all(isinstance(one, str) for one in option.choices) else []
    limits = ((option.least, -1), (option.most, 1))
    wrong += [limit + beyond for limit, beyond in limits if limit is not None and "tuple" not in str(option.type)]
    wrong += ["no such word"] if option.type in (bool, int, float) else []
    for value in wrong:
        assert asked(renderer, option.name, value) == (False, False), value


def test_an_option_of_another_renderer_is_wrong_for_both():
    assert asked("blocks", "pools", "blocks") == (False, False)
    assert asked("alexnet", "pools", "blocks") == (True, True)
    unnamed = {"input": 3, "layers": ["relu"], "diagram": {"pools": "blocks"}}
    assert not VALIDATOR.is_valid(unnamed)
    assert VALIDATOR.is_valid({**unnamed, "diagram": {"page": "slide"}})
    assert VALIDATOR.is_valid({**unnamed, "diagram": {"renderer": "one of a plug-in", "anything": 1}})


def test_examples_name_the_schema_which_is_that_of_now():
    root = Path(__file__).resolve().parent.parent
    examples = [*root.glob("templates/specs/*.yaml"), *root.glob("gallery/*/*.yaml")]
    assert len(examples) > 20
    for path in examples:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith(MODELINE), path
        assert (path.parent / first.removeprefix(MODELINE)).resolve() == root / "templates" / SCHEMA, path
    made = subprocess.run(  # in a process of its own: tests register parts
        [sys.executable, "-m", "archdraw", "schema"], cwd=root, capture_output=True, check=True
    ).stdout
    told = "archdraw schema > templates/archdraw.schema.json"
    assert made == (root / "templates" / SCHEMA).read_bytes(), f"run: {told}"
