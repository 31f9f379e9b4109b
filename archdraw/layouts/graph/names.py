"""Names that programs read, written for people: ``stage_0`` is "Stage 0", ``mobilenetv2_1.00_224`` "MobileNetV2 1.00 224"."""

from __future__ import annotations

import re
from dataclasses import replace

from archdraw.graph import Graph, Group
from archdraw.words import spoken

FOUND = ("prefix", "run", "model")
"""Kinds of groups whose names come from a program, so that nobody wrote them for readers of a figure."""

_WORDS = (
    "MobileNet EfficientNet ResNet ResNeXt DenseNet NASNet ConvNeXt RegNet VGG SqueezeNet AlexNet LeNet GoogLeNet ShuffleNet "
    "MBConv ViT BERT GPT CLIP YOLO BiLSTM BiGRU LSTM GRU RNN CNN MLP GAN VAE FFN MHA SPP ASPP FPN ReLU SE ID IDs IO RGB GAP BN "
    "Inception Xception"
)
KNOWN = {word.lower(): word for word in _WORDS.split()} | {"unet": "U-Net"}
"""Words with capitals of their own."""


def humane(name: str) -> str:
    """Write a name the way a title is written; a formula or a code stays, as what has capitals of its own.

    >>> humane("stage_0"), humane("block1–2"), humane("mobilenetv2_1.00_224"), humane("resnet50"), humane("dict_io")
    ('Stage 0', 'Block 1–2', 'MobileNetV2 1.00 224', 'ResNet50', 'Dict IO')
    >>> humane("x_t"), humane("outer_a"), humane("enc0"), humane("enc0_out"), humane("conv2")
    ('x_t', 'outer_a', 'enc0', 'enc0_out', 'Conv2')
    """
    parts = [part for part in re.split(r"[_\s]+", name) if part]
    if any(re.fullmatch(r"[a-z]", part) for part in parts):
        return name
    if not parts or not re.fullmatch(r"[\w.–-]+( [\w.–-]+)*", name):
        return name
    words = [_known(piece) for part in parts for piece in _COUNTED.sub(r"\1 \2", part).split(" ")]
    if words[0] == parts[0] and _CODE.fullmatch(words[0]):
        return name
    if re.match(r"[a-z]{2}", words[0]):
        words[0] = words[0][0].upper() + words[0][1:]
    return " ".join(words)


_CODE = re.compile(r"[a-z]{1,2}|(?!(conv|dense|pool)\d+$)[a-z]+\d\w*")
"""A name that begins so is none that people say, as Conv2 is; a capital would not make it one."""
_COUNTED = re.compile(r"^(block|stage|layer|level|cell|group|unit|module|branch|path)(\d.*)$")


def _known(word: str) -> str:
    """Write a word that has capitals of its own, and the version behind it.

    >>> _known("efficientnetv2-b0"), _known("efficientnetv2-s"), _known("MobilenetV3small"), _known("vital")
    ('EfficientNetV2-B0', 'EfficientNetV2-S', 'MobileNetV3Small', 'vital')
    """
    plain = word.lower()
    for length in range(len(word), 1, -1):
        rest = re.fullmatch(r"((?:v?\d+)?(?:-[a-z]\d*|[a-z]\d+)?)((?<=\d)[a-z]{2,})?", plain[length:])
        if rest and plain[:length] in KNOWN:
            return KNOWN[plain[:length]] + rest[1].upper() + (rest[2] or "").capitalize()
    return word


def titled(graph: Graph) -> Graph:
    """Give the graph with titles for people on its groups; what an author wrote as a label stays."""
    return replace(graph, groups=tuple(replace(group, title=_title(group, graph.name)) for group in graph.groups))


def _title(group: Group, model: str) -> str:
    *outer, local = group.name.split("/")
    title = group.title or (local if group.kind in FOUND else "")
    if group.kind in FOUND or (group.kind == "pattern" and title in outer):  # named after the stage that it fills
        shorter = title.removeprefix(f"{model}_")
        return humane(shorter)
    return spoken(title) if title in (local, re.sub(r"_\d+$", "", local), group.type) else title


def heading(graph: Graph) -> str:
    """Give the title of a figure: the author's, else the network's own name unless a framework counted it."""
    counted = re.fullmatch(r"(functional|model|sequential|bytes|stdin)(_\d+)?", graph.name)
    return graph.title or ("" if counted else _headed(graph.name))


def _headed(name: str) -> str:
    """Write the name of a network or a file: one plain word that is no known one stays as it is, for nobody said that it is a name.

    >>> _headed("opsy"), _headed("resnet50"), _headed("encoder_block")
    ('opsy', 'ResNet50', 'Encoder block')
    """
    written = humane(name)
    return name if written == name[:1].upper() + name[1:] and name.isalpha() and name.lower() not in KNOWN else written
