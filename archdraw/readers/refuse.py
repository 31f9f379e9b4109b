"""What a source is that no reader takes, and what to do about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from archdraw.errors import ReadError
from archdraw.source import Source

_DRAWN = "archdraw draws .keras, .h5 and to_json() files of Keras, YAML specs and ConvNetDraw scripts; 'archdraw new' starts a spec"
_PICKLE = (
    "a pickle can run any code, so archdraw never opens one: write the network as a spec ('archdraw new'), "
    "or save it in a format that holds the graph and no code, such as ONNX or .pt2"
)
_WEIGHTS = "it holds numbers and no graph: save the whole model, or write the network as a spec ('archdraw new')"
_PICTURE = "archdraw draws networks, it does not read pictures; " + _DRAWN

_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", _PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (0, b"GIF8", "a GIF picture", _PICTURE),
    (0, b"BM", "a BMP picture", _PICTURE),
    (0, b"II*\x00", "a TIFF picture", _PICTURE),
    (0, b"MM\x00*", "a TIFF picture", _PICTURE),
    (8, b"WEBP", "a WebP picture", _PICTURE),
    (0, b"%PDF-", "a PDF", _PICTURE),
    (0, b"%!PS", "a PostScript file", _PICTURE),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", _DRAWN),
    (0, b"\x1f\x8b", "a gzip file", "unpack it first"),
    (0, b"BZh", "a bzip2 file", "unpack it first"),
    (0, b"\xfd7zXZ\x00", "an xz file", "unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first"),
    (257, b"ustar", "a tar archive", "unpack it first"),
    (0, b"\x93NUMPY", "a NumPy array", _WEIGHTS),
    (0, b"GGUF", "a GGUF file", _WEIGHTS),
    (4, b"TFL3", "a TFLite model", _DRAWN),
    (0, b"\x7fELF", "a program", _DRAWN),
    (0, b"MZ", "a program", _DRAWN),
    (0, b"SQLite format 3\x00", "an SQLite database", _DRAWN),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document", _DRAWN),
    (0, b"\xff\xfe", "text in UTF-16", "save it as UTF-8"),
    (0, b"\xfe\xff", "text in UTF-16", "save it as UTF-8"),
)

# Members by which a zip file shows what it is.
_ZIPS: tuple[tuple[Callable[[str], bool], str, str], ...] = (
    (lambda name: name == "data.pkl" or name.endswith("/data.pkl"), "a PyTorch checkpoint (a pickle)", _PICKLE),
    (lambda name: name.endswith("models/model.json"), "an exported PyTorch program (.pt2)", _DRAWN),
    (lambda name: name == "word/document.xml", "a Word document", _DRAWN),
    (lambda name: name == "xl/workbook.xml", "an Excel sheet", _DRAWN),
    (lambda name: name == "ppt/presentation.xml", "a PowerPoint file", _DRAWN),
    (lambda name: name.endswith("saved_model.pb"), "a packed SavedModel", "save the model as .keras and draw that"),
    (lambda name: name.endswith(".npy"), "NumPy arrays (.npz)", _WEIGHTS),
)


def explain(source: Source) -> ReadError:
    r"""Make the error for a source that no reader takes: it says by content what the source is.

    >>> print(explain(Source("net.keras", data=b"", head=b"\x80\x04\x95 a pickle")))
    net.keras is a pickle
    """
    what, hint = _told(source)
    return ReadError(f"{source.name} is {what}", hint)


def _told(source: Source) -> tuple[str, str]:
    head = source.head
    if not head:
        return "empty", _DRAWN
    if head.startswith(b"PK"):
        return _zip(source)
    if _is_pickle(head):
        return "a pickle", _PICKLE
    for offset, magic, what, hint in _MAGIC:
        if head[offset:].startswith(magic):
            return what, hint
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 100 * 2**20:
        return "a safetensors file", _WEIGHTS
    return _text(source) if _is_text(head) else ("no network that archdraw knows", _DRAWN)


def _is_pickle(head: bytes) -> bool:
    """Tell a pickle by its first opcodes; protocols 0 and 1 only where they name a class to call."""
    if head[:1] == b"\x80" and len(head) > 1 and 2 <= head[1] <= 5:
        return True
    return re.match(rb"c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n|\([dl]p\d+\n", head) is not None


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The head may end in the middle of a letter.
        return error.start >= len(head) - 4 and len(head) > 4
    return True


def _zip(source: Source) -> tuple[str, str]:
    import zipfile

    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return "a damaged zip file", "it may be cut off: copy or download it again"
    for test, what, hint in _ZIPS:
        if any(test(name) for name in names):
            return what, hint
    return "a zip file without config.json, so no Keras model", "a .keras file is written by model.save('model.keras')"


def _text(source: Source) -> tuple[str, str]:
    """Tell texts apart: JSON that is no model, programs, markup."""
    text = source.head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text:
        return "empty", _DRAWN
    if text.startswith(("{", "[")):
        return _json(source)
    if text.startswith(("<svg", "<?xml")):
        return "an XML or SVG file", _PICTURE
    if text.startswith("<"):
        return "an HTML page", _DRAWN
    if source.suffix in (".py", ".ipynb") or text.startswith(("import ", "from ", "#!")):
        return (
            "a program",
            "archdraw runs no code unless told to: name the function that makes the model, net.py:build, or save it, model.save('model.keras')",
        )
    return "no network that archdraw knows", _DRAWN


def _json(source: Source) -> tuple[str, str]:
    if len(source.head) < 4096:
        try:
            json.loads(source.head)
        except (ValueError, RecursionError):
            return "damaged JSON", _DRAWN
    return "JSON that describes no Keras model", "a model's to_json() has a class_name and a config"
