"""The JSON Schema of specs and the reader agree on what is right, and on what is wrong in form."""

from __future__ import annotations

import jsonschema
import pytest
import yaml
from reading_specs import SPECS, problems
from test_spec_docs import EXAMPLES, whole
from test_spec_words import CASES

from archdraw.spec.schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())


def valid(text: str) -> bool:
    return VALIDATOR.is_valid(yaml.safe_load(text))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


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
