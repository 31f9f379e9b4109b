"""The specs that come with archdraw have the published numbers of trainable parameters."""

from __future__ import annotations

import pytest
from reading_specs import SPECS, graph, reading

# Published counts: the papers' tables and the weights that their authors or torchvision and Hugging Face publish.
PUBLISHED = {
    "mlp": 109_386,
    "lenet": 61_706,
    "alexnet": 62_378_344,
    "resnet50": 25_557_032,
    "vgg16": 138_357_544,
    "unet": 31_030_658,
    "vit-b16": 86_567_656,
    "transformer": 63_082_496,
    "gpt2-small": 124_439_808,
    "llama3-8b": 8_030_261_248,
    "moe": 46_702_792_704,
    "efficientnet-b0": 5_288_548,
    "yolo-fpn": 61_949_149,
    "dcgan": 3_576_704 + 2_765_568,
    "siamese": 38_951_745,
    "diffusion-unet": 35_746_307,
    "clip": 151_277_313,
    "bert": 109_482_240,
}
PATHS = {path.stem: path for path in SPECS}


@pytest.mark.parametrize("name", PUBLISHED)
def test_trainable_parameters_are_the_published_ones(name):
    assert reading(PATHS[name].read_bytes()).graph.totals()[1] == PUBLISHED[name]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_spec_is_a_sound_graph_with_a_title_and_an_output(path):
    found = reading(path.read_bytes(), path.name).graph
    assert found.check() is found
    assert found.title
    assert found.name == path.stem
    assert found.outputs
    assert not found.notes
    assert all(layer.origin.startswith(f"{path.name}:") for layer in found.layers)


def test_the_two_halves_of_the_dcgan():
    found = reading(PATHS["dcgan"].read_bytes()).graph
    generator = sum(x.trainable_params or 0 for x in found.layers if x.group == "generator")
    critic = sum(x.trainable_params or 0 for x in found.layers if x.group == "on fakes")
    assert (generator, critic) == (3_576_704, 2_765_568)


def test_macs_of_resnet50_are_those_of_its_paper():
    """He et al. (2016) say 3.8 × 10⁹ for stride on the first 1×1; with it on the 3×3 it is 4.09 × 10⁹ (torchvision)."""
    assert reading(PATHS["resnet50"].read_bytes()).graph.totals()[2] == 4_089_184_256


def test_two_of_eight_experts_count_in_the_macs():
    text = "input: 10x4\nlayers:\n  - {{parallel: [{{dense: 4}}], copies: 8, merge: add{}}}\n"
    everything, top2 = graph(text.format("")), graph(text.format(", active: 2"))
    assert everything.totals()[2] == 8 * 10 * 4 * 4
    assert top2.totals()[2] == 2 * 10 * 4 * 4
    assert everything.totals()[0] == top2.totals()[0] == 8 * (4 * 4 + 4)
