"""What a user's own code makes, as a source: ``net.py:build`` and ``package.module:build``."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import linecache
import os
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from archdraw.cli.guard import tell
from archdraw.errors import ArchdrawError, Problem, ReadError
from archdraw.reads import is_own
from archdraw.words import did_you_mean

_HERE = str(Path(__file__).parent.parent)


def named_in(text: str) -> tuple[str, str] | None:
    """Take ``file.py:function`` and ``package.module:function`` apart; None for the name of a file.

    >>> named_in("nets/small.py:build"), named_in("pkg.nets:build"), named_in("net.yaml"), named_in("a b:c")
    (('nets/small.py', 'build'), ('pkg.nets', 'build'), None, None)
    """
    place, colon, name = text.rpartition(":")
    if not colon or not all(part.isidentifier() for part in name.split(".")) or os.path.exists(text):
        return None
    if place.endswith(".py"):
        return place, name
    is_module = all(part.isidentifier() for part in place.split(".")) and not os.path.exists(place)
    return (place, name) if is_module else None


def stem_of(text: str) -> str:
    """Say what a figure of a source is called, where nobody says it.

    >>> stem_of("nets/small.yaml"), stem_of("nets/small.archdraw.yaml"), stem_of("nets/small.py:build"), stem_of("-")
    ('small', 'small', 'build', 'figure')
    """
    named = named_in(text)
    if named:
        return named[1].rpartition(".")[2]
    return "figure" if text == "-" else Path(text).stem.removesuffix(".archdraw")


def source_of(text: str) -> Any:
    """Give a source as it is; where it names a function, run the user's code, say so, and give the model that it makes.

    What the code prints goes to stderr. Raises ReadError, at the line of the user's file, where it fails or makes no model.
    """
    named = named_in(text)
    if named is None:
        return text
    place, name = named
    if place.endswith(".py") and not Path(place).is_file():
        raise ReadError(f"there is no file {place}")
    tell(f"note: running {place}, for '{name}'")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow would tell what it is made of
    _count_names_anew()
    with redirect_stdout(sys.stderr):
        module = _run(place, lambda: _imported(place))
        thing = module
        for part in name.split("."):
            if not hasattr(thing, part):
                known = [word for word, value in vars(module).items() if callable(value) and not word.startswith("_")]
                raise ReadError(f"{place} has nothing named '{name}'", did_you_mean(name, known))
            thing = getattr(thing, part)
        return _made(place, name, thing)


def _count_names_anew() -> None:
    """Let Keras number its layers from the start, so that code that is run again makes the same names."""
    keras = sys.modules.get("keras")
    if keras is not None:
        keras.utils.clear_session()


def _made(place: str, name: str, thing: Any) -> Any:
    """Give a model as it is, and what a function makes, if that is one."""
    from archdraw.reading import is_model

    if is_model(thing):
        return thing
    if not callable(thing):
        raise ReadError(f"'{name}' in {place} is neither a model nor a function, but of type {type(thing).__name__}")
    try:
        needed = [
            p.name
            for p in inspect.signature(thing).parameters.values()
            if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        ]
    except (TypeError, ValueError):  # written in C
        needed = []
    if needed:
        what = f"'{name}' in {place} needs arguments ({', '.join(needed)}), and archdraw calls it without any"
        raise ReadError(what, "give them defaults, or write a function that calls it")
    model = _run(place, thing)
    if not is_model(model):
        what = "nothing" if model is None else f"something of type {type(model).__name__}"
        raise ReadError(f"'{name}' in {place} gives {what}, no model", "let it return the Keras model")
    return model


def _imported(place: str) -> ModuleType:
    """Import a file, or a module from the folder one is in, or from what is installed."""
    if not place.endswith(".py"):
        if os.getcwd() not in sys.path:
            sys.path.insert(0, os.getcwd())
        return importlib.import_module(place)
    path = Path(place).resolve()
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ReadError(f"{place} is no file of Python")
    module = importlib.util.module_from_spec(spec)
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    sys.modules[path.stem] = module  # where classes look for their home
    spec.loader.exec_module(module)
    return module


def _run(place: str, work: Any) -> Any:
    """Do what is the user's; what it raises is told at the last line of the user's own code."""
    try:
        return work()
    except ArchdrawError:
        raise
    except (Exception, SystemExit) as error:
        missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
        if missing and (place == missing or place.startswith(f"{missing}.")):
            hint = "archdraw looks in the folder you are in, and in what is installed; a file is named net.py:build"
            raise ReadError(f"there is no module {missing}", hint) from None
        problem = _problem(place, error)
        raise ReadError.of(problem) from None


def _problem(place: str, error: BaseException) -> Problem:
    hint = "this is an error of the code that makes the model, not of archdraw"
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        line = (error.text or "").rstrip("\n")
        message = f"{type(error).__name__}: {error.msg}"
        return Problem(message, hint, _shown(error.filename), error.lineno or 0, error.offset or 1, line)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_HERE)]
    own = [frame for frame in frames if is_own(frame.filename)] or frames
    if not own:
        return Problem(what, hint, place)
    last = own[-1]
    whole = linecache.getline(last.filename, last.lineno or 0).rstrip("\n")
    column = getattr(last, "colno", None)  # Python 3.10 has none
    column = len(whole) - len(whole.lstrip()) if column is None else column
    return Problem(what, hint, _shown(last.filename), last.lineno or 0, column + 1, whole)


def _shown(file: str) -> str:
    """Name a file from the folder one is in, if it lies below."""
    try:
        return str(Path(file).resolve().relative_to(Path.cwd()))
    except ValueError:
        return file
