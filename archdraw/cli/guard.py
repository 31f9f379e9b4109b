"""What becomes of an error, a signal, a warning: one message on stderr, the right exit code, no traceback."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

import click

from archdraw.collecting import no_collecting_to_the_end
from archdraw.errors import ArchdrawError, ArchdrawNote, ArchdrawWarning, Overtime
from archdraw.registry import resolve

BUG, INTERRUPTED, TERMINATED = 70, 130, 143
_DEBUG = click.Option(["--debug"], is_flag=True, expose_value=False, help="Show the traceback of a bug in archdraw.")


class Terminated(BaseException):
    """The program was asked to end by SIGTERM; what it was writing is cleaned up on the way out."""


class Command(click.Command):
    """A command that also knows ``--debug``."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Add ``--debug`` before ``--help``."""
        *own, last = super().get_params(ctx)
        return [*own, _DEBUG, last]


class Program(click.Group):
    """A group of commands that turns whatever happens into a message and an exit code."""

    command_class = Command

    def __init__(self, *args: Any, waiting: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._waiting = waiting
        """Where each command is, ``"module:attribute"``: only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table, that of use."""
        return list(self._waiting)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or give None where there is none of this name."""
        if cmd_name not in self._waiting:
            return None
        command: click.Command = resolve(self._waiting[cmd_name])
        return command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and end the process; with ``standalone_mode=False`` exceptions come through."""
        work = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return work()
        debug = "--debug" in (sys.argv if args is None else args)
        with no_collecting_to_the_end(), _forgiving_streams(), _ended_by_sigterm(), warnings_as_messages():
            code = _exit_code(work, debug=debug)
        sys.exit(code)


def _exit_code(work: Callable[[], Any], *, debug: bool) -> int:
    """Do the work; every way out of it ends in one of these branches."""
    try:
        if sys.stdout is None:  # closed by the caller: writing fails, with a message
            sys.stdout = _Closed()
        result = work()
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except ArchdrawError as error:
        tell(error.report())
        _hold(error)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message())
        return 2
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "archdraw"
        tell(f"error: {error.format_message()}\nhint: see '{path} --help'")
        return 2
    except click.ClickException as error:
        tell(f"error: {error.format_message()}")
        return 2
    except (click.Abort, KeyboardInterrupt):
        tell("error: interrupted")
        return INTERRUPTED
    except Terminated:
        tell("error: terminated")
        return TERMINATED
    except SystemExit:  # click met a reader who had enough, such as `| head -1`
        _drop_stdout()
        return 0
    except MemoryError:
        tell(
            "error: this needs more memory than there is\nhint: draw less (repeats=box, more passes), or a PNG of fewer dpi"
        )
        return ArchdrawError.exit_code
    except OSError as error:
        return _stdout_failed(error) if _concerns_stdout(error) else _bug(error, debug=debug)
    except Exception as error:
        return _bug(error, debug=debug)


def _hold(error: ArchdrawError) -> None:
    """Where the time is over, let a thread hold the error and its frames to the end: to free or visit all they made takes seconds."""
    if isinstance(error, Overtime):
        gc.freeze()
        threading.Thread(target=_wait_with, args=(error,), daemon=True).start()


def _wait_with(held: object) -> None:
    threading.Event().wait()


class _Closed(io.TextIOBase):
    """What stands for a stdout that was closed before the program began."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "stdout is closed")


def to_stdout(data: bytes) -> None:
    """Write bytes to stdout, now."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        raise OSError(errno.EBADF, "stdout is closed")
    buffer.write(data)
    buffer.flush()


def tell(message: str) -> None:
    """Write a message to stderr, its control characters made visible; where nobody can hear it, go on."""
    with suppress(OSError, ValueError):  # stderr is closed, or its disk is full: the exit code still tells
        click.echo(visible(message), err=True)


def visible(text: str) -> str:
    r"""Show control characters as escapes, so that a name in a file cannot steer the terminal.

    >>> visible("a\x1b[2Jb\n")
    'a\\x1b[2Jb\n'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in text)


def _bug(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    tell(bug_report(error, debug=debug))
    return BUG


def bug_report(error: Exception, *, debug: bool = False) -> str:
    """Say of an error that nobody foresaw that it is a bug."""
    what = f"{type(error).__name__}: {error}".strip().rstrip(":")
    hint = "please report it with the source" + ("" if debug else "; --debug shows the traceback")
    return f"error: this is a bug in archdraw: {what}\nhint: {hint}"


_STDOUT = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What writing to stdout may end in."""


def _concerns_stdout(error: OSError) -> bool:
    return error.filename is None and error.errno in _STDOUT


def _stdout_failed(error: OSError) -> int:
    """Say nothing where the reader went away; else that the output cannot be written."""
    _drop_stdout()
    if error.errno == errno.EPIPE:
        return 0
    tell(f"error: the output cannot be written: {(error.strerror or str(error)).lower()}")
    return 5


def _drop_stdout() -> None:
    """Send what is still buffered nowhere, so that Python does not complain about it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, AttributeError, ValueError):
        pass  # stdout is no file of the system: nothing is left to complain


@contextmanager
def _forgiving_streams() -> Iterator[None]:
    """Let streams show what their encoding lacks as escapes instead of failing, and stdout write all or fail.

    With PYTHONUNBUFFERED, Python writes straight to the file and takes it for done where a full disk took only a part.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    before, raw = sys.stdout, getattr(sys.stdout, "buffer", None)
    if not isinstance(raw, io.RawIOBase):
        yield
        return
    whole = io.TextIOWrapper(io.BufferedWriter(raw), before.encoding, before.errors, write_through=True)
    sys.stdout = whole
    try:
        yield
    finally:
        sys.stdout = before
        with suppress(OSError, ValueError):  # told already, where it matters
            whole.detach().detach()


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Raise Terminated where SIGTERM comes, so that temporary files are removed on the way out."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def warnings_as_messages() -> Iterator[None]:
    """Show archdraw's own warnings as messages, each once, whatever ``-W`` says."""
    told: set[str] = set()

    def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
        if issubclass(category, ArchdrawWarning):
            if str(message) not in told:  # writing two formats would say it twice
                tell(f"{'note' if issubclass(category, ArchdrawNote) else 'warning'}: {message}")
            told.add(str(message))
        else:
            before(message, category, *rest, **more)

    before = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("always", ArchdrawWarning)
        warnings.showwarning = show
        yield
