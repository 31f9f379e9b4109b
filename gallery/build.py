"""Draw every figure of the gallery again, and the page that shows them.

Run ``python gallery/build.py`` after a change of looks, look at what changed, and commit it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Entry:
    """One figure: where its source is, what its files are called, and how it is drawn."""

    folder: str
    source: str
    title: str
    figure: str = "figure"
    options: dict[str, object] = field(default_factory=dict)

    @property
    def command(self) -> str:
        """The command that draws it."""
        chosen = "".join(f" --set {key}={value}" for key, value in self.options.items())
        place = f"gallery/{self.folder}"
        return f"archdraw render {place}/{self.source}{chosen} -o {place}/{self.figure}.svg"


ENTRIES = (
    Entry("lenet5", "lenet5.yaml", "LeNet-5, from a spec"),
    Entry("resnet50", "ResNet50.keras", "ResNet-50, from a Keras file"),
    Entry("resnet50", "resnet50.yaml", "ResNet-50, from a spec", "figure_spec"),
    Entry("inception_v3", "InceptionV3.keras", "Inception-v3, from a Keras file"),
    Entry("unet", "unet.yaml", "U-Net, from a spec"),
    Entry("transformer", "transformer.yaml", "Transformer, from a spec"),
)


def draw(entry: Entry, formats: tuple[str, ...] = ("svg", "png")) -> dict[str, bytes]:
    """Draw one figure and give its files."""
    import archdraw

    figure = archdraw.render(HERE / entry.folder / entry.source, options=entry.options)
    return {suffix: figure.to_bytes(suffix) for suffix in formats}


def page() -> str:
    """Write the page that shows the gallery."""
    parts = ["# Gallery\n\nEach figure is drawn from the source beside it, by the command below it.\n"]
    for entry in ENTRIES:
        picture = f"{entry.folder}/{entry.figure}.svg"
        parts.append(f"## {entry.title}\n\n![{entry.title}]({picture})\n\n```sh\n{entry.command}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write all files of the gallery."""
    for entry in ENTRIES:
        for suffix, data in draw(entry).items():
            path = HERE / entry.folder / f"{entry.figure}.{suffix}"
            path.write_bytes(data)
            print(path.relative_to(HERE.parent), file=sys.stderr)
    (HERE / "README.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
