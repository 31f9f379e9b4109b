"""A limit on the time of a command: a figure or one message, never a hang."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from archdraw.cli.guard import tell
from archdraw.errors import Overtime

GRACE = 0.8
"""So many seconds after the limit the process ends, even in a library that hears no signal; nothing is half written by then."""


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Raise Overtime where what is done inside takes longer than this; None is no limit.

    >>> with limited(None):
    ...     pass
    """
    if seconds is None:
        yield
        return
    error = Overtime(
        f"this took more than {seconds:g} seconds",
        "draw less (repeats=box, -p with more passes), or give it more time",
    )

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise error

    def end() -> None:
        tell(error.report())
        os._exit(error.exit_code)

    last = threading.Timer(seconds + GRACE, end)
    last.daemon = True
    has_alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, interrupt) if has_alarm else None
    try:
        last.start()
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        last.cancel()
