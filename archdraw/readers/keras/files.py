"""From bytes to JSON: the one part of a Keras file that says how the model is built.

Nothing else of the file is looked at here: no weights (see `weights.py`), no code, no other member of the zip.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from archdraw.errors import LimitError, MissingTool, ReadError
from archdraw.readers.keras.savedmodel import description, is_metadata, untupled
from archdraw.source import Source

LARGEST = 64 * 2**20
"""A description of a model has at most this many bytes."""

_ZIP, _HDF5 = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"
_MEMBER = "config.json"


def kind_of(source: Source) -> str:
    """Tell by the first bytes whether this is a ``zip``, ``h5``, ``json`` or ``metadata`` (of a SavedModel), ``""`` otherwise."""
    if source.head.startswith(_ZIP):
        return "zip"
    if source.head.startswith(_HDF5):
        return "h5"
    if is_metadata(source.head):
        return "metadata"
    text = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" if text.startswith(b"{") and b'"class_name"' in text else ""


def has_config(source: Source) -> bool:
    """Tell whether a zip holds the description of a Keras model."""
    import zipfile

    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            return _MEMBER in archive.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return False


def description_of(source: Source) -> Any:
    """Read the description of the model, or raise a ReadError that says why there is none."""
    kind = kind_of(source)
    with source.open() as file:
        if kind == "metadata":
            return untupled(parsed(description(_upto(file))))
        if kind == "zip":
            text = _from_zip(file)
        elif kind == "h5":
            text = _from_h5(file)
        else:
            text = _upto(file)
    return parsed(text)


def parsed(text: bytes) -> Any:
    """Parse JSON; what is not JSON is a ReadError."""
    try:
        return json.loads(text.decode("utf-8-sig"), object_hook=_heard)
    except UnicodeDecodeError as error:
        raise ReadError(f"the description of the model is not UTF-8 text (byte {error.start})") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ReadError(f"the description of the model is not JSON: {error.msg} at {where}") from None
    except RecursionError:
        raise LimitError("the description of the model is nested too deeply") from None
    except ValueError as error:
        raise ReadError("the description of the model has an unreadable number") from error


def _heard(made: dict[str, Any]) -> dict[str, Any]:
    """Give an object as it is: in a call into Python a limit on the time is heard, which a parser in C would not hear."""
    return made


def _upto(file: BinaryIO) -> bytes:
    """Read everything, but no more than is allowed."""
    text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise LimitError(f"the description of the model is larger than {LARGEST // 2**20} MiB")
    return text


def _from_zip(file: BinaryIO) -> bytes:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(file) as archive:
            found = [info for info in archive.infolist() if info.filename == _MEMBER]
            if not found:
                raise ReadError(
                    f"a zip file without {_MEMBER}, so no Keras model",
                    "a .keras file is written by model.save('model.keras')",
                )
            if len(found) > 1:
                raise ReadError(f"the zip file holds {_MEMBER} {len(found)} times")
            if found[0].flag_bits & 1:
                raise ReadError("the zip file is encrypted", "save the model without a password")
            if found[0].file_size > LARGEST:
                raise LimitError(f"{_MEMBER} is larger than {LARGEST // 2**20} MiB")
            with archive.open(found[0]) as member:
                return _upto(member)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, (ReadError, LimitError)):
            raise
        raise ReadError(
            f"the zip file is damaged ({str(error) or type(error).__name__})",
            "it may be cut off: copy or download it again",
        ) from None


def _from_h5(file: BinaryIO) -> bytes:
    try:
        import h5py
    except ImportError:
        raise MissingTool("reading .h5 files needs the package h5py", "pip install 'archdraw[h5]'") from None
    try:
        with h5py.File(file, "r") as archive:
            if "model_config" not in archive.attrs:
                raise ReadError(
                    "an HDF5 file without a model (weights only, perhaps)",
                    "save the whole model: model.save('model.keras')",
                )
            if archive.attrs.get_id("model_config").get_storage_size() > LARGEST:
                raise LimitError(f"the description of the model is larger than {LARGEST // 2**20} MiB")
            text = archive.attrs["model_config"]
    except (OSError, KeyError, RuntimeError, ValueError, TypeError) as error:
        if isinstance(error, (ReadError, LimitError)):
            raise
        raise ReadError(f"the HDF5 file is damaged ({error})", "it may be cut off: copy or download it again") from None
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if isinstance(text, bytes):
        return text
    raise ReadError("the model_config of the HDF5 file is not text")
