"""Draw every figure of the gallery again, and the page that shows them.

Run ``python gallery/build.py`` after a change of looks, look at what changed, and commit it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Entry:
    """One figure: its folder, its source (there, or a starter spec), what its files are called, and how it is drawn.

    ``more`` are formats in which it stands there too, beside SVG and PNG.
    """

    folder: str
    source: str
    title: str
    figure: str = "figure"
    renderer: str = "blocks"
    options: dict[str, object] = field(default_factory=dict)
    style: str = ""
    more: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The source, from the top of the project."""
        return Path(self.source) if "/" in self.source else Path("gallery", self.folder, self.source)

    @property
    def command(self) -> str:
        """The command that draws it."""
        return self.writing((".svg",))

    def writing(self, endings: Iterable[str]) -> str:
        """Give the command that writes the files with these endings."""
        chosen = "".join(f" --set {key}={value}" for key, value in self.options.items())
        chosen = f" -s {self.style}{chosen}" if self.style else chosen
        chosen = chosen if self.renderer == "blocks" else f" -r {self.renderer}{chosen}"
        files = "".join(f" -o gallery/{self.folder}/{self.figure}{ending}" for ending in endings)
        return f"archdraw render {self.path.as_posix()}{chosen}{files}"


MORE = {
    "html": (".html", "a page to zoom, search and open, for a browser"),
    "pptx": (".pptx", "a slide of shapes, for PowerPoint"),
    "drawio": (".drawio", "shapes for draw.io"),
    "mermaid": (".mmd", "Mermaid, for a README"),
}
"""The formats in which some figures stand here too: the ending of the file, and what it is."""

ENTRIES = (
    Entry("lenet5", "lenet5.yaml", "LeNet-5, from a spec"),
    Entry("lenet5", "lenet5.yaml", "LeNet-5 as its paper drew it", "lenet", "lenet"),
    Entry("resnet50", "ResNet50.keras", "ResNet-50, from a Keras file"),
    Entry("resnet50", "resnet50.yaml", "ResNet-50, from a spec", "figure_spec"),
    Entry("resnet50", "ResNet50.keras", "ResNet-50, every layer with all it is", "graph", "graph"),
    Entry("inception_v3", "InceptionV3.keras", "Inception-v3, from a Keras file"),
    Entry("inception_v3", "InceptionV3.keras", "Inception-v3, every layer with all it is", "graph", "graph"),
    Entry("resnet50", "ResNet50.keras", "ResNet-50 as blocks in space", "volumes", "volumes"),
    Entry("unet", "unet.yaml", "U-Net, from a spec"),
    Entry("unet", "unet.yaml", "U-Net as blocks in space", "volumes", "volumes"),
    Entry("unet", "unet.yaml", "The same as PlotNeuralNet draws", "plotneuralnet", "volumes", {}, "plotneuralnet"),
    Entry("unet", "unet.yaml", "The same as a U", "volumes_u", "volumes", {"layout": "u"}),
    Entry("unet", "unet.keras", "A U-Net of Keras, from its file", "volumes_keras", "volumes"),
    Entry("resnet18", "templates/specs/resnet18.yaml", "ResNet-18 as blocks in space", "volumes", "volumes"),
    Entry("fcn8", "fcn8.yaml", "FCN-8s as blocks in space, with what goes in and what comes out", "volumes", "volumes"),
    Entry("hed", "hed.yaml", "HED with its side outputs", "volumes", "volumes"),
    Entry("losses", "losses.yaml", "A network with three softmax losses", "volumes", "volumes"),
    Entry("transformer", "transformer.yaml", "Transformer, from a spec", more=tuple(MORE)),
    Entry("mlp", "templates/specs/mlp.yaml", "A multilayer perceptron"),
    Entry("mlp", "templates/specs/mlp.yaml", "The same, neuron by neuron", "neurons", "fcnn"),
    Entry(
        "weights",
        "small.keras",
        "The weights of a small network, from a Keras file",
        "figure",
        "fcnn",
        {"weights": "file"},
    ),
    Entry("alexnet", "templates/specs/alexnet.yaml", "AlexNet"),
    Entry(
        "alexnet",
        "templates/specs/alexnet.yaml",
        "AlexNet as blocks in space",
        "volumes",
        "volumes",
        {"between": "pyramid"},
    ),
    Entry("alexnet", "templates/specs/alexnet.yaml", "AlexNet as glass boxes, with its kernels", "alexnet", "alexnet"),
    Entry("alexnet", "templates/specs/alexnet.yaml", "The same as NN-SVG draws it", "nn_svg", "alexnet", {}, "nn-svg"),
    Entry(
        "lenet5",
        "lenet5.yaml",
        "LeNet-5 as wires, as convnet-drawer draws it",
        "wires",
        "alexnet",
        {},
        "convnet-drawer",
    ),
    Entry("vgg16", "templates/specs/vgg16.yaml", "VGG-16"),
    Entry("vgg16", "templates/specs/vgg16.yaml", "VGG-16 as stacks of feature maps", "lenet", "lenet"),
    Entry("vgg16", "templates/specs/vgg16.yaml", "VGG-16 as blocks in space", "volumes", "volumes"),
    Entry("vgg16", "VGG16.keras", "VGG-16 of Keras, from its file", "volumes_keras", "volumes"),
    Entry(
        "vgg16",
        "templates/specs/vgg16.yaml",
        "The same as visualkeras draws",
        "visualkeras",
        "volumes",
        {},
        "visualkeras",
    ),
    Entry(
        "convnet",
        "digits.convnet",
        "A script of ConvNetDraw as that page draws it",
        "figure",
        "volumes",
        {},
        "convnetdraw",
    ),
    Entry("siamese", "templates/specs/siamese.yaml", "A siamese network as stacks of feature maps", "lenet", "lenet"),
    Entry("siamese", "templates/specs/siamese.yaml", "The same as glass boxes", "alexnet", "alexnet"),
    Entry("vit", "templates/specs/vit-b16.yaml", "Vision Transformer, ViT-B/16"),
    Entry("bert", "templates/specs/bert.yaml", "BERT (base)"),
    Entry("gpt2", "templates/specs/gpt2-small.yaml", "GPT-2 small"),
    Entry("llama3", "templates/specs/llama3-8b.yaml", "Llama 3 8B"),
    Entry("diffusion", "templates/specs/diffusion-unet.yaml", "The U-Net of a diffusion model"),
    Entry("yolo", "templates/specs/yolo-fpn.yaml", "YOLOv3 with a feature pyramid"),
    Entry("yolo", "templates/specs/yolo-fpn.yaml", "The same as blocks in space", "volumes", "volumes"),
    Entry("clip", "templates/specs/clip.yaml", "CLIP"),
    Entry("mixtral", "templates/specs/moe.yaml", "Mixtral 8x7B, a mixture of experts"),
    Entry("efficientnet", "templates/specs/efficientnet-b0.yaml", "EfficientNet-B0"),
)


def draw(entry: Entry, formats: tuple[str, ...] = ("svg", "png")) -> dict[str, bytes]:
    """Draw one figure and give its files."""
    import archdraw

    figure = archdraw.render(
        HERE.parent / entry.path, renderer=entry.renderer, options=entry.options, style=entry.style or None
    )
    return {suffix: figure.to_bytes(suffix) for suffix in formats}


def more(entry: Entry, folder: str = "") -> str:
    """Give the words below a figure that lead to its other files, which lie below ``folder``."""
    if not entry.more:
        return ""
    files = [(MORE[kind][1], f"{folder}{entry.folder}/{entry.figure}{MORE[kind][0]}") for kind in entry.more]
    links = "".join(f"- [{about}]({path})\n" for about, path in files)
    command = entry.writing(MORE[kind][0] for kind in entry.more)
    return f"The same figure in other files:\n\n{links}\n```sh\n{command}\n```\n"


def page() -> str:
    """Write the page that shows the gallery."""
    parts = ["# Gallery\n\nEach figure is drawn from the source beside it, by the command below it.\n"]
    for entry in ENTRIES:
        picture = f"{entry.folder}/{entry.figure}.svg"
        parts.append(f"## {entry.title}\n\n![{entry.title}]({picture})\n\n```sh\n{entry.command}\n```\n")
        parts.extend(filter(None, [more(entry)]))
    return "\n".join(parts)


def main() -> None:
    """Write all files of the gallery."""
    for entry in ENTRIES:
        for kind, data in draw(entry, ("svg", "png", *entry.more)).items():
            ending = MORE[kind][0] if kind in MORE else f".{kind}"
            path = HERE / entry.folder / f"{entry.figure}{ending}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            print(path.relative_to(HERE.parent), file=sys.stderr)
    (HERE / "README.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
